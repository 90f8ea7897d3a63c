//! A city for tests, and the people in it.

use std::sync::Arc;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cityhall_engine::{Config, Engine, Issuer, Mode, Principal, Publication};
use cityhall_eventstore::sqlite::{OpenMode, SqliteStore};
use cityhall_graphql_api::Api;
use cityhall_graphql_api::limits::Limits;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::garden::{city_spec, department_spec, module_spec};

const ISSUER: &str = "https://id.example";

/// A city that runs in a folder of its own.
pub(crate) struct TestCity {
    pub(crate) engine: Arc<Engine>,
    pub(crate) router: Router,
    pub(crate) api: Api,
    store: Arc<SqliteStore>,
    key: EncodingKey,
    _folder: TempDir,
}

/// What a request came to.
pub(crate) struct Told {
    pub(crate) status: u16,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) text: String,
}

impl Told {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    /// The data of an answer without errors.
    pub(crate) fn data(&self) -> Value {
        let body = self.json();
        assert!(self.status == 200 && body.get("errors").is_none(), "HTTP {}: {body}", self.status);
        body["data"].clone()
    }

    pub(crate) fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl TestCity {
    /// A city with one department and the module `garden-plot`.
    pub(crate) async fn start() -> Self {
        Self::within(&Limits::PRODUCTION).await
    }

    /// The same city with other limits.
    pub(crate) async fn within(limits: &Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let secret = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        let pair = Ed25519KeyPair::from_pkcs8(secret.as_ref()).unwrap();
        let x = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
        let jwk = json!({"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": "k", "x": x});
        let issuer = Issuer::with_keys(ISSUER, "cityhall", json!({ "keys": [jwk] }));
        let config = Config {
            data: folder.path().to_owned(),
            mode: Mode::Development,
            language: cityhall_crds::LANGUAGE,
            lower: cityhall_crds::lower,
            prove: cityhall_crds::prove,
            kek: None,
            development_issuer: Some(issuer),
        };
        let store = SqliteStore::open(folder.path(), OpenMode::Writer).await.unwrap();
        let engine = Engine::open(store.clone(), config).await.unwrap();
        publish(&engine, Publication::City { name: "made-up".into(), spec: city_spec() }).await;
        publish(&engine, Publication::Department { name: "works".into(), spec: department_spec() }).await;
        publish(&engine, Publication::Module { name: "garden-plot".into(), spec: module_spec(&json!({})) }).await;
        let api = Api::open(Arc::clone(&engine), None, None, |_, _, _| String::new(), *limits).unwrap();
        let key = EncodingKey::from_ed_der(secret.as_ref());
        Self { engine, router: api.router(), api, store, key, _folder: folder }
    }

    pub(crate) async fn stop(self) {
        self.api.close().await;
        self.engine.close().await;
        self.store.close().await.unwrap();
    }

    /// A token for somebody; officers have a department.
    pub(crate) fn token(&self, subject: &str, roles: &[&str], department: Option<&str>) -> String {
        self.token_for(subject, roles, department, 600)
    }

    /// The same, good for so many seconds.
    pub(crate) fn token_for(&self, subject: &str, roles: &[&str], department: Option<&str>, seconds: i64) -> String {
        let now = self.engine.clock().security_now().as_second();
        let claims = json!({"iss": ISSUER, "aud": "cityhall", "sub": subject, "name": subject, "roles": roles,
                            "department": department, "nbf": now - 1, "exp": now + seconds});
        let header = Header { kid: Some("k".into()), typ: Some("at+jwt".into()), ..Header::new(Algorithm::EdDSA) };
        jsonwebtoken::encode(&header, &claims, &self.key).unwrap()
    }

    pub(crate) fn resident(&self) -> String {
        self.token("ann", &[], None)
    }

    pub(crate) fn clerk(&self) -> String {
        self.token("clerk-1", &["clerk"], Some("works"))
    }

    /// Sends a request as it is.
    pub(crate) async fn send(&self, request: Request<Body>) -> Told {
        let response: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Told { status: head.status.as_u16(), headers: head.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// Asks over the public door.
    pub(crate) async fn ask(&self, token: Option<&str>, query: &str, variables: Value) -> Told {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let mut request = Request::post("/graphql")
            .header("content-type", "application/json")
            .header("accept", "application/graphql-response+json")
            .header("accept-language", "en");
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Asks until the schema, which follows the catalog, answers as wanted.
    pub(crate) async fn until(&self, token: Option<&str>, query: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let asking = async {
            loop {
                let body = self.ask(token, query, json!({})).await.json();
                if wanted(&body) {
                    return body;
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), asking).await.unwrap()
    }

    pub(crate) async fn publish(&self, publication: Publication) {
        publish(&self.engine, publication).await;
    }
}

async fn publish(engine: &Engine, publication: Publication) {
    if let Err(error) = engine.publish(&Principal::city(), publication, false).await {
        panic!("{error:?}");
    }
}

pub(crate) fn answers() -> Value {
    json!({"topic": "light", "wish": "a lamp", "size": 5_000_000_000_i64, "place": {"street": "Elm"}, "plants": ["rose"]})
}

pub(crate) fn input() -> Value {
    json!({"module": "garden-plot", "answers": answers()})
}

pub(crate) const SUBMIT: &str = "mutation($input: SubmitCaseInput!) { submitCase(input: $input) {
    case { id number state stage revision } userErrors { code message field allowed rule } position replayed } }";

pub(crate) const PERFORM: &str = "mutation($input: PerformActionInput!) { performAction(input: $input) {
    case { id state stage revision } userErrors { code field allowed } position } }";
