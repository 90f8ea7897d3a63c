//! Every text of a guide, and where it stands.

use cityhall_domain::module::{Contact, Document, Guide, LegalBasis, Place, Season};
use cityhall_domain::text::Text;

use super::texts::Written;
use crate::path;

/// Adds them in the order in which a manifest has them. What tells an applicant what to be, bring
/// or do may not leave open what is meant.
pub(super) fn collect<'a>(guide: &'a Guide, into: &mut Vec<Written<'a>>) {
    documents(&guide.documents, into);
    into.push(Written::new(at("summary"), &guide.summary));
    legal_basis(&guide.legal_basis, into);
    demands("conditions", &guide.conditions, into);
    into.extend(guide.quantity.iter().map(|text| Written::new(at("quantity"), text)));
    for (index, step) in guide.steps.iter().enumerate() {
        into.push(Written::demand(path::item(&at("steps"), index), &step.text));
    }
    demands("approvalConditions", &guide.approval_conditions, into);
    demands("attachedTerms", &guide.attached_terms, into);
    into.push(Written::new(at("fee"), &guide.fee));
    for (index, charge) in guide.charges.iter().enumerate() {
        into.push(Written::new(below("charges", index, "title"), &charge.title));
    }
    into.push(Written::new(at("result"), &guide.result));
    into.extend(guide.result_sample.iter().map(|text| Written::new(at("resultSample"), text)));
    into.extend(guide.result_validity.iter().map(|text| Written::new(at("resultValidity"), text)));
    demands("intermediaries", &guide.intermediaries, into);
    contact(&guide.contact, into);
    places(&guide.places, into);
    for (index, remedy) in guide.remedies.iter().enumerate() {
        into.push(Written::new(below("remedies", index, "where"), &remedy.place));
    }
    demands("rights", &guide.rights, into);
    demands("duties", &guide.duties, into);
    for (index, question) in guide.questions.iter().enumerate() {
        into.push(Written::new(below("questions", index, "ask"), &question.ask));
        into.push(Written::new(below("questions", index, "answer"), &question.answer));
    }
}

fn at(key: &str) -> String {
    path::key("spec.guide", key)
}

fn below(list: &str, index: usize, key: &str) -> String {
    path::key(&path::item(&at(list), index), key)
}

fn demands<'a>(list: &str, texts: &'a [Text], into: &mut Vec<Written<'a>>) {
    for (index, text) in texts.iter().enumerate() {
        into.push(Written::demand(path::item(&at(list), index), text));
    }
}

fn documents<'a>(documents: &'a [Document], into: &mut Vec<Written<'a>>) {
    for (index, document) in documents.iter().enumerate() {
        let here = path::item("spec.documents", index);
        into.push(Written::demand(path::key(&here, "title"), &document.title));
        into.extend(document.note.iter().map(|note| Written::demand(path::key(&here, "note"), note)));
    }
}

fn legal_basis<'a>(bases: &'a [LegalBasis], into: &mut Vec<Written<'a>>) {
    for (index, basis) in bases.iter().enumerate() {
        into.push(Written::new(below("legalBasis", index, "text"), &basis.text));
        into.extend(basis.content.iter().map(|text| Written::new(below("legalBasis", index, "content"), text)));
    }
}

fn contact<'a>(contact: &'a Contact, into: &mut Vec<Written<'a>>) {
    let here = at("contact");
    into.push(Written::new(path::key(&here, "place"), &contact.place));
    into.push(Written::new(path::key(&here, "hours"), &contact.hours));
    seasons(&here, &contact.seasons, into);
    let windows = [("enquiryWindow", &contact.enquiry_window), ("complaintWindow", &contact.complaint_window)];
    for (key, window) in windows {
        into.extend(window.iter().map(|text| Written::new(path::key(&here, key), text)));
    }
}

fn places<'a>(places: &'a [Place], into: &mut Vec<Written<'a>>) {
    for (index, place) in places.iter().enumerate() {
        let here = path::item(&at("places"), index);
        into.push(Written::new(path::key(&here, "title"), &place.title));
        into.push(Written::new(path::key(&here, "address"), &place.address));
        into.push(Written::new(path::key(&here, "hours"), &place.hours));
        seasons(&here, &place.seasons, into);
    }
}

fn seasons<'a>(around: &str, seasons: &'a [Season], into: &mut Vec<Written<'a>>) {
    for (index, season) in seasons.iter().enumerate() {
        let here = path::item(&path::key(around, "seasons"), index);
        into.push(Written::new(path::key(&here, "hours"), &season.hours));
    }
}
