//! One row per case: where it stands, its open answers, its sealed answers as they are stored.
//!
//! Where a case stands is what the domain's own `evolve` says, so that the view cannot disagree with
//! the rules, and what somebody may do next is judged on the row without loading the stream.

use std::collections::BTreeSet;

use cityhall_domain::calendar::Due;
use cityhall_domain::case::card::CardKind;
use cityhall_domain::case::event::Part;
use cityhall_domain::case::{Case, EventBody, OpenCase, evolve};
use cityhall_domain::name::ModuleName;
use cityhall_eventstore::Position;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{FoldError, StoredEvent, View, body_text, listed_value};
use crate::sealing::{BlindToken, Origin, Sealed};
use crate::state::{KeyColumn, KeyValue, Row, ViewSchema};

/// What the view looks like.
pub(crate) static SCHEMA: ViewSchema = ViewSchema {
    name: "case",
    version: 12,
    keys: &[
        KeyColumn::text("case_id"),
        KeyColumn::text("module"),
        KeyColumn::integer("module_revision"),
        KeyColumn::text("department"),
        KeyColumn::text("state"),
        KeyColumn::text("stage"),
        KeyColumn::integer("closed"),
        KeyColumn::integer("published"),
        KeyColumn::text("applicant"),
        KeyColumn::integer("submitted"),
        KeyColumn::integer("due_order"),
        KeyColumn::integer("overdue_from"),
        KeyColumn::integer("on_notice"),
        KeyColumn::integer("distrusted"),
        KeyColumn::text("assignee"),
        KeyColumn::integer("submitted_at"),
        KeyColumn::integer("closed_at"),
        KeyColumn::integer("late"),
        KeyColumn::integer("yellow_cards"),
        KeyColumn::integer("red_cards"),
    ],
    indexes: &[
        &["submitted"],
        &["due_order"],
        &["applicant", "submitted"],
        &["department", "submitted", "module"],
        &["department", "due_order", "module"],
        // Holds all that counting asks of a worklist, so that no row is visited for it.
        &[
            "department",
            "module",
            "stage",
            "closed",
            "overdue_from",
            "assignee",
            "submitted",
            "applicant",
            "published",
            "module_revision",
            "late",
            "yellow_cards",
            "red_cards",
            "id",
        ],
        &["submitted_at"],
        &["closed_at"],
        &["published", "submitted"],
        &["assignee", "submitted"],
        &["assignee", "due_order"],
    ],
    listed: true,
};

const MICROSECONDS_OF_A_DAY: i64 = 86_400_000_000;

/// How many bits of a place among limits tell the submission: enough for 68 thousand million events.
const SUBMITTED_BITS: u32 = 36;

/// The last minute that such a place can tell, in the year 2225; the sign stays free.
const DUE_MINUTES_MAX: u64 = (1 << (63 - SUBMITTED_BITS)) - 1;

/// The view. A row's identity is the case's number.
pub(crate) static VIEW: View = View { schema: &SCHEMA, rows, folds_rows: true, fold: fold_text };

/// Everything of a case that is not only a key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CaseRow {
    /// Where it stands.
    pub(crate) case: OpenCase,
    /// Its module.
    pub(crate) module: ModuleName,
    /// The revision of the module that it stays under, unless it is moved.
    pub(crate) module_revision: u32,
    /// The moment of its submission.
    pub(crate) submitted_at: Timestamp,
    /// The place of its submission in the city: its place in lists.
    pub(crate) submitted: u64,
    /// The moment of its last event, ratings apart.
    pub(crate) updated_at: Timestamp,
    /// The promised limit, also after it has ended.
    pub(crate) due: Option<Due>,
    /// Whether it was ever still to be decided after its promised limit had passed.
    pub(crate) late: bool,
    /// Values of `public` and `internal` fields.
    pub(crate) answers: Map<String, Value>,
    /// The other values, sealed.
    pub(crate) sealed: Vec<SealedAnswers>,
    /// By whom the applicant is found.
    pub(crate) applicant_token: Option<BlindToken>,
    /// By whom everybody is found who was ever named in it.
    pub(crate) persons: BTreeSet<BlindToken>,
    /// The last revision of its stream.
    pub(crate) revision: u64,
    /// The place of its last event in the city.
    pub(crate) position: u64,
}

