//! Denials, one by one, written by hand: what walls, roles and policies never give. Each sentence is a test; the
//! tables in `access` say the same for everybody at once.

use std::sync::Arc;

use cityhall_domain::case::Stage;
use cityhall_domain::form::Class;
use cityhall_engine::access::{Clearance, Policies, Relation};
use cityhall_engine::partners::Right;
use cityhall_engine::{
    CaseFilter, CaseRef, Outcome, Page, Principal, Publication, PublishError, Refusal, RuleChange, Standing,
};
use serde_json::{Value, json};

use crate::access::{decide_at, office_mandate, policies, scene, staff};
use crate::city::{TestCity, an_action, answers, clerk, handler, officer, resident, submission};
use crate::partners::{for_somebody, grant};

fn sees(who: &Principal, case: &str) -> Clearance {
    decide_at(who, &scene(case), Stage::Accepted, &Policies::default())
}

fn sees_under(rule: &str, who: &Principal, case: &str) -> Clearance {
    decide_at(who, &scene(case), Stage::Accepted, &policies(&[rule]))
}

fn auditor() -> Principal {
    staff(|subject| Standing::Auditor { subject })
}

fn clerk_of(department: &str) -> Principal {
    officer("s-1", department, &["clerk"])
}

fn judge() -> Principal {
    officer("s-1", "works", &["handler"])
}

// === walls and roles ===

#[test]
fn a_resident_sees_no_case_of_another_not_even_one_that_names_them() {
    assert_eq!(sees(&resident("s-1"), "another's"), Clearance::NONE);
    assert_eq!(sees(&resident("s-1"), "another's, naming them"), Clearance::NONE);
}

#[test]
fn an_officer_never_sees_the_case_in_which_they_applied() {
    assert_eq!(sees(&clerk_of("works"), "their own"), Clearance::NONE);
    assert_eq!(sees(&officer("s-1", "parks", &["hall"]), "their own"), Clearance::NONE);
}

#[test]
fn an_officer_never_sees_a_case_that_names_them() {
    assert_eq!(sees(&judge(), "another's, naming them"), Clearance::NONE);
    assert_eq!(sees(&officer("s-1", "parks", &["hall"]), "another's, naming them"), Clearance::NONE);
}

#[test]
fn an_officer_of_another_department_sees_no_case() {
    assert_eq!(sees(&clerk_of("parks"), "another's"), Clearance::NONE);
    assert_eq!(sees(&officer("s-1", "parks", &["leader"]), "another's"), Clearance::NONE);
}

#[test]
fn standing_above_a_department_is_no_oversight() {
    assert_eq!(sees(&clerk_of("gov"), "another's"), Clearance::NONE);
    let above = officer("s-1", "gov", &["supervisor"]);
    assert_eq!(sees(&above, "another's").relation(), Relation::Auditor);
    assert_eq!(sees(&above, "another's, naming them"), Clearance::NONE);
}

#[test]
fn no_token_makes_an_applicant() {
    assert_eq!(sees(&officer("s-1", "works", &["applicant"]), "another's"), Clearance::NONE);
}

#[test]
fn an_officer_without_a_role_in_the_module_sees_no_case() {
    assert_eq!(sees(&officer("s-1", "works", &["gardener"]), "another's"), Clearance::NONE);
}

#[test]
fn administrators_and_partners_see_no_case_that_is_not_published() {
    for who in [staff(|subject| Standing::Admin { subject }), staff(|subject| Standing::Partner { subject })] {
        assert_eq!(sees(&who, "another's"), Clearance::NONE);
        assert_eq!(sees(&who, "another's, published").relation(), Relation::Public);
    }
}

#[test]
fn whoever_does_not_decide_reads_nothing_sensitive() {
    assert!(!sees(&clerk_of("works"), "another's").shows(Class::Sensitive));
    assert!(sees(&judge(), "another's").shows(Class::Sensitive));
}

#[test]
fn an_auditor_reads_nothing_personal_and_does_nothing() {
    let sees = sees(&auditor(), "another's");
    assert!(sees.may_see() && !sees.shows(Class::Personal) && !sees.may_act());
}

#[test]
fn whoever_files_for_others_reads_nothing_personal() {
    let hall = sees(&officer("s-1", "parks", &["hall"]), "another's");
    assert!(hall.may_see() && !hall.shows(Class::Personal));
}

#[test]
fn the_public_reads_nothing_internal_of_what_is_published() {
    assert!(!sees(&Principal::anonymous(), "another's, published").shows(Class::Internal));
}

// === policies, one decision ===

#[test]
fn a_policy_hides_a_case_from_who_handles_it() {
    let rule = r#"forbid(principal in Role::"handler", action == Action::"see", resource);"#;
    assert_eq!(sees_under(rule, &judge(), "another's"), Clearance::NONE);
    assert!(sees_under(rule, &clerk_of("works"), "another's").may_see());
}

