//! Limits by answers, told as histories: which alternative holds, from when, and what does not change it.

use serde_json::{Map, Value, json};

use crate::calendar::Limit;
use crate::case::event::{CaseDue, EventBody};
use crate::case::given::{
    Given, Then, act, action, answer, answers, approver, at, case_due, clerk, due, enters, given, lin, object, submit,
    submit_with,
};
use crate::case::limits::ChosenLimits;
use crate::case::migration::{Kept, KeptLimits, Migration};
use crate::case::{Actor, Intent, Rejection};
use crate::expression::Expression;
use crate::module::{Effect, Expiry, LimitsByAnswers, Module, Start, StateLimit};
use crate::text::Text;

fn alternative(when: &str, days: u16, extension: Option<Limit>, states: &[(&str, Limit)]) -> LimitsByAnswers {
    let state = |(state, limit): &(&str, Limit)| StateLimit { state: state.parse().unwrap(), limit: *limit };
    LimitsByAnswers {
        title: Text::default(),
        when: Expression::parse(when).unwrap(),
        promised: Limit::WorkingDays(days),
        extension,
        states: states.iter().map(state).collect(),
    }
}

/// The permit to fell a tree: in the south in 2 working days, in the north, and for who says more of the plot, in 4.
fn by_answers(module: &mut Module) {
    module.guide.documents.truncate(2);
    let review = |days| ("review", Limit::WorkingDays(days));
    module.limits.extension = Some(Limit::WorkingDays(5));
    module.limits.by_answers = vec![
        alternative("answers.plot.row == \"7\"", 4, Some(Limit::WorkingDays(1)), &[review(4)]),
        alternative("answers.place == \"south\"", 2, None, &[review(2), ("intake", Limit::Hours(8))]),
        alternative("answers.place in [\"north\", \"south\"]", 4, None, &[review(3)]),
    ];
    module.workflow.actions.push(action("extend", "review", None, "approver", Effect::Extend));
}

fn at_place(place: &str) -> Map<String, Value> {
    Map::from_iter([("place".to_owned(), json!(place)), ("name".to_owned(), json!("Lin"))])
}

/// Submitted on Monday, 2026-03-02, at 10.
fn submitted(answers: Map<String, Value>) -> Given {
    given().with(by_answers).after(lin(), submit_with(answers))
}

fn chosen(then: &Then) -> Option<u16> {
    then.case().limits.map(|limits| limits.rule)
}

fn south() -> ChosenLimits {
    ChosenLimits { rule: 1, promised: Limit::WorkingDays(2), extension: None }
}

#[test]
fn the_first_alternative_that_holds_is_chosen_and_without_one_the_plain_limits() {
    let of = |answers| chosen(&given().with(by_answers).when(lin(), submit_with(answers)));
    assert_eq!(of(at_place("south")), Some(1));
    assert_eq!(of(at_place("north")), Some(2));
    assert_eq!(of(at_place("east")), None);
    let mut both = at_place("south");
    both.insert("plot".to_owned(), json!({"row": "7"}));
    assert_eq!(of(both), Some(0));
}

#[test]
fn a_condition_that_cannot_be_judged_does_not_hold() {
    // The first asks for a row that is not there.
    assert_eq!(chosen(&given().with(by_answers).when(lin(), submit_with(at_place("south")))), Some(1));
}

#[test]
fn a_sealed_answer_may_choose_and_is_not_in_what_is_recorded() {
    let then = given()
        .with(|module| {
            module.limits.by_answers = vec![alternative("answers.name == \"Lin\"", 2, None, &[])];
        })
        .when(lin(), submit());
    assert_eq!(chosen(&then), Some(0));
    assert!(!serde_json::to_string(&then.last().body).unwrap().contains("Lin"));
}

#[test]
fn submission_starts_what_it_chose() {
    let then = given()
        .with(by_answers)
        .with(|module| module.limits.starts = Start::Submission)
        .when(lin(), submit_with(at_place("south")));
    let EventBody::CaseSubmitted { due: case_dues, limits, arrival, .. } = &then.last().body else { panic!("no") };
    assert_eq!(*limits, Some(south()));
    assert_eq!(*case_dues, Some(CaseDue { limits: Some(south()), ..case_due((3, 4), (3, 30)) }));
    assert_eq!(arrival.due.unwrap().at, at("03-02T18:00"));
}

#[test]
fn acceptance_starts_what_submission_chose_and_says_so() {
    let then = submitted(at_place("south")).at("03-02T15:00").when(clerk(), act("accept"));
    let EventBody::CaseAccepted { due: case_dues, performed, .. } = &then.last().body else { panic!("no") };
    assert_eq!(*case_dues, Some(CaseDue { limits: Some(south()), ..case_due((3, 4), (3, 30)) }));
    assert_eq!(performed.arrival, Some(enters("review", Some(due(3, 4)))));
}

