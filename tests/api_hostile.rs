//! Hostile requests get a 4xx, and the process lives.

use cityhall_tests::{City, Outcome};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn hostile_documents_are_refused_and_the_city_lives() -> Outcome {
    let city = City::start().await?;
    let person = city.resident("ann").await?;
    let doubling: String = (0..24)
        .map(|n| format!("fragment F{n} on Query {{ viewer {{ subject }} ...F{} ...F{} }}", n + 1, n + 1))
        .collect::<Vec<_>>()
        .join(" ");
    let hostile = [
        format!("{{ cases(filter: {}{}) {{ totalCount }} }}", "[".repeat(1350), "]".repeat(1350)),
        format!("{}{}", "{a".repeat(2000), "}".repeat(2000)),
        format!("{{ ...F0 }} {doubling} fragment F24 on Query {{ viewer {{ subject }} }}"),
        "query { ...A } fragment A on Query { ...B } fragment B on Query { ...A }".to_owned(),
        format!("{{ {} }}", (0..5000).map(|n| format!("a{n}: viewer {{ subject }}")).collect::<Vec<_>>().join(" ")),
        format!("{{ viewer {{ subject {} }} }}", "@include(if: true) ".repeat(5000)),
        format!("{{ {} }}", "viewer { subject } ".repeat(20_000)),
    ];
    for document in &hostile {
        let answer = person.ask(document, json!({})).await?;
        assert!(
            (400..500).contains(&answer.status),
            "HTTP {} for {}",
            answer.status,
            &document[..60.min(document.len())]
        );
    }
    let alive = person.ask("{ viewer { subject } }", json!({})).await?.good()?;
    assert_eq!(alive["viewer"]["subject"], "ann");
    city.stop().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_methods_and_types_that_are_not_ours() -> Outcome {
    let city = City::start().await?;
    let url = format!("{}/graphql", city.address);
    let client = city.client();
    let huge = client.post(&url).header("content-type", "application/json").body(vec![b'a'; 8 << 20]).send().await;
    assert!(huge.is_err() || huge.is_ok_and(|answer| answer.status() == 413), "8 MB is too much");
    let mutation = [("query", "mutation { submitCase(input: {module: \"x\", answers: {}}) { position } }")];
    assert_eq!(client.get(&url).query(&mutation).send().await?.status(), 405);
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
        let answer = client.post(&url).header("content-type", kind).body("query={viewer{subject}}").send().await?;
        assert_eq!(answer.status(), 415, "{kind}");
    }
    let broken = client.post(&url).header("content-type", "application/json").body("{\"query\": ").send().await?;
    assert_eq!(broken.status(), 400);
    assert_eq!(client.get(format!("{}/healthz", city.address)).send().await?.status(), 200);
    city.stop().await?;
    Ok(())
}
