//! The sample cities compile.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use cityhall_crds::manifest::{self, Manifest};
use cityhall_crds::{Kind, LANGUAGE, lower, prove};
use cityhall_domain::module::Surroundings;
use cityhall_domain::text::Language;

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

#[test]
fn every_module_of_the_sample_city_compiles() {
    let all = manifests(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples"));
    let departments: BTreeSet<_> =
        all.iter().filter(|m| m.kind == Kind::Department).map(|m| m.name.parse().unwrap()).collect();
    let mut said = Vec::new();
    for manifest in all.iter().filter(|m| m.kind == Kind::ServiceModule) {
        let languages = &[Language::Chinese, Language::English];
        let around = Surroundings { published: &[], departments: &departments, languages };
        let problems = match lower(LANGUAGE, &manifest.name, &manifest.spec) {
            Ok(module) => prove(&module, around),
            Err(problems) => problems,
        };
        let line = |path: &str| manifest.lines.of(path).unwrap();
        said.extend(problems.0.iter().map(|problem| format!("{}:{}: {problem}", manifest.name, line(&problem.path))));
    }
    assert_eq!(said, [""; 0]);
}
