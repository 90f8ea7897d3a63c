//! From nothing to a finished case, as a city would do it: a node, the charts, the sample city, people.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use cityhall_tests::cluster::{Lifetime, Node, find};
use cityhall_tests::{Failure, Outcome, TokenIssuer, module_manifest, repository};
use serde_json::{Value, json};

const NAMESPACE: &str = "qingshui";

/// A module that is added to the sample city.
const MODULE: &str = "lamps";

/// How long anything may take: far more than it ever needs.
const WITHIN: Duration = Duration::from_mins(3);

fn run(command: &mut Command) -> Result<String, Failure> {
    let output = command.output()?;
    let (said, complained) = (String::from_utf8(output.stdout)?, String::from_utf8_lossy(&output.stderr));
    if output.status.success() { Ok(said) } else { Err(format!("{command:?}: {said}{complained}").into()) }
}

/// What is tried until it goes well, within [`WITHIN`].
fn until<T>(mut attempt: impl FnMut() -> Result<T, Failure>) -> Result<T, Failure> {
    let begun = Instant::now();
    loop {
        match attempt() {
            Ok(value) => return Ok(value),
            Err(error) if begun.elapsed() > WITHIN => return Err(error),
            Err(_) => std::thread::sleep(Duration::from_millis(200)),
        }
    }
}

fn kubectl(node: &Node, arguments: &[&str]) -> Result<String, Failure> {
    run(node.kubectl()?.args(["--namespace", NAMESPACE]).args(arguments))
}

#[tokio::test(flavor = "multi_thread")]
async fn cluster_whole_from_nothing_to_a_finished_case() -> Outcome {
    let image = std::env::var_os("CITYHALL_IMAGE").map(PathBuf::from).ok_or("CITYHALL_IMAGE is not set")?;
    let turn = Node::turn().await?;
    let outcome: Outcome = tokio::task::spawn_blocking(move || {
        let node = Node::start(Lifetime::OfOwner)?;
        node.import(&image)?;
        let lived = live(&node, &image);
        if lived.is_err() {
            for what in
                [&["get", "all"][..], &["describe", "pods"], &["logs", "--selector=app.kubernetes.io/name=cityhall"]]
            {
                eprintln!("{}", kubectl(&node, what).unwrap_or_else(|error| error.to_string()));
            }
        }
        node.end()?;
        lived
    })
    .await?;
    drop(turn);
    outcome
}

fn live(node: &Node, image: &Path) -> Outcome {
    let home = tempfile::tempdir()?;
    prepare(node, home.path())?;
    install(node, home.path())?;
    let people = TokenIssuer::new("https://login.example.org", "a")?;
    declare(node, home.path(), &people)?;
    let city = Hall { node, home: home.path() };
    // A case, over the network, to its end; `kubectl get` tells of it.
    let answers = json!({ "module": MODULE, "answers": { "topic": "light", "wish": "a lamp" } });
    let resident = people.token("lin", &[], None)?;
    let filed = until(|| city.done(&resident, SUBMIT, &answers))?;
    counted(node, "1")?;
    let act = |subject: &str, role: &str, action: &str| {
        let input = json!({ "caseId": filed["case"]["id"], "action": action });
        city.done(&people.token(subject, &[role], Some("gov"))?, PERFORM, &input)
    };
    act("o-1", "clerk", "accept")?;
    assert_eq!(act("o-2", "head", "approve")?["case"]["stage"], "CLOSED");
    counted(node, "0")?;
    // What runs is what was imported.
    let imported = digest(image)?;
    until(|| {
        let runs = kubectl(node, &["get", "city", "qingshui", "--output=jsonpath={.status.imageDigest}"])?;
        if runs == imported { Ok(()) } else { Err(format!("`{runs}` runs, and not `{imported}`").into()) }
    })
}

/// The digest by which an image of this archive is known.
fn digest(image: &Path) -> Result<String, Failure> {
    let manifest =
        run(Command::new("tar").arg("--extract").arg("--to-stdout").arg("--file").arg(image).arg("manifest.json"))?;
    let manifest: Value = serde_json::from_str(&manifest)?;
    let name = manifest[0]["Config"].as_str().and_then(|name| name.strip_suffix(".json")).ok_or("no config")?;
    Ok(format!("sha256:{name}"))
}

