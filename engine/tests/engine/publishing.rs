//! The registry: what is published, once, and what a compiler that has changed does to it.

use cityhall_domain::name::ModuleName;
use cityhall_engine::{Outcome, Principal, Publication, PublishError, Refusal};
use cityhall_eventstore::{EventStore, Revision};
use serde_json::json;

use crate::city::{TestCity, answers, calendar, city_publication, clerk, department, letter, resident};
use crate::module::{lower_differently, spec};

fn name() -> ModuleName {
    "letter".parse().unwrap()
}

async fn outcome(city: &TestCity, publication: Publication) -> Outcome {
    city.engine.publish(&Principal::city(), publication, false).await.unwrap().outcome
}

#[tokio::test]
async fn the_same_content_is_one_event_whatever_its_order() {
    let city = TestCity::start().await;
    let before = city.head().await;
    for again in [city_publication(&json!([])), calendar(2026, &[]), department("works"), letter("Letter")] {
        assert_eq!(outcome(&city, again).await, Outcome::Unchanged);
    }
    let mut turned = spec("Letter");
    let title = turned.as_object_mut().unwrap().shift_remove("title").unwrap();
    turned["title"] = title;
    let turned = Publication::Module { name: "letter".to_owned(), spec: turned };
    assert_eq!(outcome(&city, turned).await, Outcome::Unchanged);
    assert_eq!(city.head().await, before);

    let city = city.restart(|_| ()).await.ok().unwrap();
    assert_eq!(outcome(&city, letter("Letter")).await, Outcome::Unchanged);
    assert_eq!(city.head().await, before);
    assert_eq!(outcome(&city, letter("Changed")).await, Outcome::NewRevision(2));
    city.stop().await;
}

#[tokio::test]
async fn a_module_retires_and_comes_back_as_it_was() {
    let city = TestCity::start().await;
    let retire = || Publication::RetireModule { name: "letter".to_owned() };
    assert_eq!(outcome(&city, retire()).await, Outcome::Retired);
    assert_eq!(outcome(&city, retire()).await, Outcome::Unchanged);
    let catalog = city.engine.catalog().borrow().clone();
    assert!(catalog.current(&name()).is_none());
    assert!(catalog.revision(&name(), 1).is_some(), "its cases are still read");
    assert_eq!(outcome(&city, letter("Letter")).await, Outcome::Restored(1));
    assert_eq!(outcome(&city, retire()).await, Outcome::Retired);
    assert_eq!(outcome(&city, letter("Changed")).await, Outcome::NewRevision(2));
    city.stop().await;
}

#[tokio::test]
async fn every_problem_is_reported_and_nothing_published() {
    let city = TestCity::start().await;
    let before = city.head().await;
    let problems = |error| match error {
        Err(PublishError::Problems(problems)) => problems.0.iter().map(|problem| problem.reason).collect(),
        other => panic!("{other:?}"),
    };
    let by = Principal::city();
    let publish = |publication| city.engine.publish(&by, publication, false);

    let broken = Publication::Module { name: "letter".to_owned(), spec: json!({"department": "works"}) };
    let reasons: Vec<&str> = problems(publish(broken).await);
    assert_eq!(reasons, ["Required", "Required"]);
    let mut elsewhere = spec("Letter");
    elsewhere["department"] = json!("nowhere");
    let elsewhere = Publication::Module { name: "letter".to_owned(), spec: elsewhere };
    assert_eq!(problems(publish(elsewhere).await), ["UnknownDepartment"]);
    let unnamed = Publication::Module { name: "No Name".to_owned(), spec: spec("x") };
    assert_eq!(problems(publish(unnamed).await), ["InvalidName"]);
    let in_use = Publication::RetireDepartment { name: "works".to_owned() };
    assert_eq!(problems(publish(in_use).await), ["InUse"]);
    let circle = Publication::Department { name: "works".to_owned(), spec: json!({"title": {}, "parent": "works"}) };
    assert_eq!(problems(publish(circle).await), ["Circle"]);
    let spec = json!({"code": "XX", "title": {}, "timeZone": "Asia/Shanghai", "languages": ["en"]});
    let renamed = Publication::City { name: "test".to_owned(), spec };
    assert_eq!(problems(publish(renamed).await), ["Immutable"]);

    let stranger = city.engine.publish(&resident("r-1"), letter("x"), false).await;
    assert!(matches!(stranger, Err(PublishError::NotAllowed)));
    let dry = city.engine.publish(&Principal::city(), letter("x"), true).await.unwrap();
    assert_eq!(dry.outcome, Outcome::NewRevision(2));
    assert_eq!(city.head().await, before);
    city.stop().await;
}

#[tokio::test]
async fn publications_that_race_each_get_their_revision() {
    let city = TestCity::start().await;
    let mut racers = tokio::task::JoinSet::new();
    for index in 0..16 {
        let engine = std::sync::Arc::clone(&city.engine);
        racers.spawn(async move {
            let title = format!("Title {index}");
            engine.publish(&Principal::city(), letter(&title), false).await.unwrap().outcome
        });
    }
    let mut numbers: Vec<u32> = racers
        .join_all()
        .await
        .into_iter()
        .map(|outcome| match outcome {
            Outcome::NewRevision(number) => number,
            other => panic!("{other:?}"),
        })
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (2..=17).collect::<Vec<u32>>());
    city.stop().await;
}

#[tokio::test]
async fn a_compiler_that_makes_something_else_stops_that_module_and_not_the_city() {
    let city = TestCity::start().await;
    let who = resident("r-1");
    let case = city.submit(&who, answers(), None).await.unwrap();

    let city = city.restart_with(lower_differently).await;
    let catalog = city.engine.catalog().borrow().clone();
    assert_eq!(catalog.modules[&name()].halted[0].number, 1, "the alarm can be seen");
    assert_eq!(city.perform(&clerk(), case.case_id, "accept").await, Err(Refusal::Upgrading));
    assert_eq!(city.submit(&who, answers(), None).await, Err(Refusal::Upgrading));
    let seen = city.engine.case(&who, cityhall_engine::CaseRef::Id(case.case_id), None).await.unwrap();
    assert!(seen.is_some(), "reads go on");
    assert_eq!(outcome(&city, letter("Letter")).await, Outcome::NewRevision(2), "published anew, it goes on");
    city.submit(&who, answers(), None).await.unwrap();
    assert_eq!(city.perform(&clerk(), case.case_id, "accept").await, Err(Refusal::Upgrading));
    city.stop().await;
}

#[tokio::test]
async fn specs_keep_the_order_of_their_author() {
    let city = TestCity::start().await;
    let events = city.store.read_stream("registry", Revision(0), 100).await.unwrap();
    let published = events.iter().find(|recorded| recorded.event.event_type == "ModulePublished").unwrap();
    let payload = String::from_utf8(published.event.payload.clone()).unwrap();
    assert!(payload.contains(&spec("Letter").to_string()));
    city.stop().await;
}
