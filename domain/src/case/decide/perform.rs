//! Doing one of the module's actions: what it demands, and what it records.

use super::permission::{Moment, known, permitted};
use super::supplement::is_field;
use super::{personal, sealed};
use crate::calendar::Limit;
use crate::case::command::Perform;
use crate::case::event::{CaseDue, Part, Performed, Personal};
use crate::case::{Event, EventBody, Rejection, Stage};
use crate::form::{Answers, Class, Finding};
use crate::module::{Action, Effect, Start};
use crate::name::{BasisName, DepartmentName, StateName};

pub(super) fn decide(moment: &Moment<'_>, asked: &Perform) -> Result<Event, Rejection> {
    let action = known(moment, &asked.action)?;
    permitted(moment, action)?;
    let reason = reason(action, asked)?;
    let fields = fields(action, asked)?;
    let personal = personal_of(moment, reason, &fields);
    let body = body(moment, action, asked, fields)?;
    Ok(Event { effective_at: moment.at, body, personal })
}

// === What an action demands, in the order in which it is judged ===

/// A reason is written where the action or the law demands one. Blank text is no reason.
fn reason<'a>(action: &Action, asked: &'a Perform) -> Result<Option<&'a str>, Rejection> {
    let reason = asked.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    let by_law = matches!(action.effect, Effect::Decline { .. } | Effect::Refuse { .. });
    if reason.is_none() && (action.demands.reason || by_law) {
        return Err(Rejection::ReasonRequired);
    }
    Ok(reason)
}

/// The action's fields fit their form; an action without a form takes none.
fn fields(action: &Action, asked: &Perform) -> Result<Answers, Rejection> {
    let checked = match &action.demands.fields {
        Some(form) => form.check(asked.fields.clone()),
        None if asked.fields.is_empty() => Ok(Answers::default()),
        None => Err(asked.fields.keys().map(|name| unknown_field(name)).collect()),
    };
    checked.map_err(|findings| Rejection::FieldsInvalid { findings })
}

fn unknown_field(name: &str) -> Finding {
    let path = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
    Finding { path, keyword: "additionalProperties".to_owned() }
}

/// A negative decision rests on a legal basis that the action names.
fn legal_basis(allowed: &[BasisName], asked: &Perform) -> Result<BasisName, Rejection> {
    let given = asked.legal_basis.as_ref().filter(|basis| allowed.contains(basis));
    given.cloned().ok_or_else(|| Rejection::LegalBasisRequired { allowed: allowed.to_vec() })
}

/// A supplement notice lists at least one field, and only fields of the form.
fn items(moment: &Moment<'_>, asked: &Perform) -> Result<Vec<String>, Rejection> {
    let fields = moment.rules.module.form.fields();
    if !asked.items.is_empty() && asked.items.iter().all(|item| is_field(fields, item)) {
        return Ok(asked.items.clone());
    }
    Err(Rejection::SupplementItemsRequired { fields: fields.iter().map(|field| format!("/{}", field.name)).collect() })
}

/// A transfer names one of the departments that the action allows.
fn receiver(moment: &Moment<'_>, to: &[DepartmentName], asked: &Perform) -> Result<DepartmentName, Rejection> {
    let allowed = receivers(moment, to);
    let given = asked.department.as_ref().filter(|department| allowed.contains(department));
    given.cloned().ok_or(Rejection::DepartmentRequired { allowed })
}

/// To whom the case can go: departments that exist and do not have it already.
pub(super) fn receivers(moment: &Moment<'_>, to: &[DepartmentName]) -> Vec<DepartmentName> {
    let exists = |department: &&DepartmentName| moment.rules.facts.departments.contains_key(*department);
    to.iter().filter(exists).filter(|department| **department != moment.case.department).cloned().collect()
}

/// Only what is over is taken up again, within the window after it was closed, and not too often.
pub(super) fn reopenable(moment: &Moment<'_>, action: &Action, within: Limit, times_max: u8) -> Result<(), Rejection> {
    let case = moment.case;
    let Some(closed_at) = case.closed_at.filter(|_| case.end.is_some()) else {
        return Err(Rejection::NotInThisState { state: case.state.clone(), from: ends_among(moment, action) });
    };
    let window = moment.rules.due(closed_at, within);
    if window.at <= moment.at {
        return Err(Rejection::ReopenWindowOver { ended: window.at });
    }
    if case.reopened >= times_max {
        return Err(Rejection::ReopenedTooOften { times_max });
    }
    Ok(())
}

