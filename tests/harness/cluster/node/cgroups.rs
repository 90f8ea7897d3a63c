//! The cgroups below which the pods of a node run.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::processes;
use crate::cluster::programs::{ASK_EVERY, READY_WITHIN};
use crate::{Failure, Outcome};

/// Where the machine has its cgroups: a folder for each controller.
const CONTROLLERS: &str = "/sys/fs/cgroup";

/// The name of ours, under every controller.
const NAME: &str = "cityhall";

/// Whether the machine has cgroups as we use them.
pub(super) fn are_there() -> bool {
    ["cpuset", "memory", "pids"].iter().all(|name| Path::new(CONTROLLERS).join(name).join("tasks").exists())
}

/// Makes them for every controller. The second version, where it is there beside the first, has no
/// controllers left; what a kubelet makes in it has our name too.
pub(super) fn make() -> Outcome {
    for folder in ours()?.iter().filter(|folder| !folder.starts_with(Path::new(CONTROLLERS).join("unified"))) {
        std::fs::create_dir_all(folder)
            .map_err(|error| format!("failed to make the cgroup {}: {error}", folder.display()))?;
    }
    // A new set of processors is empty, and nothing runs in it.
    let sets = Path::new(CONTROLLERS).join("cpuset");
    for file in ["cpuset.cpus", "cpuset.mems"] {
        std::fs::write(sets.join(NAME).join(file), std::fs::read(sets.join(file))?)?;
    }
    Ok(())
}

/// Ends every process in them.
pub(super) fn end_processes() -> Outcome {
    let begun = Instant::now();
    loop {
        let mut ids = Vec::new();
        for folder in existing()? {
            let text = std::fs::read_to_string(folder.join("cgroup.procs")).unwrap_or_default();
            ids.extend(text.lines().filter_map(|line| line.parse().ok()).filter(|id| processes::is_running(*id)));
        }
        if ids.is_empty() {
            return Ok(());
        }
        if begun.elapsed() > READY_WITHIN {
            return Err(format!("processes in the cgroups {NAME} start ever again: {ids:?}").into());
        }
        processes::end(&ids)?;
    }
}

/// Removes them. For a moment after the end of its last process a cgroup is still in use.
pub(super) fn remove() -> Outcome {
    let begun = Instant::now();
    loop {
        let mut last = None;
        for folder in existing()? {
            if let Err(error) = std::fs::remove_dir(&folder) {
                last = Some(format!("failed to remove the cgroup {}: {error}", folder.display()));
            }
        }
        match last {
            None => return Ok(()),
            Some(problem) if begun.elapsed() > READY_WITHIN => return Err(problem.into()),
            Some(_) => std::thread::sleep(ASK_EVERY),
        }
    }
}

/// Our cgroup of every controller, whether it is there or not.
fn ours() -> Result<Vec<PathBuf>, Failure> {
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(CONTROLLERS)? {
        let entry = entry?;
        if entry.path().is_dir() {
            folders.push(entry.path().join(NAME));
        }
    }
    Ok(folders)
}

/// Our cgroups that are there, children before their parents.
fn existing() -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    let mut waiting: Vec<PathBuf> = ours()?.into_iter().filter(|folder| folder.is_dir()).collect();
    while let Some(folder) = waiting.pop() {
        // One that goes meanwhile has no children.
        let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
        waiting.extend(entries.map(|entry| entry.path()).filter(|path| path.is_dir()));
        found.push(folder);
    }
    found.reverse();
    Ok(found)
}
