//! A disk that takes no more: the store says so truthfully, loses nothing, and goes on by itself
//! when there is room again.
//!
//! Two real disks of that kind: a limit on file sizes, which any user may set on a process, and a
//! small file system, which only root may mount (`CITYHALL_TEST_AS_ROOT=1`).

use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use cityhall_eventstore::sqlite::OpenMode;
use cityhall_eventstore::{AppendError, Error, EventStore as _, Expected, NewEvent, Position, SqliteStore};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tempfile::tempdir;
use uuid::Uuid;

use crate::support::{Ledger, child, event, expected, folder_given};

const STREAM: &str = "s";

/// One appender that does what the contract asks of it: after an error it loads again.
struct Appender {
    store: Arc<SqliteStore>,
    ledger: Ledger,
    expected: Expected,
    number: u64,
}

impl Appender {
    async fn open(folder: &Path) -> Self {
        let store = SqliteStore::open(folder, OpenMode::Writer).await.unwrap();
        Self { store, ledger: Ledger::default(), expected: Expected::NoStream, number: 0 }
    }

    async fn append(&mut self) -> Result<(), Error> {
        self.number += 1;
        let id = Uuid::from_u64_pair(7, self.number);
        let event = NewEvent { id, payload: vec![b'x'; 9_000], ..event(self.number) };
        match self.store.append(STREAM, self.expected, vec![event]).await {
            Ok(appended) => {
                assert!(self.ledger.enter(&format!("ack {STREAM} {} {id} .", appended.revision.0)));
                self.expected = Expected::Revision(appended.revision);
                Ok(())
            }
            Err(AppendError::Store(error)) => {
                self.expected = expected(&*self.store, STREAM).await;
                Err(error)
            }
            Err(error) => panic!("{error}"),
        }
    }

    /// Appends until the disk has refused for good; what the first failed commit was told.
    async fn fill(&mut self) -> Error {
        let mut first = None;
        let mut unavailable = 0;
        for _ in 0..5_000 {
            match self.append().await {
                // Recovery moves the log into the database and may find room once more.
                Ok(()) => unavailable = 0,
                Err(error) => {
                    unavailable += u32::from(matches!(error, Error::Unavailable(_)));
                    first.get_or_insert(error);
                }
            }
            if let (Some(first), 10..) = (&first, unavailable) {
                return first.clone();
            }
        }
        panic!("the disk never filled up");
    }

    /// There is room again: goes on at once, and everything acknowledged is there, also for a
    /// subscriber that has watched all along.
    async fn resume_and_check(mut self, folder: &Path, mut watcher: cityhall_eventstore::Subscription) {
        self.append().await.expect("there is room again");
        for _ in 0..20 {
            self.append().await.unwrap();
        }
        let head = *self.store.head().borrow();
        let mut seen = Vec::new();
        while watcher.position() < head {
            seen.extend(watcher.next_batch(100).await.unwrap().iter().map(|event| event.position));
        }
        assert_eq!(seen, (1..=head.0).map(Position).collect::<Vec<_>>());
        self.store.close().await.unwrap();
        self.ledger.check(folder).await;
    }
}

#[test]
fn a_file_that_may_not_grow_stops_writes_until_it_may() {
    let folder = tempdir().unwrap();
    // A write beyond the limit is an error only where its signal is ignored.
    let wrapper = ["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"];
    let output = child("full_disk::a_writer_under_a_limit", folder.path(), &wrapper).output().unwrap();
    let (told, failed) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && told.contains("resumed"), "{told}\n{failed}");
}

/// The child process of the test above; does nothing where it is nobody's child.
#[tokio::test]
async fn a_writer_under_a_limit() {
    let Some(folder) = folder_given() else { return };
    let mut appender = Appender::open(&folder).await;
    let watcher = Arc::clone(&appender.store).subscribe(Position(0));
    appender.append().await.unwrap();
    let unlimited = getrlimit(Resource::Fsize);
    setrlimit(Resource::Fsize, Rlimit { current: Some(400_000), ..unlimited }).unwrap();
    let first = appender.fill().await;
    assert!(matches!(first, Error::Unknown(_)), "the first failure was in a commit: {first:?}");
    setrlimit(Resource::Fsize, unlimited).unwrap();
    appender.resume_and_check(&folder, watcher).await;
    println!("resumed");
}

#[tokio::test]
async fn a_full_file_system_stops_writes_until_there_is_room() {
    if std::env::var_os("CITYHALL_TEST_AS_ROOT").is_none_or(|value| value != "1") {
        // Past the harness, which would hide it.
        let aloud =
            b"SKIPPED a_full_file_system_stops_writes_until_there_is_room: set CITYHALL_TEST_AS_ROOT=1, as root\n";
        std::io::stderr().write_all(aloud).unwrap();
        return;
    }
    let place = tempdir().unwrap();
    let disk = Disk::mount(place.path());
    let folder = place.path().join("data");
    let mut appender = Appender::open(&folder).await;
    let watcher = Arc::clone(&appender.store).subscribe(Position(0));
    appender.append().await.unwrap();
    let ballast = place.path().join("ballast");
    std::fs::write(&ballast, vec![0; 2 * 1024 * 1024]).unwrap();
    let first = appender.fill().await;
    assert!(first.to_string().contains("the disk is full"), "{first}");
    let second = appender.append().await.unwrap_err();
    assert!(matches!(&second, Error::Unavailable(why) if why.contains("the disk is full")), "{second:?}");
    std::fs::remove_file(&ballast).unwrap();
    appender.resume_and_check(&folder, watcher).await;
    drop(disk);
}

/// A file system of 4 MB, unmounted when this value goes away.
struct Disk<'a>(&'a Path);

impl<'a> Disk<'a> {
    fn mount(place: &'a Path) -> Self {
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", "size=4m", "tmpfs"]).arg(place).status().unwrap();
        assert!(mounted.success(), "CITYHALL_TEST_AS_ROOT=1 needs root and the right to mount");
        Self(place)
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        // Lazily: after a failed assertion the store is still open.
        let unmounted = Command::new("umount").arg("--lazy").arg(self.0).status();
        if !unmounted.is_ok_and(|status| status.success()) {
            eprintln!("failed to unmount {}", self.0.display());
        }
    }
}
