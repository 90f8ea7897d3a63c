//! The database of keys, `keys.db`, and the one thread that works on it.
//!
//! Requests are taken in groups: however many new people come at once, their keys are made durable
//! in one transaction. A key is on disk before anybody is given it, so no event is ever sealed with
//! a key that a crash can lose.

use std::path::Path;
use std::sync::Arc;

use cityhall_domain::name::SubjectId;
use moka::sync::Cache;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};
use zeroize::Zeroizing;

use super::value::DataKey;
use super::wrapping::{KeyEncryptionKey, WrapError};
use crate::identity::random;

/// How many requests one transaction takes.
const GROUP_MAX: usize = 1024;

/// The keys cannot be read or written now.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the keys cannot be used now: {0}")]
pub struct KeysUnavailable(pub String);

impl From<rusqlite::Error> for KeysUnavailable {
    fn from(error: rusqlite::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<WrapError> for KeysUnavailable {
    fn from(error: WrapError) -> Self {
        Self(error.to_string())
    }
}

/// What became of a key.
#[derive(Clone)]
pub(super) enum Found {
    /// It is there.
    Key(Arc<DataKey>),
    /// It was destroyed.
    Erased,
    /// It was never here.
    Missing,
}

/// Opened keys in memory. Changed by the thread only, and only after the change is on disk, so that
/// a key is never used before it is durable nor after it was destroyed.
#[derive(Clone)]
pub(super) struct Caches {
    /// The key under which a person's values are sealed now.
    pub(super) newest: Cache<SubjectId, Arc<DataKey>>,
    /// Keys by person and number.
    pub(super) opened: Cache<(SubjectId, u32), Arc<DataKey>>,
}

impl Caches {
    pub(super) fn new(keys_max: u64) -> Self {
        Self { newest: Cache::new(keys_max), opened: Cache::new(keys_max) }
    }

    fn keep(&self, subject: &SubjectId, key: &Arc<DataKey>) {
        self.opened.insert((subject.clone(), key.number), Arc::clone(key));
    }

    fn forget(&self, subject: &SubjectId, keys: u32) {
        self.newest.invalidate(subject);
        for number in 1..=keys {
            self.opened.invalidate(&(subject.clone(), number));
        }
    }
}

/// What is asked of the thread. Whoever asked may have gone away: then nobody is told.
pub(super) enum Request {
    /// The newest key of each person, made where there is none.
    Current(Vec<SubjectId>, oneshot::Sender<Result<Vec<Arc<DataKey>>, KeysUnavailable>>),
    /// These very keys.
    Exactly(Vec<(SubjectId, u32)>, oneshot::Sender<Result<Vec<Found>, KeysUnavailable>>),
    /// Destroy every key of a person.
    Erase(SubjectId, oneshot::Sender<Result<(), KeysUnavailable>>),
    /// Stop.
    Close,
}

/// Opens `path`, made empty if it is not there. Every commit is on disk before it returns.
pub(super) fn open(path: &Path) -> Result<Connection, KeysUnavailable> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.execute_batch(include_str!("keys.sql"))?;
    Ok(connection)
}

/// The city's key for `purpose`; made where there is none, if `may_make`.
pub(super) fn root_key(
    connection: &Connection,
    kek: &dyn KeyEncryptionKey,
    purpose: &str,
    may_make: bool,
) -> Result<Zeroizing<[u8; 32]>, KeysUnavailable> {
    let context = format!("cityhall/root-key/{purpose}");
    let found: Option<Vec<u8>> = connection
        .query_row("SELECT wrapped FROM root_key WHERE purpose = ?1", [purpose], |row| row.get(0))
        .optional()?;
    if let Some(wrapped) = found {
        return Ok(kek.unwrap(&wrapped, context.as_bytes())?);
    }
    if !may_make {
        return Err(KeysUnavailable(format!("the root key `{purpose}` is missing")));
    }
    let key = Zeroizing::new(random::<32>());
    let wrapped = kek.wrap(&key, context.as_bytes())?;
    connection.execute("INSERT INTO root_key VALUES (?1, ?2, ?3)", params![purpose, kek.id(), wrapped])?;
    Ok(key)
}

/// Serves requests until told to stop or nobody is left to ask.
pub(super) fn serve(
    mut connection: Connection,
    kek: &dyn KeyEncryptionKey,
    caches: &Caches,
    mut requests: mpsc::Receiver<Request>,
) {
    while let Some(first) = requests.blocking_recv() {
        let mut group = vec![first];
        while group.len() < GROUP_MAX
            && let Ok(next) = requests.try_recv()
        {
            group.push(next);
        }
        let close = group.iter().any(|request| matches!(request, Request::Close));
        serve_group(&mut connection, kek, caches, group);
        if close {
            return;
        }
    }
}

/// What is left to do, in order, once the group is on disk or is known not to be.
type Answer = Box<dyn FnOnce(Result<(), KeysUnavailable>, &Caches)>;

fn serve_group(connection: &mut Connection, kek: &dyn KeyEncryptionKey, caches: &Caches, group: Vec<Request>) {
    let mut answers: Vec<Answer> = Vec::with_capacity(group.len());
    let mut erased = false;
    let committed = connection.transaction().map_err(KeysUnavailable::from).and_then(|transaction| {
        for request in group {
            erased |= matches!(request, Request::Erase(..));
            answers.extend(work(&transaction, kek, request));
        }
        transaction.commit().map_err(KeysUnavailable::from)
    });
    if erased && committed.is_ok() {
        // The old bytes lie in the write-ahead log until it is emptied.
        let emptied = connection.pragma_update(None, "wal_checkpoint", "TRUNCATE");
        if let Err(error) = emptied {
            tracing::error!(%error, "failed to empty the log of the key database after an erasure");
        }
    }
    for answer in answers {
        answer(committed.clone(), caches);
    }
}

fn work(transaction: &Transaction<'_>, kek: &dyn KeyEncryptionKey, request: Request) -> Option<Answer> {
    match request {
        Request::Current(subjects, reply) => {
            let keys = subjects.iter().map(|subject| current(transaction, kek, subject)).collect();
            Some(answer(reply, keys, move |keys: &Vec<Arc<DataKey>>, caches| {
                for (subject, key) in subjects.iter().zip(keys) {
                    caches.newest.insert(subject.clone(), Arc::clone(key));
                    caches.keep(subject, key);
                }
            }))
        }
        Request::Exactly(wanted, reply) => {
            let found = exactly(transaction, kek, &wanted);
            Some(answer(reply, found, move |found: &Vec<Found>, caches| {
                for ((subject, _), found) in wanted.iter().zip(found) {
                    if let Found::Key(key) = found {
                        caches.keep(subject, key);
                    }
                }
            }))
        }
        Request::Erase(subject, reply) => {
            let keys = erase(transaction, &subject);
            let (done, keys) = (keys.as_ref().map(|_| ()).map_err(Clone::clone), keys.unwrap_or(0));
            Some(answer(reply, done, move |(), caches| caches.forget(&subject, keys)))
        }
        Request::Close => None,
    }
}

fn answer<T: 'static>(
    reply: oneshot::Sender<Result<T, KeysUnavailable>>,
    done: Result<T, KeysUnavailable>,
    remember: impl FnOnce(&T, &Caches) + 'static,
) -> Answer {
    Box::new(move |committed, caches| {
        let done = committed.and(done);
        if let Ok(value) = &done {
            remember(value, caches);
        }
        drop(reply.send(done));
    })
}

