//! One door over GraphQL: what a policy hides is hidden by every field, and publishing says what it changes.

use axum::body::Body;
use axum::http::Request;
use futures_util::StreamExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::city::{PERFORM, SUBMIT, TestCity, input};

const PUBLISH: &str = "mutation($input: PublishAccessPolicyInput!) { done: publishAccessPolicy(input: $input) {
    outcome changes { rule before after } userErrors { code field rule message } position } }";

/// Whether a case is there, and the value that was asked for; for each way to it.
async fn every_way(city: &TestCity, token: &str, case: &Value) -> Vec<(&'static str, Option<Value>)> {
    let query = "query($number: String!, $id: ID!, $at: Position) {
        byNumber: case(number: $number, atLeast: $at) { number answersJson availableActions { name } timeline { totalCount } }
        byId: node(id: $id, atLeast: $at) { ... on GardenPlotCase { number answers { wish topic } timeline { totalCount } } }
        list: cases(first: 5, atLeast: $at) { totalCount nodes { number answersJson timeline { totalCount }
            messages(first: 1) { totalCount nodes { text } } } }
        typed: gardenPlotCases(atLeast: $at) { totalCount nodes { number answers { wish topic } } } }";
    let asked = json!({"number": case["number"], "id": case["id"], "at": case["at"]});
    let data = city.ask(Some(token), query, asked).await.data();
    let wish = |answers: &Value| json!({"wish": answers["wish"], "topic": answers["topic"]});
    let some = |found: &Value, answers: &str| (!found.is_null()).then(|| wish(&found[answers]));
    let listed = |list: &Value, answers: &str| {
        let nodes = list["nodes"].as_array().unwrap();
        assert_eq!(list["totalCount"], json!(nodes.len()), "{list}");
        nodes.iter().find(|one| one["number"] == case["number"]).map(|one| wish(&one[answers]))
    };
    let history = &data["byNumber"]["timeline"]["totalCount"];
    assert_eq!(history, &data["byId"]["timeline"]["totalCount"]);
    let row = data["list"]["nodes"].as_array().unwrap().iter().find(|one| one["number"] == case["number"]);
    assert!(row.is_none_or(|row| row["timeline"]["totalCount"] == *history), "{data}");
    // What is said is as personal as the wish.
    let shown = |row: &Value| row["messages"]["nodes"].as_array().unwrap().iter().any(|one| !one["text"].is_null());
    assert!(row.is_none_or(|row| shown(row) != row["answersJson"]["wish"].is_null()), "{data}");
    assert!(data["byNumber"].is_null() || history.as_u64() > Some(0), "{data}");
    let mut ways = vec![
        ("case", some(&data["byNumber"], "answersJson")),
        ("node", some(&data["byId"], "answers")),
        ("cases", listed(&data["list"], "answersJson")),
        ("gardenPlotCases", listed(&data["typed"], "answers")),
    ];
    let staff = "query($at: Position) { caseCounts(atLeast: $at) { total }
        casesOfPerson(identifier: \"ann\", atLeast: $at) { totalCount nodes { number answersJson } } }";
    let told = city.ask(Some(token), staff, json!({"at": case["at"]})).await.json();
    if told["data"]["casesOfPerson"].is_object() {
        ways.push(("casesOfPerson", listed(&told["data"]["casesOfPerson"], "answersJson")));
        let counted = told["data"]["caseCounts"].as_array().unwrap().iter().filter_map(|row| row["total"].as_u64());
        assert_eq!(json!(counted.sum::<u64>()), data["list"]["totalCount"], "{told}");
    }
    ways.extend(followed(city, token, case, some).await);
    ways
}

/// The first payload of a subscription over server-sent events, or the refusal of one.
async fn first(city: &TestCity, token: &str, query: &str, variables: Value) -> Value {
    let request = Request::post("/graphql/stream")
        .header("content-type", "application/json")
        .header("accept", "text/event-stream")
        .header("authorization", format!("Bearer {token}"))
        .body(Body::from(json!({ "query": query, "variables": variables }).to_string()))
        .unwrap();
    let mut body = city.router.clone().oneshot(request).await.unwrap().into_body().into_data_stream();
    let mut text = String::new();
    loop {
        let piece = tokio::time::timeout(std::time::Duration::from_secs(30), body.next()).await.unwrap();
        let Some(piece) = piece else { return serde_json::from_str(&text).unwrap() };
        text.push_str(std::str::from_utf8(&piece.unwrap()).unwrap());
        if let Some(data) = text.lines().find_map(|line| line.strip_prefix("data: "))
            && let Ok(told) = serde_json::from_str(data)
        {
            return told;
        }
    }
}

