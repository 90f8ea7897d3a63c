//! The table of due dates in `golden/due-dates.jsonl`: more than a thousand cases of 2023 to 2026, told
//! command by command, and what is to be read of their clocks in the end.
//!
//! The table is made by `tests/python/due_dates`, which counts in its own words and takes the days that
//! are worked from a package of other people. Here the same commands go through `decide` and `evolve`,
//! with the calendars of this crate's tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use cityhall_domain::calendar::{Calendar, Due, Limit};
use cityhall_domain::case::command::Perform;
use cityhall_domain::case::{Actor, Case, Command, Intent, OpenCase, decide, evolve};
use cityhall_domain::facts::Facts;
use cityhall_domain::module::{
    Action, Demands, Effect, Expiry, Limits, Module, Procedure, ProcedureClock, Start, State, Workflow,
};
use cityhall_domain::text::Text;
use jiff::Timestamp;
use serde::Deserialize;

use crate::asking::{answer, submission};
use crate::calendars::official_until;
use crate::random::{actors, facts, plain_module};

/// One line of the table.
#[derive(Deserialize)]
struct Scenario {
    id: String,
    shows: String,
    /// The years whose notices come, and when each is published.
    notices: Vec<(i16, Timestamp)>,
    module: Declared,
    steps: Vec<(Timestamp, String)>,
    /// Each clock that the case has in the end, as [`told`] tells it.
    expect: BTreeMap<String, String>,
}

/// What of the module differs from scenario to scenario.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Declared {
    promised: Limit,
    statutory: Option<Limit>,
    extension: Option<Limit>,
    #[serde(default)]
    starts: Starts,
    intake: Option<Limit>,
    review: Option<Limit>,
    drafting: Option<Limit>,
    /// How long the applicant has for an answer.
    answer: Option<Limit>,
    /// How long the test may take, which stops the clocks.
    test: Option<Limit>,
    /// How long the visit may take, which does not.
    visit: Option<Limit>,
    /// Whether the silence of the intake accepts.
    #[serde(default)]
    silence: bool,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Starts {
    #[default]
    Acceptance,
    Submission,
}

fn table() -> Vec<Scenario> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden/due-dates.jsonl");
    fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_date_of_the_table_is_the_one_that_was_counted_elsewhere() {
    let table = table();
    let differ: Vec<String> = table.iter().filter_map(difference).collect();
    assert!(differ.is_empty(), "{} of {} differ:\n{}", differ.len(), table.len(), differ.join("\n"));
}

#[test]
fn the_table_is_as_wide_as_it_says() {
    let table = table();
    let ids: BTreeSet<&str> = table.iter().map(|scenario| scenario.id.as_str()).collect();
    assert_eq!(ids.len(), table.len(), "an id stands twice");
    let words: Vec<&str> = table.iter().flat_map(|scenario| scenario.expect.values()).map(String::as_str).collect();
    for year in ["2023", "2024", "2025", "2026"] {
        let due = words.iter().filter(|words| words.starts_with(year)).count();
        assert!(due >= 500, "{due} due dates in {year}");
    }
    let steps: BTreeSet<&str> =
        table.iter().flat_map(|scenario| &scenario.steps).map(|(_, step)| step.as_str()).collect();
    assert_eq!(steps.len(), 14, "{steps:?}");
    for ending in ["passed", "provisional", "stands still"] {
        assert!(words.iter().filter(|words| words.ends_with(ending)).count() >= 10, "{ending}");
    }
}

/// How the case differs from what was counted; `None`: it does not.
fn difference(scenario: &Scenario) -> Option<String> {
    let (id, shows, expected) = (&scenario.id, &scenario.shows, &scenario.expect);
    match told(scenario) {
        Ok(clocks) if clocks == *expected => None,
        Ok(clocks) => Some(format!("{id}: {shows}\n  counted {expected:?}\n  but was {clocks:?}")),
        Err(refused) => Some(format!("{id}: {shows}\n  {refused}")),
    }
}

/// Every clock that the case has after the steps: its last day if it ends with it, otherwise the moment.
fn told(scenario: &Scenario) -> Result<BTreeMap<String, String>, String> {
    let module = module(&scenario.module);
    let mut case = Case::Unborn;
    for (at, step) in &scenario.steps {
        let facts = Facts { calendar: calendar_at(&scenario.notices, *at), ..facts() };
        let command = command(&case, *at, step);
        let events = decide(&module, &facts, &case, &command).map_err(|error| format!("{step} at {at}: {error:?}"))?;
        case = events.iter().fold(case, evolve);
    }
    let Case::Open(case) = case else { return Err("there is no case".to_owned()) };
    Ok(clocks(&case))
}

fn clocks(case: &OpenCase) -> BTreeMap<String, String> {
    let told = [("promised", case.clocks.promised), ("statutory", case.clocks.statutory), ("state", case.clocks.state)];
    let told = told.into_iter().filter_map(|(name, clock)| Some((name, clock?))).map(|(name, clock)| {
        let stands = case.stands_still() && !clock.passed;
        (name, if stands { "stands still".to_owned() } else { in_words(clock.due, clock.passed) })
    });
    let supplement = case.supplement.iter().map(|notice| ("supplement", in_words(notice.due, false)));
    let procedure = case.procedure.iter().map(|open| ("procedure", in_words(open.due, open.overran)));
    told.chain(supplement).chain(procedure).map(|(name, words)| (name.to_owned(), words)).collect()
}

