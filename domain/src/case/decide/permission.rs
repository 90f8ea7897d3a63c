//! Who may do which action in which state: the rules that do not depend on what an action
//! brings, each one guard clause, in the order in which they are judged.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::demands::{anything_to_ask, extendable, receivers, reopenable, returnable};
use super::rules::Rules;
use super::{assignment, documents, objections, opinions};
use crate::case::{Actor, OpenCase, OpenProcedure, Rejection};
use crate::module::{Action, Effect, ProcedureKind};
use crate::name::{ActionName, RoleName, SubjectId};

/// A settled case, somebody who wants something of it, and when.
pub(super) struct Moment<'a> {
    pub(super) rules: Rules<'a>,
    pub(super) case: &'a OpenCase,
    pub(super) by: &'a Actor,
    pub(super) at: Timestamp,
    /// The instant rule by which the city does it.
    pub(super) rule: Option<u16>,
}

/// Whether `decide` accepts the action at this moment, once it brings what it demands.
pub(super) fn is_available(moment: &Moment<'_>, action: &Action) -> bool {
    permitted(moment, action).is_ok() && possible(moment, action).is_ok()
}

/// The rules that come before what an action brings.
pub(super) fn permitted(moment: &Moment<'_>, action: &Action) -> Result<(), Rejection> {
    role_held(moment, action)?;
    department_handles(moment, action)?;
    not_their_own(moment)?;
    other_hands(moment, action)?;
    not_signed_yet(moment, action)?;
    state_allows(moment, action)?;
    assignment::left_alone(moment, action)?;
    no_notice_waits(moment, action)?;
    no_procedure_waits(moment, action)?;
    does_not_rest(moment, action)?;
    opinions_are_in(moment, action)?;
    objections_are_answered(moment, action)?;
    materials_are_there(moment, action)
}

/// The module has the action.
pub(super) fn known<'a>(moment: &Moment<'a>, name: &ActionName) -> Result<&'a Action, Rejection> {
    let workflow = &moment.rules.module.workflow;
    let available = || workflow.actions.iter().filter(|action| is_available(moment, action));
    let unknown = || Rejection::UnknownAction { available: available().map(|action| action.name.clone()).collect() };
    workflow.action(name).ok_or_else(unknown)
}

/// The actor holds a role of the action. `applicant` is whoever applied, in that capacity only; `city` is
/// nobody.
pub(super) fn role_held(moment: &Moment<'_>, action: &Action) -> Result<(), Rejection> {
    let holds = |role: &RoleName| match moment.by {
        Actor::Resident { .. } | Actor::Company { .. } | Actor::Agent { .. } => {
            role.is_applicant() && is_applicant(moment)
        }
        Actor::Officer { roles, .. } => !role.is_applicant() && !role.is_city() && roles.contains(role),
        Actor::Anonymous | Actor::City | Actor::Assistant { .. } => false,
    };
    if action.roles.iter().any(holds) {
        return Ok(());
    }
    Err(Rejection::RoleNotAllowed { allowed: action.roles.clone() })
}

/// Whether it is the actor's own case, in the capacity of an applicant, or that of whom they act for.
pub(super) fn is_applicant(moment: &Moment<'_>) -> bool {
    match moment.by {
        Actor::Resident { subject } | Actor::Company { subject } => moment.case.applicant.as_ref() == Some(subject),
        Actor::Agent { of, .. } => of.subject().is_some() && moment.case.applicant.as_ref() == of.subject(),
        Actor::Anonymous | Actor::Officer { .. } | Actor::City | Actor::Assistant { .. } => false,
    }
}

/// What is no action of the module's own: the applicant does it, or an officer who handles the case.
pub(super) fn party_or_handler(moment: &Moment<'_>) -> Result<(), Rejection> {
    if is_applicant(moment) {
        return Ok(());
    }
    handler_or(moment, Some(RoleName::applicant()))
}

/// What only an officer who handles the case does, whatever the module's actions are.
pub(super) fn handler(moment: &Moment<'_>) -> Result<(), Rejection> {
    handler_or(moment, None)
}

