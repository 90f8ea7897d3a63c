//! What a city tells of its requests: one tree of spans each, in the caller's trace, sent to a real receiver of OTLP.

use std::collections::BTreeSet;
use std::time::Duration;

use cityhall_tests::{City, Collector, Failure, GeneratedCity, KeyAnswer, KeyServer, Options, Outcome, Production};
use cityhall_tests::{Socket, Span, TokenIssuer, generated_city};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::api_tokens::{by_address, folder_with};

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const CALLER: &str = "b7ad6b7169203331";

/// Everything that a span may say. What is new here is looked at: may a caller have written it?
const ATTRIBUTES: [&str; 10] = [
    "http.request.method",
    "http.route",
    "http.response.status_code",
    "trace_id",
    "request",
    "audience",
    "operation",
    "outcome",
    "size",
    "kind",
];

/// A list that needs two levels of reads.
const LIST: &str = "query Worklist($atLeast: Position) { cases(first: 5, atLeast: $atLeast) { nodes { number timeline(first: 2) { nodes { type } } } } }";

async fn made_up() -> Result<(City, GeneratedCity), Failure> {
    let folder = generated_city(1)?;
    let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
    Ok((city, folder))
}

/// Sends a document with these headers and gives the status.
async fn send(city: &City, token: Option<&str>, body: &Value, headers: &[(&str, &str)]) -> Result<u16, Failure> {
    let mut request = city.client().post(format!("{}/graphql", city.address)).json(body);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    Ok(request.send().await?.status().as_u16())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

fn says(span: &Span, key: &str) -> Option<String> {
    use opentelemetry_proto::tonic::common::v1::any_value::Value::{IntValue, StringValue};
    let value = span.attributes.iter().find(|attribute| attribute.key == key)?.value.clone()?.value?;
    match value {
        StringValue(text) => Some(text),
        IntValue(number) => Some(number.to_string()),
        other => Some(format!("{other:?}")),
    }
}

/// The names of the spans directly below another.
fn below<'a>(spans: &'a [Span], parent: &Span) -> BTreeSet<&'a str> {
    spans.iter().filter(|span| span.parent_span_id == parent.span_id).map(|span| span.name.as_str()).collect()
}

