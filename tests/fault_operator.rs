//! What an operator or an API server that dies leaves behind: nothing that is not finished afterwards,
//! nothing done twice.

use cityhall_tests::cluster::{ControlPlane, Lifetime};
use cityhall_tests::operated::{Operated, good};
use cityhall_tests::{Failure, Outcome, cityhall, generated_city, module_manifest};
use serde_json::Value;

/// How many modules are applied meanwhile.
const MODULES: usize = 200;

#[tokio::test(flavor = "multi_thread")]
async fn fault_operators_die_in_the_middle_of_200_modules() -> Outcome {
    let it = Operated::prepare(ControlPlane::shared().await?, "killed").await?;
    // 1. Of two one is active.
    let first = it.operator("first").await?;
    found_city(&it).await?;
    it.until("lease/cityhall-operator", |lease| lease["spec"]["holderIdentity"] == "first").await?;
    let second = it.operator("second").await?;
    assert!(!second.get("/metrics").await?.1.contains("cityhall_operator_active 1"));
    // 2. It dies while modules are published.
    let (all, begun) = (modules(), begun(&it));
    let kill = async {
        begun.await?;
        first.kill().await
    };
    let (applied, killed) = tokio::join!(it.apply(&all), kill);
    applied?;
    killed?;
    // 3. The other takes over when the lease has ended, and finishes.
    it.until("lease/cityhall-operator", |lease| lease["spec"]["holderIdentity"] == "second").await?;
    each_is_published_once(&it).await?;
    second.stop().await
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_an_api_server_dies_in_the_middle_of_200_modules() -> Outcome {
    // One of its own: others would miss the shared one. It lives as long as this process.
    let start = || ControlPlane::start(Lifetime::OfOwner).map(|one| &*Box::leak(Box::new(one)));
    let cluster = tokio::task::spawn_blocking(start).await??;
    let it = Operated::prepare(cluster, "killed").await?;
    let mut operator = it.operator("one").await?;
    found_city(&it).await?;
    let (all, begun) = (modules(), begun(&it));
    let kill = async {
        begun.await?;
        tokio::task::spawn_blocking(|| cluster.kill_api_server()).await?
    };
    // What is applied at that moment fails, as it does for people, who apply it again.
    let (_, killed) = tokio::join!(it.apply(&all), kill);
    killed?;
    it.apply(&all).await?;
    let finished = tokio::select! {
        finished = each_is_published_once(&it) => Some(finished),
        ended = operator.ended() => ended.map(|()| None)?,
    };
    if let Some(finished) = finished {
        finished?;
        return operator.stop().await;
    }
    // On a busy machine the API server is away for longer than a lease is kept without being renewed: the
    // operator has ended, as it must, and a cluster starts it again.
    assert!(operator.said().contains("the lease could not be renewed"), "{}", operator.said());
    let operator = it.operator("again").await?;
    each_is_published_once(&it).await?;
    operator.stop().await
}

/// A city, published.
async fn found_city(it: &Operated) -> Outcome {
    let folder = generated_city(0)?;
    it.apply(&std::fs::read_to_string(folder.path().join("city.yaml"))?).await?;
    good(&it.ask(&["wait", "--for=condition=Ready", "city/made-up", "--timeout=60s"]).await?).map(drop)
}

/// Every module, in one text.
fn modules() -> String {
    let all: Vec<_> = (0..MODULES).map(|number| module_manifest(&format!("module-{number:03}"), "")).collect();
    all.join("---\n")
}

/// Waits until the first modules are published.
async fn begun(it: &Operated) -> Outcome {
    it.until("servicemodule/module-005", |now| now["status"]["revision"] == 1).await.map(drop)
}

/// Waits until every module has a revision. Each was published once: a second time would have made
/// another event.
async fn each_is_published_once(it: &Operated) -> Result<(), Failure> {
    let modules = it
        .until("servicemodules", |now| {
            let items = now["items"].as_array().map(Vec::as_slice).unwrap_or_default();
            items.len() == MODULES && items.iter().all(|module| module["status"]["revision"].is_number())
        })
        .await?;
    let items = modules["items"].as_array().ok_or("no modules")?;
    let again: Vec<&Value> = items.iter().filter(|module| module["status"]["revision"] != 1).collect();
    assert!(again.is_empty(), "{again:#?}");
    let data = it.city.data.to_str().ok_or("not text")?;
    let registry = good(&cityhall(&["events", "--data", data, "--stream", "registry"]).await?)?;
    let published = registry.lines().filter(|line| line.contains("ModulePublished")).count();
    assert_eq!(published, items.len(), "each module is published by one event");
    Ok(())
}
