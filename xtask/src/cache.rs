//! Caches outside the checkout, keyed by content. Everything here may be deleted at any time.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::image::TARGET;
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
    let target = parent.join(key);
    belong(&target, root)?;
    Ok(target)
}

/// The names of our own crates begin so.
const OWN: &str = "cityhall-";

/// Makes the folder this checkout's. What was built of our own crates in another one knows its paths, and Cargo, which
/// tells files by their times, would take it for this one's wherever its files are the older ones; so it is forgotten.
fn belong(target: &Path, root: &Path) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("failed to use {}: {error}", target.display());
    let (mark, owner) = (target.join("checkout"), root.as_os_str().as_encoded_bytes());
    if fs::read(&mark).is_ok_and(|known| known == owner) {
        return Ok(());
    }
    fs::create_dir_all(target).map_err(failed)?;
    for profiles in [target.to_owned(), target.join(TARGET)] {
        for profile in fs::read_dir(profiles).into_iter().flatten().flatten() {
            for fingerprint in fs::read_dir(profile.path().join(".fingerprint")).into_iter().flatten() {
                let fingerprint = fingerprint.map_err(failed)?;
                if fingerprint.file_name().to_string_lossy().starts_with(OWN) {
                    fs::remove_dir_all(fingerprint.path()).map_err(failed)?;
                }
            }
        }
    }
    fs::write(&mark, owner).map_err(failed)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_checkout_built_of_our_crates_is_forgotten() {
        let target = tempfile::tempdir().unwrap();
        let built = |name: &str| target.path().join(name);
        let ours = [built("ci/.fingerprint/cityhall-a-1"), built(&format!("{TARGET}/ci/.fingerprint/cityhall-a-1"))];
        let foreign = built("ci/.fingerprint/b-1");
        belong(target.path(), Path::new("/one")).unwrap();
        ours.iter().chain([&foreign]).for_each(|path| fs::create_dir_all(path).unwrap());
        belong(target.path(), Path::new("/one")).unwrap();
        assert!(ours.iter().all(|path| path.exists()) && foreign.exists(), "it is this checkout's own");
        belong(target.path(), Path::new("/other")).unwrap();
        assert!(!ours.iter().any(|path| path.exists()) && foreign.exists(), "only foreign crates are everybody's");
    }
}
