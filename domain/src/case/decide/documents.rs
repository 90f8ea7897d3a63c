//! Materials (申请材料): which are wanted in a case, which may follow (容缺受理), and their coming.

use jiff::Timestamp;

use super::assistance;
use super::permission::{Moment, party_or_handler};
use super::rules::{Rules, earlier};
use crate::calendar::Due;
use crate::case::event::{Following, Wait};
use crate::case::{Actor, Event, EventBody, OpenCase, Rejection, Stage};
use crate::expression::Judge;
use crate::module::Document;
use crate::name::DocumentName;

pub(super) fn decide(moment: &Moment<'_>, documents: &[DocumentName]) -> Result<Event, Rejection> {
    may_bring(moment)?;
    not_over(moment)?;
    something(moment, documents)?;
    known(moment.rules, documents)?;
    let body = EventBody::DocumentsPresented { documents: documents.to_vec() };
    Ok(Event { effective_at: moment.at, by: moment.by.clone(), body, personal: Vec::new() })
}

/// The applicant brings them, or somebody of the city takes them.
fn may_bring(moment: &Moment<'_>) -> Result<(), Rejection> {
    match moment.by {
        Actor::Assistant { .. } => assistance::adds(moment),
        _ => party_or_handler(moment),
    }
}

/// Nothing is handed in to a case that is over.
fn not_over(moment: &Moment<'_>) -> Result<(), Rejection> {
    if moment.case.end.is_none() { Ok(()) } else { Err(Rejection::CaseOver) }
}

/// At least one material is handed in.
fn something(moment: &Moment<'_>, documents: &[DocumentName]) -> Result<(), Rejection> {
    if documents.is_empty() { Err(unknown(moment.rules)) } else { Ok(()) }
}

/// Only such materials as the module has.
pub(super) fn known(rules: Rules<'_>, documents: &[DocumentName]) -> Result<(), Rejection> {
    let is_known = |name: &DocumentName| rules.module.guide.documents.iter().any(|document| document.name == *name);
    if documents.iter().all(is_known) { Ok(()) } else { Err(unknown(rules)) }
}

fn unknown(rules: Rules<'_>) -> Rejection {
    let all = rules.module.guide.documents.iter();
    Rejection::UnknownDocument { known: all.map(|document| document.name.clone()).collect() }
}

/// What the applicant has to bring, by the answers. A condition that cannot be judged wants nothing:
/// people ask for what is missing then.
pub(super) fn wanted(rules: Rules<'_>, judge: &Judge<'_>) -> Vec<DocumentName> {
    let holds = |document: &&Document| document.when.as_ref().is_none_or(|when| judge.holds(when).unwrap_or(false));
    let brought = rules.module.guide.documents.iter().filter(|document| document.is_brought());
    brought.filter(holds).map(|document| document.name.clone()).collect()
}

/// What an acceptance leaves to follow: of the materials that are missing each may, and the applicant has
/// promised it. None follows later than the promised limit ends.
pub(super) fn following(moment: &Moment<'_>, promised: Option<Due>) -> Result<Vec<Following>, Rejection> {
    let case = moment.case;
    if case.stage != Stage::Submitted {
        return Ok(Vec::new());
    }
    let missing = || case.wanted.difference(&case.presented);
    let limit = |name: &DocumentName| {
        let document = moment.rules.module.guide.documents.iter().find(|document| document.name == *name);
        document.filter(|_| case.promised).and_then(Document::follows).map(|(within, _)| within)
    };
    let cannot: Vec<_> = missing().filter(|name| limit(name).is_none()).cloned().collect();
    if !cannot.is_empty() {
        return Err(Rejection::DocumentsMissing { documents: cannot });
    }
    let follow = |name: &DocumentName| {
        let within = limit(name)?;
        let due = earlier(moment.rules.due(moment.at, within), promised);
        Some(Following { document: name.clone(), within, due })
    };
    Ok(missing().filter_map(follow).collect())
}

/// What the case was accepted without, and has not come.
pub(super) fn outstanding(case: &OpenCase) -> Vec<DocumentName> {
    let document = |wait: &Wait| if let Wait::Document(name) = wait { Some(name.clone()) } else { None };
    case.waits.iter().filter_map(|waiting| document(&waiting.wait)).collect()
}

