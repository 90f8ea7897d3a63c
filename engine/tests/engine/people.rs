//! Acting for others: whose a case is, who did it, what they see of it.

use cityhall_domain::case::Rejection;
use cityhall_domain::channel::Channel;
use cityhall_domain::module::ApplicantKind;
use cityhall_engine::{
    ActOnCase, CaseAct, CaseFilter, CaseRef, OnBehalfOf, Page, PerformAction, Principal, Refusal, SubmitCase,
};
use serde_json::{Value, json};

use crate::city::{TestCity, an_action, answers, clerk, object, officer, resident, submission};

fn hall() -> Principal {
    officer("o-hall", "parks", &["hall"])
}

fn taken_down(person: Option<&str>, channel: Channel) -> SubmitCase {
    let kind = if person.is_some() { ApplicantKind::Resident } else { ApplicantKind::Anonymous };
    let on_behalf_of = Some(OnBehalfOf { kind, person: person.map(str::to_owned) });
    SubmitCase { on_behalf_of, channel, ..submission(answers(), Some("k-1")) }
}

fn refused(rejection: Rejection) -> Refusal {
    Refusal::Rejected(rejection)
}

#[tokio::test]
async fn a_case_that_was_taken_down_is_the_persons() {
    let city = TestCity::start().await;
    let done = city.engine.submit(&hall(), taken_down(Some("r-1"), Channel::Counter)).await.unwrap();
    let again = city.engine.submit(&hall(), taken_down(Some("r-1"), Channel::Counter)).await.unwrap();
    assert!(again.replayed && again.case_id == done.case_id);
    let other = city.engine.submit(&hall(), taken_down(Some("r-2"), Channel::Counter)).await;
    assert_eq!(other, Err(Refusal::KeyReused), "for whom it is belongs to what was asked");

    let metadata: Value = serde_json::from_slice(&city.events(&done).await[0].event.metadata).unwrap();
    assert_eq!(metadata["channel"], "counter");
    assert_eq!(
        (&metadata["principal"]["kind"], &metadata["principal"]["subject"]),
        (&json!("assistant"), &json!("o-hall"))
    );
    let mine = city.engine.cases(&resident("r-1"), CaseFilter::default(), page(), Some(done.position)).await.unwrap();
    assert_eq!(mine.items.iter().map(|(_, case)| case.id).collect::<Vec<_>>(), [done.case_id]);
    city.perform(&resident("r-1"), done.case_id, "withdraw").await.unwrap();
    city.stop().await;
}

fn page() -> Page {
    Page { first: 9, ..Page::default() }
}

#[tokio::test]
async fn who_takes_it_down_opens_it_by_its_number_and_reads_nothing_personal() {
    let city = TestCity::start().await;
    let done = city.submit(&resident("r-1"), answers(), None).await.unwrap();
    let by_number = CaseRef::Number(done.number.clone());
    let seen = city.engine.case(&hall(), by_number, Some(done.position)).await.unwrap().unwrap();
    assert_eq!(seen.actions().len(), 0);
    assert_eq!((seen.applicant_subject, seen.answers.get("phone")), (None, None));
    let listed = city.engine.cases(&hall(), CaseFilter::default(), page(), None).await.unwrap();
    assert_eq!(listed.items.len(), 0);
    city.stop().await;
}

#[tokio::test]
async fn an_answer_to_a_notice_can_be_brought_to_a_counter() {
    let city = TestCity::start().await;
    let done = city.submit(&resident("r-1"), answers(), None).await.unwrap();
    let ask = PerformAction { items: vec!["/phone".to_owned()], ..an_action(done.case_id, "ask") };
    let asked = city.engine.perform(&clerk(), ask).await.unwrap();
    let seen = city.engine.case(&hall(), CaseRef::Id(done.case_id), Some(asked.position)).await.unwrap().unwrap();
    assert_eq!(seen.actions().iter().map(|action| action.effect).collect::<Vec<_>>(), ["answerSupplement"]);
    let answer = |channel| PerformAction {
        answers: Some(object(json!({"phone": "555-0199"}))),
        channel,
        ..an_action(done.case_id, "answer-supplement")
    };
    let allowed = vec!["applicant".parse().unwrap()];
    let online = city.engine.perform(&hall(), answer(Channel::Online)).await;
    assert_eq!(online, Err(refused(Rejection::RoleNotAllowed { allowed })));
    city.engine.perform(&hall(), answer(Channel::Counter)).await.unwrap();
    assert_eq!(city.types(&done).await, ["CaseSubmitted", "SupplementRequested", "SupplementAnswered"]);
    city.stop().await;
}

#[tokio::test]
async fn everybody_comes_by_their_own_ways() {
    let city = TestCity::start().await;
    let own = SubmitCase { channel: Channel::Counter, ..submission(answers(), None) };
    let allowed = vec![Channel::Online, Channel::Terminal];
    let came = city.engine.submit(&resident("r-1"), own).await;
    assert_eq!(came, Err(refused(Rejection::ChannelNotAllowed { allowed })));
    let by_phone = city.engine.submit(&hall(), taken_down(Some("r-1"), Channel::Phone)).await;
    assert_eq!(by_phone, Err(refused(Rejection::ChannelNotAllowed { allowed: vec![Channel::Counter] })));
    let for_another = SubmitCase { channel: Channel::Online, ..taken_down(Some("r-2"), Channel::Online) };
    let unmandated = city.engine.submit(&resident("r-1"), for_another).await;
    assert_eq!(unmandated, Err(refused(Rejection::MandateMissing)));
    let done = city.submit(&resident("r-1"), answers(), None).await.unwrap();
    let documents = CaseAct::PresentDocuments { documents: Vec::new() };
    let act = ActOnCase {
        case_id: done.case_id,
        act: documents,
        expected_revision: None,
        idempotency_key: None,
        channel: Channel::Phone,
    };
    let brought = city.engine.act(&hall(), act).await;
    assert_eq!(brought, Err(refused(Rejection::ChannelNotAllowed { allowed: vec![Channel::Counter] })));
    city.stop().await;
}

#[tokio::test]
async fn a_person_is_named_or_nobody() {
    let city = TestCity::start().await;
    let blank = city.engine.submit(&hall(), taken_down(Some("  "), Channel::Counter)).await;
    assert_eq!(blank, Err(Refusal::InvalidName { field: "onBehalfOf" }));
    let nobody = city.engine.submit(&hall(), taken_down(None, Channel::Counter)).await.unwrap();
    let identified = taken_down(Some("11010519491231002x"), Channel::Counter);
    let identified = SubmitCase { idempotency_key: None, ..identified };
    let number = city.engine.submit(&hall(), identified).await.unwrap();
    for done in [&nobody, &number] {
        let stored = city.events(done).await;
        let whole =
            format!("{:?}", stored.iter().map(|one| String::from_utf8_lossy(&one.event.payload)).collect::<Vec<_>>());
        let metadata = String::from_utf8_lossy(&stored[0].event.metadata);
        assert!(!whole.contains("11010519491231002") && !metadata.contains("11010519491231002"));
    }
    let found =
        city.engine.cases_of_person(&clerk(), "11010519491231002X", page(), Some(number.position)).await.unwrap();
    assert_eq!(found.items.iter().map(|(_, case)| case.id).collect::<Vec<_>>(), [number.case_id]);
    city.stop().await;
}
