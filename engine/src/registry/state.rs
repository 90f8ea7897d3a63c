//! What the registry's events add up to. Compiles every spec again with the language version that it
//! was published under.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use cityhall_domain::calendar::CalendarYear;
use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::Module;
use cityhall_domain::name::{DepartmentName, ModuleName};
use cityhall_eventstore::{RecordedEvent, Revision as StreamRevision};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::event::{RegistryEvent, decode};
use crate::catalog::{Catalog, City, Department, Halted, PublishedSpec, Revision};
use crate::config::Lower;
use crate::envelope::Unknown;
use crate::identity::hexadecimal;
use crate::partners::Partner;

/// A calendar as it was published.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CalendarSpec {
    pub(super) year: i16,
    #[serde(default)]
    days_off: Vec<DaysOff>,
    #[serde(default)]
    make_up_days: Vec<Date>,
}

#[derive(Debug, Clone, Deserialize)]
struct DaysOff {
    from: Date,
    to: Date,
}

impl CalendarSpec {
    fn year(&self) -> CalendarYear {
        let days = |span: &DaysOff| {
            span.from.series(jiff::Span::new().days(1)).take_while({
                let to = span.to;
                move |day| *day <= to
            })
        };
        CalendarYear {
            days_off: self.days_off.iter().flat_map(days).collect(),
            make_up_days: self.make_up_days.iter().copied().collect(),
        }
    }
}

/// The registry at one revision of its stream.
#[derive(Clone)]
pub(super) struct State {
    pub(super) catalog: Catalog,
    /// The last event that is in here.
    pub(super) revision: Option<StreamRevision>,
    lower: Lower,
}

impl State {
    pub(super) fn new(lower: Lower) -> Self {
        Self { catalog: Catalog::default(), revision: None, lower }
    }

    /// Takes in the next event of the stream.
    pub(super) fn fold(&mut self, recorded: &RecordedEvent) -> Result<(), Unknown> {
        let event = decode(recorded)?;
        self.take(event, recorded.event.effective_at).map_err(|problem| Unknown::Damaged {
            stream: recorded.stream.to_string(),
            id: recorded.event.id,
            problem: problem.to_string(),
        })?;
        self.revision = Some(recorded.revision);
        self.catalog.position = recorded.position;
        self.catalog.refresh_facts();
        Ok(())
    }

    /// What would be published after `event`, which is not stored.
    pub(super) fn after(&self, event: RegistryEvent, at: Timestamp) -> Result<Catalog, serde_json::Error> {
        let mut state = self.clone();
        state.take(event, at)?;
        state.catalog.refresh_facts();
        Ok(state.catalog)
    }

