//! A real node: the image runs on it as a pod under the strictest rules for pods, is found by its name,
//! and nothing of the node stays on the machine, not even when its owner is killed.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cityhall_tests::cluster::{Lifetime, Node};
use cityhall_tests::{Failure, Outcome, repository};
use serde_json::{Value, json};

const NAMESPACE: &str = "town";

/// Runs to the end and gives what it said.
fn run(command: &mut Command) -> Result<String, Failure> {
    let output = command.output()?;
    let (said, complained) = (String::from_utf8(output.stdout)?, String::from_utf8_lossy(&output.stderr));
    if output.status.success() { Ok(said) } else { Err(format!("{command:?}: {said}{complained}").into()) }
}

/// Runs `kubectl` in the namespace of this test.
fn kubectl(node: &Node, arguments: &[&str]) -> Result<String, Failure> {
    run(node.kubectl()?.args(["--namespace", NAMESPACE]).args(arguments))
}

/// What a node changes on a machine as long as it runs.
#[derive(Debug, PartialEq)]
struct Machine {
    settings: Vec<String>,
    folders: Vec<&'static str>,
    cgroups: Vec<PathBuf>,
    mounts: Vec<String>,
}

impl Machine {
    fn now() -> Result<Self, Failure> {
        let settings = ["kernel/panic", "kernel/panic_on_oops", "vm/overcommit_memory"];
        let settings = settings.iter().map(|name| std::fs::read_to_string(Path::new("/proc/sys").join(name)));
        let folders = ["/run/netns", "/run/containerd", "/var/lib/kubelet", "/var/log/pods", "/var/log/containers"];
        let cgroups = std::fs::read_dir("/sys/fs/cgroup")?.map(|entry| Ok(entry?.path().join("cityhall")));
        let cgroups = cgroups.collect::<Result<Vec<_>, std::io::Error>>()?;
        let mounts = std::fs::read_to_string("/proc/self/mountinfo")?;
        Ok(Self {
            settings: settings.collect::<Result<_, _>>()?,
            folders: folders.into_iter().filter(|folder| Path::new(folder).exists()).collect(),
            cgroups: cgroups.into_iter().filter(|path| path.exists()).collect(),
            mounts: mounts.lines().filter(|line| line.contains("/run/netns")).map(str::to_owned).collect(),
        })
    }
}

/// The network namespace in which a node runs.
fn network(node: &Node) -> Result<String, Failure> {
    run(node.command("readlink").arg("/proc/self/ns/net"))
}

/// The processes that run in a network namespace, with their programs.
fn processes_in(network: &str) -> Result<Vec<(u32, String)>, Failure> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc")? {
        let home = entry?.path();
        // What is no process, or ends meanwhile, is in no network.
        let own = std::fs::read_link(home.join("ns/net")).unwrap_or_default();
        if own == Path::new(network.trim_end())
            && let Some(id) = home.file_name().and_then(|name| name.to_str()?.parse().ok())
        {
            found.push((id, std::fs::read_to_string(home.join("comm")).unwrap_or_default()));
        }
    }
    Ok(found)
}

#[tokio::test(flavor = "multi_thread")]
async fn cluster_node_runs_the_image_and_leaves_nothing() -> Outcome {
    let image = std::env::var_os("CITYHALL_IMAGE").map(PathBuf::from).ok_or("CITYHALL_IMAGE is not set")?;
    let turn = Node::turn().await?;
    let done = tokio::task::spawn_blocking(move || {
        let before = Machine::now()?;
        let node = Node::start(Lifetime::OfOwner)?;
        let (network, folder) = (network(&node)?, node.control_plane().path().to_owned());
        assert_ne!(Machine::now()?, before);
        node.import(&image)?;
        serve(&node)?;
        node.end()?;
        assert_eq!(processes_in(&network)?, []);
        assert!(!folder.exists());
        assert_eq!(Machine::now()?, before);
        Ok(())
    });
    let outcome: Outcome = done.await?;
    drop(turn);
    outcome
}

/// Runs a city as a pod and asks it everything.
fn serve(node: &Node) -> Outcome {
    let home = tempfile::tempdir()?;
    let file = home.path().join("town.json");
    std::fs::write(&file, manifests()?.to_string())?;
    let warnings = node.kubectl()?.arg("apply").arg("--filename").arg(&file).output()?;
    assert_eq!(String::from_utf8_lossy(&warnings.stderr), "", "the API server warns or refuses");
    let ready = kubectl(node, &["wait", "--for=condition=Ready", "pod/city", "--timeout=60s"]);
    let told = |arguments: &[&str]| kubectl(node, arguments).unwrap_or_else(|error| error.to_string());
    ready.map_err(|error| format!("{error}\n{}\n{}", told(&["describe", "pod"]), told(&["logs", "city"])))?;

    let address = kubectl(node, &["get", "service", "city", "--output=jsonpath={.spec.clusterIP}"])?;
    for host in [address, format!("city.{NAMESPACE}.svc.cluster.local")] {
        let url = format!("http://{host}/readyz");
        let mut curl = node.command("curl");
        curl.args(["--silent", "--show-error", "--fail", "--max-time", "20", "--retry", "5", "--retry-all-errors"]);
        assert_eq!(run(curl.arg(&url))?, "ready\n", "{url}");
    }
    let log = kubectl(node, &["logs", "city"])?;
    assert!(log.contains("listening on http://0.0.0.0:8080"), "{log}");
    let inside = kubectl(node, &["exec", "city", "--", "/cityhall", "--version"])?;
    assert!(inside.starts_with("cityhall "), "{inside}");
    Ok(())
}

