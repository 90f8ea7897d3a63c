//! Programs that tests need and no package holds: built from Go modules in `tools/`, one folder a
//! program, into the cache, keyed by what they are built from. Nothing binary is committed.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use sha2::{Digest, Sha256};

use crate::cache;
use crate::process::{output, program, run};

/// A folder of `tools/`.
struct Tool {
    /// The folder's name.
    name: &'static str,
    /// The Go package to build, seen from the folder.
    package: &'static str,
    /// The names under which the binary is called.
    programs: &'static [&'static str],
    /// How long a build takes from nothing on two quiet cores.
    takes: &'static str,
    flags: fn() -> String,
}

const TOOLS: [Tool; 2] = [
    Tool { name: "etcd", package: "go.etcd.io/etcd/server/v3", programs: &["etcd"], takes: "a minute", flags: small },
    Tool {
        name: "k8s",
        package: ".",
        programs: &["kube-apiserver", "kube-controller-manager", "kube-proxy", "kube-scheduler", "kubectl", "kubelet"],
        takes: "six minutes",
        flags: kubernetes,
    },
];

/// The Kubernetes that tests run on: the version that `tools/k8s/go.mod` names.
const KUBERNETES: (&str, &str, &str) = ("1", "36", "2");

fn small() -> String {
    "-s -w".to_owned()
}

/// Without its version a program of Kubernetes says a placeholder, and version checks of clients misfire.
fn kubernetes() -> String {
    let (major, minor, patch) = KUBERNETES;
    let mut flags = vec![small()];
    for package in ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"] {
        let values = [
            ("gitVersion", format!("v{major}.{minor}.{patch}")),
            ("gitMajor", major.to_owned()),
            ("gitMinor", minor.to_owned()),
            ("gitTreeState", "clean".to_owned()),
            ("gitCommit", "none".to_owned()),
            ("buildDate", "1970-01-01T00:00:00Z".to_owned()),
        ];
        for (name, value) in values {
            flags.push(format!("-X {package}.{name}={value}"));
        }
    }
    flags.join(" ")
}

/// Builds what is not built yet of the named tools, of all without names. Gives the folders of the
/// programs, in the form of a `PATH`.
pub(crate) fn build(root: &Path, names: &[String]) -> Result<String, String> {
    if let Some(unknown) = names.iter().find(|name| TOOLS.iter().all(|tool| tool.name != *name)) {
        let known: Vec<_> = TOOLS.iter().map(|tool| tool.name).collect();
        return Err(format!("there is no tool `{unknown}`: there are {}", known.join(", ")));
    }
    let asked = TOOLS.iter().filter(|tool| names.is_empty() || names.iter().any(|name| name == tool.name));
    let folders = asked.map(|tool| tool.built(root)).collect::<Result<Vec<_>, _>>()?;
    let texts: Vec<String> = folders.iter().map(|folder| folder.display().to_string()).collect();
    Ok(texts.join(":"))
}

impl Tool {
    /// The folder in which its programs lie, built if need be.
    fn built(&self, root: &Path) -> Result<PathBuf, String> {
        let source = root.join("tools").join(self.name);
        let flags = (self.flags)();
        let parent = cache::home()?.join("tools");
        let key = self.key(root, &source, &flags)?;
        let folder = parent.join(format!("{}-{key}", self.name));
        if folder.is_dir() {
            println!("{:<6} is built", self.name);
            return Ok(folder);
        }
        println!("{:<6} is being built; from nothing it takes about {}", self.name, self.takes);
        let started = Instant::now();
        let failed = |error: std::io::Error| format!("failed to write {}: {error}", parent.display());
        let unfinished = parent.join(format!("{}-{key}.{}", self.name, std::process::id()));
        fs::create_dir_all(&unfinished).map_err(failed)?;
        run(go(&source)
            .args(["build", "-trimpath", "-ldflags", &flags, "-o"])
            .arg(unfinished.join(self.name))
            .arg(self.package))?;
        for name in self.programs.iter().filter(|name| **name != self.name) {
            symlink(self.name, unfinished.join(name)).map_err(failed)?;
        }
        self.forget_older(&parent, &unfinished).map_err(failed)?;
        fs::rename(&unfinished, &folder).map_err(failed)?;
        println!("{:<6} is built, in {:.1} minutes", self.name, started.elapsed().as_secs_f64() / 60.0);
        Ok(folder)
    }

    /// What the binary depends on: sources, pinned modules, compiler and flags.
    fn key(&self, root: &Path, source: &Path, flags: &str) -> Result<String, String> {
        let failed = |error: std::io::Error| format!("failed to read {}: {error}", source.display());
        let mut files: Vec<PathBuf> = fs::read_dir(source)
            .map_err(failed)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()
            .map_err(failed)?;
        files.sort();
        let compiler = output(go(root).arg("version"))
            .map_err(|error| format!("{error}: the programs of a cluster are built with Go 1.26 or newer"))?;
        let mut digest = Sha256::new().chain_update(compiler).chain_update(flags).chain_update(self.package);
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