fn context(subject: &SubjectId, number: u32) -> Vec<u8> {
    format!("cityhall/data-key/{number}/{}", subject.0).into_bytes()
}

fn current(
    transaction: &Transaction<'_>,
    kek: &dyn KeyEncryptionKey,
    subject: &SubjectId,
) -> Result<Arc<DataKey>, KeysUnavailable> {
    let newest: Option<(u32, Option<Vec<u8>>)> = transaction
        .prepare_cached("SELECT number, wrapped FROM data_key WHERE subject = ?1 ORDER BY number DESC LIMIT 1")?
        .query_row([&subject.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let number = match newest {
        Some((number, Some(wrapped))) => {
            let key = kek.unwrap(&wrapped, &context(subject, number))?;
            return Ok(Arc::new(DataKey::new(number, &key)));
        }
        Some((destroyed, None)) => destroyed + 1,
        None => 1,
    };
    let key = Zeroizing::new(random::<32>());
    let wrapped = kek.wrap(&key, &context(subject, number))?;
    transaction.prepare_cached("INSERT INTO data_key VALUES (?1, ?2, ?3, ?4)")?.execute(params![
        subject.0,
        number,
        kek.id(),
        wrapped
    ])?;
    Ok(Arc::new(DataKey::new(number, &key)))
}

/// These very keys, by one statement however many they are.
fn exactly(
    transaction: &Transaction<'_>,
    kek: &dyn KeyEncryptionKey,
    wanted: &[(SubjectId, u32)],
) -> Result<Vec<Found>, KeysUnavailable> {
    metrics::counter!("cityhall_sql_reads_total", "database" => "keys").increment(1);
    let asked = wanted.iter().map(|(subject, number)| json!([subject.0, number]));
    let asked = Value::Array(asked.collect()).to_string();
    let mut select = transaction.prepare_cached(include_str!("select_keys.sql"))?;
    let mut rows = select.query([asked])?;
    let mut found = vec![Found::Missing; wanted.len()];
    while let Some(row) = rows.next()? {
        let (place, wrapped): (u32, Option<Vec<u8>>) = (row.get(0)?, row.get(1)?);
        let place = place as usize;
        let (Some((subject, number)), Some(found)) = (wanted.get(place), found.get_mut(place)) else { continue };
        *found = match wrapped {
            None => Found::Erased,
            Some(wrapped) => {
                let key = kek.unwrap(&wrapped, &context(subject, *number))?;
                Found::Key(Arc::new(DataKey::new(*number, &key)))
            }
        };
    }
    Ok(found)
}

fn erase(transaction: &Transaction<'_>, subject: &SubjectId) -> Result<u32, KeysUnavailable> {
    transaction.execute("UPDATE data_key SET wrapped = NULL WHERE subject = ?1", [&subject.0])?;
    let keys =
        transaction.query_row("SELECT count(*) FROM data_key WHERE subject = ?1", [&subject.0], |row| row.get(0))?;
    Ok(keys)
}
