//! Acting on a case: who may, in which order, once.

use std::sync::Arc;

use cityhall_domain::case::Rejection;
use cityhall_domain::name::{CaseId, SubjectId};
use cityhall_engine::{PerformAction, Principal, Refusal, Standing};
use cityhall_eventstore::{EventStore, Expected, NewEvent, Revision};
use serde_json::{Value, json};

use crate::city::{TestCity, an_action, answers, clerk, handler, letter, object, officer, resident};

#[tokio::test(flavor = "multi_thread")]
async fn the_same_action_twice_in_parallel_is_done_once() {
    let city = TestCity::start().await;
    let case = city.submit(&resident("r-1"), answers(), None).await.unwrap();
    for round in 0..50 {
        let asked = PerformAction { idempotency_key: Some(format!("k-{round}")), ..an_action(case.case_id, "note") };
        let (one, two) = (Arc::clone(&city.engine), Arc::clone(&city.engine));
        let (first, second) = (asked.clone(), asked);
        let one = tokio::spawn(async move { one.perform(&clerk(), first).await.unwrap() });
        let two = tokio::spawn(async move { two.perform(&clerk(), second).await.unwrap() });
        let (one, two) = (one.await.unwrap(), two.await.unwrap());
        assert_eq!((one.revision, one.position), (two.revision, two.position));
        assert_ne!(one.replayed, two.replayed);
    }
    assert_eq!(city.events(&case).await.len(), 51);

    let other = PerformAction {
        idempotency_key: Some("k-0".to_owned()),
        reason: Some("other content".to_owned()),
        ..an_action(case.case_id, "note")
    };
    assert_eq!(city.engine.perform(&clerk(), other).await, Err(Refusal::KeyReused));
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn actions_that_race_all_come_through_in_some_order() {
    let city = TestCity::start().await;
    let case = city.submit(&resident("r-1"), answers(), None).await.unwrap();
    let mut racers = tokio::task::JoinSet::new();
    for _ in 0..64 {
        let engine = Arc::clone(&city.engine);
        let asked = an_action(case.case_id, "note");
        racers.spawn(async move { engine.perform(&clerk(), asked).await.unwrap().revision });
    }
    let mut revisions = racers.join_all().await;
    revisions.sort_unstable();
    assert_eq!(revisions, (1..=64).collect::<Vec<u64>>());
    city.stop().await;
}

#[tokio::test]
async fn what_the_caller_has_not_seen_is_told() {
    let city = TestCity::start().await;
    let case = city.submit(&resident("r-1"), answers(), None).await.unwrap();
    city.perform(&clerk(), case.case_id, "note").await.unwrap();
    let stale = PerformAction { expected_revision: Some(0), ..an_action(case.case_id, "accept") };
    assert_eq!(city.engine.perform(&clerk(), stale).await, Err(Refusal::StaleRevision { actual: 1 }));
    let seen = PerformAction { expected_revision: Some(1), ..an_action(case.case_id, "accept") };
    assert_eq!(city.engine.perform(&clerk(), seen).await.unwrap().revision, 2);
    city.stop().await;
}

#[tokio::test]
async fn a_case_that_is_not_there_for_somebody_does_not_exist() {
    let city = TestCity::start().await;
    let named = json!({"street": "Willow Lane", "phone": "555-0100", "neighbour": "o-named"});
    let case = city.submit(&resident("r-1"), named, None).await.unwrap();
    let nowhere = CaseId(uuid::Uuid::from_u128(42));
    assert_eq!(city.perform(&clerk(), nowhere, "note").await, Err(Refusal::NotFound));
    let strangers = [
        resident("r-2"),
        Principal::anonymous(),
        officer("o-2", "parks", &["clerk"]),
        officer("o-3", "works", &["gardener"]),
        officer("r-1", "works", &["clerk"]),
        officer("o-named", "works", &["clerk"]),
    ];
    for who in strangers {
        assert_eq!(city.perform(&who, case.case_id, "note").await, Err(Refusal::NotFound), "{who:?}");
    }
    let auditor = Principal::new(Standing::Auditor { subject: SubjectId("a-1".to_owned()) }, None);
    let watched = city.perform(&auditor, case.case_id, "note").await;
    assert!(matches!(watched, Err(Refusal::Rejected(Rejection::RoleNotAllowed { .. }))), "who sees it is told why");
    let wrong_role = city.perform(&handler(), case.case_id, "accept").await;
    assert!(matches!(wrong_role, Err(Refusal::Rejected(Rejection::RoleNotAllowed { .. }))));
    let wrong_state = city.perform(&handler(), case.case_id, "close").await;
    assert!(matches!(wrong_state, Err(Refusal::Rejected(Rejection::NotInThisState { .. }))));
    assert_eq!(city.types(&case).await, ["CaseSubmitted"]);
    city.stop().await;
}

#[tokio::test]
async fn a_case_stays_with_its_module_revision() {
    let city = TestCity::start().await;
    let old = city.submit(&resident("r-1"), answers(), None).await.unwrap();
    city.publish(letter("Another title")).await;
    let new = city.submit(&resident("r-1"), answers(), None).await.unwrap();
    let city = city.restart(|_| ()).await.ok().unwrap();
    for (case, revision) in [(&old, 1), (&new, 2)] {
        city.perform(&clerk(), case.case_id, "accept").await.unwrap();
        for recorded in city.events(case).await {
            let metadata: Value = serde_json::from_slice(&recorded.event.metadata).unwrap();
            assert_eq!(metadata["moduleRevision"], json!(revision));
        }
    }
    city.stop().await;
}

#[tokio::test]
async fn an_answer_to_a_notice_is_laid_over_the_sealed_answers() {
    let city = TestCity::start().await;
    let who = resident("r-1");
    let full = json!({"street": "Willow Lane", "phone": "555-0100", "illness": "none", "neighbour": "r-9"});
    let case = city.submit(&who, full, None).await.unwrap();
    let ask = PerformAction { items: vec!["/phone".to_owned()], ..an_action(case.case_id, "ask") };
    city.engine.perform(&clerk(), ask).await.unwrap();

    let answer = |changed: Value| PerformAction {
        answers: Some(object(changed)),
        ..an_action(case.case_id, "answer-supplement")
    };
    let beyond = city.engine.perform(&who, answer(json!({"phone": "555-0199", "street": "Elm"}))).await;
    assert!(matches!(beyond, Err(Refusal::Rejected(Rejection::NotInSupplement { .. }))), "{beyond:?}");
    let done = city.engine.perform(&who, answer(json!({"phone": "555-0199"}))).await.unwrap();

    let seen = city.engine.case(&who, cityhall_engine::CaseRef::Id(case.case_id), Some(done.position)).await;
    let seen = seen.unwrap().unwrap();
    let expected = json!({"street": "Willow Lane", "phone": "555-0199", "illness": "none", "neighbour": "r-9"});
    assert_eq!(Value::Object(seen.answers), expected);
    city.stop().await;
}

#[tokio::test]
async fn a_case_with_an_event_of_a_newer_binary_waits_for_one() {
    let city = TestCity::start().await;
    let case = city.submit(&resident("r-1"), answers(), None).await.unwrap();
    let other = city.submit(&resident("r-1"), answers(), None).await.unwrap();
    let submitted = city.events(&case).await.remove(0);
    let newer = NewEvent { id: uuid::Uuid::from_u128(7), schema: 2, ..submitted.event.clone() };
    let stream = format!("case-{}", case.number);
    city.store.append(&stream, Expected::Revision(Revision(0)), vec![newer]).await.unwrap();
    assert_eq!(city.perform(&clerk(), case.case_id, "note").await, Err(Refusal::Upgrading));
    city.perform(&clerk(), other.case_id, "note").await.unwrap();
    city.stop().await;
}
