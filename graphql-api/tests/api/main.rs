//! The API through its router, over a real engine and a real store on disk.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper that fails fails its test")]

use cityhall_graphql_api::guard;

mod agreement;
mod cases;
mod city;
mod connections;
mod corpus;
mod executor;
mod garden;
mod hostile;
mod http;
mod limits;
mod policies;
mod schema;
mod stream;
mod tracking;