fn in_words(due: Due, passed: bool) -> String {
    let zone = facts().zone;
    let midnight = due.day.tomorrow().unwrap().to_zoned(zone.clone()).unwrap().timestamp();
    let end = if due.at == midnight {
        due.day.to_string()
    } else {
        due.at.display_with_offset(zone.to_offset(due.at)).to_string()
    };
    let words = [(due.provisional, ", provisional"), (passed, ", passed")];
    words.into_iter().filter(|(holds, _)| *holds).fold(end, |end, (_, word)| end + word)
}

/// The calendar as it stood then.
fn calendar_at(notices: &[(i16, Timestamp)], at: Timestamp) -> Calendar {
    let out: Vec<_> = notices.iter().filter(|(_, published)| *published <= at).collect();
    let years: BTreeSet<i16> = out.iter().map(|(year, _)| *year).collect();
    let published_at = out.iter().map(|(_, published)| *published).max().unwrap_or(Timestamp::UNIX_EPOCH);
    let mut calendar = official_until(2026);
    calendar.years.retain(|year, _| years.contains(year));
    Calendar { version: 1 + u64::try_from(out.len()).unwrap(), published_at, ..calendar }
}

fn command(case: &Case, at: Timestamp, step: &str) -> Command {
    let (applicant, officer) = (actors().remove(0), actors().remove(5));
    match step {
        "submit" => Command { at, ..submission() },
        "answer" => Command { at, by: applicant, intent: answer(case) },
        "settle" => Command { at, by: Actor::City, intent: Intent::Settle },
        action => Command { at, by: officer, intent: Intent::Perform(asked(action)) },
    }
}

fn asked(action: &str) -> Perform {
    Perform {
        reason: Some("it is so".to_owned()),
        legal_basis: Some("law-1".parse().unwrap()),
        items: if action == "ask" { vec!["/name".to_owned()] } else { Vec::new() },
        ..Perform::bare(action.parse().unwrap())
    }
}

// === The module ===

fn module(declared: &Declared) -> Module {
    let starts = match declared.starts {
        Starts::Acceptance => Start::Acceptance,
        Starts::Submission => Start::Submission,
    };
    let Declared { promised, statutory, extension, .. } = *declared;
    Module {
        limits: Limits { starts, statutory, promised, extension, by_answers: Vec::new() },
        workflow: Workflow { states: states(declared), actions: actions(declared) },
        ..plain_module()
    }
}

fn states(declared: &Declared) -> Vec<State> {
    let state = |name: &str, limit| State {
        name: name.parse().unwrap(),
        title: Text::default(),
        limit,
        on_expiry: None,
        end: None,
    };
    let silence = declared.silence.then(|| Expiry { to: "review".parse().unwrap(), deems_accepted: true });
    vec![
        State { on_expiry: silence, ..state("intake", declared.intake) },
        state("review", declared.review),
        state("drafting", declared.drafting),
    ]
}

fn actions(declared: &Declared) -> Vec<Action> {
    let basis = || vec!["law-1".parse().unwrap()];
    let end = |name: &str| Effect::EndProcedure { procedure: name.parse().unwrap() };
    let mut actions = vec![
        action("accept", Some("review"), Effect::Accept),
        action("move-on", Some("drafting"), Effect::Note),
        action("extend", None, Effect::Extend),
        action("rest", None, Effect::Suspend { basis: basis() }),
        action("go-on", None, Effect::Resume),
        action("end-test", None, end("test")),
        action("end-visit", None, end("visit")),
    ];
    let begin = |name: &str, most: Limit, clock| Effect::StartProcedure {
        procedure: Procedure {
            name: name.parse().unwrap(),
            title: Text::default(),
            basis: Some("law-1".parse().unwrap()),
            most,
            clock,
            kind: None,
        },
    };
    let test = declared.test.map(|most| begin("test", most, ProcedureClock::Stopped));
    let elsewhere = test.clone().map(|effect| action("test-elsewhere", Some("drafting"), effect));
    let test = test.map(|effect| action("start-test", None, effect));
    let visit = declared.visit.map(|most| action("start-visit", None, begin("visit", most, ProcedureClock::Running)));
    let ask = |answer_within| Effect::RequestSupplement { answer_within, on_lapse: None };
    let ask = declared.answer.map(|within| action("ask", None, ask(within)));
    actions.extend([test, elsewhere, visit, ask].into_iter().flatten());
    actions
}

fn action(name: &str, to: Option<&str>, effect: Effect) -> Action {
    Action {
        name: name.parse().unwrap(),
        title: Text::default(),
        from: ["intake", "review", "drafting"].map(|state| state.parse().unwrap()).to_vec(),
        to: to.map(|state| state.parse().unwrap()),
        roles: vec!["clerk".parse().unwrap()],
        not_by: Vec::new(),
        officers: 1,
        demands: Demands::default(),
        effect,
    }
}
