//! The life of a city in a cluster: its cases are counted where its modules are listed, what is paused
//! stays, what is deleted is retired.

use cityhall_tests::cluster::ControlPlane;
use cityhall_tests::operated::{Operated, condition, good};
use cityhall_tests::{Outcome, TokenIssuer, generated_city, module_manifest};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn cluster_counts_cases_pauses_and_retires() -> Outcome {
    let it = Operated::prepare(ControlPlane::shared().await?, "life").await?;
    let operator = it.operator("one").await?;
    let people = TokenIssuer::new("https://login.example.org", "a")?;
    // 1. A city with an issuer of its own, and a module in it.
    let folder = generated_city(1)?;
    let name = folder.modules[0].clone();
    let text = std::fs::read_to_string(folder.path().join("city.yaml"))?;
    for mut manifest in serde_saphyr::from_multiple::<Value>(&text)? {
        if manifest["kind"] == "City" {
            manifest["spec"]["issuers"] = json!([people.published()]);
        }
        it.apply(&manifest.to_string()).await?;
    }
    it.apply(&module_manifest(&name, "")).await?;
    let module = format!("servicemodule/{name}");
    it.until_reason(&module, "Ready", "Ready").await?;
    // 2. A case that is filed is counted.
    let resident = it.bearer(&people.token("lin", &[], None)?);
    let input = json!({ "module": name, "answers": { "topic": "light", "wish": "a lamp" } });
    let payload = resident.submit(input.clone()).await?;
    assert_eq!(payload["userErrors"], json!([]));
    good(&it.ask(&["annotate", "city/made-up", "cityhall.dev/reconcile-at=1"]).await?)?;
    it.until(&module, |now| now["status"]["openCases"] == 1 && now["status"]["overdueCases"] == 0).await?;
    it.until("city/made-up", |now| now["status"]["openCases"] == 1).await?;
    let table = good(&it.ask(&["get", "servicemodules"]).await?)?;
    assert!(table.contains("OPEN") && table.contains("OVERDUE"), "{table}");
    // 3. What is paused is told so and stays as it is; afterwards the newest spec counts.
    good(&it.ask(&["annotate", &module, "cityhall.dev/paused=true"]).await?)?;
    it.until(&module, |now| condition(now, "Paused")["status"] == "True").await?;
    let title = r#"{"spec":{"title":{"en":"Another title"}}}"#;
    good(&it.ask(&["patch", &module, "--type=merge", "--patch", title]).await?)?;
    let paused = it.until(&module, |now| condition(now, "Paused")["observedGeneration"] == 2).await?;
    assert_eq!(paused["status"]["revision"], 1);
    good(&it.ask(&["annotate", &module, "cityhall.dev/paused-"]).await?)?;
    let resumed = it.until(&module, |now| now["status"]["revision"] == 2).await?;
    assert!(condition(&resumed, "Paused").is_null(), "{resumed}");
    // 4. What is deleted is retired: it takes no new case, and the one that runs stays.
    good(&it.ask(&["delete", &module]).await?)?;
    let begun = tokio::time::Instant::now();
    loop {
        let refused = resident.submit(input.clone()).await?;
        if refused["userErrors"] != json!([]) {
            break;
        }
        assert!(begun.elapsed().as_secs() < 60, "a deleted module takes cases");
    }
    let seen = resident.case(&payload["case"]["id"], &payload["position"]).await?;
    assert_eq!(seen["number"], payload["case"]["number"]);
    operator.stop().await
}
