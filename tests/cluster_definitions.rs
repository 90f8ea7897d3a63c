//! The kinds of manifests as a real API server takes them: without a warning, with our limits, and
//! without changing what they mean.

use cityhall_crds::{Kind, LANGUAGE, lower, manifest, module_digest};
use cityhall_tests::cluster::ControlPlane;
use cityhall_tests::{Failure, Outcome, repository};
use serde_json::Value;

/// What `kubectl` said, if it went well.
fn good(output: &std::process::Output) -> Result<String, Failure> {
    let (said, complained) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.success() { Ok(said.into_owned()) } else { Err(format!("{said}{complained}").into()) }
}

/// A cluster that knows our kinds, and a namespace of this test in it.
async fn prepared(test: &str) -> Result<&'static ControlPlane, Failure> {
    let cluster = ControlPlane::shared().await?;
    let definitions = repository().join("charts/cityhall-crds/files");
    let path = definitions.to_str().ok_or("not text")?;
    let applied = cluster.ask(&["apply", "--server-side", "--filename", path]).await?;
    let warnings = String::from_utf8_lossy(&applied.stderr).into_owned();
    good(&applied)?;
    assert_eq!(warnings, "", "the API server warns of a definition");
    let established = ["wait", "--for=condition=Established", "crd", "--all", "--timeout=60s"];
    good(&cluster.ask(&established).await?)?;
    good(&cluster.ask(&["create", "namespace", test]).await?)?;
    Ok(cluster)
}

#[tokio::test(flavor = "multi_thread")]
async fn cluster_takes_the_example_city_as_it_is() -> Outcome {
    let cluster = prepared("whole-city").await?;
    for folder in ["", "modules", "calendars", "departments", "partners", "policies"] {
        let path = repository().join("examples/qingshui").join(folder);
        if !path.is_dir() {
            continue;
        }
        let path = path.to_str().ok_or("not text")?.to_owned();
        let applied =
            cluster.ask(&["--namespace", "whole-city", "apply", "--validate=strict", "--filename", &path]).await?;
        let warnings = String::from_utf8_lossy(&applied.stderr).into_owned();
        good(&applied).map_err(|error| format!("{folder}: {error}"))?;
        assert_eq!(warnings, "", "{folder}");
    }
    let listed = cluster.ask(&["--namespace", "whole-city", "get", "cityhall", "--output", "name"]).await?;
    let listed = good(&listed)?;
    for kind in Kind::ALL {
        let prefix = format!("{}.cityhall.dev/", kind.as_str().to_lowercase());
        assert!(listed.lines().any(|line| line.starts_with(&prefix)), "no {prefix} in {listed}");
    }
    for (short, columns) in [
        ("city", "NAME TITLE CODE ZONE READY REASON OPEN OVERDUE AGE"),
        ("dept", "NAME TITLE PARENT READY REASON AGE"),
        ("hcal", "NAME YEAR READY REASON AGE"),
        ("partner", "NAME TITLE READY REASON AGE"),
        ("apol", "NAME TITLE RULES READY REASON AGE"),
        ("sm", "NAME TITLE TYPE DEPARTMENT READY REASON REVISION OPEN OVERDUE AGE"),
    ] {
        let table = good(&cluster.ask(&["--namespace", "whole-city", "get", short]).await?)?;
        let heads: Vec<&str> = table.lines().next().unwrap_or_default().split_whitespace().collect();
        assert_eq!(heads.join(" "), columns);
        assert!(table.lines().count() > 1, "{table}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn cluster_keeps_what_a_module_means() -> Outcome {
    let cluster = prepared("meaning").await?;
    let folder = repository().join("examples/qingshui/modules");
    let path = folder.to_str().ok_or("not text")?;
    good(&cluster.ask(&["--namespace", "meaning", "apply", "--filename", path]).await?)?;
    let read = cluster.ask(&["--namespace", "meaning", "get", "servicemodules", "--output", "json"]).await?;
    let read: Value = serde_json::from_str(&good(&read)?)?;
    let items = read["items"].as_array().ok_or("no items")?;
    let mut compared = 0;
    for entry in std::fs::read_dir(&folder)? {
        let (manifests, _) = manifest::parse(&std::fs::read_to_string(entry?.path())?);
        for written in manifests {
            let stored = items.iter().find(|item| item["metadata"]["name"] == *written.name);
            let stored = &stored.ok_or("not stored")?["spec"];
            let digest = |spec: &Value| lower(LANGUAGE, &written.name, spec).map(|module| module_digest(&module));
            let (in_file, in_cluster) = (digest(&written.spec), digest(stored));
            assert!(in_file.is_ok(), "{in_file:?}");
            assert_eq!(in_file, in_cluster, "{} means something else after the API server has sorted it", written.name);
            compared += 1;
        }
    }
    assert!(compared >= 3, "{compared}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn cluster_refuses_what_no_manifest_may_say() -> Outcome {
    let cluster = prepared("refusals").await?;
    let text = std::fs::read_to_string(repository().join("crds/tests/good.yaml"))?;
    let folder = tempfile::tempdir()?;
    let cases = [
        (
            "unknown field",
            text.replace("\n  routing:", "\n  surprise: 1\n  routing:"),
            "unknown field \"spec.surprise\"",
        ),
        ("limit of zero", text.replace("promised: {workingDays: 10}", "promised: {workingDays: 0}"), "workingDays"),
        ("state without a name", text.replace("{name: intake,", "{name: '',"), "spec.workflow.states"),
        ("applicant of no kind", text.replace("applicants: [Resident", "applicants: [Tourist"), "spec.applicants"),
    ];
    for (what, manifest, expected) in cases {
        assert_ne!(manifest, text, "{what}");
        let file = folder.path().join("module.yaml");
        std::fs::write(&file, manifest)?;
        let path = file.to_str().ok_or("not text")?;
        let output =
            cluster.ask(&["--namespace", "refusals", "apply", "--validate=strict", "--filename", path]).await?;
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && told.contains(expected), "{what}: {told}");
    }
    Ok(())
}
