//! How an event stands in the store: metadata (who, why, under which versions) and payload
//! (`{"open": …, "sealed": […]}`), both JSON; the same for cases, matters and mandates. No name and no sealed value stands in the clear.
//!
//! A type or schema version that this binary does not know is never folded: [`Unknown`] says so and
//! whatever needs the event waits for a newer binary. `engine/golden/envelope/` holds one file per
//! form that was ever written; files are only ever added.

use std::collections::BTreeSet;

use cityhall_domain::assurance::Assurance;
use cityhall_domain::case::{Actor, Event, EventBody};
use cityhall_domain::channel::Channel;
use cityhall_domain::name::{ModuleName, PartnerName};
use cityhall_eventstore::{NewEvent, RecordedEvent};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::partners::{Credential, Grant};
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
    /// How surely whoever did it was known then, where their identity provider says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assurance: Option<Assurance>,
    /// The partner through whose system it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<Through>,
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

/// The partner through whose system something came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Through {
    /// Which partner.
    pub name: PartnerName,
    /// With what its system proved itself.
    pub credential: Credential,
}

impl From<&Grant> for Through {
    fn from(grant: &Grant) -> Self {
        Self { name: grant.partner.clone(), credential: grant.credential.clone() }
    }
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

/// What streams of one kind hold: a body that is stored under the name of its type.
pub(crate) trait Stored: Serialize + DeserializeOwned {
    /// The schema version under which it is written.
    const SCHEMA: u16;
    /// Every type that this binary knows.
    const TYPES: &'static [&'static str];

    /// The type as it is stored.
    fn stored_type(&self) -> &'static str;
}

impl Stored for EventBody {
    const SCHEMA: u16 = SCHEMA;
    const TYPES: &'static [&'static str] = KNOWN_TYPES;

    fn stored_type(&self) -> &'static str {
        self.type_name()
    }
}

/// An event as it was read back.
pub(crate) struct Parts<M, B> {
    pub(crate) metadata: M,
    pub(crate) body: B,
    pub(crate) sealed: Vec<Sealed>,
    pub(crate) origin: Origin,
}

#[derive(Deserialize)]
struct PayloadIn<'a> {
    #[serde(borrow)]
    open: &'a RawValue,
    sealed: Vec<Sealed>,
}

/// An event on its way into the store.
///
/// # Errors
/// [`Unknown::Damaged`] when it does not turn into JSON.
pub(crate) fn write<B: Stored>(
    body: &B,
    sealed: &[Sealed],
    metadata: &impl Serialize,
    id: Uuid,
    effective_at: Timestamp,
    recorded_at: Timestamp,
) -> Result<NewEvent, Unknown> {
    let event_type = body.stored_type().to_owned();
    let damaged = |error: serde_json::Error| Unknown::Damaged { stream: String::new(), id, problem: error.to_string() };
    let tagged = serde_json::to_string(body).map_err(damaged)?;
    let prefix = format!("{{\"{}\":", tag(&event_type));
    let open = tagged.strip_prefix(&prefix).and_then(|rest| rest.strip_suffix('}')).unwrap_or("null");
    let sealed = serde_json::to_string(sealed).map_err(damaged)?;
    Ok(NewEvent {
        id,
        event_type,
        schema: B::SCHEMA,
        recorded_at,
        effective_at,
        metadata: serde_json::to_vec(metadata).map_err(damaged)?,
        payload: format!("{{\"open\":{open},\"sealed\":{sealed}}}").into_bytes(),
    })
}

