//! Who has a case in hand (分办): taken, given, given back, and what that keeps others from.

use std::collections::BTreeSet;

use super::permission::{
    Moment, department_has_case, handler, not_signed_yet, not_their_own, other_hands, role_held, staff_roles,
};
use super::personal;
use crate::case::event::{InHand, Part};
use crate::case::{Actor, Assign, AssignmentAct, Event, EventBody, Rejection};
use crate::form::Class;
use crate::module::{Action, Effect};
use crate::name::{RoleName, SubjectId};

/// The officer takes the case in hand. Nothing is recorded where they have it already.
pub(super) fn claim(moment: &Moment<'_>) -> Result<Option<Event>, Rejection> {
    not_over(moment)?;
    fits(moment)?;
    if moment.case.is_in_hand_of(moment.by) {
        return Ok(None);
    }
    in_nobodys_hand(moment)?;
    Ok(moment.by.office().map(|officer| given(moment, officer, None)))
}

/// The case is given to an officer, whose roles are not known before they act. Nothing is recorded where they
/// have it already.
pub(super) fn assign(moment: &Moment<'_>, asked: &Assign) -> Result<Option<Event>, Rejection> {
    may_assign(moment)?;
    in_hand_of(moment, asked.from.as_ref())?;
    not_named(asked)?;
    suits(moment, &asked.to)?;
    let reason = explained(asked)?;
    let has_it = moment.case.assignee.as_ref().is_some_and(|assignee| assignee.officer == asked.to);
    Ok((!has_it).then(|| given(moment, &asked.to, reason)))
}

/// Whoever may assign it, or has it, gives it back.
pub(super) fn release(moment: &Moment<'_>, reason: Option<&str>) -> Result<Event, Rejection> {
    overseer_or(moment, handler)?;
    let assignee = moment.case.assignee.as_ref().ok_or(Rejection::NotAssigned)?;
    theirs_to_give(moment)?;
    let body = EventBody::AssignmentEnded(InHand { officer: assignee.officer.clone() });
    Ok(event(moment, body, &assignee.officer, written(reason)))
}

/// What the actor may do about it.
pub(super) fn available(moment: &Moment<'_>) -> Vec<AssignmentAct> {
    let may = |act: &AssignmentAct| match act {
        AssignmentAct::Claim => claim(moment).is_ok_and(|event| event.is_some()),
        AssignmentAct::Assign => may_assign(moment).is_ok(),
        AssignmentAct::Release => release(moment, None).is_ok(),
    };
    AssignmentAct::ALL.into_iter().filter(may).collect()
}

/// What an officer has in hand, other officers leave alone: but for who oversees the case, and for what is not
/// that officer's to do.
pub(super) fn left_alone(moment: &Moment<'_>, action: &Action) -> Result<(), Rejection> {
    let (Some(assignee), Some(office)) = (&moment.case.assignee, moment.by.office()) else { return Ok(()) };
    if *office == assignee.officer || is_others_work(moment, action, &assignee.officer) || oversees(moment) {
        return Ok(());
    }
    Err(Rejection::AssignedToAnother { officer: assignee.officer.clone() })
}

/// What the officer who has the case in hand does not do alone, or must not do at all: an opinion is another
/// department's, what several must do is nobody's alone, and nobody checks their own work.
fn is_others_work(moment: &Moment<'_>, action: &Action, officer: &SubjectId) -> bool {
    let did = |name| moment.case.hands.get(name).is_some_and(|officers| officers.contains(officer));
    matches!(action.effect, Effect::GiveOpinion { .. }) || action.officers > 1 || action.not_by.iter().any(did)
}

/// A case that is over is in nobody's hand.
fn not_over(moment: &Moment<'_>) -> Result<(), Rejection> {
    if moment.case.end.is_none() { Ok(()) } else { Err(Rejection::CaseOver) }
}

/// Who oversees the case, and it is not their own; or else whom `otherwise` lets.
fn overseer_or(moment: &Moment<'_>, otherwise: fn(&Moment<'_>) -> Result<(), Rejection>) -> Result<(), Rejection> {
    if oversees(moment) { not_their_own(moment) } else { otherwise(moment) }
}

/// Somebody who could do something in this state, or who oversees the case; and it is theirs to give.
fn may_assign(moment: &Moment<'_>) -> Result<(), Rejection> {
    not_over(moment)?;
    overseer_or(moment, fits)?;
    theirs_to_give(moment)
}

/// An officer of the department that has the case, who holds a role that some action of its state wants, and
/// whose own work not every such action checks.
fn fits(moment: &Moment<'_>) -> Result<(), Rejection> {
    let is_officer = matches!(moment.by, Actor::Officer { .. });
    let mut held = in_this_state(moment).filter(|action| is_officer && role_held(moment, action).is_ok()).peekable();
    if held.peek().is_none() {
        return Err(Rejection::RoleNotAllowed { allowed: roles_of_this_state(moment).into_iter().collect() });
    }
    department_has_case(moment)?;
    not_their_own(moment)?;
    let barred = |action| other_hands(moment, action).and_then(|()| not_signed_yet(moment, action)).err();
    let barred: Option<Vec<Rejection>> = held.map(barred).collect();
    barred.into_iter().flatten().next().map_or(Ok(()), Err)
}

