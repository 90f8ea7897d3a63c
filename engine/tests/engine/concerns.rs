//! What others have to do with a case: departments that are asked, the public that reads a notice, and who has
//! broken a promise.

use cityhall_domain::case::Rejection;
use cityhall_domain::channel::Channel;
use cityhall_domain::module::ApplicantKind;
use cityhall_domain::name::CaseId;
use cityhall_engine::{
    ActOnCase, CaseAct, CaseFilter, CaseRef, CaseView, Done, OnBehalfOf, Page, Principal, Refusal, SubmitCase,
};
use cityhall_eventstore::Position;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::city::{TestCity, answers, clerk, handler, officer, resident, submission};

fn parks() -> Principal {
    officer("o-parks", "parks", &["handler"])
}

async fn seen(city: &TestCity, who: &Principal, case: &Done, position: Position) -> Option<CaseView> {
    city.engine.case(who, CaseRef::Id(case.case_id), Some(position)).await.unwrap()
}

async fn listed(city: &TestCity, who: &Principal, filter: CaseFilter) -> usize {
    let page = Page { first: 10, ..Page::default() };
    city.engine.cases(who, filter, page, Some(city.engine.head())).await.unwrap().items.len()
}

async fn act(city: &TestCity, who: &Principal, case_id: CaseId, act: CaseAct) -> Result<Done, Refusal> {
    let channel = Channel::Online;
    city.engine.act(who, ActOnCase { case_id, act, expected_revision: None, idempotency_key: None, channel }).await
}

fn object() -> CaseAct {
    CaseAct::RaiseObjection { reason: "my view".to_owned() }
}

#[tokio::test]
async fn a_department_that_was_asked_sees_the_case_while_it_is_open() {
    let city = TestCity::start().await;
    let ill = json!({"street": "Willow Lane", "phone": "555-0100", "illness": "asthma"});
    let case = city.submit(&resident("r-1"), ill, None).await.unwrap();
    let accepted = city.perform(&clerk(), case.case_id, "accept").await.unwrap();
    assert_eq!(seen(&city, &parks(), &case, accepted.position).await, None);
    assert_eq!(listed(&city, &parks(), CaseFilter::default()).await, 0);

    let asked = city.perform(&clerk(), case.case_id, "consult").await.unwrap();
    let view = seen(&city, &parks(), &case, asked.position).await.unwrap();
    assert!(view.answers.contains_key("phone") && !view.answers.contains_key("illness"), "{:?}", view.answers);
    let offered: Vec<_> = view.actions().into_iter().map(|action| action.name.to_string()).collect();
    assert_eq!(offered, ["agree"], "nothing else is theirs to do");
    assert_eq!(listed(&city, &parks(), CaseFilter::default()).await, 1);

    let given = city.perform(&parks(), case.case_id, "agree").await.unwrap();
    let view = seen(&city, &handler(), &case, given.position).await.unwrap();
    assert_eq!(view.opinions[0].answer.map(|answer| (answer.agrees, answer.deemed)), Some((true, false)));
    let closed = city.perform(&handler(), case.case_id, "close").await.unwrap();
    assert_eq!(seen(&city, &parks(), &case, closed.position).await, None);
    city.stop().await;
}

