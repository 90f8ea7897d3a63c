//! Limits, of the whole and of states, plain and by the answers.

use cityhall_domain::calendar::Limit;
use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{Limits, LimitsByAnswers, Start, StateLimit};

use super::{all, maybe, names, routing};
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
    let by_answers =
        all(limits.by_answers, |(index, one)| alternative(&path::item("spec.limits.byAnswers", index), one, found));
    Some(Limits { starts, statutory: statutory?, promised: promised?, extension: extension?, by_answers: by_answers? })
}

fn alternative(at: &str, written: written::LimitsByAnswers, found: &mut Diagnostics) -> Option<LimitsByAnswers> {
    let when = routing::expression(&path::key(at, "when"), written.when, found);
    let promised = limit(&path::key(at, "promised"), written.promised, found);
    let extension = maybe(written.extension, |extension| limit(&path::key(at, "extension"), extension, found));
    let states = all(written.states, |(index, one)| {
        let at = path::item(&path::key(at, "states"), index);
        let state = names::name(&path::key(&at, "state"), &one.state, found);
        let limit = limit(&path::key(&at, "limit"), one.limit, found);
        Some(StateLimit { state: state?, limit: limit? })
    });
    Some(LimitsByAnswers {
        title: written.title.into(),
        when: when?,
        promised: promised?,
        extension: extension?,
        states: states?,
    })
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
