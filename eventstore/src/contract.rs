//! The contract of [`EventStore`], as tests that every backend runs.
//!
//! A backend says how a store of its own is opened (a [`Backend`]) and calls
//! [`contract_suite!`](crate::contract_suite) in its tests. What only one backend promises (dense
//! positions, a lock, a file format) is tested with that backend, never here.
#![expect(
    clippy::missing_errors_doc,
    clippy::missing_panics_doc,
    missing_docs,
    reason = "every function here is a test: its name says what is promised, and it fails when a backend breaks it"
)]

mod support;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use tokio::task::JoinSet;
use uuid::Uuid;

use self::support::{at_once, bodies, conflict, conflict_of, event, follow, gapless, numbers, read_eagerly};
use crate::{AppendError, Appended, Error, EventStore, Expected, NewEvent, Position, Revision, Stretch};

/// What a contract test answers.
pub type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;

/// One store of a backend, for one test; it goes away when this value does.
#[async_trait]
pub trait Backend: Send {
    /// Opens the store, which is empty the first time; on later calls, ends the process-wide use of
    /// what it opened before and opens the same data again.
    async fn open(&mut self) -> Result<Arc<dyn EventStore>, Error>;
}

/// Runs the contract against a backend: `contract_suite!(sqlite, SqliteBackend::new())` makes a
/// module `sqlite` with one test per promise, each with a backend of its own.
#[macro_export]
macro_rules! contract_suite {
    ($name:ident, $backend:expr) => {
        $crate::contract_suite!(@tests $name, $backend, [
            events_come_back_as_they_went_in,
            expectations_are_checked,
            an_append_is_all_or_none,
            what_is_no_append_is_refused,
            revisions_have_no_gap_and_positions_grow,
            reads_come_in_pages,
            stretches_read_as_each_by_itself,
            nothing_reads_as_nothing,
            odd_stream_names_stay_apart,
            large_events_are_kept,
            of_racing_appenders_one_wins_each_revision,
            readers_never_skip_an_event_while_writers_race,
            a_subscription_starts_anywhere,
            a_subscription_sleeps_until_there_is_an_event,
            a_subscription_far_behind_catches_up,
            a_subscription_loses_nothing_when_it_is_interrupted,
            a_store_opened_again_has_everything,
        ]);
    };
    (@tests $name:ident, $backend:expr, [$($test:ident,)*]) => {
        mod $name {
            use super::*;
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
                async fn $test() -> $crate::contract::Outcome {
                    $crate::contract::$test(&mut $backend).await
                }
            )*
        }
    };
}

pub async fn events_come_back_as_they_went_in(backend: &mut dyn Backend) -> Outcome {
    let store = backend.open().await?;
    let every_byte: Vec<u8> = (0..=u8::MAX).collect();
    let events = vec![
        NewEvent {
            id: Uuid::from_u128(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef),
            event_type: "许可Granted".to_owned(),
            schema: u16::MAX,
            recorded_at: "2026-11-24T08:00:00.123456789Z".parse()?,
            effective_at: "1949-10-01T00:00:00Z".parse()?,
            metadata: every_byte.clone(),
            payload: every_byte.into_iter().rev().collect(),
        },
        NewEvent { metadata: Vec::new(), payload: Vec::new(), ..event(7) },
    ];
    let appended = store.append("permit-1", Expected::NoStream, events.clone()).await?;
    let stored = store.read_stream("permit-1", Revision(0), 10).await?;
    assert_eq!(bodies(&stored), events);
    for (recorded, revision) in stored.iter().zip(0..) {
        assert_eq!((&*recorded.stream, recorded.revision), ("permit-1", Revision(revision)));
    }
    assert_eq!(stored.last().map(|last| (last.position, last.revision)), Some((appended.position, appended.revision)));
    assert_eq!(store.read_all(Position(0), 10).await?, stored);
    Ok(())
}

