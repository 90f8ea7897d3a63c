//! `kubectl cityhall diff`: what manifests would change, and what would be said about it.
//!
//! Reading order: this file, `changes` (what differs), `trial` (what the API server, the operator and the
//! city say).

mod changes;
mod trial;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cityhall_crds::manifest::Manifest;
use serde_json::Value;

use super::FAILED;
use super::arguments;
use super::cluster::{Cluster, of_kind};
use crate::folder::{File, Folder};
use crate::report::Finding;
use changes::{Change, changes, merge_patch};
use trial::{Judge, Trial};

/// What would become of one manifest.
enum Fate {
    /// The cluster has it as it is.
    Unchanged,
    /// It would be made.
    New(Trial),
    /// Its spec would change there.
    Changed(Vec<Change>, Trial),
    /// It could not be found out.
    Unknown(String),
}

/// Prints what would become of every manifest.
pub(super) async fn run(arguments: arguments::Diff) -> Result<ExitCode, String> {
    let mut given = Vec::new();
    for path in &arguments.manifests {
        given.extend(read(path)?);
    }
    let manifests: Vec<&Manifest> = given.iter().flat_map(|(_, file)| &file.manifests).collect();
    let findings: Vec<Finding> = given
        .iter()
        .flat_map(|(path, file)| file.problems.iter().map(|problem| Finding::of_problem(path, problem)))
        .collect();
    if manifests.is_empty() && findings.is_empty() {
        let places: Vec<_> = arguments.manifests.iter().map(|path| path.display().to_string()).collect();
        return Err(format!("no manifest in {}", places.join(", ")));
    }
    let cluster = Cluster::reach(&arguments.place).await?;
    for finding in &findings {
        println!("{finding}");
    }
    let mut sum = Sum { unreadable: findings.len(), ..Sum::default() };
    for manifest in manifests {
        let fate = look(&cluster, manifest).await;
        print!("{}", told(manifest, &fate));
        sum.add(&fate);
    }
    println!("{sum}");
    Ok(sum.exit_code())
}

/// The manifests of a file or folder.
fn read(path: &Path) -> Result<Vec<(PathBuf, File)>, String> {
    if path.is_dir() {
        let folder = Folder::read(path)?;
        return Ok(folder.into_files().map(|(name, file)| (path.join(name), file)).collect());
    }
    let file = File::read(path)?.ok_or_else(|| format!("there is no file {}", path.display()))?;
    Ok(vec![(path.to_owned(), file)])
}

/// Compares a manifest with the cluster's, and tries what differs.
async fn look(cluster: &Cluster, manifest: &Manifest) -> Fate {
    let seen = match cluster.manifests(manifest.kind).get_opt(&manifest.name).await {
        Ok(seen) => seen.map(|seen| seen.spec()),
        Err(error) => return Fate::Unknown(of_kind(manifest.kind, &error)),
    };
    let Some(seen) = seen else {
        let trial = trial::create(cluster, manifest).await;
        return trial.map_or_else(Fate::Unknown, Fate::New);
    };
    if seen == manifest.spec {
        return Fate::Unchanged;
    }
    let trial = match trial::change(cluster, manifest, &merge_patch(&seen, &manifest.spec)).await {
        Ok(trial) => trial,
        Err(message) => return Fate::Unknown(message),
    };
    // The API server writes out what is left out; what it made is the better comparison where there is one.
    let wanted = trial.made.as_ref().unwrap_or(&manifest.spec);
    match changes(&seen, wanted) {
        none if none.is_empty() => Fate::Unchanged,
        some => Fate::Changed(some, trial),
    }
}

fn told(manifest: &Manifest, fate: &Fate) -> String {
    let title = format!("{}/{}", manifest.kind.as_str().to_ascii_lowercase(), manifest.name);
    match fate {
        Fate::Unchanged => format!("{title}: unchanged\n"),
        Fate::New(trial) => format!("{title}: new\n{}", trial.text()),
        Fate::Changed(changes, trial) => {
            let lines = changes.iter().fold(String::new(), |text, change| format!("{text}  {change}\n"));
            format!("{title}: changed\n{lines}{}", trial.text())
        }
        Fate::Unknown(message) => format!("{title}: unknown\n  {message}\n"),
    }
}

/// How many manifests have which fate.
#[derive(Default)]
struct Sum {
    new: usize,
    changed: usize,
    unchanged: usize,
    refused: usize,
    unjudged: usize,
    unknown: usize,
    unreadable: usize,
}

impl Sum {
    fn add(&mut self, fate: &Fate) {
        let (count, trial) = match fate {
            Fate::Unchanged => (&mut self.unchanged, None),
            Fate::New(trial) => (&mut self.new, Some(trial)),
            Fate::Changed(_, trial) => (&mut self.changed, Some(trial)),
            Fate::Unknown(_) => (&mut self.unknown, None),
        };
        *count += 1;
        self.refused += usize::from(trial.is_some_and(|trial| !trial.refused.is_empty()));
        self.unjudged += usize::from(trial.is_some_and(|trial| trial.judge == Judge::Nobody));
    }

    fn exit_code(&self) -> ExitCode {
        if self.refused + self.unknown + self.unreadable > 0 {
            ExitCode::from(FAILED)
        } else if self.new + self.changed > 0 {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        }
    }
}

impl std::fmt::Display for Sum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} new, {} changed, {} unchanged", self.new, self.changed, self.unchanged)?;
        let others = [
            (self.refused, "would be refused"),
            (self.unknown, "could not be found out"),
            (self.unreadable, "problems of the files themselves"),
            (self.unjudged, "judged by no operator"),
        ];
        others.iter().filter(|(count, _)| *count > 0).try_for_each(|(count, what)| write!(f, "; {count} {what}"))
    }
}

/// The value at a place, short enough for a line.
fn short(value: &Value) -> Option<String> {
    const CHARACTERS_MAX: usize = 60;
    match value {
        Value::Object(_) | Value::Array(_) => None,
        scalar => {
            let text = scalar.to_string();
            let cut = text.chars().count() > CHARACTERS_MAX;
            Some(if cut { text.chars().take(CHARACTERS_MAX).collect::<String>() + "…" } else { text })
        }
    }
}
