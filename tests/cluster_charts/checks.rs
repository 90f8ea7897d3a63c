//! Checkers, each over every set of values, and a real API server.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use cityhall_tests::cluster::{ControlPlane, find};
use cityhall_tests::{Failure, Outcome};
use serde_json::Value;

use super::rendered::{CHARTS, HELMS, NAMESPACE, chart, helm, render, run, sets};
use super::waivers::judge;

#[tokio::test(flavor = "multi_thread")]
async fn cluster_charts_pass_lint() -> Outcome {
    let home = tempfile::tempdir()?;
    for which in HELMS {
        for name in CHARTS {
            for values in sets(name)? {
                let mut helm = helm(which, home.path())?;
                helm.args(["lint", "--strict"]).arg(chart(name)).arg("--values").arg(values);
                run(helm).await?;
            }
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn cluster_charts_pass_their_own_tests() -> Outcome {
    let mut tests = Command::new(find("helm-unittest")?);
    tests.args(CHARTS.map(chart));
    let said = run(tests).await?;
    for name in CHARTS {
        assert!(said.contains(&format!("### Chart [ {name} ]")), "{said}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn cluster_charts_fit_the_schemas_of_kubernetes() -> Outcome {
    let rendered = render().await?;
    let program = find("kubectl-validate")?;
    let schemas = program.parent().ok_or("no folder")?.join("schemas");
    let validate = |files: &[&Path]| {
        let mut validate = Command::new(&program);
        validate.arg("--local-schemas").arg(&schemas).args(files);
        validate
    };
    let files: Vec<&Path> = rendered.files.iter().map(AsRef::as_ref).collect();
    run(validate(&files)).await?;

    let slip = rendered.folder.path().join("slip.yaml");
    let default = std::fs::read_to_string(rendered.folder.path().join("cityhall-default.yaml"))?;
    std::fs::write(&slip, default.replace("revisionHistoryLimit:", "revisionHistoryLimits:"))?;
    let found = run(validate(&[&slip])).await.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(found.contains("revisionHistoryLimits"), "a slip of the pen is found: {found}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn cluster_charts_are_scored() -> Outcome {
    let rendered = render().await?;
    let mut found = BTreeSet::new();
    for file in &rendered.files {
        let mut score = Command::new(find("kube-score")?);
        score.args(["score", "--kubernetes-version", "v1.36", "--output-format", "json"]).arg(file);
        // Its exit code says only that it found something.
        let output = tokio::task::spawn_blocking(move || score.output()).await??;
        let scored: Value = serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("{error}: {}", String::from_utf8_lossy(&output.stderr)))?;
        // Of definitions it has nothing to say.
        for object in scored.as_array().into_iter().flatten() {
            let kind = object["type_meta"]["kind"].as_str().ok_or("no kind")?;
            for check in object["checks"].as_array().into_iter().flatten() {
                // 10: all is well; 7: something to know; less: a warning, or worse.
                if check["skipped"] == Value::Bool(false) && check["grade"].as_u64().ok_or("no grade")? < 7 {
                    found.insert((text(&check["check"]["id"])?, kind.to_owned()));
                }
            }
        }
    }
    judge("kube-score", &found)
}

#[tokio::test(flavor = "multi_thread")]
async fn cluster_charts_pass_checkov() -> Outcome {
    let rendered = render().await?;
    // In a network namespace without any network: it knows all that it needs.
    let mut checkov = Command::new("unshare");
    checkov.args(["--map-root-user", "--net", "--"]).arg(find("checkov")?);
    checkov.args(["--framework", "kubernetes", "--skip-download", "--quiet", "--compact", "--soft-fail"]);
    checkov.args(["--output", "json", "--directory"]).arg(rendered.folder.path());
    let report: Value = serde_json::from_str(&run(checkov).await?)?;
    assert_eq!(report["summary"]["parsing_errors"], 0);
    assert!(report["summary"]["passed"].as_u64() > Some(500), "{}", report["summary"]);
    let mut found = BTreeSet::new();
    for check in report["results"]["failed_checks"].as_array().ok_or("no list")? {
        let kind = check["resource"].as_str().and_then(|name| name.split('.').next()).ok_or("no kind")?;
        found.insert((text(&check["check_id"])?, kind.to_owned()));
    }
    judge("checkov", &found)
}

#[tokio::test(flavor = "multi_thread")]
async fn cluster_charts_are_taken_under_the_strictest_standard() -> Outcome {
    let (cluster, rendered) = (ControlPlane::shared().await?, render().await?);
    let ask = async |arguments: &[&str]| -> Result<(), Failure> {
        let output = cluster.ask(arguments).await?;
        let complained = String::from_utf8_lossy(&output.stderr);
        if output.status.success() && complained.is_empty() { Ok(()) } else { Err(complained.into()) }
    };
    ask(&["create", "namespace", NAMESPACE]).await?;
    let standard = ["enforce", "warn"].map(|mode| format!("pod-security.kubernetes.io/{mode}=restricted"));
    ask(&["label", "namespace", NAMESPACE, &standard[0], &standard[1]]).await?;
    let account = ["--namespace", NAMESPACE, "wait", "--for=create", "serviceaccount/default", "--timeout=60s"];
    ask(&account).await?;
    for file in &rendered.files {
        let path = file.to_str().ok_or("not text")?;
        let dry = ["--dry-run=server", "--validate=strict", "--server-side", "--force-conflicts"];
        let arguments = [&["--namespace", NAMESPACE, "apply"], &dry[..], &["--filename", path]].concat();
        ask(&arguments).await.map_err(|error| format!("{path}: {error}"))?;
    }
    Ok(())
}

fn text(value: &Value) -> Result<String, Failure> {
    Ok(value.as_str().ok_or("not text")?.to_owned())
}
