//! What stays when releases are installed, upgraded, rolled back and removed, by either Helm.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cityhall_tests::{Failure, Outcome, repository};

use super::rendered::{HELMS, chart};
use super::site::{DEFINITIONS, Site, own};

/// What only the operator writes, and an upgrade must leave alone.
struct Written {
    certificate: String,
    authority: String,
}

impl Written {
    /// Writes it as the operator, with the operator's rights.
    async fn write(site: &Site, authority: &str) -> Result<Self, Failure> {
        let (certificate, authority) = (STANDARD.encode("a certificate"), STANDARD.encode(authority));
        let data = format!(r#"{{"data":{{"tls.crt":"{certificate}"}}}}"#);
        site.operator(&["patch", "secret", "cityhall-webhook-tls", "--type=merge", "--patch", &data]).await?;
        let both = [0, 1].map(|index| {
            let path = format!("/webhooks/{index}/clientConfig/caBundle");
            serde_json::json!({ "op": "add", "path": path, "value": authority })
        });
        let patch = serde_json::to_string(&both)?;
        let configuration = format!("cityhall.{}", site.namespace);
        let what = ["patch", "validatingwebhookconfiguration", &configuration];
        site.operator(&[&what[..], &["--type=json", "--patch", &patch]].concat()).await?;
        Ok(Self { certificate, authority })
    }

    /// Whether it is still there, beside what the chart says now.
    async fn is_kept(&self, site: &Site, timeout_seconds: u32) -> Outcome {
        let path = r"jsonpath={.data.tls\.crt}";
        let certificate = site.kubectl(&["get", "secret", "cityhall-webhook-tls", "--output", path]).await?;
        assert_eq!(certificate, self.certificate, "{}: the certificate", site.namespace);
        let configuration = format!("cityhall.{}", site.namespace);
        let path = "jsonpath={range .webhooks[*]}{.timeoutSeconds} {.clientConfig.caBundle}{'\\n'}{end}";
        let get = ["get", "validatingwebhookconfiguration", &configuration, "--output", path];
        let line = format!("{timeout_seconds} {}\n", self.authority);
        assert_eq!(site.kubectl(&get).await?, line.repeat(2), "{}: the webhooks", site.namespace);
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cluster_charts_leave_a_city_alone() -> Outcome {
    let cluster = own().await?;
    let authority = std::fs::read_to_string(cluster.path().join("ca.crt"))?;
    for (namespace, first, then) in
        [("life-three", "helm3", "helm3"), ("life-four", "helm4", "helm4"), ("life-three-four", "helm3", "helm4")]
    {
        let mut site = Site::new(&cluster, namespace, first)?;
        site.define(&["--take-ownership"]).await?;
        site.install(&[]).await?;
        let city = site.apply(&repository().join("examples/qingshui/city.yaml")).await?;
        let written = Written::write(&site, &authority).await?;
        written.is_kept(&site, 10).await?;

        site.helm = then;
        site.define(&[]).await?;
        site.install(&["--set", "webhook.timeoutSeconds=7", "--set", "replicas=3"]).await?;
        written.is_kept(&site, 7).await?;
        site.release(&["rollback", "cityhall", "1"]).await?;
        written.is_kept(&site, 10).await?;

        site.release(&["uninstall", "cityhall"]).await?;
        site.undefine().await?;
        assert_eq!(site.kubectl(&["get", "cities", "--output", "name"]).await?, city, "the city stays");
        let rest = "deployments,services,secrets,roles,rolebindings,networkpolicies,poddisruptionbudgets";
        assert_eq!(site.kubectl(&["get", rest, "--output", "name"]).await?, "", "and nothing of the release");
        let outside = ["get", "validatingwebhookconfigurations,validatingadmissionpolicies", "--output", "name"];
        assert!(!site.kubectl(&outside).await?.contains(namespace));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn cluster_charts_take_over_definitions_as_the_readme_says() -> Outcome {
    let cluster = own().await?;
    let older = tempfile::tempdir()?;
    for entry in std::fs::read_dir(chart("cityhall-crds").join("files"))? {
        let entry = entry?;
        let text = std::fs::read_to_string(entry.path())?.replace("maxLength: 4000", "maxLength: 3000");
        std::fs::write(older.path().join(entry.file_name()), text)?;
    }
    let path = older.path().to_str().ok_or("not text")?;
    for which in HELMS {
        let site = Site::new(&cluster, DEFINITIONS, which)?;
        // Definitions that no release knows. To delete them first can take minutes: what is of their kind goes too.
        site.kubectl(&["apply", "--server-side", "--force-conflicts", "--filename", path]).await?;
        site.kubectl(&["label", "crd", "--all", "app.kubernetes.io/managed-by-"]).await?;
        site.kubectl(&["annotate", "crd", "--all", "meta.helm.sh/release-name-"]).await?;
        let refused = site.define(&[]).await.err().map(|error| error.to_string()).unwrap_or_default();
        assert!(refused.contains("invalid ownership metadata"), "{which}: {refused}");
        if which == "helm4" {
            let refused = site.define(&["--take-ownership"]).await.err();
            let refused = refused.map(|error| error.to_string()).unwrap_or_default();
            assert!(refused.contains("conflict"), "{refused}");
            site.define(&["--take-ownership", "--force-conflicts"]).await?;
        } else {
            site.define(&["--take-ownership"]).await?;
        }
        let now = site.kubectl(&["get", "crd", "cities.cityhall.dev", "--output", "yaml"]).await?;
        assert!(now.contains("maxLength: 4000") && !now.contains("maxLength: 3000"), "{which}: what the chart says");
        site.undefine().await?;
    }
    Ok(())
}
