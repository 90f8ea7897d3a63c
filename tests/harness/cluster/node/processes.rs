//! Processes of this machine, as `/proc` shows them, and their end.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use super::good;
use crate::cluster::programs::{ASK_EVERY, READY_WITHIN};
use crate::{Failure, Outcome};

/// A process that runs.
pub(super) struct Process {
    pub(super) id: u32,
    /// The first fifteen bytes of its program's name.
    pub(super) name: String,
    /// The folder in which it works.
    pub(super) folder: PathBuf,
}

impl Process {
    fn of(id: u32) -> Option<Self> {
        let home = Path::new("/proc").join(id.to_string());
        let name = std::fs::read_to_string(home.join("comm")).ok()?.trim_end().to_owned();
        let folder = std::fs::read_link(home.join("cwd")).ok()?;
        Some(Self { id, name, folder })
    }
}

/// Every process whose folder can be read. What ends meanwhile is not among them.
pub(super) fn all() -> Result<Vec<Process>, Failure> {
    let entries = std::fs::read_dir("/proc")?;
    let ids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    Ok(ids.filter_map(Process::of).collect())
}

/// Whether a process is there that has not ended. One whose parent has not yet asked how it ended has.
pub(super) fn is_running(id: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{id}/stat"))
        .is_ok_and(|stat| stat.rsplit(')').next().is_some_and(|rest| !rest.trim_start().starts_with(['Z', 'X'])))
}

/// Ends processes at once and waits until they have ended.
pub(super) fn end(ids: &[u32]) -> Outcome {
    let begun = Instant::now();
    for id in ids.iter().filter(|id| is_running(**id)) {
        // It may end by itself before.
        if let Err(error) = good(Command::new("kill").args(["-KILL", &id.to_string()]))
            && is_running(*id)
        {
            return Err(error);
        }
    }
    while let Some(id) = ids.iter().find(|id| is_running(**id)) {
        if begun.elapsed() > READY_WITHIN {
            return Err(format!("process {id} does not end").into());
        }
        std::thread::sleep(ASK_EVERY);
    }
    Ok(())
}
