//! Both doors: submitting, acting, reading.

use axum::body::Body;
use axum::http::Request;
use cityhall_engine::Publication;
use serde_json::{Value, json};

use crate::city::{PERFORM, SUBMIT, TestCity, answers, input};
use crate::garden::module_spec;

async fn submitted(city: &TestCity) -> Value {
    let payload =
        city.ask(Some(&city.resident()), SUBMIT, json!({ "input": input() })).await.data()["submitCase"].clone();
    assert_eq!(payload["userErrors"], json!([]), "{payload}");
    payload
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_goes_its_way_over_the_core_door() {
    let city = TestCity::start().await;
    let payload = submitted(&city).await;
    assert_eq!((&payload["case"]["state"], &payload["case"]["stage"]), (&json!("intake"), &json!("SUBMITTED")));
    let id = payload["case"]["id"].clone();
    let clerk = city.clerk();
    let act = city.ask(Some(&clerk), PERFORM, json!({"input": {"caseId": id, "action": "accept"}})).await.data();
    assert_eq!(act["performAction"]["case"]["stage"], "ACCEPTED", "{act}");
    let query = "query($id: ID!, $at: Position) { node(id: $id, atLeast: $at) { __typename id ... on Case {
        module moduleRevision dueDay provisional answersJson redactions { path reason } stateTitle
        department { title } serviceModule { name retired } availableActions { name reason legalBasis }
        timeline(first: 1) { nodes { type action by { kind } } pageInfo { hasNextPage endCursor } totalCount } } } }";
    let at = &act["performAction"]["position"];
    let seen = city.ask(Some(&city.resident()), query, json!({ "id": id, "at": at })).await.data()["node"].clone();
    assert_eq!(seen["__typename"], "GardenPlotCase");
    assert_eq!(seen["answersJson"], answers());
    assert_eq!((&seen["stateTitle"], &seen["department"]["title"]), (&json!("Review"), &json!("Works")));
    assert_eq!(seen["availableActions"], json!([{"name": "withdraw", "reason": false, "legalBasis": []}]));
    assert_eq!(seen["timeline"]["nodes"][0]["type"], "CaseSubmitted");
    assert_eq!(seen["timeline"]["pageInfo"]["hasNextPage"], true, "{seen}");
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_typed_door_has_typed_answers() {
    let city = TestCity::start().await;
    let submit = "mutation($input: SubmitGardenPlotInput!) { payload: submitGardenPlot(input: $input) {
        case { number module answers { topic wish size place { street } plants } } userErrors { code field } } }";
    let payload =
        city.ask(Some(&city.resident()), submit, json!({"input": {"answers": answers()}})).await.data()["payload"]
            .clone();
    assert_eq!(payload["case"]["answers"], answers(), "{payload}");
    let list = "query($topic: String) { cases: gardenPlotCases(first: 5, filter: {stage: SUBMITTED, answers: {topic: $topic}}) {
        totalCount nodes { answers { topic } timeline { nodes { type } } availableActions { name } } edges { cursor node { number } } } }";
    for (topic, count) in [("light", 1), ("water", 0)] {
        let found = city.ask(Some(&city.clerk()), list, json!({ "topic": topic })).await.data();
        assert_eq!(found["cases"]["totalCount"], count, "{found}");
        assert_eq!(found["cases"]["nodes"].as_array().map(Vec::len), Some(count));
    }
    let broken = json!({"input": {"answers": {"topic": "fire", "place": {}, "size": 1}}});
    let errors = city.ask(Some(&city.resident()), submit, broken).await.data()["payload"]["userErrors"].clone();
    let mut fields: Vec<_> = errors.as_array().unwrap().iter().filter_map(|error| error["field"].as_str()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["answers/place/street", "answers/topic", "answers/wish"], "{errors}");
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_allowed_says_what_is() {
    let city = TestCity::start().await;
    let id = submitted(&city).await["case"]["id"].clone();
    let head = city.token("head-1", &["head"], Some("works"));
    let stranger = city.token("bob", &[], None);
    for (token, input, code, allowed) in [
        (&head, json!({"caseId": id, "action": "approve"}), "NOT_IN_THIS_STATE", json!(["review"])),
        (&city.resident(), json!({"caseId": id, "action": "accept"}), "ROLE_NOT_ALLOWED", json!(["clerk"])),
        (&city.clerk(), json!({"caseId": id, "action": "note"}), "REASON_REQUIRED", json!([])),
        (
            &city.clerk(),
            json!({"caseId": id, "action": "decline", "reason": "x"}),
            "LEGAL_BASIS_REQUIRED",
            json!(["rule-1"]),
        ),
        (
            &city.clerk(),
            json!({"caseId": id, "action": "accept", "expectedRevision": 7}),
            "STALE_REVISION",
            json!(["0"]),
        ),
        (&stranger, json!({"caseId": id, "action": "withdraw"}), "NOT_FOUND", json!([])),
        (&stranger, json!({"caseId": "none", "action": "withdraw"}), "NOT_FOUND", json!([])),
    ] {
        let payload = city.ask(Some(token), PERFORM, json!({ "input": input })).await.data()["performAction"].clone();
        assert_eq!(payload["userErrors"][0]["code"], code, "{payload}");
        assert_eq!(payload["userErrors"][0]["allowed"], allowed, "{payload}");
        assert_eq!((&payload["case"], &payload["position"]), (&Value::Null, &Value::Null));
    }
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_persons_case_is_no_case() {
    let city = TestCity::start().await;
    let payload = submitted(&city).await;
    let query = "query($id: ID!, $n: String!, $at: Position) {
        node(id: $id, atLeast: $at) { id } case(number: $n) { id } cases { totalCount } }";
    let variables = json!({"id": payload["case"]["id"], "n": payload["case"]["number"], "at": payload["position"]});
    for token in [None, Some(city.token("bob", &[], None)), Some(city.token("clerk-2", &["clerk"], Some("parks")))] {
        let seen = city.ask(token.as_deref(), query, variables.clone()).await.data();
        assert_eq!(seen, json!({"node": null, "case": null, "cases": {"totalCount": 0}}));
    }
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_revision_keeps_what_it_no_longer_asks() {
    let city = TestCity::start().await;
    submitted(&city).await;
    let colour = json!({"type": "string", "title": "颜色", "x-cityhall-title-en": "Colour", "maxLength": 20,
                        "x-cityhall-class": "internal"});
    let spec = module_spec(&json!({"colour": colour, "plants": null}));
    city.publish(Publication::Module { name: "garden-plot".into(), spec }).await;
    let query = "{ serviceModule(name: \"garden-plot\") { revision retired } gardenPlotCases { nodes { moduleRevision answers { colour plants } } } }";
    let ann = city.resident();
    let body = city.until(Some(&ann), query, |body| body["data"]["serviceModule"]["revision"] == 2).await;
    assert_eq!(
        body["data"]["gardenPlotCases"]["nodes"],
        json!([{"moduleRevision": 1, "answers": {"colour": null, "plants": ["rose"]}}])
    );
    let deprecated =
        "{ __type(name: \"GardenPlotAnswers\") { fields(includeDeprecated: true) { name isDeprecated } } }";
    let fields = city.ask(Some(&ann), deprecated, json!({})).await.data()["__type"]["fields"].clone();
    let plants = fields.as_array().unwrap().iter().find(|field| field["name"] == "plants").unwrap();
    assert_eq!(plants["isDeprecated"], true, "{fields}");
    let inputs = "{ __type(name: \"GardenPlotAnswersInput\") {
        all: inputFields(includeDeprecated: true) { name isDeprecated deprecationReason } inputFields { name } } }";
    let inputs = city.ask(Some(&ann), inputs, json!({})).await.data()["__type"].clone();
    let named = |list: &Value| list.as_array().unwrap().iter().find(|field| field["name"] == "plants").cloned();
    let plants = named(&inputs["all"]).unwrap();
    assert!(plants["isDeprecated"] == true && plants["deprecationReason"].is_string(), "{plants}");
    assert_eq!(named(&inputs["inputFields"]), None, "only who asks for them sees deprecated ones");
    let sdl = city.send(Request::get("/schema.graphql").body(Body::empty()).unwrap()).await.text;
    let declared = sdl.split("input GardenPlotAnswersInput {").nth(1).and_then(|rest| rest.split('}').next()).unwrap();
    assert!(declared.contains("plants: [String!] @deprecated(reason:"), "{declared}");

    city.publish(Publication::RetireModule { name: "garden-plot".into() }).await;
    city.until(Some(&ann), query, |body| body["data"]["serviceModule"]["retired"] == true).await;
    let refused = city.ask(Some(&ann), SUBMIT, json!({ "input": input() })).await.data();
    assert_eq!(refused["submitCase"]["userErrors"][0]["code"], "MODULE_RETIRED");
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_publish_and_nobody_else() {
    let city = TestCity::start().await;
    let admin = city.token("root", &["admin"], None);
    let publish = "mutation($input: PublishModuleInput!) { publishModule(input: $input) {
        outcome revision userErrors { code field message rule } } }";
    let input = |dry| json!({"input": {"name": "bench", "spec": module_spec(&json!({})), "dryRun": dry}});
    let first = city.ask(Some(&admin), publish, input(true)).await.data();
    assert_eq!(
        (&first["publishModule"]["outcome"], &first["publishModule"]["revision"]),
        (&json!("NEW_REVISION"), &json!(1))
    );
    city.ask(Some(&admin), publish, input(false)).await.data();
    let again = city.ask(Some(&admin), publish, input(false)).await.data();
    assert_eq!(again["publishModule"]["outcome"], "UNCHANGED");
    let broken = json!({"input": {"name": "bench", "spec": {"type": "Nothing"}}});
    let told = city.ask(Some(&admin), publish, broken).await.data();
    assert_eq!(told["publishModule"]["userErrors"][0]["code"], "MANIFEST_INVALID", "{told}");
    assert_eq!(city.ask(Some(&city.clerk()), publish, input(false)).await.code(), "DOCUMENT_INVALID");
    city.stop().await;
}
