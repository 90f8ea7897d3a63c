//! The guide.

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{Contact, Guide, LegalBasis, Question};
use cityhall_domain::text::Text;

use super::{all, limits, names};
use crate::path;
use crate::spec::module as written;

pub(super) fn lower(guide: written::Guide, found: &mut Diagnostics) -> Option<Guide> {
    let legal_basis = all(guide.legal_basis, |(index, basis)| {
        let path = path::key(&path::item("spec.guide.legalBasis", index), "name");
        Some(LegalBasis { name: names::name(&path, &basis.name, found)?, text: basis.text.into() })
    });
    let visits_max = limits::number("spec.guide.visitsMax", guide.visits_max, found);
    Some(Guide {
        summary: guide.summary.into(),
        legal_basis: legal_basis?,
        conditions: guide.conditions.into_iter().map(Text::from).collect(),
        steps: guide.steps.into_iter().map(Text::from).collect(),
        fee: guide.fee.into(),
        result: guide.result.into(),
        visits_max: visits_max?,
        contact: contact(guide.contact),
        questions: guide.questions.into_iter().map(question).collect(),
    })
}

fn contact(contact: written::Contact) -> Contact {
    Contact {
        place: contact.place.into(),
        hours: contact.hours.into(),
        enquiries: contact.enquiries,
        complaints: contact.complaints,
    }
}

fn question(question: written::Question) -> Question {
    Question { ask: question.ask.into(), answer: question.answer.into() }
}
