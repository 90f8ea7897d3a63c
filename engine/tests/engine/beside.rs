//! What stands beside a case, supervision matters and ratings, tells nothing that a policy keeps back of the case.

use cityhall_domain::case::rating::Level;
use cityhall_domain::channel::Channel;
use cityhall_domain::name::{CaseId, SubjectId};
use cityhall_domain::supervision;
use cityhall_engine::{
    CaseAct, CaseOrder, FollowSupervision, MatterDone, MatterFilter, MatterStep, MatterView, OpenSupervision, Page,
    Principal, RatingView, RedactionReason, Refusal, Standing,
};

use crate::city::{TestCity, answers, clerk, handler, officer, resident};
use crate::conversation::an_act;
use crate::denials::policy;

const PAGE: Page = Page { first: 0, after: None, uncounted: false, order: CaseOrder::Newest };

fn supervisor() -> Principal {
    officer("o-above", "works", &["supervisor"])
}

/// A matter about a case, opened by hand.
async fn opened(city: &TestCity, who: &Principal, case: CaseId) -> Result<MatterDone, Refusal> {
    let asked = OpenSupervision {
        case_id: case,
        level: supervision::Level::Head,
        text: "decide this week".to_owned(),
        idempotency_key: None,
        channel: Channel::Online,
    };
    city.engine.open_supervision(who, asked).await
}

async fn feedback(city: &TestCity, who: &Principal, matter: &MatterDone) -> Result<MatterDone, Refusal> {
    let asked = FollowSupervision {
        matter: matter.matter,
        step: MatterStep::GiveFeedback { text: "it is decided".to_owned() },
        idempotency_key: None,
        channel: Channel::Online,
    };
    city.engine.follow_supervision(who, asked).await
}

/// The matters of somebody, which the list and each by itself tell alike.
async fn matters(city: &TestCity, who: &Principal, known: &MatterDone) -> Vec<MatterView> {
    let head = Some(city.head().await);
    let list = city.engine.matters(who, &MatterFilter::default(), PAGE, head).await.unwrap();
    let list_total = list.total;
    let list: Vec<MatterView> = list.items.into_iter().map(|(_, matter)| matter).collect();
    assert_eq!(list_total, Some(list.len() as u64));
    let one = city.engine.matter(who, known.matter, head).await.unwrap();
    assert_eq!(list.iter().map(|one| (&one.matter, &one.steps)).collect::<Vec<_>>(), {
        one.iter().map(|one| (&one.matter, &one.steps)).collect::<Vec<_>>()
    });
    list
}

fn texts(matters: &[MatterView]) -> Vec<Option<&str>> {
    matters.iter().flat_map(|matter| &matter.steps).map(|step| step.text.as_deref()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_matter_is_as_hidden_as_the_case_that_it_is_about() {
    let city = TestCity::start().await;
    let case = city.submit(&resident("r-lin"), answers(), None).await.unwrap();
    let matter = opened(&city, &supervisor(), case.case_id).await.unwrap();
    assert_eq!(texts(&matters(&city, &clerk(), &matter).await), [Some("decide this week")]);

    city.publish(policy(&[r#"forbid(principal in Role::"clerk", action == Action::"readPersonal", resource);"#])).await;
    assert_eq!(texts(&matters(&city, &clerk(), &matter).await), [None]);
    assert_eq!(texts(&matters(&city, &handler(), &matter).await), [Some("decide this week")]);

    city.publish(policy(&[r#"forbid(principal is Officer, action == Action::"act", resource);"#])).await;
    assert_eq!(feedback(&city, &clerk(), &matter).await, Err(Refusal::Forbidden));
    assert_eq!(opened(&city, &supervisor(), case.case_id).await, Err(Refusal::Forbidden));
    assert_eq!(texts(&matters(&city, &clerk(), &matter).await), [Some("decide this week")]);

    let see = r#"forbid(principal is Officer, action == Action::"see", resource) when { resource.stage == Stage::"SUBMITTED" };"#;
    city.publish(policy(&[see])).await;
    for who in [clerk(), handler(), supervisor()] {
        assert_eq!(matters(&city, &who, &matter).await, []);
        assert_eq!(feedback(&city, &who, &matter).await, Err(Refusal::NotFound));
    }
    let auditor = Principal::new(Standing::Auditor { subject: SubjectId("a-1".to_owned()) }, None);
    assert_eq!(texts(&matters(&city, &auditor, &matter).await), [None], "auditors read no text of anybody");
    city.stop().await;
}

async fn ratings(city: &TestCity, who: &Principal) -> Vec<RatingView> {
    let found = city.engine.single_ratings(who, None, PAGE, Some(city.engine.head())).await.unwrap();
    assert_eq!(found.total, Some(found.items.len() as u64));
    found.items.into_iter().map(|(_, rating)| rating).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rating_says_nothing_that_is_kept_back_of_a_case_of_its_module() {
    let city = TestCity::start().await;
    let lin = resident("r-lin");
    let case = city.submit(&lin, answers(), None).await.unwrap();
    city.perform(&clerk(), case.case_id, "accept").await.unwrap();
    city.perform(&handler(), case.case_id, "close").await.unwrap();
    let rate = CaseAct::Rate { step: None, level: Level::Satisfied, comment: Some("quick".to_owned()) };
    city.engine.act(&lin, an_act(case.case_id, rate)).await.unwrap();
    let other = officer("o-other", "works", &["clerk"]);
    let comment = async || ratings(&city, &other).await.pop().map(|rating| rating.comment);
    assert_eq!(comment().await, Some(Some(Ok("quick".to_owned()))));

    let personal = r#"forbid(principal in Role::"clerk", action == Action::"readPersonal", resource) when { resource.stage == Stage::"CLOSED" };"#;
    city.publish(policy(&[personal])).await;
    assert_eq!(comment().await, Some(Some(Err(RedactionReason::NotAllowed))));

    let see = r#"forbid(principal in Role::"clerk", action == Action::"see", resource) when { resource.published };"#;
    city.publish(policy(&[see])).await;
    assert_eq!(comment().await, None, "it could be of a case that is hidden");
    city.stop().await;
}
