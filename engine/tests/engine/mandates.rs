//! Who acts in the place of another, and both are on record.

use cityhall_domain::case::Rejection;
use cityhall_domain::mandate;
use cityhall_domain::name::SubjectId;
use cityhall_engine::{
    CaseFilter, CaseRef, GiveMandate, NoMandate, Page, PowerEvent, PowerKind, Principal, Refusal, Standing,
};
use cityhall_eventstore::RecordedEvent;
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};
use serde_json::{Value, json};

use crate::city::{TestCity, answers, clerk, handler, officer, resident};

fn acme() -> Principal {
    resident("acme")
}

/// The city's day.
fn today(city: &TestCity) -> Date {
    city.engine.clock().now().in_tz("Asia/Shanghai").unwrap().date()
}

/// A mandate of two days for the agent, in the one service that there is.
fn wanted(city: &TestCity, agent: &str) -> GiveMandate {
    GiveMandate {
        agent: agent.to_owned(),
        modules: vec!["letter".to_owned()],
        first_day: today(city),
        last_day: today(city).checked_add(1.day()).unwrap(),
        idempotency_key: Some("k-1".to_owned()),
    }
}

/// The same, of an officer who hands over their office.
fn office(city: &TestCity, stand_in: &str) -> GiveMandate {
    GiveMandate { modules: Vec::new(), ..wanted(city, stand_in) }
}

fn page() -> Page {
    Page { first: 9, ..Page::default() }
}

#[tokio::test]
async fn an_agent_files_for_another_until_the_mandate_ends() {
    let city = TestCity::start().await;
    let given = city.engine.give_mandate(&acme(), wanted(&city, "r-1")).await.unwrap();
    let again = city.engine.give_mandate(&acme(), wanted(&city, "r-1")).await.unwrap();
    assert_eq!(again, given, "the same key gives one mandate");
    let other = city.engine.give_mandate(&acme(), wanted(&city, "r-2")).await;
    assert_eq!(other, Err(Refusal::KeyReused));

    // 1. Under the mandate the case is the other person's, and both are on record.
    let agent = city.engine.under(resident("r-1"), given.mandate).await.unwrap();
    let case = city.submit(&agent, answers(), Some("c-1")).await.unwrap();
    let metadata: Value = serde_json::from_slice(&city.events(&case).await[0].event.metadata).unwrap();
    let (by, of) = (&metadata["principal"], &metadata["principal"]["of"]);
    assert_eq!((&by["kind"], &by["subject"], &of["subject"]), (&json!("agent"), &json!("r-1"), &json!("acme")));
    let seen = city.engine.case(&acme(), CaseRef::Id(case.case_id), Some(case.position)).await.unwrap().unwrap();
    assert_eq!(seen.applicant_subject, Some(SubjectId("acme".to_owned())));
    let history = city.engine.timeline(&acme(), case.case_id, page(), None).await.unwrap();
    let first = &history.items[0].1.by;
    let names = [&first.subject, &first.in_place_of].map(|one| one.as_ref().map(|subject| subject.0.as_str()));
    assert_eq!((first.kind, names), ("AGENT", [Some("r-1"), Some("acme")]));

    // 2. For themselves the agent has no case; under the mandate they have this one.
    for (who, cases) in [(&resident("r-1"), 0), (&agent, 1)] {
        let list = city.engine.cases(who, CaseFilter::default(), page(), None).await.unwrap();
        assert_eq!(list.items.len(), cases);
    }

    // 3. The last day ends at 24:00; a minute later nothing is done any more.
    let end = today(&city).checked_add(2.days()).unwrap().in_tz("Asia/Shanghai").unwrap().timestamp();
    city.engine.clock().advance_to(end - SignedDuration::from_secs(60)).unwrap();
    assert!(city.engine.under(resident("r-1"), given.mandate).await.is_ok());
    city.engine.clock().advance_to(end + SignedDuration::from_secs(60)).unwrap();
    assert_eq!(city.engine.under(resident("r-1"), given.mandate).await, Err(NoMandate::NotInForce));
    let late = city.submit(&agent, answers(), None).await;
    assert_eq!(late, Err(Refusal::Rejected(Rejection::MandateNotInForce)), "nor by a request that began before");
    city.stop().await;
}

