//! The applicant's answer to a supplement notice.

use serde_json::{Map, Value};

use super::permission::{Moment, is_applicant};
use super::sealed;
use crate::case::event::Part;
use crate::case::{Event, EventBody, Rejection, Supplement};
use crate::form::{Answers, Field, FieldType};
use crate::name::RoleName;

pub(super) fn decide(
    moment: &Moment<'_>,
    answers: &Map<String, Value>,
    changed: &[String],
) -> Result<Event, Rejection> {
    let notice = may_answer(moment)?;
    asked_for(notice, changed)?;
    let answers = checked(moment, answers)?;
    let personal = sealed(moment.case.applicant.as_ref(), Part::Answers, &answers);
    let body = EventBody::SupplementAnswered {
        answers: answers.open,
        changed: changed.to_vec(),
        arrival: moment.rules.start_again(moment.case, moment.at),
        calendar_version: moment.rules.calendar_version(),
    };
    Ok(Event { effective_at: moment.at, body, personal })
}

/// The notice that waits, for the person who may answer it.
pub(super) fn may_answer<'a>(moment: &Moment<'a>) -> Result<&'a Supplement, Rejection> {
    theirs(moment)?;
    waiting(moment)
}

/// Only the applicant answers.
fn theirs(moment: &Moment<'_>) -> Result<(), Rejection> {
    if is_applicant(moment) {
        return Ok(());
    }
    Err(Rejection::RoleNotAllowed { allowed: vec![RoleName::applicant()] })
}

/// A notice waits: it was given, is not answered, and has not lapsed.
fn waiting<'a>(moment: &Moment<'a>) -> Result<&'a Supplement, Rejection> {
    moment.case.supplement.as_ref().ok_or(Rejection::NoSupplementOpen)
}

/// What changes is what the notice lists, or lies inside it.
fn asked_for(notice: &Supplement, changed: &[String]) -> Result<(), Rejection> {
    let listed = |path: &String| notice.items.iter().any(|item| lies_in(item, path));
    if changed.iter().all(listed) {
        return Ok(());
    }
    Err(Rejection::NotInSupplement { items: notice.items.clone() })
}

fn lies_in(item: &str, path: &str) -> bool {
    path.strip_prefix(item).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The answers as they are now fit the form.
fn checked(moment: &Moment<'_>, answers: &Map<String, Value>) -> Result<Answers, Rejection> {
    let checked = moment.rules.module.form.check(answers.clone());
    checked.map_err(|findings| Rejection::AnswersInvalid { findings })
}

/// Whether a JSON Pointer names a field, at any depth.
pub(super) fn is_field(fields: &[Field], pointer: &str) -> bool {
    let Some(path) = pointer.strip_prefix('/') else { return false };
    let (name, rest) = path.split_once('/').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let name = name.replace("~1", "/").replace("~0", "~");
    let field = fields.iter().find(|field| field.name == name);
    field.is_some_and(|field| rest.is_none_or(|rest| has_part(&field.kind, rest)))
}

fn has_part(kind: &FieldType, path: &str) -> bool {
    match kind {
        FieldType::Object(fields) => is_field(fields, &format!("/{path}")),
        FieldType::List(item) => {
            let (index, rest) = path.split_once('/').map_or((path, None), |(index, rest)| (index, Some(rest)));
            index.parse::<u16>().is_ok() && rest.is_none_or(|rest| has_part(item, rest))
        }
        FieldType::String | FieldType::Date | FieldType::Choice(_) | FieldType::Integer | FieldType::Boolean => false,
    }
}
