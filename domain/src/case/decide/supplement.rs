//! The applicant's answer to a supplement notice.

use serde_json::{Map, Value};

use super::assistance;
use super::documents::wanted;
use super::permission::{Moment, is_applicant};
use super::sealed;
use super::submit::all_of;
use crate::case::event::Part;
use crate::case::{Actor, Event, EventBody, Rejection, Supplement};
use crate::expression::Judge;
use crate::form::Answers;
use crate::form::pointer::lies_in;
use crate::name::RoleName;

pub(super) fn decide(
    moment: &Moment<'_>,
    answers: &Map<String, Value>,
    changed: &[String],
) -> Result<Event, Rejection> {
    let notice = may_answer(moment)?;
    asked_for(notice, changed)?;
    let answers = checked(moment, answers)?;
    let has_documents = !moment.rules.module.guide.documents.is_empty();
    let all = all_of(&answers);
    let judge = Judge::on(&all, moment.rules.day_of(moment.at));
    let wanted = has_documents.then(|| wanted(moment.rules, &judge));
    let personal = sealed(moment.case.applicant.as_ref(), Part::Answers, &answers);
    let body = EventBody::SupplementAnswered {
        answers: answers.open,
        changed: changed.to_vec(),
        wanted,
        arrival: moment.rules.start_again(moment.case, moment.at),
        calendar_version: moment.rules.calendar_version(),
        warnings: answers.warnings,
    };
    Ok(Event { effective_at: moment.at, by: moment.by.clone(), body, personal })
}

/// The notice that waits, for the person who may answer it.
pub(super) fn may_answer<'a>(moment: &Moment<'a>) -> Result<&'a Supplement, Rejection> {
    theirs(moment)?;
    let notice = waiting(moment)?;
    brought(moment, notice)?;
    Ok(notice)
}

/// Only the applicant answers, or somebody of the city who takes the answer down for them.
fn theirs(moment: &Moment<'_>) -> Result<(), Rejection> {
    if let Actor::Assistant { .. } = moment.by {
        return assistance::adds(moment);
    }
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

/// The materials that the notice lists have come.
fn brought(moment: &Moment<'_>, notice: &Supplement) -> Result<(), Rejection> {
    let missing = notice.documents.iter().filter(|name| !moment.case.presented.contains(name));
    let documents: Vec<_> = missing.cloned().collect();
    if documents.is_empty() { Ok(()) } else { Err(Rejection::DocumentsMissing { documents }) }
}

/// The answers as they are now fit the form.
fn checked(moment: &Moment<'_>, answers: &Map<String, Value>) -> Result<Answers, Rejection> {
    let checked = moment.rules.module.form.check(answers.clone());
    checked.map_err(|findings| Rejection::AnswersInvalid { findings })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::case::given::{
        act, answer, answers, approver, clerk, due, enters, form, given, given_notice, given_submitted, lin, object,
        stranger, submit_with,
    };
    use crate::case::{EventBody, Rejection};
    use crate::form::identifier::{Warning, WarningCode};
    use crate::form::{Class, Finding};
    use crate::module::Module;
    use crate::name::RoleName;

    #[test]
    fn only_the_applicant_answers() {
        for actor in [stranger(), approver()] {
            let allowed = vec![RoleName::applicant()];
            given_notice().when(actor, answer(answers(), &["/name"])).then_err(Rejection::RoleNotAllowed { allowed });
        }
    }

    #[test]
    fn a_notice_waits_for_the_answer() {
        given_submitted().when(lin(), answer(answers(), &["/name"])).then_err(Rejection::NoSupplementOpen);
        given_notice()
            .after(lin(), answer(answers(), &["/name"]))
            .when(lin(), answer(answers(), &["/name"]))
            .then_err(Rejection::NoSupplementOpen);
        given_notice()
            .at("03-18T00:00")
            .when(lin(), answer(answers(), &["/name"]))
            .then_err(Rejection::NoSupplementOpen);
    }

    #[test]
    fn what_changes_is_what_the_notice_lists() {
        for changed in ["/place", "/nam", "/name2", ""] {
            let items = vec!["/name".to_owned()];
            given_notice()
                .when(lin(), answer(answers(), &["/name", changed]))
                .then_err(Rejection::NotInSupplement { items });
        }
    }

    #[test]
    fn what_lies_inside_a_listed_group_may_change() {
        let mut whole = answers();
        whole.insert("plot".to_owned(), json!({"row": "7"}));
        given_submitted().after(clerk(), act("ask").item("/plot")).after(lin(), answer(whole, &["/plot/row"]));
    }

    #[test]
    fn the_answers_as_they_are_now_fit_the_form() {
        let findings = vec![Finding { path: "/name".to_owned(), keyword: "required".to_owned() }];
        given_notice()
            .when(lin(), answer(object(json!({"place": "north"})), &["/name"]))
            .then_err(Rejection::AnswersInvalid { findings });
    }

    #[test]
    fn an_answer_starts_the_limit_of_the_state_again() {
        let waiting = given_notice().at("03-16T10:00");
        let then = waiting.when(lin(), answer(answers(), &["/name"]));
        then.then_history(&[("03-16T10:00", "SupplementAnswered")]).then_last(&EventBody::SupplementAnswered {
            answers: object(json!({"place": "north"})),
            changed: vec!["/name".to_owned()],
            wanted: Some(["plan", "survey"].map(|name| name.parse().unwrap()).to_vec()),
            arrival: Some(enters("intake", Some(due(3, 23)))),
            calendar_version: 1,
            warnings: Vec::new(),
        });
        assert_eq!(then.last().personal[0].class, Class::Personal);
        assert_eq!(then.case().supplement, None);
        assert_eq!(then.case().clocks.state.unwrap().due, due(3, 23));
    }

    #[test]
    fn a_doubted_number_is_taken_and_a_better_one_ends_the_doubt() {
        let numbered = |module: &mut Module| {
            let schema = json!({"type": "object", "properties": {
                "idNo": {"type": "string", "x-cityhall-identifier": "CitizenId"}
            }});
            module.form = form(schema);
        };
        let doubted = object(json!({"idNo": "110105194912310021"}));
        let given = given().with(numbered).after(lin(), submit_with(doubted));
        let then = given.when(clerk(), act("ask").item("/idNo"));
        let warning = Warning { path: "/idNo".to_owned(), code: WarningCode::CheckCharacter };
        assert_eq!(then.case().warnings, [warning]);
        let better = object(json!({"idNo": "11010519491231002X"}));
        assert_eq!(then.go_on().when(lin(), answer(better, &["/idNo"])).case().warnings, []);
    }
}
