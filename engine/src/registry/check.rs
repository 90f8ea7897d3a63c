//! What a publication would change, or every reason why it may not.

use std::collections::BTreeSet;

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{Module, Surroundings};
use cityhall_domain::name::{DepartmentName, ModuleName, PartnerName};
use serde_json::Value;

use super::event::RegistryEvent;
use super::policies;
use super::state::{CalendarSpec, State, digest_of_module, digest_of_spec, read_spec};
use crate::catalog::{City, Department, PublishedSpec};
use crate::config::{Lower, Prove};
use crate::partners::Partner;
use crate::publish::{Outcome, Publication};

/// The compiler that a publication is checked with.
#[derive(Clone, Copy)]
pub(super) struct Compiler {
    pub(super) language: u32,
    pub(super) lower: Lower,
    pub(super) prove: Prove,
}

/// A change to be appended, and what it means; `None`: there is nothing to change.
pub(super) type Change = Option<(RegistryEvent, Outcome)>;

pub(super) fn check(state: &State, compiler: Compiler, publication: &Publication) -> Result<Change, Diagnostics> {
    match publication {
        Publication::City { name, spec } => city(state, name, spec),
        Publication::Department { name, spec } => department(state, name, spec),
        Publication::RetireDepartment { name } => retire_department(state, name),
        Publication::Calendar { name, spec } => calendar(state, name, spec),
        Publication::Module { name, spec } => module(state, compiler, name, spec),
        Publication::RetireModule { name } => retire_module(state, name),
        Publication::Partner { name, spec } => partner(state, name, spec),
        Publication::RetirePartner { name } => retire_partner(state, name),
        Publication::AccessPolicy { name, spec } => policies::publish(state, name, spec),
        Publication::RetireAccessPolicy { name } => policies::retire(state, name),
    }
}

pub(super) fn problem(path: &str, reason: &'static str, message: impl Into<String>) -> Diagnostics {
    let mut problems = Diagnostics::default();
    problems.add(path, reason, message);
    problems
}

pub(super) fn named<T: std::str::FromStr<Err = E>, E: ToString>(name: &str) -> Result<T, Diagnostics> {
    name.parse().map_err(|error: E| problem("metadata.name", "InvalidName", error.to_string()))
}

pub(super) fn parsed<T: serde::de::DeserializeOwned>(spec: &Value) -> Result<T, Diagnostics> {
    read_spec(spec).map_err(|message| problem("spec", "InvalidSpec", message))
}

fn city(state: &State, name: &str, spec: &Value) -> Result<Change, Diagnostics> {
    let city: City = parsed(spec)?;
    if let Some(known) = &state.catalog.city
        && known.code != city.code
    {
        let message = format!("case numbers begin with `{}` already; the code of a city never changes", known.code);
        return Err(problem("spec.code", "Immutable", message));
    }
    if !(2..=4).contains(&city.code.len()) || !city.code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(problem("spec.code", "InvalidCode", "a city's code is two to four capital letters"));
    }
    subjects_are_apart(&city)?;
    let digest = digest_of_spec(spec);
    let published = PublishedSpec { name: name.to_owned(), digest: digest.clone() };
    if state.catalog.specs.city.as_ref() == Some(&published) {
        return Ok(None);
    }
    let event = RegistryEvent::CityPublished { name: name.to_owned(), digest, spec: spec.clone() };
    Ok(Some((event, Outcome::Published)))
}

/// No subject of one issuer is called as one of another: at most one issuer goes without a prefix.
fn subjects_are_apart(city: &City) -> Result<(), Diagnostics> {
    let mut seen = BTreeSet::new();
    for (index, issuer) in city.issuers.iter().enumerate() {
        if !seen.insert(&issuer.subject_prefix) {
            let path = format!("spec.issuers[{index}].subjectPrefix");
            let message = "its subjects would be called as those of another issuer; give each a prefix of its own";
            return Err(problem(&path, "DuplicateName", message));
        }
    }
    Ok(())
}

fn department(state: &State, name: &str, spec: &Value) -> Result<Change, Diagnostics> {
    let name: DepartmentName = named(name)?;
    let department: Department = parsed(spec)?;
    if is_above(state, &name, department.parent.as_ref()) {
        return Err(problem("spec.parent", "Circle", format!("`{name}` would stand above itself")));
    }
    let digest = digest_of_spec(spec);
    if state.catalog.specs.departments.get(&name).is_some_and(|known| known.digest == digest) {
        return Ok(None);
    }
    Ok(Some((RegistryEvent::DepartmentPublished { name, digest, spec: spec.clone() }, Outcome::Published)))
}

/// Whether `name` is among those above `parent`, `parent` included.
fn is_above(state: &State, name: &DepartmentName, parent: Option<&DepartmentName>) -> bool {
    let mut seen = BTreeSet::new();
    let mut next = parent;
    while let Some(department) = next {
        if department == name {
            return true;
        }
        if !seen.insert(department) {
            return false;
        }
        next = state.catalog.departments.get(department).and_then(|known| known.parent.as_ref());
    }
    false
}

