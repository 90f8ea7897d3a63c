//! The state database on SQLite: one connection that writes, a few that only read, all on the blocking
//! pool. What serves at the moment is the file with the highest number (`home.rs`).

mod home;
mod statements;

pub use home::SqliteHome;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use cityhall_eventstore::Position;
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, OptionalExtension, ToSql, Transaction, params_from_iter};
use tokio::sync::Semaphore;

use super::{Answer, Batch, Error, Group, KeyValue, Query, Row, Snapshot, StateDatabase, ViewSchema, Write};
use statements::{READER_SETUP, Rendered, Statements, VIEWS_TABLE, WRITER_SETUP};

/// How many reads run at the same time; more wait for their turn.
const READERS: u32 = 4;

/// Statements that each connection keeps prepared.
const PREPARED_MAX: usize = 256;

/// One file of views.
pub struct SqliteState {
    shared: Arc<Shared>,
}

/// What tasks on the blocking pool hold on to.
struct Shared {
    path: PathBuf,
    views: Vec<(&'static ViewSchema, Statements)>,
    writer: Mutex<Option<Connection>>,
    readers: Mutex<Vec<Connection>>,
    turns: Arc<Semaphore>,
}

impl SqliteState {
    /// Opens the file, or makes it.
    ///
    /// # Errors
    /// [`Error::Outdated`] when it holds other views or is damaged.
    pub async fn open(path: PathBuf, views: &'static [&'static ViewSchema]) -> Result<Self, Error> {
        blocking(move || open(path, views)).await.map(|shared| Self { shared: Arc::new(shared) })
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.shared.path
    }

    async fn write_with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared, &mut Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let shared = Arc::clone(&self.shared);
        blocking(move || work(&shared, lock(&shared.writer).as_mut().ok_or(Error::Closed)?)).await
    }

    async fn read_with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared, &mut Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        // The turn goes with the work: when the caller is gone the read still ends, and the connection is not free
        // before.
        let turn = Arc::clone(&self.shared.turns).acquire_owned().await.map_err(|_| Error::Closed)?;
        let shared = Arc::clone(&self.shared);
        blocking(move || {
            let mut connection = lock(&shared.readers).pop().ok_or(Error::Closed)?;
            let outcome = work(&shared, &mut connection);
            lock(&shared.readers).push(connection);
            drop(turn);
            outcome
        })
        .await
    }
}

#[async_trait]
impl StateDatabase for SqliteState {
    async fn checkpoint(&self, view: &'static ViewSchema) -> Result<Position, Error> {
        self.write_with(move |_, connection| checkpoint(connection, view)).await
    }

    async fn bodies(&self, view: &'static ViewSchema, ids: Vec<String>) -> Result<HashMap<String, String>, Error> {
        self.write_with(move |shared, connection| {
            let mut statement = connection.prepare_cached(&shared.statements(view)?.body)?;
            let mut found = HashMap::with_capacity(ids.len());
            for id in ids {
                if let Some(body) = statement.query_row([&id], |row| row.get(0)).optional()? {
                    found.insert(id, body);
                }
            }
            Ok(found)
        })
        .await
    }

    async fn write(&self, batch: Batch) -> Result<(), Error> {
        self.write_with(move |shared, connection| {
            let transaction = connection.transaction()?;
            for (view, position) in batch.checkpoints {
                advance(&transaction, view, position)?;
            }
            for (view, writes) in &batch.writes {
                apply(&transaction, view, shared.statements(view)?, writes)?;
            }
            Ok(transaction.commit()?)
        })
        .await
    }

    #[tracing::instrument(level = "debug", skip_all, name = "read_views", fields(size = queries.len()))]
    async fn read(&self, queries: Vec<Query>) -> Result<Snapshot, Error> {
        self.read_with(move |_, connection| {
            // The statement that asks how far the views are, and one for each question.
            metrics::counter!("cityhall_sql_reads_total", "database" => "views").increment(1 + queries.len() as u64);
            let transaction = connection.transaction()?;
            let checkpoints = transaction
                .prepare_cached("SELECT name, position FROM views")?
                .query_map([], |row| Ok((row.get(0)?, position(row.get(1)?))))?
                .collect::<Result<_, _>>()?;
            let answers = queries.iter().map(|query| answer(&transaction, query)).collect::<Result<_, _>>()?;
            Ok(Snapshot { checkpoints, answers })
        })
        .await
    }

    async fn rows_after(&self, view: &'static ViewSchema, after: String, limit: usize) -> Result<Vec<Row>, Error> {
        self.read_with(move |shared, connection| rows_after(connection, view, shared.statements(view)?, &after, limit))
            .await
    }

