//! What bad input gets over the API: a code that says what is allowed, and nothing stored.

use cityhall_tests::{City, Failure, GeneratedCity, Options, Outcome, cityhall, generated_city};
use serde_json::{Value, json};

struct Scene {
    city: City,
    folder: GeneratedCity,
}

impl Scene {
    async fn set() -> Result<Self, Failure> {
        let folder = generated_city(1)?;
        let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
        Ok(Self { city, folder })
    }

    fn good_input(&self) -> Value {
        json!({ "module": self.folder.modules[0], "answers": { "topic": "light", "wish": "a lamp" } })
    }

    /// A submitted case of Ann's.
    async fn case(&self) -> Result<Value, Failure> {
        Ok(self.city.resident("ann").await?.submit(self.good_input()).await?["case"]["id"].clone())
    }

    /// How many events there are.
    async fn events(&self) -> Result<usize, Failure> {
        let data = self.city.data.to_str().ok_or("not text")?;
        Ok(cityhall(&["events", "--data", data]).await?.stdout.split(|byte| *byte == b'\n').count())
    }
}

fn code(payload: &Value) -> &str {
    payload["userErrors"][0]["code"].as_str().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_break_the_form_name_their_fields() -> Outcome {
    let scene = Scene::set().await?;
    let before = scene.events().await?;
    let mut input = scene.good_input();
    input["answers"] = json!({ "topic": "fire", "wish": "x", "urgent": "yes" });
    let payload = scene.city.resident("ann").await?.submit(input).await?;
    let mut fields: Vec<&str> =
        payload["userErrors"].as_array().into_iter().flatten().filter_map(|error| error["field"].as_str()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["answers/topic", "answers/urgent", "answers/wish"], "{payload}");
    assert_eq!(payload["case"], Value::Null);
    assert_eq!(scene.events().await?, before, "nothing is stored");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_at_the_wrong_time_or_by_the_wrong_person() -> Outcome {
    let scene = Scene::set().await?;
    let case = scene.case().await?;
    let before = scene.events().await?;
    let clerk = scene.city.officer("clerk-1", "works", &["clerk"]).await?;
    let head = scene.city.officer("head-1", "works", &["head"]).await?;
    let ann = scene.city.resident("ann").await?;
    let act = |action: &str| json!({ "caseId": case, "action": action });
    assert_eq!(code(&head.perform(act("approve")).await?), "NOT_IN_THIS_STATE");
    assert_eq!(code(&ann.perform(act("accept")).await?), "ROLE_NOT_ALLOWED");
    assert_eq!(code(&clerk.perform(act("paint")).await?), "UNKNOWN_ACTION");
    assert_eq!(code(&clerk.perform(act("note")).await?), "REASON_REQUIRED");
    let mut decline = act("decline");
    decline["reason"] = json!("not ours");
    assert_eq!(code(&clerk.perform(decline).await?), "LEGAL_BASIS_REQUIRED");
    let mut stale = act("accept");
    stale["expectedRevision"] = json!(7);
    assert_eq!(code(&clerk.perform(stale).await?), "STALE_REVISION");
    let mut old = scene.good_input();
    old["moduleRevision"] = json!(9);
    assert_eq!(code(&ann.submit(old).await?), "STALE_MODULE_REVISION");
    assert_eq!(scene.events().await?, before, "nothing is stored");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn anothers_case_and_no_case_look_the_same() -> Outcome {
    let scene = Scene::set().await?;
    let case = scene.case().await?;
    let bob = scene.city.resident("bob").await?;
    let stranger = scene.city.officer("clerk-9", "elsewhere", &["clerk"]).await?;
    let none = json!("Q2FzZTowMDAwMDAwMC0wMDAwLTUwMDAtODAwMC0wMDAwMDAwMDAwMDA=");
    for person in [&bob, &stranger, &scene.city.anonymous()] {
        let act = |id: &Value| json!({ "caseId": id, "action": "withdraw" });
        assert_eq!(person.perform(act(&case)).await?, person.perform(act(&none)).await?);
        assert_eq!(code(&person.perform(act(&case)).await?), "NOT_FOUND");
        assert_eq!(person.case(&case, &Value::Null).await?, Value::Null);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_token_is_refused_without_cause() -> Outcome {
    let scene = Scene::set().await?;
    let ann = scene.city.resident("ann").await?;
    for token in ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ."] {
        let answer = ann.bearing(token).ask("{ viewer { subject } }", json!({})).await?;
        assert_eq!((answer.status, answer.codes()), (401, vec!["UNAUTHENTICATED".to_owned()]), "{}", answer.body);
    }
    Ok(())
}
