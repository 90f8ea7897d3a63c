//! What one caller may use: told with every answer, refused beyond it, and given back by who goes away.

use std::net::IpAddr;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use cityhall_graphql_api::limits::{ClientAddress, Limits, Quota, TurnLimits};
use futures_util::FutureExt;
use serde_json::json;

use crate::city::{SUBMIT, TestCity, Told, input};

/// A position that no city of a test reaches, so that whoever asks for it waits.
const NEVER: &str = "query($at: Position) { cases(atLeast: $at) { totalCount } }";

fn quota(per_second: u32, burst: u32) -> Quota {
    Quota::new(per_second, burst).unwrap()
}

/// A city in which each has one turn and nobody waits for another.
async fn one_turn_each() -> TestCity {
    let executions = TurnLimits { at_once_each: 1, waiting_each: 0, ..Limits::PRODUCTION.executions };
    TestCity::within(&Limits { executions, ..Limits::PRODUCTION }).await
}

fn from(address: &str, token: Option<&str>, query: &str) -> Request<Body> {
    let mut request = Request::post("/graphql").header("content-type", "application/json");
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let address = ClientAddress::of(address.parse::<IpAddr>().unwrap());
    request.extension(address).body(Body::from(json!({ "query": query }).to_string())).unwrap()
}

fn header<'a>(told: &'a Told, name: &str) -> &'a str {
    told.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

