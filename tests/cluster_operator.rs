//! The operator on a real API server: what it publishes, what it tells, what it writes and what it
//! leaves alone.

use std::time::{Duration, Instant};

use cityhall_tests::cluster::ControlPlane;
use cityhall_tests::operated::{Operated, Operator, condition, good};
use cityhall_tests::{Failure, Outcome, repository};
use serde_json::{Value, json};

/// How long an operator may go on writing after something has changed.
const STOPS_WITHIN: Duration = Duration::from_mins(1);

async fn operated(namespace: &str) -> Result<Operated, Failure> {
    Operated::prepare(ControlPlane::shared().await?, namespace).await
}

/// A module of the sample city that is not in its folder: the first one under another name.
fn another_module(name: &str) -> Result<Value, Failure> {
    let folder = repository().join("examples/qingshui/modules");
    let mut files: Vec<_> =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.sort();
    let text = std::fs::read_to_string(files.first().ok_or("no module")?)?;
    let mut module: Value = serde_saphyr::from_str(&text)?;
    module["metadata"]["name"] = json!(name);
    Ok(module)
}

#[tokio::test(flavor = "multi_thread")]
async fn cluster_operator_publishes_a_city_and_keeps_it_so() -> Outcome {
    let it = operated("published").await?;
    let operator = it.operator("one").await?;
    // 1. A city, applied as it is, is served.
    it.apply_sample_city().await?;
    let module = another_module("another")?;
    it.apply(&module.to_string()).await?;
    let city = it.until_reason("city/qingshui", "Ready", "Ready").await?;
    assert_eq!(city["status"]["image"], "cityhall:test");
    let served = it.until_reason("servicemodule/another", "Ready", "Ready").await?;
    assert_eq!(served["status"]["revision"], 1);
    for kind in ["Compiled", "Published", "Ready"] {
        assert_eq!(condition(&served, kind)["status"], "True", "{kind}");
        assert_eq!(condition(&served, kind)["observedGeneration"], served["metadata"]["generation"], "{kind}");
    }
    let waited = it.ask(&["wait", "--for=condition=Ready", "cityhall", "--all", "--timeout=60s"]).await?;
    good(&waited)?;
    let table = good(&it.ask(&["get", "servicemodules"]).await?)?;
    assert!(table.lines().next().is_some_and(|head| head.contains("READY") && head.contains("REVISION")), "{table}");
    // 2. Every object of the city is there, owned by it, and comes back when somebody takes it away.
    for resource in ["statefulset", "service", "serviceaccount", "networkpolicy", "poddisruptionbudget"] {
        let object = it.read(&format!("{resource}/city-qingshui")).await?;
        assert_eq!(object["metadata"]["ownerReferences"][0]["kind"], "City", "{resource}: {object}");
    }
    good(&it.ask(&["delete", "service", "city-qingshui"]).await?)?;
    it.until("service/city-qingshui", |now| !now.is_null()).await?;
    good(&it.ask(&["scale", "statefulset", "city-qingshui", "--replicas=0"]).await?)?;
    it.until("statefulset/city-qingshui", |now| now["spec"]["replicas"] == 1).await?;
    // 3. Nothing stays undone: the operator says so itself.
    assert_eq!(operator.get("/readyz").await?, (200, "ok\n".to_owned()));
    let (_, metrics) = operator.get("/metrics").await?;
    assert!(metrics.contains("cityhall_operator_active 1"), "{metrics}");
    operator.stop().await
}

