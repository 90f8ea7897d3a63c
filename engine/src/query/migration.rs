//! Which cases a migration plan can mean: those of a module revision that are not over, page by page.
//! Only for the engine itself; nothing of them is told but what a plan says.

use cityhall_domain::case::CaseNumber;
use cityhall_domain::name::{CaseId, ModuleName};

use super::types::ReadError;
use super::{CaseReads, case_rows};
use crate::state::{Condition, Order, Query, Select};
use crate::views::case::{SCHEMA, place};

/// A case with its place in the list.
pub(crate) struct Candidate {
    pub(crate) id: CaseId,
    pub(crate) number: CaseNumber,
    pub(crate) place: u64,
}

impl CaseReads {
    /// The cases that run under a revision of a module, oldest first, from behind a place.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub(crate) async fn running_under(
        &self,
        module: &ModuleName,
        revision: u32,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Candidate>, ReadError> {
        let head = *self.store.head().borrow();
        self.reach(Some(head)).await?;
        let mut all = vec![
            Condition::Equals("module", module.as_str().into()),
            Condition::Equals("module_revision", i64::from(revision).into()),
            Condition::Equals("closed", false.into()),
        ];
        all.extend(after.map(|after| Condition::Above("submitted", place(after))));
        let order = Order::Ascending("submitted");
        let select = Select { view: &SCHEMA, condition: Condition::All(all), order, limit };
        let snapshot = self.ask(vec![Query::Rows(select)]).await?;
        let mut found = Vec::new();
        for answer in snapshot.answers {
            found.extend(case_rows(&answer.into_rows())?);
        }
        let candidate = |row: crate::views::case::CaseRow| Candidate {
            id: row.case.id,
            number: row.case.number,
            place: row.submitted,
        };
        Ok(found.into_iter().map(candidate).collect())
    }
}
