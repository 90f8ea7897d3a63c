//! Who sees which case, and what of it.

use cityhall_domain::form::Class;
use serde_json::json;

use super::module::answers;
use super::world::{World, action, auditor, clerk, judge, officer, resident};
use crate::access::Principal;
use crate::query::{CaseFilter, CaseRef, CaseView, Page, ReadError, RedactionReason};
use crate::refusal::{Done, PerformAction};

/// What of a case's answers is shown, and what is named as not shown.
fn seen(view: &CaseView) -> (Vec<&str>, Vec<&str>) {
    let shown = view.answers.keys().map(String::as_str).collect();
    let hidden = view.redactions.iter().map(|redaction| redaction.path.as_str()).collect();
    (shown, hidden)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_writes_reads_what_they_wrote() {
    let world = World::open().await;
    let lin = resident("r-lin");
    for rooms in 0..20 {
        let done = world.submit(&lin, answers(rooms, false, None)).await;
        let view = world.case(&lin, &done).await.unwrap();
        assert_eq!((view.revision, view.answers["rooms"].as_i64()), (done.revision, Some(rooms)));
        assert!(view.as_of >= done.position);
        let accepted = world.act(&clerk(), action(&done, "accept")).await.unwrap();
        let view = world.case(&lin, &accepted).await.unwrap();
        assert_eq!((view.state.as_str(), view.due.is_some()), ("working", true));
    }
    let beyond = cityhall_eventstore::Position(world.head().await.0 + 1);
    let reads = world.engine.views();
    let late = reads.wait_for(beyond, std::time::Duration::from_millis(20)).await;
    assert_eq!(late, Err(crate::views::WaitError::Behind));
    world.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_exists_only_for_those_it_concerns() {
    let world = World::open().await;
    world.publish_module("bridge", "bridge-clerk").await;
    let done = world.submit(&resident("r-lin"), answers(3, true, None)).await;
    let elsewhere = world.submit_to("bridge", &resident("r-lin"), answers(3, true, None)).await;

    for (who, garden, bridge) in [
        (resident("r-lin"), true, true),
        (resident("r-other"), false, false),
        (Principal::anonymous(), false, false),
        (clerk(), true, false),
        (officer("o-2", "parks", &["bridge-clerk"]), false, true),
        (officer("o-3", "parks", &["gardener"]), false, false),
        (officer("o-4", "roads", &["clerk", "judge"]), false, false),
        (officer("o-5", "parks", &["applicant"]), false, false),
        (officer("r-lin", "parks", &["clerk", "bridge-clerk"]), false, false),
        (auditor(), true, true),
    ] {
        assert_eq!(world.case(&who, &done).await.is_some(), garden, "{who:?}");
        assert_eq!(world.case(&who, &elsewhere).await.is_some(), bridge, "{who:?}");
        let by_number = CaseRef::Number(done.number.clone());
        assert_eq!(world.engine.case(&who, by_number, None).await.unwrap().is_some(), garden, "{who:?}");
        let listed = world.list(&who, CaseFilter::default()).await;
        assert_eq!(listed.total, Some(u64::from(garden) + u64::from(bridge)), "{who:?}");
        let by_ids = world.engine.reads().cases_by_ids(&who, &[done.case_id, elsewhere.case_id], None).await.unwrap();
        assert_eq!(by_ids.contains_key(&done.case_id), garden, "{who:?}");
        let history = world.engine.timeline(&who, done.case_id, Page::default(), None).await.unwrap();
        assert_eq!(history.total, Some(u64::from(garden)), "{who:?}");
        let counted: u64 =
            world.engine.counts(&who, &CaseFilter::default(), None).await.unwrap().iter().map(|row| row.total).sum();
        assert_eq!(Some(counted), listed.total, "{who:?}");
    }
    world.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transferred_case_moves_to_the_other_worklist() {
    let world = World::open().await;
    let done = world.submit(&resident("r-lin"), answers(3, false, None)).await;
    let roads = officer("o-roads", "roads", &["clerk"]);
    let transfer = PerformAction { department: Some("roads".to_owned()), ..action(&done, "transfer") };
    let moved = world.act(&clerk(), transfer).await.unwrap();
    assert!(world.case(&clerk(), &moved).await.is_none());
    assert_eq!(world.case(&roads, &moved).await.unwrap().department.as_str(), "roads");
    world.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn masks_are_the_same_wherever_a_case_is_read() {
    let world = World::open().await;
    let lin = resident("r-lin");
    let done = world.finished(&lin, true).await;
    // Every read below is of one moment: the power log writes behind what is published.
    let done = Done { position: world.head().await, ..done };
    let all = ["district", "rooms", "open", "name", "card"];
    let public = Principal::anonymous();
    for (who, shown, hidden) in [
        (&lin, &all[..], &[][..]),
        (&judge(), &all[..], &[]),
        (&clerk(), &all[..4], &["/card"]),
        (&auditor(), &all[..3], &["/name", "/card"]),
        (&public, &all[..1], &["/rooms", "/open", "/name", "/card"]),
        (&resident("r-other"), &all[..1], &["/rooms", "/open", "/name", "/card"]),
    ] {
        let view = world.case(who, &done).await.unwrap();
        assert_eq!(seen(&view), (shown.to_vec(), hidden.to_vec()), "{who:?}");
        let knows = view.applicant_subject.is_some();
        assert_eq!(knows, shown.contains(&"name"), "{who:?}");
        let by_ids = world.engine.reads().cases_by_ids(who, &[done.case_id], None).await.unwrap();
        assert_eq!(by_ids[&done.case_id], view);
        if !matches!(who.subject(), Some(subject) if subject.0 == "r-other") {
            assert_eq!(world.list(who, CaseFilter::default()).await.items[0].1, view);
        }

        let history = world.engine.timeline(who, done.case_id, Page::default(), None).await.unwrap();
        let approved = &history.items.iter().find(|(_, entry)| entry.event_type == "CaseApproved").unwrap().1;
        let mut kept = vec!["grade"];
        kept.extend(shown.contains(&"name").then_some("remark"));
        assert_eq!(approved.fields.keys().collect::<Vec<_>>(), kept, "{who:?}");
        assert_eq!(approved.reason.is_some(), shown.contains(&"name"), "{who:?}");
        let paths: Vec<_> = approved.redactions.iter().map(|redaction| redaction.path.as_str()).collect();
        assert_eq!(paths, if knows { vec![] } else { vec!["/fields/remark", "/reason"] }, "{who:?}");
        assert_eq!((approved.by.kind, approved.by.subject.is_some()), ("OFFICER", knows), "{who:?}");
        assert_eq!(approved.by.roles.len(), 2);
        let types: Vec<_> = history.items.iter().map(|(_, entry)| entry.event_type.as_str()).collect();
        assert_eq!(types, ["CaseSubmitted", "CaseAccepted", "CaseApproved", "CaseClosed", "RatingInvited"]);
    }
    let closed = world.finished(&lin, false).await;
    assert!(world.case(&public, &closed).await.is_none(), "no agreement, no publication");
    world.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_person_is_erased_everywhere() {
    let world = World::open().await;
    let lin = resident("r-lin");
    let done = world.finished(&lin, true).await;
    let told =
        async || world.engine.timeline(&judge(), done.case_id, Page::default(), Some(done.position)).await.unwrap();
    assert!(told().await.items.iter().any(|(_, entry)| entry.reason.is_some() && entry.fields.contains_key("remark")));
    world.engine.shared.vault.erase(lin.subject().unwrap()).await.unwrap();
    let view = world.case(&judge(), &done).await.unwrap();
    assert_eq!(seen(&view).1, ["/name", "/card"]);
    assert!(view.redactions.iter().all(|redaction| redaction.reason == RedactionReason::Erased));
    // Also what was told before and is kept.
    let history = told().await;
    assert!(history.items.iter().all(|(_, entry)| entry.reason.is_none() && !entry.fields.contains_key("remark")));
    world.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_found_by_officers_and_never_by_others() {
    let world = World::open().await;
    let card = "11010519491231002x";
    let named = world.submit(&resident("r-lin"), answers(1, false, Some(card))).await;
    let other = world.submit(&resident("r-other"), answers(2, false, None)).await;
    let found = async |who: &Principal, identifier: &str| {
        let at_least = Some(other.position);
        let page = world.engine.cases_of_person(who, identifier, Page::default(), at_least).await?;
        Ok::<_, ReadError>(page.items.into_iter().map(|(_, view)| view.id).collect::<Vec<_>>())
    };
    assert_eq!(found(&clerk(), " 11010519491231002X ").await, Ok(vec![named.case_id]));
    assert_eq!(found(&clerk(), "r-other").await, Ok(vec![other.case_id]));
    assert_eq!(found(&clerk(), "nobody").await, Ok(vec![]));
    assert_eq!(found(&officer("o-4", "roads", &["clerk"]), card).await, Ok(vec![]), "only in one's own worklist");
    for who in [resident("r-lin"), Principal::anonymous(), auditor()] {
        assert_eq!(found(&who, card).await, Err(ReadError::NotAllowed));
    }
    let party = officer(card, "parks", &["clerk"]);
    assert!(world.case(&party, &named).await.is_none(), "an officer named in a case never sees it");
    assert!(world.case(&party, &other).await.is_some());
    world.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_offered_is_what_may_be_done() {
    let world = World::open().await;
    let lin = resident("r-lin");
    let done = world.submit(&lin, answers(1, false, None)).await;
    let offered = |view: &CaseView| view.actions().iter().map(|action| action.name.to_string()).collect::<Vec<_>>();
    assert_eq!(offered(&world.case(&lin, &done).await.unwrap()), ["withdraw"]);
    assert_eq!(offered(&world.case(&clerk(), &done).await.unwrap()), ["accept", "ask-more", "transfer", "note"]);
    let view = world.case(&judge(), &done).await.unwrap();
    assert_eq!(offered(&view), ["accept", "decline", "ask-more", "transfer", "note"]);
    let actions = view.actions();
    assert_eq!(actions[1].legal_basis.len(), 1);
    assert!(actions[1].reason && actions[2].items && actions[3].departments.len() == 2);
    assert!(world.case(&auditor(), &done).await.unwrap().actions().is_empty());

    let ask = PerformAction { items: vec!["/rooms".to_owned()], ..action(&done, "ask-more") };
    let asked = world.act(&clerk(), ask).await.unwrap();
    let view = world.case(&lin, &asked).await.unwrap();
    let answer = view.actions().into_iter().find(|action| action.effect == "answerSupplement").unwrap();
    assert_eq!(view.supplement.unwrap().items, ["/rooms"]);
    assert_eq!(answer.answers, ["/rooms"]);
    let mut answers = serde_json::Map::new();
    answers.insert("rooms".to_owned(), json!(9));
    let answer = PerformAction { answers: Some(answers), ..action(&done, answer.name.as_str()) };
    let answered = world.act(&lin, answer).await.unwrap();
    let view = world.case(&lin, &answered).await.unwrap();
    assert_eq!((view.answers["rooms"].as_i64(), view.answers["name"].as_str()), (Some(9), Some("Lin Yue")));
    assert!(view.supplement.is_none());
    world.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_never_tell_what_is_not_shown() {
    let world = World::open().await;
    world.finished(&resident("r-lin"), true).await;
    let by = |field: &str, value| CaseFilter { listed: vec![(field.to_owned(), value)], ..CaseFilter::default() };
    let public = Principal::anonymous();
    let total = async |who: &Principal, filter| {
        let at_least = Some(world.engine.head());
        world.engine.cases(who, filter, Page::default(), at_least).await.map(|page| page.total.unwrap_or_default())
    };
    assert_eq!(total(&clerk(), by("rooms", json!(4))).await, Ok(1));
    assert_eq!(total(&clerk(), by("rooms", json!(5))).await, Ok(0));
    assert_eq!(total(&public, by("district", json!("north"))).await, Ok(1));
    assert_eq!(total(&public, by("district", json!("south"))).await, Ok(0));
    for (who, field) in [(&public, "rooms"), (&public, "open"), (&clerk(), "open"), (&judge(), "name"), (&judge(), "x")]
    {
        assert_eq!(total(who, by(field, json!("a"))).await, Err(ReadError::NotListed(field.to_owned())));
    }
    assert!(Class::Public < Class::Internal);
    world.close().await;
}
