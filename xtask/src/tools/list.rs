//! Which programs are built, from which packages, with which flags. The versions stand in each
//! folder's `go.mod`; flags repeat them only where a program cannot know its own.

use super::{Tool, pause, schemas};

pub(super) const TOOLS: [Tool; 10] = [
    Tool { package: "go.etcd.io/etcd/server/v3", takes: "a minute", ..Tool::new("etcd") },
    Tool {
        programs: &["kube-apiserver", "kube-controller-manager", "kube-proxy", "kube-scheduler", "kubectl", "kubelet"],
        takes: "six minutes",
        flags: kubernetes,
        ..Tool::new("k8s")
    },
    Tool { takes: "a minute", ..Tool::new("coredns") },
    Tool { beside: Some(pause::BESIDE), ..Tool::new("pause") },
    Tool { package: "helm.sh/helm/v4/cmd/helm", takes: "two minutes", flags: helm4, ..Tool::new("helm4") },
    Tool { package: "helm.sh/helm/v3/cmd/helm", takes: "two minutes", flags: helm3, ..Tool::new("helm3") },
    Tool {
        package: "github.com/helm-unittest/helm-unittest/cmd/helm-unittest",
        takes: "a minute",
        ..Tool::new("helm-unittest")
    },
    Tool {
        package: "sigs.k8s.io/kubectl-validate",
        takes: "two minutes",
        beside: Some(schemas::BESIDE),
        ..Tool::new("kubectl-validate")
    },
    Tool { package: "github.com/zegl/kube-score/cmd/kube-score", takes: "half a minute", ..Tool::new("kube-score") },
    Tool { shelf: "bench/peers", takes: "half a minute", ..Tool::new("operator-go") },
];

/// The Kubernetes that tests run on: the version that `tools/k8s/go.mod` names.
const KUBERNETES: (&str, &str, &str) = ("1", "36", "2");

/// The versions that `tools/helm3/go.mod` and `tools/helm4/go.mod` name.
const HELM: (&str, &str) = ("v3.22.0", "v4.3.1");

pub(super) fn small() -> String {
    "-s -w".to_owned()
}

/// Without its version a program of Kubernetes says a placeholder, and version checks of clients misfire.
fn kubernetes() -> String {
    let (major, minor, patch) = KUBERNETES;
    let mut flags = vec![small()];
    for package in ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"] {
        let values = [
            ("gitVersion", format!("v{major}.{minor}.{patch}")),
            ("gitMajor", major.to_owned()),
            ("gitMinor", minor.to_owned()),
            ("gitTreeState", "clean".to_owned()),
            ("gitCommit", "none".to_owned()),
            ("buildDate", "1970-01-01T00:00:00Z".to_owned()),
        ];
        for (name, value) in values {
            flags.push(format!("-X {package}.{name}={value}"));
        }
    }
    flags.join(" ")
}

/// Helm 3 takes the Kubernetes that it renders for from its flags, and without them believes in 1.20.
fn helm3() -> String {
    let (major, minor, _) = KUBERNETES;
    let mut flags = vec![small(), format!("-X helm.sh/helm/v3/internal/version.version={}", HELM.0)];
    for package in ["helm.sh/helm/v3/pkg/chartutil", "helm.sh/helm/v3/pkg/lint/rules"] {
        flags.push(format!("-X {package}.k8sVersionMajor={major} -X {package}.k8sVersionMinor={minor}"));
    }
    flags.join(" ")
}

fn helm4() -> String {
    format!("{} -X helm.sh/helm/v4/internal/version.version={}", small(), HELM.1)
}