#[tokio::test]
async fn a_mandate_is_its_agents_alone_and_ends_when_either_says_so() {
    let city = TestCity::start().await;
    let given = city.engine.give_mandate(&acme(), wanted(&city, "r-1")).await.unwrap();
    for nobody in [resident("r-2"), Principal::anonymous(), officer("r-1", "works", &["clerk"])] {
        assert_eq!(city.engine.under(nobody, given.mandate).await, Err(NoMandate::NotInForce));
    }
    let agent = city.engine.under(resident("r-1"), given.mandate).await.unwrap();
    let on = GiveMandate { idempotency_key: None, ..wanted(&city, "r-3") };
    let handed_on = city.engine.give_mandate(&agent, on).await;
    assert_eq!(handed_on, Err(Refusal::NoMandate(mandate::Rejection::GrantorNotAllowed)));
    let seen = async |who: &Principal, held| {
        city.engine.mandates(who, held, page(), Some(city.engine.head())).await.unwrap().items.len()
    };
    assert_eq!((seen(&acme(), false).await, seen(&resident("r-1"), true).await), (1, 1));
    assert_eq!((seen(&agent, false).await, seen(&agent, true).await, seen(&resident("r-2"), true).await), (0, 1, 0));

    let stranger = city.engine.end_mandate(&resident("r-2"), given.mandate).await;
    assert_eq!(stranger, Err(Refusal::NoMandate(mandate::Rejection::NoSuchMandate)));
    let ended = city.engine.end_mandate(&resident("r-1"), given.mandate).await.unwrap();
    let again = city.engine.end_mandate(&acme(), given.mandate).await.unwrap();
    assert_eq!(again, ended, "what is over is not ended again");
    assert_eq!(city.engine.under(resident("r-1"), given.mandate).await, Err(NoMandate::NotInForce));
    let view = city.engine.mandate(&acme(), given.mandate, Some(ended.position)).await.unwrap().unwrap();
    assert!(!view.in_force && view.mandate.ended_at.is_some());
    city.stop().await;
}

#[tokio::test]
async fn an_agent_who_works_for_the_city_never_handles_the_case() {
    let city = TestCity::start().await;
    let given = city.engine.give_mandate(&acme(), wanted(&city, "o-clerk")).await.unwrap();
    let agent = city.engine.under(resident("o-clerk"), given.mandate).await.unwrap();
    let case = city.submit(&agent, answers(), None).await.unwrap();
    let seen = city.engine.case(&clerk(), CaseRef::Id(case.case_id), Some(case.position)).await.unwrap();
    assert_eq!(seen, None, "it is not there for them as an officer");
    assert_eq!(city.perform(&clerk(), case.case_id, "accept").await, Err(Refusal::NotFound));
    assert!(city.engine.cases(&clerk(), CaseFilter::default(), page(), None).await.unwrap().items.is_empty());
    city.perform(&officer("o-other", "works", &["clerk"]), case.case_id, "accept").await.unwrap();
    city.stop().await;
}

#[tokio::test]
async fn a_stand_in_works_in_the_office_of_who_is_away_and_both_are_on_record() {
    let city = TestCity::start().await;
    let case = city.submit(&resident("r-1"), answers(), None).await.unwrap();
    let sun = || officer("o-sun", "parks", &["gardener"]);
    let leave = city.engine.give_mandate(&clerk(), office(&city, "o-sun")).await.unwrap();
    assert_eq!(city.perform(&sun(), case.case_id, "accept").await, Err(Refusal::NotFound));
    let stand_in = city.engine.under(sun(), leave.mandate).await.unwrap();
    let accepted = city.perform(&stand_in, case.case_id, "accept").await.unwrap();
    let history = city.engine.timeline(&handler(), case.case_id, page(), Some(accepted.position)).await.unwrap();
    let by = &history.items.iter().find(|(_, entry)| entry.event_type == "CaseAccepted").unwrap().1.by;
    let names = [&by.subject, &by.in_place_of].map(|one| one.as_ref().map(|subject| subject.0.as_str()));
    assert_eq!((by.kind, names), ("OFFICER", [Some("o-sun"), Some("o-clerk")]));
    assert_eq!(by.department.as_ref().unwrap().as_str(), "works");

    let resident_now = resident("o-sun");
    assert_eq!(
        city.engine.under(resident_now, leave.mandate).await,
        Err(NoMandate::NotInForce),
        "an office is an officer's"
    );
    let ended = city.engine.end_mandate(&clerk(), leave.mandate).await.unwrap();
    assert_eq!(city.engine.under(sun(), leave.mandate).await, Err(NoMandate::NotInForce), "who is back is back");
    // The power log tells that roles were held for a time.
    let of_log = |event: &RecordedEvent| &*event.stream == "power-log" && event.event.event_type == "RoleRevoked";
    let logged = city.wait_for(ended.position, of_log).await;
    let auditor = Principal::new(Standing::Auditor { subject: SubjectId("a-1".to_owned()) }, None);
    let log = city.engine.power_log(&auditor, &[], page(), Some(logged.position)).await.unwrap();
    let kinds: Vec<PowerKind> = log.items.iter().map(|(_, entry)| entry.what.kind()).collect();
    assert_eq!(kinds[..2], [PowerKind::RoleRevoked, PowerKind::RoleGranted]);
    let PowerEvent::RoleGranted { subject, role, until, .. } = &log.items[1].1.what else { panic!() };
    assert_eq!((subject.0.as_str(), role.as_str(), until.is_some()), ("o-sun", "clerk", true));
    city.stop().await;
}
