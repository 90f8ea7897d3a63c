//! Who may do which action in which state: the rules that do not depend on what an action
//! brings, each one guard clause, in the order in which they are judged.

use jiff::Timestamp;

use super::perform::{receivers, reopenable};
use super::rules::Rules;
use crate::case::{Actor, OpenCase, Rejection};
use crate::module::{Action, Effect};
use crate::name::{ActionName, RoleName};

/// A settled case, somebody who wants something of it, and when.
pub(super) struct Moment<'a> {
    pub(super) rules: Rules<'a>,
    pub(super) case: &'a OpenCase,
    pub(super) by: &'a Actor,
    pub(super) at: Timestamp,
}

/// Whether `decide` accepts the action at this moment, once it brings what it demands.
pub(super) fn is_available(moment: &Moment<'_>, action: &Action) -> bool {
    permitted(moment, action).is_ok() && possible(moment, action).is_ok()
}

/// The rules that come before what an action brings.
pub(super) fn permitted(moment: &Moment<'_>, action: &Action) -> Result<(), Rejection> {
    role_held(moment, action)?;
    department_has_case(moment)?;
    not_their_own(moment)?;
    state_allows(moment, action)?;
    no_notice_waits(moment, action)
}

/// The module has the action.
pub(super) fn known<'a>(moment: &Moment<'a>, name: &ActionName) -> Result<&'a Action, Rejection> {
    let workflow = &moment.rules.module.workflow;
    let available = || workflow.actions.iter().filter(|action| is_available(moment, action));
    let unknown = || Rejection::UnknownAction { available: available().map(|action| action.name.clone()).collect() };
    workflow.action(name).ok_or_else(unknown)
}

/// The actor holds a role of the action. `applicant` is whoever applied, in that capacity only.
fn role_held(moment: &Moment<'_>, action: &Action) -> Result<(), Rejection> {
    let holds = |role: &RoleName| match moment.by {
        Actor::Resident { .. } | Actor::Company { .. } => role.is_applicant() && is_applicant(moment),
        Actor::Officer { roles, .. } => !role.is_applicant() && roles.contains(role),
        Actor::Anonymous | Actor::City => false,
    };
    if action.roles.iter().any(holds) {
        return Ok(());
    }
    Err(Rejection::RoleNotAllowed { allowed: action.roles.clone() })
}

/// Whether it is the actor's own case, in the capacity of an applicant.
pub(super) fn is_applicant(moment: &Moment<'_>) -> bool {
    match moment.by {
        Actor::Resident { subject } | Actor::Company { subject } => moment.case.applicant.as_ref() == Some(subject),
        Actor::Anonymous | Actor::Officer { .. } | Actor::City => false,
    }
}

/// An officer acts only for the department that has the case.
fn department_has_case(moment: &Moment<'_>) -> Result<(), Rejection> {
    match moment.by {
        Actor::Officer { department, .. } if *department != moment.case.department => {
            Err(Rejection::OtherDepartment { department: moment.case.department.clone() })
        }
        Actor::Officer { .. } | Actor::Anonymous | Actor::Resident { .. } | Actor::Company { .. } | Actor::City => {
            Ok(())
        }
    }
}

/// An officer does not handle a case of their own.
fn not_their_own(moment: &Moment<'_>) -> Result<(), Rejection> {
    match moment.by {
        Actor::Officer { subject, .. } if moment.case.applicant.as_ref() == Some(subject) => Err(Rejection::OwnCase),
        Actor::Officer { .. } | Actor::Anonymous | Actor::Resident { .. } | Actor::Company { .. } | Actor::City => {
            Ok(())
        }
    }
}

/// The action is for the state in which the case stands.
fn state_allows(moment: &Moment<'_>, action: &Action) -> Result<(), Rejection> {
    if action.from.contains(&moment.case.state) {
        return Ok(());
    }
    Err(Rejection::NotInThisState { state: moment.case.state.clone(), from: action.from.clone() })
}

/// While a supplement notice waits for its answer, the case waits too: it can be noted on,
/// passed on and taken back, nothing else. So there is never a second notice beside the first.
fn no_notice_waits(moment: &Moment<'_>, action: &Action) -> Result<(), Rejection> {
    let Some(notice) = &moment.case.supplement else { return Ok(()) };
    match action.effect {
        Effect::Note | Effect::Transfer { .. } | Effect::Withdraw => Ok(()),
        Effect::Accept
        | Effect::Decline { .. }
        | Effect::RequestSupplement { .. }
        | Effect::Approve
        | Effect::Refuse { .. }
        | Effect::Issue
        | Effect::Close
        | Effect::Reopen { .. } => Err(Rejection::SupplementOpen { until: notice.due.at }),
    }
}

/// Whether an effect is possible at all here, whatever the action brings.
fn possible(moment: &Moment<'_>, action: &Action) -> Result<(), Rejection> {
    let form = &moment.rules.module.form;
    match &action.effect {
        Effect::Decline { basis } | Effect::Refuse { basis } if basis.is_empty() => {
            Err(Rejection::LegalBasisRequired { allowed: Vec::new() })
        }
        Effect::RequestSupplement { .. } if form.fields().is_empty() => {
            Err(Rejection::SupplementItemsRequired { fields: Vec::new() })
        }
        Effect::Transfer { to } if receivers(moment, to).is_empty() => {
            Err(Rejection::DepartmentRequired { allowed: Vec::new() })
        }
        Effect::Reopen { within, times_max } => reopenable(moment, action, *within, *times_max),
        Effect::Decline { .. }
        | Effect::Refuse { .. }
        | Effect::RequestSupplement { .. }
        | Effect::Transfer { .. }
        | Effect::Accept
        | Effect::Approve
        | Effect::Issue
        | Effect::Withdraw
        | Effect::Note
        | Effect::Close => Ok(()),
    }
}
