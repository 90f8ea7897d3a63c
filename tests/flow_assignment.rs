//! Who has a case in hand, over HTTP: taken exactly once, listed as it is counted, handed over (row 3.10).

use cityhall_tests::{City, Failure, Options, Outcome, Person, generated_city};
use futures_util::future::{join_all, try_join_all};
use serde_json::{Value, json};

const OFFICERS: usize = 20;

#[tokio::test(flavor = "multi_thread")]
async fn twenty_officers_claim_the_same_case_and_one_has_it() -> Outcome {
    let folder = generated_city(1)?;
    let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
    let ann = city.resident("ann").await?;
    let names: Vec<String> = (0..OFFICERS).map(|index| format!("clerk-{index}")).collect();
    let officers = try_join_all(names.iter().map(|name| city.officer(name, "works", &["clerk"]))).await?;
    for _ in 0..10 {
        let id = submitted(&ann, &folder.modules[0]).await?;
        let claims = officers.iter().map(|officer| officer.call("claimCase", json!({ "caseId": id })));
        let claims = join_all(claims).await.into_iter().collect::<Result<Vec<Value>, _>>()?;
        let won: Vec<usize> = (0..OFFICERS).filter(|index| is_good(&claims[*index])).collect();
        let [winner] = won[..] else { return Err(format!("{won:?} have the case").into()) };
        let refused = claims.iter().filter(|claim| claim["userErrors"][0]["code"] == "ASSIGNED_TO_ANOTHER").count();
        assert_eq!(refused, OFFICERS - 1, "{claims:?}");

        let position = &claims[winner]["position"];
        let (of_winner, other) = (&officers[winner], &officers[(winner + 1) % OFFICERS]);
        let seen = assignment(of_winner, &id, position).await?;
        assert_eq!((&seen["assignee"]["officer"], &seen["inHand"]), (&json!(names[winner]), &json!(true)), "{seen}");
        assert_eq!(seen["assignmentActs"], json!(["ASSIGN", "RELEASE"]));
        assert!(seen["availableActions"].as_array().is_some_and(|actions| !actions.is_empty()), "{seen}");
        let seen = assignment(other, &id, position).await?;
        assert_eq!((&seen["availableActions"], &seen["assignmentActs"]), (&json!([]), &json!([])), "{seen}");
        let accepted = other.perform(json!({ "caseId": id, "action": "accept" })).await?;
        assert_eq!(accepted["userErrors"][0]["code"], "ASSIGNED_TO_ANOTHER", "{accepted}");
        let seen = assignment(&ann, &id, position).await?;
        assert_eq!((&seen["assignee"], &seen["inHand"]), (&Value::Null, &json!(true)), "{seen}");
        assert!(!seen.to_string().contains("clerk-"), "an applicant is not told which officer has it: {seen}");

        let again = good(of_winner.call("claimCase", json!({ "caseId": id })).await?)?;
        assert_eq!(again["case"]["revision"], 1, "who has it takes it again, and nothing happens: {again}");
        let accepted = good(of_winner.perform(json!({ "caseId": id, "action": "accept" })).await?)?;
        let seen = assignment(other, &id, &accepted["position"]).await?;
        assert_eq!((&seen["assignee"], &seen["inHand"]), (&Value::Null, &json!(false)), "another state: {seen}");
    }
    city.stop().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_has_as_many_rows_as_are_counted_and_reached() -> Outcome {
    let folder = generated_city(1)?;
    let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
    let ann = city.resident("ann").await?;
    let mut cases = Vec::new();
    for _ in 0..40 {
        cases.push(submitted(&ann, &folder.modules[0]).await?);
    }
    let names: Vec<String> = (0..OFFICERS).map(|index| format!("clerk-{index}")).collect();
    let officers = try_join_all(names.iter().map(|name| city.officer(name, "works", &["clerk"]))).await?;
    // Everybody reaches for everything at once; only the first half is taken.
    let claims = cases[..20]
        .iter()
        .flat_map(|id| officers.iter().map(move |officer| officer.call("claimCase", json!({ "caseId": id }))));
    let claims = join_all(claims).await.into_iter().collect::<Result<Vec<Value>, _>>()?;
    assert_eq!(claims.iter().filter(|claim| is_good(claim)).count(), 20);

    // Whatever comes after everything is in the place behind it.
    let said = officers[0].call("sendMessage", json!({ "caseId": cases[39], "text": "Which lamp?" })).await?;
    let now = good(said)?["position"].clone();
    let mut mine = 0;
    for (officer, name) in officers.iter().zip(&names) {
        let own = consistent(officer, &json!({ "mine": true }), &now).await?;
        assert_eq!(own, consistent(&officers[0], &json!({ "assignedTo": name }), &now).await?);
        mine += own;
    }
    assert_eq!(mine, 20);
    assert_eq!(consistent(&officers[0], &json!({ "assigned": true }), &now).await?, 20);
    assert_eq!(consistent(&officers[0], &json!({ "assigned": false }), &now).await?, 20);
    assert_eq!(consistent(&officers[0], &json!({ "assigned": false, "assignedTo": names[0] }), &now).await?, 0);
    assert_eq!(consistent(&officers[0], &json!({}), &now).await?, 40);
    let told = ann.ask(LIST, json!({ "filter": { "mine": true } })).await?;
    assert!(told.body.get("errors").is_some(), "the filter is the staff's: {told:?}");
    city.stop().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn open_cases_are_handed_over_with_their_reason() -> Outcome {
    let folder = generated_city(1)?;
    let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
    let ann = city.resident("ann").await?;
    let (one, two) =
        (city.officer("clerk-1", "works", &["clerk"]).await?, city.officer("clerk-2", "works", &["clerk"]).await?);
    let leader = city.officer("leader-1", "works", &["leader"]).await?;
    // The last of the cases is the second officer's own; it cannot go there.
    let bo = city.resident("clerk-2").await?;
    let mut cases = Vec::new();
    for person in [&ann, &ann, &ann, &bo] {
        let id = submitted(person, &folder.modules[0]).await?;
        good(one.call("claimCase", json!({ "caseId": id })).await?)?;
        cases.push(id);
    }
    good(one.perform(json!({ "caseId": cases[0], "action": "accept" })).await?)?;
    let input = json!({ "from": "clerk-1", "to": "clerk-2", "reason": "on leave", "idempotencyKey": "h" });
    let by_two = hand_over(&two, &input).await?;
    assert_eq!(by_two["userErrors"][0]["code"], "ROLE_NOT_ALLOWED", "{by_two}");

    let handed = hand_over(&leader, &input).await?;
    assert_eq!((&handed["userErrors"], &handed["next"]), (&json!([]), &Value::Null), "{handed}");
    let told: Vec<(&Value, &Value, &Value)> = handed["cases"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|case| (&case["caseId"], &case["moved"], &case["userErrors"][0]["code"]))
        .collect();
    let (yes, no, party) = (json!(true), json!(false), json!("ASSIGNEE_IS_PARTY"));
    let expected = [(&cases[1], &yes, &Value::Null), (&cases[2], &yes, &Value::Null), (&cases[3], &no, &party)];
    assert_eq!(told, expected);

    for id in &cases[1..3] {
        let seen = assignment(&two, id, &handed["position"]).await?;
        assert_eq!(
            (&seen["assignee"]["officer"], &seen["assignee"]["givenBy"]),
            (&json!("clerk-2"), &json!("leader-1"))
        );
        let last = seen["timeline"]["nodes"].as_array().and_then(|all| all.last()).ok_or("no history")?;
        assert_eq!((&last["type"], &last["reason"]), (&json!("CaseAssigned"), &json!("on leave")), "{seen}");
        let refused = one.perform(json!({ "caseId": id, "action": "accept" })).await?;
        assert_eq!(refused["userErrors"][0]["code"], "ASSIGNED_TO_ANOTHER");
        let seen = assignment(&ann, id, &handed["position"]).await?;
        assert_eq!(seen["timeline"]["totalCount"], 1, "it is the office's own matter: {seen}");
    }
    assert_eq!(consistent(&two, &json!({ "mine": true }), &handed["position"]).await?, 2);
    assert_eq!(consistent(&one, &json!({ "mine": true }), &handed["position"]).await?, 1);
    good(two.call("releaseCase", json!({ "caseId": cases[1], "reason": "too many" })).await?)?;
    good(one.call("assignCase", json!({ "caseId": cases[1], "to": "clerk-1" })).await?)?;
    let again = hand_over(&leader, &input).await?;
    // What came back goes again, whatever the key: without `cases` it is about what the officer has now.
    let told = |case: &Value| (case["caseId"].clone(), case["moved"].clone(), case["replayed"].clone());
    let told: Vec<_> = again["cases"].as_array().into_iter().flatten().map(told).collect();
    let expected = [(cases[1].clone(), json!(true), json!(false)), (cases[3].clone(), json!(false), json!(false))];
    assert_eq!(told, expected, "{again}");
    assert_eq!(assignment(&two, &cases[1], &again["position"]).await?["assignee"]["officer"], "clerk-2");
    // With them a key moves none twice, and the answer says so.
    good(two.call("releaseCase", json!({ "caseId": cases[1] })).await?)?;
    good(one.call("assignCase", json!({ "caseId": cases[1], "to": "clerk-1" })).await?)?;
    let named = json!({ "from": "clerk-1", "to": "clerk-2", "reason": "on leave", "idempotencyKey": "n",
        "cases": [cases[1]] });
    assert_eq!(hand_over(&leader, &named).await?["cases"][0]["replayed"], false);
    assert_eq!(hand_over(&leader, &named).await?["cases"][0]["replayed"], true);
    city.stop().await?;
    Ok(())
}

async fn submitted(person: &Person, module: &str) -> Result<Value, Failure> {
    let input = json!({ "module": module, "answers": { "topic": "light", "wish": "a lamp" } });
    Ok(good(person.submit(input).await?)?["case"]["id"].clone())
}

fn is_good(payload: &Value) -> bool {
    payload["userErrors"].as_array().is_some_and(Vec::is_empty)
}

fn good(payload: Value) -> Result<Value, Failure> {
    if is_good(&payload) { Ok(payload) } else { Err(payload.to_string().into()) }
}

async fn hand_over(person: &Person, input: &Value) -> Result<Value, Failure> {
    let query = "mutation($input: HandOverCasesInput!) { handOverCases(input: $input) {
        cases { caseId number moved replayed userErrors { code message } } next userErrors { code message } position } }";
    Ok(person.ask(query, json!({ "input": input })).await?.good()?["handOverCases"].clone())
}

