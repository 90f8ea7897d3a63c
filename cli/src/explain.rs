//! `cityhall explain`: what a module means, in words or as a picture, without a running city.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use cityhall_crds::explain::Explanation;
use cityhall_crds::manifest::Manifest;
use cityhall_crds::{Kind, LANGUAGE, lower};
use cityhall_domain::name::DepartmentName;
use cityhall_domain::text::{Language, Text};
use clap::ValueEnum;

use crate::check::check;
use crate::folder::Folder;

/// What is printed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// Plain text.
    Summary,
    /// A Mermaid flowchart.
    Mermaid,
    /// A picture.
    Svg,
}

/// In which language.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum LanguageName {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

impl From<LanguageName> for Language {
    fn from(name: LanguageName) -> Self {
        match name {
            LanguageName::Zh => Self::Chinese,
            LanguageName::En => Self::English,
        }
    }
}

/// Prints what a module means. Problems of its file go to standard error, as `check` tells them, and
/// then nothing is explained: half a module would be explained wrongly.
pub(crate) fn run(root: &Path, name: &str, format: Format, language: LanguageName) -> Result<ExitCode, String> {
    let folder = Folder::read(root)?;
    let found = modules(&folder).find(|(_, manifest)| manifest.name == name);
    let mut findings = check(&folder);
    findings.retain(|finding| found.is_none_or(|(path, _)| finding.file == path));
    for finding in &findings {
        eprintln!("{finding}");
    }
    let Some((_, manifest)) = found else { return Err(unknown(&folder, name)) };
    let (Ok(module), true) = (lower(LANGUAGE, &manifest.name, &manifest.spec), findings.is_empty()) else {
        return Ok(ExitCode::FAILURE);
    };
    let departments = departments(&folder);
    let explanation = Explanation { module: &module, departments: &departments, language: language.into() };
    match format {
        Format::Summary => print!("{}", explanation.summary()),
        Format::Mermaid => print!("{}", explanation.mermaid()),
        Format::Svg => print!("{}", explanation.svg()),
    }
    Ok(ExitCode::SUCCESS)
}

fn manifests(folder: &Folder, kind: Kind) -> impl Iterator<Item = (&Path, &Manifest)> {
    let all = folder.files().flat_map(|(path, file)| file.manifests.iter().map(move |manifest| (path, manifest)));
    all.filter(move |(_, manifest)| manifest.kind == kind)
}

fn modules(folder: &Folder) -> impl Iterator<Item = (&Path, &Manifest)> {
    manifests(folder, Kind::ServiceModule)
}

fn unknown(folder: &Folder, name: &str) -> String {
    let mut names: Vec<&str> = modules(folder).map(|(_, manifest)| manifest.name.as_str()).collect();
    names.sort_unstable();
    if names.is_empty() {
        return format!("the folder has no module `{name}`, nor any other");
    }
    format!("the folder has no module `{name}`; it has {}", names.join(", "))
}

/// What departments are called.
fn departments(folder: &Folder) -> BTreeMap<DepartmentName, Text> {
    let titled = |(_, manifest): (&Path, &Manifest)| {
        let title = serde_json::from_value(manifest.spec["title"].clone()).ok()?;
        Some((manifest.name.parse().ok()?, title))
    };
    manifests(folder, Kind::Department).filter_map(titled).collect()
}
