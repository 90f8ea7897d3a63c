//! Acting in the place of another over HTTP: an agent of a company, and a stand-in in an office.

use std::fs;

use cityhall_tests::{City, Failure, Options, Outcome, Person, Sample, generated_city, repository, samples};
use serde_json::{Value, json};

const MANDATE: &str =
    "mandate { id kind grantor agent modules firstDay lastDay inForce } position userErrors { code field allowed }";
const CASES: &str = "query($atLeast: Position) { cases(first: 9, atLeast: $atLeast) { nodes { number applicant
    timeline(first: 9) { nodes { type by { kind subject inPlaceOf } } } } } }";

/// Gives a mandate, or records a leave, and gives the payload.
async fn hand_over(who: &Person, mutation: &str, input: Value) -> Result<Value, Failure> {
    let of = if mutation == "recordLeave" { "RecordLeaveInput" } else { "GiveMandateInput" };
    let query = format!("mutation($input: {of}!) {{ {mutation}(input: $input) {{ {MANDATE} }} }}");
    Ok(who.ask(&query, json!({ "input": input })).await?.good()?[mutation].clone())
}

fn text(value: &Value) -> Result<&str, Failure> {
    value.as_str().ok_or_else(|| format!("no text: {value}").into())
}

/// A sample of a service that is for companies too.
fn for_companies() -> Result<Sample, Failure> {
    let folder = repository().join("examples/qingshui");
    for (_, sample) in samples(&folder)? {
        let module = text(&sample.input["module"])?;
        let manifest = fs::read_to_string(folder.join(format!("modules/{module}.yaml")))?;
        let manifest: Value = serde_saphyr::from_str(&manifest)?;
        let applicants = manifest["spec"]["applicants"].as_array().cloned().unwrap_or_default();
        if applicants.contains(&json!("Company")) && sample.days_ago.is_empty() {
            return Ok(sample);
        }
    }
    Err("no service of the example city is for companies".into())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_files_for_a_company_within_services_and_days() -> Outcome {
    let city = City::start().await?;
    let sample = for_companies()?;
    let today = city.today().await?.to_string();
    let company = Person::with_token(&city, "company-1", "Company", &["company"], None).await?;
    let agent = city.resident("agent-1").await?;
    // 1. The mandate: for one service and one day.
    let wanted =
        json!({ "agent": "agent-1", "modules": [sample.input["module"]], "firstDay": today, "lastDay": today });
    let wrong = hand_over(
        &company,
        "giveMandate",
        json!({ "agent": "agent-1", "modules": ["no-such-service"],
        "firstDay": today, "lastDay": today }),
    )
    .await?;
    assert_eq!(wrong["userErrors"][0]["code"], "SERVICES_WRONG", "{wrong}");
    let given = hand_over(&company, "giveMandate", wanted).await?;
    assert_eq!((&given["userErrors"], &given["mandate"]["inForce"]), (&json!([]), &json!(true)), "{given}");
    let mandate = text(&given["mandate"]["id"])?;
    let held = "query($at: Position) { mandates(held: true, atLeast: $at) { nodes { id grantor } } }";
    let seen = agent.ask(held, json!({ "at": given["position"] })).await?.good()?;
    assert_eq!(seen["mandates"]["nodes"], json!([{ "id": mandate, "grantor": "company-1" }]));
    // 2. Under it the agent files: the case is the company's, both are on record.
    let done = agent.under(mandate).submit(sample.input.clone()).await?;
    assert_eq!(done["userErrors"], json!([]), "{done}");
    let cases = company.ask(CASES, json!({ "atLeast": done["position"] })).await?.good()?["cases"]["nodes"].clone();
    assert_eq!((&cases[0]["number"], &cases[0]["applicant"]), (&done["case"]["number"], &json!("company-1")));
    let by = &cases[0]["timeline"]["nodes"][0]["by"];
    assert_eq!(*by, json!({ "kind": "AGENT", "subject": "agent-1", "inPlaceOf": "company-1" }));
    let own = agent.ask(CASES, json!({ "atLeast": done["position"] })).await?.good()?;
    assert_eq!(own["cases"]["nodes"], json!([]), "for themselves the agent has no case");
    // 3. Not for another service, not by another person.
    let modules = company.ask("{ serviceModules { nodes { name } } }", json!({})).await?.good()?;
    let modules = modules["serviceModules"]["nodes"].as_array().cloned().unwrap_or_default();
    let other = modules.iter().map(|module| &module["name"]).find(|name| **name != sample.input["module"]);
    let outside = json!({ "module": other.ok_or("only one service")?, "answers": {} });
    let refused = agent.under(mandate).submit(outside).await?;
    assert_eq!(refused["userErrors"][0]["code"], "OUTSIDE_MANDATE", "{refused}");
    let thief = city.resident("thief").await?.under(mandate).ask("{ viewer { subject } }", json!({})).await?;
    assert_eq!((thief.status, thief.codes()), (403, vec!["MANDATE_NOT_IN_FORCE".to_owned()]));
    // 4. An agent lays a mandate down, also while acting under it.
    let second = json!({ "agent": "agent-1", "modules": [sample.input["module"]], "firstDay": today,
        "lastDay": today, "idempotencyKey": "second" });
    let second = hand_over(&company, "giveMandate", second).await?["mandate"]["id"].clone();
    let end = format!("mutation($input: EndMandateInput!) {{ endMandate(input: $input) {{ {MANDATE} }} }}");
    let input = json!({ "input": { "mandateId": second } });
    let stranger = city.resident("stranger").await?.ask(&end, input.clone()).await?.good()?;
    assert_eq!(stranger["endMandate"]["userErrors"][0]["code"], "NOT_FOUND");
    let ended = agent.under(text(&second)?).ask(&end, input).await?.good()?["endMandate"].clone();
    assert_eq!((&ended["userErrors"], &ended["mandate"]["inForce"]), (&json!([]), &json!(false)), "{ended}");
    // 5. One minute after the day it is over, for reading too.
    let tomorrow = city.today().await?.tomorrow()?;
    city.move_clock(&format!("{tomorrow}T00:01:00+08:00")).await?;
    let late = agent.under(mandate).ask("{ viewer { subject } }", json!({})).await?;
    assert_eq!((late.status, late.codes()), (403, vec!["MANDATE_NOT_IN_FORCE".to_owned()]));
    city.stop().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stand_in_works_while_an_officer_is_away() -> Outcome {
    let folder = generated_city(1)?;
    let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
    let today = city.today().await?.to_string();
    let ann = city.resident("ann").await?;
    let module = &folder.modules[0];
    let done = ann.submit(json!({ "module": module, "answers": { "topic": "light", "wish": "a lamp" } })).await?;
    let id = done["case"]["id"].clone();
    let clerk = city.officer("clerk-1", "works", &["clerk"]).await?;
    let stand_in = city.officer("stand-in", "works", &["gardener"]).await?;
    let leave = json!({ "standIn": "stand-in", "firstDay": today, "lastDay": today });
    let leave = hand_over(&clerk, "recordLeave", leave).await?;
    assert_eq!((&leave["userErrors"], &leave["mandate"]["kind"]), (&json!([]), &json!("OFFICE")), "{leave}");
    let office = stand_in.under(text(&leave["mandate"]["id"])?);
    let viewer =
        office.ask("{ viewer { subject inPlaceOf roles actingUnder } }", json!({})).await?.good()?["viewer"].clone();
    assert_eq!(
        viewer,
        json!({ "subject": "stand-in", "inPlaceOf": "clerk-1", "roles": ["clerk"], "actingUnder": leave["mandate"]["id"] })
    );
    let own = stand_in.perform(json!({ "caseId": id, "action": "accept" })).await?;
    assert_eq!(own["userErrors"][0]["code"], "NOT_FOUND", "without the mandate they hold nothing there");
    let accepted = office.perform(json!({ "caseId": id, "action": "accept" })).await?;
    assert_eq!(accepted["userErrors"], json!([]), "{accepted}");
    let cases = ann.ask(CASES, json!({ "atLeast": accepted["position"] })).await?.good()?["cases"]["nodes"].clone();
    let events = cases[0]["timeline"]["nodes"].as_array().cloned().unwrap_or_default();
    let by = events.iter().find(|event| event["type"] == "CaseAccepted").map(|event| &event["by"]);
    assert_eq!(by, Some(&json!({ "kind": "OFFICER", "subject": "stand-in", "inPlaceOf": "clerk-1" })));
    city.stop().await?;
    Ok(())
}