/// A sealed part of the answers with the event that it is bound to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct SealedAnswers {
    /// Where it was sealed.
    pub(crate) origin: Origin,
    /// What was sealed.
    pub(crate) value: Sealed,
}

impl CaseRow {
    /// Whether the public may read it: it is over and its applicant agreed, or it is on public notice.
    pub(crate) fn published(&self) -> bool {
        self.case.is_published()
    }

    /// Whether it is on public notice.
    pub(crate) fn on_notice(&self) -> bool {
        self.case.public_notice().is_some()
    }

    /// The moment from which it is overdue, while its promised limit runs.
    pub(crate) fn overdue_from(&self) -> Option<i64> {
        self.case.clocks.promised.filter(|_| !self.waits()).map(|clock| instant(clock.due.at))
    }

    /// Its place in lists by due date: the minute in which its promised limit ends, then its submission. Cases
    /// without such a date come behind all others, those that are over come last. No two cases have the same.
    pub(crate) fn due_order(&self) -> u64 {
        let known = self.due.map(|due| u64::try_from(due.at.as_second() / 60).unwrap_or_default());
        let minute = match (self.case.end, known) {
            (Some(_), _) => DUE_MINUTES_MAX,
            (None, None) => DUE_MINUTES_MAX - 1,
            (None, Some(minute)) => minute.min(DUE_MINUTES_MAX - 2),
        };
        (minute << SUBMITTED_BITS) | (self.submitted & ((1 << SUBMITTED_BITS) - 1))
    }

    /// How many cards of this kind were issued and not withdrawn.
    fn cards(&self, kind: CardKind) -> KeyValue {
        let cards = self.case.cards.iter().filter(|card| card.kind == kind && card.withdrawn_at.is_none());
        KeyValue::Integer(i64::try_from(cards.count()).unwrap_or(i64::MAX))
    }

    /// Whether its promised limit stands still and had not passed: there is no date to be late for.
    fn waits(&self) -> bool {
        self.case.stands_still() && self.case.clocks.promised.is_some_and(|clock| !clock.passed)
    }

    /// Whether its promised limit has passed at `now` and it is still to be decided.
    pub(crate) fn overdue(&self, now: Timestamp) -> bool {
        self.overdue_from().is_some_and(|from| from <= instant(now))
    }

    /// Since how many days it is overdue; a day that has begun counts.
    pub(crate) fn days_over(&self, now: Timestamp) -> Option<i64> {
        let late = instant(now) - self.overdue_from().filter(|_| self.overdue(now))?;
        Some(late / MICROSECONDS_OF_A_DAY + 1)
    }

    fn row(&self) -> Result<Row, FoldError> {
        let id = self.case.number.as_str();
        Ok(Row { id: id.to_owned(), keys: self.keys(), listed: self.listed(), body: body_text(id, self)? })
    }

    /// The values of the key columns, in the schema's order.
    pub(super) fn keys(&self) -> Vec<KeyValue> {
        vec![
            self.case.id.to_string().into(),
            self.module.as_str().into(),
            i64::from(self.module_revision).into(),
            self.case.department.as_str().into(),
            self.case.state.as_str().into(),
            stage_key(self.case.stage),
            self.case.end.is_some().into(),
            self.published().into(),
            self.applicant_token.map(String::from).into(),
            place(self.submitted),
            place(self.due_order()),
            self.overdue_from().into(),
            self.on_notice().into(),
            self.case.distrust.is_some().into(),
            self.case.assignee.as_ref().map(|assignee| assignee.officer.0.as_str()).into(),
            instant(self.submitted_at).into(),
            self.case.closed_at.filter(|_| self.case.end.is_some()).map(instant).into(),
            self.late.into(),
            self.cards(CardKind::Yellow),
            self.cards(CardKind::Red),
        ]
    }

    /// The answers that lists can be filtered by, by name.
    pub(super) fn listed(&self) -> Vec<(String, KeyValue)> {
        let mut listed: Vec<_> =
            self.answers.iter().filter_map(|(field, value)| Some((field.clone(), listed_value(value)?))).collect();
        listed.sort_unstable();
        listed
    }
}

