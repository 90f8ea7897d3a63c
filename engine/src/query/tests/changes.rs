//! What is followed is what is read: the same cases, the same masks, once and in order.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use cityhall_domain::name::CaseId;
use cityhall_eventstore::{EventStore, Expected, NewEvent, Position};
use jiff::Timestamp;
use serde_json::json;

use super::module::answers;
use super::world::{World, action, auditor, clerk, judge, officer, resident};
use crate::access::Principal;
use crate::query::{
    CaseChange, CaseChanges, CaseFilter, CaseView, EVENTS_BEHIND_MAX, FollowError, Followed, ReadError,
};
use crate::refusal::{Done, PerformAction};

pub(super) async fn follow(world: &World, who: &Principal, followed: Followed, after: Option<Position>) -> CaseChanges {
    Arc::clone(&world.engine).follow_cases(who.clone(), followed, after).await.unwrap()
}

pub(super) async fn next(changes: &mut CaseChanges) -> CaseChange {
    tokio::time::timeout(Duration::from_secs(30), changes.next()).await.unwrap().unwrap()
}

/// Everything that is told up to the head. Silence tells nothing by itself: it is over when every event up to the
/// head was looked at.
pub(super) async fn up_to_head(world: &World, changes: &mut CaseChanges) -> Vec<CaseChange> {
    let (head, mut told, mut patience) = (world.head().await, Vec::new(), Duration::from_millis(25));
    loop {
        match tokio::time::timeout(patience, changes.next()).await {
            Ok(change) => told.push(change.unwrap()),
            Err(_) if changes.position() >= head => return told,
            Err(_) => patience *= 2,
        }
        assert!(patience < Duration::from_mins(1), "not up to the head: {told:?}");
    }
}

pub(super) fn everything() -> Followed {
    Followed::List(CaseFilter::default())
}

pub(super) async fn refused(
    world: &World,
    who: &Principal,
    followed: Followed,
    after: Option<Position>,
) -> FollowError {
    Arc::clone(&world.engine).follow_cases(who.clone(), followed, after).await.err().unwrap()
}

