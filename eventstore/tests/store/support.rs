//! What the tests share.

use cityhall_eventstore::NewEvent;
use jiff::Timestamp;
use uuid::Uuid;

/// An event that tells `number`.
pub(crate) fn event(number: u64) -> NewEvent {
    NewEvent {
        id: Uuid::from_u64_pair(0, number),
        event_type: "Counted".to_owned(),
        schema: 1,
        recorded_at: Timestamp::UNIX_EPOCH,
        effective_at: Timestamp::UNIX_EPOCH,
        metadata: b"{}".to_vec(),
        payload: number.to_string().into_bytes(),
    }
}
