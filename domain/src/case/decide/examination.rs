//! The examination between acceptance and decision, told as histories: procedures, rest, extension,
//! several officers, return and termination.

use crate::calendar::Limit;
use crate::case::event::{ClockName, EventBody};
use crate::case::given::{
    Given, act, answer, answers, approver, at, case_due, clerk, due, ends, enters, form, given_accepted,
    given_submitted, lin, object, officer, performed,
};
use crate::case::{Actor, Intent, Rejection, Stage};
use crate::module::{Action, Effect, End, Expiry, Module, Procedure, ProcedureClock, State};
use crate::text::Text;

/// The permit to fell a tree, with an examination.
fn examined(module: &mut Module) {
    let basis = || vec!["law-1".parse().unwrap()];
    let procedure = |name: &str, days, clock| Procedure {
        name: name.parse().unwrap(),
        title: Text::default(),
        basis: Some("law-45".parse().unwrap()),
        most: Limit::WorkingDays(days),
        clock,
        kind: None,
    };
    let start = |name, days, clock| Effect::StartProcedure { procedure: procedure(name, days, clock) };
    let end = |name: &str| Effect::EndProcedure { procedure: name.parse().unwrap() };
    let again = |role: &str| Action { roles: vec![role.parse().unwrap()], ..module.workflow.actions[7].clone() };
    let action = |name: &str, role: &str, effect| Action {
        name: name.parse().unwrap(),
        from: ["review", "intake"].map(|state| state.parse().unwrap()).to_vec(),
        to: None,
        effect,
        ..again(role)
    };
    let more = vec![
        action("start-test", "clerk", start("test", 10, ProcedureClock::Stopped)),
        action("end-test", "clerk", end("test")),
        action("start-visit", "clerk", start("visit", 3, ProcedureClock::Running)),
        action("end-visit", "clerk", end("visit")),
        action("extend", "approver", Effect::Extend),
        action("rest", "clerk", Effect::Suspend { basis: basis() }),
        action("go-on", "clerk", Effect::Resume),
        action("give-back", "clerk", Effect::Return { times_max: 1 }),
        Action { to: Some("ended".parse().unwrap()), ..action("end", "clerk", Effect::Terminate { basis: basis() }) },
        Action { officers: 2, to: Some("making".parse().unwrap()), ..action("check", "clerk", Effect::Note) },
    ];
    let last = module.workflow.states[7].clone();
    module.workflow.states.push(State { name: "ended".parse().unwrap(), end: Some(End::Terminated), ..last });
    module.workflow.actions.extend(more);
    module.limits.extension = Some(Limit::WorkingDays(10));
}

/// Accepted on Monday, 2026-03-02: promised until the 16th, in review until the 16th, by law until
/// the 30th.
fn given_examined() -> Given {
    given_accepted().with(examined)
}

fn testing() -> Given {
    given_examined().at("03-04T10:00").after(clerk(), act("start-test"))
}

fn resting() -> Given {
    given_examined().at("03-04T10:00").after(clerk(), act("rest").because("a flood").resting_on("law-1"))
}

fn open(procedure: &str) -> Rejection {
    Rejection::ProcedureOpen { procedure: procedure.parse().unwrap() }
}

// === Procedures ===

#[test]
fn a_procedure_stops_the_clock_and_its_end_lets_it_go_on_with_what_was_left() {
    // Two working days were used, the 3rd and the 4th; the day of going on is not counted.
    let then = testing().at("03-11T10:00").when(clerk(), act("end-test"));
    then.then_last(&EventBody::ProcedureEnded {
        performed: performed("end-test", None),
        procedure: "test".parse().unwrap(),
        clocks: vec![
            (ClockName::Statutory, due(4, 6)),
            (ClockName::Promised, due(3, 23)),
            (ClockName::State, due(3, 23)),
        ],
    });
    let clocks = &then.case().clocks;
    assert_eq!((clocks.promised.unwrap().due, clocks.statutory.unwrap().due), (due(3, 23), due(4, 6)));
    then.go_on()
        .at("03-24T00:00")
        .settled()
        .then_history(&[("03-24T00:00", "LimitPassed"), ("03-24T00:00", "LimitPassed")]);
}