async fn assignment(person: &Person, id: &Value, position: &Value) -> Result<Value, Failure> {
    let query = "query($id: ID!, $atLeast: Position) { node(id: $id, atLeast: $atLeast) { ... on Case {
        inHand assignee { officer givenBy since } assignmentActs availableActions { name }
        timeline(first: 100) { totalCount nodes { type officer reason } } } } }";
    Ok(person.ask(query, json!({ "id": id, "atLeast": position })).await?.good()?["node"].clone())
}

const COUNTS: &str = "query($filter: CaseFilter, $atLeast: Position) {
    caseCounts(filter: $filter, atLeast: $atLeast) { total } }";

const LIST: &str = "query($filter: CaseFilter, $after: String, $atLeast: Position) {
    cases(filter: $filter, first: 7, after: $after, atLeast: $atLeast) {
        totalCount nodes { id } pageInfo { hasNextPage endCursor } } }";

/// How many cases a filter finds: the same by total, by paging and by counting.
async fn consistent(person: &Person, filter: &Value, at_least: &Value) -> Result<u64, Failure> {
    let counts = json!({ "filter": filter, "atLeast": at_least });
    let counted = person.ask(COUNTS, counts).await?.good()?;
    let counted: u64 =
        counted["caseCounts"].as_array().into_iter().flatten().filter_map(|row| row["total"].as_u64()).sum();
    let (mut reached, mut after) = (0, Value::Null);
    loop {
        let page =
            person.ask(LIST, json!({ "filter": filter, "after": after, "atLeast": at_least })).await?.good()?["cases"]
                .clone();
        reached += page["nodes"].as_array().map_or(0, |nodes| nodes.len() as u64);
        assert_eq!(page["totalCount"].as_u64(), Some(counted), "{filter}");
        if page["pageInfo"]["hasNextPage"] != true {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(reached, counted, "{filter}");
    Ok(counted)
}
