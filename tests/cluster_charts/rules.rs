//! What the installed charts allow and refuse: admission, the guard of open cases, the operator's
//! rights.

use std::time::{Duration, Instant};

use cityhall_tests::{Failure, Outcome, repository};

use super::site::{Site, own};

/// How long the API server may take to follow what was installed: far more than it ever needs.
const FOLLOWED_WITHIN: Duration = Duration::from_mins(1);

/// How often it is asked whether it follows.
const ASK_EVERY: Duration = Duration::from_millis(100);

/// A module and a city, each with open cases, in a namespace where they are guarded.
async fn guarded(site: &Site) -> Result<(String, String), Failure> {
    site.define(&["--take-ownership"]).await?;
    site.install(&["--set", "webhook.enabled=false"]).await?;
    let module = site.apply(&repository().join("crds/tests/good.yaml")).await?;
    let city = site.apply(&repository().join("examples/qingshui/city.yaml")).await?;
    let (module, city) = (module.trim().to_owned(), city.trim().to_owned());
    for (object, open) in [(&module, 2), (&city, 1)] {
        open_cases(site, object, open).await?;
    }
    refused_at_last(site, &["delete", &module]).await?;
    Ok((module, city))
}

/// Why this is refused once the API server follows what was installed just now. Until then nothing is done.
async fn refused_at_last(site: &Site, arguments: &[&str]) -> Result<String, Failure> {
    let begun = Instant::now();
    while begun.elapsed() < FOLLOWED_WITHIN {
        if let Err(error) = site.kubectl(&[arguments, &["--dry-run=server"]].concat()).await {
            return Ok(error.to_string());
        }
        tokio::time::sleep(ASK_EVERY).await;
    }
    Err(format!("not refused: {arguments:?}").into())
}