fn ends_among(moment: &Moment<'_>, action: &Action) -> Vec<StateName> {
    let workflow = &moment.rules.module.workflow;
    let ends = |state: &&StateName| workflow.state(state).is_some_and(|state| state.end.is_some());
    action.from.iter().filter(ends).cloned().collect()
}

// === What an action records ===

fn body(moment: &Moment<'_>, action: &Action, asked: &Perform, fields: Answers) -> Result<EventBody, Rejection> {
    let performed = performed(moment, action, fields);
    Ok(match &action.effect {
        Effect::Accept => EventBody::CaseAccepted { due: due_on_acceptance(moment, &performed), performed },
        Effect::Decline { basis } => EventBody::CaseDeclined { legal_basis: legal_basis(basis, asked)?, performed },
        Effect::RequestSupplement { answer_within, on_lapse } => EventBody::SupplementRequested {
            items: items(moment, asked)?,
            answer_due: moment.rules.due(moment.at, *answer_within),
            on_lapse: on_lapse.clone(),
            performed,
        },
        Effect::Approve => EventBody::CaseApproved { performed },
        Effect::Refuse { basis } => EventBody::CaseRefused { legal_basis: legal_basis(basis, asked)?, performed },
        Effect::Issue => EventBody::ResultIssued { performed },
        Effect::Transfer { to } => EventBody::CaseTransferred {
            from: moment.case.department.clone(),
            to: receiver(moment, to, asked)?,
            performed,
        },
        Effect::Withdraw => EventBody::CaseWithdrawn { performed },
        Effect::Note => EventBody::NoteAdded { performed },
        Effect::Close => EventBody::CaseClosed { performed },
        Effect::Reopen { within, times_max } => {
            reopenable(moment, action, *within, *times_max)?;
            EventBody::CaseReopened { due: due_on_reopening(moment, &performed), performed }
        }
    })
}

/// The state that the action leads to. Its limit does not run while a supplement notice waits.
fn performed(moment: &Moment<'_>, action: &Action, fields: Answers) -> Performed {
    let waits = moment.case.supplement.is_some() || matches!(action.effect, Effect::RequestSupplement { .. });
    let mut arrival = moment.rules.move_to(moment.case, action.to.as_ref(), moment.at);
    if let Some(arrival) = arrival.as_mut().filter(|_| waits) {
        arrival.due = None;
    }
    Performed {
        action: action.name.clone(),
        arrival,
        fields: fields.open,
        calendar_version: moment.rules.calendar_version(),
    }
}

/// Acceptance starts the limits once: not when submission did, and not again.
fn due_on_acceptance(moment: &Moment<'_>, performed: &Performed) -> Option<CaseDue> {
    let starts = moment.rules.module.limits.starts == Start::Acceptance && moment.case.stage == Stage::Submitted;
    (starts && !ends(performed)).then(|| moment.rules.case_due(moment.at))
}

/// A case that is taken up again has the whole limits again, from the reopening.
fn due_on_reopening(moment: &Moment<'_>, performed: &Performed) -> Option<CaseDue> {
    let opens = performed.arrival.as_ref().is_some_and(|arrival| arrival.end.is_none());
    opens.then(|| moment.rules.case_due(moment.at))
}

fn ends(performed: &Performed) -> bool {
    performed.arrival.as_ref().is_some_and(|arrival| arrival.end.is_some())
}

/// Everything that an action says of a case belongs to the person whose case it is.
fn personal_of(moment: &Moment<'_>, reason: Option<&str>, fields: &Answers) -> Vec<Personal> {
    let subject = moment.case.applicant.as_ref();
    let reason = reason.map(|reason| personal(subject, Part::Reason, Class::Personal, reason.into()));
    reason.into_iter().chain(sealed(subject, Part::Fields, fields)).collect()
}
