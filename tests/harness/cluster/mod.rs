//! A private Kubernetes control plane, real and small: etcd, API server, controller manager, on free
//! loopback ports, in a folder of its own.
//!
//! Reading order: this file, then [`programs`] (children that die with their owner) and
//! [`certificates`]. Nothing here knows what Cityhall is.

mod certificates;
mod programs;

use std::fmt::Write as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;

use serde_json::Value;
use tempfile::TempDir;

use crate::Failure;
use certificates::Authority;
pub use programs::{Lifetime, find};
use programs::{Program, until};

/// Who may do everything in the cluster.
const ADMINISTRATORS: &str = "system:masters";

/// The only address of the control plane.
const LOOPBACK: &str = "127.0.0.1";

/// Every request that was answered is recorded: who, what, with which outcome.
const AUDIT: &str =
    "apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules: [{level: Metadata}]\n";

/// How often a start is tried: a free port may be taken by another before it is used.
const STARTS: usize = 3;

/// A control plane that runs.
pub struct ControlPlane {
    folder: TempDir,
    programs: Vec<Program>,
}

/// A request about a resource, as the API server has recorded it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Such as `patch`.
    pub verb: String,
    /// The resource with its group and part, such as `apps/statefulsets` or `secrets` or
    /// `cityhall.dev/cities/status`.
    pub resource: String,
    /// The object's name; empty for a whole list.
    pub name: String,
    /// Whether it made the object.
    pub has_created: bool,
}

impl Request {
    fn of(event: &Value) -> Option<Self> {
        // A watch is recorded when it begins and when it ends.
        let object = event.get("objectRef")?;
        let parts = ["apiGroup", "resource", "subresource"].map(|part| object[part].as_str().unwrap_or_default());
        let resource: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Some(Self {
            verb: event["verb"].as_str()?.to_owned(),
            resource: resource.join("/"),
            name: object["name"].as_str().unwrap_or_default().to_owned(),
            has_created: event["responseStatus"]["code"] == 201,
        })
    }

    /// Whether it can change anything.
    #[must_use]
    pub fn is_write(&self) -> bool {
        !matches!(self.verb.as_str(), "get" | "list" | "watch")
    }
}

/// The one control plane that every test of this process uses.
static SHARED: Mutex<Option<&'static ControlPlane>> = Mutex::new(None);