/// The same for whoever follows the case, its list and its numbers.
async fn followed(
    city: &TestCity,
    token: &str,
    case: &Value,
    some: impl Fn(&Value, &str) -> Option<Value>,
) -> Vec<(&'static str, Option<Value>)> {
    let asked = json!({"id": case["id"], "after": case["before"]});
    let query = "subscription($id: ID!, $after: Position) { caseUpdated(id: $id, after: $after) {
        case { number answersJson } } }";
    let told = first(city, token, query, asked.clone()).await;
    let one = some(&told["data"]["caseUpdated"]["case"], "answersJson");
    if one.is_none() {
        assert_eq!(told["errors"][0]["extensions"]["code"], "NOT_FOUND", "{told}");
    }
    let mut ways = vec![("caseUpdated", one.clone())];
    // A list that never tells of it is silent: the property test of the engine listens to the end.
    if one.is_some() {
        let query = "subscription($after: Position) { casesChanged(after: $after) { case { number answersJson } } }";
        let told = first(city, token, query, json!({"after": case["before"]})).await;
        assert_eq!(told["data"]["casesChanged"]["case"]["number"], case["number"], "{told}");
        ways.push(("casesChanged", some(&told["data"]["casesChanged"]["case"], "answersJson")));
    }
    let numbers = "subscription { statisticsChanged { caseCounts { total } } }";
    let told = first(city, token, numbers, json!({})).await;
    if told["data"]["statisticsChanged"].is_object() {
        let asked = json!({"at": case["at"]});
        let counted = "query($at: Position) { caseCounts(atLeast: $at) { total } }";
        let counted = city.ask(Some(token), counted, asked).await.data();
        assert_eq!(told["data"]["statisticsChanged"]["caseCounts"], counted["caseCounts"], "{told}");
    }
    ways
}

async fn publish(city: &TestCity, rules: &[&str], dry_run: bool) -> Value {
    let rule =
        |(index, cedar): (usize, &&str)| json!({"name": format!("r-{index}"), "why": {"en": "so"}, "cedar": cedar});
    let rules: Vec<Value> = rules.iter().enumerate().map(rule).collect();
    let spec = json!({"title": {"en": "Rules"}, "rules": rules});
    let input = json!({"input": {"name": "rules", "spec": spec, "dryRun": dry_run}});
    city.ask(Some(&city.token("root", &["admin"], None)), PUBLISH, input).await.data()["done"].clone()
}

async fn submitted(city: &TestCity) -> Value {
    let done = city.ask(Some(&city.resident()), SUBMIT, json!({ "input": input() })).await.data()["submitCase"].clone();
    assert_eq!(done["userErrors"], json!([]), "{done}");
    json!({"id": done["case"]["id"], "number": done["case"]["number"], "at": done["position"]})
}

