//! What others have to say, told as histories: opinions of departments, objections to public notices, hearings.

use jiff::Timestamp;

use crate::calendar::Limit;
use crate::case::event::{ClockName, EventBody, Wait};
use crate::case::given::{
    Given, Then, act, action, approver, at, clerk, due, enters, given_accepted, given_submitted, lin, officer,
    performed, stranger,
};
use crate::case::{Actor, Intent, OpinionAnswer, Rejection};
use crate::module::{Effect, Module, Procedure, ProcedureClock, ProcedureKind, Silence, State};
use crate::name::{DepartmentName, SubjectId};
use crate::text::Text;

/// The permit to fell a tree, where the roads and the old town are asked, and the public.
fn consulting(module: &mut Module) {
    let ask = |names: &[&str], silence| Effect::RequestOpinions {
        from: departments(names),
        within: Limit::WorkingDays(5),
        silence,
        on_all: Some("heard".parse().unwrap()),
    };
    let procedure = |name: &str, kind| Procedure {
        name: name.parse().unwrap(),
        title: Text::default(),
        basis: Some("law-1".parse().unwrap()),
        most: Limit::CalendarDays(7),
        clock: ProcedureClock::Stopped,
        kind: Some(kind),
    };
    let start = |name: &str, kind| Effect::StartProcedure { procedure: procedure(name, kind) };
    let end = |name: &str| Effect::EndProcedure { procedure: name.parse().unwrap() };
    let notice = ProcedureKind::PublicNotice { check_within: Limit::WorkingDays(10) };
    let hearing = ProcedureKind::Hearing { told_before: Limit::CalendarDays(3) };
    let heard = State { name: "heard".parse().unwrap(), ..module.workflow.states[2].clone() };
    module.workflow.states.push(heard);
    for deciding in &mut module.workflow.actions[3..5] {
        deciding.from.push("heard".parse().unwrap());
    }
    module.workflow.actions.extend([
        action("consult", "review", None, "clerk", ask(&["roads", "old-town", "parks"], Silence::Consents)),
        action("look-up", "review", None, "clerk", ask(&["gov"], Silence::Waits)),
        action("agree", "review heard", None, "clerk", Effect::GiveOpinion { agrees: true }),
        action("disagree", "review heard", None, "clerk", Effect::GiveOpinion { agrees: false }),
        action("announce", "review", None, "clerk", start("notice", notice)),
        action("close-notice", "review", None, "clerk", end("notice")),
        action("summon", "review", None, "clerk", start("hearing", hearing)),
        action("hear", "review", None, "approver", end("hearing")),
        action("uphold", "review heard", None, "approver", Effect::AnswerObjection { upheld: true }),
        action("dismiss", "review heard", None, "approver", Effect::AnswerObjection { upheld: false }),
    ]);
}

fn departments(names: &[&str]) -> Vec<DepartmentName> {
    names.iter().map(|name| name.parse().unwrap()).collect()
}

/// Accepted on Monday, 2026-03-02.
fn given_consulting() -> Given {
    given_accepted().with(consulting)
}

/// The roads and the old town have until Monday, the 9th.
pub(super) fn consulted() -> Given {
    given_consulting().after(clerk(), act("consult"))
}

fn roads() -> Actor {
    officer("wang", "roads", "clerk")
}

fn old_town() -> Actor {
    officer("shi", "old-town", "clerk")
}

/// On public notice until Monday, the 9th; the limits of the case stand still.
pub(super) fn announced() -> Given {
    given_consulting().after(clerk(), act("announce"))
}

pub(super) fn object(reason: &str) -> Intent {
    Intent::RaiseObjection { reason: reason.to_owned() }
}

fn grant(given: Given) -> Then {
    given.when(approver(), act("grant").field("plot", "7"))
}

// === Opinions ===

#[test]
fn departments_are_asked_at_the_same_time_but_not_the_one_that_asks() {
    let then = given_consulting().when(clerk(), act("consult"));
    then.then_last(&EventBody::OpinionsRequested {
        performed: performed("consult", None),
        departments: departments(&["roads", "old-town"]),
        within: Limit::WorkingDays(5),
        due: due(3, 9),
        silence: Silence::Consents,
        on_all: Some("heard".parse().unwrap()),
    });
    assert!(then.case().consulted().eq(&departments(&["roads", "old-town"])));
}

