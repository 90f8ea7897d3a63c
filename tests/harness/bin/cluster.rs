//! `cargo xtask cluster up|down|status`: a real Kubernetes control plane to try things on.
//!
//! One at a time; what runs is written down in a file of the cache, and only that is ever ended.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use cityhall_tests::Failure;
use cityhall_tests::cluster::{ControlPlane, Lifetime};
use serde::{Deserialize, Serialize};

/// What was started.
#[derive(Serialize, Deserialize)]
struct Running {
    folder: PathBuf,
    kubeconfig: PathBuf,
    programs: Vec<Process>,
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
        ["up", state] => up(Path::new(state)),
        ["down", state] => down(Path::new(state)),
        ["status", state] => status(Path::new(state)),
        _ => Err("usage: cluster up|down|status FILE".into()),
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

fn up(state: &Path) -> Result<(), Failure> {
    if let Some(running) = read(state)? {
        if running.programs.iter().all(|program| program.is_running(&running.folder)) {
            tell(&running);
            return Ok(());
        }
        down(state)?;
    }
    println!("starting etcd, kube-apiserver and kube-controller-manager …");
    let cluster = ControlPlane::start(Lifetime::Detached)?;
    let programs = cluster.processes().map(|(name, id)| Process { name: name.to_owned(), id }).collect();
    let kubeconfig = cluster.kubeconfig();
    let running = Running { folder: cluster.keep(), kubeconfig, programs };
    fs::write(state, serde_json::to_vec_pretty(&running)?)?;
    tell(&running);
    Ok(())
}

fn down(state: &Path) -> Result<(), Failure> {
    let Some(running) = read(state)? else {
        println!("no cluster is up");
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
}
