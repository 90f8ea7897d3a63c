//! `cityhall check`: every problem of every manifest of a folder, without a running city.

mod documents;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

use cityhall_crds::Kind;
use cityhall_crds::manifest::Manifest;
use cityhall_crds::{LANGUAGE, lower, prove};
use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{Module, Surroundings};
use cityhall_domain::name::{DepartmentName, RoleName};
use cityhall_domain::supervision::Supervision;
use cityhall_domain::text::Language;
use cityhall_policies::{Known, PolicySpec};

use crate::folder::Folder;
use crate::report::Finding;

/// How problems are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Output {
    /// One line a problem.
    Text,
    /// One JSON array.
    Json,
}

/// Checks a folder and prints what is wrong; exit code 1 if anything is.
pub(crate) fn run(root: &Path, output: Output) -> Result<ExitCode, String> {
    let folder = Folder::read(root)?;
    let findings = check(&folder);
    match output {
        Output::Text => findings.iter().for_each(|finding| println!("{finding}")),
        Output::Json => {
            let text = serde_json::to_string(&findings).map_err(|error| format!("failed to print: {error}"))?;
            println!("{text}");
        }
    }
    if findings.is_empty() {
        let manifests = folder.files().map(|(_, file)| file.manifests.len()).sum::<usize>();
        eprintln!("{manifests} manifests, no problem");
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("{} problems", findings.len());
    Ok(ExitCode::FAILURE)
}

/// A manifest with its file.
type Placed<'a> = (&'a Path, &'a Manifest);

/// Every problem of a folder, in the order of its files.
pub(crate) fn check(folder: &Folder) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, file) in folder.files() {
        findings.extend(file.problems.iter().map(|problem| Finding::of_problem(path, problem)));
    }
    let manifests: Vec<Placed<'_>> =
        folder.files().flat_map(|(path, file)| file.manifests.iter().map(move |manifest| (path, manifest))).collect();
    findings.extend(together(&manifests));
    let mut modules = Vec::new();
    for (path, manifest) in &manifests {
        match compile(manifest) {
            Ok(module) => modules.extend(module.map(|module| (*path, *manifest, module))),
            Err(problems) => findings.extend(place(path, manifest, problems)),
        }
    }
    findings.extend(prove_all(&manifests, &modules));
    findings.extend(prove_policies(&manifests, &modules));
    findings.extend(documents::broken(&manifests, &modules));
    findings.sort_by(|one, other| (&one.file, one.line).cmp(&(&other.file, other.line)));
    findings
}

/// Compiles a manifest by itself; modules give a module.
fn compile(manifest: &Manifest) -> Result<Option<Module>, Diagnostics> {
    match manifest.kind {
        Kind::ServiceModule => lower(LANGUAGE, &manifest.name, &manifest.spec).map(Some),
        Kind::City | Kind::Department | Kind::HolidayCalendar | Kind::Partner | Kind::AccessPolicy => {
            cityhall_crds::examine(manifest.kind, &manifest.spec).into_result(None)
        }
    }
}

fn prove_all(manifests: &[Placed<'_>], modules: &[(&Path, &Manifest, Module)]) -> Vec<Finding> {
    let named =
        |kind| manifests.iter().filter(move |(_, manifest)| manifest.kind == kind).map(|(_, manifest)| *manifest);
    let departments: BTreeSet<DepartmentName> =
        named(Kind::Department).filter_map(|found| found.name.parse().ok()).collect();
    let languages = named(Kind::City).next().map_or_else(|| vec![Language::Chinese, Language::English], languages_of);
    let published: Vec<&Module> = modules.iter().map(|(_, _, module)| module).collect();
    modules
        .iter()
        .flat_map(|(path, manifest, module)| {
            let others: Vec<&Module> = published.iter().copied().filter(|other| other.name != module.name).collect();
            let surroundings = Surroundings { published: &others, departments: &departments, languages: &languages };
            place(path, manifest, prove(module, surroundings))
        })
        .collect()
}

/// What rules name and the folder does not have. Rules that are wrong by themselves are told already.
fn prove_policies(manifests: &[Placed<'_>], modules: &[(&Path, &Manifest, Module)]) -> Vec<Finding> {
    let mut known = Known::default();
    for (_, _, module) in modules {
        known.add_module(module);
    }
    let usual = Supervision::default();
    let mut watching = [usual.withdraws.to_string(), usual.supervises.to_string()];
    for (_, manifest) in manifests {
        match manifest.kind {
            Kind::Department => {
                known.departments.extend(manifest.name.parse::<DepartmentName>());
                let people = manifest.spec["people"].as_array().into_iter().flatten();
                let held = people.flat_map(|one| one["roles"].as_array().into_iter().flatten());
                known.roles.extend(held.filter_map(|role| role.as_str()?.parse::<RoleName>().ok()));
            }
            Kind::City => {
                let roles = &manifest.spec["supervision"]["roles"];
                for (role, word) in watching.iter_mut().zip(["withdraw", "supervise"]) {
                    roles[word].as_str().unwrap_or(role).to_owned().clone_into(role);
                }
            }
            Kind::HolidayCalendar | Kind::ServiceModule | Kind::Partner | Kind::AccessPolicy => {}
        }
    }
    known.roles.extend(watching.iter().filter_map(|role| role.parse::<RoleName>().ok()));
    let policies = manifests.iter().filter(|(_, manifest)| manifest.kind == Kind::AccessPolicy);
    let read = policies.filter_map(|(path, manifest)| {
        let spec = serde_json::from_value::<PolicySpec>(manifest.spec.clone()).ok()?;
        Some(place(path, manifest, cityhall_policies::prove(&spec, &known)))
    });
    read.flatten().collect()
}

fn languages_of(city: &Manifest) -> Vec<Language> {
    serde_json::from_value(city.spec["languages"].clone()).unwrap_or_default()
}

fn place(path: &Path, manifest: &Manifest, problems: Diagnostics) -> Vec<Finding> {
    problems.0.into_iter().map(|problem| Finding::of_diagnostic(path, manifest, problem)).collect()
}

/// What only several manifests together have wrong; and a folder is a city, so it declares one.
fn together(manifests: &[Placed<'_>]) -> Vec<Finding> {
    let all: Vec<Manifest> = manifests.iter().map(|(_, manifest)| (*manifest).clone()).collect();
    let found = cityhall_crds::examine_together(&all).into_iter().filter_map(|(index, problem)| {
        manifests.get(index).map(|(path, manifest)| Finding::of_diagnostic(path, manifest, problem))
    });
    let has_city = all.iter().any(|manifest| manifest.kind == Kind::City);
    found.chain((!has_city).then(Finding::of_no_city)).collect()
}
