//! The database `partners.db`: what has to be remembered of credentials. One connection, used by one task at a
//! time; every commit is on disk before it returns, so that a key that was taken back stays taken back.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use super::keys::StoredKey;

/// The database cannot be used now.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    #[error("a stored key cannot be read: {0}")]
    Damaged(String),
    #[error("a task of the database did not end well")]
    Task,
}

#[derive(Clone)]
pub(super) struct Database(Arc<Mutex<Connection>>);

impl Database {
    /// Opens the database in the folder `data`, made empty if it is not there.
    pub(super) fn open(data: &Path) -> Result<Self, Error> {
        let connection = Connection::open(data.join("partners.db"))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.execute_batch(include_str!("partners.sql"))?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// Every key, used or not.
    pub(super) fn keys(&self) -> Result<Vec<StoredKey>, Error> {
        let connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut statement = connection.prepare(
            "SELECT id, partner, label, hash, scope, ranges, issued_at, expires_at, revoked_at, used_at FROM api_key",
        )?;
        let mut rows = statement.query([])?;
        let mut keys = Vec::new();
        while let Some(row) = rows.next()? {
            keys.push(key_of(row)?);
        }
        Ok(keys)
    }

    /// Adds a key.
    pub(super) async fn add(&self, key: StoredKey) -> Result<(), Error> {
        self.run(move |connection| {
            let damaged = |error: serde_json::Error| Error::Damaged(error.to_string());
            let scope = key.scope.as_ref().map(serde_json::to_string).transpose().map_err(damaged)?;
            let ranges = serde_json::to_string(&key.ranges).map_err(damaged)?;
            connection.execute(
                "INSERT INTO api_key VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULL, NULL)",
                params![
                    key.id,
                    key.partner.as_str(),
                    key.label,
                    key.hash.as_slice(),
                    scope,
                    ranges,
                    key.issued_at.as_second(),
                    key.expires_at.as_second(),
                ],
            )?;
            Ok(())
        })
        .await
    }

    /// Takes a key back; one that was taken back keeps its moment.
    pub(super) async fn revoke(&self, id: String, at: Timestamp) -> Result<(), Error> {
        self.run(move |connection| {
            let sql = "UPDATE api_key SET revoked_at = coalesce(revoked_at, ?2) WHERE id = ?1";
            connection.execute(sql, params![id, at.as_second()])?;
            Ok(())
        })
        .await
    }

    /// A key was used.
    pub(super) async fn used(&self, id: String, at: Timestamp) -> Result<(), Error> {
        self.run(move |connection| {
            connection.execute("UPDATE api_key SET used_at = ?2 WHERE id = ?1", params![id, at.as_second()])?;
            Ok(())
        })
        .await
    }

    /// Remembers that an assertion was used. `false`: it was before.
    pub(super) async fn spend(&self, digest: [u8; 32], expires: Timestamp, now: Timestamp) -> Result<bool, Error> {
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            transaction.execute("DELETE FROM assertion WHERE expires_at < ?1", [now.as_second()])?;
            let added = transaction.execute(
                "INSERT OR IGNORE INTO assertion VALUES (?1, ?2)",
                params![digest.as_slice(), expires.as_second()],
            )?;
            transaction.commit()?;
            Ok(added == 1)
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

fn key_of(row: &Row<'_>) -> Result<StoredKey, Error> {
    let damaged = |what: &dyn std::fmt::Display| Error::Damaged(what.to_string());
    let moment = |second: i64| Timestamp::from_second(second).map_err(|error| damaged(&error));
    let partner: String = row.get(1)?;
    let hash: Vec<u8> = row.get(3)?;
    let (scope, ranges): (Option<String>, String) = (row.get(4)?, row.get(5)?);
    let scope = scope.map(|scope| serde_json::from_str(&scope)).transpose().map_err(|error| damaged(&error))?;
    Ok(StoredKey {
        id: row.get(0)?,
        partner: partner.parse().map_err(|error| damaged(&error))?,
        label: row.get(2)?,
        hash: hash.try_into().map_err(|_| damaged(&"a hash has a wrong length"))?,
        scope,
        ranges: serde_json::from_str(&ranges).map_err(|error| damaged(&error))?,
        issued_at: moment(row.get(6)?)?,
        expires_at: moment(row.get(7)?)?,
        revoked_at: row.get::<_, Option<i64>>(8)?.map(moment).transpose()?,
        used_at: row.get::<_, Option<i64>>(9)?.map(moment).transpose()?,
    })
}