fn one<'a>(spans: &'a [Span], name: &str) -> Result<&'a Span, Failure> {
    spans.iter().find(|span| span.name == name).ok_or_else(|| format!("no span `{name}`").into())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_a_tree_of_spans_in_the_trace_of_its_caller() -> Outcome {
    let (city, folder) = made_up().await?;
    let ann = city.resident("ann").await?;
    let traceparent = format!("00-{TRACE}-{CALLER}-00");
    let headers =
        [("traceparent", traceparent.as_str()), ("tracestate", "vendor=zhang-guifen"), ("baggage", "who=zhang-guifen")];
    let submit =
        "mutation Zhang($input: SubmitCaseInput!) { submitCase(input: $input) { position userErrors { code } } }";
    let answers = json!({ "topic": "light", "wish": "a lamp for Zhang Guifen" });
    let input = json!({ "input": { "module": folder.modules[0], "answers": answers } });
    city.canaries().heard(&input);
    // One case is surely in the list that is asked for below.
    let earlier = ann.submit(input["input"].clone()).await?;
    let listed = json!({ "query": LIST, "variables": { "atLeast": earlier["position"] } });
    assert_eq!(send(&city, ann.token(), &json!({ "query": submit, "variables": input }), &headers).await?, 200);
    assert_eq!(send(&city, ann.token(), &listed, &headers).await?, 200);
    assert_eq!(send(&city, ann.token(), &json!({ "query": "{ zhang_guifen }" }), &headers).await?, 200);
    assert_eq!(send(&city, Some("zhang-guifen"), &json!({ "query": LIST }), &headers).await?, 401);
    let sender = city.sender().to_owned();
    let log = city.log()?;
    city.stop().await?;

    let spans = Collector::shared()?.spans(&sender)?;
    let traced: Vec<Span> = spans.iter().filter(|span| hexadecimal(&span.trace_id) == TRACE).cloned().collect();
    let requests: Vec<&Span> = traced.iter().filter(|span| span.name == "request").collect();
    assert_eq!(requests.len(), 4, "the flag of a caller says nothing");
    for request in &requests {
        assert_eq!(hexadecimal(&request.parent_span_id), CALLER);
        let of_http = ["http.request.method", "http.route"].map(|key| says(request, key));
        assert_eq!(of_http, [Some("POST".to_owned()), Some("/graphql".to_owned())]);
    }
    let statuses: Vec<_> = requests.iter().filter_map(|request| says(request, "http.response.status_code")).collect();
    assert_eq!(statuses, ["200", "200", "200", "401"]);
    let outcomes: Vec<_> = requests.iter().filter_map(|request| says(request, "outcome")).collect();
    assert_eq!(outcomes, ["OK", "OK", "DOCUMENT_INVALID", "UNAUTHENTICATED"]);
    assert_eq!(says(requests[1], "audience").as_deref(), Some("PUBLIC"));
    assert_eq!(says(requests[1], "operation").map(|digest| digest.len()), Some(8), "a digest of the name");
    // Phases, then what they lead to.
    let phases = BTreeSet::from(["parse", "cost", "validate", "plan", "wait", "execute", "write"]);
    assert_eq!(below(&traced, requests[0]), phases);
    assert_eq!(below(&traced, requests[1]), phases);
    assert_eq!(below(&traced, requests[2]), BTreeSet::from(["parse", "cost", "validate"]));
    let command = one(&traced, "command")?;
    assert_eq!(says(command, "kind").as_deref(), Some("submit"));
    let steps = below(&traced, command);
    assert!(steps.is_superset(&BTreeSet::from(["decide", "append", "keys_of"])), "{steps:?}");
    let execute = traced.iter().filter(|span| span.name == "execute" && span.parent_span_id == requests[1].span_id);
    let reads: BTreeSet<&str> = execute.flat_map(|execute| below(&traced, execute)).collect();
    assert!(reads.is_superset(&BTreeSet::from(["read_views", "read_streams"])), "{reads:?}");
    let said: BTreeSet<&str> = spans.iter().flat_map(|span| &span.attributes).map(|one| one.key.as_str()).collect();
    assert!(said.iter().all(|key| ATTRIBUTES.contains(key)), "{said:?}");
    assert!(spans.iter().all(|span| span.events.is_empty() && span.trace_state.is_empty()));
    let all = Collector::shared()?.bytes(&sender).concat();
    let text = String::from_utf8_lossy(&all).into_owned() + &log;
    assert!(!text.to_lowercase().contains("guifen"), "{text}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payload_is_a_span_that_names_what_asked_for_it() -> Outcome {
    let (city, folder) = made_up().await?;
    let ann = city.resident("ann").await?;
    let mut socket = Socket::acknowledged(&city, ann.token()).await?;
    let query = "subscription Mine { casesChanged { position case { number timeline(first: 2) { nodes { type } } } } }";
    socket.say(&json!({ "id": "1", "type": "subscribe", "payload": { "query": query } })).await?;
    let asked =
        json!({ "input": { "module": folder.modules[0], "answers": { "topic": "light", "wish": "a lamp here" } } });
    // Whether it has begun is not told: cases are submitted until a payload comes.
    let mut told = None;
    while told.is_none() {
        ann.submit(asked["input"].clone()).await?;
        told = tokio::time::timeout(Duration::from_secs(1), socket.hear()).await.ok().transpose()?;
    }
    let sender = city.sender().to_owned();
    drop(socket);
    city.stop().await?;
    let spans = Collector::shared()?.spans(&sender)?;
    let (operation, payload) = (one(&spans, "operation")?, one(&spans, "payload")?);
    let upgrade = spans.iter().find(|span| says(span, "http.response.status_code").as_deref() == Some("101"));
    let linked = |span: &Span| span.links.first().map(|link| link.span_id.clone());
    assert_eq!(linked(operation), upgrade.map(|upgrade| upgrade.span_id.clone()));
    assert_eq!(linked(payload), Some(operation.span_id.clone()));
    assert_ne!(payload.trace_id, operation.trace_id, "a subscription lasts long, and a trace does not");
    let made = below(&spans, payload);
    assert!(made.contains("write") && made.len() > 1, "its reads are below it: {made:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_cannot_ask_for_a_trace_to_be_sent() -> Outcome {
    let world = Production::start(&["--otlp-share", "0"]).await?;
    let traceparent = format!("00-{TRACE}-{CALLER}-01");
    let body = json!({ "query": "{ __typename }" });
    assert_eq!(send(&world.city, None, &body, &[("traceparent", &traceparent)]).await?, 200);
    let sender = world.city.sender().to_owned();
    world.city.stop().await?;
    assert_eq!(Collector::shared()?.spans(&sender)?.len(), 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_traceparent_begins_a_new_trace() -> Outcome {
    let (city, _folder) = made_up().await?;
    for bad in ["", "zhang-guifen", "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01"] {
        assert_eq!(send(&city, None, &json!({ "query": "{ __typename }" }), &[("traceparent", bad)]).await?, 200);
    }
    let sender = city.sender().to_owned();
    city.stop().await?;
    let spans = Collector::shared()?.spans(&sender)?;
    let roots: Vec<&Span> = spans.iter().filter(|span| span.name == "request").collect();
    assert!(roots.len() >= 3 && roots.iter().all(|root| root.parent_span_id.is_empty()));
    let traces: BTreeSet<&[u8]> = roots.iter().map(|root| &root.trace_id[..]).collect();
    assert_eq!(traces.len(), roots.len());
    Ok(())
}

/// A collector that does not answer, and one that is not there: nobody waits, and a city ends in time.
#[tokio::test(flavor = "multi_thread")]
async fn a_dead_collector_holds_nobody_up() -> Outcome {
    let silent = KeyServer::start(KeyAnswer::Silence).await?;
    for collector in [silent.address.as_str(), "http://127.0.0.1:1"] {
        let folder = generated_city(1)?;
        let options = Options { city: Some(folder.path()), collector: Some(collector), ..Options::default() };
        let city = City::start_with(options).await?;
        let begun = Instant::now();
        // Far more spans than the queue holds.
        for _ in 0..400 {
            assert_eq!(send(&city, None, &json!({ "query": LIST }), &[]).await?, 200);
        }
        city.stop().await?;
        assert!(begun.elapsed() < Duration::from_secs(30), "{collector}: {:?}", begun.elapsed());
    }
    assert!(silent.asked() > 0, "it was asked");
    Ok(())
}

/// Keys are fetched in the trace of whoever needs them.
#[tokio::test(flavor = "multi_thread")]
async fn a_trace_goes_out_with_what_the_city_asks() -> Outcome {
    let server = KeyServer::start(KeyAnswer::Silence).await?;
    let issuer = TokenIssuer::new(&server.address, "a")?;
    server.answer(KeyAnswer::Keys(issuer.keys()));
    let folder = folder_with(&json!([by_address(&server, "portal")]))?;
    let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
    let traceparent = format!("00-{TRACE}-{CALLER}-01");
    let token = issuer.token("somebody", &[], None)?;
    let body = json!({ "query": "{ viewer { kind } }" });
    assert_eq!(send(&city, Some(&token), &body, &[("traceparent", &traceparent)]).await?, 200);
    let head = server.last_head();
    assert!(head.to_lowercase().contains(&format!("traceparent: 00-{TRACE}-")), "{head}");
    assert!(!head.to_lowercase().contains("tracestate"), "{head}");
    city.stop().await?;
    Ok(())
}
