//! The thread that writes: it takes the appends that wait, commits them in one transaction, and
//! answers them all.
//!
//! Nothing in here may panic or give up: a failed group is answered, the database is opened anew,
//! and the next group is tried. It never repeats an fsync that failed.

use std::sync::Arc;

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior, params};
use tokio::sync::{mpsc, oneshot, watch};

use super::heads::{Heads, StreamHead};
use super::open::{Database, WriterLock, empty_log, probe};
use super::read::{last_position, signed};
use crate::subscription::Ring;
use crate::{AppendError, Appended, Error, Expected, NewEvent, Position, RecordedEvent, Revision};

/// The appends that share a commit, at most.
const GROUP_APPENDS_MAX: usize = 512;

/// A group takes no further append once it has this many bytes.
const GROUP_BYTES_MAX: usize = 8 * 1024 * 1024;

/// An append that can be written as it is.
pub(super) struct Append {
    stream: Arc<str>,
    expected: Expected,
    events: Vec<Timed>,
}

/// An event with its times as the database keeps them, in nanoseconds since 1970.
struct Timed {
    recorded_at: i64,
    effective_at: i64,
    event: NewEvent,
}

/// An append and where its answer goes.
pub(super) struct Request {
    pub(super) append: Append,
    pub(super) answer: oneshot::Sender<Verdict>,
}

type Verdict = Result<Appended, AppendError>;

impl Append {
    pub(super) fn new(stream: &str, expected: Expected, events: Vec<NewEvent>) -> Result<Self, AppendError> {
        if stream.is_empty() {
            return Err(AppendError::Invalid("the stream has no name"));
        }
        if events.is_empty() {
            return Err(AppendError::Invalid("there is no event"));
        }
        let events = events.into_iter().map(Timed::new).collect::<Result<_, _>>()?;
        Ok(Self { stream: Arc::from(stream), expected, events })
    }

    fn bytes(&self) -> usize {
        self.events.iter().map(|timed| timed.event.metadata.len() + timed.event.payload.len()).sum()
    }
}

impl Timed {
    fn new(event: NewEvent) -> Result<Self, AppendError> {
        let nanoseconds = |time: jiff::Timestamp| {
            i64::try_from(time.as_nanosecond()).map_err(|_| AppendError::Invalid("a time lies outside 1678 to 2261"))
        };
        let (recorded_at, effective_at) = (nanoseconds(event.recorded_at)?, nanoseconds(event.effective_at)?);
        Ok(Self { recorded_at, effective_at, event })
    }
}

/// The writer of one database.
pub(super) struct Writer {
    database: Database,
    /// `None` after a failure, until the database has been opened anew.
    connection: Option<Connection>,
    /// The last position that is surely stored.
    last: Position,
    heads: Heads,
    ring: Arc<Ring>,
    head: watch::Sender<Position>,
    /// Declared last, so that it is freed last.
    _lock: WriterLock,
}

/// What a transaction has taken in so far.
struct Group {
    last: Position,
    verdicts: Vec<Verdict>,
    recorded: Vec<Arc<RecordedEvent>>,
}

/// Why a group was not committed.
enum Failure {
    /// Before the commit: nothing is stored.
    Before(rusqlite::Error),
    /// In the commit: nobody knows.
    Commit(rusqlite::Error),
}

impl Writer {
    pub(super) fn new(
        database: Database,
        lock: WriterLock,
        connection: Connection,
        last: Position,
        ring: Arc<Ring>,
        head: watch::Sender<Position>,
    ) -> Self {
        Self { database, connection: Some(connection), last, heads: Heads::new(), ring, head, _lock: lock }
    }

    /// Serves appends until every sender is gone.
    pub(super) fn run(mut self, mut queue: mpsc::Receiver<Request>) {
        while let Some(group) = next_group(&mut queue) {
            self.serve(group);
        }
        self.finish();
    }

