//! When cases are to be looked at again: a small database of its own, so that a restart need not read
//! every event. Reminders and checkpoint move in one transaction; losing the newest of them in a
//! crash only means that their events are taken in again.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use cityhall_eventstore::Position;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

/// The database cannot be used now.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    #[error("a task of the timers did not end well")]
    Task,
    /// What an event led to was not done; it is tried again.
    #[error("a reaction was not done")]
    NotDone,
}

#[derive(Clone)]
pub(super) struct Database(Arc<Mutex<Connection>>);

/// When a case is to be looked at again.
pub(super) struct Reminder {
    /// The case.
    pub(super) stream: Arc<str>,
    /// The moment.
    pub(super) next: Timestamp,
}

/// A stored reminder, by its place in the table.
pub(super) struct Stored {
    pub(super) row_number: i64,
    pub(super) stream: Arc<str>,
}

impl Database {
    pub(super) async fn open(path: &Path) -> Result<Self, Error> {
        let path = path.to_owned();
        let opened = tokio::task::spawn_blocking(move || {
            let connection = Connection::open(path)?;
            connection.pragma_update(None, "journal_mode", "WAL")?;
            connection.pragma_update(None, "synchronous", "NORMAL")?;
            connection.execute_batch(include_str!("timers.sql"))?;
            Ok(Self(Arc::new(Mutex::new(connection))))
        });
        opened.await.map_err(|_| Error::Task)?
    }

    /// The last event that the reminders include.
    pub(super) async fn checkpoint(&self) -> Result<Position, Error> {
        self.run(|connection| {
            let position: Option<i64> =
                connection.query_row("SELECT position FROM taken_in", [], |row| row.get(0)).optional()?;
            Ok(Position(position.and_then(|position| u64::try_from(position).ok()).unwrap_or(0)))
        })
        .await
    }

    /// Adds reminders, and that everything up to `checkpoint` is in them.
    pub(super) async fn take_in(&self, new: Vec<Reminder>, checkpoint: Position) -> Result<(), Error> {
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            add(&transaction, &new)?;
            let position = i64::try_from(checkpoint.0).unwrap_or(i64::MAX);
            transaction.execute("INSERT OR REPLACE INTO taken_in VALUES (0, ?1)", [position])?;
            Ok(transaction.commit()?)
        })
        .await
    }

    /// Puts new reminders in the place of those that were looked at.
    pub(super) async fn replace(&self, seen: Vec<Stored>, new: Vec<Reminder>) -> Result<(), Error> {
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            // First the new ones, so that they come behind every place that was ever taken.
            add(&transaction, &new)?;
            for Stored { row_number, .. } in seen {
                transaction.prepare_cached("DELETE FROM reminder WHERE row_number = ?1")?.execute([row_number])?;
            }
            Ok(transaction.commit()?)
        })
        .await
    }

    /// Reminders of moments up to `now`, the earliest first.
    pub(super) async fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<Stored>, Error> {
        let sql = "SELECT row_number, stream FROM reminder WHERE next <= ?1 ORDER BY next LIMIT ?2";
        self.run(move |connection| stored(connection, sql, (now.as_millisecond(), signed(limit)))).await
    }

    /// The place of the newest reminder.
    pub(super) async fn newest(&self) -> Result<i64, Error> {
        let sql = "SELECT coalesce(max(row_number), 0) FROM reminder";
        self.run(|connection| Ok(connection.query_row(sql, [], |row| row.get(0))?)).await
    }

    /// Reminders up to the place `last`, the oldest first.
    pub(super) async fn oldest(&self, last: i64, limit: usize) -> Result<Vec<Stored>, Error> {
        let sql = "SELECT row_number, stream FROM reminder WHERE row_number <= ?1 ORDER BY row_number LIMIT ?2";
        self.run(move |connection| stored(connection, sql, (last, signed(limit)))).await
    }

    /// The moment of the next reminder.
    pub(super) async fn earliest(&self) -> Result<Option<Timestamp>, Error> {
        self.run(|connection| {
            let next: Option<i64> = connection.query_row("SELECT min(next) FROM reminder", [], |row| row.get(0))?;
            Ok(next.and_then(|next| Timestamp::from_millisecond(next).ok()))
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let connection = Arc::clone(&self.0);
        let done =
            tokio::task::spawn_blocking(move || work(&mut connection.lock().unwrap_or_else(PoisonError::into_inner)));
        done.await.map_err(|_| Error::Task)?
    }
}

fn add(transaction: &Transaction<'_>, new: &[Reminder]) -> Result<(), Error> {
    let mut insert = transaction.prepare_cached("INSERT INTO reminder (stream, next) VALUES (?1, ?2)")?;
    for Reminder { stream, next } in new {
        // Rounded up: a case that is looked at too early is looked at again.
        insert.execute(params![&**stream, next.as_millisecond().saturating_add(1)])?;
    }
    Ok(())
}

fn stored(connection: &Connection, sql: &str, parameters: (i64, i64)) -> Result<Vec<Stored>, Error> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(parameters, |row| Ok(Stored { row_number: row.get(0)?, stream: row.get(1)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn signed(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