#[test]
fn nobody_is_asked_again_before_they_have_answered() {
    let departments = departments(&["roads", "old-town"]);
    consulted().when(clerk(), act("consult")).then_err(Rejection::OpinionsAsked { departments });
    consulted().after(clerk(), act("look-up"));
}

#[test]
fn the_case_goes_on_when_every_opinion_is_there() {
    let then = consulted().when(roads(), act("agree"));
    let given = |department: &str, arrival, agrees| EventBody::OpinionGiven {
        performed: performed(if agrees { "agree" } else { "disagree" }, arrival),
        department: department.parse().unwrap(),
        agrees,
    };
    then.then_last(&given("roads", None, true));
    let then = then.go_on().when(old_town(), act("disagree").because("a rare owl"));
    then.then_last(&given("old-town", Some(enters("heard", Some(due(3, 16)))), false));
    let answers: Vec<_> = then.case().opinions.iter().map(|one| one.answer.map(|answer| answer.agrees)).collect();
    assert_eq!(answers, [Some(true), Some(false)]);
}

#[test]
fn a_department_that_disagrees_says_why() {
    consulted().when(roads(), act("disagree")).then_err(Rejection::ReasonRequired);
}

#[test]
fn only_a_department_that_was_asked_gives_its_opinion_once() {
    let asked = |names: &[&str]| Rejection::OpinionNotAsked { asked: departments(names) };
    consulted().when(clerk(), act("agree")).then_err(asked(&["roads", "old-town"]));
    consulted().after(roads(), act("agree")).when(roads(), act("agree")).then_err(asked(&["old-town"]));
    given_consulting().when(roads(), act("agree")).then_err(asked(&[]));
    // What else there is to do is for the department that has the case.
    consulted()
        .when(roads(), act("pass-on").to("roads"))
        .then_err(Rejection::OtherDepartment { department: "parks".parse().unwrap() });
}

#[test]
fn who_has_the_case_in_hand_keeps_no_department_from_its_opinion() {
    consulted().after(clerk(), Intent::Claim).after(roads(), act("agree"));
}

#[test]
fn nothing_is_decided_before_every_opinion_is_there() {
    let departments = departments(&["old-town"]);
    let outstanding = Rejection::OpinionsOutstanding { departments };
    grant(consulted().after(roads(), act("agree"))).then_err(outstanding.clone());
    let refuse = act("refuse").because("a rare tree").resting_on("law-1");
    consulted().after(roads(), act("agree")).when(approver(), refuse).then_err(outstanding);
    assert!(grant(consulted().after(roads(), act("agree")).after(old_town(), act("agree"))).outcome.is_ok());
}

#[test]
fn silence_is_consent_at_the_moment_the_limit_ends() {
    let then = consulted().after(roads(), act("agree")).at("03-20T10:00").settled();
    then.then_history(&[("03-10T00:00", "OpinionsLapsed"), ("03-17T00:00", "LimitPassed")]);
    assert_eq!(
        then.outcome.as_ref().unwrap()[0].body,
        EventBody::OpinionsLapsed {
            departments: departments(&["old-town"]),
            due: due(3, 9),
            silence: Silence::Consents,
            arrival: Some(enters("heard", Some(due(3, 24)))),
            calendar_version: 1,
        }
    );
    let deemed = OpinionAnswer { agrees: true, deemed: true, at: at("03-10T00:00") };
    assert_eq!(then.case().opinions[1].answer, Some(deemed));
}

#[test]
fn silence_about_what_must_be_known_is_no_consent() {
    let then = given_consulting().after(clerk(), act("look-up")).at("03-12T10:00").settled();
    then.then_history(&[("03-10T00:00", "OpinionsLapsed")]);
    let departments = departments(&["gov"]);
    let given = then.go_on();
    grant(Given { case: given.case.clone(), ..given_consulting() })
        .then_err(Rejection::OpinionsOutstanding { departments });
    given.after(officer("gao", "gov", "clerk"), act("agree"));
}

#[test]
fn who_was_asked_may_look_until_the_case_is_over() {
    let answered = consulted().after(roads(), act("agree")).after(old_town(), act("agree"));
    let granted = grant(answered);
    assert_eq!(granted.case().consulted().count(), 2);
    let closed = granted.go_on().when(clerk(), act("issue"));
    assert_eq!(closed.case().consulted().count(), 0);
}

