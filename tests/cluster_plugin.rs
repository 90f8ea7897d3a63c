//! `kubectl cityhall` as kubectl finds it: by its name on the path, with exactly the rights that the guide
//! names, against a real API server, operator and city.

use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use cityhall_tests::cluster::{ControlPlane, find};
use cityhall_tests::operated::{Operated, condition, good};
use cityhall_tests::{Failure, Outcome, binary, repository};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;

/// How often something is asked again that needs a moment.
const TRIES: usize = 200;

/// Somebody with the plugin.
struct Person<'a> {
    it: &'a Operated,
    home: TempDir,
}

impl<'a> Person<'a> {
    /// Somebody who may do this in the namespace: API group, resources and verbs of each rule.
    async fn with(it: &'a Operated, rights: &[(&str, &[&str], &[&str])]) -> Result<Self, Failure> {
        let home = tempfile::tempdir()?;
        std::os::unix::fs::symlink(binary()?, home.path().join("kubectl-cityhall"))?;
        let rules: Vec<Value> = rights
            .iter()
            .map(|(group, resources, verbs)| json!({ "apiGroups": [group], "resources": resources, "verbs": verbs }))
            .collect();
        let (api, name) = ("rbac.authorization.k8s.io", json!({ "name": "person" }));
        let objects = [
            json!({ "apiVersion": "v1", "kind": "ServiceAccount", "metadata": name }),
            json!({ "apiVersion": format!("{api}/v1"), "kind": "Role", "metadata": name, "rules": rules }),
            json!({ "apiVersion": format!("{api}/v1"), "kind": "RoleBinding", "metadata": name,
                    "roleRef": { "apiGroup": api, "kind": "Role", "name": "person" },
                    "subjects": [{ "kind": "ServiceAccount", "name": "person", "namespace": it.namespace }] }),
        ];
        for object in objects {
            it.apply(&object.to_string()).await?;
        }
        let token = good(&it.ask(&["create", "token", "person", "--duration", "1h"]).await?)?;
        let known = std::fs::read_to_string(it.cluster.kubeconfig())?;
        let server = known.lines().find(|line| line.contains("server:")).ok_or("no server")?;
        let kubeconfig = format!(
            "apiVersion: v1\nkind: Config\ncurrent-context: one\nclusters:\n- name: one\n{server}\n- name: gone\n  \
             cluster: {{server: \"https://127.0.0.1:1\"}}\nusers:\n- name: one\n  user: {{token: \"{}\"}}\n\
             contexts:\n- name: one\n  context: {{cluster: one, user: one, namespace: {}}}\n\
             - name: gone\n  context: {{cluster: gone, user: one}}\n",
            token.trim(),
            it.namespace,
        );
        std::fs::write(home.path().join("kubeconfig"), kubeconfig)?;
        Ok(Self { it, home })
    }

    /// Runs `kubectl cityhall` with these words.
    async fn ask(&self, words: &[&str]) -> Result<Said, Failure> {
        let before = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(self.home.path().to_owned()).chain(std::env::split_paths(&before));
        let mut kubectl = Command::new(find("kubectl")?);
        kubectl.arg("cityhall").args(words).current_dir(self.home.path()).stdin(Stdio::null());
        kubectl.env("PATH", std::env::join_paths(folders)?).env("HOME", self.home.path());
        kubectl.env("KUBECONFIG", self.home.path().join("kubeconfig"));
        Ok(Said::of(&kubectl.output().await?))
    }

    /// A file of this text.
    fn file(&self, name: &str, text: &str) -> Result<String, Failure> {
        let path = self.home.path().join(name);
        std::fs::write(&path, text)?;
        Ok(path.display().to_string())
    }

    /// What of resources this person asked for.
    fn asked_for(&self) -> Result<Vec<String>, Failure> {
        let requests = self.it.cluster.requests_of(&format!("system:serviceaccount:{}:person", self.it.namespace))?;
        Ok(requests.into_iter().map(|request| request.resource).collect())
    }
}

/// What the plugin said, and how it ended.
struct Said {
    code: Option<i32>,
    text: String,
    complaint: String,
}

impl Said {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { code: output.status.code(), text: text(&output.stdout), complaint: text(&output.stderr) }
    }

    /// It ended so and said all of this.
    fn is(&self, code: i32, parts: &[&str]) -> Outcome {
        let said = format!("{}{}", self.text, self.complaint);
        match parts.iter().find(|part| !said.contains(**part)) {
            _ if self.code != Some(code) => Err(format!("ended with {:?} instead of {code}: {said}", self.code).into()),
            Some(part) => Err(format!("`{part}` was not said: {said}").into()),
            None => Ok(()),
        }
    }
}