fn retire_department(state: &State, name: &str) -> Result<Change, Diagnostics> {
    let name: DepartmentName = named(name)?;
    if !state.catalog.departments.contains_key(&name) {
        return Ok(None);
    }
    if let Some(modules) = state.departments_in_use().get(&name) {
        let modules: Vec<&str> = modules.iter().map(ModuleName::as_str).collect();
        let message = format!("modules send cases to it: {}", modules.join(", "));
        return Err(problem("metadata.name", "InUse", message));
    }
    if let Some(policy) = policies::naming(state, &name) {
        return Err(problem("metadata.name", "InUse", format!("the access policy `{policy}` names it")));
    }
    Ok(Some((RegistryEvent::DepartmentRetired { name }, Outcome::Retired)))
}

fn calendar(state: &State, name: &str, spec: &Value) -> Result<Change, Diagnostics> {
    let calendar: CalendarSpec = parsed(spec)?;
    let digest = digest_of_spec(spec);
    let published = PublishedSpec { name: name.to_owned(), digest: digest.clone() };
    if state.catalog.specs.calendars.get(&calendar.year) == Some(&published) {
        return Ok(None);
    }
    let event = RegistryEvent::CalendarPublished { name: name.to_owned(), digest, spec: spec.clone() };
    Ok(Some((event, Outcome::Published)))
}

fn module(state: &State, compiler: Compiler, name: &str, spec: &Value) -> Result<Change, Diagnostics> {
    let name: ModuleName = named(name)?;
    let digest = digest_of_spec(spec);
    let served = state.catalog.modules.get(&name);
    let last = served.and_then(|served| served.revisions.last());
    let halted = |number| served.is_some_and(|served| served.halted.iter().any(|halted| halted.number == number));
    // A halted revision is published anew: new cases go on under what the spec compiles to now.
    let is_last =
        last.is_some_and(|last| last.digest == digest && last.language == compiler.language && !halted(last.number));
    match served.map(|served| served.current.is_some()) {
        Some(true) if is_last => return Ok(None),
        Some(false) if is_last => {
            let revision = last.map_or(1, |last| last.number);
            return Ok(Some((RegistryEvent::ModuleRestored { name, revision }, Outcome::Restored(revision))));
        }
        Some(_) | None => {}
    }
    let module = compile(state, compiler, &name, spec)?;
    let numbers = served.into_iter().flat_map(|served| {
        served.revisions.iter().map(|known| known.number).chain(served.halted.iter().map(|halted| halted.number))
    });
    let revision = numbers.max().unwrap_or(0) + 1;
    let event = RegistryEvent::ModulePublished {
        name,
        revision,
        language: compiler.language,
        digest,
        module_digest: digest_of_module(&module),
        spec: spec.clone(),
    };
    Ok(Some((event, Outcome::NewRevision(revision))))
}

fn compile(state: &State, compiler: Compiler, name: &ModuleName, spec: &Value) -> Result<Module, Diagnostics> {
    let Some(city) = &state.catalog.city else {
        return Err(problem("", "NoCity", "the city itself must be published before its modules"));
    };
    let module = (compiler.lower)(compiler.language, name.as_str(), spec)?;
    let published: Vec<&Module> = state
        .catalog
        .modules
        .values()
        .flat_map(|served| served.revisions.iter().map(|revision| &*revision.module))
        .collect();
    let departments = state.catalog.department_names();
    let surroundings = Surroundings { published: &published, departments: &departments, languages: &city.languages };
    (compiler.prove)(&module, surroundings).into_result(module)
}

fn retire_module(state: &State, name: &str) -> Result<Change, Diagnostics> {
    let name: ModuleName = named(name)?;
    let current = state.catalog.modules.get(&name).and_then(|served| served.current.as_ref());
    Ok(current.map(|_| (RegistryEvent::ModuleRetired { name }, Outcome::Retired)))
}

fn partner(state: &State, name: &str, spec: &Value) -> Result<Change, Diagnostics> {
    let name: PartnerName = named(name)?;
    let partner: Partner = parsed(spec)?;
    for (index, client) in partner.clients.iter().enumerate() {
        let mut others = state.catalog.partners.iter().filter(|(other, _)| **other != name);
        let other = others.find(|(_, other)| other.client(&client.client_id).is_some());
        if let Some((other, _)) = other {
            let path = format!("spec.clients[{index}].clientId");
            return Err(problem(&path, "DuplicateName", format!("partner `{other}` has this client")));
        }
    }
    let digest = digest_of_spec(spec);
    if state.catalog.specs.partners.get(&name).is_some_and(|known| known.digest == digest) {
        return Ok(None);
    }
    Ok(Some((RegistryEvent::PartnerPublished { name, digest, spec: spec.clone() }, Outcome::Published)))
}

fn retire_partner(state: &State, name: &str) -> Result<Change, Diagnostics> {
    let name: PartnerName = named(name)?;
    let is_there = state.catalog.partners.contains_key(&name);
    Ok(is_there.then_some((RegistryEvent::PartnerRetired { name }, Outcome::Retired)))
}
