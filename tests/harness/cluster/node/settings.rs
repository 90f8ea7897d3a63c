//! What the programs of a node are told, in files and in arguments, and where they say that they work.

use std::fs;
use std::path::{Path, PathBuf};

use super::{ADDRESS, NAME};
use crate::Outcome;
use crate::cluster::arguments::flags;

/// Where the scheduler says that it works.
pub(super) const SCHEDULES: &str = "https://127.0.0.1:10259/healthz";

/// Where coredns says that it knows the cluster's names.
pub(super) const NAMES_ARE_KNOWN: &str = "http://10.77.0.1:8181/ready";

/// Where kube-proxy says that it leads from services to pods.
pub(super) const LEADS: &str = "http://127.0.0.1:10256/healthz";

/// A container's score may not be lowered without a right that not even root has everywhere.
const CONTAINERD: &str = r#"
version = 2
root = "@/containers"
state = "@/containers-state"
disabled_plugins = [
  "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs",
]
[grpc]
  address = "@/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:dev"
  restrict_oom_score_adj = true
  disable_apparmor = true
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "@/networks"
"#;

/// How a pod comes into the node's network.
const NETWORK: &str = r#"{
  "cniVersion": "1.0.0",
  "name": "pods",
  "plugins": [
    {
      "type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": false, "hairpinMode": true,
      "ipam": {
        "type": "host-local", "dataDir": "@/addresses",
        "ranges": [[{"subnet": "10.244.1.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]
      }
    },
    {"type": "portmap", "capabilities": {"portMappings": true}, "snat": false}
  ]
}
"#;

/// What a kubelet may not set here it goes on without. Its pods run below one cgroup, by whose name they
/// are found again.
const KUBELET: &str = r#"
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
failCgroupV1: false
failSwapOn: false
cgroupDriver: cgroupfs
cgroupRoot: /cityhall
featureGates: {KubeletInUserNamespace: true}
containerRuntimeEndpoint: unix://@/containerd.sock
authentication: {anonymous: {enabled: false}, webhook: {enabled: false}, x509: {clientCAFile: "@/ca.crt"}}
authorization: {mode: AlwaysAllow}
tlsCertFile: "@/node.crt"
tlsPrivateKeyFile: "@/node.key"
address: 10.77.0.1
resolvConf: ""
podCIDR: 10.244.1.0/24
clusterDomain: cluster.local
clusterDNS: [10.77.0.1]
evictionHard: {memory.available: 100Mi, nodefs.available: "1%", imagefs.available: "1%"}
"#;

/// Only the cluster's own names: there is no other network.
const NAMES: &str = "
.:53 {
  bind 10.77.0.1
  errors
  ready 10.77.0.1:8181
  kubernetes cluster.local in-addr.arpa {
    kubeconfig @/admin.kubeconfig
  }
}
";

/// Writes the files into the node's folder.
pub(super) fn write(home: &Path) -> Outcome {
    let networks = home.join("networks");
    fs::create_dir(&networks)?;
    for (file, text) in [
        (home.join("containerd.toml"), CONTAINERD),
        (networks.join("10-pods.conflist"), NETWORK),
        (home.join("kubelet.yaml"), KUBELET),
        (home.join("Corefile"), NAMES),
    ] {
        fs::write(file, text.replace('@', &home.display().to_string()))?;
    }
    Ok(())
}

/// Where containerd listens.
pub(super) fn socket(home: &Path) -> PathBuf {
    home.join("containerd.sock")
}

pub(super) fn containerd(home: &Path) -> Vec<String> {
    flags(home, &[("config", "@/containerd.toml")])
}

pub(super) fn scheduler(home: &Path) -> Vec<String> {
    let mut arguments = flags(
        home,
        &[
            ("kubeconfig", "@/scheduler.kubeconfig"),
            ("authentication-kubeconfig", "@/scheduler.kubeconfig"),
            ("authorization-kubeconfig", "@/scheduler.kubeconfig"),
            ("bind-address", "127.0.0.1"),
        ],
    );
    arguments.push("--leader-elect=false".to_owned());
    arguments
}

pub(super) fn kubelet(home: &Path) -> Vec<String> {
    flags(
        home,
        &[
            ("config", "@/kubelet.yaml"),
            ("kubeconfig", "@/node.kubeconfig"),
            ("hostname-override", NAME),
            ("node-ip", ADDRESS),
            ("root-dir", "@/kubelet"),
            ("cert-dir", "@/kubelet-certificates"),
        ],
    )
}

/// It leaves the machine's limits of connections as they are.
pub(super) fn proxy(home: &Path) -> Vec<String> {
    flags(
        home,
        &[
            ("kubeconfig", "@/proxy.kubeconfig"),
            ("proxy-mode", "nftables"),
            ("cluster-cidr", "10.244.0.0/16"),
            ("hostname-override", NAME),
            ("bind-address", ADDRESS),
            ("healthz-bind-address", "127.0.0.1:10256"),
            ("metrics-bind-address", "127.0.0.1:10249"),
            ("conntrack-max-per-core", "0"),
            ("conntrack-tcp-timeout-established", "0"),
            ("conntrack-tcp-timeout-close-wait", "0"),
        ],
    )
}

pub(super) fn coredns(home: &Path) -> Vec<String> {
    vec!["-conf".to_owned(), home.join("Corefile").display().to_string()]
}
