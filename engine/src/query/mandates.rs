//! Mandates as those whom they concern see them.

use cityhall_domain::mandate::{Mandate, MandateId};
use cityhall_eventstore::Position;
use jiff::Timestamp;

use super::cursor::{Asked, List};
use super::types::{Page, PageOf, ReadError};
use super::{CaseReads, unreadable};
use crate::access::Principal;
use crate::state::{Answer, Condition, Order, Query, Select};
use crate::views::mandate::{SCHEMA, read};

/// One mandate, and whether it can be acted under now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MandateView {
    /// What it says.
    pub mandate: Mandate,
    /// Whether it is in force at this moment.
    pub in_force: bool,
}

impl MandateView {
    fn at(mandate: Mandate, now: Timestamp) -> Self {
        Self { in_force: mandate.is_in_force(now), mandate }
    }
}

impl CaseReads {
    /// One mandate; `None` for everybody but who gave it and who got it, as themselves also while they act under one.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn mandate(
        &self,
        who: &Principal,
        id: MandateId,
        at_least: Option<Position>,
    ) -> Result<Option<MandateView>, ReadError> {
        self.reach(at_least).await?;
        let condition = Condition::Is(id.to_string()).and(Condition::Any(vec![of(who, "agent"), of(who, "grantor")]));
        let select = Select { view: &SCHEMA, condition, order: Order::Descending("given"), limit: 1 };
        let snapshot = self.ask(vec![Query::Rows(select)]).await?;
        let bodies = snapshot.answers.into_iter().flat_map(Answer::into_rows);
        let rows = bodies.map(|body| read(&body)).collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
        let now = self.clock.now();
        Ok(rows.into_iter().next().map(|row| MandateView::at(row.mandate, now)))
    }

    /// The mandates that the reader gave (`held: false`) or got, newest first. Whoever acts under a mandate
    /// sees their own, not those of whom they act for.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn mandates(
        &self,
        who: &Principal,
        held: bool,
        asked: &Page,
        at_least: Option<Position>,
    ) -> Result<PageOf<MandateView>, ReadError> {
        let asked = Asked::of(asked, List::Mandates)?;
        self.reach(at_least).await?;
        let column = if held { "agent" } else { "grantor" };
        let found = self.find(&SCHEMA, of(who, column), Order::Descending("given"), asked).await?;
        let rows = found.bodies.iter().map(|body| read(body)).collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
        let now = self.clock.now();
        let items =
            rows.into_iter().map(|row| (List::Mandates.cursor(row.given), MandateView::at(row.mandate, now))).collect();
        Ok(found.page(items))
    }
}

/// Mandates in which the reader is on this side, as themselves also while they act under one.
fn of(who: &Principal, column: &'static str) -> Condition {
    who.person().map_or_else(Condition::nothing, |subject| Condition::Equals(column, subject.0.as_str().into()))
}
