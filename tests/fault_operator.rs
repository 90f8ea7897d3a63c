//! What an operator that dies leaves behind: nothing that another does not finish, nothing done twice.

use cityhall_tests::cluster::ControlPlane;
use cityhall_tests::operated::{Operated, good};
use cityhall_tests::{Outcome, cityhall, generated_city, module_manifest};
use serde_json::Value;

/// How many modules are applied while operators die.
const MODULES: usize = 200;

#[tokio::test(flavor = "multi_thread")]
async fn fault_operators_die_in_the_middle_of_200_modules() -> Outcome {
    let it = Operated::prepare(ControlPlane::shared().await?, "killed").await?;
    let folder = generated_city(0)?;
    it.apply(&std::fs::read_to_string(folder.path().join("city.yaml"))?).await?;
    // 1. Of two one is active.
    let first = it.operator("first").await?;
    it.until("lease/cityhall-operator", |lease| lease["spec"]["holderIdentity"] == "first").await?;
    let second = it.operator("second").await?;
    good(&it.ask(&["wait", "--for=condition=Ready", "city/made-up", "--timeout=60s"]).await?)?;
    assert!(!second.get("/metrics").await?.1.contains("cityhall_operator_active 1"));
    // 2. It dies while modules are published, and so does another that began in the meantime.
    let all: Vec<_> = (0..MODULES).map(|number| module_manifest(&format!("module-{number:03}"), "")).collect();
    let all = all.join("---\n");
    let applied = it.apply(&all);
    let kill = async {
        it.until("servicemodule/module-005", |now| now["status"]["revision"] == 1).await?;
        first.kill().await
    };
    let (applied, killed) = tokio::join!(applied, kill);
    applied?;
    killed?;
    // 3. The other takes over when the lease has ended, and finishes.
    it.until("lease/cityhall-operator", |lease| lease["spec"]["holderIdentity"] == "second").await?;
    let modules = it
        .until("servicemodules", |now| {
            let items = now["items"].as_array().map(Vec::as_slice).unwrap_or_default();
            items.len() == MODULES && items.iter().all(|module| module["status"]["revision"].is_number())
        })
        .await?;
    // 4. Every revision was published once: a second time would have made another event and, with another
    // digest, another number.
    let items = modules["items"].as_array().ok_or("no modules")?;
    let again: Vec<&Value> = items.iter().filter(|module| module["status"]["revision"] != 1).collect();
    assert!(again.is_empty(), "{again:#?}");
    let data = it.city.data.to_str().ok_or("not text")?;
    let registry = good(&cityhall(&["events", "--data", data, "--stream", "registry"]).await?)?;
    let published = registry.lines().filter(|line| line.contains("ModulePublished")).count();
    assert_eq!(published, items.len(), "each module is published by one event");
    second.stop().await
}
