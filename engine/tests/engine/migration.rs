//! Moving cases to a newer revision of their module.

use std::collections::BTreeMap;

use cityhall_domain::case::migration::Blocker;
use cityhall_domain::channel::Channel;
use cityhall_domain::form::Finding;
use cityhall_domain::name::{CaseId, SubjectId};
use cityhall_engine::{
    CaseRef, Done, MigrateCases, MigrateError, MigrationOutcome, Page, Principal, Publication, Refusal, Standing,
};
use serde_json::{Value, json};

use crate::city::{TestCity, answers, clerk, handler, letter, resident};
use crate::module::spec;

fn admin() -> Principal {
    Principal::new(Standing::Admin { subject: SubjectId("admin".to_owned()) }, None)
}

fn plan(dry_run: bool) -> MigrateCases {
    MigrateCases {
        module: "letter".to_owned(),
        from: 1,
        to: 2,
        states: BTreeMap::new(),
        dry_run,
        channel: Channel::Online,
    }
}

async fn migrate(city: &TestCity, asked: &MigrateCases, cases: &[CaseId]) -> Vec<MigrationOutcome> {
    let told = city.engine.migrate(&admin(), asked, cases).await.unwrap();
    told.into_iter().map(|one| one.outcome).collect()
}

/// The module whose telephone numbers are short.
fn short_phones() -> Publication {
    let mut spec = spec("Letter");
    spec["form"]["properties"]["phone"]["maxLength"] = json!(8);
    Publication::Module { name: "letter".to_owned(), spec }
}

async fn revisions(city: &TestCity, case: &Done) -> Vec<Value> {
    let metadata = |payload: &[u8]| serde_json::from_slice::<Value>(payload).unwrap()["moduleRevision"].clone();
    city.events(case).await.iter().map(|recorded| metadata(&recorded.event.metadata)).collect()
}

#[tokio::test]
async fn a_dry_run_says_what_a_plan_would_do_and_does_nothing() {
    let city = TestCity::start().await;
    let who = resident("r-1");
    let fits = city.submit(&who, answers(), None).await.unwrap();
    let long = city.submit(&who, json!({"street": "Elm", "phone": "0300-555-0100"}), None).await.unwrap();
    let over = city.submit(&who, answers(), None).await.unwrap();
    city.perform(&who, over.case_id, "withdraw").await.unwrap();
    city.publish(short_phones()).await;
    let new = city.submit(&who, answers(), None).await.unwrap();
    let nowhere = CaseId(uuid::Uuid::from_u128(42));
    let cases = [fits.case_id, long.case_id, over.case_id, new.case_id, nowhere];
    let findings = vec![Finding { path: "/phone".to_owned(), keyword: "maxLength".to_owned() }];
    let expected = |fits: MigrationOutcome| {
        [
            fits,
            MigrationOutcome::Blocked(vec![Blocker::AnswersInvalid { findings: findings.clone() }]),
            MigrationOutcome::Blocked(vec![Blocker::Over]),
            MigrationOutcome::Blocked(vec![Blocker::OtherRevision { revision: 2 }]),
            MigrationOutcome::Refused(Refusal::NotFound),
        ]
    };
    let head = city.head().await;
    assert_eq!(migrate(&city, &plan(true), &cases).await, expected(MigrationOutcome::Movable));
    assert_eq!(city.engine.head(), head, "a dry run stores nothing");
    assert_eq!(migrate(&city, &plan(false), &cases).await, expected(MigrationOutcome::Moved));
    assert_eq!(city.types(&fits).await, ["CaseSubmitted", "CaseMigrated"]);
    assert_eq!(city.types(&long).await, ["CaseSubmitted"]);
    city.stop().await;
}

