//! Handing in a case.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::assistance;
use super::documents::{known, wanted};
use super::notices;
use super::perform::instant;
use super::permission::Moment;
use super::rules::Rules;
use super::sealed;
use crate::case::command::{Applicant, Submit};
use crate::case::event::{Materials, Part, Routed};
use crate::case::{Actor, Case, Event, EventBody, Rejection, evolve};
use crate::expression::Judge;
use crate::form::Answers;
use crate::module::{InstantRule, Start, State};
use crate::name::DepartmentName;

pub(super) fn decide(rules: Rules<'_>, by: &Actor, at: Timestamp, submit: &Submit) -> Result<Vec<Event>, Rejection> {
    let (applicant, initial) = may_apply(rules, by, submit)?;
    is_known_well_enough(rules, by, submit)?;
    let answers = checked(rules, submit)?;
    let all = all_of(&answers);
    let judge = Judge::on(&all, rules.day_of(at));
    known(rules, &submit.documents)?;
    word_is_good(rules, submit, &judge)?;
    let (department, routed) = route(rules, &judge);
    let limits = rules.chosen(&judge);
    let starts_now = rules.module.limits.starts == Start::Submission;
    let personal = sealed(applicant.subject(), Part::Answers, &answers);
    let body = EventBody::CaseSubmitted {
        id: submit.id,
        number: submit.number.clone(),
        applicant: applicant.subject().cloned(),
        applicant_kind: applicant.kind(),
        department,
        routed,
        due: starts_now.then(|| rules.case_due(at, limits)),
        arrival: rules.enter(&initial.name, limits, at),
        publication_agreed: agreed(rules, &judge),
        limits,
        materials: Materials {
            wanted: wanted(rules, &judge),
            presented: submit.documents.clone(),
            promised: submit.promises,
        },
        answers: answers.open,
        calendar_version: rules.calendar_version(),
        warnings: answers.warnings,
    };
    let submitted = Event { effective_at: at, by: by.clone(), body, personal };
    Ok(with_instant(rules, submitted, &judge))
}

/// The submission, and what the city does at once by the first instant rule that holds. One that cannot
/// be judged does not hold: people decide then. So they do with what is left of a rule that goes no further.
fn with_instant(rules: Rules<'_>, submitted: Event, judge: &Judge<'_>) -> Vec<Event> {
    let Some((index, rule)) = instant_rule(rules, judge) else { return vec![submitted] };
    let at = submitted.effective_at;
    let mut case = evolve(Case::Unborn, &submitted);
    let mut events = vec![submitted];
    for name in &rule.actions {
        let (Case::Open(open), Some(action)) = (&case, rules.module.workflow.action(name)) else { break };
        let moment = Moment { rules, case: open, by: &Actor::City, at, rule: Some(index) };
        let Some(body) = instant(&moment, action) else { break };
        let event = Event { effective_at: at, by: Actor::City, body, personal: Vec::new() };
        let notice = notices::of(rules, open, &event);
        for event in [event].into_iter().chain(notice) {
            case = evolve(case, &event);
            events.push(event);
        }
    }
    events
}

/// The first instant rule that holds.
fn instant_rule<'a>(rules: Rules<'a>, judge: &Judge<'_>) -> Option<(u16, &'a InstantRule)> {
    let holds = |rule: &(u16, &InstantRule)| judge.holds(&rule.1.when).unwrap_or(false);
    (0u16..).zip(&rules.module.instant).find(holds)
}

/// Nothing rests on the word alone of somebody who has broken theirs: no promise of materials, and no
/// commitment (告知承诺).
fn word_is_good(rules: Rules<'_>, submit: &Submit, judge: &Judge<'_>) -> Result<(), Rejection> {
    let commits = || instant_rule(rules, judge).is_some_and(|(_, rule)| rule.commitment);
    if submit.distrusted && (submit.promises || commits()) { Err(Rejection::Distrusted) } else { Ok(()) }
}

