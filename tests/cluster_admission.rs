//! The admission webhook: what it says to a manifest, under which certificate, and what happens to
//! writes while nobody reaches it.
//!
//! The API server of these tests reaches no Service, so the webhook is asked as the API server would
//! ask it; and what the API server does without it is seen as it is.

use std::process::Stdio;

use cityhall_tests::cluster::ControlPlane;
use cityhall_tests::operated::{Operated, good};
use cityhall_tests::{Failure, Outcome, repository};
use serde_json::{Value, json};
use tokio::process::Command;

/// A module of the sample city.
fn module() -> Result<Value, Failure> {
    let folder = repository().join("examples/qingshui/modules");
    let mut files: Vec<_> =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.sort();
    Ok(serde_saphyr::from_str(&std::fs::read_to_string(files.first().ok_or("no module")?)?)?)
}

/// Asks the webhook about an object, as the API server does: by the name of its Service, believing only
/// the authority of the configuration.
async fn review(it: &Operated, port: u16, authority: &str, object: &Value) -> Result<Value, Failure> {
    let home = tempfile::tempdir()?;
    let asked = json!({
        "apiVersion": "admission.k8s.io/v1",
        "kind": "AdmissionReview",
        "request": {
            "uid": "00000000-0000-0000-0000-000000000001",
            "kind": { "group": "cityhall.dev", "version": "v1alpha1", "kind": object["kind"] },
            "resource": { "group": "cityhall.dev", "version": "v1alpha1", "resource": "any" },
            "name": object["metadata"]["name"],
            "namespace": it.namespace,
            "operation": "CREATE",
            "userInfo": {},
            "object": object,
            "dryRun": false,
        },
    });
    std::fs::write(home.path().join("review.json"), asked.to_string())?;
    std::fs::write(home.path().join("ca.crt"), authority)?;
    let host = format!("cityhall-webhook.{}.svc", it.namespace);
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--show-error", "--fail", "--max-time", "20", "--header", "Content-Type: application/json"]);
    curl.args([
        "--cacert",
        "ca.crt",
        "--data",
        "@review.json",
        "--connect-to",
        &format!("{host}:443:127.0.0.1:{port}"),
    ]);
    curl.arg(format!("https://{host}/validate")).current_dir(home.path()).stdin(Stdio::null());
    let answer: Value = serde_json::from_str(&good(&curl.output().await?)?)?;
    Ok(answer["response"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn cluster_admission_refuses_with_every_problem_and_closes_when_it_is_gone() -> Outcome {
    let it = Operated::prepare(ControlPlane::shared().await?, "admission").await?;
    it.apply_sample_city().await?;
    let (operator, port) = it.operator_with_webhook("one").await?;
    // 1. Its certificate is made, kept and told.
    let secret = it.until("secret/cityhall-webhook-tls", |secret| secret["data"]["tls.key"].is_string()).await?;
    let authority = secret["data"]["ca.crt"].clone();
    let is_told = |now: &Value| {
        let webhooks = now["webhooks"].as_array().map(Vec::as_slice).unwrap_or_default();
        webhooks.len() == 2 && webhooks.iter().all(|webhook| webhook["clientConfig"]["caBundle"] == authority)
    };
    it.until(&format!("validatingwebhookconfiguration/cityhall.{}", it.namespace), is_told).await?;
    let encoded = authority.as_str().ok_or("no authority")?;
    let authority = String::from_utf8(base64::Engine::decode(&base64::engine::general_purpose::STANDARD, encoded)?)?;
    good(&it.ask(&["wait", "--for=condition=Ready", "city/qingshui", "--timeout=60s"]).await?)?;
    // 2. A good module is let in; a broken one is refused with every problem.
    let module = module()?;
    assert_eq!(review(&it, port, &authority, &module).await?["allowed"], true);
    let mut broken = module.clone();
    broken["spec"]["form"]["schema"]["properties"]["odd"] = json!({ "type": "strange" });
    broken["spec"]["publication"] = json!({ "when": "answers.nowhere ==" });
    let refused = review(&it, port, &authority, &broken).await?;
    let message = refused["status"]["message"].as_str().ok_or("no message")?;
    assert_eq!(refused["allowed"], false);
    assert!(message.contains("spec.form.schema") && message.contains("spec.publication.when"), "{message}");
    // 3. What may come later is no reason to refuse.
    let mut early = module.clone();
    early["spec"]["department"] = json!("later");
    let warned = review(&it, port, &authority, &early).await?;
    assert_eq!(warned["allowed"], true, "{warned}");
    assert!(warned["warnings"][0].as_str().is_some_and(|text| text.contains("UnknownDepartment")), "{warned}");
    // 4. Nobody reaches it: modules are closed, with a clear text; everything else goes on.
    let mut another = module.clone();
    another["metadata"]["name"] = json!("another");
    let closed = it.apply(&another.to_string()).await.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(closed.contains("failed calling webhook \"modules.admission.cityhall.dev\""), "{closed}");
    it.apply(
        &json!({ "apiVersion": "cityhall.dev/v1alpha1", "kind": "Department", "metadata": { "name": "later" },
                      "spec": { "title": { "zh": "以后", "en": "Later" } } })
        .to_string(),
    )
    .await?;
    operator.stop().await
}
