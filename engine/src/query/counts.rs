//! How many cases there are, asked of the rows that lists page through: they cannot differ.

use cityhall_domain::case::Stage;
use cityhall_eventstore::Position;

use super::CaseReads;
use super::types::{CountRow, ReadError};
use crate::access::Principal;
use crate::state::{Condition, Group, KeyValue, Query};
use crate::views::case::{SCHEMA, stage_key};

impl CaseReads {
    /// Cases of the reader's list by module, department and stage.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn counts(&self, who: &Principal, at_least: Option<Position>) -> Result<Vec<CountRow>, ReadError> {
        self.reach(at_least).await?;
        let reader = self.reader(who);
        let groups = Query::Groups {
            view: &SCHEMA,
            condition: reader.lists(),
            by: &["module", "department", "stage"],
            tallies: vec![Condition::Equals("closed", false.into()), reader.overdue()],
        };
        let snapshot = self.ask(vec![groups]).await?;
        let groups = snapshot.answers.into_iter().flat_map(crate::state::Answer::into_groups);
        groups.map(|group| row(&group).ok_or(ReadError::Unavailable)).collect()
    }
}

fn row(group: &Group) -> Option<CountRow> {
    let [KeyValue::Text(module), KeyValue::Text(department), stage] = group.by.as_slice() else { return None };
    let [open, overdue] = *group.tallies.as_slice() else { return None };
    let stages = [Stage::Submitted, Stage::Accepted, Stage::Decided, Stage::Closed];
    Some(CountRow {
        module: module.parse().ok()?,
        department: department.parse().ok()?,
        stage: stages.into_iter().find(|known| stage_key(*known) == *stage)?,
        open,
        overdue,
        total: group.rows,
    })
}
