//! Names in the API: a module's types and fields collide with nobody's, nor with each other.

use std::collections::BTreeSet;

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{ApiName, Module, RESERVED_TYPES};

use crate::reason;

const PATH: &str = "metadata.name";

pub(super) fn check(module: &Module, published: &[&Module], found: &mut Diagnostics) {
    let own = ApiName::of(&module.name);
    let mut types = BTreeSet::new();
    for name in own.types(module) {
        if let Some(double) = types.replace(name) {
            let message = format!("two groups of the form, or a group and the module, become the type `{double}`");
            found.add("spec.form.schema", reason::API_NAME_COLLISION, message);
        }
    }
    if let Some(core) = RESERVED_TYPES.iter().find(|core| types.contains(**core) || own.type_prefix == **core) {
        found.add(PATH, reason::API_NAME_COLLISION, format!("the API itself has the type `{core}`"));
    }
    let mut told = BTreeSet::new();
    for other in published.iter().filter(|other| other.name != module.name) {
        if let Some(shared) = shared(&own, &types, other).filter(|_| told.insert(&other.name)) {
            let message = format!("module `{}` gives the name `{shared}` to the API too", other.name);
            found.add(PATH, reason::API_NAME_COLLISION, message);
        }
    }
}

/// A name that both modules give to the API.
fn shared(own: &ApiName, types: &BTreeSet<String>, other: &Module) -> Option<String> {
    let theirs = ApiName::of(&other.name);
    let fields = [own.cases_field(), own.submit_field()];
    let of_type = theirs.types(other).into_iter().find(|name| types.contains(name));
    of_type.or_else(|| [theirs.cases_field(), theirs.submit_field()].into_iter().find(|name| fields.contains(name)))
}
