//! What the programs of a control plane are told.

use std::path::Path;

use super::{LOOPBACK, Ports, Site};

/// Every request that was answered is recorded: who, what, with which outcome.
pub(super) const AUDIT: &str =
    "apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules: [{level: Metadata}]\n";

/// `--name value`, one pair after the other; `@` in a value stands for the folder.
pub(super) fn flags(home: &Path, pairs: &[(&str, &str)]) -> Vec<String> {
    let home = home.display().to_string();
    pairs.iter().flat_map(|(name, value)| [format!("--{name}"), value.replace('@', &home)]).collect()
}

pub(super) fn etcd(home: &Path, ports: &Ports) -> Vec<String> {
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

pub(super) fn api_server(home: &Path, site: &Site) -> Vec<String> {
    let etcd = format!("http://{LOOPBACK}:{}", site.ports.etcd);
    let port = site.ports.api.to_string();
    let mut arguments = flags(
        home,
        &[
            ("etcd-servers", &etcd),
            ("bind-address", site.address),
            ("secure-port", &port),
            ("advertise-address", site.address),
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
            // In MB: one file holds everything, so that nothing is missed.
            ("audit-log-maxsize", "8192"),
        ],
    );
    arguments.push("--allow-privileged=true".to_owned());
    let rest: &[(&str, &str)] = if site.has_nodes {
        &[
            ("kubelet-preferred-address-types", "InternalIP"),
            ("kubelet-client-certificate", "@/kubelet-client.crt"),
            ("kubelet-client-key", "@/kubelet-client.key"),
            ("kubelet-certificate-authority", "@/ca.crt"),
        ]
    } else {
        // Nobody but us reaches loopback, so the service of the API server has no endpoint.
        &[("endpoint-reconciler-type", "none")]
    };
    arguments.extend(flags(home, rest));
    arguments
}

pub(super) fn controller_manager(home: &Path, ports: &Ports) -> Vec<String> {
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
