//! One row per supervision matter: where it stands, what was done in it, texts as they are sealed.

use cityhall_domain::case::Actor;
use cityhall_domain::name::SubjectId;
use cityhall_domain::supervision::{Addressee, Matter, OpenMatter, evolve};
use cityhall_eventstore::RecordedEvent;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::case::place;
use super::{FoldError, StreamView, body_text};
use crate::sealing::{Origin, Sealed};
use crate::state::{KeyColumn, KeyValue, Row, ViewSchema};
use crate::supervision::event::{decode, matter_of};

/// What the view looks like.
pub(crate) static SCHEMA: ViewSchema = ViewSchema {
    name: "matter",
    version: 1,
    keys: &[
        KeyColumn::integer("opened"),
        KeyColumn::integer("closed"),
        KeyColumn::text("department"),
        KeyColumn::text("addressee"),
        KeyColumn::text("number"),
        KeyColumn::text("owner"),
    ],
    indexes: &[&["opened"], &["closed", "opened"], &["department", "opened"], &["addressee", "opened"]],
    listed: false,
};

/// The view. A row's identity is the matter's.
pub(crate) static VIEW: StreamView = StreamView { schema: &SCHEMA, row, folds_rows: true, fold };

/// One matter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MatterRow {
    /// Where it stands.
    pub(crate) matter: OpenMatter,
    /// Whose case it is about.
    pub(crate) owner: Option<SubjectId>,
    /// The place of its opening in the city: its place in lists.
    pub(crate) opened: u64,
    /// What was done in it, oldest first.
    pub(crate) steps: Vec<StepRow>,
}

/// One step in a matter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StepRow {
    /// The type of its event.
    pub(crate) event_type: String,
    /// When.
    pub(crate) effective_at: Timestamp,
    /// Who.
    pub(crate) by: Actor,
    /// What was written, sealed, with what it is bound to.
    pub(crate) text: Option<(Origin, Sealed)>,
}

/// Reads the body of a row.
pub(crate) fn read(body: &str) -> Result<MatterRow, serde_json::Error> {
    serde_json::from_str(body)
}

fn row(recorded: &RecordedEvent) -> Option<String> {
    matter_of(&recorded.stream).map(|id| id.to_string())
}

fn fold(id: &str, body: Option<&str>, recorded: &RecordedEvent) -> Result<Row, FoldError> {
    let unreadable = |error: serde_json::Error| FoldError::Row { id: id.to_owned(), problem: error.to_string() };
    let before = body.map(read).transpose().map_err(unreadable)?;
    let decoded = decode(recorded)?;
    let (matter, owner, opened, mut steps) = match before {
        Some(row) => (Matter::Open(Box::new(row.matter)), row.owner, row.opened, row.steps),
        None => (Matter::Unborn, decoded.metadata.owner, recorded.position.0, Vec::new()),
    };
    let Matter::Open(matter) = evolve(matter, &decoded.event) else {
        return Err(FoldError::NoBeginning(id.to_owned()));
    };
    steps.push(StepRow {
        event_type: recorded.event.event_type.clone(),
        effective_at: recorded.event.effective_at,
        by: decoded.event.by,
        text: decoded.sealed.into_iter().next().map(|sealed| (decoded.origin, sealed)),
    });
    let row = MatterRow { matter: *matter, owner, opened, steps };
    let addressee = match &row.matter.addressee {
        Addressee::Person { subject } => KeyValue::from(subject.0.as_str()),
        Addressee::SuperiorMissing => KeyValue::Null,
    };
    let keys = vec![
        place(opened),
        row.matter.closed_at.is_some().into(),
        row.matter.department.as_str().into(),
        addressee,
        row.matter.number.as_str().into(),
        row.owner.as_ref().map(|owner| owner.0.as_str()).into(),
    ];
    Ok(Row { id: id.to_owned(), keys, listed: Vec::new(), body: body_text(id, &row)? })
}
