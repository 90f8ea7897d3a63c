//! A writer that is killed at any moment loses nothing that it has acknowledged.

use std::io::{BufRead as _, BufReader};
use std::sync::Arc;

use cityhall_eventstore::sqlite::OpenMode;
use cityhall_eventstore::{EventStore as _, Expected, NewEvent, SqliteStore};
use tempfile::tempdir;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::support::{Ledger, child, event, expected, folder_given};

#[tokio::test]
async fn a_killed_writer_loses_nothing_acknowledged() {
    let folder = tempdir().unwrap();
    let mut ledger = Ledger::default();
    for cycle in 1..=3 {
        let mut writer = child("killed::a_writer_that_never_ends", folder.path(), &[]).spawn().unwrap();
        let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines();
        let enough = ledger.len() + 250 * cycle;
        while ledger.len() < enough {
            let line = lines.next().expect("the writer goes on until it is killed").unwrap();
            ledger.enter(&line);
        }
        writer.kill().unwrap();
        writer.wait().unwrap();
        // Acknowledged, though nobody had listened yet.
        for line in lines.map_while(Result::ok) {
            ledger.enter(&line);
        }
        ledger.check(folder.path()).await;
    }
}

/// The child process of the test above; does nothing where it is nobody's child.
#[tokio::test]
async fn a_writer_that_never_ends() {
    let Some(folder) = folder_given() else { return };
    let store = SqliteStore::open(&folder, OpenMode::Writer).await.unwrap();
    let mut appenders = JoinSet::new();
    for appender in 0..16 {
        let store = Arc::clone(&store);
        appenders.spawn(async move {
            let stream = format!("s-{appender}");
            let mut expected = expected(&*store, &stream).await;
            for number in 0.. {
                let id = Uuid::from_u64_pair(u64::from(std::process::id()) << 32 | appender, number);
                let event = NewEvent { id, payload: vec![b'x'; 400], ..event(number) };
                let appended = store.append(&stream, expected, vec![event]).await.unwrap();
                Ledger::acknowledge(&stream, appended.revision, id);
                expected = Expected::Revision(appended.revision);
            }
        });
    }
    appenders.join_all().await;
}
