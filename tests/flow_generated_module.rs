//! A module that stands in no repository is served, submitted and closed over both doors, without
//! a change of code.

use cityhall_tests::{City, Failure, Options, Outcome, generated_city};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_generated_module_runs_over_both_doors() -> Outcome {
    let folder = generated_city(3)?;
    let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
    for module in &folder.modules {
        close(&city, core_door(&city, module).await?).await?;
        close(&city, typed_door(&city, module).await?).await?;
        let list = city.resident("ann").await?.ask(&typed_list(module), json!({})).await?.good()?;
        let nodes = list["cases"]["nodes"].as_array().cloned().unwrap_or_default();
        assert_eq!(nodes.len(), 2, "{list}");
        assert_eq!(nodes[0]["answers"]["topic"], "water");
    }
    city.stop().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_approves_what_they_accepted() -> Outcome {
    let folder = generated_city(1)?;
    let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
    let submitted = core_door(&city, &folder.modules[0]).await?;
    let id = &submitted["case"]["id"];
    let both = city.officer("officer-1", "works", &["clerk", "head"]).await?;
    let accepted = both.perform(json!({ "caseId": id, "action": "accept" })).await?;
    assert_eq!(accepted["userErrors"], json!([]), "{accepted}");
    // It is not offered to them, and refused all the same.
    let seen = both.case(id, &accepted["position"]).await?;
    let offered = seen["availableActions"].as_array().ok_or("no actions")?.iter().map(|action| &action["name"]);
    assert_eq!(offered.collect::<Vec<_>>(), ["note", "refuse"]);
    let refused = both.perform(json!({ "caseId": id, "action": "approve" })).await?;
    assert_eq!(refused["userErrors"][0]["code"], "SAME_OFFICER", "{refused}");
    let other = city.officer("officer-2", "works", &["head"]).await?;
    let approved = other.perform(json!({ "caseId": id, "action": "approve" })).await?;
    assert_eq!(approved["case"]["stage"], "CLOSED", "{approved}");
    city.stop().await?;
    Ok(())
}

async fn core_door(city: &City, module: &str) -> Result<Value, Failure> {
    let input = json!({ "module": module, "answers": { "topic": "light", "wish": "a lamp" } });
    city.resident("ann").await?.submit(input).await
}

async fn typed_door(city: &City, module: &str) -> Result<Value, Failure> {
    let prefix = prefix(module);
    let query = format!(
        "mutation($input: Submit{prefix}Input!) {{ payload: submit{prefix}(input: $input) {{
            case {{ id answers {{ topic wish urgent }} }} userErrors {{ code message field }} position }} }}"
    );
    let input = json!({ "answers": { "topic": "water", "wish": "a tap", "urgent": true } });
    let data = city.resident("ann").await?.ask(&query, json!({ "input": input })).await?.good()?;
    assert_eq!(
        data["payload"]["case"]["answers"],
        json!({ "topic": "water", "wish": "a tap", "urgent": true }),
        "{data}"
    );
    Ok(data["payload"].clone())
}

fn typed_list(module: &str) -> String {
    let prefix = prefix(module);
    let field = format!("{}{}", prefix[..1].to_lowercase(), &prefix[1..]);
    format!("{{ cases: {field}Cases(first: 10) {{ nodes {{ number stage answers {{ topic wish }} }} }} }}")
}

fn prefix(module: &str) -> String {
    format!("{}{}", module[..1].to_uppercase(), &module[1..])
}

async fn close(city: &City, payload: Value) -> Outcome {
    assert_eq!(payload["userErrors"], json!([]), "{payload}");
    let id = payload["case"]["id"].clone();
    let clerk = city.officer("clerk-1", "works", &["clerk"]).await?;
    let head = city.officer("head-1", "works", &["head"]).await?;
    let accepted = clerk.perform(json!({ "caseId": id, "action": "accept" })).await?;
    assert_eq!(accepted["case"]["stage"], "ACCEPTED", "{accepted}");
    let approved = head.perform(json!({ "caseId": id, "action": "approve" })).await?;
    assert_eq!(approved["case"]["stage"], "CLOSED", "{approved}");
    Ok(())
}
