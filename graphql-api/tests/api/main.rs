//! The API through its router, over a real engine and a real store on disk.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper that fails fails its test")]

mod cases;
mod city;
mod executor;
mod garden;
mod hostile;
mod http;
mod schema;
mod stream;
