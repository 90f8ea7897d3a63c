//! What the specification says of answers, seen on the wire: nulls and paths, order, once only, conditions, and how
//! values are coerced. The wide comparison with graphql-js is beside the way of a request, in `graphql-api`.

use cityhall_tests::{Answer, City, Failure, GeneratedCity, Options, Outcome, Person, cityhall, generated_city};
use serde_json::{Value, json};

struct Scene {
    city: City,
    folder: GeneratedCity,
    ann: Person,
}

impl Scene {
    async fn set() -> Result<Self, Failure> {
        let folder = generated_city(1)?;
        let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
        let ann = city.resident("ann").await?;
        Ok(Self { city, folder, ann })
    }

    fn input(&self) -> Value {
        json!({ "module": self.folder.modules[0], "answers": { "topic": "light", "wish": "a lamp" } })
    }

    async fn ask(&self, query: &str, variables: Value) -> Result<Answer, Failure> {
        self.ann.ask(query, variables).await
    }

    /// The data as text, so that the order of its keys counts.
    async fn data(&self, query: &str, variables: Value) -> Result<String, Failure> {
        Ok(self.ask(query, variables).await?.good()?.to_string())
    }

    async fn end(self) -> Outcome {
        self.city.stop().await?;
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_in_the_order_of_the_document_at_every_depth() -> Outcome {
    let scene = Scene::set().await?;
    scene.ann.submit(scene.input()).await?;
    let payload = scene.ann.submit(scene.input()).await?;
    let query = "query($at: Position) {
        z: serviceModules { totalCount } ...Lists a: viewer { audience kind }
    } fragment Lists on Query {
        cases(first: 1, atLeast: $at) { totalCount nodes { stage
            timeline(first: 1) { totalCount nodes { type } } ...More number } }
    } fragment More on Case { module timeline(first: 1) { pageInfo { hasNextPage } } state }";
    let told = scene.data(query, json!({ "at": payload["position"] })).await?;
    let keys = [
        "z",
        "cases",
        "totalCount",
        "nodes",
        "stage",
        "timeline",
        "totalCount",
        "nodes",
        "type",
        "pageInfo",
        "hasNextPage",
        "module",
        "state",
        "number",
        "a",
        "audience",
        "kind",
    ];
    let mut rest = told.split_once("\"z\":").map(|(_, rest)| rest).ok_or("no z")?;
    for key in &keys[1..] {
        rest = rest.split_once(&format!("\"{key}\":")).map(|(_, rest)| rest).ok_or(format!("{key} in {told}"))?;
    }
    scene.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_that_fails_is_null_with_one_error_at_its_path() -> Outcome {
    let scene = Scene::set().await?;
    let position = scene.ann.submit(scene.input()).await?["position"].clone();
    let query = "query($at: Position) { bad: cases(first: 0) { totalCount } cases(atLeast: $at) { nodes { number
        none: timeline(first: 101) { totalCount } stage } } viewer { audience } }";
    let answer = scene.ask(query, json!({ "at": position })).await?;
    assert_eq!(answer.status, 200);
    assert_eq!(
        (&answer.body["data"]["bad"], &answer.body["data"]["cases"]["nodes"][0]["none"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(answer.body["data"]["cases"]["nodes"][0]["stage"], "SUBMITTED");
    let paths: Vec<&Value> =
        answer.body["errors"].as_array().into_iter().flatten().map(|error| &error["path"]).collect();
    assert_eq!(paths, [&json!(["bad"]), &json!(["cases", "nodes", 0, "none"])], "{}", answer.body);
    scene.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_of_which_no_fragment_holds_is_empty_and_not_null() -> Outcome {
    let scene = Scene::set().await?;
    let modules = scene.ask("{ serviceModules { nodes { id } } }", json!({})).await?.good()?;
    let id = &modules["serviceModules"]["nodes"][0]["id"];
    let query = "query($id: ID!, $no: Boolean!) { node(id: $id) { ... on Case { number } }
        same: node(id: $id) { ... on ServiceModule { __typename } ... on Node { id @skip(if: true) } }
        none: node(id: \"x\") { id } viewer { audience @include(if: $no) } }";
    let told = scene.data(query, json!({ "id": id, "no": false })).await?;
    assert_eq!(told, r#"{"node":{},"same":{"__typename":"ServiceModule"},"none":null,"viewer":{}}"#);
    scene.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mutation_that_stands_in_a_document_often_is_done_once() -> Outcome {
    let scene = Scene::set().await?;
    let query = "mutation($input: SubmitCaseInput!, $yes: Boolean = true, $no: Boolean = false) {
        submitCase(input: $input) { case { id } }
        ...Again @include(if: $yes)
        ... on Mutation { submitCase(input: $input) { position } }
        left: submitCase(input: $input) @include(if: $no) { position }
        other: submitCase(input: $input) { case { number } }
    } fragment Again on Mutation { submitCase(input: $input) { case { number } userErrors { code } } }";
    let told = scene.ask(query, json!({ "input": scene.input() })).await?.good()?;
    let keys: Vec<&str> = told.as_object().ok_or("no object")?.keys().map(String::as_str).collect();
    assert_eq!(keys, ["submitCase", "other"]);
    let first = &told["submitCase"];
    assert!(first["case"]["id"].is_string() && first["case"]["number"].is_string() && first["position"].is_string());
    assert_ne!(first["case"]["number"], told["other"]["case"]["number"], "another key is another command");
    let (data, _kept) = scene.city.stop().await?;
    let events = cityhall(&["events", "--data", data.to_str().ok_or("not text")?]).await?;
    let events = String::from_utf8(events.stdout)?;
    assert_eq!(events.matches("\"type\":\"CaseSubmitted\"").count(), 2);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn conditions_take_variables_and_their_defaults() -> Outcome {
    let scene = Scene::set().await?;
    let query = "query($a: Boolean = true, $b: Boolean = false, $c: Boolean!) {
        viewer { kind @skip(if: $a) audience @include(if: $a) name @include(if: $b) roles @skip(if: $c) } }";
    assert_eq!(scene.data(query, json!({ "c": true })).await?, r#"{"viewer":{"audience":"PUBLIC"}}"#);
    let told = scene.data(query, json!({ "a": false, "b": true, "c": false })).await?;
    assert_eq!(told, r#"{"viewer":{"kind":"RESIDENT","name":"ann","roles":[]}}"#);
    // graphql-js fails the field around such a condition; we fail the request.
    let answer = scene.ask(query, json!({ "a": null, "c": true })).await?;
    assert_eq!(answer.codes(), ["BAD_INPUT"], "{}", answer.body);
    assert!(answer.body.get("data").is_none());
    scene.end().await
}

/// Asks with `application/graphql-response+json`, so that the status tells whether anything was executed.
async fn strict(scene: &Scene, query: &str, variables: &Value) -> Result<(u16, Value), Failure> {
    let body = json!({ "query": query, "variables": variables });
    let request = scene.city.client().post(format!("{}/graphql", scene.city.address)).json(&body);
    let answer = request.header("accept", "application/graphql-response+json").send().await?;
    let status = answer.status().as_u16();
    Ok((status, answer.json().await?))
}

#[tokio::test(flavor = "multi_thread")]
async fn values_that_do_not_fit_are_refused_before_anything_runs() -> Outcome {
    let scene = Scene::set().await?;
    let list = |argument: &str| format!("{{ cases({argument}) {{ totalCount }} }}");
    for (document, coordinate) in [
        (list("first: 3000000000"), "Query.cases(first:)"),
        (list("first: 1.0"), "Query.cases(first:)"),
        (list("atLeast: 5"), "Query.cases(atLeast:)"),
        (list("filter: {stage: \"SUBMITTED\"}"), "Query.cases(filter:)"),
        ("{ caseBy(reference: {id: \"x\", number: \"y\"}) { id } }".to_owned(), "Query.caseBy(reference:)"),
    ] {
        let (status, body) = strict(&scene, &document, &json!({})).await?;
        let error = &body["errors"][0];
        assert!(status == 400 && body.get("data").is_none(), "{document}: HTTP {status} {body}");
        if error["extensions"]["code"] == "BAD_INPUT" {
            assert_eq!(error["extensions"]["coordinate"], coordinate, "{body}");
        } else {
            assert_eq!(error["extensions"]["code"], "DOCUMENT_INVALID", "{document}: {body}");
        }
    }
    let query = "query($n: Int, $by: CaseReference, $f: CaseFilter) { cases(first: $n, filter: $f) { totalCount } }";
    let by = "query($by: CaseReference!) { caseBy(reference: $by) { id } }";
    for (query, variables) in [
        (query.replace("$by: CaseReference, ", ""), json!({ "n": 2_147_483_648_i64 })),
        (query.replace("$by: CaseReference, ", ""), json!({ "n": 1.5 })),
        (query.replace("$by: CaseReference, ", ""), json!({ "n": "1" })),
        (query.replace("$by: CaseReference, ", ""), json!({ "f": { "stage": "NOWHERE" } })),
        (by.to_owned(), json!({ "by": {} })),
        (by.to_owned(), json!({ "by": { "id": "x", "number": "y" } })),
        (by.to_owned(), json!({ "by": { "id": null } })),
    ] {
        let (status, body) = strict(&scene, &query, &variables).await?;
        assert_eq!(
            (status, &body["errors"][0]["extensions"]["code"]),
            (400, &json!("BAD_INPUT")),
            "{variables}: {body}"
        );
    }
    scene.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn values_are_coerced_as_the_specification_says() -> Outcome {
    let scene = Scene::set().await?;
    for _ in 0..21 {
        scene.ann.submit(scene.input()).await?;
    }
    let position = scene.ann.submit(scene.input()).await?["position"].clone();
    let count = "query($n: Int, $at: Position) { cases(first: $n, atLeast: $at) { nodes { id } } }";
    let found = async |variables: Value| -> Result<usize, Failure> {
        let told = scene.ask(count, variables).await?.good()?;
        Ok(told["cases"]["nodes"].as_array().map_or(0, Vec::len))
    };
    assert_eq!(found(json!({ "at": position })).await?, 20, "an absent variable leaves the default");
    assert_eq!(found(json!({ "n": 3, "at": position })).await?, 3);
    assert_eq!(found(json!({ "n": 4.0, "at": position })).await?, 4, "a number without a fraction is whole");
    // A single value stands for a list of one, and `[T!]!` may stand where `[T!]` is taken.
    let listed = json!({ "field": "topic", "value": "light" });
    let one = "query($f: ListedValue!) { cases(filter: {listed: [$f]}) { totalCount } }";
    assert_eq!(scene.ask(one, json!({ "f": listed })).await?.good()?["cases"]["totalCount"], 22);
    let all = "query($f: [ListedValue!]!) { cases(filter: {listed: $f}) { totalCount } }";
    assert_eq!(scene.ask(all, json!({ "f": listed })).await?.good()?["cases"]["totalCount"], 22);
    let single = "{ cases(filter: {listed: {field: \"topic\", value: \"water\"}}) { totalCount } }";
    assert_eq!(scene.ask(single, json!({})).await?.good()?["cases"]["totalCount"], 0);
    // A variable that may be null may stand where it has a default; null in it fails the field alone.
    let id = "query($id: ID = \"x\") { viewer { audience } node(id: $id) { id } }";
    assert_eq!(scene.data(id, json!({})).await?, r#"{"viewer":{"audience":"PUBLIC"},"node":null}"#);
    let answer = scene.ask(id, json!({ "id": null })).await?;
    assert_eq!((answer.status, &answer.body["data"]["viewer"]["audience"]), (200, &json!("PUBLIC")));
    let error = &answer.body["errors"][0];
    assert_eq!((&error["path"], &error["extensions"]["coordinate"]), (&json!(["node"]), &json!("Query.node(id:)")));
    scene.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_two_names_a_case() -> Outcome {
    let scene = Scene::set().await?;
    let payload = scene.ann.submit(scene.input()).await?;
    let (case, at) = (&payload["case"], &payload["position"]);
    let query = "query($by: CaseReference!, $at: Position) { caseBy(reference: $by, atLeast: $at) { id number } }";
    for by in [json!({ "id": case["id"] }), json!({ "number": case["number"] })] {
        let told = scene.ask(query, json!({ "by": by, "at": at })).await?.good()?;
        assert_eq!(told["caseBy"], json!({ "id": case["id"], "number": case["number"] }), "{by}");
    }
    let variable = "query($number: String!) { caseBy(reference: {number: $number}) { number } }";
    let told = scene.ask(variable, json!({ "number": case["number"] })).await?.good()?;
    assert_eq!(told["caseBy"]["number"], case["number"]);
    let may_be_null = variable.replace("String!", "String");
    let (status, body) = strict(&scene, &may_be_null, &json!({ "number": "x" })).await?;
    assert_eq!((status, &body["errors"][0]["extensions"]["code"]), (400, &json!("DOCUMENT_INVALID")), "{body}");
    scene.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_of_one_key_that_differ_are_refused() -> Outcome {
    let scene = Scene::set().await?;
    for document in [
        "{ a: asOf ... { a: city { code } } }",
        "{ cases(first: 1) { totalCount } ... on Query { cases(first: 2) { totalCount } } }",
        "{ ...A ...B } fragment A on Query { x: viewer { kind } } fragment B on Query { x: viewer { kind: name } }",
    ] {
        let (status, body) = strict(&scene, document, &json!({})).await?;
        let code = &body["errors"][0]["extensions"]["code"];
        assert_eq!((status, code), (400, &json!("DOCUMENT_INVALID")), "{document}: {body}");
    }
    scene.end().await
}

/// What the parser does not take: listed as known gaps in docs/decisions/0029-graphql-conformance.md.
#[tokio::test(flavor = "multi_thread")]
async fn known_gaps_of_the_parser_answer_400() -> Outcome {
    let scene = Scene::set().await?;
    for document in [
        "\"what it is for\" query Q { asOf }",
        "query Q(\"what it is\" $n: Int) { cases(first: $n) { totalCount } }",
        "\"what it is\" fragment F on Query { asOf } query Q { ...F }",
        "{ case(number: \"\\u{1F600}\") { id } }",
        "{ case(number: \"\\uD83D\\uDE00\") { id } }",
        "query($l: [ListedValue! ]) { cases(filter: {listed: $l}) { totalCount } }",
        "{ ... on # a comment\n Query { asOf } }",
    ] {
        let (status, body) = strict(&scene, document, &json!({})).await?;
        let code = &body["errors"][0]["extensions"]["code"];
        assert_eq!((status, code), (400, &json!("DOCUMENT_INVALID")), "{document}: {body}");
    }
    // The same letter as it is, or escaped in the JSON around the document or the variables, is taken.
    let emoji = "query($n: String!) { a: case(number: $n) { id } b: case(number: \"😀\") { id } }";
    assert_eq!(scene.data(emoji, json!({ "n": "😀" })).await?, r#"{"a":null,"b":null}"#);
    scene.end().await
}