#[test]
fn silence_starts_what_submission_chose() {
    let then = submitted(at_place("north"))
        .with(|module| {
            module.workflow.states[0].on_expiry = Some(Expiry { to: "review".parse().unwrap(), deems_accepted: true });
        })
        .at("03-10T09:00")
        .settled();
    let accepted = then.happened().find(|event| event.body.type_name() == "CaseDeemedAccepted").unwrap();
    let EventBody::CaseDeemedAccepted { due: Some(case_dues), .. } = &accepted.body else { panic!("no") };
    assert_eq!((case_dues.promised, case_dues.limits.map(|limits| limits.rule)), (due(3, 6), Some(2)));
}

#[test]
fn the_answer_to_a_supplement_notice_does_not_choose_again() {
    let mut moved = answers();
    moved.insert("place".to_owned(), json!("south"));
    let asked = submitted(at_place("north")).after(clerk(), act("ask").item("/place"));
    let then = asked.after(lin(), answer(moved, &["/place"])).when(clerk(), act("accept"));
    assert_eq!((chosen(&then), then.case().clocks.promised.unwrap().due), (Some(2), due(3, 6)));
}

#[test]
fn a_new_round_has_the_same_limits() {
    let closed = submitted(at_place("south"))
        .after(clerk(), act("accept"))
        .after(approver(), act("grant").field("plot", "7"))
        .after(clerk(), act("issue"));
    let then = closed.when(lin(), act("take-up"));
    assert_eq!((chosen(&then), then.case().clocks.promised.unwrap().due), (Some(1), due(3, 4)));
    assert_eq!(then.case().clocks.state.unwrap().due, due(3, 4));
}

#[test]
fn an_alternative_is_lengthened_by_its_own_extension_or_never() {
    let extend = || act("extend").because("two experts disagree");
    let accepted = |answers| submitted(answers).after(clerk(), act("accept"));
    let mut seven = at_place("south");
    seven.insert("plot".to_owned(), json!({"row": "7"}));
    let then = accepted(seven).when(approver(), extend());
    assert_eq!(then.case().clocks.promised.unwrap().due, due(3, 9));
    assert_eq!(then.case().clocks.state.unwrap().due, due(3, 9));
    accepted(at_place("south")).when(approver(), extend()).then_err(Rejection::NothingToExtend);
    let then = accepted(at_place("east")).when(approver(), extend());
    assert_eq!(then.case().clocks.promised.unwrap().due, due(3, 23));
}

#[test]
fn a_calendar_that_comes_later_counts_the_chosen_lengths_again() {
    let accepted = submitted(at_place("south")).after(clerk(), act("accept"));
    let then = accepted.at("03-03T10:00").with_year(2026, &[jiff::civil::date(2026, 3, 4)]).settled();
    assert_eq!(then.case().clocks.promised.unwrap().due, due(3, 5));
    assert_eq!(then.case().clocks.state.unwrap().due, due(3, 5));
}

#[test]
fn a_case_that_is_moved_keeps_what_runs_and_chooses_among_the_new_revision_for_what_starts_then() {
    let accepted = submitted(at_place("south")).after(clerk(), act("accept"));
    let mut newer = accepted.module.clone();
    newer.limits.by_answers.remove(0);
    newer.limits.by_answers[0] =
        alternative("answers.place == \"south\"", 7, None, &[("review", Limit::WorkingDays(6))]);
    let migration = Migration {
        under: 1,
        from: 1,
        to: 2,
        module: std::sync::Arc::new(newer.clone()),
        states: std::collections::BTreeMap::new(),
        answers: at_place("south"),
        ordered_by: None,
    };
    let then = accepted.when(Actor::City, Intent::Migrate(Box::new(migration)));
    let new = ChosenLimits { rule: 0, promised: Limit::WorkingDays(7), extension: None };
    let old = KeptLimits { promised: Limit::WorkingDays(2), statutory: Some(Limit::WorkingDays(20)), extension: None };
    then.then_last(&EventBody::CaseMigrated {
        from: 1,
        to: 2,
        ordered_by: None,
        arrival: None,
        kept: Kept { case: Some(old), state: Some(Limit::WorkingDays(2)), supplement: None },
        limits: Some(new),
        calendar_version: 1,
    });
    assert_eq!(then.case().clocks.promised.unwrap().due, due(3, 4));
    let moved = then.go_on().with(|module| *module = newer);
    let later = moved.clone().at("03-03T10:00").with_year(2026, &[jiff::civil::date(2026, 3, 4)]).settled();
    assert_eq!(later.case().clocks.promised.unwrap().due, due(3, 5));
    let again = moved
        .after(approver(), act("grant").field("plot", "7"))
        .after(clerk(), act("issue"))
        .when(lin(), act("take-up"));
    assert_eq!(again.case().clocks.promised.unwrap().due, due(3, 11));
    assert_eq!(again.case().clocks.state.unwrap().due, due(3, 10));
}

#[test]
fn what_is_stored_without_a_choice_is_read_as_the_plain_limits() {
    let then = given().when(lin(), submit_with(object(json!({"place": "north", "name": "Lin"}))));
    let body = serde_json::to_value(&then.last().body).unwrap();
    assert_eq!(body["caseSubmitted"].get("limits"), None);
    let read: EventBody = serde_json::from_value(body).unwrap();
    assert!(matches!(read, EventBody::CaseSubmitted { limits: None, .. }));
}
