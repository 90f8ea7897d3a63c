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
    /// Rules by which the city forbids.
    AccessPolicy {
        /// Its name.
        name: String,
        /// Its spec.
        spec: Value,
    },
    /// Rules that do not hold any more.
    RetireAccessPolicy {
        /// Their name.
        name: String,
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
    /// Which rules of an access policy changed; empty for everything else.
    pub changes: Vec<RuleChange>,
    /// The registry's position at which it is visible; that of the last change where nothing did.
    pub position: Position,
}

/// One rule of an access policy that is there, is gone or is different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleChange {
    /// Its name.
    pub rule: String,
    /// As it was; `None`: it was not there.
    pub before: Option<String>,
    /// As it is; `None`: it is gone.
    pub after: Option<String>,
}

/// What a publication changed, or would change in a dry run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing: the same spec is served already, or what was to retire is not served.
    Unchanged,
    /// The city, a department, a calendar or an access policy is there or different.
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
