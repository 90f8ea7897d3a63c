//! From a folder to the registry: what changed is published, what went away is retired, what is
//! broken is reported and left as it was.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cityhall_crds::Kind;
use cityhall_crds::manifest::Manifest;
use cityhall_engine::{Engine, Principal, Publication, PublishError};
use serde_json::Value;

use crate::folder::Folder;
use crate::report::Finding;

/// Publishes a folder, again and again.
#[derive(Default)]
pub(crate) struct Publisher {
    /// What was tried last, so that an unchanged manifest costs nothing.
    tried: BTreeMap<(Kind, String), Value>,
    /// Which names each file had when it could last be read.
    held: BTreeMap<PathBuf, BTreeSet<(Kind, String)>>,
}

/// Kinds in the order in which they must be known to each other.
const ORDER: [Kind; 6] = Kind::ALL;

impl Publisher {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Brings the registry to what the folder says; every problem comes back.
    pub(crate) async fn publish(&mut self, engine: &Engine, folder: &Folder) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (path, file) in folder.files() {
            findings.extend(file.problems.iter().map(|problem| Finding::of_problem(path, problem)));
        }
        for kind in ORDER {
            for (path, file) in folder.files() {
                for manifest in file.manifests.iter().filter(|manifest| manifest.kind == kind) {
                    findings.extend(self.publish_one(engine, path, manifest).await);
                }
            }
        }
        let present = self.present(folder);
        findings.extend(self.retire(engine, &present).await);
        findings
    }

    async fn publish_one(&mut self, engine: &Engine, path: &Path, manifest: &Manifest) -> Vec<Finding> {
        let key = (manifest.kind, manifest.name.clone());
        if self.tried.get(&key) == Some(&manifest.spec) {
            return Vec::new();
        }
        let publication = publication(manifest);
        match engine.publish(&Principal::city(), publication, false).await {
            Ok(_) => {
                self.tried.insert(key, manifest.spec.clone());
                Vec::new()
            }
            Err(PublishError::Problems(problems)) => {
                self.tried.insert(key, manifest.spec.clone());
                problems.0.into_iter().map(|problem| Finding::of_diagnostic(path, manifest, problem)).collect()
            }
            Err(other) => vec![Finding::of_failure(path, manifest, &other.to_string())],
        }
    }

    /// Every name that the folder stands for: those in its manifests, and those that a file had
    /// before it was broken.
    fn present(&mut self, folder: &Folder) -> BTreeSet<(Kind, String)> {
        let mut held = BTreeMap::new();
        for (path, file) in folder.files() {
            let mut names: BTreeSet<_> =
                file.manifests.iter().map(|manifest| (manifest.kind, manifest.name.clone())).collect();
            if !file.problems.is_empty() {
                names.extend(self.held.remove(path).into_iter().flatten());
            }
            held.insert(path.to_owned(), names);
        }
        self.held = held;
        self.held.values().flatten().cloned().collect()
    }

    /// Retires what is served but stands in no file. With a file that could never be read nothing
    /// is retired: it may be the one.
    async fn retire(&mut self, engine: &Engine, present: &BTreeSet<(Kind, String)>) -> Vec<Finding> {
        if self.held.values().any(BTreeSet::is_empty) {
            return Vec::new();
        }
        let mut findings = Vec::new();
        for (kind, name) in served(engine) {
            if present.contains(&(kind, name.clone())) {
                continue;
            }
            let publication = match kind {
                Kind::ServiceModule => Publication::RetireModule { name: name.clone() },
                Kind::Department => Publication::RetireDepartment { name: name.clone() },
                Kind::Partner => Publication::RetirePartner { name: name.clone() },
                Kind::AccessPolicy => Publication::RetireAccessPolicy { name: name.clone() },
                // A city cannot retire itself, and a published calendar stays law.
                Kind::City | Kind::HolidayCalendar => continue,
            };
            self.tried.remove(&(kind, name.clone()));
            if let Err(error) = engine.publish(&Principal::city(), publication, false).await {
                findings.push(Finding::of_retirement(&name, &error));
            }
        }
        findings
    }
}

/// What is served. Policies and modules before departments: a department goes when nothing names it any more.
fn served(engine: &Engine) -> Vec<(Kind, String)> {
    let catalog = engine.catalog().borrow().clone();
    let modules = catalog.modules.iter().filter(|(_, served)| served.current.is_some());
    let modules = modules.map(|(name, _)| (Kind::ServiceModule, name.to_string()));
    let departments = catalog.departments.keys().map(|name| (Kind::Department, name.to_string()));
    let partners = catalog.partners.keys().map(|name| (Kind::Partner, name.to_string()));
    let policies = catalog.access_policies.keys().map(|name| (Kind::AccessPolicy, name.to_string()));
    policies.chain(partners).chain(modules).chain(departments).collect()
}

fn publication(manifest: &Manifest) -> Publication {
    let (name, spec) = (manifest.name.clone(), manifest.spec.clone());
    match manifest.kind {
        Kind::City => Publication::City { name, spec },
        Kind::Department => Publication::Department { name, spec },
        Kind::HolidayCalendar => Publication::Calendar { name, spec },
        Kind::ServiceModule => Publication::Module { name, spec },
        Kind::Partner => Publication::Partner { name, spec },
        Kind::AccessPolicy => Publication::AccessPolicy { name, spec },
    }
}
