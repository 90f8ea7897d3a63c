//! Programs that tests and benches need and no package holds: built from Go modules in `tools/` and
//! `bench/peers/`, one folder a program, into the cache, keyed by what they are built from. Nothing binary is committed.
//!
//! [`list`] says which; [`schemas`] and [`pause`] are what lies beside one of them.

mod list;
mod pause;
mod schemas;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use sha2::{Digest, Sha256};

use crate::cache;
use crate::process::{output, program, run};

/// A folder of `tools/`, or of another shelf.
struct Tool {
    /// The folder's name, and the binary's.
    name: &'static str,
    /// Where the folder lies.
    shelf: &'static str,
    /// The Go package to build, seen from the folder.
    package: &'static str,
    /// Further names under which the binary is called.
    programs: &'static [&'static str],
    /// How long a build takes from nothing on two quiet cores.
    takes: &'static str,
    flags: fn() -> String,
    beside: Option<Beside>,
}

/// What lies beside a binary in its folder of the cache.
struct Beside {
    /// Makes it from the folder `tools/` in the folder of the cache.
    make: fn(&Path, &Path) -> Result<(), String>,
    /// The files of `tools/` that it is made from, besides the tool's own.
    from: &'static [&'static str],
    /// The code that makes it: other code may make something else.
    code: &'static str,
}

/// Builds what is not built yet of the named tools, of all without names. Gives the folders of the
/// programs, in the form of a `PATH`.
pub(crate) fn build(root: &Path, names: &[String]) -> Result<String, String> {
    if let Some(unknown) = names.iter().find(|name| list::TOOLS.iter().all(|tool| tool.name != *name)) {
        let known: Vec<_> = list::TOOLS.iter().map(|tool| tool.name).collect();
        return Err(format!("there is no tool `{unknown}`: there are {}", known.join(", ")));
    }
    let asked = list::TOOLS.iter().filter(|tool| names.is_empty() || names.iter().any(|name| name == tool.name));
    let folders = asked.map(|tool| tool.built(root)).collect::<Result<Vec<_>, _>>()?;
    let texts: Vec<String> = folders.iter().map(|folder| folder.display().to_string()).collect();
    Ok(texts.join(":"))
}

impl Tool {
    /// A tool whose folder holds its own source, without anything special.
    const fn new(name: &'static str) -> Self {
        Self {
            name,
            shelf: "tools",
            package: ".",
            programs: &[],
            takes: "ten seconds",
            flags: list::small,
            beside: None,
        }
    }

    /// The folder in which its programs lie, built if need be.
    fn built(&self, root: &Path) -> Result<PathBuf, String> {
        let tools = root.join(self.shelf);
        let source = tools.join(self.name);
        let flags = (self.flags)();
        let parent = cache::home()?.join("tools");
        let key = self.key(&tools, &source, &flags)?;
        let folder = parent.join(format!("{}-{key}", self.name));
        if folder.is_dir() {
            println!("{:<16} is built", self.name);
            return Ok(folder);
        }
        println!("{:<16} is being built; from nothing it takes about {}", self.name, self.takes);
        let started = Instant::now();
        let failed = |error: std::io::Error| format!("failed to write {}: {error}", parent.display());
        let unfinished = parent.join(format!("{}-{key}.{}", self.name, std::process::id()));
        fs::create_dir_all(&unfinished).map_err(failed)?;
        run(go(&source)
            .args(["build", "-trimpath", "-ldflags", &flags, "-o"])
            .arg(unfinished.join(self.name))
            .arg(self.package))?;
        for name in self.programs {
            symlink(self.name, unfinished.join(name)).map_err(failed)?;
        }
        if let Some(beside) = &self.beside {
            (beside.make)(&tools, &unfinished)?;
        }
        self.forget_older(&parent, &unfinished).map_err(failed)?;
        fs::rename(&unfinished, &folder).map_err(failed)?;
        println!("{:<16} is built, in {:.1} minutes", self.name, started.elapsed().as_secs_f64() / 60.0);
        Ok(folder)
    }

    /// What the folder depends on: sources, pinned modules, compiler and flags.
    fn key(&self, tools: &Path, source: &Path, flags: &str) -> Result<String, String> {
        let failed = |error: std::io::Error| format!("failed to read {}: {error}", source.display());
        let mut files: Vec<PathBuf> = fs::read_dir(source)
            .map_err(failed)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()
            .map_err(failed)?;
        files.sort();
        let compiler = output(go(source).arg("version"))
            .map_err(|error| format!("{error}: the programs of a cluster are built with Go 1.26 or newer"))?;
        let mut digest = Sha256::new().chain_update(compiler).chain_update(flags).chain_update(self.package);
        if let Some(beside) = &self.beside {
            digest.update(beside.code);
            files.extend(beside.from.iter().map(|file| tools.join(file)));
        }
        for file in files {
            digest.update(fs::read(file).map_err(failed)?);
        }
        Ok(cache::key(&digest.finalize()))
    }

    /// Removes builds from other sources.
    fn forget_older(&self, parent: &Path, current: &Path) -> std::io::Result<()> {
        for entry in fs::read_dir(parent)? {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let is_ours = name.strip_prefix(self.name).is_some_and(|rest| rest.starts_with('-'));
            if is_ours && path != current {
                fs::remove_dir_all(path)?;
            }
        }
        Ok(())
    }
}

/// Go as it is here: it never fetches another toolchain, changes no pin and needs no C compiler.
fn go(folder: &Path) -> Command {
    let mut go = program("go", folder);
    go.env("GOTOOLCHAIN", "local").env("GOFLAGS", "-mod=readonly -buildvcs=false").env("CGO_ENABLED", "0");
    go
}
