//! What a city publishes, and what came of it.

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_eventstore::Position;
use serde_json::Value;

/// One thing to be published. Specs are in the words of the manifest, as JSON.
#[derive(Debug, Clone, PartialEq)]
pub enum Publication {
    /// The city itself.
    City {
        /// Its resource name.
        name: String,
        /// Its spec.
        spec: Value,
    },
    /// A department.
    Department {
        /// Its name.
        name: String,
        /// Its spec.
        spec: Value,
    },
    /// A department that is no longer there.
    RetireDepartment {
        /// Its name.
        name: String,
    },
    /// The holiday calendar of one year.
    Calendar {
        /// Its resource name.
        name: String,
        /// Its spec.
        spec: Value,
    },
    /// A service module.
    Module {
        /// Its name.
        name: String,
        /// Its spec.
        spec: Value,
    },
    /// A module that takes no new cases from now on.
    RetireModule {
        /// Its name.
        name: String,
    },
    /// Another body whose systems work over the API.
    Partner {
        /// Its name.
        name: String,
        /// Its spec.
        spec: Value,
    },
    /// A partner that is none any more: its credentials are good for nothing from now on.
    RetirePartner {
        /// Its name.
        name: String,
    },
}

/// What a publication did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// What changed.
    pub outcome: Outcome,
    /// The registry's position at which it is visible; that of the last change where nothing did.
    pub position: Position,
}

/// What a publication changed, or would change in a dry run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing: the same spec is served already, or what was to retire is not served.
    Unchanged,
    /// The city, a department or a calendar is there or different.
    Published,
    /// A module has a new revision.
    NewRevision(u32),
    /// A retired module is served again under a revision that it had before.
    Restored(u32),
    /// It is retired.
    Retired,
}

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// Its author has to change it; every problem is in the list.
    #[error("{} problems", .0.0.len())]
    Problems(Diagnostics),
    /// Only administrators and the city itself publish.
    #[error("not allowed to publish")]
    NotAllowed,
    /// The registry has events that this binary does not know: use a newer one.
    #[error("the registry was written by a newer version of cityhall")]
    Upgrading,
    /// The store takes no writes now: try again.
    #[error("the store takes no writes now")]
    Unavailable,
}