#[tokio::test]
async fn a_case_on_public_notice_is_everybodys_to_read_and_to_object_to() {
    let city = TestCity::start().await;
    let case = city.submit(&resident("r-1"), answers(), None).await.unwrap();
    let accepted = city.perform(&clerk(), case.case_id, "accept").await.unwrap();
    let neighbour = resident("r-2");
    assert_eq!(seen(&city, &neighbour, &case, accepted.position).await, None);
    assert_eq!(act(&city, &neighbour, case.case_id, object()).await, Err(Refusal::NotFound));

    let announced = city.perform(&clerk(), case.case_id, "announce").await.unwrap();
    let view = seen(&city, &Principal::anonymous(), &case, announced.position).await.unwrap();
    assert!(view.on_notice && view.objections.is_empty() && view.actions().is_empty());
    assert_eq!(Value::Object(view.answers), json!({"street": "Willow Lane"}));
    let noticed = CaseFilter { on_notice: Some(true), ..CaseFilter::default() };
    assert_eq!(listed(&city, &Principal::anonymous(), noticed).await, 1);

    let objected = act(&city, &neighbour, case.case_id, object()).await.unwrap();
    let view = seen(&city, &handler(), &case, objected.position).await.unwrap();
    assert_eq!((view.objections[0].number, view.objections[0].answer), (1, None));
    let rejected = |rejection| Err(Refusal::Rejected(rejection));
    assert_eq!(act(&city, &neighbour, case.case_id, object()).await, rejected(Rejection::ObjectedBefore));
    assert_eq!(
        act(&city, &Principal::anonymous(), case.case_id, object()).await,
        rejected(Rejection::ObjectionNotAllowed)
    );

    let stream = format!("case-{}", case.number);
    let now = city.engine.clock().now();
    city.engine.clock().advance_to(now + SignedDuration::from_hours(24 * 15)).unwrap();
    let ended = city
        .wait_for(case.position, |event| *event.stream == *stream && event.event.event_type == "PublicNoticeEnded")
        .await;
    assert_eq!(seen(&city, &neighbour, &case, ended.position).await, None);
    city.stop().await;
}

#[tokio::test]
async fn nothing_rests_on_the_word_of_somebody_who_has_broken_it_until_trust_is_repaired() {
    let city = TestCity::start().await;
    let who = resident("r-1");
    let street = json!({"street": "Promise Lane", "phone": "555-0100"});
    let promise = || SubmitCase { documents_follow: true, ..submission(street.clone(), None) };
    let missing = city.submit(&who, street.clone(), None).await.unwrap();
    let refused = city.perform(&clerk(), missing.case_id, "accept").await;
    let documents = vec!["plan".parse().unwrap()];
    assert_eq!(refused, Err(Refusal::Rejected(Rejection::DocumentsMissing { documents })));

    let case = city.engine.submit(&who, promise()).await.unwrap();
    let accepted = city.perform(&clerk(), case.case_id, "accept").await.unwrap();
    let view = seen(&city, &who, &case, accepted.position).await.unwrap();
    assert!(view.documents[0].wanted && view.documents[0].follows_until.is_some());
    let stream = format!("case-{}", case.number);
    let now = city.engine.clock().now();
    city.engine.clock().advance_to(now + SignedDuration::from_hours(24 * 15)).unwrap();
    let recorded = city
        .wait_for(case.position, |event| *event.stream == *stream && event.event.event_type == "DistrustRecorded")
        .await;
    assert!(seen(&city, &who, &case, recorded.position).await.unwrap().distrust.is_some());
    let distrusted = Err(Refusal::Rejected(Rejection::Distrusted));
    assert_eq!(city.engine.submit(&who, promise()).await, distrusted);
    let taken_down = |person: &str| {
        let on_behalf_of = Some(OnBehalfOf { kind: ApplicantKind::Resident, person: Some(person.to_owned()) });
        SubmitCase { on_behalf_of, channel: Channel::Counter, ..promise() }
    };
    let hall = officer("o-hall", "parks", &["hall"]);
    assert_eq!(city.engine.submit(&hall, taken_down("r-1")).await, distrusted, "whose word it is counts");
    city.engine.submit(&hall, taken_down("r-2")).await.unwrap();
    city.engine.submit(&resident("r-2"), promise()).await.unwrap();

    let repair = CaseAct::RepairTrust { reason: "paid".to_owned() };
    let repaired = act(&city, &handler(), case.case_id, repair).await.unwrap();
    assert!(seen(&city, &who, &case, repaired.position).await.unwrap().distrust.is_none());
    city.engine.submit(&who, promise()).await.unwrap();
    city.stop().await;
}
