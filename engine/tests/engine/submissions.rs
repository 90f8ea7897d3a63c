//! Handing in a case: once, however often it is sent.

use std::sync::Arc;

use cityhall_domain::case::Rejection;
use cityhall_engine::{Principal, Refusal};
use cityhall_eventstore::{EventStore, Position};
use serde_json::json;

use crate::city::{TestCity, answers, letter, officer, resident, submission};

async fn case_events(city: &TestCity) -> usize {
    let all = city.store.read_all(Position(0), 100_000).await.unwrap();
    all.iter().filter(|recorded| recorded.stream.starts_with("case-")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_submission_twice_in_parallel_is_one_event_and_one_answer() {
    let city = TestCity::start().await;
    let mut pairs = tokio::task::JoinSet::new();
    for pair in 0..200 {
        let engine = Arc::clone(&city.engine);
        pairs.spawn(async move {
            let who = resident(&format!("r-{}", pair % 20));
            let key = format!("key-{pair}");
            let one = engine.submit(&who, submission(answers(), Some(&key)));
            let two = engine.submit(&who, submission(answers(), Some(&key)));
            let (one, two) = tokio::join!(one, two);
            (one.unwrap(), two.unwrap())
        });
    }
    for (one, two) in pairs.join_all().await {
        assert_eq!((one.case_id, &one.number), (two.case_id, &two.number));
        assert_eq!((one.revision, one.position), (two.revision, two.position));
        assert_ne!(one.replayed, two.replayed, "exactly one of two did it");
    }
    assert_eq!(case_events(&city).await, 200);
    city.stop().await;
}

#[tokio::test]
async fn a_key_with_other_content_is_refused_and_with_the_same_content_answered_after_a_restart() {
    let city = TestCity::start().await;
    let who = resident("r-1");
    let first = city.submit(&who, answers(), Some("k")).await.unwrap();
    let other = json!({"street": "Elm Lane", "phone": "555-0100"});
    assert_eq!(city.submit(&who, other.clone(), Some("k")).await, Err(Refusal::KeyReused));
    let theirs = city.submit(&resident("r-2"), other, Some("k")).await.unwrap();
    assert_ne!(theirs.case_id, first.case_id, "a key is its owner's");

    city.publish(letter("Another title")).await;
    let city = city.restart(|_| ()).await.ok().unwrap();
    let again = city.submit(&who, answers(), Some("k")).await.unwrap();
    assert!(again.replayed, "although the module has moved on");
    assert_eq!((again.case_id, again.position), (first.case_id, first.position));
    assert_eq!(case_events(&city).await, 2);
    city.stop().await;
}

#[tokio::test]
async fn without_a_key_each_submission_is_a_case() {
    let city = TestCity::start().await;
    let one = city.submit(&resident("r-1"), answers(), None).await.unwrap();
    let two = city.submit(&resident("r-1"), answers(), None).await.unwrap();
    assert_ne!(one.number, two.number);
    city.stop().await;
}

#[tokio::test]
async fn what_is_refused_stores_nothing() {
    let city = TestCity::start().await;
    let before = city.head().await;
    let who = resident("r-1");

    let broken = city.submit(&who, json!({"street": "Willow Lane"}), Some("k")).await;
    let Err(Refusal::Rejected(Rejection::AnswersInvalid { findings })) = broken else { panic!("{broken:?}") };
    assert_eq!(findings[0].path, "/phone");

    let unknown = cityhall_engine::SubmitCase { module: "nothing".to_owned(), ..submission(answers(), None) };
    assert_eq!(city.engine.submit(&who, unknown).await, Err(Refusal::UnknownModule));
    let stale = cityhall_engine::SubmitCase { module_revision: Some(7), ..submission(answers(), None) };
    assert_eq!(city.engine.submit(&who, stale).await, Err(Refusal::StaleModuleRevision { current: 1 }));
    let staff = city.submit(&officer("o-1", "works", &["clerk"]), answers(), None).await;
    assert!(matches!(staff, Err(Refusal::Rejected(Rejection::ApplicantNotAllowed { .. }))));

    assert_eq!(city.head().await, before);
    let corrected = city.submit(&who, answers(), Some("k")).await.unwrap();
    assert!(!corrected.replayed, "the key of a refused submission is free");
    city.stop().await;
}

#[tokio::test]
async fn a_retired_module_takes_no_new_case_and_answers_for_old_ones() {
    let city = TestCity::start().await;
    let first = city.submit(&resident("r-1"), answers(), Some("k")).await.unwrap();
    city.publish(cityhall_engine::Publication::RetireModule { name: "letter".to_owned() }).await;
    assert_eq!(city.submit(&resident("r-1"), answers(), None).await, Err(Refusal::ModuleRetired));
    let again = city.submit(&resident("r-1"), answers(), Some("k")).await.unwrap();
    assert_eq!(again.case_id, first.case_id);
    city.stop().await;
}

#[tokio::test]
async fn anonymous_cases_are_sealed_with_a_key_of_their_own() {
    let city = TestCity::start().await;
    let done = city.submit(&Principal::anonymous(), answers(), None).await.unwrap();
    let event = &city.events(&done).await[0].event;
    let payload: serde_json::Value = serde_json::from_slice(&event.payload).unwrap();
    assert_eq!(payload["sealed"][0]["subject"], json!(format!("case:{}", done.case_id)));
    assert_eq!(payload["open"]["answers"], json!({"street": "Willow Lane"}));
    city.stop().await;
}