/// What the department itself may do in the state in which the case stands.
fn in_this_state<'a>(moment: &Moment<'a>) -> impl Iterator<Item = &'a Action> {
    let state = &moment.case.state;
    let actions = moment.rules.module.workflow.actions.iter();
    actions.filter(|action| action.from.contains(state) && !matches!(action.effect, Effect::GiveOpinion { .. }))
}

fn roles_of_this_state(moment: &Moment<'_>) -> BTreeSet<RoleName> {
    staff_roles(in_this_state(moment)).cloned().collect()
}

/// The officer to whom it is given, as though they held every role: that they do is judged when they act.
fn suits(moment: &Moment<'_>, to: &SubjectId) -> Result<(), Rejection> {
    let presumed = Actor::Officer {
        subject: to.clone(),
        department: moment.case.department.clone(),
        roles: roles_of_this_state(moment).into_iter().collect(),
        instead_of: None,
    };
    let officer = to.clone();
    match fits(&Moment { rules: moment.rules, case: moment.case, by: &presumed, at: moment.at, rule: None }) {
        Err(Rejection::OwnCase) => Err(Rejection::AssigneeIsParty { officer }),
        Err(Rejection::SameOfficer { .. } | Rejection::AnotherOfficerNeeded { .. }) => {
            Err(Rejection::AssigneeHasDone { officer })
        }
        suits => suits,
    }
}

/// Whoever the case names does not handle it.
fn not_named(asked: &Assign) -> Result<(), Rejection> {
    if asked.named { Err(Rejection::AssigneeIsParty { officer: asked.to.clone() }) } else { Ok(()) }
}

/// Nobody else has the case in hand.
fn in_nobodys_hand(moment: &Moment<'_>) -> Result<(), Rejection> {
    let taken = |officer: &SubjectId| Err(Rejection::AssignedToAnother { officer: officer.clone() });
    moment.case.assignee.as_ref().map_or(Ok(()), |assignee| taken(&assignee.officer))
}

/// Who has the case in hand gives it on, who gave it takes it back, and who oversees it does either.
fn theirs_to_give(moment: &Moment<'_>) -> Result<(), Rejection> {
    let gave = moment.case.assignee.as_ref().and_then(|assignee| assignee.given_by.as_ref());
    let gave = gave.is_some() && gave == moment.by.office();
    if gave || moment.case.is_in_hand_of(moment.by) || oversees(moment) { Ok(()) } else { in_nobodys_hand(moment) }
}

/// The officer from whom it is taken has it.
fn in_hand_of(moment: &Moment<'_>, from: Option<&SubjectId>) -> Result<(), Rejection> {
    let has = |from: &SubjectId| moment.case.assignee.as_ref().is_some_and(|assignee| assignee.officer == *from);
    if from.is_none_or(has) { Ok(()) } else { Err(Rejection::NotAssigned) }
}

/// What is handed over is handed over for a reason.
fn explained(asked: &Assign) -> Result<Option<&str>, Rejection> {
    let reason = written(asked.reason.as_deref());
    if asked.from.is_some() && reason.is_none() { Err(Rejection::ReasonRequired) } else { Ok(reason) }
}

/// Who holds a role of the city's supervision, in the department that has the case or in one above it.
fn oversees(moment: &Moment<'_>) -> bool {
    let facts = moment.rules.facts;
    let Actor::Officer { department, roles, .. } = moment.by else { return false };
    let watching = [&facts.supervision.withdraws, &facts.supervision.supervises];
    watching.into_iter().any(|role| roles.contains(role)) && facts.is_or_is_above(department, &moment.case.department)
}

fn written(reason: Option<&str>) -> Option<&str> {
    reason.map(str::trim).filter(|reason| !reason.is_empty())
}

/// Why it is given is about the officer who had it, or else about who is given it: never about the applicant.
fn given(moment: &Moment<'_>, to: &SubjectId, reason: Option<&str>) -> Event {
    let about = moment.case.assignee.as_ref().map_or(to, |assignee| &assignee.officer);
    event(moment, EventBody::CaseAssigned(InHand { officer: to.clone() }), about, reason)
}

fn event(moment: &Moment<'_>, body: EventBody, about: &SubjectId, reason: Option<&str>) -> Event {
    let sealed = |reason: &str| personal(Some(about), Part::Reason, Class::Personal, reason.into());
    let personal = reason.map(sealed).into_iter().collect();
    Event { effective_at: moment.at, by: moment.by.clone(), body, personal }
}

#[cfg(test)]
mod tests;
