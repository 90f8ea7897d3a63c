//! Who has a case in hand, as its readers may know it, and the cases that one officer has.

use std::sync::Arc;

use cityhall_domain::case::CaseNumber;
use cityhall_domain::form::Class;
use cityhall_domain::name::{CaseId, SubjectId};
use cityhall_eventstore::Position;

use super::cases::Cleared;
use super::types::{CaseFilter, ReadError};
use super::walls::Reader;
use super::{CaseReads, case_rows};
use crate::access::Principal;
use crate::state::{Condition, KeyValue, Order, Query, Select};
use crate::views::case::{SCHEMA, place};

impl CaseReads {
    /// The open cases that an officer has in hand and that exist for the reader, the oldest first.
    pub(crate) async fn in_hand_of(
        &self,
        who: &Principal,
        officer: &SubjectId,
        (after, limit): (Option<u64>, usize),
        at_least: Position,
    ) -> Result<Vec<(u64, CaseId, CaseNumber)>, ReadError> {
        self.reach(Some(at_least)).await?;
        let reader = self.reader(who);
        let behind = after.map_or_else(Condition::everything, |after| Condition::Above("submitted", place(after)));
        let condition = reader.opens().and(has(officer)).and(behind);
        let select = Select { view: &SCHEMA, condition, order: Order::Ascending("submitted"), limit };
        let snapshot = self.ask(vec![Query::Rows(select)]).await?;
        let mut found = Vec::new();
        for answer in snapshot.answers {
            found.extend(reader.clear(case_rows(&answer.into_rows())?)?);
        }
        let place_of = |cleared: &Arc<Cleared>| {
            let case = &cleared.row.case;
            (cleared.row.submitted, case.id, case.number.clone())
        };
        Ok(found.iter().map(place_of).collect())
    }
}

impl Reader<'_> {
    /// What a filter asks for of who has a case in hand.
    ///
    /// # Errors
    /// [`ReadError::NotListed`] for those who are not told who it is: a filter would tell them.
    pub(super) fn in_hand(&self, filter: &CaseFilter) -> Result<Vec<Condition>, ReadError> {
        let not = |condition| Condition::Not(Box::new(condition));
        let nobody = || Condition::Equals("assignee", KeyValue::Null);
        let mine = || self.who.office().map_or_else(Condition::nothing, has);
        let mut all: Vec<Condition> =
            filter.assigned_to.as_deref().map(|one| has(&self.vault.subject_of(one))).into_iter().collect();
        all.extend(filter.mine.map(|yes| if yes { mine() } else { not(mine()) }));
        all.extend(filter.assigned.map(|yes| if yes { not(nobody()) } else { nobody() }));
        let is_told = self.in_lists().shows_assignee() && self.all_show(filter.module.as_ref(), Class::Internal);
        if all.is_empty() || is_told {
            return Ok(all);
        }
        Err(ReadError::NotListed("assignee".to_owned()))
    }
}

fn has(officer: &SubjectId) -> Condition {
    Condition::Equals("assignee", officer.0.as_str().into())
}
