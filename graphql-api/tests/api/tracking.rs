//! A case by its receipt: who holds it sees how far the case is, and nobody else anything.

use cityhall_graphql_api::limits::{Limits, Quota};
use serde_json::{Value, json};

use crate::city::{PERFORM, TestCity, Told, input};

const FILE: &str = "mutation($input: SubmitCaseInput!) { submitCase(input: $input) {
    case { id number receiptCode } receiptCode userErrors { code } position } }";

const TRACK: &str = "query($number: String!, $code: String!, $at: Position) {
    caseByReceipt(number: $number, code: $code, atLeast: $at) {
        number stage stateTitle end dueDay overdue stoppedSince submittedAt clocks { clock dueDay workingDaysLeft }
        department { title } serviceModule { name } supplement { items dueAt } } }";

async fn filed(city: &TestCity) -> Value {
    let payload =
        city.ask(Some(&city.resident()), FILE, json!({ "input": input() })).await.data()["submitCase"].clone();
    assert_eq!(payload["userErrors"], json!([]), "{payload}");
    payload
}

async fn track(city: &TestCity, number: &Value, code: &Value, at: &Value) -> Told {
    city.ask(None, TRACK, json!({ "number": number, "code": code, "at": at })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_holds_the_receipt_follows_the_case() {
    let city = TestCity::start().await;
    let payload = filed(&city).await;
    let (number, code) = (&payload["case"]["number"], &payload["receiptCode"]);
    assert_eq!(&payload["case"]["receiptCode"], code, "its applicant is told it again");
    let seen = track(&city, number, code, &payload["position"]).await.data()["caseByReceipt"].clone();
    assert_eq!((&seen["number"], &seen["stage"]), (number, &json!("SUBMITTED")), "{seen}");
    assert_eq!((&seen["department"]["title"], &seen["supplement"]), (&json!("Works"), &Value::Null));
    let act = json!({"input": {"caseId": payload["case"]["id"], "action": "accept"}});
    let done = city.ask(Some(&city.clerk()), PERFORM, act).await.data()["performAction"].clone();
    let written = json!(code.as_str().unwrap().to_lowercase().replace('-', " "));
    let seen = track(&city, number, &written, &done["position"]).await.data()["caseByReceipt"].clone();
    assert_eq!((&seen["stage"], &seen["stateTitle"]), (&json!("ACCEPTED"), &json!("Review")), "{seen}");
    let promised = seen["clocks"].as_array().unwrap().iter().find(|clock| clock["clock"] == "PROMISED").unwrap();
    assert_eq!(promised["dueDay"], seen["dueDay"]);
    assert!(promised["workingDaysLeft"].as_u64() > Some(0), "{seen}");
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_code_is_answered_as_a_number_that_nobody_has() {
    let city = TestCity::start().await;
    let [mine, other] = [filed(&city).await, filed(&city).await];
    let (number, code) = (&mine["case"]["number"], &mine["receiptCode"]);
    let at = &other["position"];
    let wrong = track(&city, number, &other["receiptCode"], at).await;
    let unknown = track(&city, &json!("GC-2026-0000-0000-0000-0"), code, at).await;
    let nonsense = track(&city, number, &json!("nonsense"), at).await;
    assert_eq!(wrong.data(), json!({ "caseByReceipt": null }));
    for same in [unknown, nonsense] {
        assert_eq!((same.status, same.data()), (wrong.status, wrong.data()));
    }
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_applicant_is_told_the_code() {
    let city = TestCity::start().await;
    let payload = filed(&city).await;
    let query = "query($n: String!, $at: Position) { case(number: $n, atLeast: $at) { receiptCode } }";
    let variables = json!({ "n": payload["case"]["number"], "at": payload["position"] });
    let seen = city.ask(Some(&city.resident()), query, variables.clone()).await.data();
    assert_eq!(seen["case"]["receiptCode"], payload["receiptCode"]);
    let seen = city.ask(Some(&city.clerk()), query, variables).await.data();
    assert_eq!(seen, json!({ "case": { "receiptCode": null } }));
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_limited_also_within_one_document() {
    let receipts = Quota::new(1, 3).unwrap();
    let city = TestCity::within(&Limits { receipts, ..Limits::PRODUCTION }).await;
    let payload = filed(&city).await;
    let guess =
        |code: &str| format!("caseByReceipt(number: {}, code: \"{code}\") {{ number }}", payload["case"]["number"]);
    let codes = ["0000-0000", "0000-0001", "0000-0002", "0000-0003"];
    let guesses: Vec<_> = codes.iter().enumerate().map(|(place, code)| format!("g{place}: {} ", guess(code))).collect();
    let aliased = guesses.concat();
    let told = city.ask(None, &format!("{{ {aliased} }}"), json!({})).await;
    assert_eq!((told.code().as_str(), told.json()["errors"].as_array().map(Vec::len)), ("RATE_LIMITED", Some(1)));
    // Nor is the right code told from a wrong one by who has guessed too often.
    let told = track(&city, &payload["case"]["number"], &payload["receiptCode"], &payload["position"]).await;
    assert_eq!(told.code(), "RATE_LIMITED", "{}", told.text);
    assert_eq!(told.headers.get("retry-after").map(|after| after.to_str().unwrap()), Some("1"));
    // Everything else is answered as before.
    assert_eq!(city.ask(None, "{ asOf }", json!({})).await.status, 200);
    city.stop().await;
}
