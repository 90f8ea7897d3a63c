//! How many cases there are, asked of the rows that lists page through: they cannot differ.

use cityhall_domain::case::Stage;
use cityhall_eventstore::Position;

use super::CaseReads;
use super::types::{CaseFilter, CountRow, ModuleLoad, ReadError};
use crate::access::{Principal, Standing};
use crate::state::{Condition, Group, KeyValue, Query};
use crate::views::case::{SCHEMA, stage_key};

impl CaseReads {
    /// Those cases of the reader's list for which `filter` holds, by module, department and stage.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn counts(
        &self,
        who: &Principal,
        filter: &CaseFilter,
        at_least: Option<Position>,
    ) -> Result<Vec<CountRow>, ReadError> {
        self.reach(at_least).await?;
        self.counted(who, filter).await.map(|(counts, _)| counts)
    }

    /// The same, with what they reflect.
    pub(super) async fn counted(
        &self,
        who: &Principal,
        filter: &CaseFilter,
    ) -> Result<(Vec<CountRow>, Position), ReadError> {
        let reader = self.reader(who);
        let groups = Query::Groups {
            view: &SCHEMA,
            condition: reader.lists().and(reader.filtered(filter)?),
            by: &["module", "department", "stage"],
            tallies: vec![Condition::Equals("closed", false.into()), reader.overdue()],
        };
        let snapshot = self.ask(vec![groups]).await?;
        let as_of = snapshot.as_of();
        let groups = snapshot.answers.into_iter().flat_map(crate::state::Answer::into_groups);
        let counts: Result<_, _> = groups.map(|group| row(&group).ok_or(ReadError::Unavailable)).collect();
        Ok((counts?, as_of))
    }

    /// How many cases of each module are open, and how many of them overdue: numbers only, for those
    /// who publish.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] for everybody else; see [`ReadError`] for the rest.
    pub async fn module_loads(&self, who: &Principal) -> Result<Vec<ModuleLoad>, ReadError> {
        if !matches!(who.standing, Standing::Admin { .. } | Standing::City) {
            return Err(ReadError::NotAllowed);
        }
        let groups = Query::Groups {
            view: &SCHEMA,
            condition: Condition::Equals("closed", false.into()),
            by: &["module"],
            tallies: vec![self.reader(who).overdue()],
        };
        let snapshot = self.ask(vec![groups]).await?;
        let groups = snapshot.answers.into_iter().flat_map(crate::state::Answer::into_groups);
        groups.map(|group| load(&group).ok_or(ReadError::Unavailable)).collect()
    }
}

fn load(group: &Group) -> Option<ModuleLoad> {
    let ([KeyValue::Text(module)], [overdue]) = (group.by.as_slice(), group.tallies.as_slice()) else { return None };
    Some(ModuleLoad { module: module.parse().ok()?, open: group.rows, overdue: *overdue })
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
