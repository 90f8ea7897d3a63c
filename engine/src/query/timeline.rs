//! The history of a case as one reader sees it: its stream up to where the views are, under the same
//! clearance and the same masks as the case. It has no view of its own, which could only repeat the
//! stream: each event is told by standing, role and department and never by name, with when it counts
//! and when it was recorded.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use cityhall_domain::case::event::{Arrival, InHand, Part};
use cityhall_domain::case::{Actor, EventBody};
use cityhall_domain::form::Class;
use cityhall_domain::module::Module;
use cityhall_domain::name::{BasisName, CaseId, DepartmentName, ProcedureName, SubjectId};
use cityhall_eventstore::Position;
use serde_json::Value;

use super::cases::Cleared;
use super::cursor::{Asked, List};
use super::events::CaseEvent;
use super::types::{ActorView, CaseView, Page, PageOf, ReadError, Redaction, RedactionReason, TimelineEntry};
use super::{CaseReads, cursor};
use crate::access::{Clearance, Principal, Relation, mask};
use crate::catalog::Catalog;
use crate::envelope::Metadata;
use crate::sealing::{Opened, Origin, Sealed};

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
        let (cleared, as_of) = self.cleared_by_ids(&reader, cases).await?;
        let seen: Vec<_> = cleared.iter().map(|one| (&**one, as_of)).collect();
        let pages = self.histories(&seen, asked).await?;
        Ok(cleared.iter().map(|one| one.row.case.id).zip(pages).collect())
    }

    /// The same page of the histories of cases that were read, together, in their order.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn timelines_of(
        &self,
        cases: &[&CaseView],
        page: &Page,
    ) -> Result<Vec<PageOf<TimelineEntry>>, ReadError> {
        let seen: Vec<_> = cases.iter().map(|case| (&*case.seen.0, case.as_of)).collect();
        self.histories(&seen, Asked::of(page, List::Timeline)?).await
    }

    async fn histories(
        &self,
        cases: &[(&Cleared, Position)],
        asked: Asked,
    ) -> Result<Vec<PageOf<TimelineEntry>>, ReadError> {
        let revisions: Vec<_> = cases.iter().map(|(cleared, _)| (*cleared, revisions(cleared, asked))).collect();
        let read = self.events_of(&revisions).await?.into_iter();
        let histories = cases.iter().zip(read);
        let histories: Vec<_> = histories
            .map(|((cleared, as_of), read)| History { cleared, as_of: *as_of, read, first: asked.first })
            .collect();
        let values: Vec<_> = histories.iter().flat_map(History::shown).collect();
        let parts = values.iter().map(|(_, value)| (value.part, value.class));
        let opened: Vec<_> = parts.zip(self.open(&values).await?).collect();
        let mut opened = opened.into_iter();
        let catalog = Arc::clone(&self.catalog.borrow());
        histories.iter().map(|history| history.page(&catalog, &mut opened)).collect()
    }
}

/// The events of a case that a page tells, and how many more of them the reader may not be told: those are read too,
/// so that one question is enough.
fn revisions(cleared: &Cleared, asked: Asked) -> Range<u64> {
    let from = asked.after.map_or(0, |after| after.saturating_add(1));
    let limit = (asked.limit() as u64).saturating_add(untold(cleared));
    from..from.saturating_add(limit).min(cleared.row.revision + 1)
}

/// The page of one case, before what is sealed in it is opened.
struct History<'a> {
    cleared: &'a Cleared,
    as_of: Position,
    read: Arc<[CaseEvent]>,
    first: usize,
}

impl History<'_> {
    /// What of it the reader is told, on this page and behind it.
    fn told(&self) -> impl Iterator<Item = &CaseEvent> {
        self.read.iter().filter(|event| is_told(event, self.cleared.clearance))
    }

    fn on_page(&self) -> impl Iterator<Item = &CaseEvent> {
        self.told().take(self.first)
    }

    /// What is sealed in an event and shown to the reader.
    fn shown_in<'e>(&self, event: &'e CaseEvent) -> impl Iterator<Item = (&'e Origin, &'e Sealed)> {
        let clearance = self.cleared.clearance;
        let shown = told_of(event).filter(move |value| clearance.shows(value.class));
        shown.map(|value| (&event.decoded.origin, value))
    }

    fn shown(&self) -> impl Iterator<Item = (&Origin, &Sealed)> {
        self.on_page().flat_map(|event| self.shown_in(event))
    }

    /// The page, out of the opened values of all histories in their order.
    fn page(
        &self,
        catalog: &Catalog,
        opened: &mut impl Iterator<Item = OpenedPart>,
    ) -> Result<PageOf<TimelineEntry>, ReadError> {
        let mut items = Vec::new();
        for event in self.on_page() {
            let Metadata { module, module_revision, .. } = &event.decoded.metadata;
            let revision = catalog.revision(module, *module_revision).ok_or(ReadError::Upgrading)?;
            let opened = opened.by_ref().take(self.shown_in(event).count()).collect();
            let entry = entry(self.cleared.clearance, &revision.module, event, opened);
            items.push((List::Timeline.cursor(entry.revision), entry));
        }
        let total = self.cleared.row.revision + 1 - untold(self.cleared);
        Ok(cursor::page(items, self.told().nth(self.first).is_some(), total, self.as_of))
    }
}

