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

const ISSUER: &str = "https://id.example";

/// A city that runs in a folder of its own.
pub(crate) struct TestCity {
    pub(crate) engine: Arc<Engine>,
    pub(crate) router: Router,
    api: Api,
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
        Self::within(Limits::PRODUCTION).await
    }

    /// The same city with other limits.
    pub(crate) async fn within(limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let secret = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        let pair = Ed25519KeyPair::from_pkcs8(secret.as_ref()).unwrap();
        let x = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
        let jwk = json!({"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": "k", "x": x});
        let issuer = Issuer { issuer: ISSUER.into(), audience: "cityhall".into(), jwks: json!({ "keys": [jwk] }) };
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
        let api = Api::open(Arc::clone(&engine), None, None, limits).unwrap();
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
        let now = self.engine.clock().security_now().as_second();
        let claims = json!({"iss": ISSUER, "aud": "cityhall", "sub": subject, "name": subject, "roles": roles,
                            "department": department, "nbf": now - 1, "exp": now + 600});
        let header = Header { kid: Some("k".into()), ..Header::new(Algorithm::EdDSA) };
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

fn text(words: &str) -> Value {
    json!({"zh": format!("中 {words}"), "en": words})
}

fn city_spec() -> Value {
    json!({"code": "MU", "title": text("Made-up City"), "timeZone": "Asia/Shanghai", "languages": ["zh", "en"]})
}

fn department_spec() -> Value {
    json!({"title": text("Works"), "phone": "0300-5550100"})
}

/// A module with a group, a list and numbers; `more` is laid over the properties of its form.
pub(crate) fn module_spec(more: &Value) -> Value {
    let mut properties = json!({
        "topic": {"type": "string", "title": "主题", "x-cityhall-title-en": "Topic", "enum": ["light", "water"],
                  "x-cityhall-labels": {"light": text("Light"), "water": text("Water")},
                  "x-cityhall-class": "internal", "x-cityhall-listed": true},
        "wish": {"type": "string", "title": "诉求", "x-cityhall-title-en": "Wish", "minLength": 2, "maxLength": 200},
        "size": {"type": "integer", "title": "面积", "x-cityhall-title-en": "Size", "minimum": 0,
                 "maximum": 9_007_199_254_740_991_i64, "x-cityhall-class": "internal"},
        "place": {"type": "object", "title": "地点", "x-cityhall-title-en": "Place", "x-cityhall-class": "internal",
                  "required": ["street"], "properties": {
            "street": {"type": "string", "title": "街道", "x-cityhall-title-en": "Street", "maxLength": 40}}},
        "plants": {"type": "array", "title": "植物", "x-cityhall-title-en": "Plants", "x-cityhall-class": "internal",
                   "maxItems": 3, "items": {"type": "string", "maxLength": 20}}
    });
    for (key, value) in more.as_object().unwrap() {
        match value {
            Value::Null => properties.as_object_mut().unwrap().remove(key),
            value => properties.as_object_mut().unwrap().insert(key.clone(), value.clone()),
        };
    }
    json!({
        "type": "PublicService", "department": "works", "title": text("Garden plot"),
        "applicants": ["Resident", "Company"],
        "guide": {"summary": text("What it is"), "handling": "Promised", "online": "Handling", "themes": ["Utilities"],
                  "legalBasis": [{"name": "rule-1", "text": text("Rule 1")}],
                  "conditions": [text("Lives here")], "steps": [text("Hand it in")], "fee": text("Free"),
                  "result": text("An answer"), "visitsMax": 0,
                  "contact": {"place": text("Hall"), "hours": text("9 to 5"), "enquiries": "0300-5550100",
                              "complaints": "0300-5550119"}, "questions": []},
        "form": {"schema": {"type": "object", "required": ["topic", "wish"], "properties": properties}},
        "limits": {"promised": {"workingDays": 5}},
        "workflow": {
            "states": [
                {"name": "intake", "title": text("Intake"), "limit": {"workingDays": 2}},
                {"name": "review", "title": text("Review"), "limit": {"workingDays": 3}},
                {"name": "done", "title": text("Done"), "end": "Completed"},
                {"name": "not-accepted", "title": text("Not accepted"), "end": "Declined"},
                {"name": "refused", "title": text("Refused"), "end": "Refused"},
                {"name": "withdrawn", "title": text("Withdrawn"), "end": "Withdrawn"}],
            "actions": [
                {"name": "accept", "title": text("Accept"), "from": ["intake"], "to": "review", "roles": ["clerk"],
                 "effect": {"accept": {}}},
                {"name": "decline", "title": text("Decline"), "from": ["intake"], "to": "not-accepted",
                 "roles": ["clerk"], "effect": {"decline": {"basis": ["rule-1"]}}},
                {"name": "note", "title": text("Note"), "from": ["intake", "review"], "roles": ["clerk"],
                 "demands": {"reason": true}, "effect": {"note": {}}},
                {"name": "approve", "title": text("Approve"), "from": ["review"], "to": "done", "roles": ["head"],
                 "effect": {"approve": {}}},
                {"name": "refuse", "title": text("Refuse"), "from": ["review"], "to": "refused", "roles": ["head"],
                 "effect": {"refuse": {"basis": ["rule-1"]}}},
                {"name": "withdraw", "title": text("Withdraw"), "from": ["intake", "review"], "to": "withdrawn",
                 "roles": ["applicant"], "effect": {"withdraw": {}}}]}
    })
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
