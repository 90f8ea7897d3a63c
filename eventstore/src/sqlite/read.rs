//! Reading: a few connections that cannot write, used on the runtime's threads for blocking work.
//!
//! The runtime's threads rather than our own: there is nothing to supervise or to size, a read that
//! waits for the disk delays no other task, and the number of connections bounds the work under way.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rusqlite::types::{FromSqlError, Type};
use rusqlite::{Connection, Row, params};
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::open::Database;
use super::{blocking, unreadable};
use crate::{Error, NewEvent, Position, RecordedEvent, Revision, Stretch};

/// The reads under way at once.
const CONNECTIONS: u32 = 4;

/// The connections for reading; each is opened when it is first needed.
pub(super) struct Readers {
    pool: Arc<Pool>,
    permits: Arc<Semaphore>,
}

struct Pool {
    database: Database,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(super) fn new(database: Database) -> Self {
        let pool = Arc::new(Pool { database, idle: Mutex::new(Vec::new()) });
        Self { pool, permits: Arc::new(Semaphore::new(CONNECTIONS as usize)) }
    }

    /// The position of the last event; waits for the disk on the caller's thread.
    pub(super) fn last_position(&self) -> Result<Position, Error> {
        self.pool.run(last_position)
    }

    /// Runs one read, which is one statement, and counts it. When the future is dropped the read still ends, and gives back its connection.
    pub(super) async fn run<T, F>(&self, read: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| Error::closed())?;
        let pool = Arc::clone(&self.pool);
        metrics::counter!("cityhall_sql_reads_total", "database" => "events").increment(1);
        blocking(move || {
            let result = pool.run(read);
            drop(permit);
            result
        })
        .await
    }

    /// Waits for the reads under way, then closes every connection and refuses further reads.
    pub(super) async fn close(&self) {
        let all = self.permits.acquire_many(CONNECTIONS).await;
        self.permits.close();
        self.pool.idle().clear();
        drop(all);
    }
}

impl Pool {
    fn run<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        let idle = self.idle().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.database.open_reader()?,
        };
        // A connection whose read failed is not used again.
        let result = read(&connection).map_err(unreadable)?;
        self.idle().push(connection);
        Ok(result)
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn last_position(connection: &Connection) -> rusqlite::Result<Position> {
    let mut select = connection.prepare_cached(include_str!("sql/select_last_position.sql"))?;
    select.query_row([], |row| unsigned(row, 0).map(Position))
}

pub(super) fn stream(
    connection: &Connection,
    stream: &str,
    from: Revision,
    limit: usize,
) -> rusqlite::Result<Vec<Arc<RecordedEvent>>> {
    let mut select = connection.prepare_cached(include_str!("sql/select_stream.sql"))?;
    let name: Arc<str> = Arc::from(stream);
    let rows = select.query_map(params![stream, signed(from.0), limit_of(limit)], |row| event(row, &name))?;
    rows.collect()
}

/// Several stretches by one statement.
pub(super) fn streams(
    connection: &Connection,
    stretches: &[Stretch],
) -> rusqlite::Result<Vec<Vec<Arc<RecordedEvent>>>> {
    let names: Vec<Arc<str>> = stretches.iter().map(|stretch| Arc::from(stretch.stream.as_str())).collect();
    let asked = |stretch: &Stretch| {
        let past = stretch.from.0.saturating_add(stretch.limit as u64);
        json!([stretch.stream, signed(stretch.from.0), signed(past)])
    };
    let asked = Value::Array(stretches.iter().map(asked).collect()).to_string();
    let mut select = connection.prepare_cached(include_str!("sql/select_streams.sql"))?;
    let mut found = vec![Vec::new(); stretches.len()];
    let mut rows = select.query([asked])?;
    while let Some(row) = rows.next()? {
        let place: u32 = row.get(1)?;
        let place = place as usize;
        if let (Some(name), Some(events)) = (names.get(place), found.get_mut(place)) {
            events.push(event(row, name)?);
        }
    }
    // As they come they are in order already; only the statement does not promise it.
    for events in &mut found {
        events.sort_by_key(|event| event.revision);
    }
    Ok(found)
}

pub(super) fn all(connection: &Connection, after: Position, limit: usize) -> rusqlite::Result<Vec<Arc<RecordedEvent>>> {
    let mut select = connection.prepare_cached(include_str!("sql/select_all.sql"))?;
    let rows = select.query_map(params![signed(after.0), limit_of(limit)], |row| {
        let name: Arc<str> = Arc::from(row.get_ref(1)?.as_str()?);
        event(row, &name)
    })?;
    rows.collect()
}

fn event(row: &Row<'_>, stream: &Arc<str>) -> rusqlite::Result<Arc<RecordedEvent>> {
    Ok(Arc::new(RecordedEvent {
        position: Position(unsigned(row, 0)?),
        stream: Arc::clone(stream),
        revision: Revision(unsigned(row, 2)?),
        event: NewEvent {
            id: Uuid::from_bytes(row.get(3)?),
            event_type: row.get(4)?,
            schema: row.get(5)?,
            recorded_at: time(row, 6)?,
            effective_at: time(row, 7)?,
            metadata: row.get(8)?,
            payload: row.get(9)?,
        },
    }))
}

fn time(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    let nanoseconds: i64 = row.get(column)?;
    Timestamp::from_nanosecond(i128::from(nanoseconds))
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Integer, Box::new(error)))
}

/// A number that is never negative, as SQLite keeps it.
pub(super) fn unsigned(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let number: i64 = row.get(column)?;
    u64::try_from(number).map_err(|_| {
        let negative = Box::new(FromSqlError::OutOfRange(number));
        rusqlite::Error::FromSqlConversionFailure(column, Type::Integer, negative)
    })
}

/// The same the other way; what SQLite cannot count to, no event has reached.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn limit_of(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