    fn serve(&mut self, group: Vec<Request>) {
        let (answers, appends): (Vec<_>, Vec<_>) = group.into_iter().map(|r| (r.answer, r.append)).unzip();
        let connection = match self.connection.take() {
            Some(connection) => Ok(connection),
            None => self.recover(),
        };
        let written = match connection {
            Err(error) => Err(error),
            Ok(connection) => match self.write(&connection, appends) {
                Ok(group) => {
                    self.connection = Some(connection);
                    Ok(group)
                }
                Err(failure) => Err(self.give_up(failure)),
            },
        };
        match written {
            Ok(group) => {
                self.publish(group.last, group.recorded);
                answers.into_iter().zip(group.verdicts).for_each(|(answer, verdict)| tell(answer, verdict));
            }
            Err(error) => answers.into_iter().for_each(|answer| tell(answer, Err(error.clone().into()))),
        }
    }

    fn write(&mut self, connection: &Connection, appends: Vec<Append>) -> Result<Group, Failure> {
        let transaction =
            Transaction::new_unchecked(connection, TransactionBehavior::Immediate).map_err(Failure::Before)?;
        let mut group = Group { last: self.last, verdicts: Vec::with_capacity(appends.len()), recorded: Vec::new() };
        for append in appends {
            let verdict = self.place(&transaction, append, &mut group).map_err(Failure::Before)?;
            group.verdicts.push(verdict);
        }
        transaction.commit().map_err(Failure::Commit)?;
        Ok(group)
    }

    /// Writes one append into the open transaction, or finds its conflict; a conflict touches nothing.
    fn place(&mut self, connection: &Connection, append: Append, group: &mut Group) -> rusqlite::Result<Verdict> {
        let Append { stream, expected, events } = append;
        let known = self.heads.find(connection, &stream)?;
        let actual = known.map(|head| head.revision);
        let agreed = match expected {
            Expected::NoStream => actual.is_none(),
            Expected::Revision(revision) => actual == Some(revision),
        };
        if !agreed {
            return Ok(Err(AppendError::Conflict { expected, actual }));
        }
        let key = match known {
            Some(head) => head.key,
            None => insert_stream(connection, &stream)?,
        };
        let mut next = Revision(actual.map_or(0, |revision| revision.0 + 1));
        let mut revision = next;
        for timed in events {
            revision = next;
            next = Revision(revision.0 + 1);
            group.last = Position(group.last.0 + 1);
            insert_event(connection, group.last, key, revision, &timed)?;
            let (position, stream, event) = (group.last, Arc::clone(&stream), timed.event);
            group.recorded.push(Arc::new(RecordedEvent { position, stream, revision, event }));
        }
        self.heads.remember(stream, StreamHead { key, revision });
        Ok(Ok(Appended { position: group.last, revision }))
    }

    /// Shows committed events to readers and subscribers; memory first, so that whoever the head
    /// wakes finds them there.
    fn publish(&mut self, last: Position, recorded: Vec<Arc<RecordedEvent>>) {
        if last > self.last {
            self.last = last;
            self.ring.push(recorded);
            self.head.send_replace(last);
        }
    }

    /// After a failure: forgets what may not be so. The connection is gone already.
    fn give_up(&mut self, failure: Failure) -> Error {
        self.heads.forget_all();
        match failure {
            Failure::Before(error) => {
                tracing::error!(%error, database = %self.database, "a group of appends was not written");
                Error::Unavailable(reason(&error))
            }
            Failure::Commit(error) => {
                tracing::error!(%error, database = %self.database, "a group of appends failed in its commit");
                Error::Unknown(reason(&error))
            }
        }
    }