#[tokio::test]
async fn what_moved_goes_on_under_the_new_revision_also_after_a_restart() {
    let city = TestCity::start().await;
    let who = resident("r-1");
    let case = city.submit(&who, answers(), None).await.unwrap();
    let stays = city.submit(&who, answers(), None).await.unwrap();
    city.publish(letter("Another title")).await;
    assert_eq!(migrate(&city, &plan(false), &[case.case_id]).await, [MigrationOutcome::Moved]);
    let city = city.restart(|_| ()).await.ok().unwrap();
    for (case, expected) in [(&case, json!([1, 2, 2])), (&stays, json!([1, 1]))] {
        city.perform(&clerk(), case.case_id, "accept").await.unwrap();
        assert_eq!(Value::Array(revisions(&city, case).await), expected);
        let seen = city.engine.case(&who, CaseRef::Id(case.case_id), Some(city.engine.head())).await.unwrap().unwrap();
        assert_eq!(json!(seen.module_revision), expected.as_array().unwrap().last().unwrap().clone());
    }
    let page = Page { first: 0, ..Page::default() };
    let told = city.engine.timeline(&handler(), case.case_id, page, None).await.unwrap();
    let moves: Vec<_> = told.items.iter().filter_map(|(_, entry)| entry.migration).collect();
    assert_eq!(moves, [(1, 2)]);
    city.stop().await;
}

#[tokio::test]
async fn all_cases_of_a_revision_move_page_by_page() {
    let city = TestCity::start().await;
    let who = resident("r-1");
    let mut cases = Vec::new();
    for _ in 0..5 {
        cases.push(city.submit(&who, answers(), None).await.unwrap().case_id);
    }
    city.perform(&who, cases[1], "withdraw").await.unwrap();
    city.publish(letter("Another title")).await;
    let (mut moved, mut after) = (Vec::new(), None);
    loop {
        let (told, next) = city.engine.migrate_all(&admin(), &plan(false), 2, after).await.unwrap();
        assert!(told.iter().all(|one| one.outcome == MigrationOutcome::Moved), "{told:?}");
        moved.extend(told.into_iter().map(|one| one.case_id));
        after = next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(moved, [cases[0], cases[2], cases[3], cases[4]]);
    city.stop().await;
}

#[tokio::test]
async fn a_limit_that_had_passed_is_recorded_under_the_revision_in_which_it_did() {
    let city = TestCity::start().await;
    let case = city.submit(&resident("r-1"), answers(), None).await.unwrap();
    city.publish(letter("Another title")).await;
    let clock = city.engine.clock();
    clock.advance_to(clock.now() + jiff::SignedDuration::from_hours(49)).unwrap();
    assert_eq!(migrate(&city, &plan(false), &[case.case_id]).await, [MigrationOutcome::Moved]);
    assert_eq!(city.types(&case).await, ["CaseSubmitted", "LimitPassed", "CaseMigrated"]);
    assert_eq!(revisions(&city, &case).await, [1, 1, 2].map(|number| json!(number)));
    city.stop().await;
}

#[tokio::test]
async fn only_those_who_publish_move_cases_and_only_between_revisions_that_there_are() {
    let city = TestCity::start().await;
    let case = city.submit(&resident("r-1"), answers(), None).await.unwrap();
    for who in [resident("r-1"), clerk(), handler(), Principal::anonymous()] {
        let told = city.engine.migrate(&who, &plan(true), &[case.case_id]).await;
        assert_eq!(told, Err(MigrateError::NotAllowed), "{who:?}");
        assert_eq!(city.engine.migrate_all(&who, &plan(true), 9, None).await, Err(MigrateError::NotAllowed));
    }
    let unknown = city.engine.migrate(&admin(), &plan(true), &[case.case_id]).await;
    assert_eq!(unknown, Err(MigrateError::UnknownRevision { known: vec![1] }));
    let elsewhere = MigrateCases { module: "other".to_owned(), ..plan(true) };
    let unknown = city.engine.migrate(&admin(), &elsewhere, &[case.case_id]).await;
    assert_eq!(unknown, Err(MigrateError::UnknownModule));
    city.stop().await;
}

#[tokio::test]
async fn a_case_whose_person_was_erased_cannot_be_judged_and_stays() {
    let city = TestCity::start().await;
    let case = city.submit(&resident("r-1"), answers(), None).await.unwrap();
    city.publish(letter("Another title")).await;
    city.engine.erase(&SubjectId("r-1".to_owned())).await.unwrap();
    let told = migrate(&city, &plan(false), &[case.case_id]).await;
    assert_eq!(told, [MigrationOutcome::Refused(Refusal::Erased)]);
    assert_eq!(city.types(&case).await, ["CaseSubmitted"]);
    city.stop().await;
}
