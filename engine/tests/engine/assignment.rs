//! Who has a case in hand: taken once, told to the staff only, handed over case by case.

use std::sync::Arc;

use cityhall_domain::case::{AssignmentAct, Rejection};
use cityhall_domain::channel::Channel;
use cityhall_domain::name::SubjectId;
use cityhall_engine::{
    ActOnCase, CaseAct, CaseFilter, CaseRef, CaseView, Done, HandOverCases, HandedOver, Page, Principal, ReadError,
    Refusal,
};
use serde_json::json;

use crate::city::{TestCity, answers, clerk, handler, officer, resident};
use crate::conversation::an_act;

fn leader() -> Principal {
    officer("o-leader", "works", &["leader"])
}

fn has(officer: &str) -> Refusal {
    Rejection::AssignedToAnother { officer: SubjectId(officer.to_owned()) }.into()
}

fn to(officer: &str) -> CaseAct {
    CaseAct::Assign { to: officer.to_owned(), from: None, reason: None }
}

async fn submit(city: &TestCity) -> Done {
    city.submit(&resident("r-1"), answers(), None).await.unwrap()
}

async fn act(city: &TestCity, who: &Principal, case: &Done, act: CaseAct) -> Result<Done, Refusal> {
    city.engine.act(who, an_act(case.case_id, act)).await
}

async fn seen(city: &TestCity, who: &Principal, case: &Done) -> CaseView {
    let at_least = Some(city.engine.head());
    city.engine.case(who, CaseRef::Id(case.case_id), at_least).await.unwrap().unwrap()
}

fn hand_over(from: &str, to: &str) -> HandOverCases {
    HandOverCases {
        from: from.to_owned(),
        to: to.to_owned(),
        reason: "on leave".to_owned(),
        cases: None,
        after: None,
        idempotency_key: None,
        channel: Channel::Online,
    }
}

