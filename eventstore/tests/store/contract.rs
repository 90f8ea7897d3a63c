//! The SQLite backend under the contract of all backends.

use std::sync::Arc;

use async_trait::async_trait;
use cityhall_eventstore::contract::Backend;
use cityhall_eventstore::sqlite::OpenMode;
use cityhall_eventstore::{Error, EventStore, SqliteStore, contract_suite};
use tempfile::{TempDir, tempdir};

struct SqliteBackend {
    folder: TempDir,
    opened: Option<Arc<SqliteStore>>,
}

impl SqliteBackend {
    fn new() -> Self {
        Self { folder: tempdir().unwrap(), opened: None }
    }
}

#[async_trait]
impl Backend for SqliteBackend {
    async fn open(&mut self) -> Result<Arc<dyn EventStore>, Error> {
        if let Some(opened) = self.opened.take() {
            opened.close().await?;
        }
        let store = SqliteStore::open(self.folder.path(), OpenMode::Writer).await?;
        self.opened = Some(Arc::clone(&store));
        Ok(store)
    }
}

contract_suite!(sqlite, SqliteBackend::new());
