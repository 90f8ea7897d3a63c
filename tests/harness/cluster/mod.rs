//! A private Kubernetes control plane, real and small: etcd, API server, controller manager, on free
//! loopback ports, in a folder of its own. Where a test needs pods, [`Node`] is one with a node.
//!
//! Reading order: this file, then [`programs`] (children that die with their owner), [`arguments`] and
//! [`certificates`]; then [`node`]. Nothing here knows what Cityhall is.

mod arguments;
mod certificates;
mod node;
mod programs;

use std::fmt::Write as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tempfile::TempDir;

use crate::Failure;
use certificates::Authority;
pub use node::{Node, Turn};
pub use programs::{Lifetime, find};
use programs::{Place, Program, until};

/// Who may do everything in the cluster.
const ADMINISTRATORS: &str = "system:masters";

/// The only address of the control plane.
const LOOPBACK: &str = "127.0.0.1";

/// The first address of services: where pods find the API server.
const SERVICE_OF_SERVER: &str = "10.96.0.1";

/// What the API server is called, besides its address.
const SERVER_HOSTS: [&str; 6] = [
    "localhost",
    "kubernetes",
    "kubernetes.default",
    "kubernetes.default.svc",
    "kubernetes.default.svc.cluster.local",
    SERVICE_OF_SERVER,
];

/// Where the API server stands among the programs.
const API_SERVER: usize = 1;

/// How often a start is tried: a free port may be taken by another before it is used.
const STARTS: usize = 3;

/// A control plane that runs.
pub struct ControlPlane {
    /// etcd, the API server, the controller manager.
    programs: Mutex<Vec<Program>>,
    place: Place,
    authority: Authority,
    site: Site,
    /// Its folder, unless somebody else removes it. Last: what works in it ends first.
    folder: Option<TempDir>,
}

/// Where a control plane listens.
struct Site {
    /// The API server's address; the other programs listen on loopback.
    address: &'static str,
    ports: Ports,
    /// Whether it has nodes: the API server asks them for logs, and pods ask it.
    has_nodes: bool,
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
        let place = Place { home: folder.path().to_owned(), lifetime, inside: None };
        let site = Site { address: LOOPBACK, ports: Ports::free()?, has_nodes: false };
        let mut running = Self::start_at(place, site)?;
        running.folder = Some(folder);
        Ok(running)
    }

    /// Starts a control plane in a place that is made.
    fn start_at(place: Place, site: Site) -> Result<Self, Failure> {
        let authority = Authority::new(&place.home)?;
        let hosts: Vec<&str> = SERVER_HOSTS.iter().copied().chain([site.address]).collect();
        authority.leaf("apiserver", "kube-apiserver", None, &hosts)?;
        authority.service_accounts()?;
        std::fs::write(place.home.join("audit.yaml"), arguments::AUDIT)?;
        let running = Self { programs: Mutex::default(), place, authority, site, folder: None };
        running.identity("admin", "cityhall-admin", Some(ADMINISTRATORS), &[])?;
        running.identity("controller-manager", "system:kube-controller-manager", None, &[])?;
        if running.site.has_nodes {
            running.identity("kubelet-client", "cityhall-kubelet-client", Some(ADMINISTRATORS), &[])?;
        }
        running.run("etcd", &arguments::etcd(running.path(), &running.site.ports))?;
        running.run("kube-apiserver", &arguments::api_server(running.path(), &running.site))?;
        running.wait(API_SERVER, &["get", "--raw", "/readyz"])?;
        running.run("kube-controller-manager", &arguments::controller_manager(running.path(), &running.site.ports))?;
        running.wait(2, &["get", "serviceaccount", "default"])?;
        Ok(running)
    }

    /// Writes the certificate and the kubeconfig `FILE` of somebody who is called `name`, in a group of
    /// Kubernetes or none, and is reached by `hosts`.
    fn identity(&self, file: &str, name: &str, group: Option<&str>, hosts: &[&str]) -> Result<(), Failure> {
        self.authority.leaf(file, name, group, hosts)?;
        let text = kubeconfig(self.path(), file, &format!("https://{}:{}", self.site.address, self.site.ports.api));
        Ok(std::fs::write(self.path().join(format!("{file}.kubeconfig")), text)?)
    }

    fn run(&self, name: &str, arguments: &[String]) -> Result<(), Failure> {
        let program = Program::start(name, &find(name)?, arguments, &self.place)?;
        self.programs().push(program);
        Ok(())
    }

    fn programs(&self) -> MutexGuard<'_, Vec<Program>> {
        self.programs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Kills the API server and starts it again; etcd keeps what it had acknowledged.
    ///
    /// # Errors
    /// When it does not come back.
    pub fn kill_api_server(&self) -> Result<(), Failure> {
        drop(self.programs().remove(API_SERVER));
        let arguments = arguments::api_server(self.path(), &self.site);
        let again = Program::start("kube-apiserver", &find("kube-apiserver")?, &arguments, &self.place)?;
        self.programs().insert(API_SERVER, again);
        self.wait(API_SERVER, &["get", "--raw", "/readyz"])
    }

    /// Waits until `kubectl` gets an answer to its question; the program of this index must live on.
    fn wait(&self, index: usize, question: &[&str]) -> Result<(), Failure> {
        let mut kubectl = self.kubectl()?;
        kubectl.args(question).stdout(Stdio::null()).stderr(Stdio::null());
        until(&mut self.programs()[index], || Ok(kubectl.status()?.success()))
    }

    /// Where its files lie.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.place.home
    }

    /// The kubeconfig of somebody who may do everything.
    #[must_use]
    pub fn kubeconfig(&self) -> PathBuf {
        self.path().join("admin.kubeconfig")
    }

    /// The programs' process ids, with their names.
    #[must_use]
    pub fn processes(&self) -> Vec<(String, u32)> {
        self.programs().iter().map(|program| (program.name.clone(), program.id())).collect()
    }

    /// `kubectl` for this cluster, as an administrator.
    ///
    /// # Errors
    /// When there is no `kubectl`.
    pub fn kubectl(&self) -> Result<Command, Failure> {
        let mut kubectl = self.place.command(&find("kubectl")?, &here());
        kubectl.arg("--kubeconfig").arg(self.kubeconfig()).env("HOME", self.path());
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
        self.programs.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().for_each(Program::keep);
        self.folder.map_or(self.place.home, TempDir::keep)
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

/// The folder in which this process works.
fn here() -> PathBuf {
    std::env::current_dir().unwrap_or_else(|_| crate::repository())
}

/// A kubeconfig for the certificate `file`.
fn kubeconfig(home: &Path, file: &str, server: &str) -> String {
    let mut text = String::from("apiVersion: v1\nkind: Config\ncurrent-context: cityhall\n");
    let at = |name: &str| home.join(name).display().to_string();
    let _ = write!(
        text,
        "clusters:\n- name: cityhall\n  cluster: {{server: \"{server}\", certificate-authority: \"{}\"}}\n\
         users:\n- name: {file}\n  user: {{client-certificate: \"{}\", client-key: \"{}\"}}\n\
         contexts:\n- name: cityhall\n  context: {{cluster: cityhall, user: {file}}}\n",
        at("ca.crt"),
        at(&format!("{file}.crt")),
        at(&format!("{file}.key")),
    );
    text
}
