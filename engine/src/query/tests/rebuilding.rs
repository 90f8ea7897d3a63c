//! Views after restarts, rebuilds, damage and events of a newer binary.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use cityhall_eventstore::{EventStore, Expected, NewEvent, Revision};
use jiff::civil::Date;

use super::module::answers;
use super::paging::{Draw, history, people};
use super::world::{World, clerk, judge, resident};
use crate::access::Principal;
use crate::mandates::GiveMandate;
use crate::query::{CaseFilter, CaseRef, CaseView, CountRow, Page, PageOf, ReadError, TimelineEntry};
use crate::views::{DifferenceKind, ViewStatus};

/// Everything that everybody can read.
type Everything = Vec<(PageOf<CaseView>, Vec<CountRow>, Vec<PageOf<TimelineEntry>>)>;

async fn everything(world: &World) -> Everything {
    let mut all = Vec::new();
    for who in people() {
        let list = world.list(&who, CaseFilter::default()).await;
        let counts = world.engine.counts(&who, &CaseFilter::default(), None).await.unwrap();
        let ids: Vec<_> = list.items.iter().map(|(_, view)| view.id).collect();
        let mut histories = world.engine.reads().timelines(&who, &ids, &Page::default(), None).await.unwrap();
        let histories = ids.iter().filter_map(|id| histories.remove(id)).collect();
        all.push((list, counts, histories));
    }
    all
}

fn mandate() -> GiveMandate {
    GiveMandate {
        agent: "r-agent".to_owned(),
        modules: vec!["garden".to_owned()],
        first_day: Date::constant(2026, 1, 1),
        last_day: Date::constant(2099, 1, 1),
        idempotency_key: None,
    }
}

