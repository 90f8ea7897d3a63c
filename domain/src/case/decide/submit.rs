//! Handing in a case.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::rules::Rules;
use super::sealed;
use crate::case::command::Submit;
use crate::case::event::{Part, Routed};
use crate::case::{Actor, Event, EventBody, Rejection};
use crate::form::Answers;
use crate::module::{ApplicantKind, Start, State};
use crate::name::DepartmentName;

pub(super) fn decide(rules: Rules<'_>, by: &Actor, at: Timestamp, submit: &Submit) -> Result<Vec<Event>, Rejection> {
    let (applicant_kind, initial) = may_apply(rules, by)?;
    let answers = checked(rules, submit)?;
    let all = all_of(&answers);
    let (department, routed) = route(rules, &all);
    let starts_now = rules.module.limits.starts == Start::Submission;
    let applicant = by.subject().cloned();
    let personal = sealed(applicant.as_ref(), Part::Answers, &answers);
    let body = EventBody::CaseSubmitted {
        id: submit.id,
        number: submit.number.clone(),
        applicant,
        applicant_kind,
        department,
        routed,
        due: starts_now.then(|| rules.case_due(at)),
        arrival: rules.enter(&initial.name, at),
        publication_agreed: agreed(rules, &all),
        answers: answers.open,
        calendar_version: rules.calendar_version(),
    };
    Ok(vec![Event { effective_at: at, body, personal }])
}

/// Only those for whom the module is may apply, each for themselves. A module without a state
/// to begin in is for nobody.
fn may_apply<'a>(rules: Rules<'a>, by: &Actor) -> Result<(ApplicantKind, &'a State), Rejection> {
    let allowed = &rules.module.applicants;
    let kind = by.applicant_kind().filter(|kind| allowed.contains(kind));
    kind.zip(rules.module.workflow.states.first())
        .ok_or_else(|| Rejection::ApplicantNotAllowed { allowed: allowed.clone() })
}

/// Answers fit the form.
fn checked(rules: Rules<'_>, submit: &Submit) -> Result<Answers, Rejection> {
    let checked = rules.module.form.check(submit.answers.clone());
    checked.map_err(|findings| Rejection::AnswersInvalid { findings })
}

/// Every answer, for the rules that are judged here once and never again: a group of fields has
/// one class, so the parts do not overlap.
fn all_of(answers: &Answers) -> Map<String, Value> {
    let parts = [&answers.open, &answers.personal, &answers.sensitive];
    parts.into_iter().flatten().map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// The first rule that holds, or that cannot be judged, decides. A rule whose department is gone
/// cannot be judged either.
fn route(rules: Rules<'_>, answers: &Map<String, Value>) -> (DepartmentName, Routed) {
    let lead = &rules.module.department;
    for (index, rule) in (0u16..).zip(&rules.module.routing) {
        match rule.when.holds(answers) {
            Ok(false) => {}
            Ok(true) if rules.facts.departments.contains_key(&rule.department) => {
                return (rule.department.clone(), Routed::Rule(index));
            }
            Ok(true) | Err(_) => return (lead.clone(), Routed::Failed(index)),
        }
    }
    (lead.clone(), Routed::Lead)
}

/// What cannot be judged was not agreed to.
fn agreed(rules: Rules<'_>, answers: &Map<String, Value>) -> bool {
    rules.module.publication.as_ref().is_some_and(|publication| publication.when.holds(answers).unwrap_or(false))
}
