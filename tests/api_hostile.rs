//! Hostile requests: each gets its bounded answer, the process stays within ample bounds of processor and memory,
//! and the next honest request is served. What was used is printed.

use cityhall_tests::{City, Failure, Outcome, Person, Usage, Wire};
use serde_json::{Value, json};

/// What one hostile request may use of the processor: hundreds of times what the costliest does.
const CPU_MS_MAX: u64 = 2_000;
/// What the process may use of memory after all of them. A city with nothing in it uses about 100 MiB.
const PEAK_KIB_MAX: u64 = 1024 * 1024;

/// A request and what it is answered.
struct Case {
    what: String,
    body: Vec<u8>,
    /// The statuses that are right.
    statuses: &'static [u16],
    /// The code of the first error; empty where there is none, or any will do.
    code: &'static str,
}

fn case(what: impl Into<String>, query: &str, statuses: &'static [u16], code: &'static str) -> Case {
    Case { what: what.into(), body: json!({ "query": query }).to_string().into_bytes(), statuses, code }
}

fn raw(what: &str, body: impl Into<Vec<u8>>, statuses: &'static [u16], code: &'static str) -> Case {
    Case { what: what.to_owned(), body: body.into(), statuses, code }
}

const REFUSED: &str = "DOCUMENT_REFUSED";
const INVALID: &str = "DOCUMENT_INVALID";

/// Sends each, looks at its answer and at what the process used for it, and asks something honest.
async fn each_is_bounded(cases: Vec<Case>) -> Outcome {
    let city = City::start().await?;
    let process = city.process().ok_or("no process")?;
    let honest = city.resident("ann").await?;
    honest.ask("{ viewer { subject } }", json!({})).await?.good()?;
    for case in &cases {
        let before = Usage::of(process)?;
        let told = send(&city, &case.body).await?;
        let after = Usage::of(process)?;
        let used = after.cpu_ms - before.cpu_ms;
        println!("{:>6} ms {:>8} KiB at most  {}: HTTP {}", used, after.peak_kib, case.what, told.0);
        assert!(case.statuses.contains(&told.0), "{}: HTTP {} {}", case.what, told.0, told.1);
        let code = &told.1["errors"][0]["extensions"]["code"];
        assert!(case.code.is_empty() || code == case.code, "{}: {}", case.what, told.1);
        assert!(used < CPU_MS_MAX, "{} used {used} ms of the processor", case.what);
        let alive = honest.ask("{ viewer { subject } }", json!({})).await?.good()?;
        assert!(alive["viewer"]["subject"].is_string(), "{} was followed by {alive}", case.what);
    }
    let peak = Usage::of(process)?.peak_kib;
    assert!(peak < PEAK_KIB_MAX, "{peak} KiB of memory");
    city.stop().await?;
    Ok(())
}

