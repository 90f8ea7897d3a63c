//! Hostile requests are refused, and the city answers the next one.

use axum::body::Body;
use axum::http::Request;
use serde_json::json;

use crate::city::TestCity;

#[tokio::test(flavor = "multi_thread")]
async fn bombs_are_refused() {
    let city = TestCity::start().await;
    let doubling: Vec<String> =
        (0..24).map(|n| format!("fragment F{n} on Query {{ asOf ...F{} ...F{} }}", n + 1, n + 1)).collect();
    let aliases: Vec<String> = (0..500).map(|n| format!("a{n}: asOf")).collect();
    for document in [
        format!("{{ cases(filter: {}{}) {{ totalCount }} }}", "[".repeat(1350), "]".repeat(1350)),
        format!("{}{}", "{a".repeat(2000), "}".repeat(2000)),
        format!("{{ ...F0 }} {} fragment F24 on Query {{ asOf }}", doubling.join(" ")),
        "query { ...A } fragment A on Query { ...B } fragment B on Query { ...A }".to_owned(),
        format!("{{ {} }}", aliases.join(" ")),
        format!("{{ asOf {} }}", "@include(if: true) ".repeat(500)),
        "{ cases(first: 100) { nodes { timeline(first: 100) { nodes { type action effectiveAt } } } } }".to_owned(),
        "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }".to_owned(),
    ] {
        let told = city.ask(None, &document, json!({})).await;
        assert_eq!(
            (told.status, told.code().as_str()),
            (400, "DOCUMENT_REFUSED"),
            "{document:.60}: {:.200}",
            told.text
        );
    }
    assert!(city.ask(None, "{ asOf }", json!({})).await.data()["asOf"].is_string());
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_are_bounded() {
    let city = TestCity::start().await;
    let post = |body: Vec<u8>| {
        Request::post("/graphql").header("content-type", "application/json").body(Body::from(body)).unwrap()
    };
    assert_eq!(city.send(post(vec![b' '; 8 << 20])).await.status, 413);
    let deep = format!("{{\"query\":\"{{asOf}}\",\"variables\":{{\"x\":{}{}}}}}", "[".repeat(60), "]".repeat(60));
    assert_eq!(city.send(post(deep.into_bytes())).await.status, 400);
    let deeper = "[".repeat(100_000);
    assert_eq!(city.send(post(deeper.into_bytes())).await.status, 400);
    city.stop().await;
}
