//! Every format that was ever written opens in today's code. Golden databases are only ever added.

use std::path::{Path, PathBuf};

use cityhall_eventstore::sqlite::OpenMode;
use cityhall_eventstore::{EventStore as _, Expected, NewEvent, Position, Revision, SqliteStore};
use tempfile::tempdir;
use uuid::Uuid;

/// What stands in the golden database of format 1: stream, revision, event; in the global order.
fn format_1() -> Vec<(&'static str, u64, NewEvent)> {
    let event = |number: u128, event_type: &str, schema, metadata: &[u8], payload: &[u8]| NewEvent {
        id: Uuid::from_u128(number),
        event_type: event_type.to_owned(),
        schema,
        recorded_at: "2026-11-24T08:00:00.123456789Z".parse().unwrap(),
        effective_at: "1969-12-31T23:59:59.5Z".parse().unwrap(),
        metadata: metadata.to_vec(),
        payload: payload.to_vec(),
    };
    vec![
        ("city", 0, event(1, "CityFounded", 1, b"{}", b"{\"open\":{\"mode\":\"Development\"}}")),
        ("case-停车", 0, event(u128::MAX, "提交", u16::MAX, b"", &[0, 159, 146, 150])),
        ("case-停车", 1, event(2, "CaseAccepted", 2, b"{\"channel\":\"Web\"}", b"")),
        ("city", 1, event(3, "Noted", 1, b"{}", b"{}")),
    ]
}

fn file(format: u32) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/store/golden/format-{format}.db"))
}

#[tokio::test]
async fn format_1_opens() {
    for mode in [OpenMode::ReadOnly, OpenMode::Writer] {
        let folder = tempdir().unwrap();
        std::fs::copy(file(1), folder.path().join("events.db")).unwrap();
        let store = SqliteStore::open(folder.path(), mode).await.unwrap();
        let stored = store.read_all(Position(0), 100).await.unwrap();
        let found: Vec<_> = stored.iter().map(|e| (&*e.stream, e.revision.0, e.event.clone())).collect();
        assert_eq!(found, format_1());
        assert!(stored.iter().map(|event| event.position.0).eq(1..=4));
        if mode == OpenMode::Writer {
            let (_, _, event) = format_1().remove(0);
            let appended = store.append("city", Expected::Revision(Revision(1)), vec![event]).await.unwrap();
            assert_eq!((appended.position, appended.revision), (Position(5), Revision(2)));
        }
        store.close().await.unwrap();
    }
}

/// Writes the golden database of a new format, once, when `CITYHALL_WRITE_GOLDEN=1`; one that exists
/// is never touched.
#[tokio::test]
async fn write_the_golden_database() {
    let golden = file(1);
    if golden.exists() || std::env::var_os("CITYHALL_WRITE_GOLDEN").is_none_or(|value| value != "1") {
        return;
    }
    let folder = tempdir().unwrap();
    let store = SqliteStore::open(folder.path(), OpenMode::Writer).await.unwrap();
    for (stream, revision, event) in format_1() {
        let expected = revision.checked_sub(1).map_or(Expected::NoStream, |last| Expected::Revision(Revision(last)));
        store.append(stream, expected, vec![event]).await.unwrap();
    }
    store.close().await.unwrap();
    std::fs::create_dir_all(golden.parent().unwrap()).unwrap();
    std::fs::copy(folder.path().join("events.db"), golden).unwrap();
}
