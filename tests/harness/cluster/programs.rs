//! Programs of a control plane as children: found in the cache of tools, logged to a file, killed by
//! the system when their owner ends, however it ends.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{OnceLock, mpsc};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::Failure;

/// How long a program may take to become ready: ten times what it needs on a busy machine.
const READY_WITHIN: Duration = Duration::from_mins(1);

/// How often it is asked whether it is ready.
const ASK_EVERY: Duration = Duration::from_millis(50);

/// How much of a log a failure shows.
const LOG_SHOWN_BYTES: u64 = 4_000;

/// How long programs live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// As long as the process that started them.
    OfOwner,
    /// Until somebody ends them by their ids.
    Detached,
}

/// A program that was started.
pub(super) struct Program {
    pub(super) name: String,
    child: Child,
    log: PathBuf,
}

impl Program {
    pub(super) fn start(name: &str, arguments: &[String], home: &Path, lifetime: Lifetime) -> Result<Self, Failure> {
        let log = home.join(format!("{name}.log"));
        let output = File::create(&log)?;
        // The signal at the owner's death is set by `setpriv`: to set it here would be unsafe code.
        let mut command = match lifetime {
            Lifetime::OfOwner => Command::new("setpriv"),
            Lifetime::Detached => Command::new("setsid"),
        };
        if lifetime == Lifetime::OfOwner {
            command.args(["--pdeathsig", "KILL", "--"]);
        }
        command.arg(find(name)?).args(arguments).current_dir(home);
        command.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output);
        Ok(Self { name: name.to_owned(), child: spawn(command)?, log })
    }

    pub(super) fn id(&self) -> u32 {
        self.child.id()
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