/// Whether the reader's history has an event: that and when somebody rated is told to themselves only; cards, and who
/// has the case in hand, are the staff's.
fn is_told(event: &CaseEvent, clearance: Clearance) -> bool {
    match event.decoded.event.body {
        EventBody::StepRated { .. } => clearance.relation() == Relation::Own,
        EventBody::CardIssued { .. } | EventBody::CardWithdrawn { .. } => clearance.shows_cards(),
        EventBody::CaseAssigned(_) | EventBody::AssignmentEnded(_) => clearance.shows_assignee(),
        _ => true,
    }
}

/// What is sealed of an event and told here: answers and messages are read in the case, not in its history.
fn told_of(event: &CaseEvent) -> impl Iterator<Item = &Sealed> {
    event.decoded.sealed.iter().filter(|sealed| match sealed.part {
        Part::Fields | Part::Reason => true,
        Part::Answers | Part::Persons | Part::Message | Part::Comment => false,
    })
}

/// A sealed part of an event and what became of it.
type OpenedPart = ((Part, Class), Opened);

/// How many events of a case the reader's history leaves out.
fn untold(cleared: &Cleared) -> u64 {
    let case = &cleared.row.case;
    let ratings = if cleared.clearance.relation() == Relation::Own { 0 } else { case.ratings.len() as u64 };
    let cards = case.cards.iter().filter(|_| !cleared.clearance.shows_cards());
    let assignments = if cleared.clearance.shows_assignee() { 0 } else { case.assignments };
    ratings + assignments + cards.map(|card| 1 + u64::from(card.withdrawn_at.is_some())).sum::<u64>()
}

/// An event under the revision of the module that it was recorded under.
fn entry(clearance: Clearance, module: &Module, event: &CaseEvent, opened: Vec<OpenedPart>) -> TimelineEntry {
    let body = &event.decoded.event.body;
    let performed = body.performed();
    let told = told(body);
    let action = performed.and_then(|performed| module.workflow.action(&performed.action));
    let form = action.and_then(|action| action.demands.fields.as_ref());
    let sealed_fields: Vec<(Class, Opened)> = opened
        .iter()
        .filter(|((part, _), _)| *part == Part::Fields)
        .map(|((_, class), opened)| (*class, opened.clone()))
        .collect();
    let open_fields = performed.map(|performed| performed.fields.clone()).unwrap_or_default();
    let fields = form.map(|form| mask(clearance, form.fields(), &open_fields, &sealed_fields, "/fields"));
    let mut fields = fields.unwrap_or_default();
    let (reason, redaction) = reason(clearance, event, opened);
    fields.redactions.extend(redaction);
    let arrival = told.arrival.or(performed.and_then(|performed| performed.arrival.as_ref()));
    TimelineEntry {
        id: event.decoded.origin.event_id,
        revision: event.revision,
        position: event.position,
        event_type: event.decoded.origin.event_type.clone(),
        title: action.map(|action| action.title.clone()),
        action: performed.map(|performed| performed.action.clone()),
        effective_at: event.decoded.event.effective_at,
        recorded_at: event.recorded_at,
        by: by(clearance, body, event.decoded.metadata.principal.clone()),
        state: arrival.map(|arrival| arrival.state.clone()),
        officer: told.officer.cloned(),
        department: told.department.cloned(),
        legal_basis: told.legal_basis.cloned(),
        procedure: told.procedure.cloned(),
        rule: performed.and_then(|performed| performed.rule),
        channel: event.decoded.metadata.channel,
        dates: body.told_dates().collect(),
        reason,
        fields: fields.values,
        redactions: fields.redactions,
        migration: if let EventBody::CaseMigrated { from, to, .. } = body { Some((*from, *to)) } else { None },
    }
}

