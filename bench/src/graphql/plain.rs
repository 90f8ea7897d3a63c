//! The floor of reads: the same rows in memory, written by `serde` and sent by plain HTTP; nobody is asked who they
//! are, and no document is read.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use cityhall_tests::Failure;
use serde::{Deserialize, Serialize};

use super::rows::{Entry, Row};

/// The rows, newest first, and their places by number.
struct Rows {
    all: Vec<Row>,
    places: HashMap<String, usize>,
}

#[derive(Deserialize)]
struct Asked {
    variables: Option<Variables>,
}

#[derive(Deserialize)]
struct Variables {
    number: Option<String>,
}

#[derive(Serialize)]
struct Answer<T> {
    data: T,
}

#[derive(Serialize)]
struct Cases<'a> {
    cases: Edges<'a>,
}

#[derive(Serialize)]
struct Edges<'a> {
    edges: Vec<Edge<'a>>,
}

#[derive(Serialize)]
struct Edge<'a> {
    node: Short<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Short<'a> {
    id: &'a str,
    number: &'a str,
    state: &'a str,
    stage: &'a str,
    submitted_at: &'a str,
    timeline: Nodes<ShortEntry<'a>>,
}

#[derive(Serialize)]
struct Nodes<T> {
    nodes: Vec<T>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ShortEntry<'a> {
    r#type: &'a str,
    effective_at: &'a str,
}

#[derive(Serialize)]
struct One<'a> {
    case: Option<Whole<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Whole<'a> {
    id: &'a str,
    number: &'a str,
    state: &'a str,
    stage: &'a str,
    submitted_at: &'a str,
    due_at: Option<&'a str>,
    answers_json: &'a serde_json::Value,
    timeline: Nodes<&'a Entry>,
}

/// Serves until it is killed.
pub(crate) async fn serve(rows: &str) -> Result<(), Failure> {
    let all = super::rows::read(Path::new(rows))?;
    let places = all.iter().enumerate().map(|(place, row)| (row.number.clone(), place)).collect();
    let rows = Arc::new(Rows { all, places });
    let router = axum::Router::new().route("/graphql", axum::routing::post(answer)).with_state(rows);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("listening on http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, router).await?)
}

async fn answer(State(rows): State<Arc<Rows>>, body: Bytes) -> Response {
    let Ok(asked) = serde_json::from_slice::<Asked>(&body) else { return StatusCode::BAD_REQUEST.into_response() };
    let written = if let Some(number) = asked.variables.and_then(|variables| variables.number) {
        let row = rows.places.get(&number).map(|place| &rows.all[*place]);
        serde_json::to_vec(&Answer { data: One { case: row.map(whole) } })
    } else {
        let edges = rows.all.iter().take(20).map(|row| Edge { node: short(row) }).collect();
        serde_json::to_vec(&Answer { data: Cases { cases: Edges { edges } } })
    };
    match written {
        Ok(body) => ([(header::CONTENT_TYPE, "application/json")], body).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn short(row: &Row) -> Short<'_> {
    Short {
        id: &row.id,
        number: &row.number,
        state: &row.state,
        stage: &row.stage,
        submitted_at: &row.submitted_at,
        timeline: Nodes { nodes: row.timeline.iter().take(5).map(short_entry).collect() },
    }
}

fn short_entry(entry: &Entry) -> ShortEntry<'_> {
    ShortEntry { r#type: &entry.r#type, effective_at: &entry.effective_at }
}

fn whole(row: &Row) -> Whole<'_> {
    Whole {
        id: &row.id,
        number: &row.number,
        state: &row.state,
        stage: &row.stage,
        submitted_at: &row.submitted_at,
        due_at: row.due_at.as_deref(),
        answers_json: &row.answers_json,
        timeline: Nodes { nodes: row.timeline.iter().take(20).collect() },
    }
}
