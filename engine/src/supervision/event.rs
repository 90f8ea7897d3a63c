//! How an event of a matter stands in the store: metadata and payload (`{"open": …, "sealed": […]}`), as
//! events of cases do. What was written is sealed for the person whose case it is.

use cityhall_domain::case::Actor;
use cityhall_domain::channel::Channel;
use cityhall_domain::name::SubjectId;
use cityhall_domain::supervision::{MatterEvent, MatterEventBody, MatterId};
use cityhall_eventstore::{NewEvent, RecordedEvent};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::envelope::{ClientKey, Unknown};
use crate::sealing::{Origin, Sealed};

/// The schema version under which events of matters are written.
pub(super) const SCHEMA: u16 = MatterEventBody::SCHEMA;

/// What the names of streams of matters begin with.
const PREFIX: &str = "supervision-";

/// The stream of a matter.
pub(crate) fn matter_stream(id: MatterId) -> String {
    format!("{PREFIX}{id}")
}

/// The matter whose stream this is.
pub(crate) fn matter_of(stream: &str) -> Option<MatterId> {
    stream.strip_prefix(PREFIX)?.parse().ok().map(MatterId)
}

/// Who, why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Metadata {
    /// Who did it, with what they held at that moment.
    pub(crate) principal: Actor,
    /// The way it came.
    pub(crate) channel: Channel,
    /// The event that led to it, where one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) causation: Option<Uuid>,
    /// The client's key, where one came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) key: Option<ClientKey>,
    /// Whose case it is: by whose key texts are sealed. Absent for an anonymous case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) owner: Option<SubjectId>,
}

/// An event of a matter as it was read back.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Decoded {
    pub(crate) metadata: Metadata,
    /// What happened; `text` is absent.
    pub(crate) event: MatterEvent,
    /// What was written.
    pub(crate) sealed: Vec<Sealed>,
    /// What it is bound to.
    pub(crate) origin: Origin,
}

/// The event as it is stored; `None` when it does not turn into JSON.
pub(super) fn encode(
    event: &MatterEvent,
    sealed: &[Sealed],
    metadata: &Metadata,
    id: Uuid,
    recorded_at: Timestamp,
) -> Option<NewEvent> {
    let tagged = serde_json::to_value(&event.body).ok()?;
    let open = tagged.as_object()?.values().next()?;
    Some(NewEvent {
        id,
        event_type: event.body.type_name().to_owned(),
        schema: SCHEMA,
        recorded_at,
        effective_at: event.effective_at,
        metadata: serde_json::to_vec(metadata).ok()?,
        payload: serde_json::to_vec(&json!({"open": open, "sealed": sealed})).ok()?,
    })
}

/// Reads an event back.
///
/// # Errors
/// See [`Unknown`].
pub(crate) fn decode(recorded: &RecordedEvent) -> Result<Decoded, Unknown> {
    let event = &recorded.event;
    if event.schema != SCHEMA || !MatterEventBody::TYPE_NAMES.contains(&event.event_type.as_str()) {
        return Err(Unknown::Newer { event_type: event.event_type.clone(), schema: event.schema });
    }
    read(recorded).map_err(|error| Unknown::Damaged {
        stream: recorded.stream.to_string(),
        id: event.id,
        problem: error.to_string(),
    })
}

fn read(recorded: &RecordedEvent) -> Result<Decoded, serde_json::Error> {
    let event = &recorded.event;
    let metadata: Metadata = serde_json::from_slice(&event.metadata)?;
    let mut payload: Value = serde_json::from_slice(&event.payload)?;
    let mut letters = event.event_type.chars();
    let tag: String = letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect();
    let body: MatterEventBody = serde_json::from_value(json!({tag: payload["open"].take()}))?;
    let sealed = serde_json::from_value(payload["sealed"].take())?;
    let by = metadata.principal.clone();
    Ok(Decoded {
        metadata,
        event: MatterEvent { effective_at: event.effective_at, by, body, text: None },
        sealed,
        origin: Origin {
            stream: recorded.stream.to_string(),
            event_id: event.id,
            event_type: event.event_type.clone(),
            schema: event.schema,
        },
    })
}
