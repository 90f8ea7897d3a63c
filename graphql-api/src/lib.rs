//! The GraphQL API of a city.
//!
//! Here live the schema of each audience, built from what the city has published, its resolvers,
//! GraphQL over HTTP, and the guard that decides what a document may cost.
//!
//! Here never live: rules about cases, access decisions and masks (the engine answers with what the
//! caller may see), the manifest language, Kubernetes.
//!
//! Start reading at [`guard`].

pub mod guard;
