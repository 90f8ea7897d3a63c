//! Due dates that an independent count has found: `golden/due-dates/cases.jsonl`, whose derivation lies
//! beside it. Each case is driven through the decider: accepted, lengthened, stopped by a procedure or by
//! rest, gone on, counted again when a notice comes late.

use cityhall_domain::calendar::{Due, Limit};
use cityhall_domain::case::command::Perform;
use cityhall_domain::case::{Actor, Case, Command, Intent, decide, evolve};
use cityhall_domain::facts::Facts;
use cityhall_domain::module::{
    Action, Demands, Effect, Expiry, Limits, Module, Procedure, ProcedureClock, Start, State, Workflow,
};
use cityhall_domain::name::{ActionName, SubjectId};
use cityhall_domain::text::Text;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::Map;

use crate::calendars::official_until;
use crate::random::{facts, plain_module, submission};

/// One line of the table.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Row {
    shows: String,
    start: Timestamp,
    limit: Limit,
    #[serde(default)]
    stops: Vec<(Timestamp, Timestamp)>,
    extension: Option<Limit>,
    /// When the notice of the next year comes; absent: all were there.
    notice: Option<Timestamp>,
    due_day: Option<Date>,
    due_at: Option<Timestamp>,
}

#[test]
fn due_dates_are_those_of_an_independent_count() {
    let table = include_str!("../../golden/due-dates/cases.jsonl");
    let rows: Vec<Row> = table.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(rows.len() >= 500, "{}", rows.len());
    // Procedures and rest stop alike, so each row is gone through both ways.
    let wrong: Vec<String> = rows
        .iter()
        .flat_map(|row| [("start-test", "end-test"), ("rest", "go-on")].map(|stop| (row, stop)))
        .filter_map(|(row, stop)| {
            let due = counted(row, stop);
            let right = row.due_day.is_none_or(|day| due.day == day) && row.due_at.is_none_or(|at| due.at == at);
            (!right || due.provisional).then(|| format!("{}: {row:?} by {}: {due:?}", row.shows, stop.0))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}: {:#?}", wrong.len(), rows.len(), &wrong[..wrong.len().min(5)]);
}

/// What the decider makes of a row.
fn counted(row: &Row, (stop, go_on): (&str, &str)) -> Due {
    let module = module(row);
    let known_from = row.notice.unwrap_or(Timestamp::MIN);
    let mut case = Case::Unborn;
    let mut give = |at: Timestamp, intent: Intent, by: Actor| {
        let facts = facts_at(at, known_from);
        let events = decide(&module, &facts, &case, &Command { at, by, intent });
        let events = events.unwrap_or_else(|error| panic!("{row:?} at {at}: {error}"));
        case = events.iter().fold(case.clone(), evolve);
    };
    let submitted = Command { at: row.start, ..submission() };
    give(row.start, submitted.intent, submitted.by);
    give(row.start, act("accept"), clerk());
    if row.extension.is_some() {
        give(row.start, act("extend"), clerk());
    }
    for (from, to) in &row.stops {
        give(*from, act(stop), clerk());
        give(*to, act(go_on), clerk());
    }
    if let Some(notice) = row.notice {
        give(notice + SignedDuration::from_hours(1), Intent::Settle, Actor::City);
    }
    let Case::Open(case) = case else { panic!("{row:?} was never submitted") };
    case.clocks.promised.unwrap().due
}

/// What is known at a moment: every year, or until the notice comes only those up to that of the start.
fn facts_at(at: Timestamp, known_from: Timestamp) -> Facts {
    let mut facts = facts();
    if at < known_from {
        let year = known_from.to_zoned(facts.zone.clone()).year();
        facts.calendar = official_until(year);
    } else {
        facts.calendar.published_at = known_from;
    }
    facts
}

fn clerk() -> Actor {
    let roles = vec!["clerk".parse().unwrap()];
    Actor::Officer { subject: SubjectId("chen".to_owned()), department: "parks".parse().unwrap(), roles }
}

fn act(name: &str) -> Intent {
    Intent::Perform(Perform {
        action: name.parse().unwrap(),
        reason: Some("it is so".to_owned()),
        legal_basis: Some("law-1".parse().unwrap()),
        fields: Map::new(),
        department: None,
        items: Vec::new(),
    })
}

/// A module with the limits of a row and everything that moves them.
fn module(row: &Row) -> Module {
    let basis = || vec!["law-1".parse().unwrap()];
    let test = Procedure {
        name: "test".parse().unwrap(),
        title: Text::default(),
        basis: Some("law-1".parse().unwrap()),
        most: Limit::CalendarDays(400),
        clock: ProcedureClock::Stopped,
    };
    let end = Effect::EndProcedure { procedure: test.name.clone() };
    let actions = vec![
        action("accept", Effect::Accept),
        action("extend", Effect::Extend),
        action("start-test", Effect::StartProcedure { procedure: test }),
        action("end-test", end),
        action("rest", Effect::Suspend { basis: basis() }),
        action("go-on", Effect::Resume),
    ];
    let state = State {
        name: "review".parse().unwrap(),
        title: Text::default(),
        limit: None,
        on_expiry: None::<Expiry>,
        end: None,
    };
    Module {
        limits: Limits { starts: Start::Acceptance, statutory: None, promised: row.limit, extension: row.extension },
        workflow: Workflow { states: vec![state], actions },
        ..plain_module()
    }
}

fn action(name: &str, effect: Effect) -> Action {
    Action {
        name: name.parse::<ActionName>().unwrap(),
        title: Text::default(),
        from: vec!["review".parse().unwrap()],
        to: None,
        roles: vec!["clerk".parse().unwrap()],
        not_by: Vec::new(),
        officers: 1,
        demands: Demands::default(),
        effect,
    }
}
