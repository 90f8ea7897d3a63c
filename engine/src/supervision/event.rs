//! How an event of a matter stands in the store: metadata and payload (`{"open": …, "sealed": […]}`), as
//! events of cases do. What was written is sealed for the person whose case it is.

use cityhall_domain::case::Actor;
use cityhall_domain::channel::Channel;
use cityhall_domain::name::SubjectId;
use cityhall_domain::supervision::{MatterEvent, MatterEventBody, MatterId};
use cityhall_eventstore::RecordedEvent;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::envelope::{ClientKey, Parts, Stored, Unknown, read};
use crate::sealing::{Origin, Sealed};

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

impl Stored for MatterEventBody {
    const SCHEMA: u16 = Self::SCHEMA;
    const TYPES: &'static [&'static str] = &Self::TYPE_NAMES;

    fn stored_type(&self) -> &'static str {
        self.type_name()
    }
}

/// Reads an event back.
///
/// # Errors
/// See [`Unknown`].
pub(crate) fn decode(recorded: &RecordedEvent) -> Result<Decoded, Unknown> {
    let Parts { metadata, body, sealed, origin } = read::<Metadata, MatterEventBody>(recorded)?;
    let (effective_at, by) = (recorded.event.effective_at, metadata.principal.clone());
    Ok(Decoded { event: MatterEvent { effective_at, by, body, text: None }, metadata, sealed, origin })
}
