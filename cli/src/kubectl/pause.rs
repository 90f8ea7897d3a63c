//! `kubectl cityhall pause` and `resume`: an annotation, and what it means.

use std::process::ExitCode;

use cityhall_crds::Kind;
use cityhall_operator::{Manifest, PAUSED, PLUGIN};
use kube::api::{Patch, PatchParams};
use serde_json::{Value, json};

use super::arguments::Target;
use super::cluster::{Cluster, of_kind};

/// Pauses a manifest.
pub(super) async fn pause(target: Target) -> Result<ExitCode, String> {
    let paused = annotate(&target, json!("true")).await?;
    let Target { manifest, .. } = &target;
    println!("{} is paused: {}", title(manifest.kind, &paused), meaning(manifest.kind));
    Ok(ExitCode::SUCCESS)
}

/// Resumes it.
pub(super) async fn resume(target: Target) -> Result<ExitCode, String> {
    let resumed = annotate(&target, Value::Null).await?;
    let meaning = "the operator brings it to what it says now, if one runs";
    println!("{} is not paused: {meaning}", title(target.manifest.kind, &resumed));
    Ok(ExitCode::SUCCESS)
}

async fn annotate(target: &Target, value: Value) -> Result<Manifest, String> {
    let cluster = Cluster::reach(&target.place).await?;
    let (kind, name) = (target.manifest.kind, &target.manifest.name);
    let patch = Patch::Merge(json!({ "metadata": { "annotations": { PAUSED: value } } }));
    let params = PatchParams { field_manager: Some(PLUGIN.to_owned()), ..PatchParams::default() };
    cluster.manifests(kind).patch(name, &params, &patch).await.map_err(|error| of_kind(kind, &error))
}

fn title(kind: Kind, manifest: &Manifest) -> String {
    format!("{}/{}", kind.as_str().to_ascii_lowercase(), manifest.name())
}

/// What is so while a manifest of this kind is paused.
fn meaning(kind: Kind) -> &'static str {
    match kind {
        Kind::City => {
            "the city serves on; its objects are not put back, nothing is retired and no case is counted until it is \
             resumed. Modules are still published, but not after a restart of the operator"
        }
        Kind::Department | Kind::HolidayCalendar | Kind::ServiceModule | Kind::Partner | Kind::AccessPolicy => {
            "what the city serves of it serves on; changes of it are not published until it is resumed"
        }
    }
}
