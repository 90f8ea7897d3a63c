//! Cases, one, by lists, by person. A row is masked in one place, so that it looks the same in all.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use cityhall_domain::case::event::Wait;
use cityhall_domain::case::{OpenProcedure, Supplement};
use cityhall_domain::form::identifier::Warning;
use cityhall_domain::form::pointer::tokens;
use cityhall_domain::form::{Class, Field};
use cityhall_domain::module::{Document, Module};
use cityhall_domain::name::{CaseId, DocumentName, SubjectId};
use cityhall_eventstore::Position;

use super::actions::Acting;
use super::conversation::unread;
use super::cursor::{Asked, List};
use super::types::{
    CaseFilter, CaseOrder, CaseRef, CaseView, DocumentView, Page, PageOf, ProcedureView, ReadError, SupplementView,
};
use super::walls::{Reader, found_by};
use super::{CaseReads, case_rows};
use crate::access::{Clearance, Masked, Principal, Relation, Standing, mask};
use crate::catalog::Revision;
use crate::sealing::Opened;
use crate::state::{Answer, Condition, Order, Query, Select};
use crate::views::case::{CaseRow, SCHEMA};

/// A row that exists for the reader, with the decision about it.
pub(super) struct Cleared {
    pub(super) row: CaseRow,
    pub(super) clearance: Clearance,
    pub(super) revision: Arc<Revision>,
    /// As whom the reader would act on it.
    pub(super) acting: Arc<Acting>,
}

/// What a case was read from. What stands below the case is read under the same decision, as of the same moment,
/// and asks for neither again.
#[derive(Clone)]
pub(crate) struct Seen(pub(super) Arc<Cleared>);

impl PartialEq for Seen {
    fn eq(&self, other: &Self) -> bool {
        self.0.row == other.0.row && self.0.clearance == other.0.clearance
    }
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Seen").field(&self.0.clearance).finish()
    }
}

