//! The types that a guide is made of.

use async_graphql::Value;
use cityhall_domain::module::{
    Channels, Charge, Codes, Contact, Document, Guide, GuideStep, LegalBasis, Place, Question, Remedy, Season, Term,
};
use cityhall_domain::text::Language;

use super::said::{Said, plain, text};
use super::words::Word;
use crate::schema::module::word;
use crate::schema::spec::{Spec, ty};
use crate::schema::table::Table;

/// A charge with the law that allows it.
#[derive(Clone)]
pub(super) struct GuideCharge {
    charge: Charge,
    basis: Option<LegalBasis>,
}

impl GuideCharge {
    /// Every charge of a guide.
    pub(super) fn all(guide: &Guide) -> Vec<Self> {
        let of = |charge: &Charge| guide.legal_basis.iter().find(|basis| basis.name == charge.basis).cloned();
        guide.charges.iter().map(|charge| Self { charge: charge.clone(), basis: of(charge) }).collect()
    }
}

/// Adds them.
pub(super) fn add(table: &mut Table) {
    table.object("GuideCodes", "The codes of an item in the lists of items (GB/T 39554.1).", codes());
    table.object("LegalBasis", "One legal basis.", legal_basis());
    table.object("GuideDocument", "One material that is handed in, or fetched.", document());
    table.object("GuideStep", "One step, in the applicant's words.", step());
    table.object("GuideCharge", "One line of the table of fees.", charge());
    table.object("GuideChannels", "Further ways of doing it.", channels());
    table.object("GuideSeason", "Opening hours of a part of the year.", season());
    table.object("GuideContact", "Where to go and whom to call.", contact());
    table.object("GuidePlace", "A further place where it is handled.", place());
    table.object("GuideRemedy", "What can be done against a decision.", remedy());
    table.object(
        "GuideQuestion",
        "One question that people ask.",
        [
            text::<Question>("ask", "The question.", |one| Some(&one.ask)),
            text::<Question>("answer", "The answer.", |one| Some(&one.answer)),
        ],
    );
}

fn codes() -> Vec<Spec> {
    vec![
        plain::<Codes>("catalogue", "String", "基本编码: of the item wherever it is done.", |one| {
            one.catalogue.clone().map(Value::from)
        }),
        plain::<Codes>("implementation", "String", "实施编码: of the item as this body does it.", |one| {
            one.implementation.clone().map(Value::from)
        }),
        plain::<Codes>("handlingItem", "String", "业务办理项编码: of the variant.", |one| {
            one.handling_item.clone().map(Value::from)
        }),
    ]
}

fn legal_basis() -> Vec<Spec> {
    vec![
        plain::<LegalBasis>("name", "String", "How actions refer to it.", |one| Some(Value::from(one.name.as_str()))),
        text::<LegalBasis>("text", "Which law, which article.", |one| Some(&one.text)),
        text::<LegalBasis>("content", "What the article says, as far as it matters here.", |one| one.content.as_ref()),
    ]
}

fn document() -> Vec<Spec> {
    vec![
        plain::<Document>("name", "String", "How the module refers to it.", |one| Some(Value::from(one.name.as_str()))),
        text::<Document>("title", "What it is called.", |one| Some(&one.title)),
        plain::<Document>("form", "DocumentForm", "In which form it is wanted.", |one| Some(word(one.form.word()))),
        plain::<Document>("count", "Int", "How many of it.", |one| Some(Value::from(one.count))),
        plain::<Document>("need", "DocumentNeed", "Whether it must be there.", |one| Some(word(one.need().word()))),
        plain::<Document>("source", "DocumentSource", "Who brings it.", |one| Some(word(one.source.word()))),
        plain::<Document>("when", "String", "The condition over `answers` under which it is wanted, in CEL.", |one| {
            one.when.as_ref().map(|when| Value::from(when.source()))
        }),
        Spec::leaf::<Said<Document>>(
            "mayFollow",
            ty::may("String"),
            "How long after acceptance it may follow (容缺受理); null when it may not.",
            |said| said.what.may_follow.map(|within| Value::from(within.in_words(said.language))),
        ),
        text::<Document>("note", "What to look out for; for a conditional one, when it is wanted.", |one| {
            one.note.as_ref()
        }),
    ]
}

