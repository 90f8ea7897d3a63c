//! The same command twice, also in parallel: one event, the same answer (row P.3).

use cityhall_tests::{City, Options, Outcome, cityhall, generated_city};
use futures_util::future::{join_all, try_join};
use serde_json::{Value, json};

const PAIRS: usize = 1_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_pairs_make_a_thousand_events() -> Outcome {
    let folder = generated_city(1)?;
    let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
    let person = city.resident("ann").await?;
    let module = &folder.modules[0];
    for batch in 0..PAIRS / 50 {
        let pairs = (0..50).map(|index| {
            let input = json!({ "module": module, "idempotencyKey": format!("key-{batch}-{index}"),
                                "answers": { "topic": "light", "wish": "a lamp" } });
            try_join(person.submit(input.clone()), person.submit(input))
        });
        for pair in join_all(pairs).await {
            let (one, other) = pair?;
            assert_eq!(one["userErrors"], json!([]), "{one}");
            assert_eq!((&one["case"], &one["position"]), (&other["case"], &other["position"]));
        }
    }
    let (data, _kept) = city.stop().await?;
    let output = cityhall(&["events", "--data", data.to_str().ok_or("not text")?]).await?;
    let text = String::from_utf8(output.stdout)?;
    let submitted = text
        .lines()
        .filter(|line| serde_json::from_str::<Value>(line).is_ok_and(|event| event["type"] == "CaseSubmitted"));
    assert_eq!(submitted.count(), PAIRS);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_twice_is_one_event_and_other_content_is_refused() -> Outcome {
    let folder = generated_city(1)?;
    let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
    let person = city.resident("ann").await?;
    let answers = json!({ "topic": "light", "wish": "a lamp" });
    let submitted =
        person.submit(json!({ "module": folder.modules[0], "idempotencyKey": "k", "answers": answers })).await?;
    let other = person.submit(json!({ "module": folder.modules[0], "idempotencyKey": "k", "answers": { "topic": "water", "wish": "a tap" } })).await?;
    assert_eq!(other["userErrors"][0]["code"], "IDEMPOTENCY_KEY_REUSED", "{other}");
    let clerk = city.officer("clerk-1", "works", &["clerk"]).await?;
    let note = json!({ "caseId": submitted["case"]["id"], "action": "note", "reason": "seen", "idempotencyKey": "n" });
    let (one, two) = try_join(clerk.perform(note.clone()), clerk.perform(note.clone())).await?;
    assert_eq!(
        (&one["position"], &one["case"]["revision"]),
        (&two["position"], &two["case"]["revision"]),
        "{one} {two}"
    );
    let mut changed = note;
    changed["reason"] = json!("seen again");
    let refused = clerk.perform(changed).await?;
    assert_eq!(refused["userErrors"][0]["code"], "IDEMPOTENCY_KEY_REUSED", "{refused}");
    city.stop().await?;
    Ok(())
}
