//! Programs of a cluster as children: found in the cache of tools, logged to a file, killed by the
//! system when their owner ends, however it ends.

use std::ffi::OsString;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{OnceLock, mpsc};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use crate::Failure;

/// How long a program may take to become ready: ten times what it needs on a busy machine.
pub(super) const READY_WITHIN: Duration = Duration::from_mins(1);

/// How often it is asked whether it is ready.
pub(super) const ASK_EVERY: Duration = Duration::from_millis(50);

/// How much of a log a failure shows.
const LOG_SHOWN_BYTES: u64 = 4_000;

/// How long programs live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lifetime {
    /// As long as the process that started them.
    OfOwner,
    /// Until somebody ends them by their ids.
    Detached,
}

/// Where programs run, and how long.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Their folder: they work and log in it.
    pub(super) home: PathBuf,
    pub(super) lifetime: Lifetime,
    /// Another network and other mounts than ours; `None`: here.
    pub(super) inside: Option<Namespaces>,
}

/// A network namespace and a mount namespace, as files that can be entered.
#[derive(Debug, Clone)]
pub(super) struct Namespaces {
    pub(super) network: PathBuf,
    pub(super) mounts: PathBuf,
}

impl Place {
    /// `program`, to be run in this place as if from `folder`.
    pub(super) fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut words = self.words(program, folder).into_iter();
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words).current_dir(folder).stdin(Stdio::null());
        command
    }

    /// What has to be run so that `program` runs in this place.
    fn words(&self, program: &Path, folder: &Path) -> Vec<OsString> {
        let mut words = Vec::new();
        if let Some(inside) = &self.inside {
            // Entering other mounts also changes to their root; hence the folder is said again.
            words.extend(["nsenter".into(), option("net", &inside.network), option("mount", &inside.mounts)]);
            words.extend([option("wdns", folder), "--".into()]);
        }
        words.push(program.into());
        words
    }
}

/// `--name=value`.
fn option(name: &str, value: &Path) -> OsString {
    let mut word = OsString::from(format!("--{name}="));
    word.push(value);
    word
}

/// A program that was started. It ends with this value, unless it is kept.
pub(super) struct Program {
    pub(super) name: String,
    child: Child,
    log: PathBuf,
    is_kept: bool,
}

impl Program {
    /// Starts `program`, called `name`, with an empty standard input.
    pub(super) fn start(name: &str, program: &Path, arguments: &[String], place: &Place) -> Result<Self, Failure> {
        Self::start_with(name, program, arguments, place, Stdio::null())
    }

    /// Starts it with an open file, which stays open as long as it runs.
    pub(super) fn start_with(
        name: &str,
        program: &Path,
        arguments: &[String],
        place: &Place,
        input: Stdio,
    ) -> Result<Self, Failure> {
        let log = place.home.join(format!("{name}.log"));
        let output = File::create(&log)?;
        // The signal at the owner's death is set by `setpriv`: to set it here would be unsafe code.
        let mut command = match place.lifetime {
            Lifetime::OfOwner => Command::new("setpriv"),
            Lifetime::Detached => Command::new("setsid"),
        };
        if place.lifetime == Lifetime::OfOwner {
            command.args(["--pdeathsig", "KILL", "--"]);
        }
        command.args(place.words(program, &place.home)).args(arguments).current_dir(&place.home);
        command.stdin(input).stdout(output.try_clone()?).stderr(output);
        Ok(Self { name: name.to_owned(), child: spawn(command)?, log, is_kept: false })
    }

    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Lets it run on.
    pub(super) fn keep(mut self) {
        self.is_kept = true;
    }

    fn end_of_log(&self) -> String {
        let read = || -> std::io::Result<String> {
            let mut file = File::open(&self.log)?;
            let length = file.metadata()?.len();
            file.seek(SeekFrom::Start(length.saturating_sub(LOG_SHOWN_BYTES)))?;
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        };
        read().unwrap_or_else(|error| format!("no log: {error}"))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if !self.is_kept {
            // It may have ended by itself, and then there is nothing to end.
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// Waits until `is_ready`, while the program lives.
pub(super) fn until(program: &mut Program, mut is_ready: impl FnMut() -> Result<bool, Failure>) -> Result<(), Failure> {
    let begun = Instant::now();
    while begun.elapsed() < READY_WITHIN {
        if let Some(status) = program.child.try_wait()? {
            return Err(format!("{} ended, {status}:\n{}", program.name, program.end_of_log()).into());
        }
        if is_ready()? {
            return Ok(());
        }
        std::thread::sleep(ASK_EVERY);
    }
    Err(format!("{} is not ready after {READY_WITHIN:?}:\n{}", program.name, program.end_of_log()).into())
}

/// A program of the cache: `CITYHALL_TOOLS` names its folders, as `cargo xtask tools` prints it.
///
/// # Errors
/// When it is in none of them.
pub fn find(name: &str) -> Result<PathBuf, Failure> {
    let folders = std::env::var_os("CITYHALL_TOOLS").ok_or(
        "CITYHALL_TOOLS is not set: run `cargo xtask test --all`, or set it to what `cargo xtask tools` prints",
    )?;
    std::env::split_paths(&folders)
        .map(|folder| folder.join(name))
        .find(|path| path.exists())
        .ok_or_else(|| format!("`{name}` is in no folder of CITYHALL_TOOLS: run `cargo xtask tools`").into())
}

/// A folder for a control plane. Those of owners that are gone, which could not remove their own, are
/// removed.
pub(super) fn folder(lifetime: Lifetime) -> Result<TempDir, Failure> {
    const PREFIX: &str = "cityhall-cluster-";
    if lifetime == Lifetime::Detached {
        return Ok(tempfile::Builder::new().prefix("cityhall-own-cluster-").tempdir()?);
    }
    for entry in std::fs::read_dir(std::env::temp_dir())?.flatten() {
        let name = entry.file_name();
        let owner = name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.split('-').next());
        if owner.is_some_and(|owner| !owner.is_empty() && !Path::new("/proc").join(owner).exists()) {
            // Somebody else may be removing it too.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
    Ok(tempfile::Builder::new().prefix(&format!("{PREFIX}{}-", std::process::id())).tempdir()?)
}

type Spawning = (Command, mpsc::Sender<std::io::Result<Child>>);

/// Starts every child from one thread that never ends: a child is told of its parent's death when the
/// thread ends that started it, not the process.
fn spawn(command: Command) -> Result<Child, Failure> {
    static SPAWNER: OnceLock<mpsc::Sender<Spawning>> = OnceLock::new();
    let spawner = SPAWNER.get_or_init(|| {
        let (sender, receiver) = mpsc::channel::<Spawning>();
        std::thread::spawn(move || {
            for (mut command, answer) in receiver {
                // Whoever asked may have gone.
                let _ = answer.send(command.spawn());
            }
        });
        sender
    });
    let (answer, answered) = mpsc::channel();
    spawner.send((command, answer))?;
    Ok(answered.recv()??)
}