/// Some lives of cases: taken on, moved elsewhere, finished and published, taken back.
async fn lives(world: &World) -> Vec<Done> {
    let (lin, other) = (resident("r-lin"), resident("r-other"));
    let moved = world.submit(&lin, answers(3, false, None)).await;
    world.act(&clerk(), action(&moved, "accept")).await.unwrap();
    let transfer = PerformAction { department: Some("roads".to_owned()), ..action(&moved, "transfer") };
    world.act(&clerk(), transfer).await.unwrap();
    let finished = world.finished(&lin, true).await;
    let about_a_colleague = world.submit(&other, answers(2, false, Some("o-clerk"))).await;
    let kept = world.submit(&other, answers(6, true, None)).await;
    vec![moved, finished, about_a_colleague, kept]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_followed_is_the_list_that_is_read() {
    let world = World::open().await;
    let begin = world.head().await;
    lives(&world).await;
    let working = CaseFilter { state: Some("working".parse().unwrap()), ..CaseFilter::default() };
    let north = CaseFilter { listed: vec![("district".to_owned(), json!("north"))], ..CaseFilter::default() };
    let roads = officer("o-roads", "roads", &["clerk"]);
    for who in [resident("r-lin"), resident("r-other"), clerk(), judge(), roads, auditor(), Principal::anonymous()] {
        for filter in [CaseFilter::default(), working.clone(), north.clone()] {
            let mut changes = follow(&world, &who, Followed::List(filter.clone()), Some(begin)).await;
            let mut followed: BTreeMap<CaseId, CaseView> = BTreeMap::new();
            for change in up_to_head(&world, &mut changes).await {
                match change.case {
                    Some(case) => drop(followed.insert(change.case_id, case)),
                    None => assert!(followed.remove(&change.case_id).is_some(), "{who:?}: it was never told of"),
                }
            }
            let read = world.list(&who, filter.clone()).await;
            let read: BTreeMap<CaseId, CaseView> = read.items.into_iter().map(|(_, case)| (case.id, case)).collect();
            assert_eq!(followed.keys().collect::<Vec<_>>(), read.keys().collect::<Vec<_>>(), "{who:?} {filter:?}");
            for (id, case) in followed {
                let read = CaseView { as_of: case.as_of, ..read[&id].clone() };
                // The only event after which the officers of a case are told nothing is its rating.
                assert_eq!(case, read, "{who:?}");
            }
        }
    }
    world.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_cut_off_goes_on_without_loss_and_without_repeat() {
    let world = World::open().await;
    let begin = world.head().await;
    lives(&world).await;
    let whole = up_to_head(&world, &mut follow(&world, &clerk(), everything(), Some(begin)).await).await;
    assert!(whole.len() > 6, "{whole:?}");
    for cut in 0..whole.len() {
        let after = cut.checked_sub(1).map_or(begin, |last| whole[last].position);
        let mut changes = follow(&world, &clerk(), everything(), Some(after)).await;
        for expected in &whole[cut..] {
            assert_eq!(next(&mut changes).await, *expected);
        }
    }
    // And live.
    let mut live = follow(&world, &clerk(), everything(), None).await;
    for rooms in 0..20 {
        let done = world.submit(&resident("r-lin"), answers(rooms, false, None)).await;
        let change = next(&mut live).await;
        assert_eq!((change.position, change.case_id), (done.position, done.case_id));
        assert_eq!(change.case.unwrap().answers["rooms"], rooms);
    }
    world.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_case_is_followed_by_those_who_may_read_it() {
    let world = World::open().await;
    let lin = resident("r-lin");
    let done = world.submit(&lin, answers(3, false, None)).await;
    let case = Followed::Case(done.case_id);
    for stranger in [resident("r-other"), Principal::anonymous(), officer("o-roads", "roads", &["clerk"])] {
        assert_eq!(refused(&world, &stranger, case.clone(), None).await, FollowError::NotFound);
    }
    let (mut own, mut parks) =
        (follow(&world, &lin, case.clone(), None).await, follow(&world, &clerk(), case, None).await);
    world.submit(&lin, answers(8, false, None)).await;
    world.act(&clerk(), action(&done, "accept")).await.unwrap();
    let transfer = PerformAction { department: Some("roads".to_owned()), ..action(&done, "transfer") };
    let moved = world.act(&clerk(), transfer).await.unwrap();
    for changes in [&mut own, &mut parks] {
        assert_eq!(next(changes).await.case.unwrap().state.as_str(), "working");
    }
    assert_eq!(next(&mut own).await.case.unwrap().department.as_str(), "roads");
    let gone = CaseChange { position: moved.position, case_id: done.case_id, case: None };
    assert_eq!(next(&mut parks).await, gone, "it is another department's now");
    world.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_handles_a_case_is_not_told_when_it_was_rated() {
    let world = World::open().await;
    let begin = world.head().await;
    let rated = world.rated(&resident("r-lin")).await;
    let last = async |who: &Principal| {
        let told = up_to_head(&world, &mut follow(&world, who, everything(), Some(begin)).await).await;
        told.last().unwrap().position
    };
    assert_eq!(last(&resident("r-lin")).await, rated.position);
    assert!(last(&clerk()).await < rated.position);
    assert!(last(&auditor()).await < rated.position);
    world.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_too_far_behind_is_told_to_read_anew() {
    let world = World::open().await;
    let begin = world.head().await;
    let mut slow = follow(&world, &clerk(), everything(), Some(begin)).await;
    let event = || NewEvent {
        id: crate::identity::fresh(),
        event_type: "Filler".to_owned(),
        schema: 1,
        recorded_at: Timestamp::UNIX_EPOCH,
        effective_at: Timestamp::UNIX_EPOCH,
        metadata: b"{}".to_vec(),
        payload: b"{}".to_vec(),
    };
    let many = (0..=EVENTS_BEHIND_MAX).map(|_| event()).collect();
    let appended = world.store.append("filler", Expected::NoStream, many).await.unwrap();
    assert_eq!(slow.next().await, Err(FollowError::Resynchronise));
    assert_eq!(refused(&world, &clerk(), everything(), Some(begin)).await, FollowError::Resynchronise);
    let mut anew = follow(&world, &clerk(), everything(), Some(appended.position)).await;
    let done = world.submit(&resident("r-lin"), answers(1, false, None)).await;
    assert_eq!(next(&mut anew).await.position, done.position);
    let ahead = Position(world.engine.head().0 + 1_000);
    assert_eq!(refused(&world, &clerk(), everything(), Some(ahead)).await, FollowError::Ahead);
    let name = CaseFilter { listed: vec![("name".to_owned(), json!("Lin Yue"))], ..CaseFilter::default() };
    let not_listed = FollowError::Read(ReadError::NotListed("name".to_owned()));
    assert_eq!(refused(&world, &clerk(), Followed::List(name), None).await, not_listed);
    world.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_told_when_they_differ() {
    let world = World::open().await;
    let filter = CaseFilter::default();
    let mut numbers = Arc::clone(&world.engine).follow_statistics(clerk(), filter.clone(), None).unwrap();
    let first = numbers.next().await.unwrap();
    assert_eq!(first.counts, []);
    let done = world.submit(&resident("r-lin"), answers(1, false, None)).await;
    let told = tokio::time::timeout(Duration::from_secs(30), numbers.next()).await.unwrap().unwrap();
    assert!(told.position >= done.position);
    assert_eq!(told.counts, world.engine.counts(&clerk(), &filter, Some(done.position)).await.unwrap());
    world.close().await;
}
