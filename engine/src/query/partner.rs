//! What partners did, counted from the events that came through their systems.

use std::collections::BTreeMap;

use cityhall_domain::name::{ModuleName, PartnerName};
use cityhall_eventstore::Position;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::CaseReads;
use super::types::ReadError;
use crate::access::Principal;
use crate::state::{Answer, Condition, Group, KeyValue, Query};
use crate::views::case::instant;
use crate::views::partner::{QUARTER_MICROSECONDS, SCHEMA};

/// Of how many days usage is told at once.
pub const USAGE_DAYS_MAX: i32 = 92;

/// What a partner did on one day in one module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageOfDay {
    /// The day in the city.
    pub day: Date,
    /// The module.
    pub module: ModuleName,
    /// How many cases it handed in.
    pub submissions: u64,
    /// How many other events of cases came through it.
    pub acts: u64,
}

impl CaseReads {
    /// What came through a partner's systems from the first day to the last, by day and module; `None` for everybody
    /// but administrators, auditors and the partner itself. No more than [`USAGE_DAYS_MAX`] days, the latest ones.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn partner_usage(
        &self,
        who: &Principal,
        partner: &PartnerName,
        first: Option<Date>,
        last: Option<Date>,
        at_least: Option<Position>,
    ) -> Result<Option<Vec<UsageOfDay>>, ReadError> {
        let is_theirs = who.partner.as_ref().is_some_and(|grant| grant.partner == *partner);
        if !is_theirs && !who.sees_partners() {
            return Ok(None);
        }
        self.reach(at_least).await?;
        let catalog = self.catalog.borrow().clone();
        let zone = catalog.facts().map(|facts| facts.zone.clone()).ok_or(ReadError::Unavailable)?;
        let last = last.unwrap_or_else(|| zone.to_datetime(self.clock.now()).date());
        let earliest = last.saturating_sub((USAGE_DAYS_MAX - 1).days());
        let first = first.map_or(earliest, |first| first.max(earliest));
        let begins = |day: Date| day.to_zoned(zone.clone()).map(|zoned| zoned.timestamp());
        let from = begins(first).map_err(|_| ReadError::Unavailable)?;
        let until = begins(last.saturating_add(1.day())).map_err(|_| ReadError::Unavailable)?;
        let quarter = |at: Timestamp| KeyValue::Integer(instant(at).div_euclid(QUARTER_MICROSECONDS));
        let condition = Condition::All(vec![
            Condition::Equals("partner", partner.as_str().into()),
            Condition::Not(Box::new(Condition::Below("quarter", quarter(from)))),
            Condition::Below("quarter", quarter(until)),
        ]);
        let by = &["quarter", "module", "submission"];
        let groups = Query::Groups { view: &SCHEMA, condition, by, tallies: Vec::new() };
        let snapshot = self.ask(vec![groups]).await?;
        let mut days = BTreeMap::new();
        for group in snapshot.answers.iter().flat_map(Answer::groups) {
            add(&mut days, &zone, group).ok_or(ReadError::Unavailable)?;
        }
        let usage = |((day, module), (submissions, acts))| UsageOfDay { day, module, submissions, acts };
        Ok(Some(days.into_iter().map(usage).collect()))
    }
}

/// Adds a group to the counts of its day and module.
fn add(days: &mut BTreeMap<(Date, ModuleName), (u64, u64)>, zone: &jiff::tz::TimeZone, group: &Group) -> Option<()> {
    let [KeyValue::Integer(quarter), KeyValue::Text(module), KeyValue::Integer(submission)] = group.by.as_slice()
    else {
        return None;
    };
    let at = Timestamp::from_microsecond(quarter.checked_mul(QUARTER_MICROSECONDS)?).ok()?;
    let (submissions, acts) = days.entry((zone.to_datetime(at).date(), module.parse().ok()?)).or_default();
    *(if *submission == 1 { submissions } else { acts }) += group.rows;
    Some(())
}
