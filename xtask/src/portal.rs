//! The portal's own checks and its build, in Node. Its packages stay beside it, where its programs look for them; what
//! is built is embedded by the crate `portal` from then on.

use std::fs;
use std::path::Path;
use std::process::Command;

use sha2::{Digest, Sha256};

use crate::cache;
use crate::process::{program, run};

/// Installs the packages of the lock file, unless these are there.
pub(crate) fn install(root: &Path) -> Result<(), String> {
    let folder = root.join("portal");
    let failed = |error: std::io::Error| format!("failed to install the portal's packages: {error}");
    let lock = fs::read(folder.join("package-lock.json")).map_err(failed)?;
    let key = cache::key(&Sha256::digest(&lock));
    // The mark says that an installation came to its end.
    let mark = folder.join("node_modules/complete");
    if fs::read_to_string(&mark).is_ok_and(|known| known == key) {
        return Ok(());
    }
    run(program("npm", &folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
    fs::write(&mark, key).map_err(failed)
}

/// Whether what is generated is fresh, types and style are right, and everything that needs no page holds.
pub(crate) fn check(root: &Path) -> Result<(), String> {
    run(script(root, "generate").args(["--", "--check"]))?;
    for name in ["types", "lint", "unit"] {
        run(&mut script(root, name))?;
    }
    Ok(())
}

/// Builds what the crate embeds.
pub(crate) fn build(root: &Path) -> Result<(), String> {
    run(&mut script(root, "build"))
}

/// The tests that need a page, in a real browser before the real city.
pub(crate) fn browser(root: &Path) -> Command {
    script(root, "browser")
}

fn script(root: &Path, name: &str) -> Command {
    let mut npm = program("npm", &root.join("portal"));
    npm.args(["run", "--silent", name]);
    npm
}
