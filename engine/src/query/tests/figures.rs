//! What a board shows equals what the events tell, for everybody who watches over the same cases.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use cityhall_eventstore::{EventStore, Position, Revision};
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::module::answers;
use super::paging::{Draw, history};
use super::world::{World, action, auditor, clerk, judge, officer, resident};
use crate::access::Principal;
use crate::publish::Publication;
use crate::query::{CaseFilter, Figures, ServiceFigures};
use crate::refusal::{Done, PerformAction};

/// What of one case a board counts, read off its events as they are stored.
#[derive(Default)]
struct Told {
    department: String,
    submitted: Option<String>,
    finished: Option<String>,
    late: bool,
    yellow: BTreeSet<u64>,
    red: BTreeSet<u64>,
}

/// Every case, by nothing but the bytes of its events.
async fn told(world: &World) -> Vec<Told> {
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    let mut cases = BTreeMap::<String, Told>::new();
    for recorded in world.store.read_all(Position(0), 100_000).await.unwrap() {
        if !recorded.stream.starts_with("case-") {
            continue;
        }
        let payload: Value = serde_json::from_slice(&recorded.event.payload).unwrap();
        let body = &payload["open"];
        let day = zone.to_datetime(recorded.event.effective_at).date().to_string();
        let case = cases.entry(recorded.stream.to_string()).or_default();
        match recorded.event.event_type.as_str() {
            "CaseSubmitted" => case.submitted = Some(day.clone()),
            "LimitPassed" => case.late |= body["clock"] == "promised",
            "CardIssued" => {
                let number = body["number"].as_u64().unwrap();
                match body["kind"].as_str() {
                    Some("yellow") => drop(case.yellow.insert(number)),
                    Some("red") => drop(case.red.insert(number)),
                    _ => {}
                }
            }
            "CaseReopened" => case.finished = None,
            _ => {}
        }
        let moved = match recorded.event.event_type.as_str() {
            "CaseSubmitted" => body["department"].as_str(),
            "CaseTransferred" | "CaseReturned" => body["to"].as_str(),
            _ => None,
        };
        case.department = moved.map_or_else(|| case.department.clone(), str::to_owned);
        if body["arrival"]["end"].is_string() && case.finished.is_none() {
            case.finished = Some(day);
        }
    }
    cases.into_values().collect()
}

async fn figures(world: &World, who: &Principal) -> Figures {
    world.engine.figures(who, 30, Some(world.engine.head())).await.unwrap()
}

/// Events and figures of one moment: nothing has happened between them.
async fn quiet(world: &World) -> (Vec<Told>, Figures) {
    loop {
        let head = world.engine.head();
        let found = figures(world, &auditor()).await;
        let cases = told(world).await;
        if world.engine.head() == head {
            return (cases, found);
        }
    }
}

/// Waits until the case has its red card.
async fn wait_for_card(world: &World, done: &Done) {
    let stream = format!("case-{}", done.number);
    let has_red = async || {
        let events = world.store.read_stream(&stream, Revision(0), 1_000).await.unwrap();
        let bodies = events.iter().filter(|one| one.event.event_type == "CardIssued").map(|one| &one.event.payload);
        bodies.map(|body| serde_json::from_slice::<Value>(body).unwrap()).any(|body| body["open"]["kind"] == "red")
    };
    let told = async {
        while !has_red().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), told).await.unwrap();
}

