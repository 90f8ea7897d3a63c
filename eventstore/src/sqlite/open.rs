//! What is checked before a database is used, and how connections to it are made.
//!
//! Every refusal says what to do about it. Nothing here reads or writes events.

use std::fs::{File, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

use super::file_system::demand_local;
use super::{OpenMode, unreadable};
use crate::Error;

/// Earlier versions can silently lose commits in WAL mode (the WAL-reset fault, mended in 3.51.3).
const SQLITE_VERSION_MIN: i32 = 3_051_003;

/// Marks a database as a Cityhall event store: "CHES".
const APPLICATION_ID: i32 = 0x4348_4553;

/// The format that this code writes, in `user_version`.
const FORMAT: i32 = 1;

/// `PRAGMA synchronous` answers this for FULL.
const SYNCHRONOUS_FULL: i64 = 2;

/// How long to wait for another program that holds the database's lock.
const BUSY: Duration = Duration::from_secs(5);

/// The objects of format 1, in the order of their making.
const FORMAT_1: [&str; 3] = [
    include_str!("sql/table_streams.sql"),
    include_str!("sql/table_events.sql"),
    include_str!("sql/index_events_by_stream.sql"),
];

/// A database file whose place has been checked.
#[derive(Debug, Clone)]
pub(super) struct Database {
    file: PathBuf,
}

impl Database {
    /// Checks the place, and makes the folder for a writer.
    pub(super) fn prepare(folder: &Path, mode: OpenMode) -> Result<Self, Error> {
        demand_version(rusqlite::version_number())?;
        let file = folder.join("events.db");
        match mode {
            OpenMode::Writer => make_folder(folder)?,
            OpenMode::ReadOnly if file.is_file() => {}
            OpenMode::ReadOnly => {
                let folder = folder.display();
                return Err(Error::Refused(format!(
                    "{folder} holds no event store; name the folder that a city writes"
                )));
            }
        }
        demand_local(folder)?;
        Ok(Self { file })
    }

    /// The one connection that writes; makes the tables in a new database.
    pub(super) fn open_writer(&self) -> Result<Connection, Error> {
        let connection = self.connect(OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        let contents = self.contents(&connection)?;
        self.make_durable(&connection).map_err(unreadable)??;
        if contents == Contents::Nothing {
            create(&connection).map_err(unreadable)?;
        }
        Ok(connection)
    }

    /// A connection that cannot write.
    pub(super) fn open_reader(&self) -> Result<Connection, Error> {
        let connection = self.connect(OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        match self.contents(&connection)? {
            Contents::Ours => {
                connection.pragma_update(None, "cache_size", -16_384).map_err(unreadable)?;
                Ok(connection)
            }
            Contents::Nothing => {
                Err(Error::Refused(format!("{} is empty; start the city once to found it", self.file.display())))
            }
        }
    }

    fn connect(&self, access: OpenFlags) -> Result<Connection, Error> {
        let connection =
            Connection::open_with_flags(&self.file, access | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(unreadable)?;
        // Without this, SQLite prepares a statement anew whenever a bound `LIMIT` changes.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(unreadable)?;
        connection.busy_timeout(BUSY).map_err(unreadable)?;
        connection.set_prepared_statement_cache_capacity(16);
        Ok(connection)
    }

    /// Looks at the database without changing it, and refuses what is not ours.
    fn contents(&self, connection: &Connection) -> Result<Contents, Error> {
        let file = self.file.display();
        let read = || -> rusqlite::Result<(i32, i32, i64)> {
            Ok((
                connection.pragma_query_value(None, "application_id", |row| row.get(0))?,
                connection.pragma_query_value(None, "user_version", |row| row.get(0))?,
                connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?,
            ))
        };
        match read() {
            Ok((0, 0, 0)) => Ok(Contents::Nothing),
            Ok((APPLICATION_ID, FORMAT, _)) => Ok(Contents::Ours),
            Ok((APPLICATION_ID, newer, _)) if newer > FORMAT => Err(Error::Refused(format!(
                "{file} has format {newer}, this program knows formats up to {FORMAT}; use a newer cityhall"
            ))),
            Ok(_) => Err(not_ours(&self.file)),
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) => Err(not_ours(&self.file)),
            Err(error) => Err(unreadable(error)),
        }
    }

    /// Sets what makes a commit durable, and reads back whether it is so.
    fn make_durable(&self, connection: &Connection) -> rusqlite::Result<Result<(), Error>> {
        let journal: String =
            connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        // A checkpoint every 16,000 pages (64 MB): seldom enough for group commits, soon enough for a short log.
        connection.pragma_update_and_check(None, "wal_autocheckpoint", 16_000, |_| Ok(()))?;
        connection.pragma_update(None, "cache_size", -32_768)?;
        let synchronous = connection.pragma_query_value(None, "synchronous", |row| row.get(0))?;
        Ok(demand_durable(&self.file, &journal, synchronous))
    }
}

impl std::fmt::Display for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.file.display().fmt(f)
    }
}

/// What is in a database file that may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Contents {
    Nothing,
    Ours,
}

