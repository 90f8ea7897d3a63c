//! A city in a namespace of a real cluster: the real operator as a process, with exactly the rights
//! that the chart gives it, and a real city beside it that trusts what the cluster signs.
//!
//! Only pods are missing: what the operator writes for them is there and nobody runs it.

use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::cluster::{ControlPlane, Request, find};
use crate::server::{City, binary, repository};
use crate::{Failure, Outcome, Person};

/// The operator's service account, as the chart names it.
const ACCOUNT: &str = "cityhall-operator";
/// The audience of its token for the city.
const AUDIENCE: &str = "cityhall-publisher";
/// How long anything may take: far more than it ever needs.
const WITHIN: Duration = Duration::from_mins(5);
/// How often it is looked.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// What a program said, if it went well.
///
/// # Errors
/// Everything that it said otherwise.
pub fn good(output: &Output) -> Result<String, Failure> {
    let (said, complained) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.success() { Ok(said.into_owned()) } else { Err(format!("{said}{complained}").into()) }
}

/// A namespace with a city and what an operator of it needs.
pub struct Operated {
    /// The cluster.
    pub cluster: &'static ControlPlane,
    /// The namespace.
    pub namespace: String,
    /// The city that is published to.
    pub city: City,
    home: TempDir,
}

impl Operated {
    /// Makes the namespace, gives the operator its rights and starts the city.
    ///
    /// # Errors
    /// When any of it does not come up.
    pub async fn prepare(cluster: &'static ControlPlane, namespace: &str) -> Result<Self, Failure> {
        define(cluster).await?;
        Self::prepare_undefined(cluster, namespace).await
    }