const KINDS: &[&str] = &["cities", "departments", "holidaycalendars", "servicemodules", "partners", "accesspolicies"];

/// The sample city, as text.
fn sample() -> PathBuf {
    repository().join("examples/qingshui")
}

/// A module of it, under another name.
fn module(name: &str) -> Result<Value, Failure> {
    let mut files: Vec<_> = std::fs::read_dir(sample().join("modules"))?
        .map(|entry| entry.map(|one| one.path()))
        .collect::<Result<_, _>>()?;
    files.sort();
    let mut module: Value = serde_saphyr::from_str(&std::fs::read_to_string(files.first().ok_or("no module")?)?)?;
    module["metadata"]["name"] = json!(name);
    Ok(module)
}

#[tokio::test(flavor = "multi_thread")]
async fn cluster_plugin_tells_how_a_city_is_and_pauses() -> Outcome {
    let it = Operated::prepare(ControlPlane::shared().await?, "plugin-status").await?;
    let person = Person::with(&it, &[("cityhall.dev", KINDS, &["list", "patch"])]).await?;
    // 1. No city is no good answer; a city that is ready is.
    person.ask(&["status"]).await?.is(1, &["no city", "plugin-status"])?;
    let operator = it.operator("one").await?;
    it.apply_sample_city().await?;
    good(&it.ask(&["wait", "--for=condition=Ready", "cityhall", "--all", "--timeout=60s"]).await?)?;
    let address = "http://city-qingshui.plugin-status.svc:8080";
    person.ask(&["status"]).await?.is(0, &["CITY", "qingshui  True", "cityhall:test", address, "ready: all "])?;
    // 2. What is not ready is told with every problem, for people and for programs.
    let mut early = module("another")?;
    early["spec"]["department"] = json!("later");
    it.apply(&early.to_string()).await?;
    it.until_reason("servicemodule/another", "Published", "UnknownDepartment").await?;
    let said = person.ask(&["status", "-n", "plugin-status"]).await?;
    said.is(
        1,
        &["servicemodule/another: Ready=False UnknownDepartment: ", "\n  spec.department: ", "not ready: 1 of "],
    )?;
    let said = person.ask(&["status", "--output", "json"]).await?;
    said.is(1, &[])?;
    let told: Value = serde_json::from_str(&said.text)?;
    assert_eq!((&told["ready"], &told["cities"][0]["address"]), (&json!(false), &json!(address)), "{told}");
    assert_eq!(told["notReady"][0]["problems"][0]["reason"], "UnknownDepartment", "{told}");
    // 3. Paused and resumed, the kind as kubectl takes it.
    person
        .ask(&["pause", "sm/another"])
        .await?
        .is(0, &["servicemodule/another is paused: what the city serves of it"])?;
    let paused = it.until("servicemodule/another", |now| condition(now, "Paused")["status"] == "True").await?;
    assert_eq!(paused["metadata"]["annotations"]["cityhall.dev/paused"], "true");
    person.ask(&["status"]).await?.is(1, &["servicemodule/another: paused"])?;
    person
        .ask(&["pause", "City/qingshui"])
        .await?
        .is(0, &["city/qingshui is paused: the city serves on; its objects"])?;
    for manifest in ["servicemodules/another", "city/qingshui"] {
        person.ask(&["resume", manifest]).await?.is(0, &["is not paused: the operator brings it"])?;
    }
    it.until("servicemodule/another", |now| condition(now, "Paused").is_null()).await?;
    operator.stop().await
}

