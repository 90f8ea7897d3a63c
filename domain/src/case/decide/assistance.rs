//! What somebody of the city takes down for a person who comes to a counter or calls (帮办代办): a new case,
//! an answer to a supplement notice, materials. Nothing else: decisions about their own matter people take
//! themselves.

use super::permission::{Moment, not_their_own};
use crate::case::command::Applicant;
use crate::case::{Actor, Rejection};
use crate::module::Module;

/// Whose a case becomes that `by` hands in for `person`.
pub(super) fn files_for(module: &Module, by: &Actor, person: &Applicant) -> Result<Applicant, Rejection> {
    for_the_city(by)?;
    takes_down(module, by)?;
    for_somebody_else(by, person)?;
    Ok(person.clone())
}

/// Something is added to a case for its applicant.
pub(super) fn adds(moment: &Moment<'_>) -> Result<(), Rejection> {
    takes_down(moment.rules.module, moment.by)?;
    not_their_own(moment)
}

/// Others than the city's own people file for somebody by a mandate only.
fn for_the_city(by: &Actor) -> Result<(), Rejection> {
    match by.officer() {
        Some(_) => Ok(()),
        None => Err(Rejection::MandateMissing),
    }
}

/// The module names a role that they hold, and the way by which the person came.
fn takes_down(module: &Module, by: &Actor) -> Result<(), Rejection> {
    let Some(assisted) = &module.assisted else {
        return Err(Rejection::AssistanceNotAllowed { allowed: Vec::new() });
    };
    let (roles, channel) = match by {
        Actor::Assistant { roles, channel, .. } => (roles.as_slice(), Some(channel)),
        Actor::Officer { roles, .. } => (roles.as_slice(), None),
        Actor::Anonymous | Actor::Resident { .. } | Actor::Company { .. } | Actor::City | Actor::Agent { .. } => {
            (&[][..], None)
        }
    };
    if !assisted.roles.iter().any(|role| roles.contains(role)) {
        return Err(Rejection::AssistanceNotAllowed { allowed: assisted.roles.clone() });
    }
    if channel.is_none_or(|channel| !assisted.channels.contains(channel)) {
        return Err(Rejection::ChannelNotAllowed { allowed: assisted.channels.clone() });
    }
    Ok(())
}