/// Only those for whom the module is may apply, for themselves or through somebody who may act for them.
/// A module without a state to begin in is for nobody.
fn may_apply<'a>(rules: Rules<'a>, by: &Actor, submit: &Submit) -> Result<(Applicant, &'a State), Rejection> {
    let applicant = match &submit.on_behalf_of {
        None => by.applicant(),
        Some(person) => Some(assistance::files_for(rules.module, by, person)?),
    };
    let allowed = &rules.module.applicants;
    let applicant = applicant.filter(|applicant| allowed.contains(&applicant.kind()));
    applicant
        .zip(rules.module.workflow.states.first())
        .ok_or_else(|| Rejection::ApplicantNotAllowed { allowed: allowed.clone() })
}

/// Whoever acts is known as surely as the module wants. Somebody of the city who takes a person's matter down sees the
/// person and answers for that.
fn is_known_well_enough(rules: Rules<'_>, by: &Actor, submit: &Submit) -> Result<(), Rejection> {
    match (rules.module.assurance, submit.assurance) {
        (Some(demanded), held) if by.officer().is_none() && held < Some(demanded) => {
            Err(Rejection::AssuranceTooLow { demanded, held })
        }
        _ => Ok(()),
    }
}

/// Answers fit the form.
fn checked(rules: Rules<'_>, submit: &Submit) -> Result<Answers, Rejection> {
    let checked = rules.module.form.check(submit.answers.clone());
    checked.map_err(|findings| Rejection::AnswersInvalid { findings })
}

