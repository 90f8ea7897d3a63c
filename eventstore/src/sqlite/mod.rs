//! The embedded backend: one SQLite database in one folder, one process that writes.
//!
//! - `open` — what is checked before a database is used, and how connections are made;
//! - `file_system` — which file systems are refused;
//! - `writer` — the thread that commits groups of appends; `heads` — what it remembers of streams;
//! - `read` — reading, on connections that cannot write.
//!
//! No `mmap` (an IO error would be a signal, not an answer), no `synchronous=NORMAL` (it loses
//! acknowledged events when the power fails), no SQL outside the `.sql` files and the pragmas of
//! `open`.

mod file_system;
mod heads;
mod open;
mod read;
mod writer;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use async_trait::async_trait;
use tokio::sync::{mpsc, oneshot, watch};

use self::open::{Database, WriterLock};
use self::read::Readers;
use self::writer::{Append, Request, Writer};
use crate::subscription::{Ring, RingLimits};
use crate::{
    AppendError, Appended, Error, EventStore, Expected, NewEvent, Position, RecordedEvent, Revision, Stretch,
    Subscription,
};

/// The events that subscribers find in memory: a few seconds of the highest rate.
const RING_LIMITS: RingLimits = RingLimits { events_max: 16_384, bytes_max: 32 * 1024 * 1024 };

/// The appends that may wait for the writer; more wait at the door, in [`EventStore::append`].
const REQUESTS_WAITING_MAX: usize = 1024;

/// What a process wants of a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// Reads and appends. At most one process at a time; creates the store where there is none.
    Writer,
    /// Only reads, also beside a writer. Its [`EventStore::head`] moves with its own reads: another
    /// process cannot wake it.
    ReadOnly,
}

/// A store in one folder of a local disk: `events.db`, SQLite's files beside it, `events.lock`.
/// Positions count from 1 without gaps.
///
/// End it by [`SqliteStore::close`]. Dropping it instead is safe for the data and does not wait: the
/// writer finishes the appends that it has been given and then frees the folder.
pub struct SqliteStore {
    readers: Readers,
    ring: Arc<Ring>,
    head: watch::Receiver<Position>,
    role: Mutex<Role>,
}

enum Role {
    Writer { requests: mpsc::Sender<Request>, thread: JoinHandle<()> },
    ReadOnly { head: watch::Sender<Position> },
    Closed,
}

impl SqliteStore {
    /// Opens the store in `folder`.
    ///
    /// # Errors
    /// [`Error::Refused`] with what to do about it: SQLite too old, a network file system, a second
    /// writer, a file that is not an event store or of a newer format, `synchronous` not FULL;
    /// [`Error::Read`] when it cannot be read.
    pub async fn open(folder: &Path, mode: OpenMode) -> Result<Arc<Self>, Error> {
        let folder = folder.to_owned();
        blocking(move || Self::open_blocking(&folder, mode)).await.map(Arc::new)
    }

    fn open_blocking(folder: &Path, mode: OpenMode) -> Result<Self, Error> {
        let database = Database::prepare(folder, mode)?;
        match mode {
            OpenMode::Writer => Self::start_writer(database, WriterLock::take(folder)?),
            OpenMode::ReadOnly => {
                let readers = Readers::new(database);
                let last = readers.last_position()?;
                let (sender, head) = watch::channel(last);
                let ring = Arc::new(Ring::new(last, RING_LIMITS));
                Ok(Self { readers, ring, head, role: Mutex::new(Role::ReadOnly { head: sender }) })
            }
        }
    }

    fn start_writer(database: Database, lock: WriterLock) -> Result<Self, Error> {
        let connection = database.open_writer()?;
        let last = read::last_position(&connection).map_err(unreadable)?;
        let ring = Arc::new(Ring::new(last, RING_LIMITS));
        let (sender, head) = watch::channel(last);
        let (requests, queue) = mpsc::channel(REQUESTS_WAITING_MAX);
        let readers = Readers::new(database.clone());
        let writer = Writer::new(database, lock, connection, last, Arc::clone(&ring), sender);
        let thread = std::thread::Builder::new()
            .name("event-writer".to_owned())
            .spawn(move || writer.run(queue))
            .map_err(|error| Error::Unavailable(format!("failed to start the writer thread: {error}")))?;
        Ok(Self { readers, ring, head, role: Mutex::new(Role::Writer { requests, thread }) })
    }

