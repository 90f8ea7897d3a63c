//! Peers of the benchmarks that run on Node: folders of `bench/peers/` with a lock file. They are installed into the
//! cache, scripts and all, because a script finds packages beside itself only, and no clone shall have any in it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cache;
use crate::node::Node;
use crate::process::run;

/// The folders.
const PEERS: [&str; 3] = ["graphql-node", "postgraphile", "node-postgres"];

/// Installs what is not installed yet, as its lock file says. Gives the folder in which each has its own.
pub(crate) fn install(root: &Path, node: &Node) -> Result<PathBuf, String> {
    let home = cache::home()?.join("peers");
    for name in PEERS {
        let (from, to) = (root.join("bench/peers").join(name), home.join(name));
        node.packages(&from, &to)?;
        scripts(&from, &to).map_err(|error| format!("failed to install the peer {name}: {error}"))?;
    }
    Ok(home)
}

/// Copies what was written here, every time.
fn scripts(from: &Path, to: &Path) -> Result<(), String> {
    let failed = |error: std::io::Error| error.to_string();
    for entry in fs::read_dir(from).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().filter(|_| has_ending(&path, &["mjs", "sql"]));
        if let Some(name) = name {
            fs::copy(&path, to.join(name)).map_err(failed)?;
        }
    }
    Ok(())
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| endings.contains(&ending))
}

/// Whether every script of a peer can be read by Node; none is run.
pub(crate) fn check(root: &Path, node: &Node) -> Result<(), String> {
    let mut checked = 0;
    for name in PEERS {
        let folder = root.join("bench/peers").join(name);
        let files = fs::read_dir(&folder).map_err(|error| format!("failed to read {}: {error}", folder.display()))?;
        for entry in files {
            let path = entry.map_err(|error| error.to_string())?.path();
            if has_ending(&path, &["mjs"]) {
                run(node.program("node", root).arg("--check").arg(&path))?;
                checked += 1;
            }
        }
    }
    if checked == 0 { Err("no peer has a script".to_owned()) } else { Ok(()) }
}
