//! One row per mandate: who may act for whom, within what, when.

use cityhall_domain::mandate::{Mandate, evolve};
use cityhall_eventstore::RecordedEvent;
use serde::{Deserialize, Serialize};

use super::case::place;
use super::{FoldError, StreamView, body_text};
use crate::mandates::{mandate_of, told};
use crate::state::{KeyColumn, Row, ViewSchema};

/// What the view looks like.
pub(crate) static SCHEMA: ViewSchema = ViewSchema {
    name: "mandate",
    version: 1,
    keys: &[KeyColumn::integer("given"), KeyColumn::text("grantor"), KeyColumn::text("agent")],
    indexes: &[&["grantor", "given"], &["agent", "given"]],
    listed: false,
};

/// The view. A row's identity is the mandate's.
pub(crate) static VIEW: StreamView = StreamView { schema: &SCHEMA, row, folds_rows: true, fold };

/// One mandate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MandateRow {
    /// What it says.
    pub(crate) mandate: Mandate,
    /// The place in the city at which it was given: its place in lists.
    pub(crate) given: u64,
}

/// Reads the body of a row.
pub(crate) fn read(body: &str) -> Result<MandateRow, serde_json::Error> {
    serde_json::from_str(body)
}

fn row(recorded: &RecordedEvent) -> Option<String> {
    mandate_of(&recorded.stream).map(|id| id.to_string())
}

fn fold(id: &str, body: Option<&str>, recorded: &RecordedEvent) -> Result<Row, FoldError> {
    let unreadable = |error: serde_json::Error| FoldError::Row { id: id.to_owned(), problem: error.to_string() };
    let before = body.map(read).transpose().map_err(unreadable)?;
    let given = before.map_or(recorded.position.0, |row| row.given);
    let mandate = evolve(&told(recorded)?.1).clone();
    let keys =
        vec![place(given), mandate.grantor().map(|grantor| grantor.0.as_str()).into(), mandate.agent.0.as_str().into()];
    let row = MandateRow { mandate, given };
    Ok(Row { id: id.to_owned(), keys, listed: Vec::new(), body: body_text(id, &row)? })
}