/// Every answer, for the rules that are judged here once and never again: a group of fields has
/// one class, so the parts do not overlap.
pub(super) fn all_of(answers: &Answers) -> Map<String, Value> {
    let parts = [&answers.open, &answers.personal, &answers.sensitive];
    parts.into_iter().flatten().map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// The first rule that holds, or that cannot be judged, decides. A rule whose department is gone
/// cannot be judged either.
fn route(rules: Rules<'_>, judge: &Judge<'_>) -> (DepartmentName, Routed) {
    let lead = &rules.module.department;
    for (index, rule) in (0u16..).zip(&rules.module.routing) {
        match judge.holds(&rule.when) {
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
fn agreed(rules: Rules<'_>, judge: &Judge<'_>) -> bool {
    let publication = rules.module.publication.as_ref();
    publication.is_some_and(|publication| judge.holds(&publication.when).unwrap_or(false))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::assurance::Assurance;
    use crate::case::command::{Applicant, Submit};
    use crate::case::event::{EventBody, Materials, Part, Personal, Routed};
    use crate::case::given::{
        Given, Then, answers, case_due, clerk, due, enters, given, id, lin, number, object, publication, rule, submit,
        submit_promising, submit_with,
    };
    use crate::case::{Actor, Rejection, Stage};
    use crate::channel::Channel;
    use crate::expression::Expression;
    use crate::form::{Class, Finding};
    use crate::module::Assistance;
    use crate::module::{ApplicantKind, End, InstantRule, Start};
    use crate::name::SubjectId;

    #[test]
    fn only_those_apply_for_whom_the_module_is() {
        let allowed = || vec![ApplicantKind::Resident, ApplicantKind::Anonymous];
        let company = Actor::Company { subject: SubjectId("acme".to_owned()) };
        for actor in [company, clerk(), Actor::City] {
            given().when(actor, submit()).then_err(Rejection::ApplicantNotAllowed { allowed: allowed() });
        }
    }

    #[test]
    fn answers_fit_the_form() {
        let findings = vec![Finding { path: "/name".to_owned(), keyword: "required".to_owned() }];
        given()
            .when(lin(), submit_with(object(json!({"place": "north"}))))
            .then_err(Rejection::AnswersInvalid { findings });
    }

    fn submitted(open: serde_json::Value) -> EventBody {
        EventBody::CaseSubmitted {
            id: id(),
            number: number(),
            applicant: Some(SubjectId("lin".to_owned())),
            applicant_kind: ApplicantKind::Resident,
            department: "parks".parse().unwrap(),
            routed: Routed::Lead,
            arrival: enters("intake", Some(due(3, 9))),
            due: None,
            answers: object(open),
            publication_agreed: false,
            limits: None,
            materials: Materials {
                wanted: ["plan", "survey"].map(|name| name.parse().unwrap()).to_vec(),
                presented: ["plan", "survey"].map(|name| name.parse().unwrap()).to_vec(),
                promised: false,
            },
            calendar_version: 1,
            warnings: Vec::new(),
        }
    }

    #[test]
    fn a_case_begins_in_the_first_state_whose_limit_starts() {
        let then = given().when(lin(), submit());
        then.then_last(&submitted(json!({"place": "north"})));
        assert_eq!((then.case().stage, then.case().last_at), (Stage::Submitted, then.given.at));
    }

    #[test]
    fn personal_and_sensitive_answers_are_sealed_and_stand_nowhere_else() {
        let subject = Some(SubjectId("lin".to_owned()));
        let sealed = |part, class, value| Personal { subject: subject.clone(), part, class, value };
        let then = given().when(lin(), submit());
        let id_no = "11010519491231002X";
        assert_eq!(
            then.last().personal,
            [
                sealed(Part::Answers, Class::Personal, json!({"name": "Lin"})),
                sealed(Part::Answers, Class::Sensitive, json!({"idNo": id_no})),
                sealed(Part::Persons, Class::Personal, json!([id_no])),
            ]
        );
        let body = serde_json::to_string(&then.last().body).unwrap();
        assert!(!body.contains(id_no) && !body.contains("Lin"), "{body}");
    }

    #[test]
    fn an_applicant_is_known_as_surely_as_the_module_wants() {
        let demanded = Assurance::Substantial;
        let given = || given().with(|module| module.assurance = Some(demanded));
        let known = |held| Submit { assurance: held, ..submit_promising(&["plan", "survey"]) };
        for held in [None, Some(Assurance::Low)] {
            given().when(lin(), known(held)).then_err(Rejection::AssuranceTooLow { demanded, held });
        }
        for held in [Some(Assurance::Substantial), Some(Assurance::High)] {
            given().after(lin(), known(held));
        }
        // An officer at a counter sees whom they file for.
        let assisted = |module: &mut crate::module::Module| {
            let roles = vec!["clerk".parse().unwrap()];
            module.assisted = Some(Assistance { roles, channels: vec![Channel::Counter] });
        };
        let person = Some(Applicant::Resident { subject: SubjectId("lin".to_owned()) });
        given()
            .with(assisted)
            .after(clerk().by_way_of(Channel::Counter), Submit { on_behalf_of: person, ..known(None) });
    }

    #[test]
    fn an_anonymous_case_belongs_to_nobody() {
        let then = given().when(Actor::Anonymous, submit());
        assert_eq!((&then.case().applicant, then.case().applicant_kind), (&None, ApplicantKind::Anonymous));
        assert!(then.last().personal.iter().all(|personal| personal.subject.is_none()));
    }

    #[test]
    fn submission_starts_the_limits_where_the_module_says_so() {
        let then = given().with(|module| module.limits.starts = Start::Submission).when(lin(), submit());
        let expected = Some(case_due((3, 16), (3, 30)));
        assert!(matches!(&then.last().body, EventBody::CaseSubmitted { due, .. } if *due == expected));
        assert_eq!(then.case().clocks.promised.unwrap().due, due(3, 16));
    }

    fn routed(rules: &[(&str, &str)]) -> (String, Routed) {
        let rules = rules.iter().map(|(when, department)| rule(when, department)).collect();
        let then: Then = given().with(|module| module.routing = rules).when(lin(), submit());
        match &then.last().body {
            EventBody::CaseSubmitted { department, routed, .. } => (department.to_string(), routed.clone()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_first_rule_that_holds_routes_the_case() {
        let south = ("answers.place == 'south'", "roads");
        let north = ("answers.place == 'north'", "old-town");
        let lin = ("answers.name == 'Lin'", "roads");
        assert_eq!(routed(&[south, north, lin]), ("old-town".to_owned(), Routed::Rule(1)));
        assert_eq!(routed(&[lin, north]), ("roads".to_owned(), Routed::Rule(0)));
        assert_eq!(routed(&[south]), ("parks".to_owned(), Routed::Lead));
    }

    #[test]
    fn a_rule_that_cannot_be_judged_leaves_the_case_with_the_lead_body() {
        let broken = ("answers.missing == 'x'", "roads");
        let gone = ("answers.place == 'north'", "closed-down");
        let north = ("answers.place == 'north'", "old-town");
        assert_eq!(routed(&[broken, north]), ("parks".to_owned(), Routed::Failed(0)));
        assert_eq!(routed(&[gone, north]), ("parks".to_owned(), Routed::Failed(0)));
        assert_eq!(routed(&[north, broken]), ("old-town".to_owned(), Routed::Rule(0)));
    }

    #[test]
    fn agreement_to_publication_is_judged_once() {
        for (when, agreed) in
            [("answers.place == 'north'", true), ("answers.place == 'south'", false), ("answers.missing", false)]
        {
            let given = given().with(|module| module.publication = Some(publication(when)));
            assert_eq!(given.when(lin(), submit_with(answers())).case().publication_agreed, agreed, "{when}");
        }
    }

    /// The city decides at once what is in the north: the actions of these names.
    fn at_once(actions: &[&str]) -> Given {
        let actions = actions.iter().map(|name| name.parse().unwrap()).collect();
        let when = Expression::parse("answers.place == \"north\"").unwrap();
        given().with(|module| {
            module.workflow.actions[3].demands.fields = None;
            module.instant.push(InstantRule { when, actions, commitment: false });
        })
    }

    fn types(then: &Then) -> Vec<&str> {
        then.happened().map(|event| event.body.type_name()).collect()
    }

    #[test]
    fn what_needs_no_person_is_decided_in_the_same_moment_by_a_rule_on_record() {
        let then = at_once(&["accept", "grant", "issue"]).when(lin(), submit());
        assert_eq!(types(&then), ["CaseSubmitted", "CaseAccepted", "CaseApproved", "ResultIssued", "RatingInvited"]);
        assert_eq!((then.case().stage, then.case().end), (Stage::Closed, Some(End::Completed)));
        let events = then.outcome.as_ref().unwrap();
        assert!(events.iter().all(|event| event.effective_at == events[0].effective_at));
        let rules: Vec<_> = events.iter().filter_map(|event| event.body.performed()).map(|done| done.rule).collect();
        assert_eq!(rules, [Some(0), Some(0), Some(0)]);
        assert!(events[1..].iter().all(|event| event.by == Actor::City));
    }

    #[test]
    fn people_decide_what_no_rule_holds_for_or_a_rule_leaves() {
        let elsewhere = submit_with(object(json!({"place": "south", "name": "Lin"})));
        assert_eq!(types(&at_once(&["accept"]).when(lin(), elsewhere)), ["CaseSubmitted"]);
        assert_eq!(types(&at_once(&["grant"]).when(lin(), submit())), ["CaseSubmitted"]);
        assert_eq!(types(&at_once(&["accept", "refuse"]).when(lin(), submit())), ["CaseSubmitted", "CaseAccepted"]);
        assert_eq!(types(&at_once(&["accept", "burn"]).when(lin(), submit())), ["CaseSubmitted", "CaseAccepted"]);
    }

    #[test]
    fn how_long_ago_a_day_was_is_counted_in_the_city_on_the_day_of_submission() {
        let days_ago = |moment: &str, day: &str| {
            let when = Expression::parse("daysSince(answers.name) >= 0 && daysSince(answers.name) <= 1").unwrap();
            let given = at_once(&["accept"]).at(moment).with(|module| {
                module.instant[0].when = when.clone();
                module.routing = vec![rule(when.source(), "roads")];
                module.publication = Some(publication(when.source()));
            });
            let answers = object(json!({"place": "north", "name": day}));
            let then = given.when(lin(), submit_with(answers));
            let case = then.case();
            (types(&then).len(), case.department.to_string(), case.publication_agreed)
        };
        let holds = (2, "roads".to_owned(), true);
        let not = (1, "parks".to_owned(), false);
        // Half past midnight in the city is the day before in UTC.
        assert_eq!(days_ago("03-02T00:30", "2026-03-01"), holds);
        assert_eq!(days_ago("03-02T00:30", "2026-03-02"), holds);
        assert_eq!(days_ago("03-02T23:30", "2026-02-28"), not);
        assert_eq!(days_ago("03-02T23:30", "2026-03-03"), not);
    }

    #[test]
    fn the_city_does_nothing_at_once_that_demands_something() {
        let demanding = at_once(&["accept"]).with(|module| module.workflow.actions[0].demands.reason = true);
        assert_eq!(types(&demanding.when(lin(), submit())), ["CaseSubmitted"]);
        let by_two = at_once(&["accept"]).with(|module| module.workflow.actions[0].officers = 2);
        assert_eq!(types(&by_two.when(lin(), submit())), ["CaseSubmitted"]);
    }
}
