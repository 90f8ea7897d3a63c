//! Events of Kubernetes: told when something turns, never in between.

use cityhall_crds::Kind;
use kube::runtime::events::{Event, EventType, Recorder, Reporter};
use kube::{Client, Resource};

use crate::manifest::Manifest;

/// Under which name the operator acts: as field manager, as reporter, as label.
pub const OPERATOR: &str = "cityhall-operator";

/// The longest note that the API server takes, in bytes.
const NOTE_BYTES_MAX: usize = 1024;

/// Tells events.
pub(crate) struct Events(Recorder);

impl Events {
    pub(crate) fn new(client: Client, identity: &str) -> Self {
        let reporter = Reporter { controller: OPERATOR.to_owned(), instance: Some(identity.to_owned()) };
        Self(Recorder::new(client, reporter))
    }

    /// Tells that something about a manifest has turned. An event is a courtesy: without it everything
    /// still stands in the status.
    pub(crate) async fn tell(&self, kind: Kind, manifest: &Manifest, type_: EventType, reason: &str, note: &str) {
        let note = &note[..note.floor_char_boundary(NOTE_BYTES_MAX)];
        let event = Event {
            type_,
            reason: reason.to_owned(),
            note: Some(note.to_owned()),
            action: "Reconcile".to_owned(),
            secondary: None,
        };
        if let Err(error) = self.0.publish(&event, &manifest.object_ref(&kind)).await {
            tracing::warn!(%error, reason, "an event could not be told");
        }
    }
}