fn create(connection: &Connection) -> rusqlite::Result<()> {
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    for object in FORMAT_1 {
        transaction.execute_batch(object)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", FORMAT)?;
    transaction.commit()
}

/// Writes something that changes nothing, to learn whether the disk takes writes.
pub(super) fn probe(connection: &Connection) -> rusqlite::Result<()> {
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    transaction.pragma_update(None, "user_version", FORMAT)?;
    transaction.commit()
}

/// Moves everything committed from the log into the database file and empties the log; `false`:
/// a reader is in the way.
pub(super) fn empty_log(connection: &Connection) -> rusqlite::Result<bool> {
    let busy: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    Ok(busy == 0)
}

fn demand_version(version: i32) -> Result<(), Error> {
    if version >= SQLITE_VERSION_MIN {
        return Ok(());
    }
    let (major, minor, patch) = (version / 1_000_000, version / 1_000 % 1_000, version % 1_000);
    Err(Error::Refused(format!("SQLite {major}.{minor}.{patch} can lose commits; build with SQLite 3.51.3 or newer")))
}

fn demand_durable(file: &Path, journal: &str, synchronous: i64) -> Result<(), Error> {
    let file = file.display();
    if !journal.eq_ignore_ascii_case("wal") {
        return Err(Error::Refused(format!(
            "{file} stays in journal mode {journal} where WAL is needed; end other programs that use it"
        )));
    }
    if synchronous != SYNCHRONOUS_FULL {
        return Err(Error::Refused(format!(
            "{file} has synchronous={synchronous} where FULL ({SYNCHRONOUS_FULL}) is needed, so acknowledged events \
             could be lost; use a SQLite that lets it be set"
        )));
    }
    Ok(())
}

fn not_ours(file: &Path) -> Error {
    Error::Refused(format!("{} is not an event store of Cityhall; name another folder", file.display()))
}

/// Makes the folder and its entry in its parent durable.
fn make_folder(folder: &Path) -> Result<(), Error> {
    if folder.is_dir() {
        return Ok(());
    }
    let failed = |error| Error::Refused(format!("failed to make {}: {error}; make it yourself", folder.display()));
    std::fs::create_dir_all(folder).map_err(failed)?;
    let parent = folder.canonicalize().map_err(failed)?;
    for made in parent.ancestors().skip(1).take(folder.components().count()) {
        File::open(made).and_then(|made| made.sync_all()).map_err(failed)?;
    }
    Ok(())
}

/// The right to write to a folder, held as long as this value lives; the operating system frees it
/// when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct WriterLock {
    _file: File,
}

impl WriterLock {
    pub(super) fn take(folder: &Path) -> Result<Self, Error> {
        let path = folder.join("events.lock");
        let failed = |error| Error::Refused(format!("failed to lock {}: {error}", path.display()));
        let mut file =
            File::options().read(true).write(true).create(true).truncate(false).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(held(folder, &mut file)),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        // Only for the message that the next one gets; the lock holds without it.
        let note = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| write!(file, "{}", std::process::id()));
        if let Err(error) = note {
            tracing::debug!(path = %path.display(), %error, "failed to note the process in the lock file");
        }
        Ok(Self { _file: file })
    }
}

fn held(folder: &Path, file: &mut File) -> Error {
    let mut process = String::new();
    let named = file.read_to_string(&mut process).is_ok() && !process.is_empty();
    let who = if named { format!("process {process}") } else { "another process".to_owned() };
    Error::Refused(format!(
        "{who} already writes to {}; stop it first (commands that only read may run beside it)",
        folder.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(result: Result<(), Error>) -> String {
        match result {
            Err(Error::Refused(why)) => why,
            other => panic!("not refused: {other:?}"),
        }
    }

    #[test]
    fn a_sqlite_that_is_too_old_is_refused() {
        assert_eq!(
            refusal(demand_version(3_051_002)),
            "SQLite 3.51.2 can lose commits; build with SQLite 3.51.3 or newer"
        );
        assert!(demand_version(3_051_003).is_ok());
        assert!(demand_version(rusqlite::version_number()).is_ok(), "the SQLite that is built in");
    }

    #[test]
    fn a_database_that_is_not_durable_is_refused() {
        let file = Path::new("events.db");
        assert!(demand_durable(file, "wal", 2).is_ok());
        assert!(refusal(demand_durable(file, "wal", 1)).contains("synchronous=1"));
        assert!(refusal(demand_durable(file, "wal", 0)).contains("synchronous=0"));
        assert!(refusal(demand_durable(file, "delete", 2)).contains("journal mode delete"));
    }

    #[test]
    fn the_writers_connection_is_in_wal_mode_and_full() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::prepare(folder.path(), OpenMode::Writer).unwrap();
        let connection = database.open_writer().unwrap();
        let synchronous: i64 = connection.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap();
        let journal: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        assert_eq!((synchronous, journal.as_str()), (SYNCHRONOUS_FULL, "wal"));
    }
}