/// Tells in the status how many cases are open. (`kubectl patch` reads before it writes, which the operator
/// never does.)
async fn open_cases(site: &Site, object: &str, open: u32) -> Outcome {
    let patch = format!(r#"{{"status":{{"openCases":{open}}}}}"#);
    site.kubectl(&["patch", object, "--subresource=status", "--type=merge", "--patch", &patch]).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn cluster_charts_guard_open_cases() -> Outcome {
    let cluster = own().await?;
    let site = Site::new(&cluster, "guard", "helm4")?;
    let (module, city) = guarded(&site).await?;
    let means = "cityhall.dev/delete-with-open-cases=true";
    for (object, told) in [(&module, "has 2 open cases: close them"), (&city, "has 1 open case: close them")] {
        let refused = site.refused(&["delete", object]).await?;
        assert!(refused.contains(told) && refused.contains(means), "{refused}");
    }
    site.kubectl(&["annotate", &module, "cityhall.dev/delete-with-open-cases=yes"]).await?;
    site.refused(&["delete", &module]).await?;
    site.kubectl(&["annotate", "--overwrite", &module, means]).await?;
    site.kubectl(&["delete", &module]).await?;

    site.apply(&repository().join("crds/tests/good.yaml")).await?;
    site.kubectl(&["delete", &module]).await.map_err(|error| format!("a module without a status: {error}"))?;
    site.apply(&repository().join("crds/tests/good.yaml")).await?;
    open_cases(&site, &module, 0).await?;
    site.kubectl(&["delete", &module]).await.map_err(|error| format!("a module without open cases: {error}"))?;

    site.refused(&["delete", &city]).await?;
    site.kubectl(&["delete", "namespace", "guard", "--wait=false"]).await?;
    site.kubectl(&["wait", "--for=delete", "namespace/guard", "--timeout=60s"]).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn cluster_charts_guard_no_other_namespace() -> Outcome {
    let cluster = own().await?;
    let site = Site::new(&cluster, "guard-here", "helm3")?;
    guarded(&site).await?;
    let elsewhere = Site::new(&cluster, "guard-elsewhere", "helm3")?;
    elsewhere.kubectl(&["create", "namespace", "guard-elsewhere"]).await?;
    let city = elsewhere.apply(&repository().join("examples/qingshui/city.yaml")).await?;
    let patch = ["--subresource=status", "--type=merge", "--patch", r#"{"status":{"openCases":3}}"#];
    elsewhere.kubectl(&[&["patch", city.trim()], &patch[..]].concat()).await?;
    elsewhere.kubectl(&["delete", city.trim()]).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn cluster_charts_take_no_module_that_nobody_proved() -> Outcome {
    let cluster = own().await?;
    let site = Site::new(&cluster, "unproved", "helm4")?;
    let (module, city) = guarded(&site).await?;
    // Admission is asked of an operator that does not answer: there are no containers here.
    site.install(&["--set", "webhook.enabled=true"]).await?;
    let longer = r#"{"spec":{"limits":{"promised":{"workingDays":11}}}}"#;
    let refused = refused_at_last(&site, &["patch", &module, "--type=merge", "--patch", longer]).await?;
    assert!(refused.contains("modules.admission.cityhall.dev"), "{refused}");
    site.kubectl(&["annotate", &module, "example.org/note=read"]).await?;
    open_cases(&site, &module, 0).await?;
    let renamed = r#"{"spec":{"title":{"en":"Clear Water"}}}"#;
    site.kubectl(&["patch", &city, "--type=merge", "--patch", renamed]).await?;

    // Deletion in two steps: the finaliser goes when no operator is left.
    let finalizer = r#"{"metadata":{"finalizers":["example.org/last"]}}"#;
    site.kubectl(&["patch", &module, "--type=merge", "--patch", finalizer]).await?;
    site.kubectl(&["delete", &module, "--wait=false"]).await?;
    site.kubectl(&["patch", &module, "--type=merge", "--patch", r#"{"metadata":{"finalizers":null}}"#]).await?;
    let refused = site.refused(&["get", &module]).await?;
    assert!(refused.contains("NotFound"), "{refused}");
    let path = repository().join("crds/tests/good.yaml");
    let refused = site.refused(&["apply", "--filename", path.to_str().ok_or("not text")?]).await?;
    assert!(refused.contains("modules.admission.cityhall.dev"), "{refused}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn cluster_charts_give_the_operator_what_it_needs_and_no_more() -> Outcome {
    let cluster = own().await?;
    let site = Site::new(&cluster, "rights", "helm4")?;
    site.define(&["--take-ownership"]).await?;
    site.install(&[]).await?;
    for (verb, object) in [
        // What every service account may read, unless a cluster took it away: how tokens are signed.
        ("get", "/.well-known/openid-configuration"),
        ("get", "/openid/v1/jwks"),
        ("watch", "servicemodules.cityhall.dev"),
        ("patch", "statefulsets.apps"),
        ("create", "networkpolicies.networking.k8s.io"),
        ("create", "poddisruptionbudgets.policy"),
        ("create", "events.events.k8s.io"),
        ("create", "leases.coordination.k8s.io"),
        ("update", "leases.coordination.k8s.io/cityhall-operator"),
        ("patch", "secrets/cityhall-webhook-tls"),
        ("patch", "validatingwebhookconfigurations.admissionregistration.k8s.io/cityhall.rights"),
    ] {
        assert!(site.may(verb, object, &[]).await, "may not {verb} {object}");
    }
    for (verb, object) in [
        ("get", "secrets/city-key"),
        ("list", "secrets"),
        ("create", "secrets"),
        ("patch", "servicemodules.cityhall.dev"),
        ("delete", "cities.cityhall.dev"),
        ("delete", "statefulsets.apps"),
        ("create", "pods"),
        ("delete", "persistentvolumeclaims"),
        ("create", "roles.rbac.authorization.k8s.io"),
        ("update", "leases.coordination.k8s.io/another"),
        ("patch", "validatingwebhookconfigurations.admissionregistration.k8s.io/cityhall.elsewhere"),
        ("create", "validatingwebhookconfigurations.admissionregistration.k8s.io"),
    ] {
        assert!(!site.may(verb, object, &[]).await, "may {verb} {object}");
    }
    for object in ["configmaps", "servicemodules.cityhall.dev", "secrets/cityhall-webhook-tls"] {
        assert!(!site.may("get", object, &["--namespace", "default"]).await, "may get {object} elsewhere");
    }
    for (object, part) in [("pods", "exec"), ("serviceaccounts", "token")] {
        assert!(!site.may("create", object, &["--subresource", part]).await, "may create {object}/{part}");
    }
    for kind in ["cities", "departments", "holidaycalendars", "servicemodules", "partners", "accesspolicies"] {
        let object = format!("{kind}.cityhall.dev");
        assert!(site.may("patch", &object, &["--subresource=status"]).await, "may not tell of {object}");
    }
    Ok(())
}