#[test]
fn a_clock_that_stopped_on_its_last_day_has_the_day_of_going_on() {
    let then = given_examined()
        .at("03-16T10:00")
        .after(clerk(), act("start-test"))
        .at("03-19T10:00")
        .when(clerk(), act("end-test"));
    assert_eq!(then.case().clocks.promised.unwrap().due, due(3, 19));
}

#[test]
fn nothing_passes_while_the_clock_stands() {
    testing().at("03-18T23:00").settled().then_history(&[]);
}

#[test]
fn an_office_does_not_stop_its_clock_by_silence() {
    let then = testing().at("04-30T10:00").settled();
    then.then_history(&[
        ("03-19T00:00", "ProcedureOverran"),
        ("04-01T00:00", "LimitPassed"),
        ("04-01T00:00", "LimitPassed"),
        ("04-15T00:00", "LimitPassed"),
    ]);
    let late = then.go_on().when(clerk(), act("end-test"));
    assert_eq!((late.case().procedure.as_ref(), late.last().body.dates()), (None, &[][..]));
}

#[test]
fn a_running_procedure_moves_no_limit_and_its_own_passes() {
    let visiting = given_examined().after(clerk(), act("start-visit")).at("03-20T10:00").settled();
    visiting.then_history(&[
        ("03-06T00:00", "ProcedureOverran"),
        ("03-17T00:00", "LimitPassed"),
        ("03-17T00:00", "LimitPassed"),
    ]);
}

#[test]
fn the_case_waits_for_the_end_of_a_procedure() {
    let grant = || act("grant").field("plot", "7");
    testing().when(approver(), grant()).then_err(open("test"));
    testing().when(clerk(), act("start-visit")).then_err(open("test"));
    testing().when(clerk(), act("check")).then_err(open("test"));
    testing().when(clerk(), act("rest").because("a flood").resting_on("law-1")).then_err(open("test"));
    testing().after(clerk(), act("note")).after(clerk(), act("pass-on").to("roads"));
    testing().after(lin(), act("take-back"));
    testing().at("03-11T10:00").after(clerk(), act("end-test")).after(approver(), grant());
}

#[test]
fn what_was_not_begun_does_not_end() {
    let not_open = |name: &str| Rejection::ProcedureNotOpen { procedure: name.parse().unwrap() };
    given_examined().when(clerk(), act("end-test")).then_err(not_open("test"));
    testing().when(clerk(), act("end-visit")).then_err(not_open("visit"));
}

// === Rest ===

#[test]
fn a_case_that_rests_is_resumed_first() {
    let since = at("03-04T10:00");
    resting().when(approver(), act("grant").field("plot", "7")).then_err(Rejection::CaseSuspended { since });
    resting().when(approver(), act("extend").because("hard")).then_err(Rejection::CaseSuspended { since });
    resting().at("12-01T10:00").settled().then_history(&[]);
    given_examined().when(clerk(), act("go-on")).then_err(Rejection::NotSuspended);
}

#[test]
fn a_case_that_goes_on_has_what_was_left() {
    let then = resting().at("03-11T10:00").when(clerk(), act("go-on"));
    assert_eq!(then.case().clocks.promised.unwrap().due, due(3, 23));
    assert_eq!(then.case().suspended_at, None);
}

#[test]
fn rest_needs_a_legal_basis_and_a_reason() {
    let allowed = vec!["law-1".parse().unwrap()];
    given_examined().when(clerk(), act("rest").resting_on("law-1")).then_err(Rejection::ReasonRequired);
    given_examined().when(clerk(), act("rest").because("x")).then_err(Rejection::LegalBasisRequired { allowed });
}

#[test]
fn a_calendar_that_comes_later_counts_around_the_stops() {
    let given = resting().at("03-11T10:00").after(clerk(), act("go-on"));
    let holiday = jiff::civil::date(2026, 3, 12);
    let then = given.at("03-11T12:00").with_year(2026, &[holiday]).settled();
    then.then_history(&[("03-11T12:00", "DueRecomputed")]);
    assert_eq!(then.case().clocks.promised.unwrap().due, due(3, 24));
}

