//! The cases of the benchmark: made in a city by the door that everybody has, and read out of it by the same door, so
//! that every peer has the same.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use cityhall_tests::{City, Failure, Person};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::task::JoinSet;

/// How many people have cases.
pub(super) const PEOPLE: usize = 256;

/// How many officers read and write.
pub(super) const OFFICERS: usize = 64;

/// How many cases are made at the same time.
const AT_ONCE: usize = 32;

/// One case as it is told.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) department: String,
    pub(super) state: String,
    pub(super) stage: String,
    /// Greater for later ones.
    pub(super) submitted: usize,
    pub(super) submitted_at: String,
    pub(super) due_at: Option<String>,
    pub(super) answers_json: Value,
    pub(super) timeline: Vec<Entry>,
}

/// One event of it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Entry {
    pub(super) r#type: String,
    pub(super) state: Option<String>,
    pub(super) effective_at: String,
    pub(super) recorded_at: String,
}

/// The rows of a file.
pub(super) fn read(file: &Path) -> Result<Vec<Row>, Failure> {
    fs::read_to_string(file)?.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// Makes cases that were accepted and have three notes, of many people and by many officers.
pub(crate) async fn fill(city: &City, module: &str, cases: usize) -> Result<(), Failure> {
    let (mut people, mut clerks) = (Vec::new(), Vec::new());
    for person in 0..PEOPLE {
        people.push(city.resident(&format!("person-{person}")).await?);
    }
    for clerk in 0..OFFICERS {
        clerks.push(city.officer(&format!("clerk-{clerk}"), "works", &["clerk"]).await?);
    }
    let (people, clerks, next) = (Arc::new(people), Arc::new(clerks), Arc::new(AtomicUsize::new(0)));
    let mut running: JoinSet<Result<(), Failure>> = JoinSet::new();
    for _ in 0..AT_ONCE {
        let (people, clerks, next, module) = (people.clone(), clerks.clone(), next.clone(), module.to_owned());
        running.spawn(async move {
            loop {
                let case = next.fetch_add(1, Ordering::Relaxed);
                if case >= cases {
                    return Ok(());
                }
                one(&people[case % PEOPLE], &clerks[case % OFFICERS], &module, case).await?;
                if case > 0 && case.is_multiple_of(1_000) {
                    eprintln!("{case} of {cases} cases are made");
                }
            }
        });
    }
    while let Some(made) = running.join_next().await {
        made??;
    }
    Ok(())
}

async fn one(person: &Person, clerk: &Person, module: &str, case: usize) -> Result<(), Failure> {
    let wish = format!("a lamp at corner {case} of the square");
    let input =
        json!({ "module": module, "answers": { "topic": "light", "wish": wish, "urgent": case.is_multiple_of(7) } });
    let id = done(person.submit(input).await?)?["case"]["id"].clone();
    done(clerk.perform(json!({ "caseId": id, "action": "accept" })).await?)?;
    for reason in ["the pole was looked at", "a lamp was ordered", "the lamp was put up"] {
        done(clerk.perform(json!({ "caseId": id, "action": "note", "reason": reason })).await?)?;
    }
    Ok(())
}

fn done(payload: Value) -> Result<Value, Failure> {
    if payload["userErrors"].as_array().is_some_and(Vec::is_empty) {
        Ok(payload)
    } else {
        Err(payload.to_string().into())
    }
}

/// Writes every case that an officer sees into a file, one a line, newest first; gives their numbers.
pub(super) async fn export(clerk: &Person, file: &Path) -> Result<Vec<String>, Failure> {
    let query = "query($after: String) { cases(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes {
        id number state stage submittedAt dueAt answersJson department { name }
        timeline(first: 20) { nodes { type state effectiveAt recordedAt } } } } }";
    let (mut nodes, mut after) = (Vec::new(), Value::Null);
    loop {
        let mut page = clerk.ask(query, json!({ "after": after })).await?.good()?["cases"].take();
        if let Value::Array(more) = page["nodes"].take() {
            nodes.extend(more);
        }
        if page["pageInfo"]["hasNextPage"] != true {
            break;
        }
        after = page["pageInfo"]["endCursor"].take();
    }
    let mut lines = std::io::BufWriter::new(fs::File::create(file)?);
    let mut numbers = Vec::with_capacity(nodes.len());
    let all = nodes.len();
    for (place, mut node) in nodes.into_iter().enumerate() {
        node["department"] = node["department"]["name"].take();
        node["timeline"] = node["timeline"]["nodes"].take();
        node["submitted"] = (all - place).into();
        let row: Row = serde_json::from_value(node)?;
        serde_json::to_writer(&mut lines, &row)?;
        lines.write_all(b"\n")?;
        numbers.push(row.number);
    }
    lines.flush()?;
    Ok(numbers)
}