    /// Waits for reads under way, commits the appends that were accepted, ends the writer and frees
    /// the folder for the next one. Later calls answer [`Error::Unavailable`].
    ///
    /// # Errors
    /// [`Error::Unknown`] when the writer did not end as it should; its log says why.
    pub async fn close(&self) -> Result<(), Error> {
        let role = std::mem::replace(&mut *self.role(), Role::Closed);
        self.readers.close().await;
        match role {
            Role::Writer { requests, thread } => {
                drop(requests);
                let ended = blocking(move || Ok(thread.join())).await?;
                ended.map_err(|_| Error::Unknown("the writer thread panicked".to_owned()))
            }
            Role::ReadOnly { head } => {
                drop(head);
                Ok(())
            }
            Role::Closed => Ok(()),
        }
    }

    fn role(&self) -> std::sync::MutexGuard<'_, Role> {
        self.role.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn requests(&self) -> Result<mpsc::Sender<Request>, Error> {
        match &*self.role() {
            Role::Writer { requests, .. } => Ok(requests.clone()),
            Role::ReadOnly { .. } => Err(Error::Unavailable("it was opened for reading only".to_owned())),
            Role::Closed => Err(Error::closed()),
        }
    }

    /// Tells subscribers of a read-only store what a read has found.
    fn seen(&self, events: &[Arc<RecordedEvent>]) {
        if let (Role::ReadOnly { head }, Some(last)) = (&*self.role(), events.last()) {
            head.send_if_modified(|head| {
                let newer = last.position > *head;
                if newer {
                    self.ring.restart(last.position);
                    *head = last.position;
                }
                newer
            });
        }
    }
}

#[async_trait]
impl EventStore for SqliteStore {
    #[tracing::instrument(level = "debug", skip_all, fields(size = events.len()))]
    async fn append(&self, stream: &str, expected: Expected, events: Vec<NewEvent>) -> Result<Appended, AppendError> {
        let append = Append::new(stream, expected, events)?;
        let (answer, answered) = oneshot::channel();
        let stopped = |_| Error::Unavailable("the writer has stopped".to_owned());
        self.requests()?.send(Request { append, answer }).await.map_err(|error| stopped(error.to_string()))?;
        answered.await.unwrap_or_else(|_| Err(Error::Unknown("the writer has stopped".to_owned()).into()))
    }

    #[tracing::instrument(level = "debug", skip_all, fields(size = 1))]
    async fn read_stream(&self, stream: &str, from: Revision, limit: usize) -> Result<Vec<Arc<RecordedEvent>>, Error> {
        let stream = stream.to_owned();
        self.readers.run(move |connection| read::stream(connection, &stream, from, limit)).await
    }

    #[tracing::instrument(level = "debug", skip_all, fields(size = stretches.len()))]
    async fn read_streams(&self, stretches: &[Stretch]) -> Result<Vec<Vec<Arc<RecordedEvent>>>, Error> {
        let stretches = stretches.to_vec();
        self.readers.run(move |connection| read::streams(connection, &stretches)).await
    }

    async fn read_all(&self, after: Position, limit: usize) -> Result<Vec<Arc<RecordedEvent>>, Error> {
        let events = self.readers.run(move |connection| read::all(connection, after, limit)).await?;
        self.seen(&events);
        Ok(events)
    }

    fn head(&self) -> watch::Receiver<Position> {
        self.head.clone()
    }

    fn subscribe(self: Arc<Self>, after: Position) -> Subscription {
        let ring = Arc::clone(&self.ring);
        Subscription::new(self, ring, after)
    }
}

/// Runs `work` where it may wait for the disk.
async fn blocking<T, F>(work: F) -> Result<T, Error>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, Error> + Send + 'static,
{
    let joined = tokio::task::spawn_blocking(work).await;
    joined.unwrap_or_else(|error| Err(Error::Unavailable(format!("the work was broken off: {error}"))))
}

fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::Read(error.to_string())
}
