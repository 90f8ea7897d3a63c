//! One row per rating, without the case that it was given in: what officers and the public read of
//! ratings can lead nobody back to who gave one.

use cityhall_domain::case::EventBody;
use cityhall_domain::case::event::Part;
use cityhall_domain::case::rating::Level;
use cityhall_domain::name::SubjectId;
use serde::{Deserialize, Serialize};

use super::case::{instant, place};
use super::{FoldError, StoredEvent, View, body_text};
use crate::sealing::{Origin, Sealed};
use crate::state::{KeyColumn, KeyValue, Row, ViewSchema};

/// What the view looks like.
pub(crate) static SCHEMA: ViewSchema = ViewSchema {
    name: "rating",
    version: 1,
    keys: &[
        KeyColumn::text("module"),
        KeyColumn::text("department"),
        KeyColumn::integer("stars"),
        KeyColumn::integer("given_at"),
        KeyColumn::integer("place"),
    ],
    indexes: &[&["place"], &["department", "place"], &["department", "module", "stars", "given_at"]],
    listed: true,
};

/// The view. A row's identity is the event's place in the city.
pub(crate) static VIEW: View = View { schema: &SCHEMA, rows, folds_rows: false, fold };

/// What is not only a key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RatingRow {
    /// The module.
    pub(crate) module: String,
    /// Whose work it was.
    pub(crate) department: String,
    /// How content the person was.
    pub(crate) level: Level,
    /// When it was given, in microseconds.
    pub(crate) given_at: i64,
    /// Its place in the list.
    pub(crate) place: u64,
    /// What the person said to it.
    pub(crate) comment: Option<SealedComment>,
}

/// A sealed comment with the event that it is bound to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct SealedComment {
    /// Where it was sealed.
    pub(crate) origin: Origin,
    /// What was sealed.
    pub(crate) value: Sealed,
}

/// Under which name a rating is listed for one of the officers whose work it is about.
pub(crate) fn rated(officer: &SubjectId) -> (String, KeyValue) {
    (format!("officer/{}", officer.0), KeyValue::from(true))
}

fn rows(event: StoredEvent<'_>) -> Vec<String> {
    let is_rating = matches!(event.decoded.event.body, EventBody::StepRated { .. });
    is_rating.then(|| format!("{:020}", event.recorded.position.0)).into_iter().collect()
}

fn fold(id: &str, _row: Option<&str>, event: StoredEvent<'_>) -> Result<Row, FoldError> {
    let StoredEvent { recorded, decoded } = event;
    let EventBody::StepRated { level, department, officers, .. } = &decoded.event.body else {
        return Err(FoldError::NoBeginning(id.to_owned()));
    };
    let comment = decoded.sealed.iter().find(|sealed| sealed.part == Part::Comment);
    let row = RatingRow {
        module: decoded.metadata.module.to_string(),
        department: department.to_string(),
        level: *level,
        given_at: instant(recorded.event.effective_at),
        place: recorded.position.0,
        comment: comment.map(|value| SealedComment { origin: decoded.origin.clone(), value: value.clone() }),
    };
    let mut listed: Vec<_> = officers.iter().map(rated).collect();
    listed.sort_unstable();
    let keys = vec![
        row.module.as_str().into(),
        row.department.as_str().into(),
        i64::from(level.stars()).into(),
        row.given_at.into(),
        place(row.place),
    ];
    Ok(Row { id: id.to_owned(), keys, listed, body: body_text(id, &row)? })
}