impl CaseReads {
    /// One case; `None` where it does not exist for the reader.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn case(
        &self,
        who: &Principal,
        case: &CaseRef,
        at_least: Option<Position>,
    ) -> Result<Option<CaseView>, ReadError> {
        self.reach(at_least).await?;
        let reader = self.reader(who);
        let (cleared, as_of) = self.cleared(&reader, reader.named(case), 1).await?;
        Ok(self.views_of(&reader, &cleared, as_of).await?.pop())
    }

    /// Those of some cases that exist for the reader, in one query.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn cases_by_ids(
        &self,
        who: &Principal,
        ids: &[CaseId],
        at_least: Option<Position>,
    ) -> Result<HashMap<CaseId, CaseView>, ReadError> {
        self.reach(at_least).await?;
        let reader = self.reader(who);
        let (cleared, as_of) = self.cleared_by_ids(&reader, ids).await?;
        let views = self.views_of(&reader, &cleared, as_of).await?;
        Ok(views.into_iter().map(|view| (view.id, view)).collect())
    }

    /// The reader's list: an officer's worklist, a person's own cases, what is published; in the order that the
    /// page asks for.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn cases(
        &self,
        who: &Principal,
        filter: &CaseFilter,
        page: &Page,
        at_least: Option<Position>,
    ) -> Result<PageOf<CaseView>, ReadError> {
        let list = match page.order {
            CaseOrder::Newest => List::Cases,
            CaseOrder::SoonestDue => List::CasesByDue,
        };
        let asked = Asked::of(page, list)?;
        self.reach(at_least).await?;
        let reader = self.reader(who);
        let condition = reader.lists().and(reader.filtered(filter)?);
        self.list(&reader, condition, page.order, asked).await
    }

    /// Cases in which the person of this identifier is the applicant or is named, out of the reader's
    /// list; newest first. For officers.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] for others; see [`ReadError`].
    pub async fn cases_of_person(
        &self,
        who: &Principal,
        identifier: &str,
        page: &Page,
        at_least: Option<Position>,
    ) -> Result<PageOf<CaseView>, ReadError> {
        match &who.standing {
            Standing::Officer { .. } | Standing::City => {}
            Standing::Anonymous
            | Standing::Resident { .. }
            | Standing::Company { .. }
            | Standing::Auditor { .. }
            | Standing::Admin { .. }
            | Standing::Partner { .. } => return Err(ReadError::NotAllowed),
        }
        let asked = Asked::of(page, List::Cases)?;
        self.reach(at_least).await?;
        let reader = self.reader(who);
        let condition = reader.lists().and(found_by(self.vault.blind_index(identifier)));
        self.list(&reader, condition, CaseOrder::Newest, asked).await
    }

    /// Whether this person stands on the distrust list because of any of their cases.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub(crate) async fn is_distrusted(&self, applicant: &SubjectId) -> Result<bool, ReadError> {
        let token = self.vault.blind_index(&applicant.0);
        let own = Condition::Equals("applicant", String::from(token).into());
        let condition = own.and(Condition::Equals("distrusted", true.into()));
        let snapshot = self.ask(vec![Query::Count { view: &SCHEMA, condition }]).await?;
        Ok(snapshot.answers.iter().any(|answer| matches!(answer, Answer::Count(count) if *count > 0)))
    }

    async fn list(
        &self,
        reader: &Reader<'_>,
        condition: Condition,
        order: CaseOrder,
        asked: Asked,
    ) -> Result<PageOf<CaseView>, ReadError> {
        let by = match order {
            CaseOrder::Newest => Order::Descending("submitted"),
            CaseOrder::SoonestDue => Order::Ascending("due_order"),
        };
        let found = self.find(&SCHEMA, condition, by, asked).await?;
        let cleared = reader.clear(case_rows(&found.bodies)?)?;
        let views = self.views_of(reader, &cleared, found.as_of).await?;
        let cursors = cleared.iter().map(|cleared| match order {
            CaseOrder::Newest => List::Cases.cursor(cleared.row.submitted),
            CaseOrder::SoonestDue => List::CasesByDue.cursor(cleared.row.due_order()),
        });
        Ok(found.page(cursors.zip(views).collect()))
    }

    /// Rows that exist for the reader, out of those that a condition names.
    pub(super) async fn cleared(
        &self,
        reader: &Reader<'_>,
        condition: Condition,
        limit: usize,
    ) -> Result<(Vec<Arc<Cleared>>, Position), ReadError> {
        let condition = condition.and(reader.opens());
        let select = Select { view: &SCHEMA, condition, order: Order::Descending("submitted"), limit };
        let snapshot = self.ask(vec![Query::Rows(select)]).await?;
        let as_of = snapshot.as_of();
        let mut rows = Vec::new();
        for answer in snapshot.answers {
            rows.extend(case_rows(&answer.into_rows())?);
        }
        Ok((reader.clear(rows)?, as_of))
    }

    pub(super) async fn cleared_by_ids(
        &self,
        reader: &Reader<'_>,
        ids: &[CaseId],
    ) -> Result<(Vec<Arc<Cleared>>, Position), ReadError> {
        self.cleared(reader, reader.by_ids(ids), ids.len()).await
    }

    /// Rows as the reader sees them. Sealed values are opened together, and only those that are shown.
    pub(super) async fn views_of(
        &self,
        reader: &Reader<'_>,
        cleared: &[Arc<Cleared>],
        as_of: Position,
    ) -> Result<Vec<CaseView>, ReadError> {
        let shown = |cleared: &Cleared| {
            let shows = cleared.clearance;
            cleared.row.sealed.iter().filter(move |sealed| shows.shows(sealed.value.class)).count()
        };
        let values: Vec<_> = cleared
            .iter()
            .flat_map(|cleared| cleared.row.sealed.iter().filter(|sealed| cleared.clearance.shows(sealed.value.class)))
            .map(|sealed| (&sealed.origin, &sealed.value))
            .collect();
        let mut opened = values.iter().map(|(_, sealed)| sealed.class).zip(self.open(&values).await?);
        let mut views = Vec::with_capacity(cleared.len());
        for one in cleared {
            let sealed: Vec<(Class, Opened)> = opened.by_ref().take(shown(one)).collect();
            views.push(view(reader, one, &sealed, as_of));
        }
        Ok(views)
    }
}

impl Reader<'_> {
    /// The decision about each row. Walls have narrowed already: a row that a decision refuses is a
    /// fault of ours, is left out and told.
    pub(super) fn clear(&self, rows: Vec<CaseRow>) -> Result<Vec<Arc<Cleared>>, ReadError> {
        let acting = Arc::new(Acting::of(self));
        let mut cleared = Vec::with_capacity(rows.len());
        for row in rows {
            let Some((clearance, revision)) = self.clearance(&row)? else {
                tracing::error!(case = %row.case.number, "a wall let through what the decision refuses");
                continue;
            };
            cleared.push(Arc::new(Cleared { row, clearance, revision, acting: Arc::clone(&acting) }));
        }
        Ok(cleared)
    }
}