/// A position far ahead of every event.
fn far_ahead() -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode("p999999999")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_executed_answer_tells_what_it_cost() {
    let city = TestCity::start().await;
    let told = city.ask(Some(&city.resident()), "{ cases(first: 3) { nodes { id } } }", json!({})).await;
    let cost = told.json()["extensions"]["cost"].clone();
    let budget = Limits::PRODUCTION.public.budget;
    assert_eq!((&cost["requested"], &cost["max"]), (&json!(7), &json!(10_000)), "{}", told.text);
    assert_eq!((&cost["budget"], &cost["remaining"]), (&json!(budget.burst()), &json!(budget.burst() - 7)));
    let policy = format!("\"caller\";q={};qu=\"cost-units\";w={}", budget.burst(), budget.full_in(0));
    assert_eq!(header(&told, "ratelimit-policy"), policy);
    assert_eq!(header(&told, "ratelimit"), format!("\"caller\";r={};t=1", budget.burst() - 7));
    // An answer with an error in it was executed too, one that does not fit the schema was not.
    let failed = city.ask(None, "{ bad: cases(first: 0) { totalCount } }", json!({})).await.json();
    assert!(failed["extensions"]["cost"]["requested"].is_number(), "{failed}");
    let invalid = city.ask(None, "{ nothing }", json!({})).await.json();
    assert!(invalid.get("extensions").is_none(), "{invalid}");
    // What a schema costs grows with it.
    let schema = city.ask(None, "{ __schema { types { name } } }", json!({})).await.json();
    assert!(schema["extensions"]["cost"]["requested"].as_u64() > Some(100), "{}", schema["extensions"]);
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_costs_too_much_is_told_how_much() {
    let city = TestCity::start().await;
    let dear = "{ cases(first: 100) { nodes { timeline(first: 100) { nodes { type } } } } }";
    for (token, max) in [(None, 10_000), (Some(city.clerk()), 25_000)] {
        let dear = if max == 25_000 { dear.replace("type", "type action effectiveAt") } else { dear.to_owned() };
        let told = city.ask(token.as_deref(), &dear, json!({})).await;
        let error = &told.json()["errors"][0];
        assert_eq!((told.status, told.code().as_str()), (400, "DOCUMENT_REFUSED"), "{}", told.text);
        assert_eq!(error["extensions"]["cost"]["max"], max);
        let requested = error["extensions"]["cost"]["requested"].as_u64().unwrap();
        assert!(requested > max && error["message"].as_str().unwrap().contains(&requested.to_string()), "{error}");
    }
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_used_up_budget_answers_429_and_others_are_served() {
    let mut limits = Limits::PRODUCTION;
    limits.public.budget = quota(1, 30);
    let city = TestCity::within(&limits).await;
    let ann = city.resident();
    let list = "{ cases(first: 9) { nodes { id } } }";
    assert_eq!(city.send(from("192.0.2.1", Some(&ann), list)).await.status, 200);
    let told = city.send(from("192.0.2.1", Some(&ann), list)).await;
    assert_eq!((told.status, told.code().as_str()), (429, "RATE_LIMITED"), "{}", told.text);
    let seconds: u64 = header(&told, "retry-after").parse().unwrap();
    assert!((1..=30).contains(&seconds) && told.text.contains(&format!("{seconds} s")), "{seconds}: {}", told.text);
    assert_eq!(header(&told, "ratelimit-policy"), "\"caller\";q=30;qu=\"cost-units\";w=30");
    // Another address does not help her; another person is served, and so is nobody in particular.
    assert_eq!(city.send(from("198.51.100.1", Some(&ann), list)).await.status, 429);
    let bob = city.token("bob", &[], None);
    assert_eq!(city.send(from("192.0.2.1", Some(&bob), list)).await.status, 200);
    assert_eq!(city.send(from("192.0.2.1", None, list)).await.status, 200);
    // Nobody in particular pays by line.
    assert_eq!(city.send(from("192.0.2.1", None, list)).await.status, 429);
    assert_eq!(city.send(from("192.0.2.2", None, list)).await.status, 200);
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_has_one_budget_for_all() {
    let city = TestCity::within(&Limits { network: quota(1, 3), ..Limits::PRODUCTION }).await;
    let asked = |address| city.send(from(address, None, "{ asOf __typename }"));
    assert_eq!(asked("192.0.2.1").await.status, 200);
    // What comes with a used up budget is refused before it is read, whatever it is.
    let put = Request::put("/graphql").extension(ClientAddress::of([192, 0, 2, 9].into())).body(Body::empty());
    let told = city.send(put.unwrap()).await;
    assert_eq!((told.status, told.code().as_str()), (429, "RATE_LIMITED"), "{}", told.text);
    assert_eq!(asked("198.51.100.1").await.status, 200, "another network");
    assert_eq!(asked("198.51.100.2").await.status, 429);
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_tokens_have_a_budget_and_do_not_keep_out_good_ones() {
    let city = TestCity::within(&Limits { attempts: quota(1, 2), ..Limits::PRODUCTION }).await;
    let bad = |address| from(address, Some("a.b.c"), "{ asOf }");
    assert_eq!(city.send(bad("192.0.2.1")).await.status, 401);
    assert_eq!(city.send(bad("192.0.2.2")).await.status, 401);
    let told = city.send(bad("192.0.2.3")).await;
    assert_eq!((told.status, told.code().as_str()), (429, "RATE_LIMITED"), "{}", told.text);
    assert_eq!(header(&told, "retry-after"), "1");
    assert_eq!(city.send(from("192.0.2.3", Some(&city.resident()), "{ asOf }")).await.status, 200);
    assert_eq!(city.send(bad("198.51.100.1")).await.status, 401, "another network");
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_schema_and_documents_are_paid_for() {
    let mut limits = Limits::PRODUCTION;
    limits.public.budget = quota(1, 100);
    let city = TestCity::within(&limits).await;
    let get = |path: &str| Request::get(path).body(Body::empty()).unwrap();
    assert_eq!(city.send(get("/schema.graphql")).await.status, 200);
    let told = city.send(get("/notices/none.pdf")).await;
    assert_eq!((told.status, told.code().as_str()), (429, "RATE_LIMITED"), "{}", told.text);
    assert!(header(&told, "retry-after").parse::<u64>().is_ok());
    // Probes are never counted.
    assert_eq!(city.send(get("/healthz")).await.status, 200);
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_takes_too_long_is_ended_and_gives_back_its_turn() {
    let executions = TurnLimits { at_once_each: 1, waiting_each: 0, ..Limits::PRODUCTION.executions };
    let execution_time_max = Duration::from_millis(1);
    let city = TestCity::within(&Limits { executions, execution_time_max, ..Limits::PRODUCTION }).await;
    let told = city.ask(Some(&city.resident()), NEVER, json!({ "at": far_ahead() })).await;
    assert_eq!(told.code(), "TIMED_OUT", "{}", told.text);
    assert!(told.json()["extensions"]["cost"].is_object());
    let again = city.ask(Some(&city.resident()), NEVER, json!({ "at": far_ahead() })).await;
    assert_eq!(again.code(), "TIMED_OUT", "the turn came back: {}", again.text);
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_caller_waits_behind_themselves() {
    let city = one_turn_each().await;
    let (ann, bob) = (city.resident(), city.token("bob", &[], None));
    let mut waits = Box::pin(city.ask(Some(&ann), NEVER, json!({ "at": far_ahead() })));
    assert!(waits.as_mut().now_or_never().is_none(), "it waits for a position");
    let told = city.ask(Some(&ann), "{ asOf }", json!({})).await;
    assert_eq!((told.status, told.code().as_str()), (429, "RATE_LIMITED"), "{}", told.text);
    assert_eq!(header(&told, "retry-after"), "1");
    assert_eq!(city.ask(Some(&bob), "{ asOf }", json!({})).await.status, 200);
    // Who hangs up gives back their turn.
    drop(waits);
    assert_eq!(city.ask(Some(&ann), "{ asOf }", json!({})).await.status, 200);
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_comes_to_its_end_though_its_caller_hang_up() {
    let city = TestCity::start().await;
    let ann = city.resident();
    let mut submits = Box::pin(city.ask(Some(&ann), SUBMIT, json!({ "input": input() })));
    assert!(submits.as_mut().now_or_never().is_none(), "the disk is waited for");
    drop(submits);
    city.until(Some(&ann), "{ cases { totalCount } }", |body| body["data"]["cases"]["totalCount"] == 1).await;
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_does_not_come_in_time_is_refused() {
    let mut limits = Limits::PRODUCTION;
    limits.http.body_time_max = Duration::from_millis(1);
    let city = TestCity::within(&limits).await;
    let stuck = Body::from_stream(futures_util::stream::pending::<Result<Vec<u8>, std::io::Error>>());
    let request = Request::post("/graphql").header("content-type", "application/json").body(stuck).unwrap();
    let told = city.send(request).await;
    assert_eq!((told.status, told.code().as_str()), (408, "BODY_TOO_SLOW"), "{}", told.text);
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn large_bodies_wait_for_their_turn() {
    let bodies = TurnLimits { at_once_each: 1, waiting_each: 0, ..Limits::PRODUCTION.bodies };
    let city = TestCity::within(&Limits { bodies, ..Limits::PRODUCTION }).await;
    let stuck = || Body::from_stream(futures_util::stream::pending::<Result<Vec<u8>, std::io::Error>>());
    let post = |body| Request::post("/graphql").header("content-type", "application/json").body(body).unwrap();
    let mut first = Box::pin(city.send(post(stuck())));
    assert!(first.as_mut().now_or_never().is_none());
    let told = city.send(post(stuck())).await;
    assert_eq!((told.status, told.code().as_str()), (429, "RATE_LIMITED"), "{}", told.text);
    assert_eq!(city.ask(None, "{ asOf }", json!({})).await.status, 200, "small ones do not wait");
    drop(first);
    city.stop().await;
}