/// A namespace that takes only pods without any right, a city in it, and what the city needs.
fn manifests() -> Result<Value, Failure> {
    let city = std::fs::read_to_string(repository().join("examples/qingshui/city.yaml"))?;
    let named = |name: &str| json!({ "name": name, "namespace": NAMESPACE, "labels": { "app": "city" } });
    let pod = json!({
        "securityContext": {
            "runAsNonRoot": true, "fsGroup": 65532, "seccompProfile": { "type": "RuntimeDefault" },
        },
        "serviceAccountName": "city",
        "automountServiceAccountToken": false,
        "containers": [{
            "name": "city",
            "image": "localhost/cityhall:dev",
            "imagePullPolicy": "Never",
            "args": ["serve", "--key", "/key/key", "--city", "/city", "--data", "/data", "--listen", "0.0.0.0:8080"],
            "ports": [{ "containerPort": 8080 }],
            "readinessProbe": { "httpGet": { "path": "/readyz", "port": 8080 }, "periodSeconds": 1 },
            "securityContext": {
                "allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true, "capabilities": { "drop": ["ALL"] },
            },
            "volumeMounts": [
                { "name": "key", "mountPath": "/key", "readOnly": true },
                { "name": "city", "mountPath": "/city", "readOnly": true },
                { "name": "data", "mountPath": "/data" },
            ],
        }],
        "volumes": [
            { "name": "key", "secret": { "secretName": "city", "defaultMode": 288 } },
            { "name": "city", "configMap": { "name": "city" } },
            { "name": "data", "emptyDir": {} },
        ],
    });
    let rules = json!({ "pod-security.kubernetes.io/enforce": "restricted" });
    Ok(json!({ "apiVersion": "v1", "kind": "List", "items": [
        { "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": NAMESPACE, "labels": rules } },
        { "apiVersion": "v1", "kind": "ServiceAccount", "metadata": named("city") },
        { "apiVersion": "v1", "kind": "Secret", "metadata": named("city"), "stringData": { "key": "5a".repeat(32) } },
        { "apiVersion": "v1", "kind": "ConfigMap", "metadata": named("city"),
          "data": { "city.yaml": city } },
        { "apiVersion": "v1", "kind": "Service", "metadata": named("city"),
          "spec": { "selector": { "app": "city" }, "ports": [{ "port": 80, "targetPort": 8080 }] } },
        { "apiVersion": "v1", "kind": "Pod", "metadata": named("city"), "spec": pod },
    ] }))
}

/// Says to this very test, run in a process of its own, that it is the owner that will be killed.
const IS_OWNER: &str = "CITYHALL_TEST_OWNS_NODE";

/// What stands in that process's output before the name of its node's network.
const NETWORK_IS: &str = "the node's network is ";

#[tokio::test(flavor = "multi_thread")]
async fn cluster_node_of_a_killed_owner_is_removed_by_the_next() -> Outcome {
    if std::env::var_os(IS_OWNER).is_some() {
        return tokio::task::spawn_blocking(own_until_killed).await?;
    }
    let turn = Node::turn().await?;
    let done = tokio::task::spawn_blocking(|| {
        let before = Machine::now()?;
        let left = processes_in(&network_of_a_killed_owner()?)?;
        let outlived = left.iter().any(|(_, name)| name.starts_with("containerd-shim"));
        assert!(outlived, "the owner's death alone left only {left:?}");
        let node = Node::start(Lifetime::OfOwner)?;
        // The next network may have the number of the first, a process of it has not.
        let here = processes_in(&network(&node)?)?;
        assert!(!here.iter().any(|process| left.contains(process)), "{left:?} in {here:?}");
        // Ended by the value's end.
        drop(node);
        assert_eq!(Machine::now()?, before);
        Ok(())
    });
    let outcome: Outcome = done.await?;
    drop(turn);
    outcome
}

/// Runs this test as an owner and kills it when a pod runs on its node. Gives the node's network.
fn network_of_a_killed_owner() -> Result<String, Failure> {
    let mut owner = Command::new(std::env::current_exe()?)
        .args(["--exact", "cluster_node::cluster_node_of_a_killed_owner_is_removed_by_the_next", "--nocapture"])
        .env(IS_OWNER, "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let lines = BufReader::new(owner.stdout.take().ok_or("no output")?).lines();
    let network = lines.map_while(Result::ok).find_map(|line| Some(line.split_once(NETWORK_IS)?.1.to_owned()));
    owner.kill()?;
    owner.wait()?;
    network.ok_or_else(|| "the owner had no pod".into())
}

/// Owns a node with a pod until it is killed.
fn own_until_killed() -> Outcome {
    let node = Node::start(Lifetime::OfOwner)?;
    run(node.kubectl()?.args(["run", "pod", "--image=localhost/pause:dev", "--image-pull-policy=Never"]))?;
    run(node.kubectl()?.args(["wait", "--for=condition=Ready", "pod/pod", "--timeout=60s"]))?;
    println!("{NETWORK_IS}{}", network(&node)?);
    let mut nothing = String::new();
    std::io::stdin().read_to_string(&mut nothing)?;
    Err("the owner was not killed".into())
}