#[tokio::test(flavor = "multi_thread")]
async fn cluster_operator_tells_authors_what_is_wrong() -> Outcome {
    let it = operated("problems").await?;
    let operator = it.operator("one").await?;
    // 1. Without a city nothing is published, and that is said.
    let module = another_module("another")?;
    it.apply(&module.to_string()).await?;
    it.until_reason("servicemodule/another", "Ready", "NoCity").await?;
    it.apply_sample_city().await?;
    let good_one = it.until_reason("servicemodule/another", "Ready", "Ready").await?;
    // 2. A broken change is told with its path; what was good before serves on.
    let mut broken = module.clone();
    broken["spec"]["form"]["schema"]["properties"]["odd"] = json!({ "type": "strange" });
    it.apply(&broken.to_string()).await?;
    let told = it.until("servicemodule/another", |now| condition(now, "Compiled")["status"] == "False").await?;
    let problems = told["status"]["problems"].as_array().ok_or("no problems")?;
    assert!(
        problems.iter().all(|one| one["path"].as_str().is_some_and(|path| path.starts_with("spec."))),
        "{problems:?}"
    );
    assert_eq!(told["status"]["digest"], good_one["status"]["digest"]);
    assert_eq!(told["status"]["revision"], 1);
    // 3. What only the whole city can refuse is refused there, and taken as soon as the city can.
    let mut early = module.clone();
    early["spec"]["department"] = json!("later");
    it.apply(&early.to_string()).await?;
    let told = it.until_reason("servicemodule/another", "Published", "UnknownDepartment").await?;
    assert_eq!(condition(&told, "Compiled")["status"], "True");
    it.apply(
        &json!({ "apiVersion": "cityhall.dev/v1alpha1", "kind": "Department", "metadata": { "name": "later" },
                      "spec": { "title": { "zh": "以后", "en": "Later" } } })
        .to_string(),
    )
    .await?;
    let taken = it.until_reason("servicemodule/another", "Ready", "Ready").await?;
    assert_eq!(taken["status"]["revision"], 2);
    assert!(taken["status"].get("problems").is_none(), "{taken}");
    // 4. Turns are told as events, once each.
    let events = it.read("events.events.k8s.io").await?;
    let items = events["items"].as_array().ok_or("no events")?;
    let mut turns: Vec<_> = items.iter().filter(|event| event["regarding"]["name"] == "another").collect();
    turns.sort_by_key(|event| event["eventTime"].as_str());
    let reasons: Vec<_> = turns.into_iter().filter_map(|event| event["reason"].as_str()).collect();
    assert!(reasons.ends_with(&["Ready", "InvalidSchema", "UnknownDepartment", "Ready"]), "{reasons:?}");
    // 5. A second city in the namespace is told that it is one too many.
    let mut second: Value =
        serde_saphyr::from_str(&std::fs::read_to_string(repository().join("examples/qingshui/city.yaml"))?)?;
    second["metadata"]["name"] = json!("second");
    it.apply(&second.to_string()).await?;
    it.until_reason("city/second", "Ready", "AnotherCity").await?;
    operator.stop().await
}

#[tokio::test(flavor = "multi_thread")]
async fn cluster_operator_writes_once_and_then_nothing() -> Outcome {
    let it = operated("quiet").await?;
    let operator = it.operator("one").await?;
    it.apply_sample_city().await?;
    it.apply(&another_module("another")?.to_string()).await?;
    good(&it.ask(&["wait", "--for=condition=Ready", "cityhall", "--all", "--timeout=60s"]).await?)?;
    // Numbers of cases are written apart, once a minute or when somebody asks; then they stand still.
    let asked = "cityhall.dev/reconcile-at=first";
    good(&it.ask(&["annotate", "city", "qingshui", asked]).await?)?;
    let city = it.until("city/qingshui", |now| now["status"]["handledReconcileAt"] == "first").await?;
    assert_eq!(condition(&city, "Ready")["reason"], "Ready");
    it.until("servicemodule/another", |now| now["status"]["openCases"] == 0).await?;
    let mut changed = another_module("another")?;
    changed["spec"]["title"]["en"] = json!("Another title");
    let before = it.writes()?.len();
    it.apply(&changed.to_string()).await?;
    it.until("servicemodule/another", |now| now["status"]["revision"] == 2).await?;
    let still = quiet(&it, Duration::from_secs(3)).await?;
    let writes = &it.writes()?[before..];
    let of_status: Vec<_> =
        writes.iter().filter(|write| **write == "patch cityhall.dev/servicemodules/status another").collect();
    assert_eq!(of_status.len(), 1, "{writes:?}");
    // A restart writes nothing but its lease, and neither does a minute in which nothing changes.
    operator.stop().await?;
    let operator = it.operator("two").await?;
    it.until("lease/cityhall-operator", |lease| lease["spec"]["holderIdentity"] == "two").await?;
    until_reconciled(&operator).await?;
    assert_eq!(quiet(&it, Duration::from_mins(1)).await?[still.len()..], [""; 0], "a restart is no reason to write");
    operator.stop().await
}

/// What was written, once nothing has been for `still`. (That nothing is written can only be waited for.)
async fn quiet(it: &Operated, still: Duration) -> Result<Vec<String>, Failure> {
    let (begun, mut known, mut since) = (Instant::now(), it.writes()?, Instant::now());
    while since.elapsed() < still {
        if begun.elapsed() > STOPS_WITHIN + still {
            return Err(format!("the operator does not stop writing: {known:?}").into());
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
        let now = it.writes()?;
        if now != known {
            (known, since) = (now, Instant::now());
        }
    }
    Ok(known)
}

/// Waits until every kind was looked at after a start.
async fn until_reconciled(operator: &Operator) -> Outcome {
    let done = |text: &str, kind: &str| {
        text.contains(&format!("cityhall_operator_reconciles_total{{kind=\"{kind}\",outcome=\"done\"}}"))
    };
    let kinds = ["City", "Department", "HolidayCalendar", "ServiceModule", "Partner", "AccessPolicy"];
    operator.until("/metrics", |_, text| kinds.into_iter().all(|kind| done(text, kind))).await
}