    /// Opens the database anew and learns what is stored.
    ///
    /// An fsync that failed leaves pages in memory that the system believes to be on disk. So the
    /// log is emptied first: what was committed is written once more, to the database file, under an
    /// fsync of its own, and what was not is gone for good. Only then do appends go on.
    fn recover(&mut self) -> Result<Connection, Error> {
        let connection = self.database.open_writer().map_err(|error| Error::Unavailable(error.to_string()))?;
        let unwilling = |error: rusqlite::Error| Error::Unavailable(reason(&error));
        if !empty_log(&connection).map_err(unwilling)? {
            return Err(Error::Unavailable("a long read holds up the recovery; try again".to_owned()));
        }
        probe(&connection).map_err(unwilling)?;
        let stored = last_position(&connection).map_err(unwilling)?;
        if stored < self.last {
            let (stored, last) = (stored.0, self.last.0);
            tracing::error!(stored, acknowledged = last, database = %self.database, "the disk lost acknowledged events");
            return Err(Error::Unavailable(format!(
                "the disk lost acknowledged events (the last stored is {stored} of {last}); restore a backup"
            )));
        }
        if stored > self.last {
            // The commit whose outcome was unknown did hold.
            self.ring.restart(stored);
            self.last = stored;
            self.head.send_replace(stored);
        }
        tracing::info!(last = stored.0, database = %self.database, "the event store takes writes again");
        Ok(connection)
    }

    /// Leaves one file without a log, if the disk lets it.
    fn finish(self) {
        let Some(connection) = self.connection else { return };
        let ended = empty_log(&connection).and_then(|_| connection.close().map_err(|(_, error)| error));
        if let Err(error) = ended {
            tracing::warn!(%error, database = %self.database, "failed to close tidily; the log is kept");
        }
    }
}

/// Waits for an append and takes those that wait behind it; `None` when no more can come.
fn next_group(queue: &mut mpsc::Receiver<Request>) -> Option<Vec<Request>> {
    let first = queue.blocking_recv()?;
    let mut bytes = first.append.bytes();
    let mut group = vec![first];
    while group.len() < GROUP_APPENDS_MAX && bytes < GROUP_BYTES_MAX {
        let Ok(request) = queue.try_recv() else { break };
        bytes += request.append.bytes();
        group.push(request);
    }
    Some(group)
}

fn insert_stream(connection: &Connection, stream: &str) -> rusqlite::Result<i64> {
    connection.prepare_cached(include_str!("sql/insert_stream.sql"))?.execute([stream])?;
    Ok(connection.last_insert_rowid())
}

fn insert_event(
    connection: &Connection,
    position: Position,
    stream: i64,
    revision: Revision,
    timed: &Timed,
) -> rusqlite::Result<()> {
    let event = &timed.event;
    connection.prepare_cached(include_str!("sql/insert_event.sql"))?.execute(params![
        signed(position.0),
        stream,
        signed(revision.0),
        event.id.as_bytes().as_slice(),
        event.event_type,
        event.schema,
        timed.recorded_at,
        timed.effective_at,
        event.metadata,
        event.payload,
    ])?;
    Ok(())
}

fn reason(error: &rusqlite::Error) -> String {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "the disk is full; free some space".to_owned(),
        _ => error.to_string(),
    }
}

