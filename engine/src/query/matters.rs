//! Supervision matters as one reader sees them.

use cityhall_domain::case::CaseNumber;
use cityhall_domain::name::DepartmentName;
use cityhall_domain::supervision::{MatterId, OpenMatter};
use cityhall_eventstore::Position;
use jiff::Timestamp;

use super::cursor::{Asked, List, page};
use super::timeline::actor_view;
use super::types::{ActorView, Page, PageOf, ReadError};
use super::{CaseReads, unreadable};
use crate::access::{Principal, Standing};
use crate::sealing::Opened;
use crate::state::{Answer, Condition, Order, Query, Select};
use crate::supervision::{may_know, supervises};
use crate::views::case::place;
use crate::views::matter::{MatterRow, SCHEMA, read};

/// Which matters. Absent parts do not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MatterFilter {
    /// Not closed, or closed.
    pub open: Option<bool>,
    /// Asked of this department.
    pub department: Option<DepartmentName>,
    /// About this case.
    pub number: Option<CaseNumber>,
    /// For which the ladder named nobody, or somebody.
    pub superior_missing: Option<bool>,
}

/// One matter as one reader may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct MatterView {
    /// Where it stands.
    pub matter: OpenMatter,
    /// What was done in it, oldest first.
    pub steps: Vec<MatterStepView>,
    /// The position that this reflects.
    pub as_of: Position,
}

/// One step in a matter.
#[derive(Debug, Clone, PartialEq)]
pub struct MatterStepView {
    /// The type of its event, such as `Instructed`.
    pub event_type: String,
    /// When.
    pub effective_at: Timestamp,
    /// Who.
    pub by: ActorView,
    /// What was written, for readers who may know.
    pub text: Option<String>,
}

impl CaseReads {
    /// Matters that the reader may know of, newest first: for auditors and the city's supervisors all, for
    /// other officers those that go to them or to their department.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] for everybody else; see [`ReadError`].
    pub async fn matters(
        &self,
        who: &Principal,
        filter: &MatterFilter,
        asked: &Page,
        at_least: Option<Position>,
    ) -> Result<PageOf<MatterView>, ReadError> {
        let asked = Asked::of(asked, List::Matters)?;
        self.reach(at_least).await?;
        let condition = self.known_to(who)?.and(filtered(filter));
        let after = asked.after.map_or_else(Condition::everything, |after| Condition::Below("opened", place(after)));
        let count = Query::Count { view: &SCHEMA, condition: condition.clone() };
        let order = Order::Descending("opened");
        let select = Select { view: &SCHEMA, condition: condition.and(after), order, limit: asked.limit() };
        let snapshot = self.ask(vec![Query::Rows(select), count]).await?;
        let as_of = snapshot.as_of();
        let [rows, count]: [Answer; 2] = snapshot.answers.try_into().map_err(|_| ReadError::Unavailable)?;
        let mut rows = matter_rows(rows)?;
        let has_next = rows.len() > asked.first;
        rows.truncate(asked.first);
        let cursors: Vec<_> = rows.iter().map(|row| List::Matters.cursor(row.opened)).collect();
        let views = self.matters_of(who, rows, as_of).await?;
        Ok(page(cursors.into_iter().zip(views).collect(), has_next, count.count(), as_of))
    }

    /// One matter; `None` where the reader may not know of it.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn matter(
        &self,
        who: &Principal,
        id: MatterId,
        at_least: Option<Position>,
    ) -> Result<Option<MatterView>, ReadError> {
        self.reach(at_least).await?;
        let condition = Condition::Is(id.to_string());
        let select = Select { view: &SCHEMA, condition, order: Order::Descending("opened"), limit: 1 };
        let snapshot = self.ask(vec![Query::Rows(select)]).await?;
        let as_of = snapshot.as_of();
        let mut rows = Vec::new();
        for answer in snapshot.answers {
            rows.extend(matter_rows(answer)?);
        }
        let catalog = self.catalog.borrow().clone();
        rows.retain(|row| may_know(who, &catalog, &row.matter, row.owner.as_ref()));
        Ok(self.matters_of(who, rows, as_of).await?.pop())
    }

    fn known_to(&self, who: &Principal) -> Result<Condition, ReadError> {
        let own = who
            .subject()
            .map_or_else(Condition::nothing, |subject| Condition::Equals("owner", subject.0.as_str().into()));
        Ok(self.told_to(who)?.and(Condition::Not(Box::new(own))))
    }

    fn told_to(&self, who: &Principal) -> Result<Condition, ReadError> {
        match &who.standing {
            Standing::Auditor { .. } | Standing::City => Ok(Condition::everything()),
            Standing::Officer { .. } if supervises(who, &self.catalog.borrow()) => Ok(Condition::everything()),
            Standing::Officer { subject, department, .. } => Ok(Condition::Any(vec![
                Condition::Equals("department", department.as_str().into()),
                Condition::Equals("addressee", subject.0.as_str().into()),
            ])),
            Standing::Anonymous
            | Standing::Resident { .. }
            | Standing::Company { .. }
            | Standing::Admin { .. }
            | Standing::Partner { .. } => Err(ReadError::NotAllowed),
        }
    }

    /// Texts are personal: auditors read none.
    async fn matters_of(
        &self,
        who: &Principal,
        rows: Vec<MatterRow>,
        as_of: Position,
    ) -> Result<Vec<MatterView>, ReadError> {
        let reads_texts = !matches!(who.standing, Standing::Auditor { .. });
        let texts = rows.iter().flat_map(|row| &row.steps).filter_map(|step| step.text.as_ref());
        let values: Vec<_> = texts.filter(|_| reads_texts).map(|(origin, sealed)| (origin, sealed)).collect();
        let mut opened = self.open(&values).await?.into_iter();
        let mut views = Vec::with_capacity(rows.len());
        for row in &rows {
            let steps = row.steps.iter().map(|step| {
                let opened = if step.text.is_some() && reads_texts { opened.next() } else { None };
                let text =
                    if let Some(Opened::Value(serde_json::Value::String(text))) = opened { Some(text) } else { None };
                MatterStepView {
                    event_type: step.event_type.clone(),
                    effective_at: step.effective_at,
                    by: actor_view(true, step.by.clone()),
                    text,
                }
            });
            views.push(MatterView { steps: steps.collect(), matter: row.matter.clone(), as_of });
        }
        Ok(views)
    }
}

fn matter_rows(answer: Answer) -> Result<Vec<MatterRow>, ReadError> {
    answer.into_rows().iter().map(|body| read(body)).collect::<Result<_, _>>().map_err(unreadable)
}

fn filtered(filter: &MatterFilter) -> Condition {
    let mut all = Vec::new();
    all.extend(filter.open.map(|open| Condition::Equals("closed", (!open).into())));
    all.extend(filter.department.as_ref().map(|name| Condition::Equals("department", name.as_str().into())));
    all.extend(filter.number.as_ref().map(|number| Condition::Equals("number", number.as_str().into())));
    all.extend(filter.superior_missing.map(|missing| {
        let nobody = Condition::Equals("addressee", crate::state::KeyValue::Null);
        if missing { nobody } else { Condition::Not(Box::new(nobody)) }
    }));
    Condition::All(all)
}
