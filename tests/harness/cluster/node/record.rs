//! What a node leaves on the machine, written down before it is made, so that it can be removed by
//! whoever comes next: its owner, `cargo xtask cluster down`, or the next owner after one that was
//! killed.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::processes::{self, Process};
use super::{cgroups, network};
use crate::cluster::Lifetime;
use crate::{Failure, Outcome};

/// Where it is written. A restart of the machine ends a node, and removes this file with it.
const FILE: &str = "/run/cityhall-node.json";

/// What a kubelet sets for the whole machine.
const SETTINGS: [&str; 3] =
    ["/proc/sys/kernel/panic", "/proc/sys/kernel/panic_on_oops", "/proc/sys/vm/overcommit_memory"];

/// Folders that the programs of a node want at fixed places: empty ones, over which the node has mounts
/// that only it sees.
pub(super) const FOLDERS: [&str; 5] =
    ["/run/netns", "/run/containerd", "/var/lib/kubelet", "/var/log/pods", "/var/log/containers"];

/// The program that holds the mount namespace open.
pub(super) const KEEPER: &str = "sleep";

/// The programs of a node that work in its folder, besides the keeper.
const PROGRAMS: [&str; 8] = [
    "containerd",
    "coredns",
    "etcd",
    "kube-apiserver",
    "kube-controller-manager",
    "kube-proxy",
    "kube-scheduler",
    "kubelet",
];

/// The program that runs beside each pod and outlives containerd.
const BESIDE_PODS: &str = "containerd-shim";

/// What one node leaves.
#[derive(Serialize, Deserialize)]
pub(super) struct Record {
    folder: PathBuf,
    lifetime: Lifetime,
    /// Settings of the machine as they were.
    settings: Vec<(PathBuf, String)>,
    /// Those of the fixed folders that were not there.
    made: Vec<PathBuf>,
}

impl Record {
    /// The record of a node that is about to be made.
    pub(super) fn new(folder: PathBuf, lifetime: Lifetime) -> Result<Self, Failure> {
        let settings = SETTINGS.iter().map(|file| Ok((file.into(), fs::read_to_string(file)?)));
        let settings = settings.collect::<Result<Vec<_>, std::io::Error>>()?;
        let made = FOLDERS.iter().map(PathBuf::from).filter(|folder| !folder.exists()).collect();
        Ok(Self { folder, lifetime, settings, made })
    }

    /// The record of the node that is there, or of one that was not removed.
    pub(super) fn read() -> Result<Option<Self>, Failure> {
        match fs::read(FILE) {
            Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes).map_err(|error| format!("{FILE}: {error}"))?)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(format!("failed to read {FILE}: {error}").into()),
        }
    }

    pub(super) fn write(&self) -> Outcome {
        let next = Path::new(FILE).with_extension("next");
        fs::write(&next, serde_json::to_vec_pretty(self)?)?;
        Ok(fs::rename(next, FILE)?)
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn lifetime(&self) -> Lifetime {
        self.lifetime
    }

    /// Removes everything that it names; what fails does not keep the rest from being removed. As long as
    /// something is there the record is, and the next owner tries again.
    pub(super) fn remove(&self) -> Outcome {
        let keeper = self.ids(|name| name == KEEPER)?;
        let outcomes =
            [self.end_programs(), network::remove(), cgroups::remove(), self.restore_settings(), self.remove_folders()];
        let problems: Vec<String> =
            outcomes.into_iter().filter_map(Result::err).map(|problem| problem.to_string()).collect();
        if problems.is_empty() {
            fs::remove_file(FILE)?;
        }
        // It holds the lock of the machine's node: whoever waits for that finds everything removed.
        processes::end(&keeper)?;
        if problems.is_empty() { Ok(()) } else { Err(problems.join("; ").into()) }
    }

    /// What would start something again ends first.
    fn end_programs(&self) -> Outcome {
        processes::end(&self.ids(|name| PROGRAMS.iter().any(|program| short(program) == name))?)?;
        let is_beside_pods =
            |process: &Process| process.name == short(BESIDE_PODS) && process.folder.starts_with(&self.folder);
        let ids: Vec<u32> = processes::all()?.iter().filter(|one| is_beside_pods(one)).map(|one| one.id).collect();
        processes::end(&ids)?;
        cgroups::end_processes()
    }

    /// The processes of such names that work in the node's folder, and no others of these names.
    fn ids(&self, is_named: impl Fn(&str) -> bool) -> Result<Vec<u32>, Failure> {
        let all = processes::all()?;
        let ours = all.iter().filter(|process| process.folder == self.folder && is_named(&process.name));
        Ok(ours.map(|process| process.id).collect())
    }

    fn restore_settings(&self) -> Outcome {
        for (file, value) in &self.settings {
            if fs::read_to_string(file)? != *value {
                fs::write(file, value)?;
            }
        }
        Ok(())
    }

    fn remove_folders(&self) -> Outcome {
        match fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(format!("failed to remove {}: {error}", self.folder.display()).into());
            }
            _ => {}
        }
        for folder in &self.made {
            // Another program may have begun to use it; then it is not ours any more.
            let _ = fs::remove_dir(folder);
        }
        Ok(())
    }
}

/// As much of a program's name as the system keeps.
fn short(name: &str) -> &str {
    name.get(..15).unwrap_or(name)
}
