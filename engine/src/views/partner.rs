//! One row per event of a case that came through a partner's system: what its usage is counted from.

use cityhall_domain::case::EventBody;
use serde::{Deserialize, Serialize};

use super::case::{instant, place};
use super::{FoldError, StoredEvent, View, body_text};
use crate::envelope::Through;
use crate::state::{KeyColumn, Row, ViewSchema};

/// Days begin in every time zone at a quarter of an hour: what is counted by it can be put into any zone's days.
pub(crate) const QUARTER_MICROSECONDS: i64 = 15 * 60 * 1_000_000;

/// What the view looks like.
pub(crate) static SCHEMA: ViewSchema = ViewSchema {
    name: "partner",
    version: 1,
    keys: &[
        KeyColumn::text("partner"),
        KeyColumn::text("module"),
        KeyColumn::integer("quarter"),
        KeyColumn::integer("submission"),
        KeyColumn::integer("place"),
    ],
    indexes: &[&["partner", "quarter", "module", "submission"]],
    listed: false,
};

/// The view. A row's identity is the event's place in the city.
pub(crate) static VIEW: View = View { schema: &SCHEMA, rows, folds_rows: false, fold };

/// What is not only a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PartnerRow {
    /// The partner and its credential.
    pub(crate) through: Through,
    /// The module.
    pub(crate) module: String,
    /// When, in microseconds.
    pub(crate) at: i64,
}

fn rows(event: StoredEvent<'_>) -> Vec<String> {
    let came = event.decoded.metadata.partner.is_some();
    came.then(|| format!("{:020}", event.recorded.position.0)).into_iter().collect()
}

fn fold(id: &str, _row: Option<&str>, event: StoredEvent<'_>) -> Result<Row, FoldError> {
    let StoredEvent { recorded, decoded } = event;
    let Some(through) = decoded.metadata.partner.clone() else {
        return Err(FoldError::NoBeginning(id.to_owned()));
    };
    let at = instant(recorded.event.recorded_at);
    let row = PartnerRow { through, module: decoded.metadata.module.to_string(), at };
    let keys = vec![
        row.through.name.as_str().into(),
        row.module.as_str().into(),
        at.div_euclid(QUARTER_MICROSECONDS).into(),
        matches!(decoded.event.body, EventBody::CaseSubmitted { .. }).into(),
        place(recorded.position.0),
    ];
    Ok(Row { id: id.to_owned(), keys, listed: Vec::new(), body: body_text(id, &row)? })
}
