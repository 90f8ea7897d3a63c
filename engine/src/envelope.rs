//! How an event stands in the store: metadata (who, why, under which versions) and payload
//! (`{"open": …, "sealed": […]}`), both JSON. No name and no sealed value stands in the clear.
//!
//! A type or schema version that this binary does not know is never folded: [`Unknown`] says so and
//! whatever needs the event waits for a newer binary. `engine/golden/envelope/` holds one file per
//! form that was ever written; files are only ever added.

use std::collections::BTreeSet;

use cityhall_domain::case::{Actor, Event, EventBody};
use cityhall_domain::channel::Channel;
use cityhall_domain::name::ModuleName;
use cityhall_eventstore::{NewEvent, RecordedEvent};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::sealing::{BlindToken, Origin, Sealed};

/// The schema version under which case events are written.
pub const SCHEMA: u16 = 1;

/// The stream of the case with this number.
#[must_use]
pub fn case_stream(number: &cityhall_domain::case::CaseNumber) -> String {
    format!("case-{number}")
}

/// Whether a stream is a case's.
#[must_use]
pub fn is_case_stream(stream: &str) -> bool {
    stream.starts_with("case-")
}

/// Who, why, and under which versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Metadata {
    /// Who did it, with what they held at that moment.
    pub principal: Actor,
    /// The module that the case is under.
    pub module: ModuleName,
    /// The revision of the module that the case stays under.
    pub module_revision: u32,
    /// The way it came.
    pub channel: Channel,
    /// The request that it belongs to.
    pub correlation: Uuid,
    /// The event that led to it, where one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub causation: Option<Uuid>,
    /// The client's key, where one came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<ClientKey>,
    /// The version of the calendar that the decision rests on.
    pub calendar: u64,
    /// By whom the case is found, where this event says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blind: Option<BlindTokens>,
}

/// A client's idempotency key, as far as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientKey {
    /// Digest of the key and of whose it is.
    pub digest: String,
    /// Digest of what was asked with it.
    pub request: String,
    /// Which event of the request this is, from 0.
    pub index: usize,
}

/// Tokens of the people of a case: enough to find it by them, not to name them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BlindTokens {
    /// Whose case it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applicant: Option<BlindToken>,
    /// Who is named in the answers that this event brings.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub persons: BTreeSet<BlindToken>,
}

/// An event of a case as it was read back.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    /// Who, why, under which versions.
    pub metadata: Metadata,
    /// What happened; `personal` is empty.
    pub event: Event,
    /// What is sealed of it.
    pub sealed: Vec<Sealed>,
    /// What the sealed values are bound to.
    pub origin: Origin,
}

/// Why an event was not read back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    /// A newer binary wrote it: commands on its stream and views wait for one.
    #[error("`{event_type}` version {schema} is newer than this binary")]
    Newer {
        /// Its type.
        event_type: String,
        /// Its version.
        schema: u16,
    },
    /// It is of a known type and version, but does not read as one.
    #[error("event {id} of `{stream}` cannot be read: {problem}")]
    Damaged {
        /// Its stream.
        stream: String,
        /// Its identity.
        id: Uuid,
        /// What is wrong with it.
        problem: String,
    },
}

#[derive(Deserialize)]
struct PayloadIn<'a> {
    #[serde(borrow)]
    open: &'a RawValue,
    sealed: Vec<Sealed>,
}

/// An event of a case on its way into the store. The values in `event.personal` are those that
/// `sealed` holds.
///
/// # Errors
/// [`Unknown::Damaged`] when it does not turn into JSON.
pub fn encode(
    event: &Event,
    sealed: &[Sealed],
    metadata: &Metadata,
    id: Uuid,
    recorded_at: Timestamp,
) -> Result<NewEvent, Unknown> {
    let event_type = event.body.type_name().to_owned();
    let damaged = |error: serde_json::Error| Unknown::Damaged { stream: String::new(), id, problem: error.to_string() };
    let tagged = serde_json::to_string(&event.body).map_err(damaged)?;
    let prefix = format!("{{\"{}\":", tag(&event_type));
    let open = tagged.strip_prefix(&prefix).and_then(|rest| rest.strip_suffix('}')).unwrap_or("null");
    let sealed = serde_json::to_string(sealed).map_err(damaged)?;
    Ok(NewEvent {
        id,
        event_type,
        schema: SCHEMA,
        recorded_at,
        effective_at: event.effective_at,
        metadata: serde_json::to_vec(metadata).map_err(damaged)?,
        payload: format!("{{\"open\":{open},\"sealed\":{sealed}}}").into_bytes(),
    })
}

