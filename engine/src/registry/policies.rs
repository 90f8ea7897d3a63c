//! Access policies in the registry: what publishing one would change, and what keeps other things from going.

use std::collections::{BTreeMap, BTreeSet};

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::name::{DepartmentName, PolicyName};
use cityhall_policies::check::{MANIFESTS_MAX, departments};
use cityhall_policies::{Known, PolicySpec, examine, prove};
use serde::Deserialize;
use serde_json::Value;

use super::check::{Change, named, parsed, problem};
use super::event::RegistryEvent;
use super::state::{State, digest_of_spec};
use crate::catalog::{AccessPolicy, Catalog};
use crate::publish::{Outcome, RuleChange};

pub(super) fn publish(state: &State, name: &str, spec: &Value) -> Result<Change, Diagnostics> {
    let name: PolicyName = named(name)?;
    let digest = digest_of_spec(spec);
    let published = &state.catalog.specs.policies;
    if published.get(&name).is_some_and(|known| known.digest == digest) {
        return Ok(None);
    }
    if !published.contains_key(&name) && published.len() >= MANIFESTS_MAX {
        let message = format!("a city has at most {MANIFESTS_MAX} access policies: every request is judged by all");
        return Err(problem("", "OutOfBounds", message));
    }
    let read: PolicySpec = parsed(spec)?;
    let mut found = examine(&read);
    found.append(prove(&read, &known(&state.catalog)));
    let event = RegistryEvent::AccessPolicyPublished { name, digest, spec: spec.clone() };
    found.into_result(Some((event, Outcome::Published)))
}

pub(super) fn retire(state: &State, name: &str) -> Result<Change, Diagnostics> {
    let name: PolicyName = named(name)?;
    let is_there = state.catalog.access_policies.contains_key(&name);
    Ok(is_there.then_some((RegistryEvent::AccessPolicyRetired { name }, Outcome::Retired)))
}

/// What rules may name.
fn known(catalog: &Catalog) -> Known {
    let mut known = Known { departments: catalog.department_names(), ..Known::default() };
    catalog.modules.values().flat_map(|served| &served.revisions).for_each(|one| known.add_module(&one.module));
    let people = catalog.departments.values().flat_map(|department| &department.people);
    known.roles.extend(people.flat_map(|one| one.roles.iter().cloned()));
    let supervision = catalog.facts().map(|facts| facts.supervision.clone()).unwrap_or_default();
    known.roles.extend([supervision.withdraws, supervision.supervises]);
    known
}

/// An access policy that names a department.
pub(super) fn naming(state: &State, department: &DepartmentName) -> Option<PolicyName> {
    let names = |policy: &AccessPolicy| match policy {
        AccessPolicy::Read(spec) => departments(spec).contains(department),
        AccessPolicy::Unread => false,
    };
    state.catalog.access_policies.iter().find(|(_, policy)| names(policy)).map(|(name, _)| name.clone())
}

/// Which rules an event adds, takes away or changes, by name.
pub(super) fn changes(state: &State, event: &RegistryEvent) -> Vec<RuleChange> {
    let (name, after) = match event {
        RegistryEvent::AccessPolicyPublished { name, spec, .. } => {
            (name, PolicySpec::deserialize(spec).map(|spec| texts(&spec)).unwrap_or_default())
        }
        RegistryEvent::AccessPolicyRetired { name } => (name, BTreeMap::new()),
        _ => return Vec::new(),
    };
    let before = match state.catalog.access_policies.get(name).map(|policy| &**policy) {
        Some(AccessPolicy::Read(spec)) => texts(spec),
        Some(AccessPolicy::Unread) | None => BTreeMap::new(),
    };
    let rules: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let change = |rule: &String| RuleChange {
        rule: rule.clone(),
        before: before.get(rule).cloned(),
        after: after.get(rule).cloned(),
    };
    rules.into_iter().map(change).filter(|change| change.before != change.after).collect()
}

fn texts(spec: &PolicySpec) -> BTreeMap<String, String> {
    spec.rules.iter().map(|rule| (rule.name.clone(), rule.cedar.clone())).collect()
}
