//! What a city writes, and its compilation into [`cityhall_domain::module::Module`].
//!
//! Here live the manifest types (the source of the Kubernetes definitions), the reading of YAML
//! with line numbers, [`lower()`] and [`prove()`], and what a module means in words and pictures.
//!
//! Here never live: file IO, a Kubernetes client, a clock, logging. The command line reads
//! folders, the operator talks to the cluster; both hand in text or JSON.
//!
//! Start reading at [`spec`], then [`manifest`], [`lower()`], [`prove()`], [`explain`].

pub mod spec;

pub mod elements;
pub mod manifest;
pub mod path;
pub mod reason;
pub mod sample;

mod lower;
mod prove;

pub mod explain;

mod calendar;
mod crd;
mod digest;
mod examine;
mod partner;
mod structure;

pub use calendar::calendar_year;
pub use crd::{Kind, crd_yaml, crd_yaml_of, definition};
pub use digest::{module_digest, spec_digest};
pub use examine::{examine, examine_together};
pub use lower::lower;
pub use partner::document_digest;
pub use prove::prove;

/// The version of the module language that [`lower()`] speaks. The result of `lower` for one
/// version never changes.
pub const LANGUAGE: u32 = 1;
