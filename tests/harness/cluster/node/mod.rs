//! A node that runs containers, with the control plane that it belongs to: scheduler, containerd,
//! kubelet, kube-proxy and coredns, all in a network namespace and a mount namespace of their own, so
//! that the machine's routes, firewall and mounts stay as they are.
//!
//! Reading order: this file, then [`settings`] (what its programs are told), [`room`] (the namespaces),
//! [`record`] (how all of it is removed again, even after its owner was killed). It needs root, Linux
//! with cgroups of version 1, and the packages that `cargo xtask cluster up --node` installs.

mod cgroups;
mod network;
mod processes;
mod record;
mod room;
mod settings;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tokio::sync::{Mutex, MutexGuard};

use super::programs::{Lifetime, Program, find, until};
use super::{ControlPlane, Ports, Site, here};
use crate::{Failure, Outcome};
use record::Record;
use room::Room;

/// The node's name in the cluster.
const NAME: &str = "node1";

/// The node's address in its network, at which the API server and coredns answer too.
const ADDRESS: &str = "10.77.0.1";

/// Ports that are free in a network of one's own, which is where they are used.
const PORTS: Ports = Ports { etcd: 2379, etcd_peers: 2380, api: 6443, controllers: 10257 };

/// A node that runs. There is one on a machine at a time. When this value ends, by [`Node::end`] or
/// otherwise, so does the node, and nothing of it stays.
pub struct Node {
    // Ended from the first to the last.
    programs: Vec<Program>,
    control_plane: ControlPlane,
    room: Room,
}

/// Whose turn it is has the machine's node, among the tests of a process.
pub type Turn = MutexGuard<'static, ()>;

impl Node {
    /// Starts a control plane and a node, and waits until pods can run on it; waits before for the
    /// machine's node to be free.
    ///
    /// # Errors
    /// When the machine cannot be a node, when somebody tries things on its node, or when a program is
    /// missing or does not become ready.
    pub fn start(lifetime: Lifetime) -> Result<Self, Failure> {
        let room = Room::open(lifetime)?;
        let place = room.place();
        settings::write(&place.home)?;
        let control_plane = ControlPlane::start_at(place, Site { address: ADDRESS, ports: PORTS, has_nodes: true })?;
        let mut node = Self { programs: Vec::new(), control_plane, room };
        for (file, name) in [("scheduler", "system:kube-scheduler"), ("proxy", "system:kube-proxy")] {
            node.control_plane.identity(file, name, None, &[])?;
        }
        let name = format!("system:node:{NAME}");
        node.control_plane.identity("node", &name, Some("system:nodes"), &[ADDRESS, NAME])?;
        node.run_programs()?;
        Ok(node)
    }

    /// Waits for the turn of a test: those of one process use the machine's node one after the other, so
    /// that each can look at what it leaves. It finds the machine as if no node had ever run: what a test
    /// run left that was killed is removed before.
    ///
    /// # Errors
    /// When the machine cannot be a node, or when somebody tries things on its node.
    pub async fn turn() -> Result<Turn, Failure> {
        static TURNS: Mutex<()> = Mutex::const_new(());
        let turn = TURNS.lock().await;
        tokio::task::spawn_blocking(|| room::free_machine().map(drop)).await??;
        Ok(turn)
    }

    fn run_programs(&mut self) -> Outcome {
        let home = self.control_plane.path().to_owned();
        let containerd = self.run("containerd", Path::new("containerd"), &settings::containerd(&home))?;
        let scheduler = self.run_tool("kube-scheduler", &settings::scheduler(&home))?;
        let proxy = self.run_tool("kube-proxy", &settings::proxy(&home))?;
        let names = self.run_tool("coredns", &settings::coredns(&home))?;
        self.wait(containerd, &mut self.ctr(&["version"]))?;
        self.import(&find("pause.tar")?)?;
        let kubelet = self.run_tool("kubelet", &settings::kubelet(&home))?;
        for (program, url) in
            [(scheduler, settings::SCHEDULES), (names, settings::NAMES_ARE_KNOWN), (proxy, settings::LEADS)]
        {
            let mut curl = self.command("curl");
            curl.args(["--silent", "--fail", "--insecure", url]);
            self.wait(program, &mut curl)?;
        }
        let mut kubectl = self.kubectl()?;
        kubectl.args(["wait", "--for=condition=Ready", "--timeout=1s", "node", NAME]);
        self.wait(kubelet, &mut kubectl)
    }

