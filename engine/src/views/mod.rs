//! Read models, folded from the events of cases, of supervision matters and of the power log. Each file
//! is one view: its schema and a pure fold from `(row, event)` to what becomes of the row. Counts are no view: they are asked of [`case`], so that
//! they cannot differ from its lists. The history of a case is no view either: it is its stream.
//!
//! Reading order: [`case`], [`people`], [`consulted`], [`rating`], [`partner`], [`matter`], [`power_log`]; then [`follower`]
//! (events in, rows out, in one transaction with the checkpoint), [`runner`] (the task that follows the store),
//! [`rebuild`], and [`image`] (a case's row as it was after an earlier event).
//!
//! Here never live: decisions about who may read (`access`, `query`), opened personal values, SQL.

pub(crate) mod case;
pub(crate) mod consulted;
pub(crate) mod mandate;
pub(crate) mod matter;
pub(crate) mod partner;
pub(crate) mod people;
pub(crate) mod power_log;
pub(crate) mod rating;

mod follower;
pub(crate) mod image;
mod rebuild;
mod runner;

pub use rebuild::{Difference, DifferenceKind, RebuildError, Rebuilt, ViewRebuilt};
pub use runner::{Views, WaitError};

use cityhall_eventstore::{Position, RecordedEvent};
use serde_json::Value;

use crate::envelope::{Decoded, Unknown};
use crate::state::{KeyValue, Row, ViewSchema};

/// An event of a case as views fold it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StoredEvent<'a> {
    /// Its place, identity and times.
    pub(crate) recorded: &'a RecordedEvent,
    /// What it says.
    pub(crate) decoded: &'a Decoded,
}

impl StoredEvent<'_> {
    /// The number of the event's case, as its stream is named by it.
    pub(crate) fn number(&self) -> &str {
        self.recorded.stream.strip_prefix("case-").unwrap_or_default()
    }
}

/// Why an event was not folded. The view stands before it until somebody looks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FoldError {
    /// The stored row does not read as this version of the view writes it: rebuild.
    #[error("row `{id}` cannot be read: {problem}")]
    Row {
        /// Which row.
        id: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The event does not read as one that this binary knows.
    #[error(transparent)]
    Event(#[from] Unknown),
    /// The first event of a case is not its submission.
    #[error("case `{0}` does not begin with its submission")]
    NoBeginning(String),
}

/// One read model.
pub(crate) struct View {
    /// What it looks like in the database.
    pub(crate) schema: &'static ViewSchema,
    /// The identities of the rows that an event touches.
    pub(crate) rows: fn(StoredEvent<'_>) -> Vec<String>,
    /// Whether `fold` looks at the row as it was; otherwise every row is written once.
    pub(crate) folds_rows: bool,
    /// What the event makes of one of its rows.
    pub(crate) fold: fn(&str, Option<&str>, StoredEvent<'_>) -> Result<Row, FoldError>,
}

/// One read model of a stream that is no case's.
pub(crate) struct StreamView {
    /// What it looks like in the database.
    pub(crate) schema: &'static ViewSchema,
    /// The identity of the row that an event touches; `None` where the view is not about it.
    pub(crate) row: fn(&RecordedEvent) -> Option<String>,
    /// Whether `fold` looks at the row as it was.
    pub(crate) folds_rows: bool,
    /// What the event makes of its row.
    pub(crate) fold: fn(&str, Option<&str>, &RecordedEvent) -> Result<Row, FoldError>,
}

/// Every view of streams that are no cases'.
pub(crate) static STREAM_VIEWS: [&StreamView; 3] = [&matter::VIEW, &mandate::VIEW, &power_log::VIEW];

/// Every view.
pub(crate) static VIEWS: [&View; 5] = [&case::VIEW, &people::VIEW, &consulted::VIEW, &rating::VIEW, &partner::VIEW];

/// The schema of every view.
pub(crate) static SCHEMAS: &[&ViewSchema] = &[
    &case::SCHEMA,
    &people::SCHEMA,
    &consulted::SCHEMA,
    &rating::SCHEMA,
    &partner::SCHEMA,
    &matter::SCHEMA,
    &mandate::SCHEMA,
    &power_log::SCHEMA,
];

/// How far one view is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewStatus {
    /// Which view.
    pub view: &'static str,
    /// The last event that it includes.
    pub position: Position,
    /// Why it stands still, where it does.
    pub paused: Option<String>,
}

/// How a value is listed: text up to a length, whole numbers, yes and no. Values of other shapes are
/// not listed.
pub(crate) fn listed_value(value: &Value) -> Option<KeyValue> {
    /// No filter needs longer texts, and an index of them would weigh more than the rows.
    const TEXT_BYTES_MAX: usize = 256;
    match value {
        Value::String(text) if text.len() <= TEXT_BYTES_MAX => Some(KeyValue::from(text.as_str())),
        Value::Number(number) => number.as_i64().map(KeyValue::Integer),
        Value::Bool(flag) => Some(KeyValue::from(*flag)),
        Value::String(_) | Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The body of a row as JSON text.
fn body_text(id: &str, body: &impl serde::Serialize) -> Result<String, FoldError> {
    serde_json::to_string(body).map_err(|error| FoldError::Row { id: id.to_owned(), problem: error.to_string() })
}
