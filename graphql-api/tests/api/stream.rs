//! Server-sent events without a network between.

use axum::body::Body;
use axum::http::Request;
use futures_util::StreamExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::city::{SUBMIT, TestCity, input};

const CHANGES: &str =
    "subscription { casesChanged { position case { number bad: timeline(first: 0) { totalCount } } } }";

#[tokio::test(flavor = "multi_thread")]
async fn who_follows_is_asked_again_who_they_are_when_the_token_expires() {
    let city = TestCity::start().await;
    let token = city.token_for("ann", &[], None, 2);
    let request = Request::post("/graphql/stream")
        .header("content-type", "application/json")
        .header("accept", "text/event-stream")
        .header("authorization", format!("Bearer {token}"))
        .body(Body::from(json!({ "query": CHANGES }).to_string()))
        .unwrap();
    let response = city.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let submitted = city.ask(Some(&city.resident()), SUBMIT, json!({ "input": input() })).await.data();
    let mut body = response.into_body().into_data_stream();
    let mut text = String::new();
    while let Some(piece) = body.next().await {
        text.push_str(std::str::from_utf8(&piece.unwrap()).unwrap());
    }
    let events: Vec<&str> = text.trim_end().split("\n\n").collect();
    let data = |event: &str| -> Value {
        serde_json::from_str(event.lines().find_map(|line| line.strip_prefix("data: ")).unwrap()).unwrap()
    };
    let [first, last, end] = events[..] else { panic!("{text}") };
    let position = submitted["submitCase"]["position"].as_str().unwrap();
    assert!(first.contains(&format!("id: {position}")), "{text}");
    let told = data(first);
    assert_eq!(told["data"]["casesChanged"]["case"]["bad"], Value::Null, "{told}");
    assert_eq!(told["errors"][0]["path"], json!(["casesChanged", "case", "bad"]), "{told}");
    assert_eq!(told["errors"][0]["extensions"]["code"], "BAD_INPUT", "{told}");
    assert_eq!(data(last)["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{text}");
    assert!(end.starts_with("event: complete"), "{text}");
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fragment_at_the_root_is_followed() {
    let city = TestCity::start().await;
    let query = "subscription { ...F } fragment F on Subscription { casesChanged { position } }";
    let request = Request::post("/graphql/stream")
        .header("content-type", "application/json")
        .header("accept", "text/event-stream")
        .header("authorization", format!("Bearer {}", city.resident()))
        .body(Body::from(json!({ "query": query }).to_string()))
        .unwrap();
    let response = city.router.clone().oneshot(request).await.unwrap();
    let submitted = city.ask(Some(&city.resident()), SUBMIT, json!({ "input": input() })).await.data();
    let first = response.into_body().into_data_stream().next().await.unwrap().unwrap();
    let position = submitted["submitCase"]["position"].as_str().unwrap();
    assert!(std::str::from_utf8(&first).unwrap().contains(position), "{first:?}");
    city.stop().await;
}
