//! The GraphQL-over-HTTP specification, judged by its own audit suite. Needs Node.js and the
//! packages of `tests/node/`, which `cargo xtask test --all` installs.

use std::process::Stdio;

use cityhall_tests::{City, Outcome, repository};
use serde_json::Value;
use tokio::process::Command;

#[tokio::test(flavor = "multi_thread")]
async fn every_audit_passes() -> Outcome {
    let city = City::start().await?;
    let output = Command::new("node")
        .arg("audit.js")
        .arg(format!("{}/graphql", city.address))
        .current_dir(repository().join("tests/node"))
        .stdin(Stdio::null())
        .output()
        .await?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout)?;
    assert_eq!(report["failures"], Value::Array(Vec::new()), "{report}");
    assert!(report["passed"].as_u64() >= Some(61), "{report}");
    city.stop().await?;
    Ok(())
}
