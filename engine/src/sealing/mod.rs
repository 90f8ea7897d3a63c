//! Personal values at rest: sealed per person before they reach the store, and the keys for it.
//!
//! Reading order: `value` (one sealed value and what it is bound to), [`wrapping`](KeyEncryptionKey)
//! (the key of keys), `key_database` (where keys are), [`Vault`] (what the engine uses).
//!
//! Nothing here decides who may read; whoever opens a value has asked [`crate::access`] first.

mod key_database;
mod vault;
mod wrapping;

pub(crate) mod durable_file;
pub(crate) mod value;

pub use key_database::KeysUnavailable;
pub use value::{Opened, Origin, Sealed};
pub(crate) use vault::IDENTIFIED;
pub use vault::{BlindToken, Vault};
pub use wrapping::{KeyEncryptionKey, LocalKey, WrapError};