/// Reads an event back.
///
/// # Errors
/// See [`Unknown`].
pub(crate) fn read<M: DeserializeOwned, B: Stored>(recorded: &RecordedEvent) -> Result<Parts<M, B>, Unknown> {
    let event = &recorded.event;
    if event.schema != B::SCHEMA || !B::TYPES.contains(&event.event_type.as_str()) {
        return Err(Unknown::Newer { event_type: event.event_type.clone(), schema: event.schema });
    }
    let damaged = |error: serde_json::Error| Unknown::Damaged {
        stream: recorded.stream.to_string(),
        id: event.id,
        problem: error.to_string(),
    };
    let payload: PayloadIn<'_> = serde_json::from_slice(&event.payload).map_err(damaged)?;
    let tagged = format!("{{\"{}\":{}}}", tag(&event.event_type), payload.open.get());
    Ok(Parts {
        metadata: serde_json::from_slice(&event.metadata).map_err(damaged)?,
        body: serde_json::from_str(&tagged).map_err(damaged)?,
        sealed: payload.sealed,
        origin: Origin {
            stream: recorded.stream.to_string(),
            event_id: event.id,
            event_type: event.event_type.clone(),
            schema: event.schema,
        },
    })
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
    write(&event.body, sealed, metadata, id, event.effective_at, recorded_at)
}

/// Reads an event of a case back.
///
/// # Errors
/// See [`Unknown`].
pub fn decode(recorded: &RecordedEvent) -> Result<Decoded, Unknown> {
    let Parts { metadata, body, sealed, origin } = read::<Metadata, EventBody>(recorded)?;
    let (effective_at, by) = (recorded.event.effective_at, metadata.principal.clone());
    Ok(Decoded { event: Event { effective_at, by, body, personal: Vec::new() }, metadata, sealed, origin })
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

    use cityhall_domain::mandate::MandateEventBody;
    use cityhall_domain::supervision::MatterEventBody;
    use cityhall_eventstore::{Position, Revision};
    use serde_json::Value;

    use super::*;
    use crate::mandates;
    use crate::supervision::event as matters;

    /// One file per form that was ever written, as `{type, schema, metadata, payload}`.
    fn golden(kind: &str) -> Vec<(String, RecordedEvent)> {
        let folder = format!("{}/golden/{kind}", env!("CARGO_MANIFEST_DIR"));
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

    /// Every golden event of a kind is read, and written the same; every type is among them, but for those of
    /// cases, whose bodies the domain holds.
    fn is_read_and_written_the_same<M: Serialize + DeserializeOwned, B: Stored>(kind: &str) {
        let golden = golden(kind);
        for (file, recorded) in &golden {
            let event = &recorded.event;
            let Parts { metadata, body, sealed, .. } =
                read::<M, B>(recorded).unwrap_or_else(|error| panic!("{file}: {error}"));
            let again = write(&body, &sealed, &metadata, event.id, event.effective_at, event.recorded_at).unwrap();
            let json = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).unwrap();
            assert_eq!(json(&again.metadata), json(&event.metadata), "{file}");
            assert_eq!(json(&again.payload), json(&event.payload), "{file}");
            assert_eq!(again.event_type, event.event_type);
        }
        let types: BTreeSet<&str> = golden.iter().map(|(_, recorded)| recorded.event.event_type.as_str()).collect();
        assert!(kind == "envelope" || types.len() == B::TYPES.len(), "{kind}: {types:?}");
    }

    #[test]
    fn everything_ever_written_is_read_and_written_the_same() {
        is_read_and_written_the_same::<Metadata, EventBody>("envelope");
        is_read_and_written_the_same::<matters::Metadata, MatterEventBody>("supervision");
        is_read_and_written_the_same::<mandates::Metadata, MandateEventBody>("mandate");
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
        let mut event = golden("envelope").remove(0).1;
        event.event.schema = 2;
        assert!(matches!(decode(&event), Err(Unknown::Newer { schema: 2, .. })));
        event.event.schema = 1;
        event.event.event_type = "CaseTeleported".to_owned();
        assert!(matches!(decode(&event), Err(Unknown::Newer { .. })));
        event.event.event_type = "CaseAccepted".to_owned();
        assert!(matches!(decode(&event), Err(Unknown::Damaged { .. })), "of a known type, but not in its form");
    }
}
