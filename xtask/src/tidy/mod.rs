//! The rules of the house that no compiler checks. Each file here is one rule; every problem is
//! reported, not only the first.

mod edges;
mod map;
mod orphans;
mod sizes;
mod words;

use std::fs;
use std::path::{Path, PathBuf};

use crate::process::{output, program};

/// `cargo xtask tidy`.
pub(crate) fn run(root: &Path) -> Result<(), String> {
    let files = tracked(root)?;
    let sources = read_rust(root, &files)?;
    let mut problems = edges::check(root)?;
    problems.extend(sizes::check(&sources));
    problems.extend(orphans::check(root, &sources)?);
    problems.extend(map::check(root, &files)?);
    problems.extend(words::check(&files, &sources));
    if problems.is_empty() {
        println!("tidy: {} files, nothing to say", files.len());
        return Ok(());
    }
    Err(problems.iter().map(|problem| format!("tidy: {problem}")).collect::<Vec<_>>().join("\n"))
}

/// One Rust file.
pub(crate) struct Source {
    /// Relative to the repository.
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

/// Every file that git knows or would add.
fn tracked(root: &Path) -> Result<Vec<PathBuf>, String> {
    let listed = output(program("git", root).args(["ls-files", "--cached", "--others", "--exclude-standard"]))?;
    Ok(listed.lines().map(PathBuf::from).filter(|path| root.join(path).exists()).collect())
}

fn read_rust(root: &Path, files: &[PathBuf]) -> Result<Vec<Source>, String> {
    files
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| {
            let text = fs::read_to_string(root.join(path))
                .map_err(|error| format!("failed to read {}: {error}", path.display()))?;
            Ok(Source { path: path.clone(), text })
        })
        .collect()
}
