//! One row per person and event that names them: by which blind token a case is found by others than
//! its applicant. Whoever was once named in a case stays findable by it, also after an answer that names
//! somebody else.

use super::{FoldError, StoredEvent, View, body_text};
use crate::state::{KeyColumn, Row, ViewSchema};

/// What the view looks like.
pub(crate) static SCHEMA: ViewSchema = ViewSchema {
    name: "people",
    version: 3,
    keys: &[KeyColumn::text("token"), KeyColumn::text("number")],
    indexes: &[&["token", "number"]],
    listed: false,
};

/// The view. A row's identity is the event's place in the city and the token.
pub(crate) static VIEW: View = View { schema: &SCHEMA, rows, folds_rows: false, fold };

fn rows(event: StoredEvent<'_>) -> Vec<String> {
    let Some(blind) = &event.decoded.metadata.blind else { return Vec::new() };
    let place = event.recorded.position.0;
    // By place in the city and padded: new rows come at the end of the table instead of all over it.
    blind.persons.iter().map(|token| format!("{place:020}/{}", String::from(*token))).collect()
}

fn fold(id: &str, _row: Option<&str>, event: StoredEvent<'_>) -> Result<Row, FoldError> {
    let token = id.split_once('/').map_or(id, |(_, token)| token);
    let keys = vec![token.into(), event.number().into()];
    Ok(Row { id: id.to_owned(), keys, listed: Vec::new(), body: body_text(id, &serde_json::Map::new())? })
}
