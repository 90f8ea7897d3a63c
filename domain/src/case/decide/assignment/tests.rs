use crate::case::event::{EventBody, InHand, Part};
use crate::case::given::{
    Given, act, answer, answers, approver, at, clerk, given, given_accepted, given_closed, given_notice,
    given_submitted, lin, officer, present, say, standing_in, stranger,
};
use crate::case::{Actor, Assign, Assignee, AssignmentAct, Case, Intent, Rejection, available_assignments};
use crate::module::Effect;
use crate::name::{DepartmentName, RoleName, SubjectId};

fn subject(name: &str) -> SubjectId {
    SubjectId(name.to_owned())
}

/// Another clerk of the parks.
fn wu() -> Actor {
    officer("wu", "parks", "clerk")
}

/// Who leads the parks.
fn shi() -> Actor {
    officer("shi", "parks", "leader")
}

fn give(to: &str) -> Assign {
    Assign { to: subject(to), from: None, reason: None, named: false }
}

fn hand_over(from: &str, to: &str, reason: &str) -> Intent {
    Intent::Assign(Assign { from: Some(subject(from)), reason: Some(reason.to_owned()), ..give(to) })
}

fn assign(to: &str) -> Intent {
    Intent::Assign(give(to))
}

fn release() -> Intent {
    Intent::Release { reason: None }
}

fn assigned(to: &str) -> EventBody {
    EventBody::CaseAssigned(InHand { officer: subject(to) })
}

fn has(name: &str) -> Rejection {
    Rejection::AssignedToAnother { officer: subject(name) }
}

fn only(allowed: &[&str]) -> Rejection {
    let allowed: Vec<RoleName> = allowed.iter().map(|role| role.parse().unwrap()).collect();
    Rejection::RoleNotAllowed { allowed }
}

fn parks() -> Rejection {
    Rejection::OtherDepartment { department: "parks".parse().unwrap() }
}

/// Submitted, and in the hand of Chen.
fn claimed() -> Given {
    given_submitted().after(clerk(), Intent::Claim)
}

fn assignee(given: &Given) -> Option<&str> {
    let Case::Open(case) = &given.case else { panic!("the case was never submitted") };
    case.assignee.as_ref().map(|assignee| assignee.officer.0.as_str())
}

// === Claiming ===

#[test]
fn an_officer_takes_a_case_in_hand() {
    let then = given_submitted().when(clerk(), Intent::Claim);
    then.then_last(&assigned("chen"));
    let (officer, given_by, since) = (subject("chen"), Some(subject("chen")), at("03-02T10:00"));
    assert_eq!(then.case().assignee, Some(Assignee { officer, given_by, since }));
}

#[test]
fn who_has_it_takes_it_again_and_nothing_happens() {
    claimed().at("03-03T10:00").when(clerk(), Intent::Claim).then_history(&[]);
}

#[test]
fn whoever_stands_in_for_an_officer_has_what_that_officer_has_in_hand() {
    let stand_in = || standing_in("wu", "chen", "clerk");
    claimed().when(stand_in(), Intent::Claim).then_history(&[]);
    claimed().after(stand_in(), act("accept"));
    // What a stand-in takes is in hand of the office, not of theirs.
    let taken = || given_submitted().after(stand_in(), Intent::Claim);
    taken().after(clerk(), act("accept"));
    taken().when(wu(), act("accept")).then_err(has("chen"));
}

#[test]
fn what_somebody_has_in_hand_nobody_else_takes() {
    claimed().when(wu(), Intent::Claim).then_err(has("chen"));
    // Not even who oversees it: they assign it to themselves, for everybody to see.
    let both = || Actor::Officer {
        subject: subject("shi"),
        department: "parks".parse().unwrap(),
        roles: vec!["leader".parse().unwrap(), "clerk".parse().unwrap()],
        instead_of: None,
    };
    claimed().when(both(), Intent::Claim).then_err(has("chen"));
    claimed().after(both(), assign("shi")).after(both(), act("accept"));
}

#[test]
fn a_case_is_taken_by_who_holds_a_role_of_its_state() {
    for by in [approver(), lin(), stranger(), Actor::Anonymous, Actor::City, shi()] {
        given_submitted().when(by, Intent::Claim).then_err(only(&["clerk"]));
    }
    assert_eq!(assignee(&given_accepted().after(approver(), Intent::Claim)), Some("he"));
    given().when(clerk(), Intent::Claim).then_err(Rejection::NoSuchCase);
}

#[test]
fn a_case_is_taken_in_the_department_that_has_it() {
    given_submitted().when(officer("wang", "roads", "clerk"), Intent::Claim).then_err(parks());
}

#[test]
fn nobody_takes_a_case_of_their_own() {
    given_submitted().when(officer("lin", "parks", "clerk"), Intent::Claim).then_err(Rejection::OwnCase);
}

#[test]
fn a_case_that_is_over_is_in_nobodys_hand() {
    given_closed().when(clerk(), Intent::Claim).then_err(Rejection::CaseOver);
    given_closed().when(shi(), assign("wu")).then_err(Rejection::CaseOver);
}

