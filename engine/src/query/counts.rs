//! How many cases there are, asked of the rows that lists page through: they cannot differ.

use cityhall_domain::case::Stage;
use cityhall_eventstore::Position;

use super::CaseReads;
use super::types::{CaseFilter, CountRow, ModuleLoad, ReadError};
use super::walls::Reader;
use crate::access::{Principal, Standing};
use crate::state::{Answer, Condition, Group, KeyValue, Query};
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
        let groups = |reader: &Reader<'_>, lists: Condition| {
            Ok(vec![Query::Groups {
                view: &SCHEMA,
                condition: lists.and(reader.filtered(filter)?),
                by: &["module", "department", "stage"],
                tallies: vec![Condition::Equals("closed", false.into()), reader.overdue()],
            }])
        };
        let (snapshot, _) = self.tallied(who, groups).await?;
        let groups = snapshot.answers.iter().flat_map(Answer::groups);
        let counts: Result<_, _> = groups.map(|group| row(group).ok_or(ReadError::Unavailable)).collect();
        Ok((counts?, snapshot.as_of()))
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
        let groups = snapshot.answers.iter().flat_map(Answer::groups);
        groups.map(|group| load(group).ok_or(ReadError::Unavailable)).collect()
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