// === Public notices ===

#[test]
fn a_public_notice_ends_by_time_alone_and_the_limits_go_on() {
    let until = due(3, 9).at;
    announced().when(clerk(), act("close-notice")).then_err(Rejection::PublicNoticeRuns { until });
    let then = announced().at("03-11T10:00").settled();
    then.then_history(&[("03-10T00:00", "PublicNoticeEnded")]).then_last(&EventBody::PublicNoticeEnded {
        procedure: "notice".parse().unwrap(),
        due: due(3, 9),
        clocks: vec![
            (ClockName::Statutory, due(4, 7)),
            (ClockName::Promised, due(3, 24)),
            (ClockName::State, due(3, 24)),
        ],
        calendar_version: 1,
    });
    assert_eq!((then.case().procedure.as_ref(), then.case().stands_still()), (None, false));
}

#[test]
fn everybody_but_the_applicant_objects_once() {
    let then = announced().at("03-03T10:00").when(stranger(), object("my view"));
    then.then_last(&EventBody::ObjectionRaised {
        procedure: "notice".parse().unwrap(),
        objection: 1,
        within: Limit::WorkingDays(10),
        due: due(3, 17),
        calendar_version: 1,
    });
    assert_eq!(then.last().personal[0].subject.as_ref(), stranger().subject());
    then.go_on().when(stranger(), object("again")).then_err(Rejection::ObjectedBefore);
    for by in [lin(), clerk(), Actor::Anonymous] {
        announced().when(by, object("x")).then_err(Rejection::ObjectionNotAllowed);
    }
    announced().when(stranger(), object(" ")).then_err(Rejection::ReasonRequired);
}

#[test]
fn there_is_something_to_object_to() {
    given_consulting().when(stranger(), object("x")).then_err(Rejection::NoPublicNotice);
    given_submitted().when(stranger(), object("x")).then_err(Rejection::NoPublicNotice);
    announced().at("03-10T00:00").when(stranger(), object("x")).then_err(Rejection::NoPublicNotice);
}

#[test]
fn nothing_is_decided_before_every_objection_is_answered() {
    let acme = Actor::Company { subject: SubjectId("acme".to_owned()) };
    let given = announced().after(stranger(), object("my view")).after(acme, object("my shade"));
    let over = given.at("03-10T10:00");
    let case = over.case.clone();
    let later = || Given { case: case.clone(), ..given_consulting().at("03-10T10:00") };
    grant(later()).then_err(Rejection::ObjectionsUnanswered { objections: vec![1, 2] });
    let answered = later().after(approver(), act("dismiss").because("no view"));
    let then = answered.when(approver(), act("uphold").because("shade"));
    then.then_last(&EventBody::ObjectionAnswered { performed: performed("uphold", None), objection: 2, upheld: true });
    assert_eq!(then.last().personal[0].subject.as_ref().map(|subject| subject.0.as_str()), Some("acme"));
    assert!(grant(then.go_on()).outcome.is_ok());
}

#[test]
fn an_answer_needs_an_objection_and_a_reason() {
    given_consulting().when(approver(), act("dismiss").because("x")).then_err(Rejection::NoObjectionOpen);
    let given = announced().after(stranger(), object("my view"));
    given.when(approver(), act("dismiss")).then_err(Rejection::ReasonRequired);
}

#[test]
fn the_check_of_an_objection_has_a_limit_that_passes_once() {
    let given = announced().after(stranger(), object("my view"));
    let then = given.at("03-20T10:00").settled();
    then.then_history(&[("03-10T00:00", "PublicNoticeEnded"), ("03-17T00:00", "LimitPassed")]);
    assert!(then.case().waits.iter().all(|waiting| waiting.wait == Wait::Objection(1) && waiting.passed));
}

// === Hearings ===

#[test]
fn a_hearing_is_held_when_it_was_told_long_enough_before() {
    let from: Timestamp = due(3, 5).at;
    let summoned = || given_consulting().after(clerk(), act("summon"));
    summoned().at("03-05T10:00").when(approver(), act("hear")).then_err(Rejection::HearingTooEarly { from });
    summoned().at("03-06T10:00").after(approver(), act("hear"));
}
