//! The floor of `submit`: a process of its own that checks the same token and appends one event of
//! the same size with the same durability, over plain HTTP.

use std::path::Path;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use cityhall_engine::access::DevelopmentIdentity;
use cityhall_engine::{Config, Engine, Mode};
use cityhall_eventstore::sqlite::OpenMode;
use cityhall_eventstore::{EventStore, Expected, NewEvent, SqliteStore};
use cityhall_tests::Failure;
use tokio::process::Command;

use crate::program::Program;

/// Starts one over a copy of a city's data folder, whose issuers it then knows.
pub(crate) async fn start(data: &Path) -> Result<Program, Failure> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("floor").arg(data);
    Program::start(command).await
}

struct Parts {
    engine: Arc<Engine>,
    store: Arc<SqliteStore>,
    metadata: Vec<u8>,
    payload: Vec<u8>,
}

/// Serves until it is killed.
pub(crate) async fn serve(data: &str) -> Result<(), Failure> {
    let store = SqliteStore::open(Path::new(data), OpenMode::Writer).await?;
    let identity = DevelopmentIdentity::open(Path::new(data))?;
    let config = Config {
        data: data.into(),
        mode: Mode::Development,
        language: cityhall_crds::LANGUAGE,
        lower: cityhall_crds::lower,
        prove: cityhall_crds::prove,
        kek: None,
        development_issuer: Some(identity.issuer()),
    };
    let engine = Engine::open(store.clone(), config).await?;
    // The sizes that a submission of this bench stores, within a few bytes.
    let parts = Arc::new(Parts { engine, store, metadata: vec![b'm'; 400], payload: vec![b'p'; 1_200] });
    let router = axum::Router::new().route("/graphql", axum::routing::post(append)).with_state(parts);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("listening on http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, router).await?)
}

#[expect(clippy::disallowed_methods, reason = "the floor has no engine to draw its ids")]
async fn append(State(parts): State<Arc<Parts>>, headers: HeaderMap, _body: Bytes) -> Result<&'static str, StatusCode> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    parts.engine.authenticate(bearer).await.map_err(|_| StatusCode::UNAUTHORIZED)?;
    let id = uuid::Uuid::new_v4();
    let now = parts.engine.clock().now();
    let event = NewEvent {
        id,
        event_type: "CaseSubmitted".to_owned(),
        schema: 1,
        recorded_at: now,
        effective_at: now,
        metadata: parts.metadata.clone(),
        payload: parts.payload.clone(),
    };
    let appended = parts.store.append(&format!("floor-{id}"), Expected::NoStream, vec![event]).await;
    appended.map(|_| "{\"userErrors\":[]}").map_err(|_| StatusCode::SERVICE_UNAVAILABLE)
}
