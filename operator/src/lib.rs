//! The operator: it makes a city of a namespace's manifests and keeps it so.
//!
//! Here live the watch of the manifests, the reconcilers, the workloads of a city, the admission
//! webhook and the election of one active operator. Everything is level-triggered: no step asks why
//! it was called, each compares what is with what should be.
//!
//! Here never live: a rule about a case, the compiler of modules (`cityhall-crds`), the city itself:
//! what is published is asked of the city, over its API, as everybody else does.
//!
//! Start reading at [`run`](run()), then `publishing` and `city`, whose files are the steps of one
//! reconciliation in their order.

mod run;

mod options;

mod compile;
mod manifest;
mod publishing;

mod city;

mod admission;

mod context;
mod registry;

mod api;
mod events;
mod health;
mod leader;
mod status;
mod watching;

pub use admission::{JUDGED_WITH_CITY, JUDGED_WITHOUT_CITY, PLUGIN};
pub use city::owned::Part;
pub use events::OPERATOR;
pub use manifest::{Manifest, PAUSED, plural};
pub use options::{ImageOptions, Options, OtlpOptions, WebhookOptions};
pub use run::{Ended, run};