pub async fn expectations_are_checked(backend: &mut dyn Backend) -> Outcome {
    let store = backend.open().await?;
    let at = |revision| Expected::Revision(Revision(revision));
    conflict(&*store, "a", at(0), None).await?;
    store.append("a", Expected::NoStream, vec![event(0)]).await?;
    conflict(&*store, "a", Expected::NoStream, Some(0)).await?;
    conflict(&*store, "a", at(1), Some(0)).await?;
    store.append("a", at(0), vec![event(1), event(2)]).await?;
    conflict(&*store, "a", at(0), Some(2)).await?;
    conflict(&*store, "a", at(1), Some(2)).await?;
    conflict(&*store, "b", at(2), None).await?;
    store.append("b", Expected::NoStream, vec![event(3)]).await?;
    store.append("a", at(2), vec![event(4)]).await?;
    assert_eq!(numbers(&store.read_stream("a", Revision(0), 10).await?), [0, 1, 2, 4]);
    assert_eq!(numbers(&store.read_all(Position(0), 10).await?), [0, 1, 2, 3, 4]);
    Ok(())
}

pub async fn an_append_is_all_or_none(backend: &mut dyn Backend) -> Outcome {
    let store = backend.open().await?;
    store.append("a", Expected::NoStream, (0..3).map(event).collect()).await?;
    let head = *store.head().borrow();
    conflict_of(&*store, "a", Expected::NoStream, (3..9).map(event).collect(), Some(2)).await?;
    assert_eq!(numbers(&store.read_stream("a", Revision(0), 100).await?), [0, 1, 2]);
    assert_eq!(*store.head().borrow(), head, "a conflict moves nothing");
    // Beside a conflict in the same moment, the others are stored.
    let (good, bad) = tokio::join!(
        store.append("b", Expected::NoStream, (10..20).map(event).collect()),
        store.append("a", Expected::NoStream, (3..9).map(event).collect()),
    );
    assert_eq!(good?.revision, Revision(9));
    assert!(matches!(bad, Err(AppendError::Conflict { .. })), "{bad:?}");
    Ok(())
}

pub async fn what_is_no_append_is_refused(backend: &mut dyn Backend) -> Outcome {
    let store = backend.open().await?;
    let far = NewEvent { effective_at: Timestamp::MAX, ..event(1) };
    for (stream, events) in [("a", vec![]), ("", vec![event(1)]), ("a", vec![event(1), far])] {
        let refused = store.append(stream, Expected::NoStream, events).await;
        assert!(matches!(refused, Err(AppendError::Invalid(_))), "{refused:?}");
    }
    assert!(store.read_all(Position(0), 10).await?.is_empty());
    Ok(())
}

pub async fn revisions_have_no_gap_and_positions_grow(backend: &mut dyn Backend) -> Outcome {
    let store = backend.open().await?;
    let mut heads = BTreeMap::new();
    let mut last = Position(0);
    for turn in 0..40_u64 {
        let stream = format!("s-{}", turn % 7);
        let expected = heads.get(&stream).map_or(Expected::NoStream, |head| Expected::Revision(*head));
        let events = (0..=turn % 3).map(event).collect();
        let Appended { position, revision } = store.append(&stream, expected, events).await?;
        assert!(position > last, "{position:?} after {last:?}");
        last = position;
        heads.insert(stream, revision);
        store.head().wait_for(|head| *head >= position).await?;
    }
    let all = store.read_all(Position(0), 1_000).await?;
    assert!(all.is_sorted_by(|a, b| a.position < b.position));
    assert_eq!(all.last().map(|event| event.position), Some(last));
    gapless(&all);
    Ok(())
}