fn step() -> Vec<Spec> {
    vec![
        text::<GuideStep>("text", "What happens.", |one| Some(&one.text)),
        Spec::leaf::<Said<GuideStep>>(
            "limit",
            ty::may("String"),
            "How long it takes at most, where that is said.",
            |said| said.what.limit.map(|limit| Value::from(limit.in_words(said.language))),
        ),
    ]
}

fn charge() -> Vec<Spec> {
    vec![
        text::<GuideCharge>("title", "For what.", |one| Some(&one.charge.title)),
        plain::<GuideCharge>("fen", "WholeNumber", "How much, in fen 分.", |one| Some(Value::from(one.charge.fen))),
        Spec::part::<Said<GuideCharge>>(
            "basis",
            ty::may("LegalBasis"),
            "The law that allows it (收费依据).",
            |said, _| Some(said.part(said.what.basis.clone()?)),
        ),
    ]
}

fn channels() -> Vec<Spec> {
    vec![
        plain::<Channels>("appointment", "Boolean", "By appointment (预约办理).", |one| {
            Some(Value::from(one.appointment))
        }),
        plain::<Channels>("post", "Boolean", "By post (邮寄).", |one| Some(Value::from(one.post))),
        plain::<Channels>("selfService", "Boolean", "At a self-service terminal (自助办理).", |one| {
            Some(Value::from(one.self_service))
        }),
    ]
}

fn season() -> Vec<Spec> {
    vec![
        plain::<Season>("from", "String", "First day, `MM-DD`.", |one| Some(Value::from(one.from.to_string()))),
        plain::<Season>(
            "until",
            "String",
            "Last day, `MM-DD`; before the first one, it lies in the next year.",
            |one| Some(Value::from(one.until.to_string())),
        ),
        text::<Season>("hours", "Opening hours in it.", |one| Some(&one.hours)),
    ]
}

fn contact() -> Vec<Spec> {
    vec![
        text::<Contact>("place", "Address of the counter.", |one| Some(&one.place)),
        text::<Contact>("hours", "Opening hours, for every day that no season has.", |one| Some(&one.hours)),
        seasons::<Contact>(|one| &one.seasons),
        plain::<Contact>("enquiries", "String", "Telephone for enquiries.", |one| {
            Some(Value::from(one.enquiries.as_str()))
        }),
        text::<Contact>("enquiryWindow", "Where to ask in person.", |one| one.enquiry_window.as_ref()),
        plain::<Contact>("complaints", "String", "Telephone for complaints.", |one| {
            Some(Value::from(one.complaints.as_str()))
        }),
        text::<Contact>("complaintWindow", "Where to complain in person.", |one| one.complaint_window.as_ref()),
    ]
}

fn place() -> Vec<Spec> {
    vec![
        text::<Place>("title", "What it is called.", |one| Some(&one.title)),
        text::<Place>("address", "Where it is.", |one| Some(&one.address)),
        text::<Place>("hours", "Opening hours, for every day that no season has.", |one| Some(&one.hours)),
        seasons::<Place>(|one| &one.seasons),
        plain::<Place>("phone", "String", "Its telephone.", |one| one.phone.clone().map(Value::from)),
    ]
}

fn seasons<T: Send + Sync + 'static>(read: fn(&T) -> &[Season]) -> Spec {
    Spec::part::<Said<T>>("seasons", ty::list("GuideSeason"), "Opening hours of parts of the year.", move |said, _| {
        Some(said.parts(read(&said.what)))
    })
}

fn remedy() -> Vec<Spec> {
    vec![
        plain::<Remedy>("kind", "RemedyKind", "Which way it is.", |one| Some(word(one.kind.word()))),
        text::<Remedy>("where", "To whom.", |one| Some(&one.place)),
        Spec::leaf::<Said<Remedy>>(
            "within",
            ty::may("String"),
            "Within how long from the day on which the decision was served; null when at any time.",
            |said| said.what.within.map(|term| Value::from(term_text(term, said.language))),
        ),
    ]
}

fn term_text(term: Term, language: Language) -> String {
    match (term, language) {
        (Term::CalendarDays(days), Language::Chinese) => format!("{days}日"),
        (Term::CalendarDays(days), Language::English) => format!("{days} days"),
        (Term::Months(months), Language::Chinese) => format!("{months}个月"),
        (Term::Months(months), Language::English) => format!("{months} months"),
    }
}
