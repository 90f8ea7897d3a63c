//! The conversation inside a case: who sees it, what of it, and once.

use cityhall_domain::case::Rejection;
use cityhall_domain::case::conversation::Side;
use cityhall_domain::channel::Channel;
use cityhall_domain::name::{CaseId, SubjectId};
use cityhall_engine::{
    ActOnCase, CaseAct, CaseRef, Done, MessageView, Page, Principal, RedactionReason, Refusal, Standing, Unread,
};

use crate::city::{TestCity, answers, clerk, handler, officer, resident};

pub(crate) fn an_act(case_id: CaseId, act: CaseAct) -> ActOnCase {
    ActOnCase { case_id, act, expected_revision: None, idempotency_key: None, channel: Channel::Online }
}

fn auditor() -> Principal {
    Principal::new(Standing::Auditor { subject: SubjectId("a-1".to_owned()) }, None)
}

async fn say(city: &TestCity, who: &Principal, case: &Done, text: &str) -> Done {
    let act = CaseAct::SendMessage { text: text.to_owned() };
    city.engine.act(who, an_act(case.case_id, act)).await.unwrap()
}

async fn messages(city: &TestCity, who: &Principal, case: &Done) -> Vec<MessageView> {
    let page = Page { first: 0, ..Page::default() };
    let found = city.engine.messages(who, case.case_id, page, Some(city.engine.head())).await.unwrap();
    found.items.into_iter().map(|(_, message)| message).collect()
}

fn texts(messages: &[MessageView]) -> Vec<Result<&str, RedactionReason>> {
    messages.iter().map(|message| message.text.as_deref().map_err(|reason| *reason)).collect()
}

async fn unread(city: &TestCity, who: &Principal, case: &Done) -> Option<Unread> {
    let seen = city.engine.case(who, CaseRef::Id(case.case_id), Some(city.engine.head())).await.unwrap();
    seen.and_then(|seen| seen.unread)
}

#[tokio::test]
async fn both_sides_read_every_message_once_and_in_order() {
    let city = TestCity::start().await;
    let lin = resident("r-1");
    let case = city.submit(&lin, answers(), None).await.unwrap();
    say(&city, &clerk(), &case, "Which lane?").await;
    say(&city, &lin, &case, "Willow Lane, the north end.").await;
    say(&city, &handler(), &case, "Thank you.").await;
    for who in [&lin, &clerk(), &handler()] {
        let seen = messages(&city, who, &case).await;
        assert_eq!(texts(&seen), [Ok("Which lane?"), Ok("Willow Lane, the north end."), Ok("Thank you.")]);
        let sides: Vec<Side> = seen.iter().map(|message| message.from).collect();
        assert_eq!(sides, [Side::Department, Side::Applicant, Side::Department]);
        assert!(seen.iter().all(|message| message.department.as_str() == "works"));
        let told = city.engine.timeline(who, case.case_id, Page::default(), None).await.unwrap();
        let writers = told.items.iter().filter(|(_, entry)| entry.event_type == "MessageSent");
        let named: Vec<bool> = writers.map(|(_, entry)| entry.by.subject.is_some()).collect();
        let is_staff = who.subject() != lin.subject();
        assert_eq!(named, [is_staff, true, is_staff], "no officer is named to the applicant");
    }
    let cut = Page { first: 2, ..Page::default() };
    let first = city.engine.messages(&lin, case.case_id, cut, None).await.unwrap();
    let rest = Page { first: 2, after: first.items.last().map(|(cursor, _)| cursor.clone()), ..Page::default() };
    let rest = city.engine.messages(&lin, case.case_id, rest, None).await.unwrap();
    assert_eq!((first.has_next, first.total, rest.items.len(), rest.has_next), (true, Some(3), 1, false));
    city.stop().await;
}

#[tokio::test]
async fn reading_is_told_to_the_other_side_and_recorded_once() {
    let city = TestCity::start().await;
    let lin = resident("r-1");
    let case = city.submit(&lin, answers(), None).await.unwrap();
    let said = say(&city, &clerk(), &case, "Which lane?").await;
    assert_eq!(unread(&city, &lin, &case).await, Some(Unread { by_applicant: 1, by_department: 0 }));
    let read = || an_act(case.case_id, CaseAct::ReadMessages { up_to: said.revision });
    city.engine.act(&lin, read()).await.unwrap();
    let again = city.engine.act(&lin, read()).await.unwrap();
    assert_eq!(city.types(&case).await, ["CaseSubmitted", "MessageSent", "MessagesRead"]);
    assert_eq!(again.revision, 2);
    assert!(messages(&city, &clerk(), &case).await[0].read_at.is_some());
    assert_eq!(unread(&city, &clerk(), &case).await, Some(Unread::default()));
    city.stop().await;
}

#[tokio::test]
async fn the_conversation_is_there_for_its_sides_only() {
    let city = TestCity::start().await;
    let case = city.submit(&resident("r-1"), answers(), None).await.unwrap();
    say(&city, &resident("r-1"), &case, "My telephone does not ring.").await;
    let watched = messages(&city, &auditor(), &case).await;
    assert_eq!(texts(&watched), [Err(RedactionReason::NotAllowed)], "an auditor sees that and not what was said");
    for stranger in [resident("r-2"), Principal::anonymous(), officer("o-2", "parks", &["clerk"])] {
        assert_eq!(messages(&city, &stranger, &case).await, [], "{stranger:?}");
        let act = an_act(case.case_id, CaseAct::SendMessage { text: "Hello".to_owned() });
        assert_eq!(city.engine.act(&stranger, act).await, Err(Refusal::NotFound), "{stranger:?}");
    }
    let act = an_act(case.case_id, CaseAct::SendMessage { text: "Hello".to_owned() });
    let refused = city.engine.act(&auditor(), act).await;
    assert!(matches!(refused, Err(Refusal::Rejected(Rejection::RoleNotAllowed { .. }))), "{refused:?}");
    city.stop().await;
}

#[tokio::test]
async fn the_words_of_an_erased_person_are_gone_and_what_was_said_to_them() {
    let city = TestCity::start().await;
    let lin = resident("r-1");
    let case = city.submit(&lin, answers(), None).await.unwrap();
    say(&city, &lin, &case, "I live alone.").await;
    say(&city, &clerk(), &case, "We note that you live alone.").await;
    let stored = city.events(&case).await;
    assert!(stored.iter().all(|event| !event.event.payload.windows(5).any(|word| word == b"alone")));
    city.engine.erase(&SubjectId("r-1".to_owned())).await.unwrap();
    let seen = messages(&city, &clerk(), &case).await;
    assert_eq!(texts(&seen), [Err(RedactionReason::Erased); 2]);
    city.stop().await;
}
