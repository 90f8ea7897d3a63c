//! Whoever acts in the place of another: what an agent of the applicant may do, and that standing in for an
//! officer is no way round four eyes. The rules themselves are in `permission`.

use crate::case::command::{Applicant, Submit};
use crate::case::given::{
    Given, act, approver, clerk, given, given_accepted, given_submitted, lin, officer, say, standing_in, stranger,
    submit_promising,
};
use crate::case::rating::Level;
use crate::case::{Actor, EventBody, Intent, Rejection};
use crate::mandate::MandateId;
use crate::name::{RoleName, SubjectId};

fn agent_of(applicant: &str) -> Actor {
    let of = Applicant::Resident { subject: SubjectId(applicant.to_owned()) };
    Actor::Agent { subject: SubjectId("tan".to_owned()), of, mandate: MandateId(uuid::Uuid::from_u128(3)) }
}

fn filed() -> Given {
    given().after(agent_of("lin"), submit_promising(&["plan", "survey"]))
}

#[test]
fn what_an_agent_files_is_the_other_persons_and_both_are_on_record() {
    let then = given().when(agent_of("lin"), submit_promising(&["plan", "survey"]));
    let EventBody::CaseSubmitted { applicant, .. } = &then.last().body else { panic!() };
    assert_eq!(applicant.as_ref().unwrap().0, "lin");
    assert_eq!((then.last().by.subject(), then.last().by.in_place_of()), (agent_of("lin").subject(), lin().subject()));
    assert!(then.case().agents.contains(&SubjectId("tan".to_owned())));
    assert!(then.last().personal.iter().all(|part| part.subject.as_ref().unwrap().0 == "lin"));
    filed().after(lin(), act("take-back"));
}

#[test]
fn an_agent_does_what_the_applicant_may_and_nothing_for_others() {
    given_submitted().after(agent_of("lin"), say("When?")).after(agent_of("lin"), act("take-back"));
    let allowed = vec![RoleName::applicant()];
    given_submitted().when(agent_of("wu"), act("take-back")).then_err(Rejection::RoleNotAllowed { allowed });
    let allowed = vec!["clerk".parse().unwrap()];
    given_submitted().when(agent_of("lin"), act("accept")).then_err(Rejection::RoleNotAllowed { allowed });
}

#[test]
fn an_agent_files_for_one_person() {
    let other = Applicant::Resident { subject: SubjectId("wu".to_owned()) };
    let submit = Submit { on_behalf_of: Some(other), ..submit_promising(&["plan", "survey"]) };
    given().when(agent_of("lin"), submit).then_err(Rejection::MandateMissing);
}

#[test]
fn nobody_rates_in_the_place_of_another() {
    let rate = || Intent::Rate { step: Some(1), level: Level::Satisfied, comment: None };
    let allowed = vec![RoleName::applicant()];
    given_accepted().when(agent_of("lin"), rate()).then_err(Rejection::RoleNotAllowed { allowed });
    given_accepted().after(lin(), rate());
}

#[test]
fn who_was_the_applicants_agent_does_not_handle_the_case() {
    filed().when(officer("tan", "parks", "clerk"), act("accept")).then_err(Rejection::OwnCase);
    filed().when(standing_in("sun", "tan", "clerk"), act("accept")).then_err(Rejection::OwnCase);
    filed().after(clerk(), act("accept"));
}

#[test]
fn standing_in_is_no_way_round_four_eyes() {
    let eyes = || given_submitted().with(|module| module.workflow.actions[3].not_by = vec!["accept".parse().unwrap()]);
    let grant = || act("grant").field("plot", "7");
    let same = || Rejection::SameOfficer { done: vec!["accept".parse().unwrap()] };
    // What the stand-in accepted, neither of the two grants; what the absent one accepted, the stand-in does not.
    let by_the_stand_in = || eyes().after(standing_in("sun", "chen", "clerk"), act("accept"));
    by_the_stand_in().when(officer("sun", "parks", "approver"), grant()).then_err(same());
    by_the_stand_in().when(officer("chen", "parks", "approver"), grant()).then_err(same());
    eyes().after(clerk(), act("accept")).when(standing_in("sun", "chen", "approver"), grant()).then_err(same());
    by_the_stand_in().after(approver(), grant());
}

#[test]
fn two_officers_are_not_one_and_their_stand_in() {
    let two = || given_submitted().with(|module| module.workflow.actions[0].officers = 2);
    let another = || Rejection::AnotherOfficerNeeded { officers: 2 };
    two().after(clerk(), act("accept")).when(standing_in("sun", "chen", "clerk"), act("accept")).then_err(another());
    two().after(standing_in("sun", "chen", "clerk"), act("accept")).when(clerk(), act("accept")).then_err(another());
    let first = two().when(standing_in("sun", "chen", "clerk"), act("accept"));
    assert_eq!(first.case().state.as_str(), "intake", "one stand-in is one officer");
    first.go_on().after(officer("wu", "parks", "clerk"), act("accept"));
}

#[test]
fn nobody_stands_in_for_the_applicant_of_the_case() {
    given_submitted().when(standing_in("sun", "lin", "clerk"), act("accept")).then_err(Rejection::OwnCase);
    given_submitted()
        .when(stranger(), act("take-back"))
        .then_err(Rejection::RoleNotAllowed { allowed: vec![RoleName::applicant()] });
}
