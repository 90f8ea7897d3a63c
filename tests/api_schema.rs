//! The schema of each audience, judged by graphql-js and by the schema rules of graphql-eslint. Needs Node.js and the
//! packages of `tests/node/`, which `cargo xtask test --all` installs.

use std::process::Stdio;

use cityhall_tests::{City, Failure, Outcome, cityhall, repository};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// What stays although a rule speaks against it; docs/decisions/0029-graphql-conformance.md says why.
const WAIVED: [&str; 2] = [
    "Field \"notice\" starts with the name of the parent type \"Notice\"",
    "Unexpected non-null result type \"Viewer\" in type \"Query\"",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_audience_has_a_sound_schema() -> Outcome {
    let city = City::start().await?;
    for (audience, roles, department) in [
        ("public", None, None),
        ("partner", Some("partner"), None),
        ("staff", Some("clerk"), Some("works")),
        ("admin", Some("admin"), None),
    ] {
        let token = match roles {
            None => Value::Null,
            Some(role) => token(&city, role, department).await?,
        };
        let report = judged(&city, &token).await?;
        assert_eq!(report["problems"], json!([]), "{audience}");
        assert!(report["types"].as_u64() > Some(100) && report["rules"].as_u64() > Some(20), "{audience}: {report}");
        let folder = repository().join("examples/qingshui");
        let folder = folder.to_str().ok_or("not text")?;
        let printed = cityhall(&["schema", "--city", folder, "--audience", audience]).await?;
        assert_eq!(report["sdl"], String::from_utf8(printed.stdout)?, "`cityhall schema` prints what {audience} sees");
    }
    city.stop().await?;
    Ok(())
}

async fn token(city: &City, role: &str, department: Option<&str>) -> Result<Value, Failure> {
    let claims = json!({ "subject": "somebody", "name": "somebody", "roles": [role], "department": department });
    let answer = city.client().post(format!("{}/dev/token", city.address)).json(&claims).send().await?;
    let answer: Value = answer.error_for_status()?.json().await?;
    Ok(answer["access_token"].clone())
}

async fn judged(city: &City, token: &Value) -> Result<Value, Failure> {
    let mut node = Command::new("node")
        .arg("lint.js")
        .current_dir(repository().join("tests/node"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let asked = json!({ "address": city.address, "token": token, "waived": WAIVED }).to_string();
    let mut stdin = node.stdin.take().ok_or("no standard input")?;
    stdin.write_all(asked.as_bytes()).await?;
    drop(stdin);
    let output = node.wait_with_output().await?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice(&output.stdout)?)
}