/// In review, where everything checks what the clerk did.
fn four_eyes() -> Given {
    given_accepted().with(|module| {
        for action in &mut module.workflow.actions {
            if matches!(action.effect, Effect::Approve | Effect::Refuse { .. }) {
                action.not_by = vec!["accept".parse().unwrap()];
            }
        }
    })
}

#[test]
fn nobody_takes_a_case_only_to_check_their_own_work() {
    let done = vec!["accept".parse().unwrap()];
    four_eyes()
        .when(officer("chen", "parks", "approver"), Intent::Claim)
        .then_err(Rejection::SameOfficer { done: done.clone() });
    // What they may do beside it is reason enough.
    four_eyes().after(clerk(), Intent::Claim);
    four_eyes().after(approver(), Intent::Claim);
}

// === Assigning ===

#[test]
fn an_officer_who_could_take_a_case_gives_it_to_another() {
    let then = given_submitted().when(clerk(), assign("wu"));
    then.then_last(&assigned("wu"));
    assert_eq!(then.case().assignee.as_ref().and_then(|one| one.given_by.clone()), Some(subject("chen")));
    given_submitted().when(approver(), assign("wu")).then_err(only(&["clerk"]));
    given_submitted().when(lin(), assign("wu")).then_err(only(&["clerk"]));
    given_submitted().when(officer("wang", "roads", "clerk"), assign("wu")).then_err(parks());
    claimed().when(clerk(), assign("chen")).then_history(&[]);
}

#[test]
fn who_has_it_gives_it_on_and_who_gave_it_takes_it_back() {
    let given_to_wu = || given_submitted().after(clerk(), assign("wu"));
    assert_eq!(assignee(&given_to_wu().after(wu(), assign("zhou"))), Some("zhou"));
    assert_eq!(assignee(&given_to_wu().after(clerk(), assign("zhou"))), Some("zhou"));
    assert_eq!(assignee(&given_to_wu().after(clerk(), release())), None);
    let zhou = officer("zhou", "parks", "clerk");
    given_to_wu().when(zhou.clone(), assign("zhou")).then_err(has("wu"));
    given_to_wu().when(zhou, release()).then_err(has("wu"));
}

#[test]
fn who_oversees_it_gives_it_to_anybody_and_back() {
    let above = || officer("gao", "parks", "supervisor");
    for overseer in [shi as fn() -> Actor, above] {
        assert_eq!(assignee(&claimed().after(overseer(), assign("wu"))), Some("wu"));
        assert_eq!(assignee(&claimed().after(overseer(), release())), None);
    }
    let elsewhere = officer("tang", "roads", "leader");
    claimed().when(elsewhere.clone(), assign("wu")).then_err(only(&["clerk"]));
    claimed().when(elsewhere, release()).then_err(only(&["approver", "clerk"]));
    claimed().when(officer("lin", "parks", "leader"), assign("wu")).then_err(Rejection::OwnCase);
}

#[test]
fn a_case_is_not_given_to_who_is_a_party_to_it() {
    let party = |name: &str| Rejection::AssigneeIsParty { officer: subject(name) };
    given_submitted().when(clerk(), assign("lin")).then_err(party("lin"));
    let named = Assign { named: true, ..give("wu") };
    given_submitted().when(clerk(), Intent::Assign(named)).then_err(party("wu"));
}

#[test]
fn a_case_is_not_given_to_who_could_only_check_their_own_work() {
    let four_eyes = four_eyes().with(|module| {
        module.workflow.actions.retain(|action| !matches!(action.effect, Effect::Transfer { .. } | Effect::Note));
    });
    let has_done = Rejection::AssigneeHasDone { officer: subject("chen") };
    four_eyes.when(approver(), assign("chen")).then_err(has_done);
}

#[test]
fn that_an_officer_cannot_act_is_seen_when_they_do() {
    let given = given_submitted().after(clerk(), assign("nobody"));
    given.clone().when(officer("nobody", "parks", "janitor"), act("accept")).then_err(only(&["clerk"]));
    given.clone().when(wu(), act("accept")).then_err(has("nobody"));
    given.after(clerk(), release()).after(wu(), act("accept"));
}

#[test]
fn what_is_handed_over_is_with_who_hands_it_over_and_has_a_reason() {
    let then = claimed().when(clerk(), hand_over("chen", "wu", " on leave "));
    then.then_last(&assigned("wu"));
    let [sealed] = &then.last().personal[..] else { panic!("{:?}", then.last()) };
    assert_eq!((sealed.part, sealed.value.as_str()), (Part::Reason, Some("on leave")));
    // It is about the officer who had it, and none of the applicant's.
    assert_eq!(sealed.subject, Some(subject("chen")));
    then.go_on().when(shi(), hand_over("chen", "zhou", "on leave")).then_err(Rejection::NotAssigned);
    claimed().when(clerk(), hand_over("chen", "wu", " ")).then_err(Rejection::ReasonRequired);
    given_submitted().when(shi(), hand_over("chen", "wu", "on leave")).then_err(Rejection::NotAssigned);
}

