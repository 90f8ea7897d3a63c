//! One row per event of a case: who did it by standing, role and department — never a name —, what it
//! was, when it counts and when it was recorded, and what is sealed of it, as it is stored.

use cityhall_domain::case::event::{Arrival, Part};
use cityhall_domain::case::{Actor, EventBody};
use cityhall_domain::name::{ActionName, BasisName, DepartmentName, StateName};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::case::place;
use super::{FoldError, StoredEvent, View, body_text};
use crate::sealing::{Origin, Sealed};
use crate::state::{KeyColumn, Row, ViewSchema};

/// What the view looks like.
pub(crate) static SCHEMA: ViewSchema = ViewSchema {
    name: "timeline",
    version: 2,
    keys: &[KeyColumn::text("number"), KeyColumn::integer("revision")],
    indexes: &[&["number", "revision"]],
    listed: false,
};

/// The view. A row's identity is its place in the city.
pub(crate) static VIEW: View = View { schema: &SCHEMA, rows, folds_rows: false, fold };

/// One event of a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EntryRow {
    /// The event's identity.
    pub(crate) id: Uuid,
    /// Its place in the case.
    pub(crate) revision: u64,
    /// Its place in the city.
    pub(crate) position: u64,
    /// Its type.
    pub(crate) event_type: String,
    /// The action that made it.
    pub(crate) action: Option<ActionName>,
    /// When it counts in law.
    pub(crate) effective_at: Timestamp,
    /// When it was recorded.
    pub(crate) recorded_at: Timestamp,
    /// Who did it; a subject's opaque id, never a name.
    pub(crate) by: Actor,
    /// Where the case stood afterwards, where it moved.
    pub(crate) state: Option<StateName>,
    /// Who had it afterwards, where that changed.
    pub(crate) department: Option<DepartmentName>,
    /// What it rests on.
    pub(crate) legal_basis: Option<BasisName>,
    /// Values of the action's `public` and `internal` fields.
    pub(crate) fields: Map<String, Value>,
    /// The reason and the other fields, sealed.
    pub(crate) sealed: Vec<Sealed>,
    /// What they are bound to.
    pub(crate) origin: Origin,
}

/// Reads the body of a row.
pub(crate) fn read(body: &str) -> Result<EntryRow, serde_json::Error> {
    serde_json::from_str(body)
}

fn rows(event: StoredEvent<'_>) -> Vec<String> {
    // By place in the city and padded: new rows come at the end of the table instead of all over it.
    vec![format!("{:020}", event.recorded.position.0)]
}

fn fold(id: &str, _row: Option<&str>, event: StoredEvent<'_>) -> Result<Row, FoldError> {
    let entry = entry(event);
    let keys = vec![event.number().into(), place(entry.revision)];
    Ok(Row { id: id.to_owned(), keys, listed: Vec::new(), body: body_text(id, &entry)? })
}

fn entry(event: StoredEvent<'_>) -> EntryRow {
    let StoredEvent { recorded, decoded } = event;
    let body = &decoded.event.body;
    let performed = body.performed();
    let told = told(body);
    EntryRow {
        id: recorded.event.id,
        revision: recorded.revision.0,
        position: recorded.position.0,
        event_type: recorded.event.event_type.clone(),
        action: performed.map(|performed| performed.action.clone()),
        effective_at: recorded.event.effective_at,
        recorded_at: recorded.event.recorded_at,
        by: decoded.metadata.principal.clone(),
        state: told.arrival.or(performed.and_then(|performed| performed.arrival.as_ref())).map(|to| to.state.clone()),
        department: told.department.cloned(),
        legal_basis: told.legal_basis.cloned(),
        fields: performed.map(|performed| performed.fields.clone()).unwrap_or_default(),
        sealed: decoded.sealed.iter().filter(|sealed| is_told(sealed.part)).cloned().collect(),
        origin: decoded.origin.clone(),
    }
}

/// Answers are read in the case, not in its history.
fn is_told(part: Part) -> bool {
    match part {
        Part::Fields | Part::Reason => true,
        Part::Answers | Part::Persons => false,
    }
}

/// What an event tells beyond its action.
#[derive(Default)]
struct Told<'a> {
    arrival: Option<&'a Arrival>,
    department: Option<&'a DepartmentName>,
    legal_basis: Option<&'a BasisName>,
}

fn told(body: &EventBody) -> Told<'_> {
    match body {
        EventBody::CaseSubmitted { arrival, department, .. } => {
            Told { arrival: Some(arrival), department: Some(department), ..Told::default() }
        }
        EventBody::CaseDeclined { legal_basis, .. } | EventBody::CaseRefused { legal_basis, .. } => {
            Told { legal_basis: Some(legal_basis), ..Told::default() }
        }
        EventBody::CaseTransferred { to, .. } => Told { department: Some(to), ..Told::default() },
        EventBody::SupplementAnswered { arrival, .. }
        | EventBody::SupplementLapsed { arrival, .. }
        | EventBody::LimitPassed { arrival, .. } => Told { arrival: arrival.as_ref(), ..Told::default() },
        EventBody::CaseAccepted { .. }
        | EventBody::SupplementRequested { .. }
        | EventBody::CaseApproved { .. }
        | EventBody::ResultIssued { .. }
        | EventBody::CaseWithdrawn { .. }
        | EventBody::NoteAdded { .. }
        | EventBody::CaseClosed { .. }
        | EventBody::CaseReopened { .. }
        | EventBody::DueRecomputed { .. } => Told::default(),
    }
}
