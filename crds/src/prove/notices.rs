//! Texts of notices: of kinds that there are, each once, with nothing in braces that is not filled in,
//! addressed to somebody whom the form names.

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::form::FieldType;
use cityhall_domain::module::{Module, NoticeText, Piece, pieces};

use super::texts::Written;
use crate::{path, reason};

const HERE: &str = "spec.notices";

pub(super) fn check(module: &Module, found: &mut Diagnostics) {
    let notices = &module.notices;
    if !notices.is_empty() && !module.service_type.wants_notices() {
        let message = "cases of this type of service bring no notices";
        found.add(HERE, reason::NOTICES_NOT_WANTED, message);
    }
    addressee(module, found);
    for (index, one) in notices.texts.iter().enumerate() {
        if notices.texts[..index].iter().any(|earlier| earlier.kind == one.kind) {
            let message = format!("`{}` has a text already", one.kind.name());
            found.add(below(index, "kind"), reason::DUPLICATE_NAME, message);
        }
        let texts = [("zh", &one.text.zh), ("en", &one.text.en)];
        for (language, text) in texts.into_iter().filter_map(|(key, text)| Some((key, text.as_deref()?))) {
            braces(&path::key(&below(index, "text"), language), one, text, found);
        }
    }
}

/// Adds the texts, which the city needs in each of its languages.
pub(super) fn collect<'a>(module: &'a Module, into: &mut Vec<Written<'a>>) {
    for (index, one) in module.notices.texts.iter().enumerate() {
        into.push(Written::new(below(index, "text"), &one.text));
    }
}

fn below(index: usize, key: &str) -> String {
    path::key(&path::item(&path::key(HERE, "texts"), index), key)
}

fn addressee(module: &Module, found: &mut Diagnostics) {
    let Some(name) = &module.notices.addressee else { return };
    let fields = module.form.fields();
    let texts = || fields.iter().filter(|field| field.kind == FieldType::String);
    if !texts().any(|field| field.name == *name) {
        let known = texts().map(|field| field.name.as_str()).collect::<Vec<_>>().join(", ");
        let message = format!("the form asks no text `{name}`; it asks {known}");
        found.add(path::key(HERE, "addressee"), reason::UNKNOWN_ADDRESSEE, message);
    }
}

fn braces(at: &str, one: &NoticeText, text: &str, found: &mut Diagnostics) {
    for piece in pieces(text) {
        let Piece::Braced(word) = piece else { continue };
        if one.kind.placeholders().all(|known| known.word() != word) {
            let known = one.kind.placeholders().map(|known| format!("{{{}}}", known.word())).collect::<Vec<_>>();
            let message = format!("`{{{word}}}` is not filled in here; {} are", known.join(", "));
            found.add(at, reason::UNKNOWN_PLACEHOLDER, message);
        }
    }
}