    fn take(&mut self, event: RegistryEvent, effective_at: Timestamp) -> Result<(), serde_json::Error> {
        match event {
            RegistryEvent::CityPublished { name, digest, spec } => {
                self.catalog.city = Some(Arc::new(City::deserialize(spec)?));
                self.catalog.specs.city = Some(PublishedSpec { name, digest });
            }
            RegistryEvent::DepartmentPublished { name, digest, spec } => {
                let department = Arc::new(Department::deserialize(spec)?);
                self.catalog.departments.insert(name.clone(), department);
                let published = PublishedSpec { name: name.to_string(), digest };
                self.catalog.specs.departments.insert(name, published);
            }
            RegistryEvent::DepartmentRetired { name } => {
                self.catalog.departments.remove(&name);
                self.catalog.specs.departments.remove(&name);
            }
            RegistryEvent::CalendarPublished { name, digest, spec } => {
                let spec = CalendarSpec::deserialize(spec)?;
                let calendar = &mut self.catalog.calendar;
                calendar.version += 1;
                calendar.published_at = effective_at;
                calendar.years.insert(spec.year, spec.year());
                self.catalog.specs.calendars.insert(spec.year, PublishedSpec { name, digest });
            }
            RegistryEvent::ModulePublished { name, revision, language, digest, module_digest, spec } => {
                let compiled = (self.lower)(language, name.as_str(), &spec);
                self.publish(&name, revision, language, digest, &module_digest, compiled);
            }
            RegistryEvent::PartnerPublished { name, digest, spec } => {
                self.catalog.partners.insert(name.clone(), Arc::new(Partner::deserialize(spec)?));
                let published = PublishedSpec { name: name.to_string(), digest };
                self.catalog.specs.partners.insert(name, published);
            }
            RegistryEvent::PartnerRetired { name } => {
                self.catalog.partners.remove(&name);
                self.catalog.specs.partners.remove(&name);
            }
            RegistryEvent::ModuleRetired { name } => {
                self.catalog.modules.entry(name).or_default().current = None;
            }
            RegistryEvent::ModuleRestored { name, revision } => {
                let served = self.catalog.modules.entry(name).or_default();
                served.current = served.revisions.iter().find(|known| known.number == revision).cloned();
            }
            RegistryEvent::AccessPolicyPublished { name, digest, spec } => {
                let published = PublishedSpec { name: name.to_string(), digest };
                self.catalog.specs.policies.insert(name.clone(), published);
                self.catalog.publish_policy(name, spec);
            }
            RegistryEvent::AccessPolicyRetired { name } => {
                self.catalog.specs.policies.remove(&name);
                self.catalog.retire_policy(&name);
            }
        }
        Ok(())
    }

    fn publish(
        &mut self,
        name: &ModuleName,
        number: u32,
        language: u32,
        digest: String,
        module_digest: &str,
        compiled: Result<Module, Diagnostics>,
    ) {
        let compiled = compiled.map(|module| (digest_of_module(&module), module));
        let halted = match &compiled {
            Ok((now, _)) if now == module_digest => None,
            Ok((now, _)) => Some(format!("compiles to {now}, but was published as {module_digest}")),
            Err(problems) => Some(format!("does not compile any more ({} problems)", problems.0.len())),
        };
        let served = self.catalog.modules.entry(name.clone()).or_default();
        if let Some(reason) = halted {
            tracing::error!(module = %name, revision = number, reason, "module revision halted: its cases are not written");
            served.halted.push(Halted { number, reason });
        }
        if let Ok((_, module)) = compiled {
            let revision = Arc::new(Revision { number, language, digest, module: Arc::new(module) });
            served.revisions.push(Arc::clone(&revision));
            served.current = Some(revision);
        } else {
            served.current = None;
        }
    }

    /// Departments that modules of today lead or send cases to.
    pub(super) fn departments_in_use(&self) -> HashMap<DepartmentName, BTreeSet<ModuleName>> {
        let mut used: HashMap<DepartmentName, BTreeSet<ModuleName>> = HashMap::new();
        for (name, served) in &self.catalog.modules {
            let Some(current) = &served.current else { continue };
            let routed = current.module.routing.iter().map(|rule| &rule.department);
            for department in routed.chain([&current.module.department]) {
                used.entry(department.clone()).or_default().insert(name.clone());
            }
        }
        used
    }
}

/// Reads a spec into its type; the problem in words otherwise.
pub(super) fn read_spec<T: DeserializeOwned>(spec: &Value) -> Result<T, String> {
    T::deserialize(spec).map_err(|error| error.to_string())
}

/// SHA-256 over the canonical JSON (RFC 8785) of a spec: comments, order and white space of its
/// author make no difference.
pub(super) fn digest_of_spec(spec: &Value) -> String {
    canonical_digest(spec)
}

/// SHA-256 over the canonical JSON of a compiled module.
pub(super) fn digest_of_module(module: &Module) -> String {
    canonical_digest(module)
}

fn canonical_digest(value: &impl serde::Serialize) -> String {
    // JSON from memory with text keys has a canonical form; should there be none, the empty text
    // stands for it and differs from every digest that was stored.
    let canonical = serde_json_canonicalizer::to_vec(value).unwrap_or_default();
    hexadecimal(&Sha256::digest(canonical))
}
