//! Golden specs: what a spec was compiled to once, it is compiled to for ever within one language
//! version. Files in `crds/golden/` are only ever added to.
//!
//! To add one, put `<name>.spec.json` there and run
//! `cargo xtask generate`. Never change one that is there.

use std::path::{Path, PathBuf};

use cityhall_crds::{LANGUAGE, lower, module_digest, spec_digest};
use serde_json::{Value, json};

use super::base::{GOOD, spec_of};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden")
}

fn names() -> Vec<String> {
    let entries = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name());
    let names = entries.filter_map(|name| name.to_str()?.strip_suffix(".spec.json").map(str::to_owned));
    names.collect()
}

fn read(file: &str) -> Option<Value> {
    let text = std::fs::read_to_string(folder().join(file)).ok()?;
    Some(serde_json::from_str(&text).unwrap())
}

#[test]
fn generated_digests_of_golden_specs_stay() {
    assert!(!names().is_empty());
    for name in names() {
        let spec = read(&format!("{name}.spec.json")).unwrap();
        let module = lower(LANGUAGE, &name, &spec).unwrap_or_else(|problems| panic!("{name}: {problems:?}"));
        let now = json!({
            "language": LANGUAGE, "specDigest": spec_digest(&spec), "moduleDigest": module_digest(&module),
        });
        let file = format!("{name}.v{LANGUAGE}.json");
        let golden = read(&file);
        if golden.is_none() && std::env::var_os("CITYHALL_GENERATE").is_some() {
            std::fs::write(folder().join(&file), format!("{now:#}\n")).unwrap();
        } else {
            assert_eq!(golden, Some(now), "{file}: another result for an old spec needs a new language version");
        }
    }
}

#[test]
fn a_digest_covers_meaning_and_not_writing() {
    let (name, spec) = spec_of(GOOD);
    let commented = GOOD.replace("  limits:", "  # a comment\n  limits:").replace("en: Accept}", "\"en\": \"Accept\"}");
    assert_eq!(spec_digest(&spec), spec_digest(&spec_of(&commented).1));
    let (_, other) = spec_of(&GOOD.replace("en: Accept}", "en: Take}"));
    assert_ne!(spec_digest(&spec), spec_digest(&other));
    let [one, two] = [&spec, &other].map(|spec| module_digest(&lower(LANGUAGE, &name, spec).unwrap()));
    assert_ne!(one, two);
}

#[test]
fn another_language_version_is_refused() {
    let (name, spec) = spec_of(GOOD);
    let problems = lower(LANGUAGE + 1, &name, &spec).unwrap_err();
    assert_eq!(problems.0[0].reason, "UnknownLanguage");
}