/// For themselves they apply like everybody, as a resident.
fn for_somebody_else(by: &Actor, person: &Applicant) -> Result<(), Rejection> {
    if by.subject().is_some() && by.subject() == person.subject() {
        return Err(Rejection::OwnCase);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::case::command::{Applicant, Submit};
    use crate::case::given::{
        Given, act, answer, answers, approver, clerk, given, lin, officer, present, standing_in, submit_promising,
    };
    use crate::case::{Actor, EventBody, Intent, Rejection};
    use crate::channel::Channel;
    use crate::module::{ApplicantKind, Assistance};
    use crate::name::{RoleName, SubjectId};

    fn assisted() -> Given {
        given().with(|module| {
            module.assisted = Some(Assistance { roles: vec![role("hall")], channels: vec![Channel::Counter] });
        })
    }

    fn role(name: &str) -> RoleName {
        name.parse().unwrap()
    }

    /// Somebody of the service hall, which is no department of the case.
    fn hall(subject: &str, channel: Channel) -> Actor {
        assistant(subject, "hall", channel)
    }

    fn assistant(subject: &str, role_held: &str, channel: Channel) -> Actor {
        let department = "old-town".parse().unwrap();
        Actor::Assistant {
            subject: SubjectId(subject.to_owned()),
            department,
            roles: vec![role(role_held)],
            channel,
            instead_of: None,
        }
    }

    fn submit_for(person: Applicant) -> Intent {
        Intent::Submit(Submit { on_behalf_of: Some(person), ..submit_promising(&["plan", "survey"]) })
    }

    fn resident(subject: &str) -> Applicant {
        Applicant::Resident { subject: SubjectId(subject.to_owned()) }
    }

    fn given_taken_down() -> Given {
        assisted().after(hall("tan", Channel::Counter), submit_for(resident("lin")))
    }

    #[test]
    fn a_case_that_was_taken_down_is_the_persons_and_says_who_took_it() {
        let then = assisted().when(hall("tan", Channel::Counter), submit_for(resident("lin")));
        let EventBody::CaseSubmitted { applicant, applicant_kind, .. } = &then.last().body else { panic!() };
        assert_eq!((applicant.as_ref().unwrap().0.as_str(), *applicant_kind), ("lin", ApplicantKind::Resident));
        assert_eq!(then.last().by, hall("tan", Channel::Counter));
        assert!(then.last().personal.iter().all(|part| part.subject.as_ref().unwrap().0 == "lin"));
        then.go_on().after(lin(), act("take-back"));
    }

    #[test]
    fn nobody_in_particular_can_call_too() {
        let then = assisted().when(hall("tan", Channel::Counter), submit_for(Applicant::Anonymous));
        assert_eq!(then.case().applicant, None);
    }

    #[test]
    fn the_module_says_who_files_for_others() {
        let none = Rejection::AssistanceNotAllowed { allowed: Vec::new() };
        given().when(hall("tan", Channel::Counter), submit_for(resident("lin"))).then_err(none);
        let hall_only = || Rejection::AssistanceNotAllowed { allowed: vec![role("hall")] };
        let other = assistant("tan", "clerk", Channel::Counter);
        assisted().when(other.clone(), submit_for(resident("lin"))).then_err(hall_only());
        given_taken_down().when(other, present(&["plan"])).then_err(hall_only());
    }

    #[test]
    fn the_module_says_by_which_way() {
        let rejection = || Rejection::ChannelNotAllowed { allowed: vec![Channel::Counter] };
        for by in [hall("tan", Channel::Phone), officer("tan", "old-town", "hall")] {
            assisted().when(by, submit_for(resident("lin"))).then_err(rejection());
        }
        given_taken_down().when(hall("tan", Channel::Phone), present(&["plan"])).then_err(rejection());
    }

    #[test]
    fn a_stand_in_takes_down_what_the_office_may_and_it_went_through_both_hands() {
        let stand_in = |absent: &str, role: &str| standing_in("sun", absent, role).by_way_of(Channel::Counter);
        let eyes = assisted().with(|module| module.workflow.actions[0].not_by = vec!["submit".parse().unwrap()]);
        let taken_down = eyes.after(stand_in("tan", "hall"), submit_for(resident("lin")));
        for who in ["sun", "tan"] {
            let done = vec!["submit".parse().unwrap()];
            let accepting = taken_down.clone().when(officer(who, "parks", "clerk"), act("accept"));
            accepting.then_err(Rejection::SameOfficer { done });
        }
        taken_down.after(clerk(), act("accept"));
        // At a counter nobody acts as an officer of the case, not even in another's office.
        let allowed = vec![role("clerk")];
        given_taken_down()
            .when(stand_in("chen", "clerk"), act("accept"))
            .then_err(Rejection::RoleNotAllowed { allowed });
    }

    #[test]
    fn for_themselves_officers_apply_like_everybody() {
        assisted().when(hall("lin", Channel::Counter), submit_for(resident("lin"))).then_err(Rejection::OwnCase);
        given_taken_down().when(hall("lin", Channel::Counter), present(&["plan"])).then_err(Rejection::OwnCase);
    }

    #[test]
    fn the_module_is_for_the_person() {
        let company = Applicant::Company { subject: SubjectId("acme".to_owned()) };
        let allowed = vec![ApplicantKind::Resident, ApplicantKind::Anonymous];
        assisted()
            .when(hall("tan", Channel::Counter), submit_for(company))
            .then_err(Rejection::ApplicantNotAllowed { allowed });
    }

    #[test]
    fn others_file_by_a_mandate_only() {
        for by in [lin(), Actor::Anonymous, Actor::City] {
            assisted().when(by, submit_for(resident("wu"))).then_err(Rejection::MandateMissing);
        }
    }

    #[test]
    fn answers_and_materials_can_be_brought_too_and_nothing_else() {
        let by = || hall("tan", Channel::Counter);
        given_taken_down()
            .after(by(), present(&["plan"]))
            .after(clerk(), act("ask").item("/name"))
            .after(by(), answer(answers(), &["/name"]));
        given_taken_down()
            .when(by(), act("take-back"))
            .then_err(Rejection::RoleNotAllowed { allowed: vec![role("applicant")] });
        given_taken_down()
            .when(by(), act("accept"))
            .then_err(Rejection::RoleNotAllowed { allowed: vec![role("clerk")] });
    }

    #[test]
    fn who_took_it_down_has_had_it_in_their_hands() {
        let eyes = |given: Given| {
            given.with(|module| {
                let built_in = ["submit", "answer-supplement"].map(|name| name.parse().unwrap());
                module.workflow.actions[0].not_by = built_in.to_vec();
                module.workflow.actions[3].not_by = vec!["accept".parse().unwrap()];
            })
        };
        let done = vec!["submit".parse().unwrap()];
        eyes(given_taken_down())
            .when(officer("tan", "parks", "clerk"), act("accept"))
            .then_err(Rejection::SameOfficer { done });
        let done = vec!["accept".parse().unwrap()];
        eyes(given_taken_down())
            .after(clerk(), act("accept"))
            .when(officer("chen", "parks", "approver"), act("grant").field("plot", "7"))
            .then_err(Rejection::SameOfficer { done });
        eyes(given_taken_down()).after(clerk(), act("accept")).after(approver(), act("grant").field("plot", "7"));
    }
}