fn view(reader: &Reader<'_>, cleared: &Arc<Cleared>, sealed: &[(Class, Opened)], as_of: Position) -> CaseView {
    let Cleared { row, clearance, revision, .. } = &**cleared;
    let case = &row.case;
    let Masked { values, redactions } = mask(*clearance, revision.module.form.fields(), &row.answers, sealed, "");
    let notice = case.supplement.as_ref().filter(|_| clearance.shows(Class::Internal));
    CaseView {
        id: case.id,
        number: case.number.clone(),
        module: row.module.clone(),
        module_revision: row.module_revision,
        state: case.state.clone(),
        stage: case.stage,
        revision: row.revision,
        due: row.due,
        overdue: row.overdue(reader.now),
        days_over: row.days_over(reader.now),
        clocks: case.running().collect(),
        stopped_since: case.stopped_since(),
        procedure: case.procedure.as_ref().map(|open| procedure(&revision.module, open)),
        department: case.department.clone(),
        submitted_at: row.submitted_at,
        updated_at: row.updated_at,
        end: case.end,
        applicant_subject: case.applicant.clone().filter(|_| clearance.shows_people()),
        applicant_kind: Some(case.applicant_kind).filter(|_| clearance.shows(Class::Internal)),
        answers: values,
        redactions,
        supplement: notice.map(supplement),
        documents: documents(cleared),
        opinions: case.opinions.iter().filter(|_| clearance.shows(Class::Internal)).cloned().collect(),
        objections: case.objections.iter().filter(|_| clearance.shows(Class::Internal)).cloned().collect(),
        distrust: case.distrust.filter(|_| clearance.shows(Class::Internal)),
        on_notice: row.on_notice(),
        published: row.published(),
        notices: if clearance.shows_people() { case.notices.clone() } else { Vec::new() },
        cards: case.cards.iter().filter(|_| clearance.shows_cards()).cloned().collect(),
        warnings: warnings(*clearance, revision.module.form.fields(), &case.warnings),
        in_hand: clearance.shows(Class::Internal).then(|| case.assignee.is_some()),
        assignee: case.assignee.clone().filter(|_| clearance.shows_assignee()),
        as_of,
        unread: unread(cleared),
        receipt_code: (clearance.relation() == Relation::Own).then(|| reader.vault.receipt_code(&case.number)),
        seen: Seen(Arc::clone(cleared)),
    }
}

pub(super) fn supplement(notice: &Supplement) -> SupplementView {
    SupplementView { items: notice.items.clone(), documents: notice.documents.clone(), due: notice.due }
}

/// Every material that is wanted in the case or was handed in.
fn documents(cleared: &Cleared) -> Vec<DocumentView> {
    let case = &cleared.row.case;
    let follows = |name: &DocumentName| {
        let of = |wait: &Wait| matches!(wait, Wait::Document(waited) if waited == name);
        case.waits.iter().find(|waiting| of(&waiting.wait)).map(|waiting| waiting.due)
    };
    let view = |document: &Document| DocumentView {
        name: document.name.clone(),
        title: document.title.clone(),
        wanted: case.wanted.contains(&document.name),
        presented: case.presented.contains(&document.name),
        follows_until: follows(&document.name),
    };
    let all = cleared.revision.module.guide.documents.iter().filter(|_| cleared.clearance.shows(Class::Internal));
    all.map(view).filter(|document| document.wanted || document.presented).collect()
}

/// What may be wrong with the answers that the reader sees.
fn warnings(clearance: Clearance, fields: &[Field], all: &[Warning]) -> Vec<Warning> {
    let shown = |warning: &&Warning| {
        let name = tokens(&warning.path).next().unwrap_or_default();
        fields.iter().any(|field| field.name == name && clearance.shows(field.class))
    };
    all.iter().filter(shown).cloned().collect()
}

pub(super) fn procedure(module: &Module, open: &OpenProcedure) -> ProcedureView {
    let declared = module.procedures.iter().find(|one| one.name == open.name);
    ProcedureView {
        name: open.name.clone(),
        title: declared.map(|one| one.title.clone()).unwrap_or_default(),
        due: open.due,
        overran: open.overran,
    }
}