impl ControlPlane {
    /// The control plane of this process, started when it is asked for first. It ends with the process.
    ///
    /// # Errors
    /// When a program is missing or does not become ready.
    pub async fn shared() -> Result<&'static Self, Failure> {
        tokio::task::spawn_blocking(|| {
            let mut shared = SHARED.lock().map_err(|_| "an earlier start of the control plane panicked")?;
            if let Some(running) = *shared {
                return Ok(running);
            }
            let running: &'static Self = Box::leak(Box::new(Self::start(Lifetime::OfOwner)?));
            *shared = Some(running);
            Ok(running)
        })
        .await?
    }

    /// Starts a control plane and waits until it can be used.
    ///
    /// # Errors
    /// When a program is missing or does not become ready.
    pub fn start(lifetime: Lifetime) -> Result<Self, Failure> {
        let mut last = String::new();
        for _ in 0..STARTS {
            match Self::try_start(lifetime) {
                Ok(running) => return Ok(running),
                Err(error) => last = error.to_string(),
            }
            if !last.contains("address already in use") {
                break;
            }
        }
        Err(last.into())
    }

    fn try_start(lifetime: Lifetime) -> Result<Self, Failure> {
        let folder = programs::folder(lifetime)?;
        let home = folder.path();
        let ports = Ports::free()?;
        let authority = Authority::new(home)?;
        authority.leaf("apiserver", "kube-apiserver", None, &["localhost", "kubernetes.default.svc", LOOPBACK])?;
        authority.service_accounts()?;
        std::fs::write(home.join("audit.yaml"), AUDIT)?;
        for (file, name, group) in [
            ("admin", "cityhall-admin", Some(ADMINISTRATORS)),
            ("controller-manager", "system:kube-controller-manager", None),
        ] {
            authority.leaf(file, name, group, &[])?;
            std::fs::write(home.join(format!("{file}.kubeconfig")), kubeconfig(home, file, ports.api))?;
        }
        let mut running = Self { folder, programs: Vec::new() };
        running.run("etcd", &etcd(running.path(), &ports), lifetime)?;
        running.run("kube-apiserver", &api_server(running.path(), &ports), lifetime)?;
        running.wait(1, &["get", "--raw", "/readyz"])?;
        running.run("kube-controller-manager", &controller_manager(running.path(), &ports), lifetime)?;
        running.wait(2, &["get", "serviceaccount", "default"])?;
        Ok(running)
    }

    fn run(&mut self, name: &str, arguments: &[String], lifetime: Lifetime) -> Result<(), Failure> {
        self.programs.push(Program::start(name, arguments, self.folder.path(), lifetime)?);
        Ok(())
    }

    /// Waits until `kubectl` gets an answer to its question; the program of this index must live on.
    fn wait(&mut self, index: usize, question: &[&str]) -> Result<(), Failure> {
        let mut kubectl = self.kubectl()?;
        kubectl.args(question).stdout(Stdio::null()).stderr(Stdio::null());
        until(&mut self.programs[index], || Ok(kubectl.status()?.success()))
    }

    /// Where its files lie.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The kubeconfig of somebody who may do everything.
    #[must_use]
    pub fn kubeconfig(&self) -> PathBuf {
        self.folder.path().join("admin.kubeconfig")
    }

    /// The programs' process ids, with their names.
    pub fn processes(&self) -> impl Iterator<Item = (&str, u32)> {
        self.programs.iter().map(|program| (program.name.as_str(), program.id()))
    }

    /// `kubectl` for this cluster, as an administrator.
    ///
    /// # Errors
    /// When there is no `kubectl`.
    pub fn kubectl(&self) -> Result<Command, Failure> {
        let mut kubectl = Command::new(find("kubectl")?);
        kubectl.arg("--kubeconfig").arg(self.kubeconfig()).env("HOME", self.folder.path()).stdin(Stdio::null());
        Ok(kubectl)
    }

    /// Runs `kubectl` to its end.
    ///
    /// # Errors
    /// When it cannot be started.
    pub async fn ask(&self, arguments: &[&str]) -> Result<Output, Failure> {
        let mut kubectl = self.kubectl()?;
        kubectl.args(arguments);
        Ok(tokio::task::spawn_blocking(move || kubectl.output()).await??)
    }

    /// Every request about a resource that the API server has answered to a user, in its order.
    ///
    /// # Errors
    /// When its record cannot be read.
    pub fn requests_of(&self, user: &str) -> Result<Vec<Request>, Failure> {
        let record = std::fs::read_to_string(self.path().join("audit.log"))?;
        // The last line may not be whole yet.
        let events =
            record.lines().filter(|line| line.contains(user)).filter_map(|line| serde_json::from_str(line).ok());
        let events = events.filter(|event: &Value| event["user"]["username"] == user);
        Ok(events.filter_map(|event| Request::of(&event)).collect())
    }

    /// Leaves the programs running and the folder there, for [`Lifetime::Detached`].
    #[must_use]
    pub fn keep(self) -> PathBuf {
        self.folder.keep()
    }
}

struct Ports {
    etcd: u16,
    etcd_peers: u16,
    api: u16,
    controllers: u16,
}

impl Ports {
    /// Ports that are free now.
    fn free() -> Result<Self, Failure> {
        let bind = || TcpListener::bind((LOOPBACK, 0));
        let all = [bind()?, bind()?, bind()?, bind()?];
        let mut numbers = all.iter().map(|listener| listener.local_addr().map(|address| address.port()));
        let mut next = || numbers.next().ok_or("no port")?.map_err(Failure::from);
        Ok(Self { etcd: next()?, etcd_peers: next()?, api: next()?, controllers: next()? })
    }
}

