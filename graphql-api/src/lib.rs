//! The GraphQL API of a city.
//!
//! Here live the schema of each audience, built from what the city has published ([`sdl`]), its
//! resolvers, the way from a document to its answer ([`answer`]), GraphQL over HTTP ([`http`]), and
//! the guard that decides what a document may cost ([`guard`]), and what one caller may use ([`limits`]).
//!
//! Here never live: rules about cases, access decisions and masks (the engine answers with what the
//! caller may see), the manifest language, Kubernetes.
//!
//! Start reading at [`answer`], then [`guard`], [`limits`], then `schema`.

pub mod answer;
pub mod guard;
pub mod http;
pub mod limits;

pub mod code;
pub mod refusal;

#[cfg(feature = "all")]
#[cfg(test)]
mod differential;
mod faces;
mod language;
mod opaque;
mod schema;
pub mod trusted;
mod visit;

pub use faces::{Sdl, sdl};
pub use http::Api;
