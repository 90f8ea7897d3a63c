//! The faults of the executor that are worked around, each on the wire.

use axum::body::Body;
use axum::http::Request;
use serde_json::json;

use crate::city::{SUBMIT, TestCity, input};

#[tokio::test(flavor = "multi_thread")]
async fn an_errored_field_is_null_and_its_error_has_a_path() {
    let city = TestCity::start().await;
    let told = city.ask(None, "{ asOf bad: cases(first: 0) { totalCount } city { code } }", json!({})).await;
    let body = told.json();
    assert_eq!(told.status, 200);
    assert_eq!((&body["data"]["bad"], &body["data"]["city"]["code"]), (&json!(null), &json!("MU")), "{body}");
    assert_eq!(body["errors"][0]["path"], json!(["bad"]));
    assert_eq!(body["errors"][0]["extensions"]["code"], "BAD_INPUT");
    let nested = "{ cases { nodes { number timeline(first: 101) { totalCount } stage } } }";
    city.ask(Some(&city.resident()), SUBMIT, json!({ "input": input() })).await.data();
    let body = city.until(Some(&city.resident()), nested, |body| body["data"]["cases"]["nodes"][0].is_object()).await;
    assert_eq!(body["data"]["cases"]["nodes"][0]["timeline"], json!(null), "{body}");
    assert_eq!(body["data"]["cases"]["nodes"][0]["stage"], "SUBMITTED", "{body}");
    assert_eq!(body["errors"][0]["path"], json!(["cases", "nodes", 0, "timeline"]));
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn root_keys_keep_the_order_of_the_document() {
    let city = TestCity::start().await;
    let told = city.ask(
        None,
        "{ cases { totalCount } z: asOf ...F a: city { code } } fragment F on Query { m: asOf }",
        json!({}),
    );
    let text = told.await.text;
    let at = |key: &str| text.find(&format!("\"{key}\":")).unwrap();
    assert!(at("cases") < at("z") && at("z") < at("m") && at("m") < at("a"), "{text}");
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_mutation_field_runs_once() {
    let city = TestCity::start().await;
    let query = "mutation($input: SubmitCaseInput!) { submitCase(input: $input) { case { id } } ...F }
        fragment F on Mutation { submitCase(input: $input) { position case { number } } }";
    let ann = city.resident();
    let told = city.ask(Some(&ann), query, json!({ "input": input() })).await.data();
    assert!(told["submitCase"]["case"]["id"].is_string() && told["submitCase"]["case"]["number"].is_string(), "{told}");
    let twice = "mutation($input: SubmitCaseInput!) { a: submitCase(input: $input) { position } b: submitCase(input: $input) { position } }";
    let told = city.ask(Some(&ann), twice, json!({ "input": input() })).await.data();
    assert_ne!(told["a"]["position"], told["b"]["position"], "two keys are two commands");
    let count = "query($at: Position) { cases(atLeast: $at) { totalCount } }";
    let cases = city.ask(Some(&ann), count, json!({"at": told["b"]["position"]})).await.data();
    assert_eq!(cases["cases"]["totalCount"], 3);
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn variables_are_checked_before_anything_runs() {
    let city = TestCity::start().await;
    let list = "query($n: Int!, $f: CaseFilter) { cases(first: $n, filter: $f) { totalCount } }";
    for variables in [
        json!({}),
        json!({"n": null}),
        json!({"n": 3_000_000_000_u64}),
        json!({"n": 1.5}),
        json!({"n": "1"}),
        json!({"n": 1, "f": {"unknown": 1}}),
        json!({"n": 1, "f": {"stage": "NOWHERE"}}),
        json!({"n": 1, "f": {"listed": [{"field": "topic"}]}}),
    ] {
        let told = city.ask(None, list, variables.clone()).await;
        assert_eq!((told.status, told.code().as_str()), (400, "BAD_INPUT"), "{variables}: {}", told.text);
        assert!(told.json().get("data").is_none());
    }
    let told = city.ask(None, "{ cases(first: 3000000000) { totalCount } }", json!({})).await;
    assert_eq!(told.code(), "BAD_INPUT", "literals too: {}", told.text);
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn defaults_and_skipped_fields() {
    let city = TestCity::start().await;
    for _ in 0..21 {
        city.ask(Some(&city.resident()), SUBMIT, json!({ "input": input() })).await.data();
    }
    let query = "{ cases { nodes { number } pageInfo { hasNextPage } } }";
    let body = city
        .until(Some(&city.resident()), query, |body| body["data"]["cases"]["pageInfo"]["hasNextPage"] == true)
        .await;
    assert_eq!(body["data"]["cases"]["nodes"].as_array().map(Vec::len), Some(20), "twenty when nothing is said");
    assert_eq!(city.ask(None, "{ asOf @skip(if: true) }", json!({})).await.data(), json!({}));
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_the_schema_has_a_code_and_no_suggestions() {
    let city = TestCity::start().await;
    for query in ["{ casess { totalCount } }", "{", "{ city { code { x } } }", "query A { asOf } query B { asOf }"] {
        let told = city.ask(None, query, json!({})).await;
        assert_eq!((told.status, told.code().as_str()), (400, "DOCUMENT_INVALID"), "{query}: {}", told.text);
    }
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_of_which_no_fragment_holds_is_empty() {
    let city = TestCity::start().await;
    let modules = city.ask(None, "{ serviceModules { nodes { id } } }", json!({})).await.data();
    let query = "query($id: ID!) { node(id: $id) { ... on Case { number } }
        b: node(id: $id) { ... on Node { ... on Case { number } ... on ServiceModule { name } } __typename }
        none: node(id: \"x\") { id } city { code @skip(if: true) } }";
    let told = city.ask(None, query, json!({"id": modules["serviceModules"]["nodes"][0]["id"]})).await.text;
    let wanted =
        r#"{"data":{"node":{},"b":{"name":"garden-plot","__typename":"ServiceModule"},"none":null,"city":{}},"#;
    assert!(told.starts_with(wanted), "{told}");
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn variables_stand_in_parts_of_json_and_beside_the_name_of_a_type() {
    let city = TestCity::start().await;
    let query = "mutation($topic: String!, $absent: Int, $yes: Boolean!) { submitCase(input: {module: \"garden-plot\",
        answers: {topic: $topic, wish: \"a lamp\", size: $absent}}) { userErrors { code field } __typename @skip(if: $yes) } }";
    let told = city.ask(Some(&city.resident()), query, json!({"topic": "light", "yes": true})).await.data();
    assert_eq!(told, json!({"submitCase": {"userErrors": []}}));
    let told = city.ask(None, "query($unused: Int) { asOf }", json!({})).await;
    assert_eq!((told.status, told.code().as_str()), (400, "DOCUMENT_INVALID"), "{}", told.text);
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn scalars_say_where_they_are_specified_and_inputs_that_take_one_say_so() {
    let city = TestCity::start().await;
    let query =
        "{ time: __type(name: \"DateTime\") { specifiedByURL } place: __type(name: \"Position\") { specifiedByURL }
        by: __type(name: \"CaseReference\") { isOneOf } filter: __type(name: \"CaseFilter\") { isOneOf }
        __schema { description queryType { name } } }";
    let told = city.ask(None, query, json!({})).await.data();
    assert_eq!(told["time"]["specifiedByURL"], "https://www.rfc-editor.org/rfc/rfc3339#section-5.6");
    assert_eq!((&told["place"]["specifiedByURL"], &told["__schema"]["description"]), (&json!(null), &json!(null)));
    assert_eq!((&told["by"]["isOneOf"], &told["filter"]["isOneOf"]), (&json!(true), &json!(false)));
    let sdl = city.send(Request::get("/schema.graphql").body(Body::empty()).unwrap()).await.text;
    assert!(
        sdl.contains("input CaseReference @oneOf {") && sdl.contains("scalar DateTime @specifiedBy(url: "),
        "{sdl:.200}"
    );
    city.stop().await;
}