/// Materials that were to follow until now did not: the case goes where the module says.
pub(super) fn lapsed(rules: Rules<'_>, case: &OpenCase, due: Due, at: Timestamp) -> EventBody {
    let late = case.waits.iter().filter(|waiting| waiting.due.at == due.at);
    let documents: Vec<DocumentName> = late
        .filter_map(|waiting| if let Wait::Document(name) = &waiting.wait { Some(name.clone()) } else { None })
        .collect();
    let declared = |name: &DocumentName| rules.module.guide.documents.iter().find(|document| document.name == *name);
    let target = documents.iter().find_map(|name| declared(name)?.on_lapse.as_ref());
    let arrival = rules.move_to(case, target, at);
    EventBody::DocumentsLapsed { documents, due, arrival, calendar_version: rules.calendar_version() }
}

#[cfg(test)]
mod tests {
    use crate::calendar::{CalendarYear, Limit};
    use crate::case::event::{Following, Materials};
    use crate::case::given::{
        Given, act, answer, answers, approver, at, clerk, due, ends, given, given_accepted, given_closed,
        given_submitted, lin, officer, present, stranger, submit, submit_promising,
    };
    use crate::case::{Actor, EventBody, Rejection};
    use crate::module::End;
    use crate::name::{DocumentName, RoleName};

    fn named(names: &[&str]) -> Vec<DocumentName> {
        names.iter().map(|name| name.parse().unwrap()).collect()
    }

    /// Accepted without the survey, which may follow until Monday, 2026-03-09.
    fn without_survey() -> Given {
        given().after(lin(), submit_promising(&["plan"])).after(clerk(), act("accept"))
    }

    #[test]
    fn the_applicant_or_who_handles_the_case_hands_in() {
        for by in [lin(), clerk()] {
            let then = given().after(lin(), submit_promising(&[])).when(by, present(&["plan"]));
            then.then_last(&EventBody::DocumentsPresented { documents: named(&["plan"]) });
            assert_eq!(then.case().presented, named(&["plan"]).into_iter().collect());
        }
        let roles = ["applicant", "approver", "clerk"];
        let allowed: Vec<RoleName> = roles.iter().map(|role| role.parse().unwrap()).collect();
        for by in [stranger(), Actor::Anonymous, officer("wu", "parks", "janitor")] {
            let rejection = Rejection::RoleNotAllowed { allowed: allowed.clone() };
            given_submitted().when(by, present(&["plan"])).then_err(rejection);
        }
        given_submitted()
            .when(officer("wang", "roads", "clerk"), present(&["plan"]))
            .then_err(Rejection::OtherDepartment { department: "parks".parse().unwrap() });
        given_submitted().when(officer("lin", "parks", "clerk"), present(&["plan"])).then_err(Rejection::OwnCase);
    }

    #[test]
    fn nothing_is_handed_in_to_a_case_that_is_over() {
        given_closed().when(lin(), present(&["plan"])).then_err(Rejection::CaseOver);
    }

    #[test]
    fn only_what_the_module_wants_is_handed_in() {
        let known = || Rejection::UnknownDocument { known: named(&["plan", "survey", "deed", "map"]) };
        for names in [&["plan", "other"][..], &[]] {
            given_submitted().when(lin(), present(names)).then_err(known());
        }
        given().when(lin(), submit_promising(&["other"])).then_err(known());
        given_submitted().when(clerk(), act("ask").document("other")).then_err(known());
    }

    #[test]
    fn handing_in_moves_no_clock() {
        let before = given_accepted().when(clerk(), act("note")).case().clocks.clone();
        let then = given_accepted().at("03-04T10:00").when(lin(), present(&["plan"]));
        assert_eq!(then.case().clocks, before);
    }

    #[test]
    fn what_is_wanted_follows_from_the_answers() {
        let mut south = answers();
        south.insert("place".to_owned(), "south".into());
        for (answers, wanted) in [(answers(), &["plan", "survey"][..]), (south, &["plan", "survey", "deed"])] {
            let then = given().when(lin(), crate::case::command::Submit { answers, ..submit_promising(&["plan"]) });
            let EventBody::CaseSubmitted { materials, .. } = &then.last().body else { panic!("not submitted") };
            let presented = named(&["plan"]);
            assert_eq!(*materials, Materials { wanted: named(wanted), presented, promised: true });
        }
    }

