//! Supervision matters as one reader sees them.

use std::collections::BTreeMap;

use cityhall_domain::case::CaseNumber;
use cityhall_domain::form::Class;
use cityhall_domain::name::DepartmentName;
use cityhall_domain::supervision::{MatterAct, MatterId, OpenMatter, available_acts};
use cityhall_eventstore::Position;
use jiff::Timestamp;

use super::cursor::{Asked, List};
use super::timeline::actor_view;
use super::types::{ActorView, Page, PageOf, ReadError};
use super::walls::Reader;
use super::{CaseReads, case_rows, unreadable};
use crate::access::{Left, Principal, Standing};
use crate::sealing::Opened;
use crate::state::{Condition, Order, Query, Select};
use crate::supervision::{may_know, supervises};
use crate::views::case;
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
    /// What this reader may do in it now.
    pub acts: Vec<MatterAct>,
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
        let reader = self.reader(who);
        let condition = self.known_to(who)?.and(of_cases_that(reader.seen())).and(filtered(filter));
        let found = self.find(&SCHEMA, condition, Order::Descending("opened"), asked).await?;
        let rows = matter_rows(&found.bodies)?;
        let cursors: Vec<_> = rows.iter().map(|row| List::Matters.cursor(row.opened)).collect();
        let views = self.matters_of(&reader, rows, found.as_of).await?;
        Ok(found.page(cursors.into_iter().zip(views).collect()))
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
        let reader = self.reader(who);
        let condition = Condition::Is(id.to_string()).and(of_cases_that(reader.seen()));
        let select = Select { view: &SCHEMA, condition, order: Order::Descending("opened"), limit: 1 };
        let snapshot = self.ask(vec![Query::Rows(select)]).await?;
        let as_of = snapshot.as_of();
        let mut rows = Vec::new();
        for answer in snapshot.answers {
            rows.extend(matter_rows(&answer.into_rows())?);
        }
        rows.retain(|row| may_know(who, &reader.catalog, &row.matter, row.owner.as_ref()));
        Ok(self.matters_of(&reader, rows, as_of).await?.pop())
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

    /// Texts are personal: auditors read none, nor does anybody whom a policy keeps from what is personal in the case.
    async fn matters_of(
        &self,
        reader: &Reader<'_>,
        rows: Vec<MatterRow>,
        as_of: Position,
    ) -> Result<Vec<MatterView>, ReadError> {
        let left = self.left_of_cases(reader, &rows).await?;
        let is_auditor = matches!(reader.who.standing, Standing::Auditor { .. });
        let left_of = |row: &MatterRow| left.get(&row.matter.number).copied().unwrap_or(Left::NOTHING);
        let reads_texts = |row: &MatterRow| !is_auditor && left_of(row).reads >= Class::Personal;
        let texts = rows.iter().filter(|row| reads_texts(row)).flat_map(|row| &row.steps);
        let values: Vec<_> =
            texts.filter_map(|step| step.text.as_ref()).map(|(origin, sealed)| (origin, sealed)).collect();
        let mut opened = self.open(&values).await?.into_iter();
        let mut views = Vec::with_capacity(rows.len());
        for row in &rows {
            let steps = row.steps.iter().map(|step| {
                let opened = if step.text.is_some() && reads_texts(row) { opened.next() } else { None };
                let text =
                    if let Some(Opened::Value(serde_json::Value::String(text))) = opened { Some(text) } else { None };
                MatterStepView {
                    event_type: step.event_type.clone(),
                    effective_at: step.effective_at,
                    by: actor_view(true, step.by.clone()),
                    text,
                }
            });
            let acts = match (reader.who.actor(), reader.catalog.facts()) {
                (Some(actor), Some(facts)) if left_of(row).acts => available_acts(facts, &row.matter, &actor),
                _ => Vec::new(),
            };
            views.push(MatterView { steps: steps.collect(), matter: row.matter.clone(), acts, as_of });
        }
        Ok(views)
    }

    /// What the policies of the city leave to the reader of the cases that matters are about.
    async fn left_of_cases(
        &self,
        reader: &Reader<'_>,
        matters: &[MatterRow],
    ) -> Result<BTreeMap<CaseNumber, Left>, ReadError> {
        let all = matters.iter().map(|row| row.matter.number.clone());
        if matters.is_empty() || reader.catalog.policies().are_silent() {
            return Ok(all.map(|number| (number, Left::ALL)).collect());
        }
        let condition = Condition::IsOneOf(all.map(|number| number.to_string()).collect());
        let (view, order) = (&case::SCHEMA, Order::Descending("submitted"));
        let snapshot = self.ask(vec![Query::Rows(Select { view, condition, order, limit: matters.len() })]).await?;
        let mut left = BTreeMap::new();
        for answer in snapshot.answers {
            let rows = case_rows(&answer.into_rows())?;
            left.extend(rows.into_iter().map(|row| (row.case.number.clone(), reader.left(&row))));
        }
        Ok(left)
    }
}

/// Matters of the cases for which a condition holds.
fn of_cases_that(condition: Condition) -> Condition {
    if condition == Condition::everything() {
        return condition;
    }
    Condition::Elsewhere { own: "number", view: &case::SCHEMA, identity: "id", condition: Box::new(condition) }
}

fn matter_rows(bodies: &[String]) -> Result<Vec<MatterRow>, ReadError> {
    bodies.iter().map(|body| read(body)).collect::<Result<_, _>>().map_err(unreadable)
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