/// An officer who holds any role of the module, of the department that has the case; `also` is who else
/// may and has been asked for.
fn handler_or(moment: &Moment<'_>, also: Option<RoleName>) -> Result<(), Rejection> {
    let staff: BTreeSet<&RoleName> = staff_roles(&moment.rules.module.workflow.actions).collect();
    match moment.by {
        Actor::Officer { roles, .. } if roles.iter().any(|role| staff.contains(role)) => {}
        _ => {
            let allowed = also.into_iter().chain(staff.into_iter().cloned()).collect();
            return Err(Rejection::RoleNotAllowed { allowed });
        }
    }
    department_has_case(moment)?;
    not_their_own(moment)
}

/// The roles of officers that `actions` name, each as often as it is named.
pub(super) fn staff_roles<'a>(actions: impl IntoIterator<Item = &'a Action>) -> impl Iterator<Item = &'a RoleName> {
    let all = actions.into_iter().flat_map(|action| &action.roles);
    all.filter(|role| !role.is_city() && !role.is_applicant())
}

/// An officer who may decide about the applicant of such a case.
pub(super) fn decider(moment: &Moment<'_>) -> Result<(), Rejection> {
    let deciding = moment.rules.module.workflow.actions.iter().filter(|action| action.effect.decides());
    let allowed: BTreeSet<&RoleName> = deciding.flat_map(|action| &action.roles).collect();
    match moment.by {
        Actor::Officer { roles, .. } if roles.iter().any(|role| allowed.contains(role)) => {}
        _ => return Err(Rejection::RoleNotAllowed { allowed: allowed.into_iter().cloned().collect() }),
    }
    department_has_case(moment)?;
    not_their_own(moment)
}

/// A department acts on the cases that it has, and gives its opinion where it was asked for one.
fn department_handles(moment: &Moment<'_>, action: &Action) -> Result<(), Rejection> {
    match action.effect {
        Effect::GiveOpinion { .. } => opinions::asked(moment).map(drop),
        _ => department_has_case(moment),
    }
}

/// An officer acts only for the department that has the case.
pub(super) fn department_has_case(moment: &Moment<'_>) -> Result<(), Rejection> {
    match moment.by {
        Actor::Officer { department, .. } if *department != moment.case.department => {
            Err(Rejection::OtherDepartment { department: moment.case.department.clone() })
        }
        Actor::Officer { .. }
        | Actor::Anonymous
        | Actor::Resident { .. }
        | Actor::Company { .. }
        | Actor::City
        | Actor::Assistant { .. }
        | Actor::Agent { .. } => Ok(()),
    }
}

/// Nobody of the city does anything in a case of their own but as its applicant, nor in one in which they
/// were the applicant's agent. Who stands in for somebody whose case it is does nothing either.
pub(super) fn not_their_own(moment: &Moment<'_>) -> Result<(), Rejection> {
    let case = moment.case;
    let theirs = |officer: &SubjectId| case.applicant.as_ref() == Some(officer) || case.agents.contains(officer);
    if moment.by.hands().any(theirs) { Err(Rejection::OwnCase) } else { Ok(()) }
}

/// Four eyes: an officer does not do what is to check their own work.
pub(super) fn other_hands(moment: &Moment<'_>, action: &Action) -> Result<(), Rejection> {
    let did = |earlier: &&ActionName| {
        let before = moment.case.hands.get(*earlier);
        before.is_some_and(|officers| moment.by.hands().any(|officer| officers.contains(officer)))
    };
    let done: Vec<ActionName> = action.not_by.iter().filter(did).cloned().collect();
    if done.is_empty() { Ok(()) } else { Err(Rejection::SameOfficer { done }) }
}

/// The action is for the state in which the case stands.
pub(super) fn state_allows(moment: &Moment<'_>, action: &Action) -> Result<(), Rejection> {
    if action.from.contains(&moment.case.state) {
        return Ok(());
    }
    Err(Rejection::NotInThisState { state: moment.case.state.clone(), from: action.from.clone() })
}

/// While a supplement notice waits for its answer, the case waits too: it can be noted on where it
/// stands, passed on, taken back and ended, nothing else. So there is never a second notice beside the first.
fn no_notice_waits(moment: &Moment<'_>, action: &Action) -> Result<(), Rejection> {
    let Some(notice) = &moment.case.supplement else { return Ok(()) };
    if goes_on_meanwhile(action) {
        return Ok(());
    }
    Err(Rejection::SupplementOpen { until: notice.due.at })
}

