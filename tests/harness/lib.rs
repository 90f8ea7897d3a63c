//! A running city and the people in it, for tests that enter by the public door.
//!
//! Here lives what starts the real binary and talks to it over HTTP as a resident, an officer or
//! city IT would. No product code lives here, and nothing reaches around the public interfaces.

mod canaries;
mod client;
#[cfg(feature = "all")]
pub mod cluster;
mod collector;
mod dates;
mod issuer;
mod key_server;
mod module_maker;
#[cfg(feature = "all")]
pub mod operated;
mod person;
mod production;
mod samples;
mod server;
mod socket;
mod usage;
mod wire;

pub use canaries::Canaries;
pub use cityhall_crds::sample::{Sample, Step};
pub use client::{PartnerClient, ask_for_token, issuer_of, post_form};
pub use collector::{Collector, Span};
pub use dates::Dates;
pub use issuer::{AUDIENCE, TokenIssuer, signed_by_secret, unsigned};
pub use key_server::{KeyAnswer, KeyServer};
pub use module_maker::{GeneratedCity, generated_city, module_manifest};
pub use person::{Answer, Person};
pub use production::{Production, manifests_with, publish};
pub use samples::samples;
pub use server::{City, Options, binary, cityhall, repository};
pub use socket::Socket;
pub use usage::Usage;
pub use wire::Wire;

/// Why a test could not go on. Tests return it, so that a failure says what was asked and what
/// came back.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What every test returns.
pub type Outcome = Result<(), Failure>;
