//! The portal's own checks and its build, in Node. Its packages stay beside it, where its programs look for them; what
//! is built is embedded by the crate `portal` from then on.

use std::path::Path;
use std::process::Command;

use crate::node::Node;
use crate::process::run;

/// Installs the packages of the lock file, unless these are there.
pub(crate) fn install(root: &Path, node: &Node) -> Result<(), String> {
    let folder = root.join("portal");
    node.packages(&folder, &folder)
}

/// Whether what is generated is fresh, types and style are right, and everything that needs no page holds.
pub(crate) fn check(root: &Path, node: &Node) -> Result<(), String> {
    run(script(root, node, "generate").args(["--", "--check"]))?;
    for name in ["types", "lint", "unit"] {
        run(&mut script(root, node, name))?;
    }
    Ok(())
}

/// Builds what the crate embeds.
pub(crate) fn build(root: &Path, node: &Node) -> Result<(), String> {
    run(&mut script(root, node, "build"))
}

/// The tests that need a page, in a real browser before the real city.
pub(crate) fn browser(root: &Path, node: &Node) -> Command {
    script(root, node, "browser")
}

fn script(root: &Path, node: &Node, name: &str) -> Command {
    let mut npm = node.program("npm", &root.join("portal"));
    npm.args(["run", "--silent", name]);
    npm
}
