//! One row per entry of the power log.

use cityhall_eventstore::RecordedEvent;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::case::place;
use super::{FoldError, StreamView, body_text};
use crate::power_log::STREAM;
use crate::power_log::event::{By, PowerEvent, decode};
use crate::state::{KeyColumn, Row, ViewSchema};

/// What the view looks like.
pub(crate) static SCHEMA: ViewSchema = ViewSchema {
    name: "power_log",
    version: 1,
    keys: &[KeyColumn::integer("entry"), KeyColumn::text("kind"), KeyColumn::text("number")],
    indexes: &[&["entry"], &["kind", "entry"], &["number", "entry"]],
    listed: false,
};

/// The view. A row's identity is the entry's place in the city.
pub(crate) static VIEW: StreamView = StreamView { schema: &SCHEMA, row, folds_rows: false, fold };

/// One entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PowerRow {
    pub(crate) id: Uuid,
    pub(crate) position: u64,
    pub(crate) effective_at: Timestamp,
    pub(crate) recorded_at: Timestamp,
    pub(crate) by: By,
    pub(crate) what: PowerEvent,
}

fn row(recorded: &RecordedEvent) -> Option<String> {
    // Padded, so that new rows come at the end of the table.
    (&*recorded.stream == STREAM).then(|| format!("{:020}", recorded.position.0))
}

fn fold(id: &str, _row: Option<&str>, recorded: &RecordedEvent) -> Result<Row, FoldError> {
    let entry = decode(recorded)?;
    let kind = entry.what.kind().type_name();
    let number = entry.what.case().map(|case| case.as_str().to_owned());
    let row = PowerRow {
        id: recorded.event.id,
        position: recorded.position.0,
        effective_at: entry.effective_at,
        recorded_at: recorded.event.recorded_at,
        by: entry.by,
        what: entry.what,
    };
    let keys = vec![place(row.position), kind.into(), number.into()];
    Ok(Row { id: id.to_owned(), keys, listed: Vec::new(), body: body_text(id, &row)? })
}
