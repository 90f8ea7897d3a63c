//! When each case is to be looked at again: a small database of its own, so that a restart need not
//! read every event. Rows and checkpoint move in one transaction; losing the newest of them in a
//! crash only means that their events are taken in again.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use cityhall_eventstore::Position;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

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

/// When a case is to be looked at again; `None`: never.
pub(super) type Row = (Arc<str>, Option<Timestamp>);

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

    /// The last event that the rows include.
    pub(super) async fn checkpoint(&self) -> Result<Position, Error> {
        self.run(|connection| {
            let position: Option<i64> =
                connection.query_row("SELECT position FROM checkpoint", [], |row| row.get(0)).optional()?;
            Ok(Position(position.and_then(|position| u64::try_from(position).ok()).unwrap_or(0)))
        })
        .await
    }

    /// Writes rows, and that everything up to `checkpoint` is in them.
    pub(super) async fn put(&self, rows: Vec<Row>, checkpoint: Option<Position>) -> Result<(), Error> {
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            for (stream, next) in rows {
                match next {
                    Some(next) => transaction
                        .prepare_cached("INSERT OR REPLACE INTO timer VALUES (?1, ?2)")?
                        // Rounded up: a case that is looked at too early is looked at again.
                        .execute(params![&*stream, next.as_millisecond().saturating_add(1)])?,
                    None => transaction.prepare_cached("DELETE FROM timer WHERE stream = ?1")?.execute([&*stream])?,
                };
            }
            if let Some(Position(position)) = checkpoint {
                let position = i64::try_from(position).unwrap_or(i64::MAX);
                transaction.execute("INSERT OR REPLACE INTO checkpoint VALUES (0, ?1)", [position])?;
            }
            transaction.commit()?;
            Ok(())
        })
        .await
    }

    /// Cases that are to be looked at by `now`, the earliest first.
    pub(super) async fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<Arc<str>>, Error> {
        self.streams("SELECT stream FROM timer WHERE next <= ?1 ORDER BY next LIMIT ?2", now.as_millisecond(), limit)
            .await
    }

    /// Cases whose limits run, in the order of their streams, after `after`.
    pub(super) async fn running(&self, after: &str, limit: usize) -> Result<Vec<Arc<str>>, Error> {
        let after = after.to_owned();
        self.streams("SELECT stream FROM timer WHERE stream > ?1 ORDER BY stream LIMIT ?2", after, limit).await
    }

    /// The moment at which the next case is to be looked at.
    pub(super) async fn earliest(&self) -> Result<Option<Timestamp>, Error> {
        self.run(|connection| {
            let next: Option<i64> = connection.query_row("SELECT min(next) FROM timer", [], |row| row.get(0))?;
            Ok(next.and_then(|next| Timestamp::from_millisecond(next).ok()))
        })
        .await
    }

    async fn streams(
        &self,
        sql: &'static str,
        first: impl rusqlite::ToSql + Send + 'static,
        limit: usize,
    ) -> Result<Vec<Arc<str>>, Error> {
        self.run(move |connection| {
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map(params![first, limit], |row| row.get::<_, Arc<str>>(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
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