/// How far the views of cases are: an event of a case stops no other.
fn of_cases(world: &World) -> Vec<ViewStatus> {
    let mut all = world.engine.views().status();
    all.retain(|view| matches!(view.view, "case" | "people"));
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn rebuilt_views_are_the_live_ones_and_survive_a_restart() {
    let world = World::open().await;
    world.head().await;
    history(&world, &mut Draw::new(42), 40, 300).await;
    world.rated(&resident("r-rater")).await;
    world.engine.give_mandate(&resident("r-rater"), mandate()).await.unwrap();
    let before = everything(&world).await;
    let told = AtomicU64::new(0);
    let rebuilt =
        world.engine.views().rebuild(|done, total| told.store(done * 1000 / total, Ordering::Relaxed)).await.unwrap();
    assert_eq!((rebuilt.different(), rebuilt.differences.as_slice(), rebuilt.not_compared), (0, &[][..], None));
    assert_eq!(rebuilt.position, world.head().await);
    assert!(rebuilt.views.iter().all(|view| view.rows == view.rows_before && view.digest.len() == 64));
    let empty: Vec<_> = rebuilt.views.iter().filter(|view| view.rows == 0).map(|view| view.view).collect();
    assert!(empty.len() < rebuilt.views.len() / 2, "too little of this history is in a view: {empty:?} are empty");
    assert_eq!(told.load(Ordering::Relaxed), 1000, "progress ends where it should");
    assert_eq!(everything(&world).await, before);
    let again = world.engine.views().rebuild(|_, _| {}).await.unwrap();
    assert_eq!(again.views, rebuilt.views, "the digest depends on events only");
    let world = world.reopened().await;
    assert_eq!(everything(&world).await, before);
    world.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_tells_and_repairs_what_was_wrong() {
    let world = World::open().await;
    history(&world, &mut Draw::new(3), 20, 100).await;
    let before = everything(&world).await;
    let path = std::fs::read_dir(world.folder.path().join("data"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().ends_with("views-1.db")))
        .unwrap();
    let connection = rusqlite::Connection::open(path).unwrap();
    let ids: Vec<String> = connection
        .prepare("SELECT id FROM view_case ORDER BY id LIMIT 3")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    connection.execute("UPDATE view_case SET stage = 'CLOSED', closed = 7 WHERE id = ?1", [&ids[0]]).unwrap();
    connection.execute("DELETE FROM view_case WHERE id = ?1", [&ids[1]]).unwrap();
    connection.execute("INSERT INTO view_people (id, body, token, number) VALUES ('~', '{}', 'x', 'y')", []).unwrap();
    connection
        .execute("UPDATE view_case_listed SET value = 'west' WHERE row_number = (SELECT row_number FROM view_case WHERE id = ?1) AND field = 'district'", [&ids[2]])
        .unwrap();
    connection.close().unwrap();

    let rebuilt = world.engine.views().rebuild(|_, _| {}).await.unwrap();
    let found: Vec<_> = rebuilt.differences.iter().map(|found| (found.view, found.row.as_str(), found.kind)).collect();
    let expected = [
        ("case", ids[0].as_str(), DifferenceKind::Changed),
        ("case", ids[1].as_str(), DifferenceKind::Missing),
        ("case", ids[2].as_str(), DifferenceKind::Changed),
        ("people", "~", DifferenceKind::Surplus),
    ];
    assert_eq!((found.as_slice(), rebuilt.different()), (&expected[..], 4));
    assert_eq!(everything(&world).await, before);
    world.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_and_writes_go_on_while_views_are_swapped() {
    let world = Arc::new(World::open().await);
    let done = world.submit(&resident("r-0"), answers(1, false, None)).await;
    world.case(&clerk(), &done).await.unwrap();
    let ended = Arc::new(AtomicBool::new(false));
    let mut readers = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (world, ended, done) = (Arc::clone(&world), Arc::clone(&ended), done.clone());
        readers.spawn(async move {
            let mut reads = 0_u64;
            while !ended.load(Ordering::Relaxed) {
                let page = world.engine.cases(&clerk(), CaseFilter::default(), Page::default(), None).await.unwrap();
                assert!(page.total >= Some(1), "an empty model was seen");
                let case = world.engine.case(&clerk(), CaseRef::Id(done.case_id), None).await.unwrap();
                assert!(case.is_some());
                reads += 1;
            }
            reads
        });
    }
    let writer = {
        let (world, ended) = (Arc::clone(&world), Arc::clone(&ended));
        tokio::spawn(async move {
            let mut written = 1;
            while !ended.load(Ordering::Relaxed) {
                let who = resident("r-1");
                let done = world.submit(&who, answers(2, false, None)).await;
                assert!(world.case(&who, &done).await.is_some(), "written and not read");
                written += 1;
            }
            written
        })
    };
    for _ in 0..10 {
        let rebuilt = world.engine.views().rebuild(|_, _| {}).await.unwrap();
        assert_eq!(rebuilt.different(), 0);
    }
    ended.store(true, Ordering::Relaxed);
    let written = writer.await.unwrap();
    assert!(readers.join_all().await.into_iter().all(|reads| reads > 0));
    assert_eq!(world.list(&clerk(), CaseFilter::default()).await.total, Some(written));
    let files = std::fs::read_dir(world.folder.path().join("data")).unwrap();
    let names: Vec<_> = files.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(
        names.iter().filter(|name| name.starts_with("views-") && !name.contains(".db-")).count(),
        1,
        "{names:?}"
    );
    Arc::into_inner(world).unwrap().close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_of_a_newer_binary_stops_the_views_and_is_never_skipped() {
    let world = World::open().await;
    world.head().await;
    let done = world.submit(&resident("r-0"), answers(1, false, None)).await;
    world.case(&clerk(), &done).await.unwrap();
    let before = world.engine.as_of();
    let stream = crate::envelope::case_stream(&done.number);
    let at = world.engine.clock().now();
    let newer = NewEvent {
        id: uuid::Uuid::from_u128(1),
        event_type: "CaseTeleported".to_owned(),
        schema: 1,
        recorded_at: at,
        effective_at: at,
        metadata: b"{}".to_vec(),
        payload: b"{}".to_vec(),
    };
    let appended = world.store.append(&stream, Expected::Revision(Revision(done.revision)), vec![newer]).await.unwrap();
    let read = world.engine.case(&clerk(), CaseRef::Id(done.case_id), Some(appended.position)).await;
    assert_eq!(read.unwrap_err(), ReadError::Upgrading);
    for _ in 0..2 {
        let other = world.submit(&resident("r-1"), answers(2, false, None)).await;
        let status = of_cases(&world);
        assert!(status.iter().all(|view| view.position == before && view.paused.is_some()), "{status:?}");
        let read = world.engine.case(&clerk(), CaseRef::Id(other.case_id), None).await.unwrap();
        assert!(read.is_none(), "nothing after the event is folded");
        assert!(world.engine.case(&clerk(), CaseRef::Id(done.case_id), None).await.unwrap().is_some());
    }
    let rebuilt = world.engine.views().rebuild(|_, _| {}).await.unwrap();
    assert_eq!((rebuilt.different(), world.engine.as_of()), (0, before), "a rebuild stops there too");
    let after_swap = world.submit(&resident("r-1"), answers(2, false, None)).await;
    let read = world.engine.case(&clerk(), CaseRef::Id(after_swap.case_id), Some(after_swap.position)).await;
    assert_eq!(read.unwrap_err(), ReadError::Upgrading, "the new views do not skip it either");
    let world = world.reopened().await;
    assert!(of_cases(&world).iter().all(|view| view.position == before && view.paused.is_some()));
    let seen = world.engine.cases(&judge(), CaseFilter::default(), Page::default(), None).await.unwrap();
    assert_eq!((seen.total, seen.as_of), (Some(1), before));
    assert!(world.engine.counts(&Principal::anonymous(), &CaseFilter::default(), None).await.unwrap().is_empty());
    world.close().await;
}
