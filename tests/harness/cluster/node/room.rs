//! The namespaces and cgroups in which a node runs, and the lock that lets one at a time.

use std::fs::{self, File, TryLockError};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::record::{FOLDERS, KEEPER, Record};
use super::{ADDRESS, cgroups, good, network};
use crate::cluster::programs::{self, ASK_EVERY, Lifetime, Namespaces, Place, Program, until};
use crate::{Failure, Outcome};

/// Whose lock is held has the machine's node.
const LOCK: &str = "/run/cityhall-node.lock";

/// How long to wait for another's node to end.
const FREE_WITHIN: Duration = Duration::from_mins(10);

/// What a node runs besides the tools.
const PROGRAMS: [&str; 12] = [
    "conntrack",
    "containerd",
    "ctr",
    "curl",
    "ip",
    "mount",
    "nft",
    "nsenter",
    "runc",
    "setpriv",
    "unshare",
    "/usr/lib/cni/bridge",
];

/// A room that is made. It is removed with this value, unless it is kept.
pub(super) struct Room {
    record: Record,
    /// Holds the mount namespace open.
    keeper: Option<Program>,
    is_kept: bool,
    lock: File,
}

impl Room {
    /// Makes a room as soon as the machine has no other.
    pub(super) fn open(lifetime: Lifetime) -> Result<Self, Failure> {
        let lock = free_machine()?;
        let folder = programs::folder(lifetime)?.keep();
        let mut room = Self { record: Record::new(folder, lifetime)?, keeper: None, is_kept: false, lock };
        room.record.write()?;
        for folder in FOLDERS {
            fs::create_dir_all(folder)?;
        }
        network::make()?;
        cgroups::make()?;
        room.keep_mounts()?;
        Ok(room)
    }

    /// Starts the keeper: it mounts over the fixed folders, and gives the cluster's names, where only
    /// those see it who enter its mounts.
    fn keep_mounts(&mut self) -> Outcome {
        let home = self.record.folder();
        fs::write(home.join("resolv.conf"), format!("nameserver {ADDRESS}\n"))?;
        let script = format!(
            "mount --make-rshared /\n\
             for folder in {}; do mount -t tmpfs none $folder; done\n\
             mount --bind resolv.conf /etc/resolv.conf\n\
             exec {KEEPER} infinity\n",
            FOLDERS.join(" ")
        );
        let place = Place { home: home.to_owned(), lifetime: self.record.lifetime(), inside: None };
        let network = format!("--net={}", network::FILE);
        let arguments = [&network, "unshare", "--mount", "--propagation", "private", "sh", "-ec", &script];
        let arguments = arguments.map(str::to_owned);
        // With the lock as its input it holds it as long as it lives, which is as long as the node does.
        let lock = Stdio::from(self.lock.try_clone()?);
        let keeper = Program::start_with("keeper", Path::new("nsenter"), &arguments, &place, lock)?;
        let name = PathBuf::from(format!("/proc/{}/comm", keeper.id()));
        until(self.keeper.insert(keeper), || Ok(fs::read_to_string(&name)?.trim_end() == KEEPER))
    }

    /// The namespaces, as files.
    pub(super) fn namespaces(&self) -> Namespaces {
        let keeper = self.keeper.as_ref().map(Program::id).unwrap_or_default();
        Namespaces { network: network::FILE.into(), mounts: format!("/proc/{keeper}/ns/mnt").into() }
    }

    /// The room as a place for programs.
    pub(super) fn place(&self) -> Place {
        Place {
            home: self.record.folder().to_owned(),
            lifetime: self.record.lifetime(),
            inside: Some(self.namespaces()),
        }
    }

    /// Removes it.
    pub(super) fn close(mut self) -> Outcome {
        self.is_kept = true;
        self.record.remove()
    }

    /// Lets it be.
    pub(super) fn keep(mut self) {
        self.is_kept = true;
        self.keeper.take().into_iter().for_each(Program::keep);
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        if !self.is_kept
            && let Err(error) = self.record.remove()
        {
            eprintln!("failed to remove the node: {error}");
        }
    }
}

/// Waits until the machine has no node, and removes what an owner left that was killed. Nobody else makes
/// one as long as the lock is held.
pub(super) fn free_machine() -> Result<File, Failure> {
    check_machine()?;
    let lock = lock()?;
    if let Some(left) = Record::read()? {
        left.remove()?;
    }
    Ok(lock)
}

/// Says what keeps this machine from being a node.
fn check_machine() -> Outcome {
    if fs::metadata("/proc/self")?.uid() != 0 {
        return Err("a node needs root".into());
    }
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let is_missing = |name: &&str| !std::env::split_paths(&folders).any(|folder| folder.join(name).exists());
    let missing: Vec<&str> = PROGRAMS.into_iter().filter(is_missing).collect();
    if !missing.is_empty() {
        let missing = missing.join(", ");
        return Err(format!("a node needs {missing}: on Debian `cargo xtask cluster up --node` installs it").into());
    }
    good(Command::new("unshare").args(["--net", "--mount", "true"]))
        .map_err(|error| format!("a node needs namespaces of its own, and this machine gives none: {error}"))?;
    if !cgroups::are_there() {
        return Err("a node needs cgroups of version 1, and this machine has none".into());
    }
    Ok(())
}

/// Waits until no other process has the machine's node.
fn lock() -> Result<File, Failure> {
    let file = File::options().create(true).truncate(false).write(true).open(LOCK)?;
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        if Record::read()?.is_some_and(|record| record.lifetime() == Lifetime::Detached) {
            return Err("this machine's node is up already: `cargo xtask cluster down` ends it".into());
        }
        if begun.elapsed() > FREE_WITHIN {
            return Err(format!("another process has had this machine's node for {FREE_WITHIN:?}").into());
        }
        std::thread::sleep(ASK_EVERY);
    }
}
