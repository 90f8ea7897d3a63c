//! The guide. What is handed in and the codes stand beside it in a manifest and belong to it here.

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{
    Channels, Charge, Codes, Contact, DayOfYear, Document, Guide, GuideStep, LegalBasis, Place, Question, Remedy,
    Season, Term,
};
use cityhall_domain::text::Text;

use super::{all, limits, maybe, names, words};
use crate::spec::module as written;
use crate::{path, reason};

const GUIDE: &str = "spec.guide";

/// The guide with what stands beside it.
pub(super) fn lower(
    guide: written::Guide,
    codes: Option<written::Codes>,
    documents: Option<Vec<Document>>,
    found: &mut Diagnostics,
) -> Option<Guide> {
    let at = |key: &str| path::key(GUIDE, key);
    let visits_max = limits::number(&at("visitsMax"), guide.visits_max, found);
    let effective = maybe(guide.effective, |day| date(&at("effective"), &day, found));
    let authority = maybe(guide.authority, |name| names::name(&at("authority"), &name, found));
    let implementing = names::names(&at("implementing"), guide.implementing, found);
    let delegated = maybe(guide.delegated, |name| names::name(&at("delegated"), &name, found));
    let legal_basis = all(guide.legal_basis, |(index, one)| basis(&item("legalBasis", index), one, found));
    let steps = all(guide.steps, |(index, one)| step(&item("steps", index), one, found));
    let charges = all(guide.charges, |(index, one)| charge(&item("charges", index), one, found));
    let contact = contact(&at("contact"), guide.contact, found);
    let places = all(guide.places, |(index, one)| place(&item("places", index), one, found));
    let remedies = all(guide.remedies, |(index, one)| remedy(&item("remedies", index), one, found));
    Some(Guide {
        summary: guide.summary.into(),
        codes: codes.map(self::codes).unwrap_or_default(),
        effective: effective?,
        authority: authority?,
        implementing: implementing?,
        delegated: delegated?,
        levels: guide.levels.into_iter().map(words::level).collect(),
        handling: guide.handling.map(words::handling),
        themes: guide.themes.into_iter().map(words::theme).collect(),
        legal_basis: legal_basis?,
        conditions: texts(guide.conditions),
        quantity: guide.quantity.map(Text::from),
        documents: documents?,
        steps: steps?,
        approval_conditions: texts(guide.approval_conditions),
        attached_terms: texts(guide.attached_terms),
        fee: guide.fee.into(),
        charges: charges?,
        result: guide.result.into(),
        result_sample: guide.result_sample.map(Text::from),
        result_validity: guide.result_validity.map(Text::from),
        visits_max: visits_max?,
        online: guide.online.map(words::online),
        channels: guide.channels.map(channels),
        cross_region: guide.cross_region.map(words::cross_region),
        intermediaries: texts(guide.intermediaries),
        contact: contact?,
        places: places?,
        remedies: remedies?,
        rights: texts(guide.rights),
        duties: texts(guide.duties),
        questions: guide.questions.into_iter().map(question).collect(),
    })
}

fn item(list: &str, index: usize) -> String {
    path::item(&path::key(GUIDE, list), index)
}

fn texts(written: Vec<crate::spec::Text>) -> Vec<Text> {
    written.into_iter().map(Text::from).collect()
}

fn codes(codes: written::Codes) -> Codes {
    Codes { catalogue: codes.catalogue, implementation: codes.implementation, handling_item: codes.handling_item }
}

fn channels(channels: written::Channels) -> Channels {
    Channels { appointment: channels.appointment, post: channels.post, self_service: channels.self_service }
}

fn date(path: &str, written: &str, found: &mut Diagnostics) -> Option<jiff::civil::Date> {
    let date = written.parse().ok();
    if date.is_none() {
        found.add(path, reason::INVALID_DATE, format!("there is no day `{written}`"));
    }
    date
}

fn basis(here: &str, basis: written::LegalBasis, found: &mut Diagnostics) -> Option<LegalBasis> {
    let name = names::name(&path::key(here, "name"), &basis.name, found)?;
    Some(LegalBasis { name, text: basis.text.into(), content: basis.content.map(Text::from) })
}

fn step(here: &str, step: written::GuideStep, found: &mut Diagnostics) -> Option<GuideStep> {
    let limit = maybe(step.limit, |limit| limits::limit(&path::key(here, "limit"), limit, found))?;
    Some(GuideStep { text: Text { zh: step.zh, en: step.en }, limit })
}

fn charge(here: &str, charge: written::Charge, found: &mut Diagnostics) -> Option<Charge> {
    let fen = limits::number(&path::key(here, "fen"), charge.fen, found);
    let basis = names::name(&path::key(here, "basis"), &charge.basis, found);
    Some(Charge { title: charge.title.into(), fen: fen?, basis: basis? })
}

fn contact(here: &str, contact: written::Contact, found: &mut Diagnostics) -> Option<Contact> {
    Some(Contact {
        place: contact.place.into(),
        hours: contact.hours.into(),
        seasons: seasons(here, contact.seasons, found)?,
        enquiries: contact.enquiries,
        enquiry_window: contact.enquiry_window.map(Text::from),
        complaints: contact.complaints,
        complaint_window: contact.complaint_window.map(Text::from),
    })
}

fn place(here: &str, place: written::Place, found: &mut Diagnostics) -> Option<Place> {
    Some(Place {
        title: place.title.into(),
        address: place.address.into(),
        hours: place.hours.into(),
        seasons: seasons(here, place.seasons, found)?,
        phone: place.phone,
    })
}

fn seasons(around: &str, seasons: Vec<written::Season>, found: &mut Diagnostics) -> Option<Vec<Season>> {
    let list = path::key(around, "seasons");
    all(seasons, |(index, season)| {
        let here = path::item(&list, index);
        let from = day(&path::key(&here, "from"), &season.from, found);
        let until = day(&path::key(&here, "until"), &season.until, found);
        Some(Season { from: from?, until: until?, hours: season.hours.into() })
    })
}

fn day(path: &str, written: &str, found: &mut Diagnostics) -> Option<DayOfYear> {
    let day = written.parse::<DayOfYear>();
    if let Err(error) = &day {
        found.add(path, reason::INVALID_DATE, error.to_string());
    }
    day.ok()
}

fn remedy(here: &str, remedy: written::Remedy, found: &mut Diagnostics) -> Option<Remedy> {
    let within = path::key(here, "within");
    let within = maybe(remedy.within, |term| match term {
        written::Term::CalendarDays(days) => {
            limits::number(&path::key(&within, "calendarDays"), days, found).map(Term::CalendarDays)
        }
        written::Term::Months(months) => limits::number(&path::key(&within, "months"), months, found).map(Term::Months),
    });
    Some(Remedy { kind: words::remedy(remedy.kind), place: remedy.place.into(), within: within? })
}

fn question(question: written::Question) -> Question {
    Question { ask: question.ask.into(), answer: question.answer.into() }
}
