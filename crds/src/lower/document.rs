//! What is handed in.

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{Document, DocumentForm, DocumentSource};
use cityhall_domain::text::Text;

use super::{all, limits, maybe, names, routing};
use crate::path;
use crate::spec::module as written;

pub(super) fn lower(documents: Vec<written::Document>, found: &mut Diagnostics) -> Option<Vec<Document>> {
    all(documents, |(index, document)| one(&path::item("spec.documents", index), document, found))
}

fn one(here: &str, document: written::Document, found: &mut Diagnostics) -> Option<Document> {
    let name = names::name(&path::key(here, "name"), &document.name, found);
    let count = limits::number(&path::key(here, "count"), document.count, found);
    let when = maybe(document.when, |when| routing::expression(&path::key(here, "when"), when, found));
    let follows = path::key(here, "mayFollow");
    let (within, on_lapse) = document.may_follow.map(|follows| (follows.within, follows.on_lapse)).unzip();
    let may_follow = maybe(within, |within| limits::limit(&path::key(&follows, "within"), within, found));
    let on_lapse = maybe(on_lapse.flatten(), |to| names::name(&path::key(&follows, "onLapse"), &to, found));
    Some(Document {
        name: name?,
        title: document.title.into(),
        form: form(document.form),
        count: count?,
        source: source(document.source),
        when: when?,
        may_follow: may_follow?,
        on_lapse: on_lapse?,
        note: document.note.map(Text::from),
    })
}

fn form(written: written::DocumentForm) -> DocumentForm {
    match written {
        written::DocumentForm::Original => DocumentForm::Original,
        written::DocumentForm::Copy => DocumentForm::Copy,
        written::DocumentForm::ElectronicCertificate => DocumentForm::ElectronicCertificate,
        written::DocumentForm::FilledForm => DocumentForm::FilledForm,
    }
}

fn source(written: written::DocumentSource) -> DocumentSource {
    match written {
        written::DocumentSource::Applicant => DocumentSource::Applicant,
        written::DocumentSource::Government => DocumentSource::Government,
        written::DocumentSource::DataShare => DocumentSource::DataShare,
        written::DocumentSource::System => DocumentSource::System,
    }
}