async fn send(city: &City, body: &[u8]) -> Result<(u16, Value), Failure> {
    let request = city.client().post(format!("{}/graphql", city.address)).header("content-type", "application/json");
    let request = request.header("accept", "application/graphql-response+json").header("accept-language", "en");
    let answer = request.body(body.to_vec()).send().await?;
    let status = answer.status().as_u16();
    let text = answer.text().await?;
    let told = serde_json::from_str(&text).map_err(|_| format!("HTTP {status}, not JSON: {text:.200}"))?;
    Ok((status, told))
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_nesting() -> Outcome {
    let mut cases = Vec::new();
    for depth in [1_000, 5_000, 20_000] {
        for (what, open, close) in [("lists", "[", "]"), ("objects", "{a:", "}"), ("selections", "{a", "}")] {
            let nested = format!("{}{}", open.repeat(depth), close.repeat(depth));
            let closed =
                if what == "selections" { nested } else { format!("{{ cases(filter: {nested}) {{ totalCount }} }}") };
            cases.push(case(format!("{depth} {what} inside each other"), &closed, &[400], REFUSED));
            let unclosed = format!("{{ cases(filter: {}", open.repeat(depth));
            cases.push(case(format!("{depth} {what} never closed"), &unclosed, &[400], REFUSED));
        }
    }
    cases.push(case("20 brackets never closed", &format!("{{ a(b: {}", "[".repeat(20)), &[400], INVALID));
    cases.push(case("1,000 brackets that close nothing", &"]".repeat(1_000), &[400], INVALID));
    for (what, query) in [
        ("a string", format!("{{ serviceModule(name: \"{}\") {{ name }} }}", "[{(".repeat(2_000))),
        ("a block string", format!("{{ serviceModule(name: \"\"\"{}\"\"\") {{ name }} }}", "[{(\n".repeat(2_000))),
        ("a comment", format!("{{ asOf # {}\n }}", "[{(".repeat(2_000))),
    ] {
        cases.push(case(format!("6,000 brackets in {what}"), &query, &[200], ""));
    }
    each_is_bounded(cases).await
}

/// Fragments of which each spreads the next one twice.
fn doubling(levels: usize) -> String {
    let spread =
        |level: usize| format!("fragment F{level} on Query {{ viewer {{ kind }} ...F{0} ...F{0} }}", level + 1);
    let spreads: Vec<String> = (0..levels).map(spread).collect();
    format!("{{ ...F0 }} {} fragment F{levels} on Query {{ viewer {{ kind }} }}", spreads.join(" "))
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_repetition() -> Outcome {
    let mut cases = Vec::new();
    for levels in [10, 20, 30, 40] {
        cases.push(case(format!("fragments doubled {levels} times"), &doubling(levels), &[400], REFUSED));
    }
    let circle = "query { ...A } fragment A on Query { ...B } fragment B on Query { ...A }";
    let aliases = (0..1_000).map(|number| format!("a{number}: asOf ")).collect::<Vec<_>>().concat();
    let three = "{ cases(first: 100) { nodes { timeline(first: 100) { nodes { type } } messages(first: 100) { nodes { text } } } } }";
    let nested = "{ serviceModules(first: 100) { nodes { department { services(first: 100) { nodes { department { services(first: 100) { nodes { name } } } } } } } } }";
    cases.push(case("fragments in a circle", circle, &[400], REFUSED));
    cases.push(case("a fragment in itself", "{ ...A } fragment A on Query { asOf ...A }", &[400], REFUSED));
    cases.push(case("1,000 aliases", &format!("{{ {aliases} }}"), &[400], REFUSED));
    cases.push(case("20,000 fields that are one", &format!("{{ {} }}", "asOf ".repeat(20_000)), &[400, 413], REFUSED));
    cases.push(case("50,000 __typename", &format!("{{ {} }}", "__typename ".repeat(50_000)), &[400, 413], REFUSED));
    cases.push(case(
        "5,000 directives",
        &format!("{{ asOf {} }}", "@include(if: true) ".repeat(5_000)),
        &[400],
        REFUSED,
    ));
    cases.push(case("lists of 100 beside each other", three, &[400], ""));
    cases.push(case("three lists of 100 inside each other", nested, &[400], REFUSED));
    let batch: Vec<Value> = (0..1_000).map(|_| json!({ "query": "{ asOf }" })).collect();
    cases.push(raw("a batch of 1,000", json!(batch).to_string(), &[400], "BAD_REQUEST"));
    let operations = (0..5_000).map(|number| format!("query Q{number} {{ asOf }} ")).collect::<Vec<_>>().concat();
    cases.push(case("5,000 operations", &operations, &[400], REFUSED));
    let variables = (0..2_000).map(|number| format!("$v{number}: Int ")).collect::<Vec<_>>().concat();
    cases.push(case("2,000 variables", &format!("query({variables}) {{ asOf }}"), &[400], REFUSED));
    each_is_bounded(cases).await
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_bodies() -> Outcome {
    let bad = "BAD_REQUEST";
    let deep = |depth: usize| {
        format!(r#"{{"query":"{{asOf}}","variables":{{"x":{}{}}}}}"#, "[".repeat(depth), "]".repeat(depth))
    };
    let many = format!(r#"{{"query":"{{asOf}}","variables":{{"x":[{}]}}}}"#, vec!["0"; 400_000].join(","));
    each_is_bounded(vec![
        raw("400,000 values", many, &[400], bad),
        raw("variables 128 deep", deep(128), &[400], bad),
        raw("variables 100,000 deep", deep(100_000), &[400], bad),
        raw("a byte order mark before the body", "\u{feff}{\"query\":\"{asOf}\"}", &[400], bad),
        raw("NUL", "\0", &[400], bad),
        raw("NUL in the body", "{\"query\":\"{asOf}\"\0}", &[400], bad),
        raw("half of a surrogate", r#"{"query":"{asOf}","variables":{"x":"\ud800"}}"#, &[400], bad),
        raw("the wrong half of a surrogate", r#"{"query":"{asOf}","variables":{"x":"\udc00\ud800"}}"#, &[400], bad),
        raw("not UTF-8", b"{\"query\":\"{asOf}\xff\"}".to_vec(), &[400], bad),
        raw("the same key twice", r#"{"query":"{asOf}","query":"{viewer{kind}}"}"#, &[400], bad),
        raw("a variable twice", r#"{"query":"{asOf}","variables":{"x":1,"x":2}}"#, &[400], bad),
        raw("two bodies", r#"{"query":"{asOf}"}{"query":"{asOf}"}"#, &[400], bad),
        raw("nothing", "", &[400], bad),
        raw("half an object", "{\"query\": ", &[400], bad),
    ])
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_values() -> Outcome {
    let with = |what: &str, of: &str, value: &str, statuses, code| {
        let query = format!("query($x: {of}) {{ cases(first: $x) {{ totalCount }} }}");
        let body = format!(r#"{{"query":{},"variables":{{"x":{value}}}}}"#, json!(query));
        raw(what, body, statuses, code)
    };
    let bad = "BAD_INPUT";
    each_is_bounded(vec![
        with("2^53 + 1", "Int", "9007199254740993", &[400], bad),
        with("2^31", "Int", "2147483648", &[400], bad),
        with("-0", "Int", "-0", &[200, 400], bad),
        with("1e400", "Int", "1e400", &[400], ""),
        with("a fraction", "Int", "1.5", &[400], bad),
        with("a text for a number", "Int", "\"1\"", &[400], bad),
        with("an object for a number", "Int", "{\"a\":1}", &[400], bad),
        with("a list for a number", "Int", "[1]", &[400], bad),
        with("a type that is not there", "Nothing", "1", &[400], ""),
        with("a type of answers", "Case", "1", &[400], ""),
        case("NUL in a document", "{ asOf \0 }", &[400], INVALID),
        case("a byte order mark before the document", "\u{feff}{ asOf }", &[200, 400], ""),
        case("half of a surrogate in a document", r#"{ serviceModule(name: "\uD800") { name } }"#, &[200, 400], ""),
        case("an escape that is none", r#"{ serviceModule(name: "\q") { name } }"#, &[400], INVALID),
        case(
            "a number without end",
            &format!("{{ cases(first: {}) {{ totalCount }} }}", "9".repeat(5_000)),
            &[200, 400],
            "",
        ),
        raw(
            "NUL in a variable",
            r#"{"query":"query($n: String!) { serviceModule(name: $n) { name } }","variables":{"n":"\u0000"}}"#,
            &[200],
            "",
        ),
    ])
    .await
}

/// What the schema is, anybody may know: it is in the repository, and `/schema.graphql` tells it. What it costs is
/// counted.
#[tokio::test(flavor = "multi_thread")]
async fn introspection_and_suggestions_as_the_public() -> Outcome {
    let whole = include_str!("../graphql-api/tests/documents/introspection.graphql");
    let deep = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
    each_is_bounded(vec![
        case("the introspection of code generators", whole, &[200], ""),
        case("introspection that multiplies itself", deep, &[400], REFUSED),
    ])
    .await?;
    let city = City::start().await?;
    let anybody = city.anonymous();
    let schema = anybody.ask("{ __schema { queryType { fields { name } } } }", json!({})).await?.good()?;
    assert!(!schema.to_string().contains("casesOfPerson"), "the public sees its own schema only");
    for query in
        ["{ casess { totalCount } }", "{ casesOfPersn(identifier: \"x\") { totalCount } }", "{ viewer { subjec } }"]
    {
        let told = anybody.ask(query, json!({})).await?;
        let text = told.body.to_string();
        assert!(!text.contains("Did you mean") && !text.contains("casesOfPerson\""), "{text}");
    }
    city.stop().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn ways_that_are_not_ours() -> Outcome {
    let city = City::start().await?;
    let url = format!("{}/graphql", city.address);
    let client = city.client();
    let mutation = [("query", "mutation { submitCase(input: {module: \"x\", answers: {}}) { position } }")];
    assert_eq!(client.get(&url).query(&mutation).send().await?.status(), 405);
    for kind in
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/graphql"]
    {
        let answer = client.post(&url).header("content-type", kind).body("query={viewer{subject}}").send().await?;
        assert_eq!(answer.status(), 415, "{kind}");
    }
    for method in [reqwest::Method::PUT, reqwest::Method::DELETE, reqwest::Method::PATCH] {
        assert_eq!(client.request(method.clone(), &url).body("{}").send().await?.status(), 405, "{method}");
    }
    // Nothing of a body that says how large it is has to be read.
    let mut wire = Wire::to(&city).await?;
    wire.send(
        b"POST /graphql HTTP/1.1\r\nhost: city\r\ncontent-type: application/json\r\ncontent-length: 8388608\r\n\r\n",
    )
    .await?;
    assert_eq!(wire.status().await?, Some(413), "8 MB");
    let chunk = format!("100000\r\n{}\r\n", " ".repeat(1 << 20));
    let mut wire = Wire::to(&city).await?;
    wire.send(
        b"POST /graphql HTTP/1.1\r\nhost: city\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n",
    )
    .await?;
    for _ in 0..8 {
        // The city may have closed before all of it is sent.
        drop(wire.send(chunk.as_bytes()).await);
    }
    assert!(matches!(wire.status().await?, Some(413) | None), "8 MB in pieces");
    // A body that is longer than it says is another request, and none of ours.
    let mut wire = Wire::to(&city).await?;
    wire.send(b"POST /graphql HTTP/1.1\r\nhost: city\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n{}{}{}").await?;
    assert!(matches!(wire.status().await?, Some(400) | None), "two lengths");
    let mut wire = Wire::to(&city).await?;
    wire.send(b"POST /graphql HTTP/1.1\r\nhost: city\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n").await?;
    assert!(matches!(wire.status().await?, Some(400 | 415) | None), "a chunk without a length");
    assert_eq!(client.get(format!("{}/healthz", city.address)).send().await?.status(), 200);
    city.stop().await?;
    Ok(())
}

/// Many at once, from many connections: memory stays bounded.
#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_large_bodies_at_once() -> Outcome {
    let city = City::start().await?;
    let process = city.process().ok_or("no process")?;
    let values = vec!["0"; 400_000].join(",");
    let body = format!(r#"{{"query":"{{asOf}}","variables":{{"x":[{values}]}}}}"#).into_bytes();
    let sent = futures_util::future::join_all((0..100).map(|_| send(&city, &body))).await;
    for told in sent {
        let (status, told) = told?;
        assert!(matches!(status, 400 | 429 | 503), "HTTP {status}: {told}");
    }
    let peak = Usage::of(process)?.peak_kib;
    println!("100 bodies of 800 KB at once: {peak} KiB at most");
    assert!(peak < PEAK_KIB_MAX, "{peak} KiB of memory");
    honest(&city.anonymous()).await?;
    city.stop().await?;
    Ok(())
}

async fn honest(person: &Person) -> Outcome {
    person.ask("{ viewer { kind } }", json!({})).await?.good()?;
    Ok(())
}