/// Reads an event of a case back.
///
/// # Errors
/// See [`Unknown`].
pub fn decode(recorded: &RecordedEvent) -> Result<Decoded, Unknown> {
    let event = &recorded.event;
    if event.schema != SCHEMA || !KNOWN_TYPES.contains(&event.event_type.as_str()) {
        return Err(Unknown::Newer { event_type: event.event_type.clone(), schema: event.schema });
    }
    let damaged = |error: serde_json::Error| Unknown::Damaged {
        stream: recorded.stream.to_string(),
        id: event.id,
        problem: error.to_string(),
    };
    let metadata: Metadata = serde_json::from_slice(&event.metadata).map_err(damaged)?;
    let payload: PayloadIn<'_> = serde_json::from_slice(&event.payload).map_err(damaged)?;
    let tagged = format!("{{\"{}\":{}}}", tag(&event.event_type), payload.open.get());
    let body: EventBody = serde_json::from_str(&tagged).map_err(damaged)?;
    Ok(Decoded {
        event: Event { effective_at: event.effective_at, by: metadata.principal.clone(), body, personal: Vec::new() },
        metadata,
        sealed: payload.sealed,
        origin: Origin {
            stream: recorded.stream.to_string(),
            event_id: event.id,
            event_type: event.event_type.clone(),
            schema: event.schema,
        },
    })
}

/// The types of case events that this binary folds.
pub const KNOWN_TYPES: &[&str] = &EventBody::TYPE_NAMES;

/// The tag under which the domain's JSON of an event stands: the type's name, first letter small.
fn tag(event_type: &str) -> String {
    let mut letters = event_type.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use cityhall_eventstore::{Position, Revision};
    use serde_json::Value;

    use super::*;

    /// One file per form that was ever written, as `{type, schema, metadata, payload}`.
    fn golden() -> Vec<(String, RecordedEvent)> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/golden/envelope");
        let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        files.into_iter().map(|file| (file.display().to_string(), recorded(&std::fs::read(&file).unwrap()))).collect()
    }

    fn recorded(bytes: &[u8]) -> RecordedEvent {
        let file: Value = serde_json::from_slice(bytes).unwrap();
        RecordedEvent {
            position: Position(1),
            stream: Arc::from("case-QS-2026-0000-0000-0018-F"),
            revision: Revision(0),
            event: NewEvent {
                id: Uuid::from_u128(1),
                event_type: file["type"].as_str().unwrap().to_owned(),
                schema: u16::try_from(file["schema"].as_u64().unwrap()).unwrap(),
                recorded_at: Timestamp::UNIX_EPOCH,
                effective_at: Timestamp::UNIX_EPOCH,
                metadata: file["metadata"].to_string().into_bytes(),
                payload: file["payload"].to_string().into_bytes(),
            },
        }
    }

    #[test]
    fn everything_ever_written_is_read_and_written_the_same() {
        let golden = golden();
        assert!(golden.len() >= 2);
        for (file, recorded) in golden {
            let decoded = decode(&recorded).unwrap_or_else(|error| panic!("{file}: {error}"));
            let id = recorded.event.id;
            let again =
                encode(&decoded.event, &decoded.sealed, &decoded.metadata, id, recorded.event.recorded_at).unwrap();
            let json = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).unwrap();
            assert_eq!(json(&again.metadata), json(&recorded.event.metadata), "{file}");
            assert_eq!(json(&again.payload), json(&recorded.event.payload), "{file}");
            assert_eq!(again.event_type, recorded.event.event_type);
        }
    }

    #[test]
    fn every_type_of_the_domain_is_known() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../domain/golden/events");
        let types: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .map(|file| file.split('.').next().unwrap_or_default().to_owned())
            .collect();
        assert_eq!(types, KNOWN_TYPES.iter().map(ToString::to_string).collect());
    }

    #[test]
    fn what_a_newer_binary_wrote_is_not_folded() {
        let mut event = golden().remove(0).1;
        event.event.schema = 2;
        assert!(matches!(decode(&event), Err(Unknown::Newer { schema: 2, .. })));
        event.event.schema = 1;
        event.event.event_type = "CaseTeleported".to_owned();
        assert!(matches!(decode(&event), Err(Unknown::Newer { .. })));
        event.event.event_type = "CaseAccepted".to_owned();
        assert!(matches!(decode(&event), Err(Unknown::Damaged { .. })), "of a known type, but not in its form");
    }
}
