//! GraphQL over HTTP, the schema as text, health, pages.

use axum::body::Body;
use axum::http::Request;
use cityhall_engine::Publication;
use serde_json::json;

use crate::city::TestCity;
use crate::garden::city_spec;

const QUERY: &str = r#"{"query":"{ city { code } }"}"#;

#[tokio::test(flavor = "multi_thread")]
async fn methods_and_media_types() {
    let city = TestCity::start().await;
    let json = "application/json";
    let new = "application/graphql-response+json";
    let mutation = r#"{"query":"mutation { __typename }"}"#;
    let broken = r#"{"query":"{"}"#;
    for (request, status) in [
        (Request::post("/graphql").header("content-type", json).body(Body::from(QUERY)), 200),
        (Request::post("/graphql").header("content-type", json).header("accept", new).body(Body::from(QUERY)), 200),
        (Request::post("/graphql").header("content-type", json).header("accept", new).body(Body::from(broken)), 400),
        (Request::post("/graphql").header("content-type", json).header("accept", json).body(Body::from(broken)), 200),
        (
            Request::post("/graphql")
                .header("content-type", json)
                .header("accept", "text/html")
                .body(Body::from(QUERY)),
            406,
        ),
        (Request::post("/graphql").header("content-type", "text/plain").body(Body::from(QUERY)), 415),
        (Request::post("/graphql").header("content-type", "multipart/form-data").body(Body::from(QUERY)), 415),
        (Request::post("/graphql").body(Body::from(QUERY)), 415),
        (Request::post("/graphql").header("content-type", json).body(Body::from("{")), 400),
        (Request::post("/graphql").header("content-type", json).body(Body::from("[]")), 400),
        (Request::post("/graphql").header("content-type", json).body(Body::from(mutation)), 200),
        (Request::get("/graphql?query=%7Bcity%7Bcode%7D%7D").body(Body::empty()), 200),
        (Request::get("/graphql?query=mutation%7B__typename%7D").body(Body::empty()), 405),
        (Request::get("/graphql").body(Body::empty()), 400),
        (Request::put("/graphql").body(Body::from(QUERY)), 405),
        (Request::delete("/graphql").body(Body::empty()), 405),
    ] {
        let request = request.unwrap();
        let what = format!("{} {} {:?}", request.method(), request.uri(), request.headers());
        let told = city.send(request).await;
        assert_eq!(told.status, status, "{what}: {}", told.text);
        if status == 405 {
            assert!(told.headers.contains_key("allow"), "{what}");
        }
    }
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_token_is_refused_without_cause() {
    let city = TestCity::start().await;
    let mut bodies = Vec::new();
    for value in
        ["Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Basic YTpi", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0."]
    {
        let request = Request::post("/graphql")
            .header("content-type", "application/json")
            .header("authorization", value)
            .body(Body::from(QUERY))
            .unwrap();
        let told = city.send(request).await;
        assert_eq!((told.status, told.code().as_str()), (401, "UNAUTHENTICATED"), "{value}");
        assert_eq!(told.headers["www-authenticate"], "Bearer");
        bodies.push(told.text);
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "the cause is never told");
    let who = city.ask(Some(&city.clerk()), "{ viewer { kind subject audience roles } }", json!({})).await.data();
    assert_eq!(
        who["viewer"],
        json!({"kind": "OFFICER", "subject": "clerk-1", "audience": "STAFF", "roles": ["clerk"]})
    );
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_schema_has_a_tag() {
    let city = TestCity::start().await;
    let first = city.send(Request::get("/schema.graphql").body(Body::empty()).unwrap()).await;
    assert!(first.text.contains("type GardenPlotCase implements Node & Case"), "{}", first.text);
    let tag = first.headers["etag"].clone();
    let again = Request::get("/schema.graphql").header("if-none-match", tag).body(Body::empty()).unwrap();
    assert_eq!(city.send(again).await.status, 304);
    let staff = Request::get("/schema.graphql").header("authorization", format!("Bearer {}", city.clerk()));
    let staff = city.send(staff.body(Body::empty()).unwrap()).await;
    assert!(staff.text.contains("casesOfPerson") && !first.text.contains("casesOfPerson"));
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_come_in_the_language_of_the_caller() {
    let city = TestCity::start().await;
    let query = r#"{"query":"{ city { title en: title(language: EN) } }"}"#;
    for (language, title) in
        [(Some("en-GB"), "Made-up City"), (Some("zh-CN"), "中 Made-up City"), (None, "中 Made-up City")]
    {
        let mut request = Request::post("/graphql").header("content-type", "application/json");
        if let Some(language) = language {
            request = request.header("accept-language", language);
        }
        let told = city.send(request.body(Body::from(query)).unwrap()).await.data();
        assert_eq!(told["city"], json!({"title": title, "en": "Made-up City"}));
    }
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_html_under_a_strict_policy_and_load_only_what_is_here() {
    let city = TestCity::start().await;
    // Without the portal a page stands in its place that says so.
    for page in ["/", "/graphiql", "/services/some/apply", "/services/some/other/address", "/desk", "/board/any"] {
        for language in ["zh", "en"] {
            let request = Request::get(page).header("accept", "text/html").header("accept-language", language);
            let told = city.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(told.status, 200);
            let policy = told.headers["content-security-policy"].to_str().unwrap();
            assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
            assert!(!told.text.contains("http://") && !told.text.contains("https://") && !told.text.contains("{{"));
            let is_asset = |part: &&str| part.starts_with("/assets/") || part.starts_with("/portal/");
            let mut loaded = 0;
            for asset in told.text.split('"').filter(is_asset) {
                let asset = city.send(Request::get(asset).body(Body::empty()).unwrap()).await;
                assert_eq!(asset.status, 200);
                loaded += 1;
            }
            assert!(loaded >= 2, "{page} loads a script and a style");
        }
        let json = Request::get(page).header("accept", "application/json").body(Body::empty()).unwrap();
        assert_eq!(city.send(json).await.status, 406);
    }
    for none in ["/assets/none", "/portal/none", "/portal/../hall.html", "/hall.html"] {
        assert_eq!(city.send(Request::get(none).body(Body::empty()).unwrap()).await.status, 404, "{none}");
    }
    assert_eq!(
        city.send(Request::post("/dev/token").body(Body::empty()).unwrap()).await.status,
        404,
        "not in production"
    );
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_told_with_whom_people_sign_in_and_ask_nobody_else() {
    let city = TestCity::start().await;
    let get = |path: &str| Request::get(path.to_owned()).body(Body::empty()).unwrap();
    let none = city.send(get("/identity-providers")).await.json();
    assert_eq!(none, json!({ "development": false, "providers": [] }));
    let mut spec = city_spec();
    spec["issuers"] = json!([
        { "issuer": "https://machines.example", "audience": "api", "jwks": { "keys": [] }, "subjectPrefix": "machine" },
        { "issuer": "https://id.example:8443/realms/city", "audience": "api", "jwks": { "keys": [] },
          "portal": { "clientId": "portal", "title": { "zh": "统一认证" }, "pages": ["Desk"] } },
    ]);
    city.publish(Publication::City { name: "made-up".into(), spec }).await;
    let told = city.send(get("/identity-providers")).await;
    assert_eq!(told.headers["cache-control"], "no-cache");
    let provider = json!({
        "issuer": "https://id.example:8443/realms/city", "clientId": "portal", "title": { "zh": "统一认证" },
        "scopes": ["openid"], "resource": null, "pages": ["Desk"],
    });
    assert_eq!(told.json(), json!({ "development": false, "providers": [provider] }));
    // A city that was built without the portal has a page there which signs nobody in.
    let asked =
        if cityhall_portal::is_built() { "connect-src 'self' https://id.example:8443" } else { "connect-src 'self'" };
    for page in ["/", "/desk", "/board"] {
        let policy = city.send(get(page)).await.headers["content-security-policy"].to_str().unwrap().to_owned();
        let directive = policy.split("; ").find(|one| one.starts_with("connect-src"));
        assert_eq!(directive, Some(asked), "{page}");
    }
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn health_and_metrics_tell_no_person() {
    let city = TestCity::start().await;
    city.ask(Some(&city.resident()), "{ viewer { subject } }", json!({})).await.data();
    for (path, text) in [("/healthz", "ok"), ("/readyz", "ready"), ("/metrics", "cityhall_graphql_requests_total")] {
        let told = city.send(Request::get(path).body(Body::empty()).unwrap()).await;
        assert!(told.status == 200 && told.text.contains(text), "{path}: {}", told.text);
        assert!(!told.text.contains("ann") && !told.text.contains("garden"), "{}", told.text);
    }
    city.stop().await;
}
