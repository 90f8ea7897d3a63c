//! Which room may use which. A new edge is a decision, so it is a line here and a page in
//! `docs/decisions/`.

use std::path::Path;

use serde_json::Value;

use crate::process::{output, program};

/// Room → the rooms that it may use.
const ALLOWED: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("policies", &["domain"]),
    ("crds", &["domain", "policies"]),
    ("eventstore", &[]),
    ("telemetry", &[]),
    ("engine", &["domain", "policies", "eventstore", "telemetry"]),
    ("portal", &[]),
    ("graphql-api", &["domain", "engine", "notices", "portal", "telemetry"]),
    ("operator", &["domain", "crds", "telemetry"]),
    ("cli", &["domain", "policies", "crds", "eventstore", "engine", "graphql-api", "operator", "notices", "telemetry"]),
    ("tests", &["domain", "crds", "eventstore", "engine", "graphql-api", "cli"]),
    ("bench", &["domain", "crds", "eventstore", "engine", "graphql-api", "cli", "tests"]),
    ("xtask", &[]),
    ("notices", &["domain"]),
];

/// Room → the rooms that its tests may use besides. Nothing of this ships.
const TESTED_WITH: &[(&str, &[&str])] = &[("graphql-api", &["crds", "eventstore"])];

/// What `domain`, `policies` and `crds` must never depend on, however useful: they stay pure.
const IMPURE: &[&str] = &["tokio", "rusqlite", "tokio-postgres", "tracing", "axum", "reqwest"];

pub(crate) fn check(root: &Path) -> Result<Vec<String>, String> {
    let metadata = output(program("cargo", root).args(["metadata", "--format-version", "1", "--no-deps"]))?;
    let metadata: Value =
        serde_json::from_str(&metadata).map_err(|error| format!("failed to read cargo metadata: {error}"))?;
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    Ok(packages.iter().flat_map(problems_of).collect())
}

fn problems_of(package: &Value) -> Vec<String> {
    let name = package["name"].as_str().unwrap_or_default();
    let Some(room) = name.strip_prefix("cityhall-") else {
        return vec![format!("crate {name} is not named cityhall-<folder>")];
    };
    let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| *known == room) else {
        return vec![format!("room {room} has no line in xtask/src/tidy/edges.rs")];
    };
    let dependencies = package["dependencies"].as_array().map(Vec::as_slice).unwrap_or_default();
    let tested_with = TESTED_WITH.iter().find(|(known, _)| *known == room).map_or(&[][..], |(_, rooms)| rooms);
    let is_for_tests = |dependency: &&Value| {
        let other = dependency["name"].as_str().and_then(|name| name.strip_prefix("cityhall-"));
        dependency["kind"] == "dev" && other.is_some_and(|other| tested_with.contains(&other))
    };
    let names =
        dependencies.iter().filter(|one| !is_for_tests(one)).filter_map(|dependency| dependency["name"].as_str());
    let pure = matches!(room, "domain" | "policies" | "crds" | "notices");
    names
        .filter_map(|dependency| match dependency.strip_prefix("cityhall-") {
            Some(other) if other != room && !allowed.contains(&other) => Some(format!("{room} may not use {other}")),
            None if pure && IMPURE.contains(&dependency) => {
                Some(format!("{room} is pure and may not use {dependency}"))
            }
            _ => None,
        })
        .collect()
}
