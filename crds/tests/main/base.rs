//! The good module, and what compiling a change of it says.

use std::collections::BTreeSet;

use cityhall_crds::{LANGUAGE, lower, manifest, prove};
use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{Module, Surroundings};
use cityhall_domain::text::Language;
use serde_json::Value;

/// A module that is right in every respect.
pub(crate) const GOOD: &str = include_str!("../good.yaml");

/// The spec and name in a text that is good YAML with one manifest.
pub(crate) fn spec_of(text: &str) -> (String, Value) {
    let (manifests, problems) = manifest::parse(text);
    assert_eq!(problems, [], "the YAML itself is good");
    let [manifest] = manifests.try_into().expect("one manifest");
    (manifest.name, manifest.spec)
}

/// Lowers and proves a text beside `published`.
pub(crate) fn compile_beside(text: &str, published: &[&Module]) -> Result<Module, Diagnostics> {
    let (name, spec) = spec_of(text);
    let module = lower(LANGUAGE, &name, &spec)?;
    let departments: BTreeSet<_> = ["parks", "parks-north"].map(|name| name.parse().expect("a name")).into();
    let languages = [Language::Chinese, Language::English];
    prove(&module, Surroundings { published, departments: &departments, languages: &languages }).into_result(module)
}

/// Lowers and proves a text in a city without other modules.
pub(crate) fn compile(text: &str) -> Result<Module, Diagnostics> {
    compile_beside(text, &[])
}

/// The good text with `from`, which stands in it exactly once, replaced by `to`.
pub(crate) fn changed(from: &str, to: &str) -> String {
    assert_eq!(GOOD.matches(from).count(), 1, "stands once: {from}");
    GOOD.replace(from, to)
}

/// Diagnostics one a line, as `path: Reason`.
pub(crate) fn listed(problems: &Diagnostics) -> String {
    problems.0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_good_module_is_good() {
    let module = compile(GOOD).unwrap_or_else(|problems| panic!("{}", listed(&problems)));
    assert_eq!(module.workflow.states.len(), 9);
}
