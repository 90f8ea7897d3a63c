//! `kubectl cityhall support-bundle`: what somebody else needs to understand a city's trouble, in one file
//! that may be given to them.
//!
//! Reading order: this file (what is collected), `objects` (what is left of an object), `personal` (whom
//! nothing may name), `archive` (how it is written). No Secret is ever asked for.

mod archive;
mod objects;
mod personal;

use std::collections::BTreeMap;
use std::process::ExitCode;

use cityhall_crds::Kind;
use cityhall_operator::{OPERATOR, Part};
use k8s_openapi::api::apps::v1::Deployment;
use k8s_openapi::api::coordination::v1::Lease;
use k8s_openapi::api::core::v1::Pod;
use k8s_openapi::api::events::v1::Event;
use kube::api::{DynamicObject, ListParams, LogParams};
use kube::{Api, Resource, ResourceExt as _};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::arguments;
use super::cluster::{Cluster, of_kind, told};
use archive::Archive;
use personal::People;

/// By which the pods of operator and city are found.
const PODS: &str = "app.kubernetes.io/name in (cityhall, cityhall-city)";

/// How much of each log is taken.
const LOG_LINES: i64 = 500;

/// The most of it, whatever a line is.
const LOG_BYTES_MAX: i64 = 1 << 20;

/// Collects and writes.
pub(super) async fn run(arguments: arguments::Bundle) -> Result<ExitCode, String> {
    let cluster = Cluster::reach(&arguments.place).await?;
    let path = arguments.output.unwrap_or_else(|| format!("cityhall-{}.tar", cluster.namespace).into());
    let mut file = archive::create(&path)?;
    let mut found = Found { cluster, archive: Archive::default(), people: People::default(), names: Vec::new() };
    found.versions().await;
    found.manifests().await;
    found.owned().await;
    found.deployments().await;
    found.pods().await;
    found.leases().await;
    found.events().await;
    let Found { archive, people, cluster, .. } = found;
    let missing = archive.missing();
    archive
        .write(&mut file, &people, &cluster.namespace)
        .map_err(|error| format!("failed to write {}: {error}", path.display()))?;
    println!("{} is written: look through it before you give it away", path.display());
    if missing > 0 {
        println!("{missing} things could not be had; its README.txt names them");
    }
    Ok(ExitCode::SUCCESS)
}

/// What was found so far.
struct Found {
    cluster: Cluster,
    archive: Archive,
    people: People,
    /// What the events to be taken are about.
    names: Vec<String>,
}

impl Found {
    async fn versions(&mut self) {
        let plugin = env!("CARGO_PKG_VERSION");
        match self.cluster.client.apiserver_version().await {
            Ok(server) => {
                let versions =
                    json!({ "plugin": plugin, "kubernetes": server.git_version, "platform": server.platform });
                self.archive.add_json("versions.json", &versions);
            }
            Err(error) => {
                self.archive.add_json("versions.json", &json!({ "plugin": plugin }));
                self.archive.miss("the version of Kubernetes", &told(&error));
            }
        }
    }

    async fn manifests(&mut self) {
        for kind in Kind::ALL {
            let folder = format!("manifests/{}", kind.as_str().to_ascii_lowercase());
            // As they are, not as this version reads them: a field of another version may be the trouble.
            let api = self.cluster.manifests(kind);
            match api.list(&ListParams::default()).await {
                Ok(listed) => {
                    for manifest in listed {
                        let mut spec = manifest.spec();
                        self.people.learn(kind, &mut spec);
                        self.names.push(manifest.name().to_owned());
                        let head = objects::head(&manifest.metadata);
                        let object = json!({ "kind": kind.as_str(), "metadata": head, "spec": spec,
                                             "status": manifest.status() });
                        self.archive.add_json(&format!("{folder}/{}.json", manifest.name()), &object);
                    }
                }
                Err(error) => self.archive.miss(&folder, &of_kind(kind, &error)),
            }
        }
    }

