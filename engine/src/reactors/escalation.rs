//! A limit was not kept: somebody above is told.

use cityhall_domain::case::{CaseNumber, EventBody};
use cityhall_domain::supervision::opened_by_card;
use cityhall_eventstore::RecordedEvent;

use super::{Reaction, of_case};
use crate::supervision::Escalation;

pub(super) fn react(event: &RecordedEvent) -> Option<Reaction> {
    let (number, decoded) = of_case(event, &["CardIssued"])?;
    escalated(number, &decoded.event.body).map(Reaction::Escalate)
}

fn escalated(case: CaseNumber, body: &EventBody) -> Option<Escalation> {
    let EventBody::CardIssued { number, kind, department, .. } = body else { return None };
    opened_by_card(*kind)?;
    Some(Escalation { number: case, department: department.clone(), card: *number, kind: *kind })
}
