//! What answers as a city, takes every module at once and remembers its digest: the same for whoever is
//! measured.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use cityhall_crds::spec_digest;
use cityhall_tests::Failure;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

/// A city that only remembers.
pub(super) struct StandIn {
    /// `http://127.0.0.1:PORT`.
    pub(super) address: String,
    memory: Arc<Memory>,
    serving: JoinHandle<std::io::Result<()>>,
}

/// By kind and name: digest and revision.
type Served = BTreeMap<(&'static str, String), (String, u32)>;

#[derive(Default)]
struct Memory {
    served: Mutex<Served>,
    publications: AtomicUsize,
}

impl StandIn {
    pub(super) async fn start() -> Result<Self, Failure> {
        let memory = Arc::<Memory>::default();
        let router = Router::new().route("/readyz", get(|| async { "ok\n" })).route("/graphql", post(answer));
        let router = router.with_state(Arc::clone(&memory));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        let serving = tokio::spawn(async { axum::serve(listener, router).await });
        Ok(Self { address, memory, serving })
    }

    /// How many modules it was told to serve, each time counted.
    pub(super) fn publications(&self) -> usize {
        self.memory.publications.load(Ordering::Relaxed)
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// The mutations that publish, with the kind that they publish.
const PUBLISHING: [(&str, &str); 5] = [
    ("publishCity", "CITY"),
    ("publishDepartment", "DEPARTMENT"),
    ("publishCalendar", "HOLIDAY_CALENDAR"),
    ("publishModule", "SERVICE_MODULE"),
    ("publishAccessPolicy", "ACCESS_POLICY"),
];

async fn answer(State(memory): State<Arc<Memory>>, Json(request): Json<Value>) -> Json<Value> {
    let (query, variables) = (request["query"].as_str().unwrap_or_default(), &request["variables"]);
    let published = PUBLISHING.into_iter().find(|(field, _)| query.contains(field));
    let answer = match published {
        Some((_, kind)) => memory.publish(kind, &variables["input"]),
        None if query.contains("publications") => memory.page(variables),
        None => json!([]),
    };
    Json(json!({ "data": { "answer": answer } }))
}

impl Memory {
    fn publish(&self, kind: &'static str, input: &Value) -> Value {
        self.publications.fetch_add(usize::from(kind == "SERVICE_MODULE"), Ordering::Relaxed);
        let mut served = self.served.lock().unwrap_or_else(PoisonError::into_inner);
        let name = input["name"].as_str().unwrap_or_default().to_owned();
        let entry = served.entry((kind, name)).or_default();
        *entry = (spec_digest(&input["spec"]), entry.1 + 1);
        json!({ "revision": entry.1, "userErrors": [] })
    }

    fn page(&self, variables: &Value) -> Value {
        let served = self.served.lock().unwrap_or_else(PoisonError::into_inner);
        let after = variables["after"].as_str().and_then(|text| text.parse::<usize>().ok()).unwrap_or_default();
        let first = variables["first"].as_u64().and_then(|first| usize::try_from(first).ok()).unwrap_or_default();
        let nodes: Vec<_> = served
            .iter()
            .skip(after)
            .take(first)
            .map(|((kind, name), (digest, revision))| {
                json!({ "kind": kind, "name": name, "digest": digest, "revision": revision, "retired": false })
            })
            .collect();
        let end = after + nodes.len();
        let page = json!({ "hasNextPage": end < served.len(), "endCursor": end.to_string() });
        json!({ "nodes": nodes, "pageInfo": page })
    }
}
