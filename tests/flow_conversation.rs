//! Talking in a case and rating it, over HTTP, under a module that stands in no repository.

use cityhall_tests::{City, Failure, Options, Outcome, Person, generated_city};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_asks_an_applicant_answers_and_the_clock_goes_on() -> Outcome {
    let folder = generated_city(1)?;
    let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
    let (ann, clerk) = (city.resident("ann").await?, city.officer("clerk-1", "works", &["clerk"]).await?);
    let id = submitted(&ann, &folder.modules[0]).await?;
    let accepted = good(clerk.perform(json!({ "caseId": id, "action": "accept" })).await?)?;
    let due = clerk.case(&id, &accepted["position"]).await?["dueAt"].clone();

    let asked = act(&clerk, "sendMessage", json!({ "caseId": id, "text": "Which lamp is it?" })).await?;
    let seen = conversation(&ann, &id, &good(asked)?["position"]).await?;
    assert_eq!(seen["unread"], json!({ "byApplicant": 1, "byDepartment": 0 }), "{seen}");
    let question = seen["messages"]["nodes"][0].clone();
    assert_eq!((&question["from"], &question["text"]), (&json!("DEPARTMENT"), &json!("Which lamp is it?")));
    assert_eq!(question["department"]["title"], "Works");
    act(&ann, "readMessages", json!({ "caseId": id, "upTo": question["revision"] })).await?;
    let answer = json!({ "caseId": id, "text": "The third.", "idempotencyKey": "a-1" });
    act(&ann, "sendMessage", answer.clone()).await?;
    let again = good(act(&ann, "sendMessage", answer).await?)?;
    assert_eq!(again["replayed"], true, "a message that is sent twice appears once: {again}");

    for person in [&ann, &clerk] {
        let seen = conversation(person, &id, &again["position"]).await?;
        let nodes = seen["messages"]["nodes"].as_array().ok_or("no messages")?;
        let texts: Vec<&Value> = nodes.iter().map(|message| &message["text"]).collect();
        assert_eq!(texts, ["Which lamp is it?", "The third."]);
        assert!(nodes[0]["readAt"].is_string() && nodes[1]["readAt"].is_null(), "{seen}");
        assert_eq!((&seen["unread"]["byDepartment"], &seen["dueAt"]), (&json!(1), &due), "{seen}");
    }
    let empty = act(&ann, "sendMessage", json!({ "caseId": id, "text": " " })).await?;
    assert_eq!(empty["userErrors"][0]["code"], "MESSAGE_LENGTH");
    let stranger = act(&city.resident("bo").await?, "sendMessage", json!({ "caseId": id, "text": "Hello" })).await?;
    assert_eq!(stranger["userErrors"][0]["code"], "NOT_FOUND");
    city.stop().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_rates_once_and_who_was_rated_learns_nothing_of_them() -> Outcome {
    let folder = generated_city(1)?;
    let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
    let clerk = city.officer("clerk-1", "works", &["clerk"]).await?;
    let head = city.officer("head-1", "works", &["head"]).await?;
    let mut last = (Value::Null, Value::Null);
    for number in 0..5 {
        let person = city.resident(&format!("person-{number}")).await?;
        let id = submitted(&person, &folder.modules[0]).await?;
        good(clerk.perform(json!({ "caseId": id, "action": "accept" })).await?)?;
        let closed = good(head.perform(json!({ "caseId": id, "action": "approve" })).await?)?;
        let open = rating(&person, &id, &closed["position"]).await?;
        assert_eq!((&open["wholeMatter"], open["invitedUntil"].is_string()), (&json!(true), true), "{open}");
        assert_eq!(open["steps"][0]["title"], "Accept", "{open}");
        let step = &open["steps"][0]["step"];
        let input = json!({ "caseId": id, "step": step, "level": "DISSATISFIED", "comment": "It took long." });
        let rated = good(act(&person, "rate", input.clone()).await?)?;
        let again = act(&person, "rate", input).await?;
        assert_eq!(again["userErrors"][0]["code"], "RATED_BEFORE", "{again}");
        last = (id, rated["position"].clone());
    }
    let (id, position) = last;
    assert_eq!(rating(&clerk, &id, &position).await?, Value::Null, "the case does not show its rating to who did it");
    assert_eq!(single(&clerk, &position).await?, json!([]), "nor does the list");
    let expected = json!({ "level": "DISSATISFIED", "comment": "It took long." });
    assert_eq!(single(&head, &position).await?, Value::Array(vec![expected; 5]), "a colleague learns from it");
    let told = clerk.ask(HISTORY, json!({ "id": id, "atLeast": position })).await?.good()?;
    assert!(!told.to_string().contains("StepRated"), "{told}");

    assert_eq!(counts(&city, &position).await?, Value::Null, "what is of today is not counted yet");
    city.forward_clock("PT24H").await?;
    let counted = counts(&city, &position).await?;
    assert_eq!(counted[3], json!({ "level": "DISSATISFIED", "name": "不满意", "count": 5 }), "{counted}");
    city.stop().await?;
    Ok(())
}

async fn submitted(person: &Person, module: &str) -> Result<Value, Failure> {
    let input = json!({ "module": module, "answers": { "topic": "light", "wish": "a lamp" } });
    Ok(good(person.submit(input).await?)?["case"]["id"].clone())
}

/// What a mutation of a case comes to.
async fn act(person: &Person, name: &str, input: Value) -> Result<Value, Failure> {
    let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    let query = format!(
        "mutation($input: {kind}!) {{ done: {name}(input: $input) {{
            userErrors {{ code message field }} position replayed }} }}"
    );
    Ok(person.ask(&query, json!({ "input": input })).await?.good()?["done"].clone())
}