/// What may be done with a case that waits for something: what leaves the matter itself where it is,
/// or ends it without a decision.
fn goes_on_meanwhile(action: &Action) -> bool {
    match action.effect {
        Effect::Note | Effect::AnswerObjection { .. } => action.to.is_none(),
        Effect::Transfer { .. }
        | Effect::Return { .. }
        | Effect::Withdraw
        | Effect::Terminate { .. }
        | Effect::GiveOpinion { .. } => true,
        Effect::Accept
        | Effect::Decline { .. }
        | Effect::RequestSupplement { .. }
        | Effect::StartProcedure { .. }
        | Effect::EndProcedure { .. }
        | Effect::Extend
        | Effect::Suspend { .. }
        | Effect::Resume
        | Effect::Approve
        | Effect::Refuse { .. }
        | Effect::Issue
        | Effect::Revoke { .. }
        | Effect::Close
        | Effect::Reopen { .. }
        | Effect::RequestOpinions { .. } => false,
    }
}

/// While a procedure is open the case waits for its end; the limits may be lengthened. What ends a
/// procedure ends the one that is open.
fn no_procedure_waits(moment: &Moment<'_>, action: &Action) -> Result<(), Rejection> {
    match (&moment.case.procedure, &action.effect) {
        (Some(open), Effect::EndProcedure { procedure }) if *procedure == open.name => may_end(moment, open),
        (_, Effect::EndProcedure { procedure }) => Err(Rejection::ProcedureNotOpen { procedure: procedure.clone() }),
        (Some(_), Effect::Extend) | (None, _) => Ok(()),
        (Some(_), _) if goes_on_meanwhile(action) => Ok(()),
        (Some(open), _) => Err(Rejection::ProcedureOpen { procedure: open.name.clone() }),
    }
}

/// A public notice ends by time alone, and a hearing is not held before it was told long enough.
fn may_end(moment: &Moment<'_>, open: &OpenProcedure) -> Result<(), Rejection> {
    match open.kind {
        Some(ProcedureKind::PublicNotice { .. }) => Err(Rejection::PublicNoticeRuns { until: open.due.at }),
        Some(ProcedureKind::Hearing { told_before }) => {
            let from = moment.rules.due(open.started_at, told_before).at;
            if moment.at < from { Err(Rejection::HearingTooEarly { from }) } else { Ok(()) }
        }
        None => Ok(()),
    }
}

/// Nothing is decided before every opinion is there.
fn opinions_are_in(moment: &Moment<'_>, action: &Action) -> Result<(), Rejection> {
    let departments = opinions::outstanding(moment.case);
    match action.effect {
        Effect::Approve | Effect::Refuse { .. } if !departments.is_empty() => {
            Err(Rejection::OpinionsOutstanding { departments })
        }
        _ => Ok(()),
    }
}

/// Nothing is decided and nothing issued before every objection is answered.
fn objections_are_answered(moment: &Moment<'_>, action: &Action) -> Result<(), Rejection> {
    let objections = objections::unanswered(moment.case);
    match action.effect {
        Effect::Approve | Effect::Refuse { .. } | Effect::Issue if !objections.is_empty() => {
            Err(Rejection::ObjectionsUnanswered { objections })
        }
        _ => Ok(()),
    }
}

/// Nothing is granted before what follows has come.
pub(super) fn materials_are_there(moment: &Moment<'_>, action: &Action) -> Result<(), Rejection> {
    let documents = documents::outstanding(moment.case);
    match action.effect {
        Effect::Approve | Effect::Issue if !documents.is_empty() => Err(Rejection::DocumentsOutstanding { documents }),
        _ => Ok(()),
    }
}

/// A case that rests is resumed before anything else is done with it.
fn does_not_rest(moment: &Moment<'_>, action: &Action) -> Result<(), Rejection> {
    match (moment.case.suspended_at, &action.effect) {
        (None, Effect::Resume) => Err(Rejection::NotSuspended),
        (Some(_), Effect::Resume) | (None, _) => Ok(()),
        (Some(_), _) if goes_on_meanwhile(action) => Ok(()),
        (Some(since), _) => Err(Rejection::CaseSuspended { since }),
    }
}

/// What several officers must do, each does once.
pub(super) fn not_signed_yet(moment: &Moment<'_>, action: &Action) -> Result<(), Rejection> {
    let mut signed = moment.case.signatures.get(&action.name).into_iter().flatten().flatten();
    if signed.any(|officer| moment.by.hands().any(|one| one == officer)) {
        return Err(Rejection::AnotherOfficerNeeded { officers: action.officers });
    }
    Ok(())
}

