//! Ratings: once, voluntary, and never with the person or the case before whom they are about.

use cityhall_domain::case::Rejection;
use cityhall_domain::case::rating::Level;
use cityhall_domain::name::SubjectId;
use cityhall_engine::{
    CaseAct, CaseRef, Done, Page, Principal, RatingView, ReadError, Refusal, Standing, TimelineEntry,
};
use jiff::SignedDuration;

use crate::city::{TestCity, answers, clerk, handler, officer, resident};
use crate::conversation::an_act;

fn auditor(subject: &str) -> Principal {
    Principal::new(Standing::Auditor { subject: SubjectId(subject.to_owned()) }, None)
}

fn rate(step: Option<u64>, level: Level, comment: &str) -> CaseAct {
    CaseAct::Rate { step, level, comment: Some(comment.to_owned()) }
}

/// A case that the clerk accepted and the handler closed.
async fn closed(city: &TestCity, who: &Principal) -> Done {
    let case = city.submit(who, answers(), None).await.unwrap();
    city.perform(&clerk(), case.case_id, "accept").await.unwrap();
    city.perform(&handler(), case.case_id, "close").await.unwrap()
}

async fn single(city: &TestCity, who: &Principal) -> Result<Vec<RatingView>, ReadError> {
    let page = Page { first: 0, ..Page::default() };
    let found = city.engine.single_ratings(who, None, page, Some(city.engine.head())).await?;
    assert_eq!(found.total, Some(found.items.len() as u64));
    Ok(found.items.into_iter().map(|(_, rating)| rating).collect())
}

async fn history(city: &TestCity, who: &Principal, case: &Done, first: usize) -> (Vec<TimelineEntry>, Option<u64>) {
    let (mut all, mut after, mut total) = (Vec::new(), None, None);
    loop {
        let page = Page { first, after, ..Page::default() };
        let found = city.engine.timeline(who, case.case_id, page, Some(city.engine.head())).await.unwrap();
        after = found.items.last().map(|(cursor, _)| cursor.clone());
        total = found.total.or(total);
        all.extend(found.items.into_iter().map(|(_, entry)| entry));
        if !found.has_next {
            return (all, total);
        }
    }
}

#[tokio::test]
async fn a_person_is_invited_once_and_rates_each_thing_once() {
    let city = TestCity::start().await;
    let lin = resident("r-1");
    let case = closed(&city, &lin).await;
    let invitations = city.types(&case).await.iter().filter(|name| *name == "RatingInvited").count();
    assert_eq!(invitations, 1);
    for step in [None, Some(1)] {
        let asked = || an_act(case.case_id, rate(step, Level::Satisfied, "quick"));
        city.engine.act(&lin, asked()).await.unwrap();
        assert_eq!(city.engine.act(&lin, asked()).await, Err(Refusal::Rejected(Rejection::RatedBefore)));
    }
    let own = city.engine.case_rating(&lin, case.case_id, Some(city.engine.head())).await.unwrap().unwrap();
    let given: Vec<_> = own.given.iter().map(|given| (given.step, given.comment.clone())).collect();
    assert_eq!(given, [(None, Some(Ok("quick".to_owned()))), (Some(1), Some(Ok("quick".to_owned())))]);
    assert_eq!((own.whole_matter, own.steps.len(), own.invited_until.is_some()), (false, 1, true));
    for other in [clerk(), handler(), auditor("a-1"), resident("r-2")] {
        assert_eq!(city.engine.case_rating(&other, case.case_id, None).await, Ok(None), "{other:?}");
    }
    city.stop().await;
}