#[test]
fn a_policy_hides_what_is_published_too() {
    let rule = r#"forbid(principal is Anonymous, action == Action::"see", resource);"#;
    assert_eq!(sees_under(rule, &Principal::anonymous(), "another's, published"), Clearance::NONE);
    assert!(sees_under(rule, &resident("s-1"), "another's, published").may_see());
}

#[test]
fn whoever_may_not_read_one_class_reads_none_above_it() {
    let rule = r#"forbid(principal is Officer, action == Action::"readInternal", resource);"#;
    let left = sees_under(rule, &judge(), "another's");
    assert!(left.may_see() && left.shows(Class::Public));
    assert!(![Class::Internal, Class::Personal, Class::Sensitive].iter().any(|class| left.shows(*class)));
    assert!(!left.shows_people() && !left.shows_cards() && !left.shows_assignee());
}

#[test]
fn whoever_stands_in_is_not_whom_they_stand_in_for() {
    let rule =
        r#"forbid(principal is Officer, action == Action::"readSensitive", resource) when { principal.byMandate };"#;
    let stand_in = Principal { mandate: Some(Arc::new(office_mandate())), ..judge() };
    assert!(!sees_under(rule, &stand_in, "another's").shows(Class::Sensitive));
    assert!(sees_under(rule, &judge(), "another's").shows(Class::Sensitive));
}

#[test]
fn a_system_that_acts_for_somebody_can_be_kept_from_what_they_see_themselves() {
    let rule =
        r#"forbid(principal is Resident, action == Action::"readPersonal", resource) when { principal.byPartner };"#;
    let ann = resident("s-1");
    let system = for_somebody(grant(&Right::ALL, None), "s-1");
    assert!(sees_under(rule, &ann, "their own").shows(Class::Personal));
    assert!(sees_under(rule, &system, "their own").may_see());
    assert!(!sees_under(rule, &system, "their own").shows(Class::Personal));
}

#[test]
fn a_policy_opens_nothing_that_a_wall_closes() {
    let rule = r#"forbid(principal is Officer, action == Action::"see", resource) unless { principal.department == resource.department };"#;
    assert_eq!(sees_under(rule, &judge(), "another's, naming them"), Clearance::NONE);
    assert_eq!(sees_under(rule, &clerk_of("parks"), "another's"), Clearance::NONE);
}

#[test]
fn what_cannot_be_evaluated_is_forbidden() {
    // Subtracting from the smallest number there is: an error of evaluation, which Cedar itself would pass over.
    let rule =
        r#"forbid(principal is Auditor, action == Action::"see", resource) when { -9223372036854775807 - 2 == 0 };"#;
    assert_eq!(sees_under(rule, &auditor(), "another's"), Clearance::NONE);
}

#[test]
fn a_rule_that_is_not_understood_forbids_everything_but_the_city_itself() {
    for who in [judge(), auditor(), resident("s-1"), Principal::anonymous()] {
        for case in ["their own", "another's", "another's, published"] {
            assert_eq!(sees_under("forbid whatever you like", &who, case), Clearance::NONE, "{who:?}");
        }
    }
    assert!(sees_under("forbid whatever you like", &Principal::city(), "another's").shows(Class::Sensitive));
}

// === policies in a city ===

pub(crate) fn policy(rules: &[&str]) -> Publication {
    let rule =
        |(index, cedar): (usize, &&str)| json!({"name": format!("r-{index}"), "why": {"en": "so"}, "cedar": cedar});
    let rules: Vec<Value> = rules.iter().enumerate().map(rule).collect();
    Publication::AccessPolicy { name: "rules".to_owned(), spec: json!({"title": {"en": "Rules"}, "rules": rules}) }
}