/// Writes into the conversation of a case; gives the position.
async fn say(city: &TestCity, case: &Value, text: &str) -> Value {
    let query = "mutation($input: SendMessageInput!) { sendMessage(input: $input) { userErrors { code } position } }";
    let asked = json!({"input": {"caseId": case["id"], "text": text}});
    let done = city.ask(Some(&city.resident()), query, asked).await.data();
    assert_eq!(done["sendMessage"]["userErrors"], json!([]), "{done}");
    done["sendMessage"]["position"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_to_a_case_is_one_door() {
    let city = TestCity::start().await;
    let earlier = submitted(&city).await;
    let mut case = submitted(&city).await;
    (case["before"], case["at"]) = (earlier["at"].clone(), say(&city, &case, "By the old gate, please.").await);
    let people = [
        ("resident", city.resident()),
        ("clerk", city.clerk()),
        ("head", city.token("head-1", &["head"], Some("works"))),
        ("other office", city.token("clerk-2", &["clerk"], Some("parks"))),
        ("auditor", city.token("audit-1", &["auditor"], None)),
    ];
    let (wish, topic) = (json!({"wish": "a lamp", "topic": "light"}), json!({"wish": null, "topic": "light"}));
    let nothing = json!({"wish": null, "topic": null});
    let see = r#"forbid(principal in Role::"clerk", action == Action::"see", resource);"#;
    let personal = r#"forbid(principal is Officer, action == Action::"readPersonal", resource) when { resource.module == Module::"garden-plot" };"#;
    let internal = r#"forbid(principal is Auditor, action == Action::"readInternal", resource) when { resource.department in Department::"works" };"#;
    for (rules, told) in [
        (&[][..], [Some(&wish), Some(&wish), Some(&wish), None, Some(&topic)]),
        (&[see][..], [Some(&wish), None, Some(&wish), None, Some(&topic)]),
        (&[personal][..], [Some(&wish), Some(&topic), Some(&topic), None, Some(&topic)]),
        (&[internal, see][..], [Some(&wish), None, Some(&wish), None, Some(&nothing)]),
    ] {
        if !rules.is_empty() {
            assert_eq!(publish(&city, rules, false).await["userErrors"], json!([]));
        }
        for ((who, token), wanted) in people.iter().zip(told) {
            for (way, found) in every_way(&city, token, &case).await {
                assert_eq!(found.as_ref(), wanted, "{who} by {way} under {rules:?}");
            }
        }
    }
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_policy_forbids_is_told_by_its_code() {
    let city = TestCity::start().await;
    let case = submitted(&city).await;
    let act = r#"forbid(principal in Role::"clerk", action == Action::"act", resource);"#;
    let submit = r#"forbid(principal is Resident, action == Action::"submit", resource == Module::"garden-plot");"#;
    assert_eq!(publish(&city, &[act, submit], false).await["outcome"], "PUBLISHED");
    let code = |data: &Value, field: &str| data[field]["userErrors"][0]["code"].clone();
    let asked = json!({"input": {"caseId": case["id"], "action": "accept"}});
    let done = city.ask(Some(&city.clerk()), PERFORM, asked).await.data();
    assert_eq!(code(&done, "performAction"), "FORBIDDEN_BY_POLICY", "{done}");
    let done = city.ask(Some(&city.resident()), SUBMIT, json!({ "input": input() })).await.data();
    assert_eq!(code(&done, "submitCase"), "FORBIDDEN_BY_POLICY", "{done}");
    let query = "query($id: ID!) { node(id: $id) { ... on Case { availableActions { name } } } }";
    let offered = city.ask(Some(&city.clerk()), query, json!({"id": case["id"]})).await.data();
    assert_eq!(offered["node"]["availableActions"], json!([]));
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn publishing_a_policy_tells_every_problem_or_every_change() {
    let city = TestCity::start().await;
    let rule = r#"forbid(principal is Auditor, action == Action::"see", resource);"#;
    let tried = publish(&city, &[rule], true).await;
    assert_eq!(tried["changes"], json!([{"rule": "r-0", "before": null, "after": rule}]), "{tried}");
    assert_eq!(publish(&city, &[rule], false).await["outcome"], "PUBLISHED");
    assert_eq!(publish(&city, &[rule], false).await["outcome"], "UNCHANGED");
    let wrong = [
        "permit(principal, action, resource);",
        "forbid(principal in Role::\"jester\", action == Action::\"see\", resource);",
    ];
    let refused = publish(&city, &wrong, false).await;
    let mut problems: Vec<_> = refused["userErrors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["field"].clone(), one["rule"].clone()))
        .collect();
    problems.sort_by_key(|(field, _)| field.to_string());
    assert_eq!(
        problems,
        [(json!("spec.rules[0].cedar"), json!("PolicyPermits")), (json!("spec.rules[1].cedar"), json!("UnknownRole"))]
    );
    let published = "{ publications(first: 100) { nodes { kind name } } }";
    let admin = city.token("root", &["admin"], None);
    // What is published is told by the schema, which follows.
    let rules = json!({"kind": "ACCESS_POLICY", "name": "rules"});
    let is_told =
        |told: &Value| told["data"]["publications"]["nodes"].as_array().is_some_and(|all| all.contains(&rules));
    city.until(Some(&admin), published, is_told).await;
    let nobody = city.ask(Some(&city.clerk()), PUBLISH, json!({"input": {"name": "rules", "spec": {}}})).await;
    assert_ne!(nobody.status, 200, "officers have no such field");
    city.stop().await;
}