    fn run_tool(&mut self, name: &str, arguments: &[String]) -> Result<usize, Failure> {
        self.run(name, &find(name)?, arguments)
    }

    /// Starts a program and gives its index.
    fn run(&mut self, name: &str, program: &Path, arguments: &[String]) -> Result<usize, Failure> {
        self.programs.push(Program::start(name, program, arguments, &self.room.place())?);
        Ok(self.programs.len() - 1)
    }

    /// Waits until `question` ends well; the program of this index must live on.
    fn wait(&mut self, index: usize, question: &mut Command) -> Outcome {
        question.stdout(Stdio::null()).stderr(Stdio::null());
        until(&mut self.programs[index], || Ok(question.status()?.success()))
    }

    /// The control plane that the node belongs to.
    #[must_use]
    pub fn control_plane(&self) -> &ControlPlane {
        &self.control_plane
    }

    /// The kubeconfig of somebody who may do everything. It works in the node's network only.
    #[must_use]
    pub fn kubeconfig(&self) -> PathBuf {
        self.control_plane.kubeconfig()
    }

    /// The programs' process ids, with their names.
    #[must_use]
    pub fn processes(&self) -> Vec<(String, u32)> {
        let own = self.programs.iter().map(|program| (program.name.clone(), program.id()));
        self.control_plane.processes().into_iter().chain(own).collect()
    }

    /// `program`, one of the tools or of this machine, to be run on the node: in its network, with the
    /// cluster's names, as an administrator.
    #[must_use]
    pub fn command(&self, program: &str) -> Command {
        let path = find(program).unwrap_or_else(|_| program.into());
        let mut command = self.room.place().command(&path, &here());
        command.env("KUBECONFIG", self.kubeconfig());
        command
    }

    /// `kubectl` for this cluster, as an administrator.
    ///
    /// # Errors
    /// When there is no `kubectl`.
    pub fn kubectl(&self) -> Result<Command, Failure> {
        self.control_plane.kubectl()
    }

    /// Hands the node the images of a docker archive. Pods name them with `imagePullPolicy: Never`.
    ///
    /// # Errors
    /// When the file is no archive of images.
    pub fn import(&self, archive: &Path) -> Outcome {
        good(self.ctr(&["images", "import"]).arg(archive))?;
        Ok(())
    }

    /// The client of containerd, in the namespace that Kubernetes uses of it.
    fn ctr(&self, arguments: &[&str]) -> Command {
        let mut ctr = self.room.place().command(Path::new("ctr"), &here());
        ctr.arg("--address").arg(settings::socket(self.control_plane.path()));
        ctr.args(["--namespace", "k8s.io"]).args(arguments);
        ctr
    }

    /// What stands before a command that shall run on the node.
    #[must_use]
    pub fn entry(&self) -> String {
        let inside = self.room.namespaces();
        format!("nsenter --net={} --mount={}", inside.network.display(), inside.mounts.display())
    }

    /// Ends the node and removes everything that it left on the machine.
    ///
    /// # Errors
    /// When something is still there.
    pub fn end(self) -> Outcome {
        let Self { programs, control_plane, room } = self;
        drop((programs, control_plane));
        room.close()
    }

    /// Leaves it running, for [`Lifetime::Detached`]. Gives its folder.
    #[must_use]
    pub fn keep(self) -> PathBuf {
        self.programs.into_iter().for_each(Program::keep);
        self.room.keep();
        self.control_plane.keep()
    }

    /// Ends the node that was left running on this machine, if there is one.
    ///
    /// # Errors
    /// When something of it is still there.
    pub fn end_kept() -> Result<bool, Failure> {
        match Record::read()? {
            Some(record) if record.lifetime() == Lifetime::Detached => record.remove().map(|()| true),
            _ => Ok(false),
        }
    }
}

/// Runs a command to its end; an error says what it complained of.
fn good(command: &mut Command) -> Result<Output, Failure> {
    let output = command.output().map_err(|error| format!("failed to start {command:?}: {error}"))?;
    if output.status.success() {
        return Ok(output);
    }
    let complaint = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(format!("failed: {command:?}: {}: {complaint}", output.status).into())
}
