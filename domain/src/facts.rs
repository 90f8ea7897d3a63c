//! What `decide` must know from other streams, read just before and recorded by version.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::calendar::Calendar;
use crate::name::DepartmentName;
use crate::supervision::Supervision;

/// The surroundings of one decision. Everything here comes from the registry's stream, so a
/// decision can be explained later from the versions that its events carry.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The city's prefix of case numbers, such as `QS`.
    pub city_code: String,
    /// The city's time zone: limits end at 24:00 there.
    pub zone: TimeZone,
    /// Published days off and make-up working days, with the version in force.
    pub calendar: Calendar,
    /// Departments that exist now, each with the department above it.
    pub departments: BTreeMap<DepartmentName, Option<DepartmentName>>,
    /// How the city watches over its limits.
    pub supervision: Supervision,
}

impl Facts {
    /// Whether `department` is `below` or stands above it.
    #[must_use]
    pub fn is_or_is_above(&self, department: &DepartmentName, below: &DepartmentName) -> bool {
        let above = |name: &&DepartmentName| self.departments.get(*name)?.as_ref();
        let ladder = std::iter::successors(Some(below), above);
        ladder.take(self.departments.len() + 1).any(|one| one == department)
    }
}
