//! What a city's board shows: how many cases came and went on each day, and how each department stands with each of its
//! modules. Counted by the database out of the rows that the reader's own lists page through.

use std::collections::BTreeMap;

use cityhall_domain::name::{DepartmentName, ModuleName};
use cityhall_eventstore::Position;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::CaseReads;
use super::types::ReadError;
use super::walls::Reader;
use crate::access::Principal;
use crate::state::{Answer, Condition, Group, KeyValue, Query};
use crate::views::case::{SCHEMA, instant};

/// The longest period of which days are told.
pub const FIGURE_DAYS_MAX: u16 = 92;

/// How a city stands, at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// What they reflect.
    pub as_of: Position,
    /// The law's time at which they were counted.
    pub at: Timestamp,
    /// The last days in the city's zone, today last.
    pub days: Vec<DayFigures>,
    /// Every department with every module of which it has cases.
    pub services: Vec<ServiceFigures>,
}

/// What came and went on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayFigures {
    /// The day.
    pub day: Date,
    /// How many cases were handed in.
    pub submitted: u64,
    /// How many cases were finished, and are.
    pub finished: u64,
}

/// How one department stands with one module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceFigures {
    /// The module.
    pub module: ModuleName,
    /// The department that has the cases.
    pub department: DepartmentName,
    /// How many cases there are in all.
    pub total: u64,
    /// How many are not over.
    pub open: u64,
    /// How many of them are overdue.
    pub overdue: u64,
    /// How many are over.
    pub finished: u64,
    /// How many of them were decided within the promised limit, or had none.
    pub finished_on_time: u64,
    /// How many yellow cards were issued and not withdrawn.
    pub yellow_cards: u64,
    /// How many red cards were issued and not withdrawn.
    pub red_cards: u64,
}

impl CaseReads {
    /// How the cases of the reader's lists stand, with the last `days` days.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn figures(&self, who: &Principal, days: u16, at_least: Option<Position>) -> Result<Figures, ReadError> {
        self.reach(at_least).await?;
        let zone = self.catalog.borrow().facts().map(|facts| facts.zone.clone()).ok_or(ReadError::Unavailable)?;
        let last = |now| last_days(&zone, now, days.clamp(1, FIGURE_DAYS_MAX)).ok_or(ReadError::Unavailable);
        let finished = Condition::Equals("closed", true.into());
        let late = Condition::Equals("late", true.into());
        let queries = |reader: &Reader<'_>, lists: Condition| {
            let days = last(reader.now)?;
            let services = Query::Groups {
                view: &SCHEMA,
                condition: lists.clone(),
                by: &["module", "department", "yellow_cards", "red_cards"],
                tallies: vec![finished.clone(), finished.clone().and(late.clone()), reader.overdue()],
            };
            Ok(vec![services, coming("submitted_at", &days, &lists), coming("closed_at", &days, &lists)])
        };
        let (snapshot, at) = self.tallied(who, queries).await?;
        let days = last(at)?;
        let mut answers = snapshot.answers.iter().map(Answer::groups);
        let mut next = || answers.next().ok_or(ReadError::Unavailable);
        let (services, came, went) = (services_of(next()?)?, by_day(next()?, days.len()), by_day(next()?, days.len()));
        let told = days.iter().zip(came.into_iter().zip(went));
        let days = told.map(|((day, _), (submitted, finished))| DayFigures { day: *day, submitted, finished });
        Ok(Figures { as_of: snapshot.as_of(), at, days: days.collect(), services })
    }
}

/// The last days and the moments between which each lies, in microseconds.
type Days = Vec<(Date, (i64, i64))>;

fn last_days(zone: &TimeZone, now: Timestamp, count: u16) -> Option<Days> {
    let today = zone.to_datetime(now).date();
    let begins = |day: Date| day.to_zoned(zone.clone()).ok().map(|zoned| instant(zoned.timestamp()));
    let days = (0..i64::from(count)).rev().map(|before| {
        let day = today.checked_sub(before.days()).ok()?;
        Some((day, (begins(day)?, begins(day.tomorrow().ok()?)?)))
    });
    days.collect()
}

/// How many of some rows have their moment in `column` on each of the days.
fn coming(column: &'static str, days: &Days, rows: &Condition) -> Query {
    let between = |from: i64, until: i64| {
        let before = Condition::Below(column, until.into());
        Condition::Not(Box::new(Condition::Below(column, from.into()))).and(before)
    };
    let (from, until) = match (days.first(), days.last()) {
        (Some((_, (from, _))), Some((_, (_, until)))) => (*from, *until),
        _ => (0, 0),
    };
    let condition = rows.clone().and(between(from, until));
    let tallies = days.iter().map(|(_, (from, until))| between(*from, *until)).collect();
    Query::Groups { view: &SCHEMA, condition, by: &["closed"], tallies }
}

fn by_day(groups: &[Group], days: usize) -> Vec<u64> {
    (0..days).map(|day| groups.iter().filter_map(|group| group.tallies.get(day)).sum()).collect()
}

/// The figures of each module and department. Groups differ by how many cards each of their cases has.
fn services_of(groups: &[Group]) -> Result<Vec<ServiceFigures>, ReadError> {
    let mut services = BTreeMap::<(DepartmentName, ModuleName), ServiceFigures>::new();
    for group in groups {
        add(&mut services, group).ok_or(ReadError::Unavailable)?;
    }
    Ok(services.into_values().collect())
}

fn add(services: &mut BTreeMap<(DepartmentName, ModuleName), ServiceFigures>, group: &Group) -> Option<()> {
    let [KeyValue::Text(module), KeyValue::Text(department), KeyValue::Integer(yellow), KeyValue::Integer(red)] =
        group.by.as_slice()
    else {
        return None;
    };
    let [finished, late, overdue] = *group.tallies.as_slice() else { return None };
    let (module, department): (ModuleName, DepartmentName) = (module.parse().ok()?, department.parse().ok()?);
    let service = services.entry((department.clone(), module.clone())).or_insert_with(|| ServiceFigures {
        module,
        department,
        total: 0,
        open: 0,
        overdue: 0,
        finished: 0,
        finished_on_time: 0,
        yellow_cards: 0,
        red_cards: 0,
    });
    service.total += group.rows;
    service.open += group.rows.checked_sub(finished)?;
    service.overdue += overdue;
    service.finished += finished;
    service.finished_on_time += finished.checked_sub(late)?;
    service.yellow_cards += group.rows * u64::try_from(*yellow).ok()?;
    service.red_cards += group.rows * u64::try_from(*red).ok()?;
    Some(())
}