    /// The same in a cluster that does not know our kinds yet.
    ///
    /// # Errors
    /// When any of it does not come up.
    pub async fn prepare_undefined(cluster: &'static ControlPlane, namespace: &str) -> Result<Self, Failure> {
        good(&cluster.ask(&["create", "namespace", namespace]).await?)?;
        let home = tempfile::tempdir()?;
        let rights = chart(namespace, &["templates/rbac.yaml", "templates/serviceaccount.yaml"]).await?;
        std::fs::write(home.path().join("rights.yaml"), rights)?;
        good(&cluster.ask(&["apply", "--filename", text(&home.path().join("rights.yaml"))?]).await?)?;
        let token = |audience: &'static [&'static str]| async move {
            let words =
                [&["--namespace", namespace, "create", "token", ACCOUNT, "--duration", "1h"], audience].concat();
            good(&cluster.ask(&words).await?)
        };
        std::fs::write(home.path().join("token"), token(&["--audience", AUDIENCE]).await?)?;
        let kubeconfig = std::fs::read_to_string(cluster.kubeconfig())?;
        let server = kubeconfig.lines().find(|line| line.contains("server:")).ok_or("no server")?;
        let own = format!(
            "apiVersion: v1\nkind: Config\ncurrent-context: one\nclusters:\n- name: one\n{server}\nusers:\n- name: one\n  \
             user: {{token: \"{}\"}}\ncontexts:\n- name: one\n  context: {{cluster: one, user: one}}\n",
            token(&[]).await?.trim()
        );
        std::fs::write(home.path().join("kubeconfig"), own)?;
        let city = start_city(cluster, namespace, home.path()).await?;
        Ok(Self { cluster, namespace: namespace.to_owned(), city, home })
    }

    /// Starts an operator.
    ///
    /// # Errors
    /// When it does not say that it listens.
    pub async fn operator(&self, identity: &str) -> Result<Operator, Failure> {
        self.operator_of(identity, &self.city.address).await
    }

    /// Starts an operator that takes what answers at this address for the city.
    ///
    /// # Errors
    /// When it does not say that it listens.
    pub async fn operator_of(&self, identity: &str, city: &str) -> Result<Operator, Failure> {
        self.start(identity, city, &[]).await
    }

    /// Starts an operator with the admission webhook of the chart; gives its port too.
    ///
    /// # Errors
    /// When it does not say that it listens.
    pub async fn operator_with_webhook(&self, identity: &str) -> Result<(Operator, u16), Failure> {
        let webhook = chart(&self.namespace, &["templates/webhook.yaml"]).await?;
        std::fs::write(self.home.path().join("webhook.yaml"), webhook)?;
        good(&self.ask(&["apply", "--filename", text(&self.home.path().join("webhook.yaml"))?]).await?)?;
        let port = std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let listen = format!("127.0.0.1:{port}");
        let configuration = format!("cityhall.{}", self.namespace);
        let arguments = [
            ["--webhook-listen", &listen],
            ["--webhook-secret", "cityhall-webhook-tls"],
            ["--webhook-service", "cityhall-webhook"],
            ["--webhook-configuration", &configuration],
        ];
        Ok((self.start(identity, &self.city.address, arguments.as_flattened()).await?, port))
    }

    async fn start(&self, identity: &str, city: &str, arguments: &[&str]) -> Result<Operator, Failure> {
        let mut command = Command::new(binary()?);
        command.args(["operator", "--namespace", &self.namespace, "--identity", identity, "--image", "cityhall:test"]);
        command.args(["--listen", "127.0.0.1:0", "--city-url", city]);
        command.args(arguments).arg("--token").arg(self.home.path().join("token"));
        command.env("KUBECONFIG", self.kubeconfig());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(std::fs::File::create(self.log(identity))?);
        let mut child = command.kill_on_drop(true).spawn()?;
        let mut lines = BufReader::new(child.stdout.take().ok_or("no standard output")?).lines();
        let first = tokio::time::timeout(WITHIN, lines.next_line()).await??;
        let Some(address) = first.as_deref().and_then(|line| line.rsplit_once(" on ")).map(|(_, address)| address)
        else {
            return Err(format!("the operator did not start:\n{}", std::fs::read_to_string(self.log(identity))?).into());
        };
        Ok(Operator { child, address: address.to_owned(), log: self.log(identity) })
    }

    fn log(&self, identity: &str) -> PathBuf {
        self.home.path().join(format!("{identity}.log"))
    }

    /// The kubeconfig of the operator: with its rights and no others.
    #[must_use]
    pub fn kubeconfig(&self) -> PathBuf {
        self.home.path().join("kubeconfig")
    }

    /// The file of the operator's token for the city.
    #[must_use]
    pub fn token(&self) -> PathBuf {
        self.home.path().join("token")
    }

    /// Runs `kubectl` in the namespace to its end.
    ///
    /// # Errors
    /// When it cannot be started.
    pub async fn ask(&self, arguments: &[&str]) -> Result<Output, Failure> {
        self.cluster.ask(&[&["--namespace", &self.namespace], arguments].concat()).await
    }

    /// Applies a manifest.
    ///
    /// # Errors
    /// When the API server refuses it.
    pub async fn apply(&self, manifest: &str) -> Outcome {
        let file = tempfile::Builder::new().suffix(".yaml").tempfile_in(self.home.path())?;
        std::fs::write(file.path(), manifest)?;
        good(&self.ask(&["apply", "--filename", text(file.path())?]).await?).map(drop)
    }

    /// Applies the sample city, as its README says.
    ///
    /// # Errors
    /// When the API server refuses any of it.
    pub async fn apply_sample_city(&self) -> Outcome {
        let city = repository().join("examples/qingshui");
        let folders =
            ["", "calendars", "departments", "modules", "partners", "policies"].map(|folder| city.join(folder));
        let mut words = vec!["apply"];
        for folder in &folders {
            words.extend(["--filename", text(folder)?]);
        }
        good(&self.ask(&words).await?).map(drop)
    }

    /// A resource as it is now; null where there is none.
    ///
    /// # Errors
    /// When the API server does not answer.
    pub async fn read(&self, resource: &str) -> Result<Value, Failure> {
        let text = good(&self.ask(&["get", resource, "--output", "json", "--ignore-not-found"]).await?)?;
        Ok(if text.is_empty() { Value::Null } else { serde_json::from_str(&text)? })
    }

    /// Waits until a resource is as it should be, and gives it.
    ///
    /// # Errors
    /// When it is not in time: what it was last.
    pub async fn until(&self, resource: &str, is_good: impl Fn(&Value) -> bool) -> Result<Value, Failure> {
        let begun = tokio::time::Instant::now();
        loop {
            let now = self.read(resource).await?;
            if is_good(&now) {
                return Ok(now);
            }
            if begun.elapsed() > WITHIN {
                let shown = now.get("status").or(now.get("items")).unwrap_or(&now);
                return Err(format!("{resource} is not as it should be: {shown:#}").into());
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Waits until the condition of a resource has this reason, and gives the resource.
    ///
    /// # Errors
    /// When it has not in time.
    pub async fn until_reason(&self, resource: &str, condition: &str, reason: &str) -> Result<Value, Failure> {
        self.until(resource, |now| self::condition(now, condition)["reason"] == reason).await
    }

    /// What the operator asked of the API server.
    ///
    /// # Errors
    /// When the record of the API server cannot be read.
    pub fn requests(&self) -> Result<Vec<Request>, Failure> {
        self.cluster.requests_of(&format!("system:serviceaccount:{}:{ACCOUNT}", self.namespace))
    }

    /// What it wrote, besides its lease and events: verb, resource and name of each.
    ///
    /// # Errors
    /// When the record of the API server cannot be read.
    pub fn writes(&self) -> Result<Vec<String>, Failure> {
        let requests = self.requests()?.into_iter().filter(Request::is_write);
        let told = requests.filter(|one| !one.resource.ends_with("/leases") && !one.resource.ends_with("/events"));
        Ok(told.map(|one| format!("{} {} {}", one.verb, one.resource, one.name)).collect())
    }

    /// What some templates of the chart say for this namespace.
    ///
    /// # Errors
    /// When the chart cannot be rendered.
    pub async fn chart(&self, templates: &[&str]) -> Result<Vec<u8>, Failure> {
        chart(&self.namespace, templates).await
    }

    /// Somebody with this token in the city.
    #[must_use]
    pub fn bearer(&self, token: &str) -> Person {
        self.city.bearer(token)
    }
}

/// The condition of this type in the status of a resource.
#[must_use]
pub fn condition<'a>(resource: &'a Value, kind: &str) -> &'a Value {
    let conditions = resource["status"]["conditions"].as_array().map(Vec::as_slice).unwrap_or_default();
    conditions.iter().find(|condition| condition["type"] == kind).unwrap_or(&Value::Null)
}