// === Giving back ===

#[test]
fn who_has_it_gives_it_back() {
    let then = claimed().when(clerk(), release());
    then.then_last(&EventBody::AssignmentEnded(InHand { officer: subject("chen") }));
    assert_eq!(then.case().assignee, None);
    then.go_on().after(wu(), Intent::Claim);
    claimed().when(wu(), release()).then_err(has("chen"));
}

#[test]
fn there_is_something_to_give_back() {
    given_submitted().when(clerk(), release()).then_err(Rejection::NotAssigned);
}

#[test]
fn an_applicant_never_learns_who_has_it() {
    for by in [lin(), stranger(), Actor::Anonymous] {
        claimed().when(by.clone(), release()).then_err(only(&["approver", "clerk"]));
        claimed().when(by.clone(), assign("wu")).then_err(only(&["clerk"]));
        claimed().when(by, Intent::Claim).then_err(only(&["clerk"]));
    }
}

#[test]
fn it_ends_with_the_state_the_department_and_the_case() {
    let ended = |given: Given| assignee(&given).is_none();
    assert!(ended(claimed().after(clerk(), act("accept"))));
    assert!(ended(claimed().after(clerk(), act("pass-on").to("roads"))));
    assert!(ended(claimed().after(lin(), act("take-back"))));
    assert!(ended(claimed().at("03-12T10:00").settled().go_on()));
    assert!(!ended(claimed().after(clerk(), act("note"))));
}

#[test]
fn it_outlasts_a_supplement() {
    let noticed = given_notice().after(clerk(), Intent::Claim);
    let answered = noticed.at("03-03T10:00").after(lin(), answer(answers(), &["/name"]));
    assert_eq!(assignee(&answered), Some("chen"));
}

// === What it keeps others from ===

#[test]
fn others_leave_it_alone() {
    for action in [act("accept"), act("ask").item("/name"), act("pass-on").to("roads"), act("note")] {
        claimed().when(wu(), action).then_err(has("chen"));
    }
    claimed().after(clerk(), act("accept"));
}

#[test]
fn the_applicant_goes_on_and_so_does_time() {
    claimed().after(lin(), act("note"));
    claimed().after(lin(), act("take-back"));
    claimed().at("03-12T10:00").settled().then_history(&[("03-10T00:00", "LimitPassed")]);
}

#[test]
fn what_is_no_action_of_the_module_is_for_every_officer_of_the_department() {
    claimed().after(wu(), say("Which plot?")).after(wu(), present(&["survey"]));
}

#[test]
fn who_oversees_it_acts_without_taking_it_away() {
    let extending = given_accepted().with(|module| {
        for action in &mut module.workflow.actions {
            if matches!(action.effect, Effect::Note) {
                action.roles = vec!["leader".parse().unwrap(), "clerk".parse().unwrap()];
            }
        }
    });
    let given = extending.after(approver(), Intent::Claim);
    given.clone().when(clerk(), act("note")).then_err(has("he"));
    assert_eq!(assignee(&given.after(shi(), act("note"))), Some("he"));
}

#[test]
fn what_its_officer_must_not_do_is_free_for_others() {
    // Chen accepted it and has it in hand for what a clerk does; that is checked by somebody else.
    let given = four_eyes().after(clerk(), Intent::Claim);
    given.after(approver(), act("grant").field("plot", "7"));
    let grant = act("grant").field("plot", "7");
    given_accepted().after(clerk(), Intent::Claim).when(approver(), grant).then_err(has("chen"));
}

// === What is told of it ===

#[test]
fn what_is_available_follows_from_the_same_rules() {
    use AssignmentAct::{Assign, Claim, Release};
    let table: Vec<(Given, Actor, Vec<AssignmentAct>)> = vec![
        (given_submitted(), clerk(), vec![Claim, Assign]),
        (given_submitted(), approver(), vec![]),
        (given_submitted(), shi(), vec![Assign]),
        (given_submitted(), lin(), vec![]),
        (claimed(), clerk(), vec![Assign, Release]),
        (claimed(), wu(), vec![]),
        (claimed(), shi(), vec![Assign, Release]),
        (given_submitted().after(clerk(), assign("wu")), clerk(), vec![Assign, Release]),
        (given_closed(), clerk(), vec![]),
    ];
    for (given, actor, expected) in table {
        let acts = available_assignments(&given.module, &given.facts, &given.case, &actor, given.at);
        assert_eq!(acts, expected, "{actor:?}");
    }
}

#[test]
fn a_department_below_is_overseen_from_above() {
    let mut given = claimed();
    let parks: DepartmentName = "parks".parse().unwrap();
    given.facts.departments.insert(parks, Some("gov".parse().unwrap()));
    assert_eq!(assignee(&given.after(officer("gao", "gov", "leader"), assign("wu"))), Some("wu"));
}
