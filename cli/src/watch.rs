//! Watching a folder: a burst of changes becomes one nudge.

use std::path::Path;
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc;

/// An editor writes a file in several steps; after this much quiet it is done.
const QUIET: Duration = Duration::from_millis(40);

/// Nudges when something in a folder changes.
pub(crate) struct FolderWatch {
    changes: mpsc::Receiver<()>,
    /// Whether something has changed that nobody was told of.
    is_nudged: bool,
    _watcher: RecommendedWatcher,
}

impl FolderWatch {
    /// Begins to watch.
    pub(crate) fn begin(root: &Path) -> Result<Self, String> {
        let (nudge, changes) = mpsc::channel(1);
        let failed = |error: notify::Error| format!("failed to watch {}: {error}", root.display());
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            if event.is_ok_and(|event| !event.kind.is_access()) {
                // A full channel already holds the nudge that this one would be.
                let _ = nudge.try_send(());
            }
        })
        .map_err(failed)?;
        watcher.watch(root, RecursiveMode::Recursive).map_err(failed)?;
        Ok(Self { changes, is_nudged: false, _watcher: watcher })
    }

    /// Waits for a change and for the quiet after it; `None` when nothing can change any more. May be
    /// dropped and called again: no change is lost by that.
    pub(crate) async fn changed(&mut self) -> Option<()> {
        if !self.is_nudged {
            self.changes.recv().await?;
            self.is_nudged = true;
        }
        while let Ok(Some(())) = tokio::time::timeout(QUIET, self.changes.recv()).await {}
        self.is_nudged = false;
        Some(())
    }
}