    #[test]
    fn nothing_is_accepted_while_materials_are_missing() {
        let missing = |names: &[&str]| Rejection::DocumentsMissing { documents: named(names) };
        let unpromised = crate::case::command::Submit { promises: false, ..submit_promising(&["plan"]) };
        given().after(lin(), unpromised).when(clerk(), act("accept")).then_err(missing(&["survey"]));
        let bare = given().after(lin(), submit_promising(&[]));
        bare.when(clerk(), act("accept")).then_err(missing(&["plan"]));
    }

    #[test]
    fn an_acceptance_says_what_follows_and_until_when() {
        let then = given().after(lin(), submit_promising(&["plan"])).when(clerk(), act("accept"));
        let EventBody::CaseAccepted { following, .. } = &then.last().body else { panic!("not accepted") };
        let survey = "survey".parse().unwrap();
        assert_eq!(*following, [Following { document: survey, within: Limit::WorkingDays(5), due: due(3, 9) }]);
    }

    #[test]
    fn nothing_follows_later_than_the_promised_limit_ends() {
        let then = given()
            .with(|module| module.guide.documents[1].may_follow = Some(Limit::WorkingDays(30)))
            .after(lin(), submit_promising(&["plan"]))
            .when(clerk(), act("accept"));
        let EventBody::CaseAccepted { following, due: case_due, .. } = &then.last().body else {
            panic!("not accepted")
        };
        assert_eq!(Some(following[0].due), case_due.map(|due| due.promised));
    }

    #[test]
    fn what_follows_in_time_is_forgotten() {
        let then = without_survey().at("03-09T23:59").when(lin(), present(&["survey"]));
        assert_eq!(then.case().waits, []);
        then.go_on().at("03-10T10:00").settled().then_history(&[]);
    }

    #[test]
    fn what_does_not_follow_ends_the_case_and_is_remembered() {
        let then = without_survey().at("03-20T10:00").settled();
        then.then_history(&[("03-10T00:00", "DocumentsLapsed"), ("03-10T00:00", "DistrustRecorded")]);
        assert_eq!(
            then.outcome.as_ref().unwrap()[0].body,
            EventBody::DocumentsLapsed {
                documents: named(&["survey"]),
                due: due(3, 9),
                arrival: Some(ends("withdrawn", End::Withdrawn)),
                calendar_version: 1,
            }
        );
        let again = then.go_on();
        again.at("03-30T10:00").settled().then_history(&[]);
    }

    #[test]
    fn nothing_is_granted_before_what_follows_has_come() {
        let grant = || act("grant").field("plot", "7");
        let documents = named(&["survey"]);
        without_survey().when(approver(), grant()).then_err(Rejection::DocumentsOutstanding { documents });
        without_survey().after(lin(), present(&["survey"])).after(approver(), grant());
        without_survey().after(approver(), act("refuse").because("a rare tree").resting_on("law-1"));
    }

    #[test]
    fn a_notice_asks_for_materials_once_and_they_have_to_come_again() {
        let asked = given_submitted().after(clerk(), act("ask").document("plan"));
        let missing = Rejection::DocumentsMissing { documents: named(&["plan"]) };
        asked.when(lin(), answer(answers(), &[])).then_err(missing);
        let brought = given_submitted().after(clerk(), act("ask").document("plan")).after(lin(), present(&["plan"]));
        let answered = brought.after(lin(), answer(answers(), &[]));
        let before = Rejection::AskedBefore { items: vec!["plan".to_owned()] };
        answered.when(clerk(), act("ask").document("plan")).then_err(before);
    }

    #[test]
    fn a_late_calendar_moves_what_follows() {
        let holiday = jiff::civil::date(2026, 3, 5);
        let mut given = without_survey().at("03-04T10:00");
        let days_off = [holiday].into();
        given.facts.calendar.years.insert(2026, CalendarYear { days_off, ..CalendarYear::default() });
        (given.facts.calendar.version, given.facts.calendar.published_at) = (2, at("03-04T10:00"));
        let then = given.settled();
        let EventBody::DueRecomputed { waits, .. } = &then.last().body else { panic!("not recomputed") };
        assert_eq!((waits[0].1, then.case().waits[0].due), (due(3, 10), due(3, 10)));
    }

    #[test]
    fn a_complete_application_has_nothing_to_follow() {
        let then = given().after(lin(), submit()).when(clerk(), act("accept"));
        assert!(matches!(&then.last().body, EventBody::CaseAccepted { following, .. } if following.is_empty()));
    }
}