    async fn owned(&mut self) {
        let owned = ListParams::default().labels(&format!("app.kubernetes.io/managed-by={OPERATOR}"));
        for part in Part::WATCHED {
            let resource = part.resource();
            let client = self.cluster.client.clone();
            let api: Api<DynamicObject> = Api::namespaced_with(client, &self.cluster.namespace, &resource);
            match api.list(&owned).await {
                Ok(listed) => {
                    for object in listed {
                        let name = object.name_any();
                        self.names.push(name.clone());
                        let file = format!("owned/{}/{name}.json", resource.kind.to_ascii_lowercase());
                        self.archive.add_json(&file, &objects::whole(&object));
                    }
                }
                Err(error) => self.archive.miss(&format!("owned {}", resource.plural), &told(&error)),
            }
        }
    }

    async fn deployments(&mut self) {
        for deployment in self.list::<Deployment>("deployments of the operator", Some(PODS)).await {
            let name = deployment.name_any();
            self.names.push(name.clone());
            self.archive.add_json(&format!("operator/{name}.json"), &objects::workload(&deployment));
        }
    }

    async fn pods(&mut self) {
        for pod in self.list::<Pod>("pods", Some(PODS)).await {
            let name = pod.name_any();
            self.names.push(name.clone());
            self.archive.add_json(&format!("pods/{name}.json"), &objects::workload(&pod));
            let restarts: BTreeMap<String, i32> = pod
                .status
                .iter()
                .flat_map(|status| status.container_statuses.iter().flatten())
                .map(|container| (container.name.clone(), container.restart_count))
                .collect();
            for container in pod.spec.iter().flat_map(|spec| &spec.containers) {
                self.log(&name, &container.name, false).await;
                if restarts.get(&container.name).is_some_and(|count| *count > 0) {
                    self.log(&name, &container.name, true).await;
                }
            }
        }
    }

    async fn log(&mut self, pod: &str, container: &str, previous: bool) {
        let wanted = LogParams {
            container: Some(container.to_owned()),
            limit_bytes: Some(LOG_BYTES_MAX),
            previous,
            tail_lines: Some(LOG_LINES),
            timestamps: true,
            ..LogParams::default()
        };
        let file = format!("logs/{pod}.{container}{}.log", if previous { ".previous" } else { "" });
        let pods: Api<Pod> = Api::namespaced(self.cluster.client.clone(), &self.cluster.namespace);
        match pods.logs(pod, &wanted).await {
            // Of a pod that no node has yet, the API server answers so.
            Ok(text) if text.is_empty() => self.archive.miss(&file, "the container has said nothing"),
            Ok(text) => self.archive.add(&file, text),
            Err(error) => self.archive.miss(&file, &told(&error)),
        }
    }

    async fn leases(&mut self) {
        let leases = self.list::<Lease>("leases", None).await;
        let leases: Vec<Value> = leases.iter().map(objects::whole).collect();
        self.archive.add_json("leases.json", &json!(leases));
    }

    /// Last: what they are about is known by now.
    async fn events(&mut self) {
        let events = self.list::<Event>("events", None).await;
        let is_ours = |event: &&Event| {
            let about = event.regarding.as_ref().and_then(|about| about.name.as_deref()).unwrap_or_default();
            // The volume claim of a StatefulSet and the pods of a Deployment bear more than its name.
            self.names.iter().any(|name| about.split_once(name.as_str()).is_some())
        };
        let events: Vec<Value> = events.iter().filter(is_ours).map(objects::whole).collect();
        self.archive.add_json("events.json", &json!(events));
    }

    async fn list<K>(&mut self, what: &str, labels: Option<&str>) -> Vec<K>
    where
        K: Resource<DynamicType = (), Scope = kube::core::NamespaceResourceScope>,
        K: Clone + std::fmt::Debug + DeserializeOwned + Serialize,
    {
        let api: Api<K> = Api::namespaced(self.cluster.client.clone(), &self.cluster.namespace);
        let wanted = labels.map_or_else(ListParams::default, |labels| ListParams::default().labels(labels));
        match api.list(&wanted).await {
            Ok(listed) => listed.items,
            Err(error) => {
                self.archive.miss(what, &told(&error));
                Vec::new()
            }
        }
    }
}
