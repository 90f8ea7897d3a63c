//! The operator's rights: with exactly those of the chart it does everything, and each of them is one
//! that it uses, so that none could be left out.

use std::collections::BTreeSet;

use cityhall_tests::cluster::ControlPlane;
use cityhall_tests::operated::{Operated, condition, good};
use cityhall_tests::{Failure, Outcome, generated_city, module_manifest};
use serde_json::Value;

#[tokio::test(flavor = "multi_thread")]
async fn cluster_operator_needs_each_of_its_rights_and_no_other() -> Outcome {
    let it = Operated::prepare(ControlPlane::shared().await?, "rights").await?;
    let folder = generated_city(0)?;
    it.apply(&std::fs::read_to_string(folder.path().join("city.yaml"))?).await?;
    it.apply(&calendar()).await?;
    let good_module = module_manifest("lamps", "");
    let broken = good_module.replace("department: works", "department: nobody");
    it.apply(&good_module).await?;
    it.apply(PARTNER).await?;
    it.apply(POLICY).await?;
    // 1. Everything that an operator does: it leads, publishes, tells, and makes the webhook's certificate.
    // The webhook closes modules to those who cannot reach it; here that is everybody, so it comes last.
    let operator = it.operator("one").await?;
    it.until_reason("servicemodule/lamps", "Ready", "Ready").await?;
    for other in ["holidaycalendar/year", "partner/map", "accesspolicy/counters"] {
        it.until_reason(other, "Ready", "Ready").await?;
    }
    // The same turn twice is one event, told again.
    for _ in 0..2 {
        it.apply(&broken).await?;
        it.until("servicemodule/lamps", |now| condition(now, "Published")["status"] == "False").await?;
        it.apply(&good_module).await?;
        it.until("servicemodule/lamps", |now| condition(now, "Published")["status"] == "True").await?;
    }
    operator.stop().await?;
    let (operator, _) = it.operator_with_webhook("two").await?;
    let configuration = format!("validatingwebhookconfiguration/cityhall.{}", it.namespace);
    it.until(&configuration, |now| now["webhooks"][0]["clientConfig"]["caBundle"].is_string()).await?;
    it.until("lease/cityhall-operator", |lease| lease["spec"]["holderIdentity"] == "two").await?;
    operator.stop().await?;
    good(&it.cluster.ask(&["delete", &configuration]).await?)?;
    // 2. What it was granted is what it used.
    let granted = granted(&String::from_utf8(it.chart(&["templates/rbac.yaml"]).await?)?)?;
    let mut used = BTreeSet::new();
    for request in it.requests()? {
        // To write what is not there needs the right to make it too.
        if request.has_created && request.verb == "patch" {
            used.insert(format!("create {}", request.resource));
        }
        used.insert(format!("{} {}", request.verb, request.resource));
    }
    let unused: Vec<_> = granted.difference(&used).collect();
    let not_granted: Vec<_> = used.difference(&granted).collect();
    assert!(unused.is_empty() && not_granted.is_empty(), "never used: {unused:?}\nnot granted: {not_granted:?}");
    Ok(())
}

/// Every verb on every resource that the roles of the chart name.
fn granted(roles: &str) -> Result<BTreeSet<String>, Failure> {
    let mut granted = BTreeSet::new();
    for document in serde_saphyr::from_multiple::<Value>(roles)? {
        for rule in document["rules"].as_array().into_iter().flatten() {
            let texts = |part: &str| -> Vec<&str> {
                rule[part].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
            };
            for group in texts("apiGroups") {
                for resource in texts("resources") {
                    let resource = if group.is_empty() { resource.to_owned() } else { format!("{group}/{resource}") };
                    granted.extend(texts("verbs").into_iter().map(|verb| format!("{verb} {resource}")));
                }
            }
        }
    }
    Ok(granted)
}

const PARTNER: &str = "apiVersion: cityhall.dev/v1alpha1
kind: Partner
metadata: {name: map}
spec:
  title: {zh: 地图, en: Map}
  contact: {office: {zh: 服务台, en: Desk}}
  scope: {rights: [Submit], modules: [lamps]}
";

const POLICY: &str = "apiVersion: cityhall.dev/v1alpha1
kind: AccessPolicy
metadata: {name: counters}
spec:
  title: {zh: 窗口, en: Counters}
  rules:
    - name: nothing-by-partners
      why: {zh: 合作单位不办理。, en: Partners act in no case.}
      cedar: 'forbid (principal is Partner, action == Action::\"act\", resource) when { resource.module == Module::\"lamps\" };'
";

fn calendar() -> String {
    "apiVersion: cityhall.dev/v1alpha1\nkind: HolidayCalendar\nmetadata: {name: year}\nspec:\n  year: 2026\n  \
     source: {zh: 通知, en: Notice}\n  daysOff: []\n"
        .to_owned()
}