#[tokio::test(flavor = "multi_thread")]
async fn cluster_plugin_says_what_it_cannot_do() -> Outcome {
    let it = Operated::prepare(ControlPlane::shared().await?, "plugin-bad").await?;
    let person = Person::with(&it, &[("cityhall.dev", KINDS, &["list"])]).await?;
    let kubeconfig = it.cluster.kubeconfig().display().to_string();
    let as_administrator = |words: &[&str]| -> Vec<String> {
        words.iter().copied().chain(["--kubeconfig", &kubeconfig]).map(str::to_owned).collect()
    };
    let administrator = |words: &[&str]| {
        let (words, person) = (as_administrator(words), &person);
        async move { person.ask(&words.iter().map(String::as_str).collect::<Vec<_>>()).await }
    };
    // 1. A place that is not there.
    administrator(&["status", "--namespace", "nowhere"]).await?.is(2, &["has no namespace `nowhere`"])?;
    person.ask(&["status", "--context", "gone"]).await?.is(2, &["https://127.0.0.1:1/", "does not answer"])?;
    person.ask(&["status", "--context", "unknown"]).await?.is(2, &["the kubeconfig cannot be used"])?;
    person.ask(&["status", "--kubeconfig", "no-file"]).await?.is(2, &["no-file"])?;
    // 2. A manifest that is not there, or is none.
    administrator(&["pause", "city/none", "-n", "plugin-bad"]).await?.is(2, &["\"none\" not found"])?;
    person
        .ask(&["pause", "pod/x"])
        .await?
        .is(2, &["`pod` is none of city, department, holidaycalendar, servicemodule, partner, accesspolicy"])?;
    person.ask(&["resume", "city"]).await?.is(2, &["expected KIND/NAME"])?;
    let empty = tempfile::tempdir()?;
    let folder = empty.path().display().to_string();
    person.ask(&["diff", &folder]).await?.is(2, &["no manifest in "])?;
    person.ask(&["diff", "no-file.yaml"]).await?.is(2, &["there is no file no-file.yaml"])?;
    // 3. What one may not do is said in the API server's words.
    person.ask(&["pause", "city/none"]).await?.is(2, &["forbidden", "cannot patch resource \"cities\""])?;
    // 4. A folder is checked without a cluster.
    person.ask(&["check", &sample().display().to_string(), "--output", "json"]).await?.is(0, &["[]", "no problem"])?;
    person.ask(&["check", &folder]).await?.is(1, &["NoCity"])?;
    person.ask(&["check", "no-folder"]).await?.is(2, &["failed to read the folder no-folder"])
}