async fn refused(city: &TestCity, publication: Publication) -> Vec<&'static str> {
    match city.engine.publish(&Principal::city(), publication, false).await {
        Err(PublishError::Problems(problems)) => problems.0.iter().map(|problem| problem.reason).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_permits_is_never_published() {
    let city = TestCity::start().await;
    assert_eq!(refused(&city, policy(&["permit(principal, action, resource);"])).await, ["PolicyPermits"]);
    let lost = r#"forbid(principal in Role::"jester", action == Action::"see", resource) when { resource.module == Module::"x" };"#;
    let mut reasons = refused(&city, policy(&[lost])).await;
    reasons.sort_unstable();
    assert_eq!(reasons, ["UnknownModule", "UnknownRole"]);
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_hands_in_what_a_policy_forbids_and_a_retry_is_still_answered() {
    let city = TestCity::start().await;
    let lin = resident("r-lin");
    let earlier = city.submit(&lin, answers(), Some("k-1")).await.unwrap();
    city.publish(policy(&[
        r#"forbid(principal is Resident, action == Action::"submit", resource == Module::"letter");"#,
    ]))
    .await;
    assert_eq!(city.submit(&lin, answers(), Some("k-2")).await, Err(Refusal::Forbidden));
    assert!(city.submit(&Principal::anonymous(), answers(), None).await.is_ok());
    let again = city.engine.submit(&lin, submission(answers(), Some("k-1"))).await.unwrap();
    assert!(again.replayed && again.case_id == earlier.case_id);
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_applicant_whom_a_policy_keeps_from_acting_is_offered_nothing_and_does_nothing() {
    let city = TestCity::start().await;
    let lin = resident("r-lin");
    let case = city.submit(&lin, answers(), None).await.unwrap();
    city.publish(policy(&[r#"forbid(principal is Resident, action == Action::"act", resource);"#])).await;
    let view = city.engine.case(&lin, CaseRef::Id(case.case_id), Some(case.position)).await.unwrap().unwrap();
    assert_eq!((view.actions().len(), view.answers["phone"].as_str()), (0, Some("555-0100")));
    assert_eq!(city.perform(&lin, case.case_id, "withdraw").await, Err(Refusal::Forbidden));
    assert!(city.perform(&clerk(), case.case_id, "accept").await.is_ok());
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_case_looks_like_one_that_never_was() {
    let city = TestCity::start().await;
    let case = city.submit(&resident("r-lin"), answers(), None).await.unwrap();
    city.publish(policy(&[r#"forbid(principal in Role::"clerk", action == Action::"see", resource);"#])).await;
    let never = an_action(cityhall_domain::name::CaseId(uuid::Uuid::from_u128(7)), "accept");
    assert_eq!(city.engine.perform(&clerk(), never).await, Err(Refusal::NotFound));
    assert_eq!(city.perform(&clerk(), case.case_id, "accept").await, Err(Refusal::NotFound));
    let at_least = Some(case.position);
    assert_eq!(city.engine.case(&clerk(), CaseRef::Id(case.case_id), at_least).await.unwrap(), None);
    let list = city.engine.cases(&clerk(), CaseFilter::default(), Page::default(), at_least).await.unwrap();
    assert_eq!((list.items.len(), list.total), (0, Some(0)));
    assert_eq!(city.engine.counts(&clerk(), &CaseFilter::default(), at_least).await.unwrap(), []);
    let there = city.engine.cases(&handler(), CaseFilter::default(), Page::default(), at_least).await.unwrap();
    assert_eq!(there.total, Some(1));
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_rules_is_an_event_and_says_what_it_changes_before_and_after() {
    let city = TestCity::start().await;
    let one = r#"forbid(principal is Auditor, action == Action::"see", resource);"#;
    let other = r#"forbid(principal is Auditor, action == Action::"act", resource);"#;
    let change = |rule: &str, before: Option<&str>, after: Option<&str>| RuleChange {
        rule: rule.to_owned(),
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
    };
    let publish = async |publication: Publication, dry_run: bool| {
        let published = city.engine.publish(&Principal::city(), publication, dry_run).await.unwrap();
        (published.outcome, published.changes)
    };
    let first = vec![change("r-0", None, Some(one))];
    assert_eq!(publish(policy(&[one]), true).await, (Outcome::Published, first.clone()));
    assert!(city.engine.catalog().borrow().access_policies.is_empty(), "a dry run publishes nothing");
    assert_eq!(publish(policy(&[one]), false).await, (Outcome::Published, first));
    assert_eq!(publish(policy(&[one]), false).await, (Outcome::Unchanged, vec![]));
    let second = vec![change("r-0", Some(one), Some(other)), change("r-1", None, Some(one))];
    assert_eq!(publish(policy(&[other, one]), false).await, (Outcome::Published, second));
    let city = city.restart(|_| ()).await.ok().unwrap();
    let retire = Publication::RetireAccessPolicy { name: "rules".to_owned() };
    let published = city.engine.publish(&Principal::city(), retire, false).await.unwrap();
    let gone = vec![change("r-0", Some(other), None), change("r-1", Some(one), None)];
    assert_eq!((published.outcome, published.changes), (Outcome::Retired, gone));
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_department_that_a_rule_names_does_not_go() {
    let city = TestCity::start().await;
    let rule = r#"forbid(principal is Officer, action == Action::"see", resource) when { principal.department in Department::"parks" };"#;
    city.publish(policy(&[rule])).await;
    let retire = || Publication::RetireDepartment { name: "parks".to_owned() };
    assert_eq!(refused(&city, retire()).await, ["InUse"]);
    city.publish(Publication::RetireAccessPolicy { name: "rules".to_owned() }).await;
    city.publish(retire()).await;
    city.stop().await;
}
