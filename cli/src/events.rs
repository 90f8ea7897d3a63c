//! `cityhall events`: what is stored, one JSON object a line. Opens read-only, so it may run
//! beside a city that serves.

use std::io::Write as _;
use std::process::ExitCode;

use cityhall_eventstore::sqlite::OpenMode;
use cityhall_eventstore::{EventStore, Position, RecordedEvent, SqliteStore};
use serde_json::{Value, json};

use crate::arguments::Events;

/// How many events are read at once.
const BATCH: usize = 1_000;

/// Prints events to standard output.
pub(crate) fn run(arguments: &Events) -> Result<ExitCode, String> {
    crate::serve::runtime()?.block_on(print(arguments))
}

async fn print(arguments: &Events) -> Result<ExitCode, String> {
    let store = SqliteStore::open(&arguments.data, OpenMode::ReadOnly).await.map_err(|error| error.to_string())?;
    let mut after = Position(arguments.after);
    loop {
        let events = store.read_all(after, BATCH).await.map_err(|error| error.to_string())?;
        let Some(last) = events.last() else { break };
        after = last.position;
        if let Err(error) = write(&events, arguments.stream.as_deref()) {
            // Whoever reads has seen enough: `cityhall events | head` is no failure.
            return if error.kind() == std::io::ErrorKind::BrokenPipe {
                Ok(ExitCode::SUCCESS)
            } else {
                Err(format!("failed to print: {error}"))
            };
        }
    }
    store.close().await.map_err(|error| error.to_string())?;
    Ok(ExitCode::SUCCESS)
}

fn write(events: &[std::sync::Arc<RecordedEvent>], stream: Option<&str>) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for event in events.iter().filter(|event| stream.is_none_or(|stream| &*event.stream == stream)) {
        writeln!(out, "{}", line(event))?;
    }
    out.flush()
}

/// One event. Bytes that are not what this binary writes are shown as `null`, not hidden.
fn line(recorded: &RecordedEvent) -> Value {
    let event = &recorded.event;
    let metadata: Value = serde_json::from_slice(&event.metadata).unwrap_or_default();
    let payload: Value = serde_json::from_slice(&event.payload).unwrap_or_default();
    let mut line = json!({
        "position": recorded.position.0,
        "stream": &*recorded.stream,
        "revision": recorded.revision.0,
        "id": event.id,
        "type": event.event_type,
        "schema": event.schema,
        "recordedAt": event.recorded_at,
        "effectiveAt": event.effective_at,
        "principal": metadata["principal"],
        "open": payload["open"],
        "sealed": payload["sealed"],
    });
    // Most events have none.
    if let Some(assurance) = metadata.get("assurance") {
        line["assurance"] = assurance.clone();
    }
    line
}
