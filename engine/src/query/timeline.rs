//! The history of a case as one reader sees it: the same clearance and the same masks as the case.

use std::collections::HashMap;

use cityhall_domain::case::Actor;
use cityhall_domain::case::event::Part;
use cityhall_domain::form::Class;
use cityhall_domain::name::CaseId;
use cityhall_eventstore::Position;
use serde_json::Value;

use super::cases::Cleared;
use super::cursor::{Asked, List};
use super::types::{ActorView, Page, PageOf, ReadError, Redaction, RedactionReason, TimelineEntry};
use super::{CaseReads, cursor, unreadable};
use crate::access::{Clearance, Principal, mask};
use crate::sealing::Opened;
use crate::state::{Condition, Order, Query, Select};
use crate::views::case::place;
use crate::views::timeline::{EntryRow, SCHEMA, read};

impl CaseReads {
    /// The history of a case, oldest first; empty where the case does not exist for the reader.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn timeline(
        &self,
        who: &Principal,
        case: CaseId,
        page: &Page,
        at_least: Option<Position>,
    ) -> Result<PageOf<TimelineEntry>, ReadError> {
        let mut pages = self.timelines(who, &[case], page, at_least).await?;
        let empty = || PageOf { items: Vec::new(), has_next: false, total: Some(0), as_of: self.as_of() };
        Ok(pages.remove(&case).unwrap_or_else(empty))
    }

    /// The same page of the histories of several cases, together. Cases that do not exist for the
    /// reader are left out.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn timelines(
        &self,
        who: &Principal,
        cases: &[CaseId],
        page: &Page,
        at_least: Option<Position>,
    ) -> Result<HashMap<CaseId, PageOf<TimelineEntry>>, ReadError> {
        let asked = Asked::of(page, List::Timeline)?;
        self.reach(at_least).await?;
        let reader = self.reader(who);
        let (cleared, _) = self.cleared_by_ids(&reader, cases).await?;
        let snapshot = self.ask(cleared.iter().flat_map(|cleared| questions(cleared, asked)).collect()).await?;
        let as_of = snapshot.as_of();
        let mut pages = HashMap::with_capacity(cleared.len());
        let mut answers = snapshot.answers.into_iter();
        for one in &cleared {
            let (Some(rows), Some(count)) = (answers.next(), answers.next()) else { break };
            let rows = rows.into_rows();
            let mut rows: Vec<EntryRow> =
                rows.iter().map(|row| read(row)).collect::<Result<_, _>>().map_err(unreadable)?;
            let has_next = rows.len() > asked.first;
            rows.truncate(asked.first);
            let entries = self.entries(one, rows).await?;
            let items = entries.into_iter().map(|entry| (List::Timeline.cursor(entry.revision), entry)).collect();
            pages.insert(one.row.case.id, cursor::page(items, has_next, count.count(), as_of));
        }
        Ok(pages)
    }

    async fn entries(&self, cleared: &Cleared, rows: Vec<EntryRow>) -> Result<Vec<TimelineEntry>, ReadError> {
        let shown = |row: &EntryRow| row.sealed.iter().filter(|value| cleared.clearance.shows(value.class)).count();
        let values: Vec<_> = rows
            .iter()
            .flat_map(|row| row.sealed.iter().map(move |value| (&row.origin, value)))
            .filter(|(_, value)| cleared.clearance.shows(value.class))
            .collect();
        let parts = values.iter().map(|(_, value)| (value.part, value.class));
        let opened: Vec<_> = parts.zip(self.open(&values).await?).collect();
        let mut opened = opened.into_iter();
        let counts: Vec<usize> = rows.iter().map(shown).collect();
        let entry = |(row, count)| entry(cleared, row, opened.by_ref().take(count).collect());
        Ok(rows.into_iter().zip(counts).map(entry).collect())
    }
}

fn questions(cleared: &Cleared, asked: Asked) -> [Query; 2] {
    let number = cleared.row.case.number.as_str();
    let whole = Condition::Equals("number", number.into());
    let after = asked.after.map_or_else(Condition::everything, |after| Condition::Above("revision", place(after)));
    let condition = whole.clone().and(after);
    let select = Select { view: &SCHEMA, condition, order: Order::Ascending("revision"), limit: asked.limit() };
    [Query::Rows(select), Query::Count { view: &SCHEMA, condition: whole }]
}

/// A sealed part of an event and what became of it.
type OpenedPart = ((Part, Class), Opened);

fn entry(cleared: &Cleared, row: EntryRow, opened: Vec<OpenedPart>) -> TimelineEntry {
    let action = row.action.as_ref().and_then(|name| cleared.revision.module.workflow.action(name));
    let form = action.and_then(|action| action.demands.fields.as_ref());
    let sealed_fields: Vec<(Class, Opened)> = opened
        .iter()
        .filter(|((part, _), _)| *part == Part::Fields)
        .map(|((_, class), opened)| (*class, opened.clone()))
        .collect();
    let fields = form.map(|form| mask(cleared.clearance, form.fields(), &row.fields, &sealed_fields, "/fields"));
    let mut fields = fields.unwrap_or_default();
    let (reason, redaction) = reason(cleared.clearance, &row, opened);
    fields.redactions.extend(redaction);
    TimelineEntry {
        id: row.id,
        revision: row.revision,
        position: Position(row.position),
        event_type: row.event_type,
        title: action.map(|action| action.title.clone()),
        action: row.action,
        effective_at: row.effective_at,
        recorded_at: row.recorded_at,
        by: by(cleared.clearance, row.by),
        state: row.state,
        department: row.department,
        legal_basis: row.legal_basis,
        reason,
        fields: fields.values,
        redactions: fields.redactions,
    }
}

/// The reason, or that there is one which is not shown.
fn reason(clearance: Clearance, row: &EntryRow, opened: Vec<OpenedPart>) -> (Option<String>, Option<Redaction>) {
    let Some(sealed) = row.sealed.iter().find(|sealed| sealed.part == Part::Reason) else { return (None, None) };
    let redacted = |reason| (None, Some(Redaction { path: "/reason".to_owned(), reason }));
    if !clearance.shows(sealed.class) {
        return redacted(RedactionReason::NotAllowed);
    }
    match opened.into_iter().find(|((part, _), _)| *part == Part::Reason) {
        Some((_, Opened::Value(Value::String(text)))) => (Some(text), None),
        Some((_, Opened::Erased)) => redacted(RedactionReason::Erased),
        Some((_, Opened::Value(_) | Opened::Unreadable)) | None => redacted(RedactionReason::Unreadable),
    }
}

fn by(clearance: Clearance, actor: Actor) -> ActorView {
    let subject = actor.subject().filter(|_| clearance.shows_people()).cloned();
    let (kind, department, roles) = match actor {
        Actor::Anonymous => ("ANONYMOUS", None, Vec::new()),
        Actor::Resident { .. } => ("RESIDENT", None, Vec::new()),
        Actor::Company { .. } => ("COMPANY", None, Vec::new()),
        Actor::Officer { department, roles, .. } => ("OFFICER", Some(department), roles),
        Actor::City => ("CITY", None, Vec::new()),
    };
    ActorView { kind, subject, department, roles }
}
