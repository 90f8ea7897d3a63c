//! Opinions of other departments (征求意见): asked for at the same time, given or deemed given, all in one
//! record.

use jiff::Timestamp;

use super::permission::Moment;
use super::rules::Rules;
use crate::calendar::Due;
use crate::case::event::{Arrival, Performed, Wait};
use crate::case::{Actor, EventBody, OpenCase, Rejection};
use crate::module::Silence;
use crate::name::DepartmentName;

/// Whom an action asks: every department that it names but the one that has the case. None is asked while
/// its answer to an earlier question is open.
pub(super) fn askable(moment: &Moment<'_>, from: &[DepartmentName]) -> Result<Vec<DepartmentName>, Rejection> {
    let asked: Vec<_> = moment.case.asked_departments().filter(|name| from.contains(name)).cloned().collect();
    if asked.is_empty() {
        return Ok(from.iter().filter(|name| **name != moment.case.department).cloned().collect());
    }
    Err(Rejection::OpinionsAsked { departments: asked })
}

/// The department of the officer, whose opinion is asked for.
pub(super) fn asked<'a>(moment: &Moment<'a>) -> Result<&'a DepartmentName, Rejection> {
    let asked = || moment.case.asked_departments();
    if let Actor::Officer { department, .. } = moment.by
        && asked().any(|name| name == department)
    {
        return Ok(department);
    }
    Err(Rejection::OpinionNotAsked { asked: asked().cloned().collect() })
}

/// An opinion; the last one moves the case.
pub(super) fn given(moment: &Moment<'_>, performed: Performed, agrees: bool) -> Result<EventBody, Rejection> {
    let department = asked(moment)?.clone();
    let arrival = arrival(moment.rules, moment.case, std::slice::from_ref(&department), moment.at);
    Ok(EventBody::OpinionGiven { performed: Performed { arrival, ..performed }, department, agrees })
}

/// Whose opinion has not come.
pub(super) fn outstanding(case: &OpenCase) -> Vec<DepartmentName> {
    case.asked_departments().cloned().collect()
}

/// Where the case goes once `answered` have said what they think: somewhere only when nobody is left.
fn arrival(rules: Rules<'_>, case: &OpenCase, answered: &[DepartmentName], at: Timestamp) -> Option<Arrival> {
    if case.asked_departments().any(|name| !answered.contains(name)) {
        return None;
    }
    let last = case.opinions.iter().rfind(|opinion| opinion.answer.is_none())?;
    let mut arrival = rules.move_to(case, last.on_all.as_ref(), at)?;
    if case.supplement.is_some() || case.stands_still() {
        arrival.due = None;
    }
    Some(arrival)
}

/// Departments have said nothing until now: those whose silence means the same, together.
pub(super) fn lapsed(rules: Rules<'_>, case: &OpenCase, due: Due, at: Timestamp) -> Option<EventBody> {
    let late = |name: &DepartmentName| {
        let of = |wait: &Wait| matches!(wait, Wait::Opinion(asked) if asked == name);
        case.waits.iter().any(|waiting| !waiting.passed && waiting.due.at == due.at && of(&waiting.wait))
    };
    let silent = || case.opinions.iter().filter(|one| one.answer.is_none() && late(&one.department));
    let silence = silent().next()?.silence;
    let departments: Vec<_> = silent().filter(|one| one.silence == silence).map(|one| one.department.clone()).collect();
    let arrival = match silence {
        Silence::Consents => arrival(rules, case, &departments, at),
        Silence::Waits => None,
    };
    Some(EventBody::OpinionsLapsed { departments, due, silence, arrival, calendar_version: rules.calendar_version() })
}
