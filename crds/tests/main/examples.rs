//! The sample city compiles, and its guides are complete.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cityhall_crds::manifest::{self, Manifest};
use cityhall_crds::{Kind, LANGUAGE, elements, lower, prove};
use cityhall_domain::module::Surroundings;
use cityhall_domain::name::DepartmentName;
use cityhall_domain::text::Language;
use serde_json::Value;

use super::guide::elements_of_text;

fn yaml_files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && path.file_name().unwrap() != "samples" {
            yaml_files(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            into.push(path);
        }
    }
}

fn manifests(folder: &Path) -> Vec<Manifest> {
    let mut files = Vec::new();
    yaml_files(folder, &mut files);
    let mut all = Vec::new();
    for file in files {
        let (found, problems) = manifest::parse(&std::fs::read_to_string(&file).unwrap());
        assert_eq!(problems, [], "{}", file.display());
        all.extend(found);
    }
    all
}

/// The sample city as far as its modules are concerned.
pub(crate) struct SampleCity {
    /// Names and specs.
    pub(crate) modules: Vec<(String, Value)>,
    departments: BTreeSet<DepartmentName>,
}

impl SampleCity {
    /// What its modules are proved against.
    pub(crate) fn around(&self) -> Surroundings<'_> {
        let languages = &[Language::Chinese, Language::English];
        Surroundings { published: &[], departments: &self.departments, languages }
    }
}

/// The sample city.
pub(crate) fn city() -> SampleCity {
    let all = manifests(&examples());
    let departments = all.iter().filter(|m| m.kind == Kind::Department).map(|m| m.name.parse().unwrap()).collect();
    let modules = all.into_iter().filter(|m| m.kind == Kind::ServiceModule).map(|m| (m.name, m.spec)).collect();
    SampleCity { modules, departments }
}

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples")
}

#[test]
fn every_module_of_the_sample_city_compiles() {
    let (all, city) = (manifests(&examples()), city());
    let mut said = Vec::new();
    for manifest in all.iter().filter(|m| m.kind == Kind::ServiceModule) {
        let problems = match lower(LANGUAGE, &manifest.name, &manifest.spec) {
            Ok(module) => prove(&module, city.around()),
            Err(problems) => problems,
        };
        let line = |path: &str| manifest.lines.of(path).unwrap();
        said.extend(problems.0.iter().map(|problem| format!("{}:{}: {problem}", manifest.name, line(&problem.path))));
    }
    assert_eq!(said, [""; 0]);
}

/// What each guide of the sample city must show: everything that its type needs, in both
/// languages.
#[test]
fn every_needed_element_is_filled_in_both_languages() {
    let city = city();
    assert!(city.modules.len() >= 3);
    for (name, spec) in &city.modules {
        let module = lower(LANGUAGE, name, spec).unwrap();
        for element in elements::ALL.iter().filter(|element| element.is_needed_by(module.service_type)) {
            let pointer = element.path.strip_prefix("spec").unwrap().replace('.', "/");
            let value = spec.pointer(&pointer).unwrap_or_else(|| panic!("{name} has no {}", element.path));
            let is_empty = match value {
                Value::Array(items) => items.is_empty(),
                Value::Object(map) => map.is_empty(),
                Value::String(text) => text.trim().is_empty(),
                Value::Null | Value::Bool(_) | Value::Number(_) => true,
            };
            assert!(!is_empty, "{name}: {} is empty", element.path);
            let mut texts = Vec::new();
            elements_of_text(value, "", &mut texts);
            for (at, language) in texts.iter().flat_map(|at| [(at, "zh"), (at, "en")]) {
                let text = value.pointer(&format!("{at}/{language}")).and_then(Value::as_str).unwrap_or_default();
                assert!(!text.trim().is_empty(), "{name}: {}{at} has no {language}", element.path);
            }
        }
    }
}

/// A guide that was copied from another item is a guide that nobody has read. Only a law and its
/// article may be cited twice, in the same words.
#[test]
fn no_two_guides_share_a_text() {
    let mut seen: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut shared = Vec::new();
    for (name, spec) in city().modules {
        let mut texts = Vec::new();
        for part in ["guide", "documents"] {
            elements_of_text(&spec[part], &format!("/{part}"), &mut texts);
        }
        assert!(texts.len() > 20, "{name} says little: {}", texts.len());
        for at in texts.into_iter().filter(|at| !at.starts_with("/guide/legalBasis/")) {
            for language in ["zh", "en"] {
                let Some(text) = spec.pointer(&format!("{at}/{language}")).and_then(Value::as_str) else { continue };
                let here = (name.clone(), format!("{at}/{language}"));
                match seen.insert(text.to_owned(), here.clone()) {
                    Some(before) if before.0 != name => shared.push(format!("{text}: {before:?} and {here:?}")),
                    _ => {}
                }
            }
        }
    }
    assert_eq!(shared, [""; 0]);
}