pub async fn reads_come_in_pages(backend: &mut dyn Backend) -> Outcome {
    let store = backend.open().await?;
    store.append("a", Expected::NoStream, (0..10).map(event).collect()).await?;
    store.append("b", Expected::NoStream, (10..15).map(event).collect()).await?;
    store.append("a", Expected::Revision(Revision(9)), (15..25).map(event).collect()).await?;
    let page = |from, limit| store.read_stream("a", Revision(from), limit);
    assert_eq!(numbers(&page(0, 4).await?), [0, 1, 2, 3]);
    assert_eq!(numbers(&page(8, 4).await?), [8, 9, 15, 16]);
    assert_eq!(numbers(&page(18, 4).await?), [23, 24]);
    assert_eq!(page(0, usize::MAX).await?.len(), 20);
    let mut all = Vec::new();
    let mut after = Position(0);
    loop {
        let page = store.read_all(after, 7).await?;
        let Some(last) = page.last() else { break };
        after = last.position;
        all.extend(numbers(&page));
    }
    assert_eq!(all, (0..25).collect::<Vec<_>>());
    Ok(())
}

pub async fn stretches_read_as_each_by_itself(backend: &mut dyn Backend) -> Outcome {
    let store = backend.open().await?;
    store.append("a", Expected::NoStream, (0..10).map(event).collect()).await?;
    store.append("it's \"b\" 停", Expected::NoStream, (10..15).map(event).collect()).await?;
    let stretch = |stream: &str, from, limit| Stretch { stream: stream.to_owned(), from: Revision(from), limit };
    let asked = [
        stretch("it's \"b\" 停", 3, 100),
        stretch("a", 2, 3),
        stretch("nowhere", 0, 10),
        stretch("a", 9, usize::MAX),
        stretch("a", 10, 10),
        stretch("a", 0, 0),
        stretch("a", u64::MAX, 1),
        stretch("a", 2, 3),
    ];
    let read = store.read_streams(&asked).await?;
    assert_eq!(read.len(), asked.len());
    for (Stretch { stream, from, limit }, found) in asked.iter().zip(&read) {
        assert_eq!(*found, store.read_stream(stream, *from, *limit).await?, "{stream} from {from:?}");
    }
    assert_eq!(numbers(&read[1]), [2, 3, 4]);
    assert!(store.read_streams(&[]).await?.is_empty());
    Ok(())
}

pub async fn nothing_reads_as_nothing(backend: &mut dyn Backend) -> Outcome {
    let store = backend.open().await?;
    assert!(store.read_stream("a", Revision(0), 10).await?.is_empty());
    assert!(store.read_all(Position(0), 10).await?.is_empty());
    assert_eq!(*store.head().borrow(), Position(0));
    let Appended { position, .. } = store.append("a", Expected::NoStream, vec![event(1)]).await?;
    assert!(store.read_stream("a", Revision(1), 10).await?.is_empty());
    assert!(store.read_stream("a", Revision(u64::MAX), 10).await?.is_empty());
    assert!(store.read_stream("a", Revision(0), 0).await?.is_empty());
    assert!(store.read_all(position, 10).await?.is_empty());
    assert!(store.read_all(Position(u64::MAX), 10).await?.is_empty());
    Ok(())
}

pub async fn odd_stream_names_stay_apart(backend: &mut dyn Backend) -> Outcome {
    let store = backend.open().await?;
    let long = "长".repeat(300);
    let names = [
        "case-QS-2026-7K3M",
        "case-qs-2026-7k3m",
        "停车-居住",
        "e\u{301}",
        "\u{e9}",
        "it's",
        "a\"b",
        "a'; DROP TABLE events; --",
        "100%_",
        " ",
        "a ",
        "a",
        "a\0b",
        "a\n\tb",
        "a/b\\c",
        "🅿️",
        "-1",
        "NULL",
        &long,
    ];
    for (name, number) in names.iter().zip(0..) {
        store.append(name, Expected::NoStream, vec![event(number)]).await?;
    }
    for (name, number) in names.iter().zip(0..) {
        let events = store.read_stream(name, Revision(0), 10).await?;
        assert_eq!(numbers(&events), [number], "{name:?}");
        assert!(events.iter().all(|event| &*event.stream == *name), "{name:?}");
        let stretch = Stretch { stream: (*name).to_owned(), from: Revision(0), limit: 10 };
        assert_eq!(store.read_streams(&[stretch]).await?, [events], "{name:?}");
    }
    Ok(())
}