#[tokio::test]
async fn who_was_rated_sees_no_single_rating_of_their_own_work() {
    let city = TestCity::start().await;
    let lin = resident("r-1");
    let case = closed(&city, &lin).await;
    let of_accepting = an_act(case.case_id, rate(Some(1), Level::Dissatisfied, "slow"));
    city.engine.act(&lin, of_accepting).await.unwrap();
    let of_all = an_act(case.case_id, rate(None, Level::VerySatisfied, "in the end"));
    city.engine.act(&lin, of_all).await.unwrap();

    let comments = |seen: Vec<RatingView>| -> Vec<String> {
        seen.into_iter().map(|rating| rating.comment.unwrap().unwrap()).collect()
    };
    assert_eq!(comments(single(&city, &clerk()).await.unwrap()), Vec::<String>::new(), "both are about the clerk too");
    assert_eq!(comments(single(&city, &handler()).await.unwrap()), ["slow"], "the whole matter is the handler's too");
    let colleague = officer("o-other", "works", &["clerk"]);
    assert_eq!(comments(single(&city, &colleague).await.unwrap()), ["in the end", "slow"]);
    assert_eq!(comments(single(&city, &auditor("a-1")).await.unwrap()), ["in the end", "slow"]);
    assert_eq!(comments(single(&city, &auditor("o-clerk")).await.unwrap()), Vec::<String>::new());
    assert_eq!(single(&city, &officer("o-2", "parks", &["clerk"])).await, Ok(Vec::new()));
    for other in [lin.clone(), resident("r-2"), Principal::anonymous()] {
        assert_eq!(single(&city, &other).await, Err(ReadError::NotAllowed), "{other:?}");
    }
    city.stop().await;
}

#[tokio::test]
async fn the_history_of_a_case_tells_of_its_ratings_to_its_applicant_only() {
    let city = TestCity::start().await;
    let lin = resident("r-1");
    let case = closed(&city, &lin).await;
    let seen_before = city.engine.case(&handler(), CaseRef::Id(case.case_id), Some(case.position)).await;
    city.engine.act(&lin, an_act(case.case_id, rate(Some(1), Level::Satisfied, "well"))).await.unwrap();
    city.engine.act(&lin, an_act(case.case_id, rate(None, Level::Satisfied, "done"))).await.unwrap();
    for first in [1, 2, 3, 100] {
        let (own, total) = history(&city, &lin, &case, first).await;
        let rated = own.iter().filter(|entry| entry.event_type == "StepRated").count();
        assert_eq!((rated, total), (2, Some(own.len() as u64)));
        for other in [clerk(), handler(), auditor("a-1")] {
            let (seen, total) = history(&city, &other, &case, first).await;
            assert!(seen.iter().all(|entry| entry.event_type != "StepRated"), "{other:?}");
            assert_eq!((seen.len(), total), (own.len() - 2, Some(seen.len() as u64)), "{other:?} by {first}");
        }
    }
    let seen = city.engine.case(&handler(), CaseRef::Id(case.case_id), Some(city.engine.head())).await;
    assert_eq!(seen.unwrap().unwrap().updated_at, seen_before.unwrap().unwrap().updated_at);
    city.stop().await;
}

#[tokio::test]
async fn everybody_sees_counts_of_yesterday_and_not_of_few() {
    let city = TestCity::start().await;
    let mut levels = Vec::new();
    for number in 0..5 {
        let who = resident(&format!("r-{number}"));
        let case = closed(&city, &who).await;
        let level = if number == 0 { Level::VeryDissatisfied } else { Level::Satisfied };
        city.engine.act(&who, an_act(case.case_id, rate(None, level, ""))).await.unwrap();
        levels.push(level);
        if number == 3 {
            forward(&city);
            assert_eq!(counts(&city).await, [None], "four are few");
        }
    }
    assert_eq!(counts(&city).await, [None], "the fifth is of today");
    forward(&city);
    assert_eq!(counts(&city).await, [Some([0, 4, 0, 0, 1])]);
    city.stop().await;
}

fn forward(city: &TestCity) {
    let clock = city.engine.clock();
    clock.advance_to(clock.now() + SignedDuration::from_hours(24)).unwrap();
}

async fn counts(city: &TestCity) -> Vec<Option<[u64; 5]>> {
    let found = city.engine.rating_counts(None, None, Some(city.engine.head())).await.unwrap();
    found.into_iter().map(|one| one.levels.map(|levels| levels.map(|(_, number)| number))).collect()
}
