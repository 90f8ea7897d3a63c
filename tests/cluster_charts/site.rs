//! A cluster of these tests' own, and what somebody does in it with Helm and `kubectl`.

use std::path::{Path, PathBuf};
use std::process::Command;

use cityhall_tests::Failure;
use cityhall_tests::cluster::{ControlPlane, Lifetime, find};
use tempfile::TempDir;
use tokio::sync::{MappedMutexGuard, Mutex, MutexGuard};

use super::rendered::{chart, helm, run};

/// The namespace from which definitions are installed.
pub(super) const DEFINITIONS: &str = "definitions";

/// The control plane of tests that install and remove definitions: those belong to a whole cluster, and
/// other tests use them.
static OWN: Mutex<Option<ControlPlane>> = Mutex::const_new(None);

/// Gives one test at a time the control plane, started when it is asked for first.
pub(super) async fn own() -> Result<MappedMutexGuard<'static, ControlPlane>, Failure> {
    let mut own = OWN.lock().await;
    if own.is_none() {
        *own = Some(tokio::task::spawn_blocking(|| ControlPlane::start(Lifetime::OfOwner)).await??);
    }
    MutexGuard::try_map(own, Option::as_mut).map_err(|_| "no control plane".into())
}

/// A namespace of a cluster, and the Helm that is used there.
pub(super) struct Site {
    kubeconfig: PathBuf,
    home: TempDir,
    pub(super) namespace: String,
    pub(super) helm: &'static str,
}

impl Site {
    pub(super) fn new(cluster: &ControlPlane, namespace: &str, helm: &'static str) -> Result<Self, Failure> {
        let (kubeconfig, home) = (cluster.kubeconfig(), tempfile::tempdir()?);
        Ok(Self { kubeconfig, home, namespace: namespace.to_owned(), helm })
    }

    /// Installs or upgrades the definitions.
    pub(super) async fn define(&self, more: &[&str]) -> Result<(), Failure> {
        self.helm_in(DEFINITIONS, &["upgrade", "--install", "--create-namespace"], Some("cityhall-crds"), more).await?;
        self.kubectl(&["wait", "--for=condition=Established", "crd", "--all", "--timeout=60s"]).await?;
        Ok(())
    }

    /// Removes the release of the definitions.
    pub(super) async fn undefine(&self) -> Result<(), Failure> {
        self.helm_in(DEFINITIONS, &["uninstall"], None, &["cityhall-crds"]).await.map(drop)
    }

    /// Installs or upgrades the operator, with further arguments.
    pub(super) async fn install(&self, more: &[&str]) -> Result<(), Failure> {
        let verb = ["upgrade", "--install", "--create-namespace"];
        self.helm_in(&self.namespace, &verb, Some("cityhall"), more).await.map(drop)
    }

    /// Helm on the release of the operator.
    pub(super) async fn release(&self, arguments: &[&str]) -> Result<(), Failure> {
        self.helm_in(&self.namespace, arguments, None, &[]).await.map(drop)
    }

    async fn helm_in(
        &self,
        namespace: &str,
        verb: &[&str],
        chart_name: Option<&str>,
        more: &[&str],
    ) -> Result<String, Failure> {
        let mut helm = helm(self.helm, self.home.path())?;
        helm.arg("--kubeconfig").arg(&self.kubeconfig).args(["--namespace", namespace]).args(verb);
        if let Some(name) = chart_name {
            helm.arg(name).arg(chart(name));
        }
        helm.args(more);
        run(helm).await
    }

    /// `kubectl` in the namespace, as an administrator.
    pub(super) async fn kubectl(&self, arguments: &[&str]) -> Result<String, Failure> {
        let mut kubectl = Command::new(find("kubectl")?);
        kubectl.arg("--kubeconfig").arg(&self.kubeconfig).env("HOME", self.home.path());
        kubectl.args(["--namespace", &self.namespace]).args(arguments);
        run(kubectl).await
    }

    /// `kubectl` in the namespace, as its operator: with the operator's rights.
    pub(super) async fn operator(&self, arguments: &[&str]) -> Result<String, Failure> {
        let account = format!("--as=system:serviceaccount:{}:cityhall-operator", self.namespace);
        self.kubectl(&[&[account.as_str()], arguments].concat()).await
    }

    /// Why this was refused.
    pub(super) async fn refused(&self, arguments: &[&str]) -> Result<String, Failure> {
        match self.kubectl(arguments).await {
            Ok(said) => Err(format!("not refused: {arguments:?}: {said}").into()),
            Err(error) => Ok(error.to_string()),
        }
    }

    /// Whether the operator may do this.
    pub(super) async fn may(&self, verb: &str, object: &str, more: &[&str]) -> bool {
        self.operator(&[&["auth", "can-i", "--quiet", verb, object], more].concat()).await.is_ok()
    }

    /// Applies a manifest.
    pub(super) async fn apply(&self, file: &Path) -> Result<String, Failure> {
        let path = file.to_str().ok_or("not text")?;
        self.kubectl(&["apply", "--validate=strict", "--output", "name", "--filename", path]).await
    }
}