    async fn row_count(&self, view: &'static ViewSchema) -> Result<u64, Error> {
        self.read_with(move |shared, connection| {
            let sql = &shared.statements(view)?.row_count;
            Ok(connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map(unsigned)?)
        })
        .await
    }

    async fn close(&self) -> Result<(), Error> {
        // Every turn taken and kept: no read is under way, and none begins.
        let turns = self.shared.turns.acquire_many(READERS).await.map_err(|_| Error::Closed)?;
        turns.forget();
        self.shared.turns.close();
        let shared = Arc::clone(&self.shared);
        blocking(move || {
            // Readers first: the last connection to go moves the log into the file.
            lock(&shared.readers).clear();
            lock(&shared.writer).take().ok_or(Error::Closed)?.close().map_err(|(_, error)| error.into())
        })
        .await
    }
}

impl Shared {
    fn statements(&self, view: &ViewSchema) -> Result<&Statements, Error> {
        let known = self.views.iter().find(|(schema, _)| schema.name == view.name);
        known.map(|(_, statements)| statements).ok_or_else(|| Error::Database(format!("no view `{}`", view.name)))
    }
}

fn open(path: PathBuf, views: &'static [&'static ViewSchema]) -> Result<Shared, Error> {
    let views: Vec<_> = views.iter().map(|view| (*view, Statements::of(view))).collect();
    let mut writer = Connection::open(&path)?;
    keep_plans(&writer)?;
    writer.execute_batch(WRITER_SETUP)?;
    writer.set_prepared_statement_cache_capacity(PREPARED_MAX);
    let transaction = writer.transaction()?;
    prepare(&transaction, &views)?;
    transaction.commit()?;
    let readers = (0..READERS).map(|_| reader(&path)).collect::<Result<_, _>>()?;
    Ok(Shared {
        path,
        views,
        writer: Mutex::new(Some(writer)),
        readers: Mutex::new(readers),
        turns: Arc::new(Semaphore::new(READERS as usize)),
    })
}

/// A connection that can only read. It is used once at once, so that it holds every file it will ever
/// need: a rebuild may remove their names while it reads on.
fn reader(path: &Path) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    keep_plans(&connection)?;
    connection.execute_batch(READER_SETUP)?;
    connection.set_prepared_statement_cache_capacity(PREPARED_MAX);
    connection.query_row("SELECT count(*) FROM views", [], |row| row.get::<_, i64>(0))?;
    Ok(connection)
}

/// Without this, `SQLite` prepares a statement anew whenever a bound `LIMIT` changes.
fn keep_plans(connection: &Connection) -> Result<(), Error> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// Makes the tables of an empty file; holds those of another against today's schemas.
fn prepare(transaction: &Transaction<'_>, views: &[(&'static ViewSchema, Statements)]) -> Result<(), Error> {
    let tables: i64 = transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if tables == 0 {
        transaction.execute_batch(VIEWS_TABLE)?;
        let sql = "INSERT INTO views (name, version, schema, position) VALUES (?1, ?2, ?3, 0)";
        for (view, statements) in views {
            transaction.execute_batch(&statements.create)?;
            transaction.execute(sql, (view.name, view.version, &statements.create))?;
        }
        return Ok(());
    }
    let stored: HashMap<String, (u32, String)> = transaction
        .prepare("SELECT name, version, schema FROM views")?
        .query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?
        .collect::<Result<_, _>>()?;
    let current = |(view, statements): &(&'static ViewSchema, Statements)| {
        stored.get(view.name).is_some_and(|(version, schema)| *version == view.version && *schema == statements.create)
    };
    match views.iter().find(|view| !current(view)) {
        Some((view, _)) => Err(Error::Outdated(format!("view `{}` has another version or schema", view.name))),
        None if stored.len() != views.len() => Err(Error::Outdated("there are other views".to_owned())),
        None => Ok(()),
    }
}

fn checkpoint(connection: &Connection, view: &ViewSchema) -> Result<Position, Error> {
    let mut statement = connection.prepare_cached("SELECT position FROM views WHERE name = ?1")?;
    Ok(statement.query_row([view.name], |row| row.get(0)).map(position)?)
}

/// Moves a checkpoint forward. It never stands still or goes back, so that of two writers one stops.
fn advance(transaction: &Transaction<'_>, view: &'static ViewSchema, to: Position) -> Result<(), Error> {
    let sql = "UPDATE views SET position = ?2 WHERE name = ?1 AND position < ?2";
    let changed = transaction.prepare_cached(sql)?.execute((view.name, signed(to.0)))?;
    if changed == 1 {
        return Ok(());
    }
    Err(Error::Superseded { view: view.name, actual: checkpoint(transaction, view)?.0, given: to.0 })
}