fn good(payload: Value) -> Result<Value, Failure> {
    if payload["userErrors"].as_array().is_some_and(Vec::is_empty) {
        Ok(payload)
    } else {
        Err(payload.to_string().into())
    }
}

async fn conversation(person: &Person, id: &Value, position: &Value) -> Result<Value, Failure> {
    let query = "query($id: ID!, $atLeast: Position) { node(id: $id, atLeast: $atLeast) { ... on Case {
        dueAt unread { byApplicant byDepartment }
        messages(first: 10) { nodes { revision from department { title(language: EN) } text at readAt } } } } }";
    Ok(person.ask(query, json!({ "id": id, "atLeast": position })).await?.good()?["node"].clone())
}

async fn rating(person: &Person, id: &Value, position: &Value) -> Result<Value, Failure> {
    let query = "query($id: ID!, $atLeast: Position) { node(id: $id, atLeast: $atLeast) { ... on Case {
        rating { invitedUntil wholeMatter steps { step title(language: EN) } given { step level comment } } } } }";
    Ok(person.ask(query, json!({ "id": id, "atLeast": position })).await?.good()?["node"]["rating"].clone())
}

async fn single(person: &Person, position: &Value) -> Result<Value, Failure> {
    let query = "query($atLeast: Position) { singleRatings(atLeast: $atLeast) { nodes { level comment } } }";
    let found = person.ask(query, json!({ "atLeast": position })).await?.good()?;
    Ok(found["singleRatings"]["nodes"].clone())
}

/// The levels of the only department and module, as anybody sees them.
async fn counts(city: &City, position: &Value) -> Result<Value, Failure> {
    let query = "query($atLeast: Position) { ratings(atLeast: $atLeast) {
        module levels { level name(language: ZH) count } } }";
    let found = city.anonymous().ask(query, json!({ "atLeast": position })).await?.good()?;
    Ok(found["ratings"][0]["levels"].clone())
}

const HISTORY: &str = "query($id: ID!, $atLeast: Position) { node(id: $id, atLeast: $atLeast) { ... on Case {
    timeline(first: 100) { totalCount nodes { type } } } } }";
