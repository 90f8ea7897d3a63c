//! Caches outside the checkout, keyed by content. Everything here may be deleted at any time.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::process::{output, program};

/// `${XDG_CACHE_HOME:-~/.cache}/cityhall`.
pub(crate) fn home() -> Result<PathBuf, String> {
    let base = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")))
        .ok_or("failed to find a cache folder: neither XDG_CACHE_HOME nor HOME is set")?;
    Ok(base.join("cityhall"))
}

/// Where Cargo builds for tests: one folder per compiler and set of foreign crates, so that a new
/// clone finds its dependencies built. Folders of older keys are removed. `CARGO_TARGET_DIR` wins.
pub(crate) fn cargo_target(root: &Path) -> Result<PathBuf, String> {
    if let Some(given) = std::env::var_os("CARGO_TARGET_DIR") {
        return Ok(PathBuf::from(given));
    }
    let compiler = output(program("rustc", root).arg("-vV"))?;
    let lock =
        fs::read_to_string(root.join("Cargo.lock")).map_err(|error| format!("failed to read Cargo.lock: {error}"))?;
    let foreign = lock.lines().filter(|line| line.starts_with("checksum = "));
    let digest = foreign.fold(Sha256::new().chain_update(compiler), Sha256::chain_update).finalize();
    let key = key(&digest);
    let parent = home()?.join("cargo");
    fs::create_dir_all(&parent).map_err(|error| format!("failed to make {}: {error}", parent.display()))?;
    keep_newest(&parent, &key)?;
    Ok(parent.join(key))
}

/// A digest as the name of a folder: enough of it.
pub(crate) fn key(digest: &[u8]) -> String {
    format!("{:016x}", digest.iter().take(8).fold(0_u64, |key, byte| key << 8 | u64::from(*byte)))
}

/// Removes all but the three newest folders, never `current`.
fn keep_newest(parent: &Path, current: &str) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("failed to tidy {}: {error}", parent.display());
    let mut folders = Vec::new();
    for entry in fs::read_dir(parent).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_name() != current {
            folders.push((entry.metadata().and_then(|meta| meta.modified()).map_err(failed)?, entry.path()));
        }
    }
    folders.sort();
    folders.reverse();
    for (_, path) in folders.into_iter().skip(2) {
        fs::remove_dir_all(&path).map_err(failed)?;
    }
    Ok(())
}