/// The reason, or that there is one which is not shown.
fn reason(clearance: Clearance, event: &CaseEvent, opened: Vec<OpenedPart>) -> (Option<String>, Option<Redaction>) {
    let Some(sealed) = told_of(event).find(|sealed| sealed.part == Part::Reason) else { return (None, None) };
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

/// Who did it. Which officer wrote or read for the department is not the applicant's to know.
fn by(clearance: Clearance, body: &EventBody, actor: Actor) -> ActorView {
    let is_said = matches!(body, EventBody::MessageSent { .. } | EventBody::MessagesRead { .. });
    let is_nameless = is_said && clearance.relation() == Relation::Own && matches!(actor, Actor::Officer { .. });
    actor_view(clearance.shows_people() && !is_nameless, actor)
}

/// Who acted; by identity only where people are shown.
pub(super) fn actor_view(shows_people: bool, actor: Actor) -> ActorView {
    let subject = actor.subject().filter(|_| shows_people).cloned();
    let in_place_of = actor.in_place_of().filter(|_| shows_people).cloned();
    let (kind, department, roles) = match actor {
        Actor::Anonymous => ("ANONYMOUS", None, Vec::new()),
        Actor::Resident { .. } => ("RESIDENT", None, Vec::new()),
        Actor::Company { .. } => ("COMPANY", None, Vec::new()),
        Actor::Agent { .. } => ("AGENT", None, Vec::new()),
        Actor::Officer { department, roles, .. } | Actor::Assistant { department, roles, .. } => {
            ("OFFICER", Some(department), roles)
        }
        Actor::City => ("CITY", None, Vec::new()),
    };
    ActorView { kind, subject, in_place_of, department, roles }
}

/// What an event tells beyond its action and its dates.
#[derive(Default)]
struct Told<'a> {
    arrival: Option<&'a Arrival>,
    department: Option<&'a DepartmentName>,
    officer: Option<&'a SubjectId>,
    legal_basis: Option<&'a BasisName>,
    procedure: Option<&'a ProcedureName>,
}

fn told(body: &EventBody) -> Told<'_> {
    match body {
        EventBody::CaseSubmitted { arrival, department, .. } => {
            Told { arrival: Some(arrival), department: Some(department), ..Told::default() }
        }
        EventBody::CaseDeclined { legal_basis, .. }
        | EventBody::CaseRefused { legal_basis, .. }
        | EventBody::ResultRevoked { legal_basis, .. }
        | EventBody::CaseSuspended { legal_basis, .. }
        | EventBody::CaseTerminated { legal_basis, .. } => Told { legal_basis: Some(legal_basis), ..Told::default() },
        EventBody::CaseTransferred { to, .. }
        | EventBody::CaseReturned { to, .. }
        | EventBody::OpinionGiven { department: to, .. } => Told { department: Some(to), ..Told::default() },
        EventBody::ProcedureStarted { procedure, legal_basis, .. } => {
            Told { procedure: Some(procedure), legal_basis: legal_basis.as_ref(), ..Told::default() }
        }
        EventBody::ProcedureEnded { procedure, .. }
        | EventBody::ProcedureOverran { procedure, .. }
        | EventBody::PublicNoticeEnded { procedure, .. }
        | EventBody::ObjectionRaised { procedure, .. } => Told { procedure: Some(procedure), ..Told::default() },
        EventBody::SupplementAnswered { arrival, .. }
        | EventBody::DocumentsLapsed { arrival, .. }
        | EventBody::OpinionsLapsed { arrival, .. }
        | EventBody::SupplementLapsed { arrival, .. }
        | EventBody::CaseDeemedAccepted { arrival, .. }
        | EventBody::LimitPassed { arrival, .. }
        | EventBody::CaseMigrated { arrival, .. } => Told { arrival: arrival.as_ref(), ..Told::default() },
        EventBody::CaseAssigned(InHand { officer }) | EventBody::AssignmentEnded(InHand { officer }) => {
            Told { officer: Some(officer), ..Told::default() }
        }
        EventBody::CaseAccepted { .. }
        | EventBody::SupplementRequested { .. }
        | EventBody::LimitExtended { .. }
        | EventBody::CaseResumed { .. }
        | EventBody::SignatureAdded(_)
        | EventBody::CaseApproved(_)
        | EventBody::ResultIssued(_)
        | EventBody::CaseWithdrawn(_)
        | EventBody::NoteAdded(_)
        | EventBody::CaseClosed(_)
        | EventBody::CaseReopened { .. }
        | EventBody::DueRecomputed { .. }
        | EventBody::DocumentsPresented { .. }
        | EventBody::DistrustRecorded { .. }
        | EventBody::TrustRepaired {}
        | EventBody::OpinionsRequested { .. }
        | EventBody::ObjectionAnswered { .. }
        | EventBody::MessageSent { .. }
        | EventBody::MessagesRead { .. }
        | EventBody::RatingInvited { .. }
        | EventBody::StepRated { .. }
        | EventBody::NoticeIssued { .. }
        | EventBody::NoticeServed { .. }
        | EventBody::CardIssued { .. }
        | EventBody::CardWithdrawn { .. } => Told::default(),
    }
}