/// A kubeconfig for the certificate `file`.
fn kubeconfig(home: &Path, file: &str, api: u16) -> String {
    let mut text = String::from("apiVersion: v1\nkind: Config\ncurrent-context: cityhall\n");
    let at = |name: &str| home.join(name).display().to_string();
    let _ = write!(
        text,
        "clusters:\n- name: cityhall\n  cluster: {{server: \"https://{LOOPBACK}:{api}\", certificate-authority: \"{}\"}}\n\
         users:\n- name: {file}\n  user: {{client-certificate: \"{}\", client-key: \"{}\"}}\n\
         contexts:\n- name: cityhall\n  context: {{cluster: cityhall, user: {file}}}\n",
        at("ca.crt"),
        at(&format!("{file}.crt")),
        at(&format!("{file}.key")),
    );
    text
}

/// `--name value`, one pair after the other; `@` in a value stands for the folder.
fn flags(home: &Path, pairs: &[(&str, &str)]) -> Vec<String> {
    let home = home.display().to_string();
    pairs.iter().flat_map(|(name, value)| [format!("--{name}"), value.replace('@', &home)]).collect()
}

fn etcd(home: &Path, ports: &Ports) -> Vec<String> {
    let clients = format!("http://{LOOPBACK}:{}", ports.etcd);
    let peers = format!("http://{LOOPBACK}:{}", ports.etcd_peers);
    let mut arguments = flags(
        home,
        &[
            ("name", "one"),
            ("data-dir", "@/etcd"),
            ("log-level", "warn"),
            ("listen-client-urls", &clients),
            ("advertise-client-urls", &clients),
            ("listen-peer-urls", &peers),
            ("initial-advertise-peer-urls", &peers),
            ("initial-cluster", &format!("one={peers}")),
        ],
    );
    // The data is gone with the owner anyway.
    arguments.push("--unsafe-no-fsync".to_owned());
    arguments
}

fn api_server(home: &Path, ports: &Ports) -> Vec<String> {
    let etcd = format!("http://{LOOPBACK}:{}", ports.etcd);
    let port = ports.api.to_string();
    let mut arguments = flags(
        home,
        &[
            ("etcd-servers", &etcd),
            ("bind-address", LOOPBACK),
            ("secure-port", &port),
            ("advertise-address", LOOPBACK),
            ("endpoint-reconciler-type", "none"),
            ("tls-cert-file", "@/apiserver.crt"),
            ("tls-private-key-file", "@/apiserver.key"),
            ("client-ca-file", "@/ca.crt"),
            ("service-account-issuer", "https://kubernetes.default.svc.cluster.local"),
            ("service-account-key-file", "@/service-accounts.pub"),
            ("service-account-signing-key-file", "@/service-accounts.key"),
            ("service-cluster-ip-range", "10.96.0.0/16"),
            ("authorization-mode", "Node,RBAC"),
            ("audit-policy-file", "@/audit.yaml"),
            ("audit-log-path", "@/audit.log"),
        ],
    );
    arguments.push("--allow-privileged=true".to_owned());
    arguments
}

fn controller_manager(home: &Path, ports: &Ports) -> Vec<String> {
    let port = ports.controllers.to_string();
    let mut arguments = flags(
        home,
        &[
            ("kubeconfig", "@/controller-manager.kubeconfig"),
            ("authentication-kubeconfig", "@/controller-manager.kubeconfig"),
            ("authorization-kubeconfig", "@/controller-manager.kubeconfig"),
            ("bind-address", LOOPBACK),
            ("secure-port", &port),
            ("service-account-private-key-file", "@/service-accounts.key"),
            ("root-ca-file", "@/ca.crt"),
            ("cluster-signing-cert-file", "@/ca.crt"),
            ("cluster-signing-key-file", "@/ca.key"),
            // With the usual limits it needs five seconds before it reconciles anything.
            ("kube-api-qps", "500"),
            ("kube-api-burst", "1000"),
            (
                "controllers",
                "*,-nodeipam,-cloud-node-lifecycle,-service-lb-controller,-attachdetach,-persistentvolume-expander",
            ),
        ],
    );
    arguments.extend(["--use-service-account-credentials=true", "--leader-elect=false"].map(str::to_owned));
    arguments
}
