//! Modules in a namespace: made, changed, waited for.

use std::collections::BTreeSet;
use std::time::Duration;

use cityhall_tests::operated::Operated;
use cityhall_tests::{Failure, generated_city, module_manifest};
use futures_util::{StreamExt, TryStreamExt, stream};
use kube::api::{DeleteParams, DynamicObject, ListParams, Patch, PatchParams, PostParams};
use kube::config::{KubeConfigOptions, Kubeconfig};
use kube::core::{ApiResource, GroupVersionKind};
use kube::runtime::{WatchStreamExt, watcher};
use kube::{Api, Client, Config};
use serde_json::{Value, json};

/// How large a module is, in bytes of JSON.
const BYTES: usize = 5_000;

/// How many requests are on their way at once.
const AT_ONCE: usize = 32;

/// How long anything may take.
const WITHIN: Duration = Duration::from_mins(20);

/// The modules of a namespace, seen by somebody who may do everything.
pub(super) struct Manifests {
    modules: Api<DynamicObject>,
    resource: ApiResource,
}

impl Manifests {
    pub(super) async fn new(it: &Operated) -> Result<Self, Failure> {
        let administrator = Kubeconfig::read_from(it.cluster.kubeconfig())?;
        let config = Config::from_custom_kubeconfig(administrator, &KubeConfigOptions::default()).await?;
        let kind = GroupVersionKind::gvk("cityhall.dev", "v1alpha1", "ServiceModule");
        let resource = ApiResource::from_gvk(&kind);
        let modules = Api::namespaced_with(Client::try_from(config)?, &it.namespace, &resource);
        Ok(Self { modules, resource })
    }

    /// Makes so many modules.
    pub(super) async fn create(&self, count: usize) -> Result<(), Failure> {
        stream::iter((0..count).map(|number| self.create_one(name(number))))
            .buffer_unordered(AT_ONCE)
            .try_collect::<()>()
            .await
    }

    /// Makes one module.
    pub(super) async fn create_one(&self, name: String) -> Result<(), Failure> {
        let module = DynamicObject::new(&name, &self.resource).data(json!({ "spec": spec(&name)? }));
        self.modules.create(&PostParams::default(), &module).await?;
        Ok(())
    }

    /// Changes each of so many modules.
    pub(super) async fn change(&self, count: usize) -> Result<(), Failure> {
        let change = Patch::Merge(json!({ "spec": { "title": { "en": "The matter, in other words" } } }));
        let params = PatchParams::default();
        stream::iter((0..count).map(|number| (name(number), &change, &params)))
            .map(|(name, change, params)| async move {
                self.modules.patch(&name, params, change).await.map(drop).map_err(Failure::from)
            })
            .buffer_unordered(AT_ONCE)
            .try_collect::<()>()
            .await
    }

    /// Waits until so many modules are ready in the version of this number.
    pub(super) async fn until_ready(&self, count: usize, generation: i64) -> Result<(), Failure> {
        let mut ready = BTreeSet::new();
        let mut seen = Box::pin(watcher(self.modules.clone(), watcher::Config::default()).applied_objects());
        let watching = async {
            while ready.len() < count {
                let module = seen.try_next().await?.ok_or("the watch ended")?;
                if is_ready(&module, generation) {
                    ready.insert(module.metadata.name);
                }
            }
            Ok::<_, Failure>(())
        };
        let ended = tokio::time::timeout(WITHIN, watching).await;
        ended.map_err(|_| format!("{} of {count} modules are ready", ready.len()))?
    }

    /// Removes every module.
    pub(super) async fn delete_all(&self) -> Result<(), Failure> {
        self.modules.delete_collection(&DeleteParams::default(), &ListParams::default()).await?;
        Ok(())
    }
}

/// Applies a city and its one department.
pub(super) async fn found_city(it: &Operated) -> Result<(), Failure> {
    let folder = generated_city(0)?;
    it.apply(&std::fs::read_to_string(folder.path().join("city.yaml"))?).await
}

fn is_ready(module: &DynamicObject, generation: i64) -> bool {
    let conditions = module.data["status"]["conditions"].as_array().map(Vec::as_slice).unwrap_or_default();
    let ready = conditions.iter().find(|condition| condition["type"] == "Ready");
    ready.is_some_and(|ready| ready["status"] == "True" && ready["observedGeneration"] == generation)
}

fn name(number: usize) -> String {
    format!("module-{number:05}")
}

/// A module with as many questions as fill it.
fn spec(name: &str) -> Result<Value, Failure> {
    const QUESTION: &str = "type: string, title: 问题, x-cityhall-title-en: Question, maxLength: 200";
    let mut questions = Vec::new();
    loop {
        let manifest: Value = serde_saphyr::from_str(&module_manifest(name, &questions.join("\n")))?;
        let spec = &manifest["spec"];
        if spec.to_string().len() >= BYTES {
            return Ok(spec.clone());
        }
        questions.push(format!("        question{}: {{{QUESTION}}}", questions.len()));
    }
}