/// An operator that runs. Dies with this value.
pub struct Operator {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub address: String,
    log: PathBuf,
}

impl Operator {
    /// The id of its process, while it runs.
    #[must_use]
    pub fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// Ends it as a power cut does.
    ///
    /// # Errors
    /// When it cannot be killed.
    pub async fn kill(mut self) -> Outcome {
        Ok(self.child.kill().await?)
    }

    /// Ends it as a cluster does: SIGTERM; it must end well.
    ///
    /// # Errors
    /// When it does not.
    pub async fn stop(mut self) -> Outcome {
        let id = self.child.id().ok_or("the operator has ended already")?;
        Command::new("kill").args(["-TERM", &id.to_string()]).status().await?;
        let status = tokio::time::timeout(WITHIN, self.child.wait()).await??;
        if status.success() {
            Ok(())
        } else {
            Err(format!("the operator ended with {status}:\n{}", self.said()).into())
        }
    }

    /// Waits until it has ended by itself.
    ///
    /// # Errors
    /// When that cannot be seen.
    pub async fn ended(&mut self) -> Outcome {
        self.child.wait().await?;
        Ok(())
    }

    /// What it logged.
    #[must_use]
    pub fn said(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Waits until it answers as it should.
    ///
    /// # Errors
    /// When it does not in time: what it answered last.
    pub async fn until(&self, path: &str, is_good: impl Fn(u16, &str) -> bool) -> Outcome {
        let begun = tokio::time::Instant::now();
        loop {
            let (status, text) = self.get(path).await?;
            if is_good(status, &text) {
                return Ok(());
            }
            if begun.elapsed() > WITHIN {
                return Err(format!("{path} does not answer as it should: {status}\n{text}").into());
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// What it answers to a path: status and text.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn get(&self, path: &str) -> Result<(u16, String), Failure> {
        let response = reqwest::get(format!("{}{path}", self.address)).await?;
        Ok((response.status().as_u16(), response.text().await?))
    }
}

/// Makes our kinds known in a cluster.
///
/// # Errors
/// When the API server refuses one.
pub async fn define(cluster: &ControlPlane) -> Outcome {
    let definitions = repository().join("charts/cityhall-crds/files");
    good(&cluster.ask(&["apply", "--server-side", "--force-conflicts", "--filename", text(&definitions)?]).await?)?;
    good(&cluster.ask(&["wait", "--for=condition=Established", "crd", "--all", "--timeout=60s"]).await?).map(drop)
}

/// What some templates of the chart say.
async fn chart(namespace: &str, templates: &[&str]) -> Result<Vec<u8>, Failure> {
    let mut helm = Command::new(find("helm4")?);
    helm.args(["template", "cityhall"]).arg(repository().join("charts/cityhall")).args(["--namespace", namespace]);
    helm.args(templates.iter().flat_map(|template| ["--show-only", template]));
    let output = helm.stdin(Stdio::null()).output().await?;
    good(&output).map(String::into_bytes)
}

/// Starts a city that trusts the operator of the namespace, as the operator itself would tell it.
async fn start_city(cluster: &ControlPlane, namespace: &str, home: &Path) -> Result<City, Failure> {
    let raw = |path: &'static str| async move {
        let text = good(&cluster.ask(&["get", "--raw", path]).await?)?;
        Ok::<Value, Failure>(serde_json::from_str(&text)?)
    };
    let discovery = raw("/.well-known/openid-configuration").await?;
    let jwks = raw("/openid/v1/jwks").await?;
    let issuer = json!({ "issuer": discovery["issuer"], "audience": AUDIENCE, "jwks": jwks, "tokenType": "Jwt" });
    let subject = format!("system:serviceaccount:{namespace}:{ACCOUNT}");
    std::fs::write(home.join("publisher.json"), json!({ "subject": subject, "issuer": issuer }).to_string())?;
    std::fs::write(home.join("key"), "5a".repeat(32))?;
    City::start_production(&home.join("data"), &home.join("key"), &home.join("publisher.json")).await
}

fn text(path: &Path) -> Result<&str, Failure> {
    path.to_str().ok_or_else(|| format!("{} is no text", path.display()).into())
}
