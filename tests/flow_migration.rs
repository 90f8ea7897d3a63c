//! A migration plan over HTTP: a manifest changes while cases run, a dry run lists what blocks, the chosen
//! cases move, and their history shows it.

use std::time::Duration;

use cityhall_tests::{City, Failure, Options, Outcome, Person, generated_city, module_manifest};
use serde_json::{Value, json};

/// Ten times what a change may take.
const VISIBLE_MAX: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread")]
async fn chosen_cases_move_to_a_newer_revision_and_the_others_end_under_theirs() -> Outcome {
    let folder = generated_city(1)?;
    let module = &folder.modules[0];
    let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
    let (ann, clerk) = (city.resident("ann").await?, city.officer("clerk-1", "works", &["clerk"]).await?);
    let admin = Person::with_token(&city, "admin-1", "Admin", &["admin"], None).await?;
    let (moves, long, stays) = (
        accepted(&ann, &clerk, module, "a lamp").await?,
        accepted(&ann, &clerk, module, "a lamp at the corner of Willow Lane").await?,
        accepted(&ann, &clerk, module, "a bench").await?,
    );
    // In the second revision `review` is called `examination`, wishes are short and all is promised later.
    let manifest = module_manifest(module, "").replace("review", "examination");
    let manifest = manifest.replace("maxLength: 200", "maxLength: 20").replace("workingDays: 5", "workingDays: 9");
    std::fs::write(folder.file(module), manifest)?;
    until_revision(&ann, module, 2).await?;

    let plan = json!({ "module": module, "from": 1, "to": 2, "all": true, "dryRun": true });
    let unmapped = migrate(&admin, plan.clone()).await?;
    let blockers: Vec<&Value> = lines(&unmapped, "blockers")?;
    let state = json!({ "kind": "STATE_UNKNOWN", "subject": "review", "rule": null });
    let wish = json!({ "kind": "ANSWERS_INVALID", "subject": "/wish", "rule": "maxLength" });
    assert_eq!(blockers, [&json!([state]), &json!([state, wish]), &json!([state])], "{unmapped}");

    let states = json!([{ "from": "review", "to": "examination" }]);
    let mapped = migrate(&admin, with(&plan, "states", &states)).await?;
    assert_eq!(lines(&mapped, "outcome")?, ["MOVABLE", "BLOCKED", "MOVABLE"], "{mapped}");
    let before = seen(&ann, &moves).await?;
    assert_eq!(before["moduleRevision"], 1, "a dry run moves nothing");

    let chosen = json!({ "module": module, "from": 1, "to": 2, "cases": [moves, long], "states": states });
    let done = migrate(&admin, chosen.clone()).await?;
    assert_eq!(lines(&done, "outcome")?, ["MOVED", "BLOCKED"], "{done}");
    let again = migrate(&admin, chosen).await?;
    assert_eq!(again["cases"][0]["blockers"][0]["kind"], "OTHER_REVISION", "{again}");

    let after = until_moved(&ann, &moves).await?;
    assert_eq!((&after["moduleRevision"], &after["state"]), (&json!(2), &json!("examination")));
    assert_eq!(after["dueAt"], before["dueAt"], "nobody waits longer because the rules changed");
    let entry = after["timeline"]["nodes"].as_array().and_then(|nodes| nodes.last()).ok_or("no history")?;
    assert_eq!(entry, &json!({ "type": "CaseMigrated", "movedFrom": 1, "movedTo": 2, "title": null }));
    assert_eq!(after["timeline"]["nodes"][1]["title"], "Accept", "what was done before is told as it was");
    for (case, ends) in [(&moves, 2), (&stays, 1)] {
        let head = city.officer("head-1", "works", &["head"]).await?;
        let closed = head.perform(json!({ "caseId": case, "action": "approve" })).await?;
        assert_eq!(closed["case"]["stage"], "CLOSED", "{closed}");
        assert_eq!(head.case(case, &closed["position"]).await?["moduleRevision"], ends);
    }
    let over = migrate(&admin, json!({ "module": module, "from": 1, "to": 2, "cases": [stays] })).await?;
    assert_eq!(over["cases"][0]["blockers"][0]["kind"], "OVER", "{over}");
    city.stop().await?;
    Ok(())
}

async fn accepted(person: &Person, clerk: &Person, module: &str, wish: &str) -> Result<Value, Failure> {
    let submitted = person.submit(json!({ "module": module, "answers": { "topic": "light", "wish": wish } })).await?;
    let id = submitted["case"]["id"].clone();
    let accepted = clerk.perform(json!({ "caseId": id, "action": "accept" })).await?;
    assert_eq!(accepted["case"]["stage"], "ACCEPTED", "{accepted}");
    Ok(id)
}

fn with(plan: &Value, key: &str, value: &Value) -> Value {
    let mut plan = plan.clone();
    plan[key] = value.clone();
    plan
}

async fn migrate(person: &Person, input: Value) -> Result<Value, Failure> {
    let query = "mutation($input: MigrateCasesInput!) { migrateCases(input: $input) {
        cases { number state outcome blockers { kind subject rule } } next userErrors { code message } } }";
    let payload = person.ask(query, json!({ "input": input })).await?.good()?["migrateCases"].clone();
    if payload["userErrors"] == json!([]) { Ok(payload) } else { Err(payload.to_string().into()) }
}

/// One field of every case that a plan looked at.
fn lines<'a>(payload: &'a Value, field: &str) -> Result<Vec<&'a Value>, Failure> {
    let cases = payload["cases"].as_array().ok_or("no cases")?;
    Ok(cases.iter().map(|case| &case[field]).collect())
}

async fn seen(person: &Person, id: &Value) -> Result<Value, Failure> {
    let query = "query($id: ID!) { node(id: $id) { ... on Case { moduleRevision state dueAt
        timeline(first: 100) { nodes { type movedFrom movedTo title(language: EN) } } } } }";
    Ok(person.ask(query, json!({ "id": id })).await?.good()?["node"].clone())
}

/// A plan gives no position to wait for: the views are asked until they show the move.
async fn until_moved(person: &Person, id: &Value) -> Result<Value, Failure> {
    let asking = async {
        loop {
            let case = seen(person, id).await?;
            if case["moduleRevision"] == 2 {
                return Ok::<_, Failure>(case);
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(VISIBLE_MAX, asking).await.map_err(|_| "the case did not move in time")?
}

async fn until_revision(person: &Person, module: &str, revision: u32) -> Outcome {
    let query = "query($name: String!) { serviceModule(name: $name) { revision } }";
    let asking = async {
        loop {
            let data = person.ask(query, json!({ "name": module })).await?.good()?;
            if data["serviceModule"]["revision"] == revision {
                return Ok::<_, Failure>(());
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(VISIBLE_MAX, asking).await.map_err(|_| "the revision was not published in time")?
}
