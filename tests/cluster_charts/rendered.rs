//! The charts rendered with each set of values in their `ci` folders.

use std::path::{Path, PathBuf};
use std::process::Command;

use cityhall_tests::cluster::find;
use cityhall_tests::{Failure, repository};
use serde_json::Value;
use tempfile::TempDir;

/// Both programs that a city may use.
pub(super) const HELMS: [&str; 2] = ["helm3", "helm4"];

/// The charts, in the order in which they are installed.
pub(super) const CHARTS: [&str; 2] = ["cityhall-crds", "cityhall"];

/// The namespace that they are rendered for.
pub(super) const NAMESPACE: &str = "rendered";

/// A kind that only a cluster with the Prometheus operator knows.
const FOREIGN: &str = "ServiceMonitor";

/// Every set of values, rendered.
pub(super) struct Rendered {
    /// Where the files lie.
    pub(super) folder: TempDir,
    /// One file a set, with the kinds that every cluster knows.
    pub(super) files: Vec<PathBuf>,
}

pub(super) fn chart(name: &str) -> PathBuf {
    repository().join("charts").join(name)
}

/// The sets of values of a chart.
pub(super) fn sets(chart_name: &str) -> Result<Vec<PathBuf>, Failure> {
    let folder = chart(chart_name).join("ci");
    let mut files = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, Failure>>()?;
    files.sort();
    assert!(!files.is_empty(), "{chart_name} has no values to try");
    Ok(files)
}

/// Runs to the end. Gives what it said, or all that it said as an error.
pub(super) async fn run(mut command: Command) -> Result<String, Failure> {
    let shown = format!("{command:?}");
    let output = tokio::task::spawn_blocking(move || command.output()).await??;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complained = String::from_utf8_lossy(&output.stderr);
    if output.status.success() { Ok(said) } else { Err(format!("{shown}\n{said}{complained}").into()) }
}

/// One of [`HELMS`], which keeps its own files in `home`.
pub(super) fn helm(which: &str, home: &Path) -> Result<Command, Failure> {
    let mut helm = Command::new(find(which)?);
    for variable in ["HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME", "HOME"] {
        helm.env(variable, home);
    }
    Ok(helm)
}

/// Renders everything with both programs, which must say the same.
pub(super) async fn render() -> Result<Rendered, Failure> {
    // Checkers pass over hidden folders, which temporary ones are without a name.
    let folder = tempfile::Builder::new().prefix("cityhall-charts-").tempdir()?;
    let (mut files, mut foreign) = (Vec::new(), 0);
    for chart_name in CHARTS {
        for values in sets(chart_name)? {
            let mut texts = Vec::new();
            for which in HELMS {
                let mut helm = helm(which, folder.path())?;
                helm.args(["template", "cityhall"]).arg(chart(chart_name)).arg("--values").arg(&values);
                helm.args(["--namespace", NAMESPACE, "--kube-version", "1.36.2"]);
                texts.push(run(helm).await?);
            }
            let objects = texts.iter().map(|text| objects(text)).collect::<Result<Vec<_>, _>>()?;
            assert_eq!(objects[0], objects[1], "{chart_name} with {}: {HELMS:?} differ", values.display());
            let documents = texts[1].split("\n---\n");
            let (others, known): (Vec<&str>, Vec<&str>) =
                documents.partition(|text| text.contains(&format!("\nkind: {FOREIGN}\n")));
            foreign += others.len();
            let set = values.file_name().and_then(|name| name.to_str()).ok_or("no name")?;
            let file = folder.path().join(format!("{chart_name}-{set}"));
            std::fs::write(&file, known.join("\n---\n"))?;
            files.push(file);
        }
    }
    assert_eq!(foreign, 1, "one set of values has a {FOREIGN}, and nothing else is set aside");
    Ok(Rendered { folder, files })
}

/// What is in a text of several documents, in an order of its own.
fn objects(text: &str) -> Result<Vec<String>, Failure> {
    let documents: Vec<Value> = serde_saphyr::from_multiple(text)?;
    let mut objects: Vec<String> =
        documents.iter().filter(|document| !document.is_null()).map(Value::to_string).collect();
    objects.sort();
    assert!(!objects.is_empty());
    Ok(objects)
}
