//! Who may open a store, what is refused, and how it ends.

use std::path::Path;
use std::sync::Arc;

use cityhall_eventstore::sqlite::OpenMode;
use cityhall_eventstore::{AppendError, Error, EventStore as _, Expected, Position, Revision, SqliteStore};
use rusqlite::Connection;
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

#[tokio::test]
async fn a_reader_makes_no_store() {
    let folder = tempdir().unwrap();
    let why = refusal(folder.path(), OpenMode::ReadOnly).await;
    assert!(why.contains("holds no event store"), "{why}");
    assert_eq!(folder.path().read_dir().unwrap().count(), 0, "it left nothing behind");
    std::fs::write(folder.path().join("events.db"), b"").unwrap();
    let why = refusal(folder.path(), OpenMode::ReadOnly).await;
    assert!(why.contains("is empty"), "{why}");
}

#[tokio::test]
async fn a_writer_makes_the_folders_it_needs() {
    let folder = tempdir().unwrap();
    let deep = folder.path().join("qingshui/data");
    let store = SqliteStore::open(&deep, OpenMode::Writer).await.unwrap();
    store.close().await.unwrap();
    std::fs::write(folder.path().join("file"), b"").unwrap();
    let why = refusal(&folder.path().join("file/data"), OpenMode::Writer).await;
    assert!(why.contains("failed to make"), "{why}");
}

#[tokio::test]
async fn a_file_that_is_not_ours_is_refused_and_left_alone() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("events.db");
    std::fs::write(&file, "a letter to the mayor, not a database at all\n".repeat(100)).unwrap();
    let before = std::fs::read(&file).unwrap();
    for mode in [OpenMode::Writer, OpenMode::ReadOnly] {
        let why = refusal(folder.path(), mode).await;
        assert!(why.contains("is not an event store of Cityhall"), "{why}");
    }
    assert_eq!(std::fs::read(&file).unwrap(), before);

    std::fs::remove_file(&file).unwrap();
    Connection::open(&file).unwrap().execute_batch("CREATE TABLE stamps (colour TEXT)").unwrap();
    let before = std::fs::read(&file).unwrap();
    for mode in [OpenMode::Writer, OpenMode::ReadOnly] {
        let why = refusal(folder.path(), mode).await;
        assert!(why.contains("is not an event store of Cityhall"), "{why}");
    }
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[tokio::test]
async fn a_newer_format_is_refused() {
    let folder = tempdir().unwrap();
    let store = SqliteStore::open(folder.path(), OpenMode::Writer).await.unwrap();
    store.close().await.unwrap();
    let file = folder.path().join("events.db");
    Connection::open(&file).unwrap().pragma_update(None, "user_version", 2).unwrap();
    for mode in [OpenMode::Writer, OpenMode::ReadOnly] {
        let why = refusal(folder.path(), mode).await;
        assert!(why.contains("has format 2, this program knows formats up to 1; use a newer cityhall"), "{why}");
    }
}

#[tokio::test]
async fn a_closed_store_says_so_to_everyone() {
    let folder = tempdir().unwrap();
    let store = SqliteStore::open(folder.path(), OpenMode::Writer).await.unwrap();
    store.append("a", Expected::NoStream, vec![event(1)]).await.unwrap();
    let mut follower = Arc::clone(&store).subscribe(Position(0));
    assert_eq!(follower.next_batch(10).await.unwrap().len(), 1);
    let waiting = tokio::spawn(async move { follower.next_batch(10).await });
    store.close().await.unwrap();
    store.close().await.unwrap();
    let closed = Error::Unavailable("the store is closed".to_owned());
    assert_eq!(waiting.await.unwrap().unwrap_err(), closed);
    assert_eq!(store.read_all(Position(0), 1).await.unwrap_err(), closed);
    let refused = store.append("a", Expected::NoStream, vec![event(1)]).await;
    assert!(matches!(refused, Err(AppendError::Store(error)) if error == closed));
    let left: Vec<_> = folder.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| name == "events.db" || name == "events.lock"), "one tidy file: {left:?}");
}

#[tokio::test]
async fn a_store_that_is_dropped_keeps_what_it_accepted() {
    let folder = tempdir().unwrap();
    let store = SqliteStore::open(folder.path(), OpenMode::Writer).await.unwrap();
    let appends = (0..100).map(|number| {
        let store = Arc::clone(&store);
        tokio::spawn(async move { store.append(&format!("s-{number}"), Expected::NoStream, vec![event(number)]).await })
    });
    for append in appends.collect::<Vec<_>>() {
        append.await.unwrap().unwrap();
    }
    drop(store);
    let reader = SqliteStore::open(folder.path(), OpenMode::ReadOnly).await.unwrap();
    assert_eq!(*reader.head().borrow(), Position(100));
    reader.close().await.unwrap();
}

#[tokio::test]
async fn positions_count_from_one_without_gaps() {
    let folder = tempdir().unwrap();
    let store = SqliteStore::open(folder.path(), OpenMode::Writer).await.unwrap();
    store.append("a", Expected::NoStream, vec![event(1), event(2)]).await.unwrap();
    store.append("a", Expected::NoStream, vec![event(9)]).await.unwrap_err();
    store.append("b", Expected::NoStream, vec![event(3)]).await.unwrap();
    let positions: Vec<_> = store.read_all(Position(0), 9).await.unwrap().iter().map(|e| e.position.0).collect();
    assert_eq!(positions, [1, 2, 3]);
    store.close().await.unwrap();
}