/// A namespace that takes only pods without any right, a volume, a key.
fn prepare(node: &Node, home: &Path) -> Outcome {
    let rules = json!({ "pod-security.kubernetes.io/enforce": "restricted" });
    let volume = home.join("volume");
    std::fs::create_dir(&volume)?;
    let here = json!([{ "key": "kubernetes.io/hostname", "operator": "In", "values": ["node1"] }]);
    let objects = json!({ "apiVersion": "v1", "kind": "List", "items": [
        { "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": NAMESPACE, "labels": rules } },
        { "apiVersion": "v1", "kind": "Secret", "metadata": { "name": "city-qingshui-key", "namespace": NAMESPACE },
          "stringData": { "key": "5a".repeat(32) } },
        { "apiVersion": "v1", "kind": "PersistentVolume", "metadata": { "name": "one" },
          "spec": { "capacity": { "storage": "10Gi" }, "accessModes": ["ReadWriteOnce"], "local": { "path": volume },
                    "nodeAffinity": { "required": { "nodeSelectorTerms": [{ "matchExpressions": here }] } } } },
    ] });
    let file = home.join("prepared.json");
    std::fs::write(&file, objects.to_string())?;
    run(node.kubectl()?.arg("apply").arg("--filename").arg(&file)).map(drop)
}

/// Both charts, and the test that the second brings.
fn install(node: &Node, home: &Path) -> Outcome {
    let program = find("helm4")?;
    let helm = |arguments: &[&str]| {
        let mut helm = node.command(program.to_str().ok_or("not text")?);
        helm.env("HOME", home).arg("--kubeconfig").arg(node.kubeconfig()).args(["--namespace", NAMESPACE]);
        run(helm.args(arguments))
    };
    let charts =
        ["charts/cityhall-crds", "charts/cityhall"].map(|chart| repository().join(chart).display().to_string());
    helm(&["install", "cityhall-crds", &charts[0]])?;
    let image = ["image.repository=localhost/cityhall", "image.tag=dev", "image.pullPolicy=Never"];
    let values: Vec<&str> = image.iter().flat_map(|value| ["--set", value]).collect();
    helm(&[&["install", "cityhall", &charts[1], "--wait", "--timeout", "3m"], &values[..]].concat())?;
    helm(&["test", "cityhall", "--logs", "--timeout", "3m"]).map(drop)
}

/// The sample city, as its README says, with an issuer of tokens and one more module.
fn declare(node: &Node, home: &Path, people: &TokenIssuer) -> Outcome {
    let city = repository().join("examples/qingshui");
    let folders = ["", "calendars", "departments", "modules", "partners", "policies"]
        .map(|folder| city.join(folder).display().to_string());
    let words: Vec<&str> = folders.iter().flat_map(|folder| ["--filename", folder]).collect();
    // The webhook is reached a moment after its pods are ready.
    until(|| kubectl(node, &[&["apply"], &words[..]].concat()))?;
    let file = home.join("module.yaml");
    std::fs::write(&file, module_manifest(MODULE, "").replace("department: works", "department: gov"))?;
    kubectl(node, &["apply", "--filename", file.to_str().ok_or("not text")?])?;
    let issuers = json!({ "spec": { "issuers": [people.published()] } }).to_string();
    kubectl(node, &["patch", "city", "qingshui", "--type=merge", "--patch", &issuers])?;
    kubectl(node, &["wait", "--for=condition=Ready", "cityhall", "--all", "--timeout=180s"]).map(drop)
}

/// Waits until `kubectl get` shows this many open cases, counted anew.
fn counted(node: &Node, open: &str) -> Outcome {
    let moment = format!("cityhall.dev/reconcile-at={open}");
    kubectl(node, &["annotate", "--overwrite", "city", "qingshui", &moment])?;
    until(|| {
        let table = kubectl(node, &["get", "servicemodule", MODULE])?;
        let mut cells = table.lines().map(|line| line.split_whitespace().rev().nth(2).unwrap_or_default());
        if cells.next() == Some("OPEN") && cells.next() == Some(open) { Ok(()) } else { Err(table.clone().into()) }
    })
}

const SUBMIT: &str = "mutation($input: SubmitCaseInput!) { done: submitCase(input: $input) {
    case { id stage } userErrors { code message } } }";

const PERFORM: &str = "mutation($input: PerformActionInput!) { done: performAction(input: $input) {
    case { id stage } userErrors { code message } } }";

/// The city, reached from its node by the name of its Service.
struct Hall<'a> {
    node: &'a Node,
    home: &'a Path,
}

impl Hall<'_> {
    /// Does something over the API; what is refused is an error.
    fn done(&self, token: &str, document: &str, input: &Value) -> Result<Value, Failure> {
        let body = self.home.join("body.json");
        std::fs::write(&body, json!({ "query": document, "variables": { "input": input } }).to_string())?;
        let mut curl = self.node.command("curl");
        curl.args(["--silent", "--show-error", "--max-time", "20", "--header", "Content-Type: application/json"]);
        curl.arg("--header").arg(format!("Authorization: Bearer {token}"));
        curl.arg("--data").arg(format!("@{}", body.display()));
        let answer = run(curl.arg(format!("http://city-qingshui.{NAMESPACE}.svc.cluster.local:8080/graphql")))?;
        let answer: Value = serde_json::from_str(&answer)?;
        let done = &answer["data"]["done"];
        if done["userErrors"] == json!([]) { Ok(done.clone()) } else { Err(answer.to_string().into()) }
    }
}
