//! Running other programs, with their output shown as it comes.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// A program that is about to be run in `folder`.
pub(crate) fn program(name: &str, folder: &Path) -> Command {
    let mut command = Command::new(name);
    command.current_dir(folder).stdin(Stdio::null());
    command
}

/// Runs to the end; an error names the command when it fails.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|error| format!("failed to start {command:?}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("failed: {command:?}: {status}")) }
}

/// Runs to the end and gives what it printed on standard output.
pub(crate) fn output(command: &mut Command) -> Result<String, String> {
    let output =
        command.stderr(Stdio::inherit()).output().map_err(|error| format!("failed to start {command:?}: {error}"))?;
    if !output.status.success() {
        return Err(format!("failed: {command:?}: {}", output.status));
    }
    String::from_utf8(output.stdout).map_err(|error| format!("failed to read the output of {command:?}: {error}"))
}

/// Runs to the end, shows each line of standard output and hands it to `each`.
pub(crate) fn watch(command: &mut Command, mut each: impl FnMut(&str)) -> Result<(), String> {
    let mut child =
        command.stdout(Stdio::piped()).spawn().map_err(|error| format!("failed to start {command:?}: {error}"))?;
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let line = line.map_err(|error| format!("failed to read the output of {command:?}: {error}"))?;
            println!("{line}");
            each(&line);
        }
    }
    let status = child.wait().map_err(|error| format!("failed to wait for {command:?}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("failed: {command:?}: {status}")) }
}
