//! What the tests of the contract share: numbered events, and what they look at in them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use super::Outcome;
use crate::{AppendError, Error, EventStore, Expected, NewEvent, Position, RecordedEvent, Revision, Subscription};

/// An event that tells `number`.
pub(super) fn event(number: u64) -> NewEvent {
    NewEvent {
        id: Uuid::from_u64_pair(1, number),
        event_type: "Counted".to_owned(),
        schema: 1,
        recorded_at: Timestamp::UNIX_EPOCH,
        effective_at: Timestamp::UNIX_EPOCH,
        metadata: b"{}".to_vec(),
        payload: b"counted".to_vec(),
    }
}

/// The numbers that events tell.
pub(super) fn numbers(events: &[Arc<RecordedEvent>]) -> Vec<u64> {
    events.iter().map(|event| event.event.id.as_u64_pair().1).collect()
}

pub(super) fn bodies(events: &[Arc<RecordedEvent>]) -> Vec<NewEvent> {
    events.iter().map(|event| event.event.clone()).collect()
}

pub(super) async fn conflict(store: &dyn EventStore, stream: &str, expected: Expected, actual: Option<u64>) -> Outcome {
    conflict_of(store, stream, expected, vec![event(99)], actual).await
}

pub(super) async fn conflict_of(
    store: &dyn EventStore,
    stream: &str,
    expected: Expected,
    events: Vec<NewEvent>,
    actual: Option<u64>,
) -> Outcome {
    match store.append(stream, expected, events).await {
        Err(AppendError::Conflict { expected: told, actual: found }) => {
            assert_eq!((told, found), (expected, actual.map(Revision)));
            Ok(())
        }
        Err(error) => Err(error.into()),
        Ok(appended) => Err(format!("{expected:?} was accepted: {appended:?}").into()),
    }
}

/// Every stream in `all` counts from 0 without a gap, and no position is given twice.
pub(super) fn gapless(all: &[Arc<RecordedEvent>]) {
    let mut next: BTreeMap<&str, u64> = BTreeMap::new();
    for event in all {
        let next = next.entry(&event.stream).or_default();
        assert_eq!(event.revision, Revision(*next), "in {}", event.stream);
        *next += 1;
    }
    assert_eq!(all.iter().map(|event| event.position).collect::<BTreeSet<_>>().len(), all.len());
}

/// Reads on and on, without waiting for anything, until it has `total` events.
pub(super) async fn read_eagerly(store: Arc<dyn EventStore>, limit: usize, total: u64) -> Result<Vec<Position>, Error> {
    let mut seen = Vec::new();
    while (seen.len() as u64) < total {
        let after = seen.last().copied().unwrap_or_default();
        seen.extend(store.read_all(after, limit).await?.iter().map(|event| event.position));
    }
    Ok(seen)
}

pub(super) async fn follow(mut subscription: Subscription, limit: usize, total: u64) -> Result<Vec<Position>, Error> {
    let mut seen = Vec::new();
    while (seen.len() as u64) < total {
        seen.extend(subscription.next_batch(limit).await?.iter().map(|event| event.position));
    }
    Ok(seen)
}

/// The next batch, if it is there without waiting.
pub(super) async fn at_once(subscription: &mut Subscription) -> Option<Result<Vec<Arc<RecordedEvent>>, Error>> {
    tokio::select! {
        biased;
        batch = subscription.next_batch(3) => Some(batch),
        () = std::future::ready(()) => None,
    }
}