pub async fn large_events_are_kept(backend: &mut dyn Backend) -> Outcome {
    let store = backend.open().await?;
    let large = |seed: u8| NewEvent {
        payload: (0..1_048_576_u32).map(|i| i.to_le_bytes()[1].wrapping_mul(seed)).collect(),
        metadata: vec![seed; 65_536],
        ..event(seed.into())
    };
    let mut appends = JoinSet::new();
    for seed in 1..=12 {
        let (store, event) = (Arc::clone(&store), large(seed));
        appends.spawn(async move { store.append(&format!("s-{seed}"), Expected::NoStream, vec![event]).await });
    }
    while let Some(appended) = appends.join_next().await {
        appended??;
    }
    for seed in 1..=12 {
        let stored = store.read_stream(&format!("s-{seed}"), Revision(0), 1).await?;
        assert!(bodies(&stored) == [large(seed)], "event {seed} came back changed");
    }
    Ok(())
}

pub async fn of_racing_appenders_one_wins_each_revision(backend: &mut dyn Backend) -> Outcome {
    let store = backend.open().await?;
    let mut expected = Expected::NoStream;
    for revision in 0..12 {
        let mut racers = JoinSet::new();
        for racer in 0..64 {
            let store = Arc::clone(&store);
            racers.spawn(async move { store.append("contested", expected, vec![event(racer)]).await });
        }
        let mut winners = 0;
        while let Some(answer) = racers.join_next().await {
            match answer? {
                Ok(appended) => {
                    assert_eq!(appended.revision, Revision(revision));
                    winners += 1;
                }
                Err(AppendError::Conflict { expected: believed, actual }) => {
                    assert_eq!((believed, actual), (expected, Some(Revision(revision))));
                }
                Err(error) => return Err(error.into()),
            }
        }
        assert_eq!(winners, 1, "at revision {revision}");
        expected = Expected::Revision(Revision(revision));
    }
    assert_eq!(store.read_stream("contested", Revision(0), 100).await?.len(), 12);
    Ok(())
}

pub async fn readers_never_skip_an_event_while_writers_race(backend: &mut dyn Backend) -> Outcome {
    const WRITERS: u64 = 32;
    const APPENDS: u64 = 30;
    let store = backend.open().await?;
    // Appends of one, two or three events; every third number is one of three.
    let total = (0..WRITERS * APPENDS).map(|number| number % 3 + 1).sum::<u64>();
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let store = Arc::clone(&store);
        writers.spawn(async move {
            let mut expected = Expected::NoStream;
            for turn in 0..APPENDS {
                let number = writer * APPENDS + turn;
                let events = (0..=number % 3).map(|_| event(number)).collect();
                let appended = store.append(&format!("s-{writer}"), expected, events).await?;
                expected = Expected::Revision(appended.revision);
            }
            Ok::<_, AppendError>(())
        });
    }
    let mut readers = JoinSet::new();
    for limit in [1, 7, 1_000] {
        readers.spawn(read_eagerly(Arc::clone(&store), limit, total));
        readers.spawn(follow(Arc::clone(&store).subscribe(Position(0)), limit, total));
    }
    while let Some(written) = writers.join_next().await {
        written??;
    }
    let all = store.read_all(Position(0), usize::MAX).await?;
    assert_eq!(u64::try_from(all.len())?, total);
    gapless(&all);
    let positions: Vec<_> = all.iter().map(|event| event.position).collect();
    while let Some(seen) = readers.join_next().await {
        assert!(seen?? == positions, "a reader skipped or repeated an event");
    }
    Ok(())
}