fn moved(handed: &HandedOver) -> usize {
    handed.cases.iter().filter(|one| one.outcome.is_ok()).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_officers_claim_at_once_and_one_has_it() {
    let city = TestCity::start().await;
    let case = submit(&city).await;
    let mut racers = tokio::task::JoinSet::new();
    for index in 0..20 {
        let engine = Arc::clone(&city.engine);
        let claim = an_act(case.case_id, CaseAct::Claim {});
        racers.spawn(async move {
            let who = officer(&format!("o-{index}"), "works", &["clerk"]);
            (index, engine.act(&who, claim).await)
        });
    }
    let (won, lost): (Vec<_>, Vec<_>) = racers.join_all().await.into_iter().partition(|(_, done)| done.is_ok());
    let [(winner, _)] = &won[..] else { panic!("{won:?}") };
    let winner = format!("o-{winner}");
    assert!(lost.iter().all(|(_, refused)| *refused == Err(has(&winner))), "{lost:?}");
    assert_eq!(city.types(&case).await, ["CaseSubmitted", "CaseAssigned"]);
    let again = act(&city, &officer(&winner, "works", &["clerk"]), &case, CaseAct::Claim {}).await.unwrap();
    assert_eq!((again.revision, city.types(&case).await.len()), (1, 2));
    city.stop().await;
}

#[tokio::test]
async fn the_same_key_claims_once_and_is_answered_the_same() {
    let city = TestCity::start().await;
    let case = submit(&city).await;
    let asked = || ActOnCase { idempotency_key: Some("k".to_owned()), ..an_act(case.case_id, CaseAct::Claim {}) };
    let claim = async || city.engine.act(&clerk(), asked()).await;
    let first = claim().await.unwrap();
    let release = CaseAct::Release { reason: None };
    act(&city, &clerk(), &case, release).await.unwrap();
    let second = claim().await.unwrap();
    assert_eq!((second.revision, second.replayed), (first.revision, true));
    assert_eq!(seen(&city, &clerk(), &case).await.assignee, None, "what was done once is not done again");
    city.stop().await;
}

#[tokio::test]
async fn the_staff_is_told_who_has_it_and_the_applicant_that_somebody_does() {
    let city = TestCity::start().await;
    let case = submit(&city).await;
    assert_eq!(seen(&city, &resident("r-1"), &case).await.in_hand, Some(false));
    act(&city, &clerk(), &case, to("o-handler")).await.unwrap();
    for who in [clerk(), handler(), leader()] {
        let view = seen(&city, &who, &case).await;
        assert_eq!(view.assignee.map(|assignee| assignee.officer.0).as_deref(), Some("o-handler"), "{who:?}");
        let told = city.engine.timeline(&who, case.case_id, Page::default(), None).await.unwrap();
        let entry = &told.items[1].1;
        assert_eq!((entry.event_type.as_str(), told.total), ("CaseAssigned", Some(2)));
        assert_eq!(entry.officer.as_ref().map(|officer| officer.0.as_str()), Some("o-handler"));
    }
    let view = seen(&city, &resident("r-1"), &case).await;
    assert_eq!((view.in_hand, &view.assignee, view.assignment_acts().len()), (Some(true), &None, 0));
    let told = city.engine.timeline(&resident("r-1"), case.case_id, Page::default(), None).await.unwrap();
    assert_eq!((told.items.len(), told.total), (1, Some(1)), "which officer has it is the office's own matter");
    for filter in [
        CaseFilter { assigned: Some(true), ..CaseFilter::default() },
        CaseFilter { mine: Some(true), ..CaseFilter::default() },
        CaseFilter { assigned_to: Some("o-handler".to_owned()), ..CaseFilter::default() },
    ] {
        let listed = city.engine.cases(&resident("r-1"), filter, Page::default(), None).await;
        assert_eq!(listed.err(), Some(ReadError::NotListed("assignee".to_owned())));
    }
    city.stop().await;
}

#[tokio::test]
async fn what_is_available_follows_who_has_it() {
    let city = TestCity::start().await;
    let case = submit(&city).await;
    let names = |view: &CaseView| view.actions().iter().map(|action| action.name.to_string()).collect::<Vec<_>>();
    act(&city, &clerk(), &case, CaseAct::Claim {}).await.unwrap();
    let mine = seen(&city, &clerk(), &case).await;
    assert_eq!(names(&mine), ["accept", "ask", "note"]);
    assert_eq!(mine.assignment_acts(), [AssignmentAct::Assign, AssignmentAct::Release]);
    let anothers = seen(&city, &officer("o-2", "works", &["clerk"]), &case).await;
    assert_eq!((names(&anothers), anothers.assignment_acts()), (vec![], vec![]));
    let overseen = seen(&city, &leader(), &case).await;
    assert_eq!(overseen.assignment_acts(), [AssignmentAct::Assign, AssignmentAct::Release]);
    let done = city.perform(&officer("o-2", "works", &["clerk"]), case.case_id, "note").await;
    assert_eq!(done, Err(has("o-clerk")));
    city.stop().await;
}

#[tokio::test]
async fn lists_and_counts_of_who_has_what_agree() {
    let city = TestCity::start().await;
    let mut cases = Vec::new();
    for _ in 0..30 {
        cases.push(submit(&city).await);
    }
    for (index, case) in cases.iter().enumerate() {
        match index % 3 {
            0 => drop(act(&city, &clerk(), case, CaseAct::Claim {}).await.unwrap()),
            1 if index < 15 => drop(act(&city, &clerk(), case, to("o-handler")).await.unwrap()),
            _ => {}
        }
    }
    let of = |officer: &str| CaseFilter { assigned_to: Some(officer.to_owned()), ..CaseFilter::default() };
    let table = [
        (CaseFilter { mine: Some(true), ..CaseFilter::default() }, 10),
        (CaseFilter { mine: Some(false), ..CaseFilter::default() }, 20),
        (of("o-clerk"), 10),
        (of("o-handler"), 5),
        (of("nobody"), 0),
        (CaseFilter { assigned: Some(true), ..CaseFilter::default() }, 15),
        (CaseFilter { assigned: Some(false), ..CaseFilter::default() }, 15),
        (CaseFilter { mine: Some(true), assigned: Some(false), ..CaseFilter::default() }, 0),
    ];
    for (filter, expected) in table {
        let counts = city.engine.counts(&clerk(), &filter, Some(city.engine.head())).await.unwrap();
        let (mut reached, mut after) = (0, None);
        loop {
            let page = Page { first: 4, after: after.take(), ..Page::default() };
            let page = city.engine.cases(&clerk(), filter.clone(), page, None).await.unwrap();
            reached += page.items.len() as u64;
            assert_eq!(page.total, Some(expected), "{filter:?}");
            if !page.has_next {
                break;
            }
            after = page.items.last().map(|(cursor, _)| cursor.clone());
        }
        assert_eq!((reached, counts.iter().map(|row| row.total).sum()), (expected, expected), "{filter:?}");
    }
    city.stop().await;
}

#[tokio::test]
async fn cases_are_handed_over_one_by_one_with_the_reason() {
    let city = TestCity::start().await;
    let (first, second, third) = (submit(&city).await, submit(&city).await, submit(&city).await);
    let named = json!({"street": "Willow Lane", "phone": "555-0100", "neighbour": "o-2"});
    let names_them = city.submit(&resident("r-1"), named, None).await.unwrap();
    for case in [&first, &second, &names_them] {
        act(&city, &clerk(), case, CaseAct::Claim {}).await.unwrap();
    }
    act(&city, &handler(), &third, CaseAct::Claim {}).await.unwrap();
    let handed = city.engine.hand_over(&clerk(), hand_over("o-clerk", "o-2")).await.unwrap();
    let ids: Vec<_> = handed.cases.iter().map(|one| one.case_id).collect();
    assert_eq!(ids, [first.case_id, second.case_id, names_them.case_id], "the oldest first, and no other's");
    assert_eq!(handed.next, None);
    let party = Rejection::AssigneeIsParty { officer: SubjectId("o-2".to_owned()) };
    assert_eq!((moved(&handed), &handed.cases[2].outcome), (2, &Err(party.into())));
    for case in [&first, &second] {
        assert_eq!(city.types(case).await, ["CaseSubmitted", "CaseAssigned", "CaseAssigned"]);
        let at_least = Some(city.engine.head());
        let told = city.engine.timeline(&handler(), case.case_id, Page::default(), at_least).await.unwrap();
        assert_eq!(told.items[2].1.reason.as_deref(), Some("on leave"));
    }
    // Repeated, it goes on with what is left.
    let again = city.engine.hand_over(&clerk(), hand_over("o-clerk", "o-2")).await.unwrap();
    assert_eq!((again.cases.len(), moved(&again)), (1, 0));
    let stored = city.events(&first).await;
    assert!(!String::from_utf8_lossy(&stored[2].event.payload).contains("leave"), "reasons are sealed");
    city.stop().await;
}

#[tokio::test]
async fn who_oversees_hands_over_and_nobody_else() {
    let city = TestCity::start().await;
    let case = submit(&city).await;
    act(&city, &clerk(), &case, CaseAct::Claim {}).await.unwrap();
    let allowed = vec!["leader".parse().unwrap(), "supervisor".parse().unwrap()];
    let refused: Refusal = Rejection::RoleNotAllowed { allowed }.into();
    for who in [handler(), officer("o-2", "works", &["clerk"]), resident("r-1"), Principal::anonymous()] {
        assert_eq!(city.engine.hand_over(&who, hand_over("o-clerk", "o-2")).await, Err(refused.clone()));
    }
    let elsewhere = city.engine.hand_over(&officer("o-l", "parks", &["leader"]), hand_over("o-clerk", "o-2")).await;
    assert_eq!(elsewhere.map(|handed| handed.cases.len()), Ok(0), "a leader elsewhere does not see them");
    let unexplained = HandOverCases { reason: " ".to_owned(), ..hand_over("o-clerk", "o-2") };
    assert_eq!(city.engine.hand_over(&leader(), unexplained).await, Err(Rejection::ReasonRequired.into()));
    let nowhere = city.engine.hand_over(&leader(), hand_over("o-clerk", "o-clerk")).await;
    assert_eq!(nowhere, Err(Refusal::InvalidName { field: "to" }));
    let handed = city.engine.hand_over(&leader(), hand_over("o-clerk", "o-2")).await.unwrap();
    assert_eq!(moved(&handed), 1);
    city.stop().await;
}

#[tokio::test]
async fn named_cases_are_handed_over_once_with_one_key() {
    let city = TestCity::start().await;
    let (first, second) = (submit(&city).await, submit(&city).await);
    act(&city, &clerk(), &first, CaseAct::Claim {}).await.unwrap();
    let asked = || HandOverCases {
        cases: Some(vec![first.case_id, second.case_id]),
        idempotency_key: Some("k".to_owned()),
        ..hand_over("o-clerk", "o-2")
    };
    let handed = city.engine.hand_over(&clerk(), asked()).await.unwrap();
    assert_eq!((moved(&handed), &handed.cases[1].outcome), (1, &Err(Rejection::NotAssigned.into())));
    let again = city.engine.hand_over(&clerk(), asked()).await.unwrap();
    let same =
        |handed: &HandedOver| handed.cases[0].outcome.clone().map(|done| (done.revision, done.position)).unwrap();
    assert_eq!(same(&again), same(&handed));
    assert_eq!(city.types(&first).await.len(), 3);
    city.stop().await;
}

#[tokio::test]
async fn who_oversees_gives_a_case_without_handling_it() {
    let city = TestCity::start().await;
    let case = submit(&city).await;
    act(&city, &leader(), &case, to("o-2")).await.unwrap();
    act(&city, &leader(), &case, CaseAct::Release { reason: Some("a mistake".to_owned()) }).await.unwrap();
    assert_eq!(city.types(&case).await, ["CaseSubmitted", "CaseAssigned", "AssignmentEnded"]);
    let refused = act(&city, &leader(), &case, CaseAct::Claim {}).await;
    assert!(matches!(refused, Err(Refusal::Rejected(Rejection::RoleNotAllowed { .. }))), "{refused:?}");
    assert_eq!(act(&city, &clerk(), &case, to(" ")).await, Err(Refusal::InvalidName { field: "to" }));
    city.stop().await;
}

#[tokio::test]
async fn what_cannot_go_does_not_hold_up_what_comes_behind() {
    let city = TestCity::start().await;
    // All of these are the second officer's own.
    let own = resident("o-second");
    for _ in 0..102 {
        let case = city.submit(&own, answers(), None).await.unwrap();
        act(&city, &clerk(), &case, CaseAct::Claim {}).await.unwrap();
    }
    let first = city.engine.hand_over(&clerk(), hand_over("o-clerk", "o-second")).await.unwrap();
    assert_eq!((first.cases.len(), first.next.is_some()), (100, true));
    let rest = HandOverCases { after: first.next, ..hand_over("o-clerk", "o-second") };
    let rest = city.engine.hand_over(&clerk(), rest).await.unwrap();
    assert_eq!((rest.cases.len(), rest.next), (2, None));
    assert!(first.cases.iter().chain(&rest.cases).all(|one| one.outcome.is_err()));
    city.stop().await;
}

#[tokio::test]
async fn an_officer_who_is_named_by_an_identity_number_is_called_as_when_they_come() {
    const NUMBER: &str = "11010519491231002X";
    let city = TestCity::start().await;
    let case = city.submit(&resident("r-1"), answers(), None).await.unwrap();
    let to = NUMBER.to_owned();
    act(&city, &clerk(), &case, CaseAct::Assign { to: to.clone(), from: None, reason: None }).await.unwrap();
    let stored = city.events(&case).await;
    assert!(stored.iter().all(|one| !String::from_utf8_lossy(&one.event.payload).contains(NUMBER)));
    let seen = seen(&city, &clerk(), &case).await;
    let named = seen.assignee.unwrap().officer.0;
    assert!(named.starts_with("id:"), "{named}");
    let found = CaseFilter { assigned_to: Some(to), ..CaseFilter::default() };
    let list = city.engine.cases(&clerk(), found, Page::default(), None).await.unwrap();
    assert_eq!(list.items.len(), 1);
    city.perform(&officer(&named, "works", &["clerk"]), case.case_id, "accept").await.unwrap();
    city.stop().await;
}
