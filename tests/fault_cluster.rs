//! What goes wrong around an operator, one after the other: each is told where people look, stops nothing
//! else, and is over when its cause is.

use std::process::Command;

use cityhall_tests::cluster::{ControlPlane, Lifetime};
use cityhall_tests::operated::{Operated, Operator, condition, define, good};
use cityhall_tests::{Outcome, generated_city, module_manifest};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn fault_what_surrounds_an_operator_breaks_and_comes_back() -> Outcome {
    // One of its own: others need the definitions that are spoilt here. It lives as long as this process.
    let start = || ControlPlane::start(Lifetime::OfOwner).map(|one| &*Box::leak(Box::new(one)));
    let cluster = tokio::task::spawn_blocking(start).await??;
    let it = Operated::prepare_undefined(cluster, "hardship").await?;
    let operator = it.operator("one").await?;
    the_kinds_are_missing(&it, &operator).await?;
    let folder = generated_city(0)?;
    it.apply(&std::fs::read_to_string(folder.path().join("city.yaml"))?).await?;
    it.apply(&module_manifest("lamps", "")).await?;
    it.until_reason("servicemodule/lamps", "Ready", "Ready").await?;
    the_city_does_not_answer(&it).await?;
    the_token_has_expired(&it).await?;
    a_right_is_revoked(&it, &operator).await?;
    nobody_can_read_a_manifest(&it).await?;
    operator.stop().await
}

async fn the_kinds_are_missing(it: &Operated, operator: &Operator) -> Outcome {
    let (status, text) = operator.get("/readyz").await?;
    assert_eq!(status, 503, "{text}");
    assert!(text.contains("servicemodules are not synced"), "{text}");
    define(it.cluster).await?;
    operator.until("/readyz", |status, _| status == 200).await
}

async fn the_city_does_not_answer(it: &Operated) -> Outcome {
    let city = it.city.process().ok_or("the city has ended")?.to_string();
    let signal = |name: &str| -> Outcome {
        let sent = Command::new("kill").args([name, &city]).status()?;
        if sent.success() { Ok(()) } else { Err("no signal was sent".into()) }
    };
    signal("-STOP")?;
    it.apply(&department("later")).await?;
    it.apply(&module_manifest("benches", "").replace("department: works", "department: later")).await?;
    let told = it.until_reason("servicemodule/benches", "Published", "CityUnreachable").await;
    signal("-CONT")?;
    assert_eq!(condition(&told?, "Published")["status"], "False");
    // Everything is caught up, the department before the module that needs it.
    it.until_reason("department/later", "Ready", "Ready").await?;
    let caught_up = it.until_reason("servicemodule/benches", "Ready", "Ready").await?;
    assert_eq!(caught_up["status"]["revision"], 1);
    let lamps = it.read("servicemodule/lamps").await?;
    assert_eq!(condition(&lamps, "Published")["status"], "True", "what was published stays so");
    Ok(())
}

async fn the_token_has_expired(it: &Operated) -> Outcome {
    let good_token = std::fs::read(it.token())?;
    std::fs::write(it.token(), "an.expired.token")?;
    good(&it.ask(&["annotate", "city", "made-up", "cityhall.dev/reconcile-at=1"]).await?)?;
    let told = it.until_reason("city/made-up", "Ready", "CityUnreachable").await?;
    let message = condition(&told, "Ready")["message"].as_str().unwrap_or_default();
    assert!(message.contains("does not accept the operator's token"), "{message}");
    std::fs::write(it.token(), good_token)?;
    it.until_reason("city/made-up", "Ready", "Ready").await?;
    it.until_reason("servicemodule/lamps", "Ready", "Ready").await.map(drop)
}

async fn a_right_is_revoked(it: &Operated, operator: &Operator) -> Outcome {
    let binding = it.read("rolebinding/cityhall-operator").await?;
    good(&it.ask(&["delete", "rolebinding", "cityhall-operator"]).await?)?;
    it.apply(&module_manifest("lamps", "").replace("en: Matter", "en: Lamps")).await?;
    let failed = r#"cityhall_operator_reconciles_total{kind="ServiceModule",outcome="failed"}"#;
    operator.until("/metrics", |_, text| text.contains(failed)).await?;
    assert!(operator.said().contains("forbidden"), "the log says why");
    let again = json!({ "apiVersion": binding["apiVersion"], "kind": binding["kind"], "roleRef": binding["roleRef"],
                        "metadata": { "name": "cityhall-operator" }, "subjects": binding["subjects"] });
    it.apply(&again.to_string()).await?;
    let told = it.until("servicemodule/lamps", |now| now["status"]["revision"] == 2).await?;
    assert_eq!(condition(&told, "Ready")["status"], "True");
    operator.until("/readyz", |status, _| status == 200).await
}

async fn nobody_can_read_a_manifest(it: &Operated) -> Outcome {
    let any = json!([{ "op": "replace", "path": "/spec/versions/0/schema/openAPIV3Schema/properties/spec",
                       "value": { "x-kubernetes-preserve-unknown-fields": true } }]);
    let crd = "departments.cityhall.dev";
    good(&it.cluster.ask(&["patch", "crd", crd, "--type=json", "--patch", &any.to_string()]).await?)?;
    let odd = json!({ "apiVersion": "cityhall.dev/v1alpha1", "kind": "Department", "metadata": { "name": "odd" }, "spec": 7 });
    // The API server follows a definition a moment after it has taken it.
    let begun = std::time::Instant::now();
    while let Err(error) = it.apply(&odd.to_string()).await {
        if begun.elapsed().as_secs() > 60 {
            return Err(error);
        }
    }
    let told = it.until("department/odd", |now| condition(now, "Compiled")["status"] == "False").await?;
    assert!(told["status"]["problems"][0]["message"].is_string(), "{told}");
    // The watch goes on.
    it.apply(&department("after")).await?;
    it.until_reason("department/after", "Ready", "Ready").await?;
    define(it.cluster).await
}

fn department(name: &str) -> String {
    let title = json!({ "zh": "部门", "en": "Department" });
    let manifest: Value = json!({ "apiVersion": "cityhall.dev/v1alpha1", "kind": "Department",
                                  "metadata": { "name": name }, "spec": { "title": title } });
    manifest.to_string()
}
