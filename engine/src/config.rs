//! What an engine is opened with, and why it may refuse to open.

use std::path::PathBuf;
use std::sync::Arc;

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{Module, Surroundings};
use serde::{Deserialize, Serialize};

use crate::catalog::Issuer;
use crate::sealing::KeyEncryptionKey;

/// Compiles a spec of one language version: `(language, module name, spec)`. Never changes its
/// result for one language version, because it runs again over every spec that was ever published.
pub type Lower = fn(u32, &str, &serde_json::Value) -> Result<Module, Diagnostics>;

/// Proves a module against what surrounds it, at publication only.
pub type Prove = for<'a> fn(&Module, Surroundings<'a>) -> Diagnostics;

/// Whether a store may be played with. Chosen when the store is founded, never changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Mode {
    /// Real matters of real people: the law's clock is the real one, keys are given from outside.
    Production,
    /// Demos and tests: the law's clock can be moved forward, a local key file is made.
    Development,
}

/// What an engine is opened with.
#[derive(Clone)]
pub struct Config {
    /// The folder of keys, views and other state.
    pub data: PathBuf,
    /// What the store must have been founded as; founds an empty one so.
    pub mode: Mode,
    /// The language version under which new specs are compiled.
    pub language: u32,
    /// The compiler of specs.
    pub lower: Lower,
    /// The prover of modules.
    pub prove: Prove,
    /// The key that wraps every data key. `None` is allowed in development only: a key file in
    /// `data` then serves, made if the store has no event yet.
    pub kek: Option<Arc<dyn KeyEncryptionKey>>,
    /// An issuer of tokens beside those that the city published: the development identity provider.
    /// Refused outside development.
    pub development_issuer: Option<Issuer>,
}

/// Why an engine did not open. Each says what the operator of the city should do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The store was founded in the other mode: open it in that mode or choose another store.
    #[error("the store was founded in {founded:?} mode and may not be opened in {asked:?} mode")]
    WrongMode {
        /// How it was founded.
        founded: Mode,
        /// How it was to be opened.
        asked: Mode,
    },
    /// The store has events of a type or version that this binary does not know: use a newer one.
    #[error("the store was written by a newer version of cityhall: {0}")]
    Upgrading(String),
    /// A key-encryption key must be given: nothing makes one silently.
    #[error("outside development a key-encryption key must be given")]
    KeyRequired,
    /// A development issuer was given in production.
    #[error("a development issuer is allowed in development mode only")]
    DevelopmentOnly,
    /// The store has events, but the key that sealed them is not where it was: restore it.
    #[error("the store has events, but its keys are missing or do not fit: {0}")]
    KeysMissing(String),
    /// Something in `data` cannot be read or written.
    #[error("failed to open the state in the data folder: {0}")]
    State(String),
    /// The store cannot be read or written.
    #[error(transparent)]
    Store(#[from] cityhall_eventstore::Error),
}
