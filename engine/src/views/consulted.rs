//! One row per department and event that asks it for its opinion: how a case that another department has gets
//! into its list. Whether it may still look is said by the case itself, while it is open.

use cityhall_domain::case::EventBody;

use super::{FoldError, StoredEvent, View, body_text};
use crate::state::{KeyColumn, Row, ViewSchema};

/// What the view looks like.
pub(crate) static SCHEMA: ViewSchema = ViewSchema {
    name: "consulted",
    version: 1,
    keys: &[KeyColumn::text("department"), KeyColumn::text("number")],
    indexes: &[&["department", "number"]],
    listed: false,
};

/// The view. A row's identity is the event's place in the city and the department.
pub(crate) static VIEW: View = View { schema: &SCHEMA, rows, folds_rows: false, fold };

fn rows(event: StoredEvent<'_>) -> Vec<String> {
    let EventBody::OpinionsRequested { departments, .. } = &event.decoded.event.body else { return Vec::new() };
    let place = event.recorded.position.0;
    departments.iter().map(|department| format!("{place:020}/{department}")).collect()
}

fn fold(id: &str, _row: Option<&str>, event: StoredEvent<'_>) -> Result<Row, FoldError> {
    let department = id.split_once('/').map_or(id, |(_, department)| department);
    let keys = vec![department.into(), event.number().into()];
    Ok(Row { id: id.to_owned(), keys, listed: Vec::new(), body: body_text(id, &serde_json::Map::new())? })
}
