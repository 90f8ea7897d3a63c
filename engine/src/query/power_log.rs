//! The power log, for those who watch over the city.

use cityhall_domain::name::SubjectId;
use cityhall_eventstore::Position;
use jiff::Timestamp;
use uuid::Uuid;

use super::cursor::{Asked, List};
use super::types::{ActorView, Page, PageOf, ReadError};
use super::{CaseReads, unreadable};
use crate::access::{Principal, Standing};
use crate::power_log::event::{By, PowerEvent, PowerKind};
use crate::state::{Condition, KeyValue, Order};
use crate::supervision::supervises;
use crate::views::power_log::{PowerRow, SCHEMA};

/// One entry of the power log.
#[derive(Debug, Clone, PartialEq)]
pub struct PowerEntry {
    /// Its identity.
    pub id: Uuid,
    /// Its place in the city.
    pub position: Position,
    /// When it happened.
    pub effective_at: Timestamp,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Who did it.
    pub by: ActorView,
    /// What happened.
    pub what: PowerEvent,
}

impl CaseReads {
    /// The power log, newest first; of these kinds only, where any is named.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] for everybody but auditors and the city's supervisors; see [`ReadError`].
    pub async fn power_log(
        &self,
        who: &Principal,
        kinds: &[PowerKind],
        asked: &Page,
        at_least: Option<Position>,
    ) -> Result<PageOf<PowerEntry>, ReadError> {
        let auditor = matches!(who.standing, Standing::Auditor { .. } | Standing::City);
        if !auditor && !supervises(who, &self.catalog.borrow()) {
            return Err(ReadError::NotAllowed);
        }
        let asked = Asked::of(asked, List::PowerLog)?;
        self.reach(at_least).await?;
        let kinds = kinds.iter().map(|kind| KeyValue::from(kind.type_name())).collect::<Vec<_>>();
        let condition = if kinds.is_empty() { Condition::everything() } else { Condition::OneOf("kind", kinds) };
        let found = self.find(&SCHEMA, condition, Order::Descending("entry"), asked).await?;
        let rows = found.bodies.iter().map(|body| serde_json::from_str::<PowerRow>(body));
        let rows = rows.collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
        let items = rows.into_iter().map(|row| (List::PowerLog.cursor(row.position), entry(row)));
        Ok(found.page(items.collect()))
    }
}

fn entry(row: PowerRow) -> PowerEntry {
    PowerEntry {
        id: row.id,
        position: Position(row.position),
        effective_at: row.effective_at,
        recorded_at: row.recorded_at,
        by: actor(row.by),
        what: row.what,
    }
}

/// Officers are named by subject, department and roles: whoever uses a power answers for it. Others are
/// not named.
fn actor(by: By) -> ActorView {
    const KINDS: [&str; 9] =
        ["ANONYMOUS", "RESIDENT", "COMPANY", "AGENT", "OFFICER", "AUDITOR", "ADMIN", "PARTNER", "CITY"];
    let kind = KINDS.into_iter().find(|kind| **kind == by.kind).unwrap_or("CITY");
    let staff = matches!(kind, "OFFICER" | "ADMIN");
    let subject: Option<SubjectId> = by.subject.filter(|_| staff);
    let in_place_of = by.in_place_of.filter(|_| staff);
    ActorView { kind, subject, in_place_of, department: by.department, roles: by.roles }
}
