//! Personal values at rest: sealed per person before they reach the store.
//!
//! Nothing here decides who may read; whoever opens a value has asked [`crate::access`] first.

mod wrapping;

pub use wrapping::{KeyEncryptionKey, WrapError};
