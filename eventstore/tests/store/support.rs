//! What the tests share: events, a child process that runs one of our tests, and the ledger of what
//! a store has acknowledged.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cityhall_eventstore::sqlite::OpenMode;
use cityhall_eventstore::{EventStore, Expected, NewEvent, Position, Revision, SqliteStore};
use jiff::Timestamp;
use uuid::Uuid;

/// An event that tells `number`.
pub(crate) fn event(number: u64) -> NewEvent {
    NewEvent {
        id: Uuid::from_u64_pair(0, number),
        event_type: "Counted".to_owned(),
        schema: 1,
        recorded_at: Timestamp::UNIX_EPOCH,
        effective_at: Timestamp::UNIX_EPOCH,
        metadata: b"{}".to_vec(),
        payload: number.to_string().into_bytes(),
    }
}

/// What a writer must believe to append next to `stream`.
pub(crate) async fn expected(store: &dyn EventStore, stream: &str) -> Expected {
    let events = store.read_stream(stream, Revision(0), usize::MAX).await.unwrap();
    events.last().map_or(Expected::NoStream, |last| Expected::Revision(last.revision))
}

const FOLDER: &str = "CITYHALL_TEST_FOLDER";

/// The folder that a parent gave to its child; `None` in a test that is nobody's child.
pub(crate) fn folder_given() -> Option<PathBuf> {
    std::env::var_os(FOLDER).map(PathBuf::from)
}

/// The command line that runs the test `test` of this binary as a child on `folder`.
pub(crate) fn child(test: &str, folder: &Path, wrapper: &[&str]) -> Command {
    let mut line: Vec<OsString> = wrapper.iter().map(OsString::from).collect();
    line.push(std::env::current_exe().unwrap().into());
    line.extend([test, "--exact", "--nocapture"].map(OsString::from));
    let mut command = Command::new(&line[0]);
    command.args(&line[1..]).env(FOLDER, folder).stdin(Stdio::null()).stdout(Stdio::piped());
    command
}

/// What has been acknowledged, kept outside the process that writes.
#[derive(Default)]
pub(crate) struct Ledger(BTreeMap<(String, u64), Uuid>);

impl Ledger {
    /// The child's side: one line per acknowledged event, at once, after the acknowledgement.
    pub(crate) fn acknowledge(stream: &str, revision: Revision, id: Uuid) {
        let line = format!("\nack {stream} {} {id} .\n", revision.0);
        std::io::stdout().lock().write_all(line.as_bytes()).unwrap();
    }

    /// The parent's side: takes in a line of the child's output; whether it was a whole entry.
    pub(crate) fn enter(&mut self, line: &str) -> bool {
        let ["ack", stream, revision, id, "."] = line.split_whitespace().collect::<Vec<_>>()[..] else { return false };
        let entry = ((stream.to_owned(), revision.parse().unwrap()), id.parse().unwrap());
        let known = self.0.insert(entry.0, entry.1);
        assert_eq!(known, None, "a revision was acknowledged twice: {line}");
        true
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Opens the store in `folder` and holds it to the ledger: nothing lost, nothing doubled, no gap.
    pub(crate) async fn check(&self, folder: &Path) {
        let store = SqliteStore::open(folder, OpenMode::Writer).await.unwrap();
        let all = store.read_all(Position(0), usize::MAX).await.unwrap();
        store.close().await.unwrap();
        let mut stored = BTreeMap::new();
        let mut next = BTreeMap::<_, u64>::new();
        for (event, position) in all.iter().zip(1..) {
            assert_eq!(event.position, Position(position));
            let next = next.entry(event.stream.to_string()).or_default();
            assert_eq!(event.revision, Revision(*next), "in {}", event.stream);
            stored.insert((event.stream.to_string(), *next), event.event.id);
            *next += 1;
        }
        for (place, id) in &self.0 {
            assert_eq!(stored.get(place), Some(id), "acknowledged at {place:?}");
        }
        let mut ids: Vec<_> = stored.into_values().collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all.len(), "an event was stored twice");
    }
}
