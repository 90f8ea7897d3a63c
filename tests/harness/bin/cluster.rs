//! `cargo xtask cluster up [--node]|down|status`: a real Kubernetes control plane to try things on, with
//! a node that runs containers if asked.
//!
//! One at a time; what runs is written down in a file of the cache, and only that is ever ended.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use cityhall_tests::Failure;
use cityhall_tests::cluster::{ControlPlane, Lifetime, Node};
use serde::{Deserialize, Serialize};

/// What was started.
#[derive(Serialize, Deserialize)]
struct Running {
    folder: PathBuf,
    kubeconfig: PathBuf,
    programs: Vec<Process>,
    /// What stands before a command that shall run on the node, where there is one.
    entry: Option<String>,
}

/// One program of it.
#[derive(Serialize, Deserialize)]
struct Process {
    name: String,
    id: u32,
}

impl Process {
    /// Whether this very program still runs: ids are used again, the folder it works in is not.
    fn is_running(&self, folder: &Path) -> bool {
        fs::read_link(format!("/proc/{}/cwd", self.id)).is_ok_and(|at| at == folder)
    }
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["up", state] => up(Path::new(state), false),
        ["up", state, "--node"] => up(Path::new(state), true),
        ["down", state] => down(Path::new(state)),
        ["status", state] => status(Path::new(state)),
        _ => Err("usage: cluster up|down|status FILE [--node]".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn read(state: &Path) -> Result<Option<Running>, Failure> {
    match fs::read(state) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn up(state: &Path, with_node: bool) -> Result<(), Failure> {
    if let Some(running) = read(state)? {
        if running.programs.iter().all(|program| program.is_running(&running.folder)) {
            if running.entry.is_some() != with_node {
                return Err("another kind of cluster is up: `cargo xtask cluster down` ends it".into());
            }
            tell(&running);
            return Ok(());
        }
        down(state)?;
    }
    let running = if with_node { start_node()? } else { start_control_plane()? };
    fs::write(state, serde_json::to_vec_pretty(&running)?)?;
    tell(&running);
    Ok(())
}

fn start_control_plane() -> Result<Running, Failure> {
    println!("starting etcd, kube-apiserver and kube-controller-manager …");
    let cluster = ControlPlane::start(Lifetime::Detached)?;
    let (kubeconfig, programs) = (cluster.kubeconfig(), listed(cluster.processes()));
    Ok(Running { folder: cluster.keep(), kubeconfig, programs, entry: None })
}

fn start_node() -> Result<Running, Failure> {
    println!("starting a control plane and a node …");
    let node = Node::start(Lifetime::Detached)?;
    let (kubeconfig, programs, entry) = (node.kubeconfig(), listed(node.processes()), Some(node.entry()));
    Ok(Running { folder: node.keep(), kubeconfig, programs, entry })
}

fn listed(processes: Vec<(String, u32)>) -> Vec<Process> {
    processes.into_iter().map(|(name, id)| Process { name, id }).collect()
}

fn down(state: &Path) -> Result<(), Failure> {
    // Asked of the machine, not of the file: a start that was interrupted wrote none.
    let was_node = Node::end_kept()?;
    let Some(running) = read(state)? else {
        println!("{}", if was_node { "the cluster is down" } else { "no cluster is up" });
        return Ok(());
    };
    // Its data is disposable, so nothing is asked to end well; the last started ends first.
    for program in running.programs.iter().rev().filter(|program| program.is_running(&running.folder)) {
        Command::new("kill").args(["-KILL", &program.id.to_string()]).status()?;
    }
    fs::remove_dir_all(&running.folder).or_else(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Ok(()),
        _ => Err(error),
    })?;
    fs::remove_file(state)?;
    println!("the cluster is down");
    Ok(())
}

fn status(state: &Path) -> Result<(), Failure> {
    if let Some(running) = read(state)? {
        tell(&running);
    } else {
        println!("no cluster is up");
    }
    Ok(())
}

fn tell(running: &Running) {
    for program in &running.programs {
        let how = if program.is_running(&running.folder) { "runs" } else { "has ended" };
        println!("{:<24} {how}, process {}", program.name, program.id);
    }
    println!("KUBECONFIG={}", running.kubeconfig.display());
    if let Some(entry) = &running.entry {
        println!("run on the node what speaks to it: {entry} --wdns=\"$PWD\" COMMAND");
    }
}