// === Extension ===

#[test]
fn a_limit_is_lengthened_once_with_a_reason_and_in_time() {
    let extend = || act("extend").because("two experts disagree");
    given_examined().when(approver(), act("extend")).then_err(Rejection::ReasonRequired);
    let then = given_examined().at("03-10T10:00").when(approver(), extend());
    then.then_last(&EventBody::LimitExtended {
        performed: performed("extend", None),
        by: Limit::WorkingDays(10),
        clocks: vec![
            (ClockName::Statutory, due(4, 13)),
            (ClockName::Promised, due(3, 30)),
            (ClockName::State, due(3, 30)),
        ],
    });
    then.go_on().when(approver(), extend()).then_err(Rejection::ExtendedBefore);
    let ended = due(3, 16).at;
    given_examined().at("03-17T00:00").when(approver(), extend()).then_err(Rejection::ExtendedTooLate { ended });
}

#[test]
fn what_does_not_run_is_not_lengthened() {
    let extend = || act("extend").because("two experts disagree");
    given_submitted().with(examined).when(approver(), extend()).then_err(Rejection::NothingToExtend);
    given_examined()
        .with(|module| module.limits.extension = None)
        .when(approver(), extend())
        .then_err(Rejection::NothingToExtend);
}

#[test]
fn a_limit_that_stands_is_lengthened_when_it_goes_on() {
    let then = testing().when(approver(), act("extend").because("two experts disagree"));
    assert_eq!(then.last().body.dates(), []);
    let then = then.go_on().at("03-11T10:00").when(clerk(), act("end-test"));
    assert_eq!(then.case().clocks.promised.unwrap().due, due(4, 6));
}

// === Silence ===

fn silent() -> Given {
    given_submitted().with(|module| {
        let expiry = module.workflow.states[0].on_expiry.as_mut().unwrap();
        *expiry = Expiry { to: "review".parse().unwrap(), deems_accepted: true };
    })
}

#[test]
fn silence_accepts_and_the_limits_count_from_when_the_materials_came() {
    let then = silent().at("03-10T10:00").settled();
    then.then_history(&[("03-10T00:00", "CaseDeemedAccepted")]).then_last(&EventBody::CaseDeemedAccepted {
        since: at("03-02T10:00"),
        arrival: Some(enters("review", Some(due(3, 24)))),
        due: Some(case_due((3, 16), (3, 30))),
        calendar_version: 1,
    });
    assert_eq!(then.case().stage, Stage::Accepted);
}

#[test]
fn after_a_supplement_silence_counts_from_its_answer() {
    let answered =
        silent().after(clerk(), act("ask").item("/name")).at("03-05T10:00").after(lin(), answer(answers(), &["/name"]));
    let then = answered.at("03-13T10:00").settled();
    then.then_history(&[("03-13T00:00", "CaseDeemedAccepted")]);
    assert_eq!(then.case().clocks.promised.unwrap().due, due(3, 19));
}

#[test]
fn what_is_missing_is_told_once() {
    let answered = || given_submitted().after(clerk(), act("ask").item("/plot")).after(lin(), answer(answers(), &[]));
    let again = |item: &str| act("ask").item(item);
    let before = || Rejection::AskedBefore { items: vec!["/plot".to_owned()] };
    answered().when(clerk(), again("/plot")).then_err(before());
    answered().when(clerk(), again("/plot/row")).then_err(before());
    answered().after(clerk(), again("/name"));
}

// === Several officers ===

#[test]
fn a_check_by_two_takes_effect_with_the_second() {
    let first = given_examined().when(clerk(), act("check"));
    first.then_last(&EventBody::SignatureAdded(performed("check", None)));
    assert_eq!(first.case().state.as_str(), "review");
    let second = first.go_on().when(officer("wu", "parks", "clerk"), act("check"));
    assert_eq!((second.last().body.type_name(), second.case().state.as_str()), ("NoteAdded", "making"));
    assert!(second.case().signatures.is_empty());
}