/// A stage as the key column holds it.
pub(crate) fn stage_key(stage: cityhall_domain::case::Stage) -> KeyValue {
    use cityhall_domain::case::Stage;
    KeyValue::from(match stage {
        Stage::Submitted => "SUBMITTED",
        Stage::Accepted => "ACCEPTED",
        Stage::Decided => "DECIDED",
        Stage::Closed => "CLOSED",
    })
}

/// A moment as the key column holds it, in microseconds.
pub(crate) fn instant(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// A position as key columns hold it.
pub(crate) fn place(position: u64) -> KeyValue {
    KeyValue::Integer(i64::try_from(position).unwrap_or(i64::MAX))
}

/// Reads the body of a row.
pub(crate) fn read(body: &str) -> Result<CaseRow, serde_json::Error> {
    serde_json::from_str(body)
}

fn rows(event: StoredEvent<'_>) -> Vec<String> {
    vec![event.number().to_owned()]
}

fn fold_text(id: &str, body: Option<&str>, event: StoredEvent<'_>) -> Result<Row, FoldError> {
    let unreadable = |error: serde_json::Error| FoldError::Row { id: id.to_owned(), problem: error.to_string() };
    let row = body.map(read).transpose().map_err(unreadable)?;
    let folded = fold(row, event).ok_or_else(|| FoldError::NoBeginning(id.to_owned()))?;
    folded.row()
}

/// The row after one more event; `None` when nothing was submitted.
pub(crate) fn fold(row: Option<CaseRow>, event: StoredEvent<'_>) -> Option<CaseRow> {
    let row = row.map_or_else(|| born(event), |row| after(row, event))?;
    let StoredEvent { recorded, decoded } = event;
    let mut row = with_answers(row, event);
    if let Some(blind) = &decoded.metadata.blind {
        row.persons.extend(&blind.persons);
    }
    row.due = row.case.clocks.promised.map(|clock| clock.due).or(row.due).filter(|_| !row.waits());
    match &decoded.event.body {
        // Whoever handles the case is not to learn when it was rated.
        EventBody::StepRated { .. } => {}
        EventBody::CaseMigrated { to, .. } => {
            row.module_revision = *to;
            row.updated_at = recorded.event.effective_at;
        }
        _ => row.updated_at = recorded.event.effective_at,
    }
    row.revision = recorded.revision.0;
    row.position = recorded.position.0;
    Some(row)
}

fn born(event: StoredEvent<'_>) -> Option<CaseRow> {
    let StoredEvent { recorded, decoded } = event;
    let Case::Open(case) = evolve(Case::Unborn, &decoded.event) else { return None };
    let Position(submitted) = recorded.position;
    Some(CaseRow {
        case: *case,
        module: decoded.metadata.module.clone(),
        module_revision: decoded.metadata.module_revision,
        submitted_at: recorded.event.effective_at,
        submitted,
        updated_at: recorded.event.effective_at,
        due: None,
        late: false,
        answers: Map::new(),
        sealed: Vec::new(),
        applicant_token: decoded.metadata.blind.as_ref().and_then(|blind| blind.applicant),
        persons: BTreeSet::new(),
        revision: recorded.revision.0,
        position: submitted,
    })
}

fn after(mut row: CaseRow, event: StoredEvent<'_>) -> Option<CaseRow> {
    row.late |= row.overdue(event.recorded.event.effective_at);
    let Case::Open(case) = evolve(Case::Open(Box::new(row.case)), &event.decoded.event) else { return None };
    row.case = *case;
    Some(row)
}

/// Events that bring answers bring all of them: they replace the earlier ones.
fn with_answers(mut row: CaseRow, event: StoredEvent<'_>) -> CaseRow {
    let Some(answers) = event.decoded.event.body.answers() else { return row };
    row.answers.clone_from(answers);
    row.sealed = event
        .decoded
        .sealed
        .iter()
        .filter(|sealed| sealed.part == Part::Answers)
        .map(|sealed| SealedAnswers { origin: event.decoded.origin.clone(), value: sealed.clone() })
        .collect();
    row
}
