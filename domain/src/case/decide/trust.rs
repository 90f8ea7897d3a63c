//! The distrust list (失信名单): who has broken a promise that a case rested on, and the way back.

use super::permission::{Moment, decider};
use super::personal;
use crate::case::event::{Distrust, Part};
use crate::case::{Actor, Event, EventBody, Rejection};
use crate::form::Class;

/// What `event` leads to: who breaks a promise is on record for it at once.
pub(super) fn recorded(event: &Event) -> Option<Event> {
    let cause = match event.body {
        EventBody::DocumentsLapsed { .. } => Distrust::DocumentsLate,
        EventBody::ResultRevoked { .. } => Distrust::ResultRevoked,
        _ => return None,
    };
    let body = EventBody::DistrustRecorded { cause };
    Some(Event { effective_at: event.effective_at, by: Actor::City, body, personal: Vec::new() })
}

/// 信用修复: an officer who decides such cases takes the applicant off the list, with a reason.
pub(super) fn repair(moment: &Moment<'_>, reason: &str) -> Result<Event, Rejection> {
    may_repair(moment)?;
    let reason = Some(reason.trim()).filter(|reason| !reason.is_empty()).ok_or(Rejection::ReasonRequired)?;
    let personal = vec![personal(moment.case.applicant.as_ref(), Part::Reason, Class::Personal, reason.into())];
    Ok(Event { effective_at: moment.at, by: moment.by.clone(), body: EventBody::TrustRepaired {}, personal })
}

/// Whether somebody may, with a reason.
pub(super) fn may_repair(moment: &Moment<'_>) -> Result<(), Rejection> {
    decider(moment)?;
    something_to_repair(moment)
}

fn something_to_repair(moment: &Moment<'_>) -> Result<(), Rejection> {
    if moment.case.distrust.is_some() { Ok(()) } else { Err(Rejection::NothingToRepair) }
}

#[cfg(test)]
mod tests {
    use crate::case::command::Submit;
    use crate::case::event::Distrust;
    use crate::case::given::{
        Given, act, approver, clerk, given, given_accepted, given_closed, lin, officer, submit_promising,
    };
    use crate::case::{EventBody, Intent, Rejection};
    use crate::expression::Expression;
    use crate::module::{Effect, InstantRule};
    use crate::name::RoleName;

    fn repair(reason: &str) -> Intent {
        Intent::RepairTrust { reason: reason.to_owned() }
    }

    /// A promised survey did not come.
    fn broken() -> Given {
        let accepted = given().after(lin(), submit_promising(&["plan"])).after(clerk(), act("accept"));
        accepted.at("03-20T10:00").settled().go_on()
    }

    #[test]
    fn a_result_that_rested_on_what_was_not_true_is_remembered() {
        let given = given_closed().with(|module| {
            module.workflow.actions[8].effect = Effect::Revoke { basis: vec!["law-1".parse().unwrap()] };
        });
        let then = given.when(clerk(), act("note").because("no such tree").resting_on("law-1"));
        then.then_last(&EventBody::DistrustRecorded { cause: Distrust::ResultRevoked });
        assert_eq!(then.case().distrust, Some((Distrust::ResultRevoked, then.given.at)));
    }

    #[test]
    fn nothing_rests_on_the_word_of_somebody_who_has_broken_it() {
        let distrusted = |promises| Submit { promises, distrusted: true, ..submit_promising(&["plan", "survey"]) };
        given().when(lin(), distrusted(true)).then_err(Rejection::Distrusted);
        given().after(lin(), distrusted(false));
        let committing = || {
            let when = Expression::parse("answers.place == 'north'").unwrap();
            let actions = vec!["accept".parse().unwrap()];
            given().with(|module| module.instant = vec![InstantRule { when, actions, commitment: true }])
        };
        committing().when(lin(), distrusted(false)).then_err(Rejection::Distrusted);
        committing().after(lin(), Submit { distrusted: false, ..distrusted(false) });
    }

    #[test]
    fn who_decides_repairs_trust_with_a_reason() {
        let then = broken().when(approver(), repair(" paid his dues "));
        then.then_last(&EventBody::TrustRepaired {});
        assert_eq!((then.case().distrust, then.last().personal[0].value.as_str()), (None, Some("paid his dues")));
        broken().when(approver(), repair(" ")).then_err(Rejection::ReasonRequired);
        broken()
            .when(officer("wang", "roads", "approver"), repair("x"))
            .then_err(Rejection::OtherDepartment { department: "parks".parse().unwrap() });
        let allowed: Vec<RoleName> = ["approver", "clerk"].map(|role| role.parse().unwrap()).to_vec();
        broken().when(lin(), repair("x")).then_err(Rejection::RoleNotAllowed { allowed });
    }

    #[test]
    fn there_is_something_to_repair() {
        given_accepted().when(approver(), repair("x")).then_err(Rejection::NothingToRepair);
    }
}