/// Answers; whoever asked may have gone.
fn tell(answer: oneshot::Sender<Verdict>, verdict: Verdict) {
    drop(answer.send(verdict));
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use tempfile::{TempDir, tempdir};
    use uuid::Uuid;

    use super::*;
    use crate::sqlite::{OpenMode, RING_LIMITS};

    /// A writer over an empty store that has failed after it had acknowledged `last`.
    fn failed(last: u64) -> (TempDir, Writer, watch::Receiver<Position>) {
        let folder = tempdir().unwrap();
        let database = Database::prepare(folder.path(), OpenMode::Writer).unwrap();
        let lock = WriterLock::take(folder.path()).unwrap();
        let connection = database.open_writer().unwrap();
        let (sender, head) = watch::channel(Position(last));
        let ring = Arc::new(Ring::new(Position(last), RING_LIMITS));
        let mut writer = Writer::new(database, lock, connection, Position(last), ring, sender);
        writer.connection = None;
        (folder, writer, head)
    }

    fn request(stream: &str, expected: Expected) -> (Request, oneshot::Receiver<Verdict>) {
        let event = NewEvent {
            id: Uuid::nil(),
            event_type: "Counted".to_owned(),
            schema: 1,
            recorded_at: Timestamp::UNIX_EPOCH,
            effective_at: Timestamp::UNIX_EPOCH,
            metadata: Vec::new(),
            payload: Vec::new(),
        };
        let (answer, answered) = oneshot::channel();
        (Request { append: Append::new(stream, expected, vec![event]).unwrap(), answer }, answered)
    }

    #[test]
    fn a_group_answers_each_append_for_itself() {
        let (_folder, mut writer, head) = failed(0);
        let (first, mut won) = request("a", Expected::NoStream);
        let (second, mut lost) = request("a", Expected::NoStream);
        let (third, mut next) = request("a", Expected::Revision(Revision(0)));
        writer.serve(vec![first, second, third]);
        let at = |n| Appended { position: Position(n), revision: Revision(n - 1) };
        assert_eq!(won.try_recv().unwrap().unwrap(), at(1));
        let conflict = lost.try_recv().unwrap();
        assert!(matches!(conflict, Err(AppendError::Conflict { actual: Some(Revision(0)), .. })), "{conflict:?}");
        assert_eq!(next.try_recv().unwrap().unwrap(), at(2));
        assert_eq!(*head.borrow(), Position(2));
    }

    #[test]
    fn a_commit_that_held_after_all_is_shown() {
        let (_folder, mut writer, head) = failed(0);
        let (unanswered, _) = request("a", Expected::NoStream);
        let unseen = writer.database.open_writer().unwrap();
        // Committed, and the writer does not know.
        let group = writer.write(&unseen, vec![unanswered.append]).ok().unwrap();
        assert_eq!((group.last, *head.borrow()), (Position(1), Position(0)));
        drop(unseen);
        let error = writer.give_up(Failure::Commit(rusqlite::Error::InvalidQuery));
        assert!(matches!(error, Error::Unknown(_)), "{error:?}");
        let (again, mut answered) = request("a", Expected::NoStream);
        writer.serve(vec![again]);
        let conflict = answered.try_recv().unwrap();
        assert!(matches!(conflict, Err(AppendError::Conflict { actual: Some(Revision(0)), .. })), "{conflict:?}");
        assert_eq!(*head.borrow(), Position(1));
    }

    #[test]
    fn a_disk_that_lost_acknowledged_events_stops_the_writer() {
        let (_folder, mut writer, head) = failed(3);
        for _ in 0..2 {
            let (request, mut answered) = request("a", Expected::NoStream);
            writer.serve(vec![request]);
            let Err(AppendError::Store(Error::Unavailable(why))) = answered.try_recv().unwrap() else {
                panic!("it went on");
            };
            assert!(why.contains("the last stored is 0 of 3); restore a backup"), "{why}");
        }
        assert_eq!(*head.borrow(), Position(3));
    }

    #[test]
    fn a_foreign_lock_costs_its_group_and_no_more() {
        let (_folder, mut writer, _head) = failed(0);
        let foreign = writer.database.open_writer().unwrap();
        let impatient = writer.database.open_writer().unwrap();
        impatient.busy_timeout(std::time::Duration::ZERO).unwrap();
        writer.connection = Some(impatient);
        foreign.execute_batch("BEGIN IMMEDIATE").unwrap();
        let (refused, mut answered) = request("a", Expected::NoStream);
        writer.serve(vec![refused]);
        let verdict = answered.try_recv().unwrap();
        assert!(matches!(verdict, Err(AppendError::Store(Error::Unavailable(_)))), "{verdict:?}");
        foreign.execute_batch("ROLLBACK").unwrap();
        let (served, mut answered) = request("a", Expected::NoStream);
        writer.serve(vec![served]);
        assert_eq!(answered.try_recv().unwrap().unwrap().position, Position(1));
    }
}