/// Whether an effect is possible at all here, whatever the action brings.
fn possible(moment: &Moment<'_>, action: &Action) -> Result<(), Rejection> {
    match &action.effect {
        Effect::Decline { basis }
        | Effect::Refuse { basis }
        | Effect::Suspend { basis }
        | Effect::Terminate { basis }
            if basis.is_empty() =>
        {
            Err(Rejection::LegalBasisRequired { allowed: Vec::new() })
        }
        Effect::Accept => documents::following(moment, None).map(drop),
        Effect::RequestSupplement { .. } => anything_to_ask(moment),
        Effect::RequestOpinions { from, .. } => opinions::askable(moment, from).map(drop),
        Effect::AnswerObjection { .. } => objections::next(moment).map(drop),
        Effect::Transfer { to } if receivers(moment, to).is_empty() => {
            Err(Rejection::DepartmentRequired { allowed: Vec::new() })
        }
        Effect::Extend => extendable(moment).map(drop),
        Effect::Return { times_max } => returnable(moment, *times_max).map(drop),
        Effect::Reopen { within, times_max } => reopenable(moment, action, *within, *times_max),
        Effect::Decline { .. }
        | Effect::Refuse { .. }
        | Effect::Revoke { .. }
        | Effect::Suspend { .. }
        | Effect::Terminate { .. }
        | Effect::Transfer { .. }
        | Effect::StartProcedure { .. }
        | Effect::EndProcedure { .. }
        | Effect::Resume
        | Effect::Approve
        | Effect::Issue
        | Effect::Withdraw
        | Effect::Note
        | Effect::Close
        | Effect::GiveOpinion { .. } => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::case::available_actions;
    use crate::case::given::{
        act, approver, at, clerk, due, given, given_accepted, given_closed, given_notice, given_submitted, lin,
        officer, stranger, submit,
    };
    use crate::case::{Actor, Rejection};
    use crate::module::Effect;
    use crate::name::{ActionName, RoleName, SubjectId};

    fn actions(names: &[&str]) -> Vec<ActionName> {
        names.iter().map(|name| name.parse().unwrap()).collect()
    }

    #[test]
    fn the_module_has_the_action() {
        let available = actions(&["accept", "decline", "ask", "pass-on", "note"]);
        given_submitted().when(clerk(), act("burn")).then_err(Rejection::UnknownAction { available });
    }

    #[test]
    fn the_actor_holds_a_role_of_the_action() {
        let roles = |names: &[&str]| -> Vec<RoleName> { names.iter().map(|name| name.parse().unwrap()).collect() };
        let only = |allowed: &[&str]| Rejection::RoleNotAllowed { allowed: roles(allowed) };
        given_submitted().when(approver(), act("accept")).then_err(only(&["clerk"]));
        given_submitted().when(lin(), act("accept")).then_err(only(&["clerk"]));
        given_submitted().when(Actor::City, act("accept")).then_err(only(&["clerk"]));
        given_submitted().when(stranger(), act("take-back")).then_err(only(&["applicant"]));
        given_submitted().when(Actor::Anonymous, act("take-back")).then_err(only(&["applicant"]));
        given_submitted().when(stranger(), act("note")).then_err(only(&["clerk", "applicant"]));
    }

    #[test]
    fn nobody_is_the_applicant_of_an_anonymous_case() {
        let allowed = vec![RoleName::applicant()];
        given()
            .after(Actor::Anonymous, submit())
            .when(Actor::Anonymous, act("take-back"))
            .then_err(Rejection::RoleNotAllowed { allowed });
    }

    #[test]
    fn an_officer_is_no_applicant_whatever_roles_they_hold() {
        let allowed = vec![RoleName::applicant()];
        given_submitted()
            .when(officer("lin", "parks", "applicant"), act("take-back"))
            .then_err(Rejection::RoleNotAllowed { allowed });
    }

    #[test]
    fn nobody_is_the_city() {
        let allowed: Vec<RoleName> = vec!["city".parse().unwrap()];
        given_submitted()
            .with(|module| module.workflow.actions[0].roles = vec!["city".parse().unwrap()])
            .when(officer("wu", "parks", "city"), act("accept"))
            .then_err(Rejection::RoleNotAllowed { allowed });
    }

    #[test]
    fn an_officer_acts_only_for_the_department_that_has_the_case() {
        given_submitted()
            .when(officer("wang", "roads", "clerk"), act("accept"))
            .then_err(Rejection::OtherDepartment { department: "parks".parse().unwrap() });
    }

    #[test]
    fn an_officer_does_not_handle_a_case_of_their_own() {
        given_submitted().when(officer("lin", "parks", "clerk"), act("accept")).then_err(Rejection::OwnCase);
    }

    #[test]
    fn an_officer_does_not_check_their_own_work() {
        let both = || officer("chen", "parks", "approver");
        let four_eyes = || {
            given_submitted().with(|module| {
                for action in &mut module.workflow.actions {
                    if matches!(action.effect, Effect::Approve) {
                        action.not_by = actions(&["accept", "note"]);
                    }
                }
            })
        };
        let grant = || act("grant").field("plot", "7");
        let same = |done: &[&str]| Rejection::SameOfficer { done: actions(done) };
        four_eyes().after(clerk(), act("accept")).when(both(), grant()).then_err(same(&["accept"]));
        four_eyes()
            .after(clerk(), act("note"))
            .after(clerk(), act("accept"))
            .when(both(), grant())
            .then_err(same(&["accept", "note"]));
        four_eyes().after(lin(), act("note")).after(clerk(), act("accept")).after(approver(), grant());
        // Taken up again, it has still gone through the same hands.
        four_eyes()
            .with(|module| module.workflow.actions[0].from.push("review".parse().unwrap()))
            .after(clerk(), act("accept"))
            .after(officer("wu", "parks", "clerk"), act("accept"))
            .when(both(), grant())
            .then_err(same(&["accept"]));
    }

    #[test]
    fn the_action_is_for_the_state_in_which_the_case_stands() {
        let from = vec!["intake".parse().unwrap(), "late".parse().unwrap()];
        given_accepted()
            .when(clerk(), act("accept"))
            .then_err(Rejection::NotInThisState { state: "review".parse().unwrap(), from });
    }

    #[test]
    fn a_case_waits_while_a_notice_waits() {
        for action in ["accept", "decline", "ask"] {
            given_notice()
                .when(clerk(), act(action).item("/name"))
                .then_err(Rejection::SupplementOpen { until: due(3, 17).at });
        }
        given_notice().after(clerk(), act("note")).after(clerk(), act("pass-on").to("roads"));
        given_notice().after(lin(), act("take-back"));
    }

    #[test]
    fn what_is_available_follows_from_the_same_rules() {
        let table = [
            (given_submitted(), clerk(), vec!["accept", "decline", "ask", "pass-on", "note"]),
            (given_submitted(), lin(), vec!["take-back", "note"]),
            (given_submitted(), stranger(), vec![]),
            (given_notice(), clerk(), vec!["pass-on", "note"]),
            (given_accepted(), approver(), vec!["grant", "refuse"]),
            (given_closed(), lin(), vec!["note", "take-up"]),
            (given_closed().at("03-20T10:00"), lin(), vec!["note"]),
            (given_submitted().at("03-20T10:00"), clerk(), vec!["accept", "note", "settle-up"]),
        ];
        for (given, actor, expected) in table {
            let available = available_actions(&given.module, &given.facts, &given.case, &actor, given.at);
            let names: Vec<_> = available.iter().map(|action| action.name.as_str()).collect();
            assert_eq!(names, expected, "{actor:?} at {}", given.at);
        }
    }

    #[test]
    fn what_can_never_succeed_is_not_available() {
        let given = given_submitted().with(|module| {
            for action in &mut module.workflow.actions {
                if let Effect::Decline { basis } = &mut action.effect {
                    basis.clear();
                }
                if let Effect::Transfer { to } = &mut action.effect {
                    to.retain(|name| name.as_str() == "parks");
                }
            }
        });
        let available = available_actions(&given.module, &given.facts, &given.case, &clerk(), at("03-02T10:00"));
        let names: Vec<_> = available.iter().map(|action| action.name.as_str()).collect();
        assert_eq!(names, ["accept", "ask", "note"]);
    }

    #[test]
    fn an_applicant_acts_in_the_capacity_of_an_applicant() {
        let company = Actor::Company { subject: SubjectId("lin".to_owned()) };
        given_submitted().after(company, act("take-back"));
    }
}
