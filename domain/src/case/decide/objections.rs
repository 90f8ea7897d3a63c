//! Objections (异议) to a public notice, by anybody but the applicant.

use super::permission::Moment;
use super::personal;
use crate::calendar::Limit;
use crate::case::event::Part;
use crate::case::{Actor, Event, EventBody, Objection, OpenCase, OpenProcedure, Rejection};
use crate::form::Class;
use crate::module::ProcedureKind;
use crate::name::SubjectId;

pub(super) fn decide(moment: &Moment<'_>, reason: &str) -> Result<Event, Rejection> {
    let by = may_object(moment)?;
    let (notice, within) = running(moment)?;
    once(moment, notice, by)?;
    let reason = Some(reason.trim()).filter(|reason| !reason.is_empty()).ok_or(Rejection::ReasonRequired)?;
    let body = EventBody::ObjectionRaised {
        procedure: notice.name.clone(),
        objection: u16::try_from(moment.case.objections.len()).unwrap_or(u16::MAX).saturating_add(1),
        within,
        due: moment.rules.due(moment.at, within),
        calendar_version: moment.rules.calendar_version(),
    };
    let personal = vec![personal(Some(by), Part::Reason, Class::Personal, reason.into())];
    Ok(Event { effective_at: moment.at, by: moment.by.clone(), body, personal })
}

/// Somebody who is known, and whose application it is not.
fn may_object<'a>(moment: &Moment<'a>) -> Result<&'a SubjectId, Rejection> {
    match moment.by {
        Actor::Resident { subject } | Actor::Company { subject } if moment.case.applicant.as_ref() != Some(subject) => {
            Ok(subject)
        }
        _ => Err(Rejection::ObjectionNotAllowed),
    }
}

/// A public notice runs.
fn running<'a>(moment: &Moment<'a>) -> Result<(&'a OpenProcedure, Limit), Rejection> {
    let open = moment.case.procedure.as_ref();
    let notice = open.and_then(|open| match open.kind {
        Some(ProcedureKind::PublicNotice { check_within }) => Some((open, check_within)),
        Some(ProcedureKind::Hearing { .. }) | None => None,
    });
    notice.ok_or(Rejection::NoPublicNotice)
}

/// Somebody objects to one notice once.
fn once(moment: &Moment<'_>, notice: &OpenProcedure, by: &SubjectId) -> Result<(), Rejection> {
    let is_theirs = |objection: &Objection| {
        objection.procedure == notice.name
            && objection.raised_at >= notice.started_at
            && objection.by.as_ref() == Some(by)
    };
    if moment.case.objections.iter().any(is_theirs) { Err(Rejection::ObjectedBefore) } else { Ok(()) }
}

/// The objection that is answered next: they are answered in the order in which they came.
pub(super) fn next<'a>(moment: &Moment<'a>) -> Result<&'a Objection, Rejection> {
    let mut waiting = moment.case.objections.iter().filter(|objection| objection.answer.is_none());
    waiting.next().ok_or(Rejection::NoObjectionOpen)
}

/// Which wait for an answer.
pub(super) fn unanswered(case: &OpenCase) -> Vec<u16> {
    let waiting = case.objections.iter().filter(|objection| objection.answer.is_none());
    waiting.map(|objection| objection.number).collect()
}
