//! Texts: there in every language of the city, and saying what they mean.

use std::sync::LazyLock;

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::form::{Field, FieldType};
use cityhall_domain::module::Module;
use cityhall_domain::text::{Language, Text};
use regex::Regex;

use super::guide_texts;
use super::notices;
use super::places::{action, alternative, fields, forms, state};
use crate::{path, reason};

pub(super) fn check(module: &Module, languages: &[Language], found: &mut Diagnostics) {
    let mut texts = vec![Written::new("spec.title", &module.title)];
    guide_texts::collect(&module.guide, &mut texts);
    for (index, one) in module.limits.by_answers.iter().enumerate() {
        texts.push(Written::new(alternative(index, "title"), &one.title));
    }
    for (index, one) in module.procedures.iter().enumerate() {
        texts.push(Written::new(format!("spec.procedures[{index}].title"), &one.title));
    }
    for (index, one) in module.workflow.states.iter().enumerate() {
        texts.push(Written::new(state(index, "title"), &one.title));
    }
    for (index, one) in module.workflow.actions.iter().enumerate() {
        texts.push(Written::new(action(index, "title"), &one.title));
    }
    for (at, form) in forms(module) {
        for placed in fields(&at, form) {
            field(&placed.path, placed.field, &mut texts);
        }
    }
    notices::collect(module, &mut texts);
    for text in &texts {
        text.check(languages, found);
    }
}

/// A text where it stands.
pub(super) struct Written<'a> {
    path: String,
    text: &'a Text,
    is_title_of_field: bool,
    /// Whether it tells what an applicant must bring or be.
    demands: bool,
}

impl<'a> Written<'a> {
    /// A text that must be there in each language.
    pub(super) fn new(path: impl Into<String>, text: &'a Text) -> Self {
        Self { path: path.into(), text, is_title_of_field: false, demands: false }
    }

    /// As [`Self::new`], for a text that may not leave open what is wanted.
    pub(super) fn demand(path: impl Into<String>, text: &'a Text) -> Self {
        Self { demands: true, ..Self::new(path, text) }
    }

    fn at(&self, language: Language) -> String {
        match (self.is_title_of_field, language) {
            (true, Language::Chinese) => path::key(&self.path, "title"),
            (true, Language::English) => path::key(&self.path, "x-cityhall-title-en"),
            (false, Language::Chinese) => path::key(&self.path, "zh"),
            (false, Language::English) => path::key(&self.path, "en"),
        }
    }

    fn check(&self, languages: &[Language], found: &mut Diagnostics) {
        for language in languages {
            let text = self.text.exactly(*language).unwrap_or_default();
            if text.trim().is_empty() {
                let message = "the city needs this text in each of its languages";
                found.add(self.at(*language), reason::MISSING_TRANSLATION, message);
            } else if let Some(words) = catch_all(text).filter(|_| self.demands) {
                let message = format!("`{words}` leaves open what is meant; name each thing");
                found.add(self.at(*language), reason::CATCH_ALL, message);
            }
        }
    }
}

fn field<'a>(at: &str, field: &'a Field, texts: &mut Vec<Written<'a>>) {
    texts.push(Written { is_title_of_field: true, ..Written::demand(at, &field.title) });
    let mut kind = &field.kind;
    while let FieldType::List(inner) = kind {
        kind = inner;
    }
    if let FieldType::Choice(choices) = kind {
        for choice in choices {
            let labels = path::key(at, "x-cityhall-labels");
            texts.push(Written::demand(path::key(&labels, &choice.value), &choice.label));
        }
    }
}

/// The catch-all in a text, if there is one (其他材料, "other materials").
fn catch_all(text: &str) -> Option<&str> {
    static CHINESE: &str = "(其他|其它|其余|别的)(相关|有关|必要|需要|所需|应当|应|要求|提交|提供|规定|证明|申请|的)*(材料|资料|证件|文件|文书)|等(相关|有关|证明)?(材料|资料)";
    static ENGLISH: &str = r"(?i)\bother\s+(\w+\s+){0,2}(materials?|documents?|papers|evidence|paperwork)\b";
    static WORDS: LazyLock<Vec<Regex>> =
        LazyLock::new(|| [CHINESE, ENGLISH].iter().filter_map(|pattern| Regex::new(pattern).ok()).collect());
    WORDS.iter().find_map(|pattern| pattern.find(text)).map(|found| found.as_str())
}

#[cfg(test)]
mod tests {
    use super::catch_all;

    #[test]
    fn catch_alls() {
        for text in [
            "其他材料",
            "其它有关资料",
            "其他需要提交的材料",
            "身份证等材料",
            "Other materials",
            "any other relevant documents",
        ] {
            assert!(catch_all(text).is_some(), "{text}");
        }
        for text in [
            "房屋材料",
            "其他",
            "其他家庭成员的身份证",
            "other",
            "the other parent",
            "材料齐全",
            "documents of the house",
        ] {
            assert_eq!(catch_all(text), None, "{text}");
        }
    }
}
