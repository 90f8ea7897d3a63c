//! The seam for state databases: what a view may ask of the database that keeps its rows.
//!
//! A view declares a name, a version, typed key columns and one JSON body ([`ViewSchema`]). Two small
//! writers serve every view: SQLite now ([`sqlite`]), `PostgreSQL` later; both pass the suite
//! in `contract.rs`. Questions are values ([`query::Query`]), so that no view and no read knows SQL.
//!
//! Here never live: what a view means, who may read what, or anything that cannot be rebuilt from the
//! event store. Keys, drafts and leases have databases of their own.

pub mod query;
pub mod sqlite;

#[cfg(test)]
mod contract;

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use cityhall_eventstore::Position;

pub use query::{Answer, Candidate, Cell, Condition, Group, Order, Query, Select, Snapshot};

/// What a key column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyType {
    /// Text, compared byte by byte.
    Text,
    /// A whole number.
    Integer,
}

/// A typed column beside the body, for filters, order and counts. May be null.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyColumn {
    /// Its name in the database.
    pub name: &'static str,
    /// What it holds.
    pub kind: KeyType,
}

impl KeyColumn {
    /// A column of text.
    #[must_use]
    pub const fn text(name: &'static str) -> Self {
        Self { name, kind: KeyType::Text }
    }

    /// A column of whole numbers.
    #[must_use]
    pub const fn integer(name: &'static str) -> Self {
        Self { name, kind: KeyType::Integer }
    }
}

/// What a view looks like in the database. A change of any part makes the stored rows outdated: the
/// view is rebuilt at the next start.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct ViewSchema {
    /// Its name, also of its table.
    pub name: &'static str,
    /// Grows when its fold or the shape of its body changes.
    pub version: u32,
    /// Its key columns.
    pub keys: &'static [KeyColumn],
    /// Column lists that reads filter and sort by.
    pub indexes: &'static [&'static [&'static str]],
    /// Whether its rows carry named values that lists can be filtered by ([`Row::listed`]).
    pub listed: bool,
}

/// A value of a key column or of a listed field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyValue {
    /// None.
    Null,
    /// A whole number.
    Integer(i64),
    /// Text.
    Text(String),
}

impl From<&str> for KeyValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for KeyValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for KeyValue {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<bool> for KeyValue {
    fn from(flag: bool) -> Self {
        Self::Integer(i64::from(flag))
    }
}

impl<T: Into<KeyValue>> From<Option<T>> for KeyValue {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// One row of a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its identity in the view.
    pub id: String,
    /// The key columns, in the schema's order.
    pub keys: Vec<KeyValue>,
    /// Values by field name, ascending; empty unless the schema is `listed`.
    pub listed: Vec<(String, KeyValue)>,
    /// Everything else, as one JSON text.
    pub body: String,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// It is as follows from now on.
    Put(Row),
    /// The row of this identity is gone.
    Delete(String),
}

/// Changes of all views that go into the database together.
#[derive(Debug, Default)]
pub struct Batch {
    /// Rows, each identity at most once per view.
    pub writes: Vec<(&'static ViewSchema, Vec<Write>)>,
    /// How far each view is afterwards.
    pub checkpoints: Vec<(&'static ViewSchema, Position)>,
}

/// Why the state database does not serve.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The stored views have another version or shape, or the file is damaged: rebuild.
    #[error("the stored views are outdated: {0}")]
    Outdated(String),
    /// Somebody else wrote at or beyond this batch's position. Nothing was written.
    #[error("view `{view}` is already at position {actual}, the batch would set it to {given}")]
    Superseded {
        /// Which view.
        view: &'static str,
        /// How far it is.
        actual: u64,
        /// How far the batch would have set it.
        given: u64,
    },
    /// The database was closed.
    #[error("the state database is closed")]
    Closed,
    /// The database failed.
    #[error("the state database failed: {0}")]
    Database(String),
}

/// One database of views. Its doc comments are the contract; `contract.rs` holds it against each.
#[async_trait]
pub trait StateDatabase: Send + Sync + 'static {
    /// How far the view is; position 0 when it has seen nothing.
    ///
    /// # Errors
    /// When the database does not serve.
    async fn checkpoint(&self, view: &'static ViewSchema) -> Result<Position, Error>;

    /// The bodies of those of `ids` that have a row.
    ///
    /// # Errors
    /// When the database does not serve.
    async fn bodies(&self, view: &'static ViewSchema, ids: Vec<String>) -> Result<HashMap<String, String>, Error>;

    /// Writes rows and checkpoints in one transaction: all or nothing.
    ///
    /// # Errors
    /// [`Error::Superseded`] when a checkpoint would not grow; then nothing was written.
    async fn write(&self, batch: Batch) -> Result<(), Error>;

    /// Answers all `queries` from one moment, and says which.
    ///
    /// # Errors
    /// When the database does not serve.
    async fn read(&self, queries: Vec<Query>) -> Result<Snapshot, Error>;

    /// Up to `limit` rows whose identity is after `after`, in the order of identities.
    ///
    /// # Errors
    /// When the database does not serve.
    async fn rows_after(&self, view: &'static ViewSchema, after: String, limit: usize) -> Result<Vec<Row>, Error>;

    /// How many rows the view has.
    ///
    /// # Errors
    /// When the database does not serve.
    async fn row_count(&self, view: &'static ViewSchema) -> Result<u64, Error>;

    /// Waits for reads under way, writes everything to its place and lets go of the database.
    ///
    /// # Errors
    /// When the database does not serve.
    async fn close(&self) -> Result<(), Error>;
}

/// Where the databases of views live: the one that serves, and the shadow of a rebuild.
#[async_trait]
pub trait StateHome: Send + Sync + 'static {
    /// Opens the database that serves; an outdated or damaged one is replaced by an empty one.
    ///
    /// # Errors
    /// When none can be opened.
    async fn open(&self) -> Result<Arc<dyn StateDatabase>, Error>;

    /// Begins an empty database beside the one that serves. A left-over shadow is removed first.
    ///
    /// # Errors
    /// When none can be made.
    async fn shadow(&self) -> Result<Arc<dyn StateDatabase>, Error>;

    /// Closes the shadow and makes it the one that serves from now on, also after a restart; in one
    /// step, so that a crash leaves either the old or the new. Readers of the old one finish on it.
    ///
    /// # Errors
    /// When it fails; then the old one still serves.
    async fn promote(&self, shadow: Arc<dyn StateDatabase>) -> Result<Arc<dyn StateDatabase>, Error>;

    /// Throws the shadow away.
    ///
    /// # Errors
    /// When it cannot be removed.
    async fn discard(&self, shadow: Arc<dyn StateDatabase>) -> Result<(), Error>;
}