async fn finish(world: &World, done: &Done) {
    let Value::Object(fields) = json!({"grade": 5, "remark": "well kept"}) else { unreachable!("fields") };
    let approve = PerformAction { reason: Some("late".to_owned()), fields, ..action(done, "approve") };
    world.act(&judge(), approve).await.unwrap();
    world.act(&judge(), action(done, "finish")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_what_the_events_tell() {
    let world = World::open().await;
    history(&world, &mut Draw::new(7), 60, 400).await;
    let late = world.submit(&resident("r-0"), answers(4, false, None)).await;
    world.act(&clerk(), action(&late, "accept")).await.unwrap();
    let later = world.engine.clock().now() + SignedDuration::from_hours(24 * 14);
    world.engine.clock().advance_to(later).unwrap();
    wait_for_card(&world, &late).await;
    finish(&world, &late).await;
    history(&world, &mut Draw::new(8), 19, 100).await;

    let (cases, found) = quiet(&world).await;
    let count = |of: &dyn Fn(&&Told) -> bool| u64::try_from(cases.iter().filter(of).count()).unwrap();
    assert_eq!(found.days.len(), 30);
    for day in &found.days {
        let name = day.day.to_string();
        assert_eq!(day.submitted, count(&|case| case.submitted.as_ref() == Some(&name)), "{name}");
        assert_eq!(day.finished, count(&|case| case.finished.as_ref() == Some(&name)), "{name}");
    }
    assert_eq!(found.days.iter().map(|day| day.submitted).sum::<u64>(), 80, "all are of the last days");
    for row in &found.services {
        let department = row.department.as_str();
        let here = |of: &dyn Fn(&Told) -> bool| count(&|case| case.department == department && of(case));
        assert_eq!(row.total, here(&|_| true), "{row:?}");
        assert_eq!(row.open, here(&|case| case.finished.is_none()), "{row:?}");
        assert_eq!(row.finished, here(&|case| case.finished.is_some()), "{row:?}");
        assert_eq!(row.finished_on_time, here(&|case| case.finished.is_some() && !case.late), "{row:?}");
        let cards = |of: fn(&Told) -> usize| cases.iter().filter(|case| case.department == department).map(of).sum();
        let (yellow, red): (usize, usize) = (cards(|case| case.yellow.len()), cards(|case| case.red.len()));
        assert_eq!((row.yellow_cards, row.red_cards), (yellow as u64, red as u64), "{row:?}");
    }
    let sum = |of: fn(&ServiceFigures) -> u64| found.services.iter().map(of).sum::<u64>();
    assert_eq!(sum(|row| row.total), 80);
    assert!(sum(|row| row.finished) > sum(|row| row.finished_on_time), "some were late: {found:?}");
    assert!(sum(|row| row.yellow_cards) > 0 && found.services.len() > 1, "worth comparing: {found:?}");
    world.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_watches_over_departments_has_their_cases_in_lists_and_figures() {
    let world = World::open().await;
    let department = |name: &str, spec: Value| Publication::Department { name: name.to_owned(), spec };
    world.publish(department("hall", json!({"title": {"en": "hall"}}))).await;
    for name in ["parks", "roads"] {
        world.publish(department(name, json!({"title": {"en": name}, "parent": "hall"}))).await;
    }
    history(&world, &mut Draw::new(9), 20, 100).await;
    let all = figures(&world, &auditor()).await;
    for (who, sees) in [
        (officer("o-watch", "hall", &["supervisor"]), true),
        (officer("o-mayor", "hall", &["leader"]), true),
        (officer("o-hall", "hall", &["clerk"]), false),
    ] {
        let theirs = figures(&world, &who).await;
        let total: u64 = theirs.services.iter().map(|row| row.total).sum();
        assert_eq!((theirs.services == all.services, total > 0), (sees, sees), "{who:?}");
        assert_eq!(world.list(&who, CaseFilter::default()).await.total, Some(total), "{who:?}");
    }
    // Nothing personal: who watches reads what auditors read.
    for (_, view) in world.list(&officer("o-watch", "hall", &["supervisor"]), CaseFilter::default()).await.items {
        assert!(view.answers.get("name").is_none() && view.answers.get("card").is_none(), "{view:?}");
    }
    let there: u64 =
        figures(&world, &officer("o-parks", "parks", &["leader"])).await.services.iter().map(|row| row.total).sum();
    let handled: u64 = figures(&world, &clerk()).await.services.iter().map(|row| row.total).sum();
    assert_eq!(there, handled, "a leader of one department sees no other");
    world.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn colleagues_are_told_the_same_numbers_and_a_party_to_a_case_others() {
    let world = World::open().await;
    let card = "11010519491231002x";
    let named = world.submit(&resident("r-lin"), answers(1, false, Some(card))).await;
    let total = async |who: &Principal| {
        let at_least = Some(world.engine.head());
        let counts = world.engine.counts(who, &CaseFilter::default(), at_least).await.unwrap();
        let figures = world.engine.figures(who, 1, at_least).await.unwrap();
        let listed = u64::try_from(world.list(who, CaseFilter::default()).await.items.len()).unwrap();
        let (counted, told): (u64, u64) =
            (counts.iter().map(|row| row.total).sum(), figures.services.iter().map(|row| row.total).sum());
        assert_eq!((counted, told), (listed, listed), "lists, counts and figures agree");
        listed
    };
    let (colleague, party) = (officer("o-other", "parks", &["clerk"]), officer(card, "parks", &["clerk"]));
    // Whoever asks first, nobody is told what was counted for somebody else, nor what was counted before.
    for (all, order) in [(1, [&clerk(), &colleague, &party]), (2, [&party, &colleague, &clerk()])] {
        for who in order {
            assert_eq!(total(who).await, if who == &party { all - 1 } else { all }, "{who:?}");
        }
        world.submit(&resident("r-other"), answers(2, false, None)).await;
    }
    assert_eq!((total(&clerk()).await, total(&party).await), (3, 2), "{named:?}");
    world.close().await;
}
