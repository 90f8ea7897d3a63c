//! Limits, of the whole and of states.

use cityhall_domain::calendar::Limit;
use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{Limits, Start};

use super::maybe;
use crate::spec::{self, module as written};
use crate::{path, reason};

pub(super) fn lower(limits: written::Limits, found: &mut Diagnostics) -> Option<Limits> {
    let statutory = maybe(limits.statutory, |written| limit("spec.limits.statutory", written, found));
    let promised = limit("spec.limits.promised", limits.promised, found);
    let extension = maybe(limits.extension, |written| limit("spec.limits.extension", written, found));
    let starts = match limits.starts {
        written::Start::Acceptance => Start::Acceptance,
        written::Start::Submission => Start::Submission,
    };
    Some(Limits { starts, statutory: statutory?, promised: promised?, extension: extension? })
}

/// One limit, wherever it stands.
pub(super) fn limit(path: &str, written: spec::Limit, found: &mut Diagnostics) -> Option<Limit> {
    match written {
        spec::Limit::WorkingDays(days) => number(&path::key(path, "workingDays"), days, found).map(Limit::WorkingDays),
        spec::Limit::CalendarDays(days) => {
            number(&path::key(path, "calendarDays"), days, found).map(Limit::CalendarDays)
        }
        spec::Limit::Hours(hours) => number(&path::key(path, "hours"), hours, found).map(Limit::Hours),
    }
}

/// A number in the range that the language gives it.
pub(super) fn number<N: TryFrom<i32>>(path: &str, written: i32, found: &mut Diagnostics) -> Option<N> {
    let number = N::try_from(written).ok();
    if number.is_none() {
        found.add(path, reason::OUT_OF_BOUNDS, format!("{written} is out of range"));
    }
    number
}
