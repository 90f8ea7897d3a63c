//! Who may open a store, and what is refused.

use std::path::Path;

use cityhall_eventstore::sqlite::OpenMode;
use cityhall_eventstore::{AppendError, Error, EventStore as _, Expected, Position, Revision, SqliteStore};
use tempfile::tempdir;

use crate::support::event;

async fn refusal(folder: &Path, mode: OpenMode) -> String {
    match SqliteStore::open(folder, mode).await {
        Err(Error::Refused(why)) => why,
        Err(other) => panic!("not refused, but {other:?}"),
        Ok(_) => panic!("not refused"),
    }
}

#[tokio::test]
async fn a_second_writer_is_refused_until_the_first_has_closed() {
    let folder = tempdir().unwrap();
    let first = SqliteStore::open(folder.path(), OpenMode::Writer).await.unwrap();
    let why = refusal(folder.path(), OpenMode::Writer).await;
    assert!(why.contains(&format!("process {} already writes", std::process::id())), "{why}");
    first.close().await.unwrap();
    let second = SqliteStore::open(folder.path(), OpenMode::Writer).await.unwrap();
    second.close().await.unwrap();
}

#[tokio::test]
async fn a_reader_runs_beside_the_writer_and_cannot_write() {
    let folder = tempdir().unwrap();
    let writer = SqliteStore::open(folder.path(), OpenMode::Writer).await.unwrap();
    writer.append("a", Expected::NoStream, vec![event(1)]).await.unwrap();
    let reader = SqliteStore::open(folder.path(), OpenMode::ReadOnly).await.unwrap();
    assert_eq!(*reader.head().borrow(), Position(1));
    writer.append("a", Expected::Revision(Revision(0)), vec![event(2)]).await.unwrap();
    assert_eq!(reader.read_all(Position(0), 10).await.unwrap().len(), 2);
    assert_eq!(*reader.head().borrow(), Position(2));
    let refused = reader.append("b", Expected::NoStream, vec![event(3)]).await;
    assert!(matches!(refused, Err(AppendError::Store(Error::Unavailable(_)))), "{refused:?}");
    writer.close().await.unwrap();
    assert_eq!(reader.read_all(Position(1), 10).await.unwrap().len(), 1, "it outlives the writer");
    reader.close().await.unwrap();
}
