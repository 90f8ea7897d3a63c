//! The folder in which files of views lie. `views-<n>.db` with the highest number serves; a shadow has
//! a name of its own until it is whole, and then gets the next number by one rename. No file is ever
//! put in another's place, because SQLite finds a file's log by its name.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;

use super::super::{Error, StateDatabase, StateHome, ViewSchema};
use super::{SqliteState, blocking};

/// The name of a shadow until it serves.
const SHADOW: &str = "views-shadow.db";

/// Files of views in one folder.
pub struct SqliteHome {
    folder: PathBuf,
    views: &'static [&'static ViewSchema],
}

impl SqliteHome {
    /// The files in `folder`, for these views.
    #[must_use]
    pub fn new(folder: PathBuf, views: &'static [&'static ViewSchema]) -> Self {
        Self { folder, views }
    }

    async fn at(&self, path: PathBuf) -> Result<Arc<dyn StateDatabase>, Error> {
        Ok(Arc::new(SqliteState::open(path, self.views).await?))
    }
}

#[async_trait]
impl StateHome for SqliteHome {
    async fn open(&self) -> Result<Arc<dyn StateDatabase>, Error> {
        let folder = self.folder.clone();
        let number = blocking(move || sweep(&folder)).await?;
        match self.at(numbered(&self.folder, number)).await {
            Err(Error::Outdated(why)) => {
                tracing::warn!(%why, "stored views are rebuilt from the event store");
                let path = numbered(&self.folder, number);
                blocking(move || Ok(remove(&path)?)).await?;
                self.at(numbered(&self.folder, number + 1)).await
            }
            opened => opened,
        }
    }

    async fn shadow(&self) -> Result<Arc<dyn StateDatabase>, Error> {
        let path = self.folder.join(SHADOW);
        let left_over = path.clone();
        blocking(move || Ok(remove(&left_over)?)).await?;
        self.at(path).await
    }

    async fn promote(&self, shadow: Arc<dyn StateDatabase>) -> Result<Arc<dyn StateDatabase>, Error> {
        shadow.close().await?;
        drop(shadow);
        let folder = self.folder.clone();
        let (path, old) = blocking(move || Ok(rename(&folder)?)).await?;
        let opened = self.at(path).await?;
        // Reads under way hold the old files open; only their names go.
        blocking(move || Ok(remove(&old)?)).await?;
        Ok(opened)
    }

    async fn discard(&self, shadow: Arc<dyn StateDatabase>) -> Result<(), Error> {
        shadow.close().await?;
        let path = self.folder.join(SHADOW);
        blocking(move || Ok(remove(&path)?)).await
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Database(error.to_string())
    }
}

fn numbered(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("views-{number}.db"))
}

/// The numbers of the files that are there, ascending.
fn numbers(folder: &Path) -> io::Result<Vec<u64>> {
    let mut numbers = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let number: Option<u64> =
            name.to_str().and_then(|name| name.strip_prefix("views-")?.strip_suffix(".db")?.parse().ok());
        numbers.extend(number);
    }
    numbers.sort_unstable();
    Ok(numbers)
}

/// Removes what an interrupted rebuild left and tells which number serves.
fn sweep(folder: &Path) -> Result<u64, Error> {
    fs::create_dir_all(folder)?;
    remove(&folder.join(SHADOW))?;
    let mut numbers = numbers(folder)?;
    let serving = numbers.pop().unwrap_or(1);
    for old in numbers {
        remove(&numbered(folder, old))?;
    }
    Ok(serving)
}

/// Gives the closed shadow the next number; returns its new path and that of the file before it.
fn rename(folder: &Path) -> io::Result<(PathBuf, PathBuf)> {
    let serving = numbers(folder)?.pop().unwrap_or_default();
    let path = numbered(folder, serving + 1);
    fs::File::open(folder.join(SHADOW))?.sync_all()?;
    fs::rename(folder.join(SHADOW), &path)?;
    fs::File::open(folder)?.sync_all()?;
    Ok((path, numbered(folder, serving)))
}

/// Removes a file and what SQLite keeps beside it; what is not there is removed already.
fn remove(path: &Path) -> io::Result<()> {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        match fs::remove_file(PathBuf::from(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}
