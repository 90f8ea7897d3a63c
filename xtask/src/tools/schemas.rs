//! The schemas of the kinds that Kubernetes has built in, laid out as `kubectl-validate` reads them:
//! it knows them only up to 1.30 and would ask the network for the rest.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Beside, go};
use crate::process::output;

pub(super) const BESIDE: Beside =
    Beside { make, from: &["k8s/go.mod", "k8s/go.sum"], code: include_str!("schemas.rs") };

/// Copies one schema for each version of each group into `schemas/`.
fn make(tools: &Path, folder: &Path) -> Result<(), String> {
    let source = kubernetes(tools)?.join("api/openapi-spec/v3");
    let failed = |error: std::io::Error| format!("failed to lay out schemas from {}: {error}", source.display());
    let mut count = 0;
    for entry in fs::read_dir(&source).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        let Some(place) = name.to_str().and_then(place) else { continue };
        let target = folder.join("schemas").join(place);
        fs::create_dir_all(target.parent().unwrap_or(folder)).map_err(failed)?;
        // Copied as bytes: files of the module cache are read-only, and this folder is removed one day.
        fs::write(&target, fs::read(entry.path()).map_err(failed)?).map_err(failed)?;
        count += 1;
    }
    if count == 0 { Err(format!("no schema is in {}", source.display())) } else { Ok(()) }
}

/// Where the module `k8s.io/kubernetes` lies that the programs are built from; fetched if it is not there.
fn kubernetes(tools: &Path) -> Result<PathBuf, String> {
    let told = output(go(&tools.join("k8s")).args(["mod", "download", "-json", "k8s.io/kubernetes"]))?;
    let told: serde_json::Value =
        serde_json::from_str(&told).map_err(|error| format!("failed to read what Go said of a module: {error}"))?;
    told["Dir"].as_str().map(PathBuf::from).ok_or_else(|| format!("no folder of k8s.io/kubernetes in {told}"))
}

/// The place of a schema by its name in the module; none for files that are of no one version.
fn place(name: &str) -> Option<PathBuf> {
    let parts: Vec<&str> = name.strip_suffix("_openapi.json")?.split("__").collect();
    match parts[..] {
        ["api", version] => Some(Path::new("api").join(format!("{version}.json"))),
        ["apis", group, version] => Some(Path::new("apis").join(group).join(format!("{version}.json"))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_version_of_a_group_has_a_place() {
        let at = |name| place(name).map(|path| path.display().to_string());
        assert_eq!(at("api__v1_openapi.json").as_deref(), Some("api/v1.json"));
        assert_eq!(at("apis__apps__v1_openapi.json").as_deref(), Some("apis/apps/v1.json"));
        for other in ["api_openapi.json", "apis__apps_openapi.json", "openid__v1__jwks_openapi.json", "README.md"] {
            assert_eq!(at(other), None, "{other}");
        }
    }
}
