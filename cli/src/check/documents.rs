//! Whether the documents that partners have registered fit the schema which the folder would give: what a changed or
//! removed module would break is told before anything is applied.

use std::path::Path;
use std::sync::Arc;

use cityhall_crds::manifest::Manifest;
use cityhall_crds::{Kind, LANGUAGE, reason, spec_digest};
use cityhall_domain::diagnostics::Diagnostic;
use cityhall_domain::module::Module;
use cityhall_engine::{Catalog, Partner, Revision, ServedModule};
use cityhall_graphql_api::trusted;
use serde::Deserialize;

use super::Placed;
use crate::report::Finding;

/// A problem for every document of a partner that does not fit.
pub(super) fn broken(manifests: &[Placed<'_>], modules: &[(&Path, &Manifest, Module)]) -> Vec<Finding> {
    let catalog = Arc::new(served(manifests, modules));
    let broken = match trusted::broken(&catalog) {
        Ok(broken) => broken,
        Err(error) => {
            eprintln!("failed to build the schema, so that no document of a partner was checked: {error}");
            return Vec::new();
        }
    };
    let place = |one: trusted::Broken| {
        let of = |(_, manifest): &&Placed<'_>| manifest.kind == Kind::Partner && manifest.name == one.partner.as_str();
        let (path, manifest) = manifests.iter().find(of)?;
        let at = format!("spec.documents[{}].text", one.index);
        let diagnostic = Diagnostic { path: at, reason: reason::BREAKS_DOCUMENT, message: one.to_string() };
        Some(Finding::of_diagnostic(path, manifest, diagnostic))
    };
    broken.into_iter().filter_map(place).collect()
}

/// What the folder would give, as far as schemas are made of it: every module that compiles, and the partners.
fn served(manifests: &[Placed<'_>], modules: &[(&Path, &Manifest, Module)]) -> Catalog {
    let mut catalog = Catalog::default();
    for (_, manifest, module) in modules {
        let digest = spec_digest(&manifest.spec);
        let module = Arc::new(module.clone());
        let revision = Arc::new(Revision { number: 1, language: LANGUAGE, digest, module: Arc::clone(&module) });
        let served = ServedModule { current: Some(Arc::clone(&revision)), revisions: vec![revision], halted: vec![] };
        catalog.modules.insert(module.name.clone(), served);
    }
    for (_, manifest) in manifests.iter().filter(|(_, manifest)| manifest.kind == Kind::Partner) {
        // What does not read is told elsewhere.
        if let (Ok(name), Ok(partner)) = (manifest.name.parse(), Partner::deserialize(&manifest.spec)) {
            catalog.partners.insert(name, Arc::new(partner));
        }
    }
    catalog
}