fn apply(
    transaction: &Transaction<'_>,
    view: &ViewSchema,
    statements: &Statements,
    writes: &[Write],
) -> Result<(), Error> {
    let mut put = transaction.prepare_cached(&statements.put)?;
    let mut delete = transaction.prepare_cached(&statements.delete)?;
    for write in writes {
        let row_number: Option<i64> = match write {
            Write::Put(row) => {
                let fixed: [&dyn ToSql; 2] = [&row.id, &row.body];
                let keys = row.keys.iter().map(|key| key as &dyn ToSql);
                Some(put.query_row(params_from_iter(fixed.into_iter().chain(keys)), |found| found.get(0))?)
            }
            Write::Delete(id) => delete.query_row([id], |found| found.get(0)).optional()?,
        };
        let Some(row_number) = row_number.filter(|_| view.listed) else { continue };
        transaction.prepare_cached(&statements.listed_delete)?.execute([row_number])?;
        if let Write::Put(row) = write {
            let mut listed_put = transaction.prepare_cached(&statements.listed_put)?;
            for (field, value) in &row.listed {
                listed_put.execute((row_number, field, value))?;
            }
        }
    }
    Ok(())
}

fn answer(transaction: &Transaction<'_>, query: &Query) -> Result<Answer, Error> {
    match query {
        Query::Rows(select) => {
            let Rendered { sql, values } = Rendered::rows(select);
            let mut statement = transaction.prepare_cached(&sql)?;
            let rows = statement.query_map(params_from_iter(values), |row| row.get(0))?;
            Ok(Answer::Rows(rows.collect::<Result<_, _>>()?))
        }
        Query::Count { view, condition } => {
            let Rendered { sql, values } = Rendered::count(view, condition);
            let mut statement = transaction.prepare_cached(&sql)?;
            let count: i64 = statement.query_row(params_from_iter(values), |row| row.get(0))?;
            Ok(Answer::Count(unsigned(count)))
        }
        Query::Groups { view, condition, by, tallies } => {
            let Rendered { sql, values } = Rendered::groups(view, condition, by, tallies);
            let mut statement = transaction.prepare_cached(&sql)?;
            let groups = statement.query_map(params_from_iter(values), |row| group(row, by.len(), tallies.len()))?;
            Ok(Answer::Groups(groups.collect::<Result<_, _>>()?))
        }
    }
}

fn group(row: &rusqlite::Row<'_>, by: usize, tallies: usize) -> rusqlite::Result<Group> {
    let count = |index: usize| row.get::<_, i64>(index).map(unsigned);
    Ok(Group {
        by: (0..by).map(|index| key_value(row, index)).collect::<Result<_, _>>()?,
        rows: count(by)?,
        tallies: (0..tallies).map(|index| count(by + 1 + index)).collect::<Result<_, _>>()?,
    })
}

fn rows_after(
    connection: &mut Connection,
    view: &ViewSchema,
    statements: &Statements,
    after: &str,
    limit: usize,
) -> Result<Vec<Row>, Error> {
    let transaction = connection.transaction()?;
    let mut rows: Vec<Row> = transaction
        .prepare_cached(&statements.rows_after)?
        .query_map((after, signed(limit as u64)), |row| {
            let keys = (0..view.keys.len()).map(|index| key_value(row, index + 2)).collect::<Result<_, _>>()?;
            Ok(Row { id: row.get(0)?, body: row.get(1)?, keys, listed: Vec::new() })
        })?
        .collect::<Result<_, _>>()?;
    if view.listed {
        let mut listed = transaction.prepare_cached(&statements.listed_of)?;
        for row in &mut rows {
            row.listed = listed
                .query_map([&row.id], |found| Ok((found.get(0)?, key_value(found, 1)?)))?
                .collect::<Result<_, _>>()?;
        }
    }
    Ok(rows)
}

fn key_value(row: &rusqlite::Row<'_>, index: usize) -> rusqlite::Result<KeyValue> {
    let text_expected = |kind| rusqlite::Error::InvalidColumnType(index, "key".to_owned(), kind);
    match row.get_ref(index)? {
        ValueRef::Null => Ok(KeyValue::Null),
        ValueRef::Integer(number) => Ok(KeyValue::Integer(number)),
        ValueRef::Text(text) => match std::str::from_utf8(text) {
            Ok(text) => Ok(KeyValue::from(text)),
            Err(error) => Err(rusqlite::Error::Utf8Error(index, error)),
        },
        other @ (ValueRef::Real(_) | ValueRef::Blob(_)) => Err(text_expected(other.data_type())),
    }
}

impl ToSql for KeyValue {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase | rusqlite::ErrorCode::DatabaseCorrupt) => {
                Self::Outdated(error.to_string())
            }
            Some(_) | None => Self::Database(error.to_string()),
        }
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Database(error.to_string()))?
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn position(stored: i64) -> Position {
    Position(unsigned(stored))
}

fn unsigned(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or_default()
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