/// Lets the API server reach an operator of this machine in place of the webhook's Service.
async fn reach(it: &Operated, port: u16) -> Outcome {
    let configuration = format!("validatingwebhookconfiguration/cityhall.{}", it.namespace);
    it.until(&configuration, |now| now["webhooks"][0]["clientConfig"]["caBundle"].is_string()).await?;
    let here = json!({ "apiVersion": "v1", "kind": "Service", "metadata": { "name": "cityhall-webhook" },
                       "spec": { "type": "ExternalName", "externalName": "localhost" } });
    it.apply(&here.to_string()).await?;
    let ports: Vec<Value> = (0..2)
        .map(|index| json!({ "op": "replace", "path": format!("/webhooks/{index}/clientConfig/service/port"), "value": port }))
        .collect();
    good(&it.ask(&["patch", &configuration, "--type", "json", "--patch", &json!(ports).to_string()]).await?).map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn cluster_plugin_tells_what_would_come_of_manifests() -> Outcome {
    let it = Operated::prepare(ControlPlane::shared().await?, "plugin-diff").await?;
    let person = Person::with(&it, &[("cityhall.dev", KINDS, &["get", "patch", "create"])]).await?;
    it.apply_sample_city().await?;
    it.apply(&module("another")?.to_string()).await?;
    let (operator, port) = it.operator_with_webhook("one").await?;
    good(&it.ask(&["wait", "--for=condition=Ready", "cityhall", "--all", "--timeout=60s"]).await?)?;
    reach(&it, port).await?;
    let before = it.read("servicemodule/another").await?;
    // 1. The city as it was applied is no difference, whatever the API server has written out.
    person
        .ask(&["diff", &sample().display().to_string()])
        .await?
        .is(0, &["city/qingshui: unchanged", "0 new, 0 changed"])?;
    // 2. A change is told by its paths, and the city is asked.
    let mut changed = module("another")?;
    changed["spec"]["title"]["en"] = json!("Another title");
    let file = person.file("changed.yaml", &changed.to_string())?;
    let mut said = person.ask(&["diff", &file]).await?;
    for _ in 0..TRIES {
        if said.text.contains("would take it") {
            break;
        }
        // The API server learns of the Service and of the changed configuration in its own time.
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        said = person.ask(&["diff", &file]).await?;
    }
    let told = "-> \"Another title\"\n  the operator and the city would take it\n";
    said.is(1, &["servicemodule/another: changed\n  ~ spec.title.en: ", told, "0 new, 1 changed, 0 unchanged\n"])?;
    // 3. A refusal has every problem; what may come later is a warning.
    let mut broken = changed.clone();
    broken["spec"]["form"]["schema"]["properties"]["odd"] = json!({ "type": "strange" });
    broken["spec"]["publication"] = json!({ "when": "answers.nowhere ==" });
    let refusals = ["refused: spec.form.schema", "refused: spec.publication.when", "; 1 would be refused"];
    person.ask(&["diff", &person.file("broken.yaml", &broken.to_string())?]).await?.is(2, &refusals)?;
    let mut early = module("new-one")?;
    early["spec"]["department"] = json!("later");
    let parts = ["servicemodule/new-one: new\n", "warning: spec.department: UnknownDepartment: ", "1 new, 0 changed"];
    person.ask(&["diff", &person.file("early.yaml", &early.to_string())?]).await?.is(1, &parts)?;
    // 4. What the API server itself refuses, and what is no manifest.
    let mut city: Value = serde_saphyr::from_str(&std::fs::read_to_string(sample().join("city.yaml"))?)?;
    city["spec"]["code"] = json!("ZZ");
    let parts = ["~ spec.code: ", "refused: spec.code: ", "the code of a city never changes"];
    person.ask(&["diff", &person.file("city.yaml", &city.to_string())?]).await?.is(2, &parts)?;
    let parts = ["nothing.yaml:1: kind: UnknownKind: ", "0 new, 0 changed, 0 unchanged; 1 problems of the files"];
    let nothing = "{apiVersion: cityhall.dev/v1alpha1, kind: Nothing, metadata: {name: x}, spec: {}}";
    person.ask(&["diff", &person.file("nothing.yaml", nothing)?]).await?.is(2, &parts)?;
    // 5. Nobody answers: that is said, of what is closed and of what is not.
    operator.stop().await?;
    let parts =
        ["refused: modules are closed while no operator answers", "nobody answers", "; 1 judged by no operator"];
    person.ask(&["diff", &file]).await?.is(2, &parts)?;
    let department = json!({ "apiVersion": "cityhall.dev/v1alpha1", "kind": "Department", "metadata": { "name": "later" },
                             "spec": { "title": { "zh": "以后", "en": "Later" } } });
    let parts = [
        "department/later: new\n  nobody answers: no operator has judged it",
        "1 new, 0 changed, 0 unchanged; 1 judged by",
    ];
    person.ask(&["diff", &person.file("later.yaml", &department.to_string())?]).await?.is(1, &parts)?;
    // 6. Nothing was written.
    assert_eq!(it.read("servicemodule/another").await?["metadata"]["generation"], before["metadata"]["generation"]);
    assert_eq!(it.read("department/later").await?, Value::Null);
    good(&it.cluster.ask(&["delete", "validatingwebhookconfiguration", "cityhall.plugin-diff"]).await?).map(drop)
}

/// Everybody who works in the sample city: subjects and names.
fn people() -> Result<Vec<String>, Failure> {
    let mut people = Vec::new();
    for entry in std::fs::read_dir(sample().join("departments"))? {
        for department in serde_saphyr::from_multiple::<Value>(&std::fs::read_to_string(entry?.path())?)? {
            for person in department["spec"]["people"].as_array().into_iter().flatten() {
                people.extend(["subject", "name"].iter().filter_map(|part| person[part].as_str().map(str::to_owned)));
            }
        }
    }
    Ok(people)
}

/// Every file of a bundle with its text.
async fn unpacked(tar: &Path) -> Result<Vec<(String, String)>, Failure> {
    let home = tempfile::tempdir()?;
    let tar = Command::new("tar").arg("--extract").arg("--file").arg(tar).arg("--directory").arg(home.path()).output();
    good(&tar.await?)?;
    let (mut files, mut ahead) = (Vec::new(), vec![home.path().to_owned()]);
    while let Some(folder) = ahead.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                ahead.push(path);
            } else {
                let name = path.strip_prefix(home.path())?.display().to_string();
                files.push((name, std::fs::read_to_string(&path)?));
            }
        }
    }
    Ok(files)
}

/// What a bundle needs, as the guide says.
const OF_BUNDLES: &[(&str, &[&str], &[&str])] = &[
    ("cityhall.dev", KINDS, &["list"]),
    ("", &["serviceaccounts", "configmaps", "services", "pods"], &["list"]),
    ("", &["pods/log"], &["get"]),
    ("apps", &["statefulsets", "deployments"], &["list"]),
    ("networking.k8s.io", &["networkpolicies"], &["list"]),
    ("policy", &["poddisruptionbudgets"], &["list"]),
    ("coordination.k8s.io", &["leases"], &["list"]),
    ("events.k8s.io", &["events"], &["list"]),
];

