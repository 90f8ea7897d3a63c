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
pub(crate) struct Events {
    client: Client,
    reporter: Reporter,
}

impl Events {
    pub(crate) fn new(client: Client, identity: &str) -> Self {
        Self { client, reporter: Reporter { controller: OPERATOR.to_owned(), instance: Some(identity.to_owned()) } }
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
        // A recorder walks over all that it told, each time: with many manifests more than everything else.
        let recorder = Recorder::new(self.client.clone(), self.reporter.clone());
        if let Err(error) = recorder.publish(&event, &manifest.object_ref(&kind)).await {
            tracing::warn!(%error, reason, "an event could not be told");
        }
    }
}