pub async fn a_subscription_starts_anywhere(backend: &mut dyn Backend) -> Outcome {
    let store = backend.open().await?;
    store.append("a", Expected::NoStream, (0..10).map(event).collect()).await?;
    let stored = store.read_all(Position(0), 100).await?;
    let mut starts = vec![Position(0)];
    starts.extend(stored.iter().map(|event| event.position));
    let mut subscriptions: Vec<_> = starts.into_iter().map(|after| Arc::clone(&store).subscribe(after)).collect();
    store.append("b", Expected::NoStream, (10..13).map(event).collect()).await?;
    for (subscription, first) in subscriptions.iter_mut().zip(0..) {
        let mut seen = Vec::new();
        while seen.last() != Some(&12) {
            let batch = subscription.next_batch(4).await?;
            assert!((1..=4).contains(&batch.len()));
            assert_eq!(batch.last().map(|event| event.position), Some(subscription.position()));
            seen.extend(numbers(&batch));
        }
        assert_eq!(seen, (first..13).collect::<Vec<_>>());
    }
    Ok(())
}

pub async fn a_subscription_sleeps_until_there_is_an_event(backend: &mut dyn Backend) -> Outcome {
    let store = backend.open().await?;
    let mut subscription = Arc::clone(&store).subscribe(Position(0));
    assert!(at_once(&mut subscription).await.is_none(), "there is nothing yet");
    let waiting = tokio::spawn(async move { subscription.next_batch(10).await.map(|batch| (subscription, batch)) });
    store.append("a", Expected::NoStream, vec![event(1), event(2)]).await?;
    let (mut subscription, mut batch) = waiting.await??;
    while batch.len() < 2 {
        batch.extend(subscription.next_batch(10).await?);
    }
    assert_eq!(numbers(&batch), [1, 2]);
    assert!(at_once(&mut subscription).await.is_none(), "there is no more");
    Ok(())
}

pub async fn a_subscription_far_behind_catches_up(backend: &mut dyn Backend) -> Outcome {
    const EVENTS: u64 = 20_000;
    let store = backend.open().await?;
    let mut expected = Expected::NoStream;
    let mut behind = Arc::clone(&store).subscribe(Position(0));
    for start in (0..EVENTS).step_by(1_000) {
        let events = (start..start + 1_000).map(event).collect();
        expected = Expected::Revision(store.append("a", expected, events).await?.revision);
    }
    let mut seen = Vec::new();
    while u64::try_from(seen.len())? < EVENTS {
        seen.extend(numbers(&behind.next_batch(997).await?));
    }
    assert!(seen.into_iter().eq(0..EVENTS), "an event was skipped, repeated or out of order");
    Ok(())
}

pub async fn a_subscription_loses_nothing_when_it_is_interrupted(backend: &mut dyn Backend) -> Outcome {
    let store = backend.open().await?;
    store.append("a", Expected::NoStream, (0..50).map(event).collect()).await?;
    let mut subscription = Arc::clone(&store).subscribe(Position(0));
    let mut seen = Vec::new();
    while seen.len() < 50 {
        // Broken off at its first wait, each second time.
        if let Some(batch) = at_once(&mut subscription).await {
            seen.extend(numbers(&batch?));
        }
        if seen.len() < 50 {
            seen.extend(numbers(&subscription.next_batch(3).await?));
        }
    }
    assert_eq!(seen, (0..50).collect::<Vec<_>>());
    Ok(())
}

pub async fn a_store_opened_again_has_everything(backend: &mut dyn Backend) -> Outcome {
    let store = backend.open().await?;
    store.append("a", Expected::NoStream, (0..5).map(event).collect()).await?;
    store.append("b", Expected::NoStream, (5..8).map(event).collect()).await?;
    let before = store.read_all(Position(0), 100).await?;
    let head = *store.head().borrow();
    drop(store);

    let store = backend.open().await?;
    assert_eq!(store.read_all(Position(0), 100).await?, before);
    assert_eq!(*store.head().borrow(), head);
    conflict(&*store, "a", Expected::NoStream, Some(4)).await?;
    let appended = store.append("a", Expected::Revision(Revision(4)), vec![event(8)]).await?;
    assert!(appended.position > head);
    let batch = Arc::clone(&store).subscribe(head).next_batch(10).await?;
    assert_eq!(numbers(&batch), [8]);
    Ok(())
}