#[tokio::test(flavor = "multi_thread")]
async fn cluster_plugin_bundles_neither_secrets_nor_people() -> Outcome {
    const HIDDEN: &str = "never-to-be-told";
    let it = Operated::prepare(ControlPlane::shared().await?, "plugin-bundle").await?;
    let person = Person::with(&it, OF_BUNDLES).await?;
    let operator = it.operator("one").await?;
    it.apply_sample_city().await?;
    good(&it.ask(&["wait", "--for=condition=Ready", "cityhall", "--all", "--timeout=60s"]).await?)?;
    // Whatever may hide: a Secret, a container's environment, a person in an event.
    let people = people()?;
    let (labels, somebody) = (json!({ "app.kubernetes.io/name": "cityhall" }), people.first().ok_or("nobody")?);
    let head = |name: &str| json!({ "name": name, "labels": labels });
    let objects = [
        json!({ "apiVersion": "v1", "kind": "Secret", "stringData": { "key": HIDDEN },
                "metadata": { "name": "city-qingshui-key", "labels": { "app.kubernetes.io/managed-by": "cityhall-operator" } } }),
        json!({ "apiVersion": "v1", "kind": "Pod", "metadata": head("cityhall-operator-0"),
                "spec": { "nodeName": "gone", "containers": [{ "name": "operator", "image": "cityhall:test", "env": [{ "name": "A", "value": HIDDEN }] }] } }),
        json!({ "apiVersion": "events.k8s.io/v1", "kind": "Event", "metadata": { "name": "told" }, "type": "Normal",
                "eventTime": "2026-01-01T00:00:00.000000Z", "reason": "Said", "action": "Say", "note": format!("by {somebody}"),
                "reportingController": "test", "reportingInstance": "test",
                "regarding": { "apiVersion": "cityhall.dev/v1alpha1", "kind": "City", "name": "qingshui", "namespace": it.namespace } }),
    ];
    for object in objects {
        it.apply(&object.to_string()).await?;
    }
    let said = person.ask(&["support-bundle"]).await?;
    said.is(0, &["cityhall-plugin-bundle.tar is written", "could not be had"])?;
    let files = unpacked(&person.home.path().join("cityhall-plugin-bundle.tar")).await?;
    let text = |name: &str| {
        let found = files.iter().find(|(path, _)| path == &format!("cityhall-plugin-bundle/{name}"));
        found.map(|(_, text)| text.as_str()).ok_or_else(|| Failure::from(format!("no {name} in the bundle")))
    };
    // 1. What helps is there.
    assert!(text("versions.json")?.contains("\"kubernetes\": \"v1."), "{}", text("versions.json")?);
    assert!(text("manifests/city/qingshui.json")?.contains("\"type\": \"Ready\""));
    assert!(text("manifests/department/gov.json")?.contains("\"name\": \"REDACTED\""));
    assert!(text("owned/statefulset/city-qingshui.json")?.contains("cityhall:test"));
    assert!(text("owned/configmap/city-qingshui-trust.json")?.contains("publisher.json"));
    assert!(text("pods/cityhall-operator-0.json")?.contains("\"phase\": \"Pending\""));
    assert!(text("leases.json")?.contains("\"holderIdentity\": \"one\""));
    assert!(text("events.json")?.contains("\"note\": \"by REDACTED\""), "{}", text("events.json")?);
    // 2. Its README tells all of it, and what could not be had: no container of this cluster ever ran.
    let readme = text("README.txt")?;
    for (path, _) in &files {
        let name = path.trim_start_matches("cityhall-plugin-bundle/");
        assert!(readme.contains(name), "{name} is not in the README: {readme}");
    }
    assert!(readme.contains("What could not be had:\n\nlogs/"), "{readme}");
    assert!(readme.contains("logs/cityhall-operator-0.operator.log: "), "{readme}");
    assert!(!readme.contains("forbidden"), "the rights of the guide are not enough: {readme}");
    // 3. Neither a Secret's value nor a person is, and no Secret was asked for.
    for (path, text) in &files {
        assert!(!text.contains(HIDDEN), "{path}");
        for one in &people {
            assert!(!text.contains(one.as_str()), "{path} names {one}");
        }
    }
    assert!(!person.asked_for()?.iter().any(|resource| resource.contains("secrets")));
    // 4. A file that is there is not written over; who may see little gets little, and is told.
    person.ask(&["support-bundle"]).await?.is(2, &["is there already"])?;
    good(
        &it.ask(&["patch", "role", "person", "--type", "json", "--patch", r#"[{"op": "remove", "path": "/rules/1"}]"#])
            .await?,
    )?;
    let mut is_told = false;
    for index in 0..TRIES {
        let file = format!("less-{index}.tar");
        person.ask(&["support-bundle", "--output", &file]).await?.is(0, &["things could not be had"])?;
        let files = unpacked(&person.home.path().join(&file)).await?;
        is_told = files.iter().any(|(path, text)| path.ends_with("README.txt") && text.contains("pods is forbidden"));
        if is_told {
            break;
        }
    }
    assert!(is_told, "a missing right is not told");
    operator.stop().await
}