#[test]
fn who_has_the_case_in_hand_keeps_no_second_officer_from_a_check_by_two() {
    let wu = || officer("wu", "parks", "clerk");
    let in_hand = || given_examined().after(clerk(), Intent::Claim);
    in_hand().after(clerk(), act("check")).after(wu(), act("check"));
    in_hand().after(wu(), act("check")).after(clerk(), act("check"));
    let officer = clerk().subject().unwrap().clone();
    in_hand().when(wu(), act("start-test")).then_err(Rejection::AssignedToAnother { officer });
}

#[test]
fn one_officer_is_not_two() {
    given_examined()
        .after(clerk(), act("check"))
        .when(clerk(), act("check"))
        .then_err(Rejection::AnotherOfficerNeeded { officers: 2 });
}

// === Return and termination ===

#[test]
fn a_case_goes_back_to_where_it_came_from_and_not_too_often() {
    let roads = || officer("wang", "roads", "clerk");
    let back = || act("give-back").because("not our road");
    given_examined().when(clerk(), back()).then_err(Rejection::NothingToReturn);
    let passed_on = || given_examined().after(clerk(), act("pass-on").to("roads"));
    passed_on().when(roads(), act("give-back")).then_err(Rejection::ReasonRequired);
    let then = passed_on().when(roads(), back());
    then.then_last(&EventBody::CaseReturned {
        performed: performed("give-back", None),
        from: "roads".parse().unwrap(),
        to: "parks".parse().unwrap(),
    });
    then.go_on()
        .after(clerk(), act("pass-on").to("roads"))
        .when(roads(), back())
        .then_err(Rejection::ReturnedTooOften { times_max: 1 });
}

#[test]
fn what_leaves_nothing_to_decide_ends_the_case_with_a_basis_and_a_reason() {
    let end = || act("end").because("the tree fell in the storm").resting_on("law-1");
    let then = testing().when(clerk(), end());
    then.then_last(&EventBody::CaseTerminated {
        performed: performed("end", Some(ends("ended", End::Terminated))),
        legal_basis: "law-1".parse().unwrap(),
    });
    assert!(then.case().stops.is_empty() && then.case().procedure.is_none());
    testing().when(clerk(), act("end").resting_on("law-1")).then_err(Rejection::ReasonRequired);
    let allowed = vec!["law-1".parse().unwrap()];
    testing().when(clerk(), act("end").because("fell")).then_err(Rejection::LegalBasisRequired { allowed });
}

#[test]
fn personal_fields_of_a_signature_are_sealed() {
    let form = form(serde_json::json!({
        "type": "object", "properties": {"phone": {"type": "string", "maxLength": 20}}
    }));
    let then = given_examined()
        .with(|module| {
            let check = module.workflow.actions.iter_mut().find(|action| action.officers == 2).unwrap();
            check.demands.fields = Some(form);
        })
        .when(clerk(), act("check").field("phone", "12345"));
    assert_eq!(then.last().personal[0].value, object_value("phone", "12345"));
    assert!(matches!(then.last().by, Actor::Officer { .. }));
}

fn object_value(name: &str, value: &str) -> serde_json::Value {
    serde_json::Value::Object(object(serde_json::json!({ name: value })))
}

#[test]
fn what_was_granted_is_taken_back_with_a_basis_and_a_reason() {
    let made = || {
        given_accepted().after(approver(), act("grant").field("plot", "7")).with(|module| {
            examined(module);
            let action = module.workflow.actions.iter_mut().find(|action| action.name.as_str() == "end").unwrap();
            action.from = vec!["making".parse().unwrap()];
            action.effect = Effect::Revoke { basis: vec!["law-1".parse().unwrap()] };
        })
    };
    let end = || act("end").because("the tree was not yours").resting_on("law-1");
    made().when(clerk(), act("end").resting_on("law-1")).then_err(Rejection::ReasonRequired);
    let then = made().when(clerk(), end());
    then.then_history(&[("03-02T10:00", "ResultRevoked"), ("03-02T10:00", "DistrustRecorded")]);
    assert_eq!(then.case().stage, Stage::Closed);
}
