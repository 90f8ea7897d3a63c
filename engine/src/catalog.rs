//! What a city has published, as its registry's stream left it: never anything about cases.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cityhall_domain::calendar::{Calendar, Limit};
use cityhall_domain::facts::Facts;
use cityhall_domain::module::Module;
use cityhall_domain::name::{DepartmentName, ModuleName, PartnerName, PolicyName, RoleName, SubjectId};
use cityhall_domain::place::Point;
use cityhall_domain::supervision::{CardDays, Supervision, Unit};
use cityhall_domain::text::{Language, Text};
use cityhall_eventstore::Position;
use cityhall_policies::{Deed, PolicySpec, Rules};
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::Value;

use crate::access::Policies;

pub use crate::access::issuer::{Issuer, PortalClient, PortalOffer, PortalPage, TrustedPublisher};
use crate::partners::Partner;

/// Everything published, at one position of the registry.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    /// The registry's event that it includes last.
    pub position: Position,
    /// The city itself; `None` until it is published.
    pub city: Option<Arc<City>>,
    /// Departments that exist now.
    pub departments: BTreeMap<DepartmentName, Arc<Department>>,
    /// Published days off and make-up days.
    pub calendar: Calendar,
    /// Modules that were ever published and are not forgotten.
    pub modules: BTreeMap<ModuleName, ServedModule>,
    /// Other bodies whose systems work over the API.
    pub partners: BTreeMap<PartnerName, Arc<Partner>>,
    /// The rules by which the city forbids, by the name of their manifest.
    pub access_policies: BTreeMap<PolicyName, Arc<AccessPolicy>>,
    /// The specs of everything else, as digests.
    pub specs: PublishedSpecs,
    facts: Option<Arc<Facts>>,
    rules: Arc<Rules>,
    has_new_rules: bool,
    policies: Arc<Policies>,
}

/// One manifest of rules, as it was published.
#[derive(Debug, Clone, PartialEq)]
pub enum AccessPolicy {
    /// As this binary reads it.
    Read(PolicySpec),
    /// This binary does not read it: until one serves that does, everything is forbidden.
    Unread,
}

impl Catalog {
    /// The revision of a module under which new cases are submitted; `None` where it is unknown or
    /// retired.
    #[must_use]
    pub fn current(&self, module: &ModuleName) -> Option<&Arc<Revision>> {
        self.modules.get(module).and_then(|served| served.current.as_ref())
    }

    /// The revision of a module with this number, retired or not.
    #[must_use]
    pub fn revision(&self, module: &ModuleName, number: u32) -> Option<&Arc<Revision>> {
        self.modules.get(module)?.revisions.iter().find(|revision| revision.number == number)
    }

    /// The surroundings of a decision; `None` until the city is published.
    #[must_use]
    pub fn facts(&self) -> Option<&Arc<Facts>> {
        self.facts.as_ref()
    }

    /// The district for which a department works: its own, or that of the nearest department above it that has one.
    #[must_use]
    pub fn district_of(&self, department: &DepartmentName) -> Option<&District> {
        let mut at = self.departments.get(department);
        // As many steps as departments: a circle of them ends too.
        for _ in 0..self.departments.len() {
            let known = at?;
            if let Some(code) = &known.district {
                return self.city.as_ref()?.districts.iter().find(|district| district.code == *code);
            }
            at = self.departments.get(known.parent.as_ref()?);
        }
        None
    }

    /// Puts the surroundings of decisions together from what is published now.
    pub(crate) fn refresh_facts(&mut self) {
        self.facts = self.city.as_ref().map(|city| {
            let parents = self.departments.iter().map(|(name, known)| (name.clone(), known.parent.clone()));
            Arc::new(Facts {
                city_code: city.code.clone(),
                zone: city.zone.clone(),
                calendar: self.calendar.clone(),
                departments: parents.collect(),
                supervision: city.supervision.rules(),
            })
        });
    }

    /// What the city forbids beyond walls and roles.
    #[must_use]
    pub fn policies(&self) -> &Policies {
        &self.policies
    }

    /// Takes rules in. They hold once [`Self::refresh_policies`] has put them together.
    pub(crate) fn publish_policy(&mut self, name: PolicyName, spec: Value) {
        let read = PolicySpec::deserialize(spec).map_or(AccessPolicy::Unread, AccessPolicy::Read);
        self.access_policies.insert(name, Arc::new(read));
        self.has_new_rules = true;
    }

    pub(crate) fn retire_policy(&mut self, name: &PolicyName) {
        self.access_policies.remove(name);
        self.has_new_rules = true;
    }

    fn rules(&self) -> Rules {
        let read = self.access_policies.iter().map(|(name, policy)| match &**policy {
            AccessPolicy::Read(spec) => Some((name.as_str(), spec)),
            AccessPolicy::Unread => None,
        });
        read.collect::<Option<Vec<_>>>().map_or_else(Rules::that_forbid_everything, Rules::of)
    }

    /// Puts the rules together, if they have changed, and sets them among what is published now.
    pub(crate) fn refresh_policies(&mut self) {
        if std::mem::take(&mut self.has_new_rules) {
            self.rules = Arc::new(self.rules());
            if self.rules.is_broken() {
                tracing::error!("an access policy is not understood by this binary: everything is forbidden");
            }
        }
        let asked = Deed::ALL.iter().any(|deed| self.rules.deciding(*deed).is_some());
        let owner = |served: &ServedModule| {
            let revision = served.current.as_ref().or(served.revisions.last())?;
            Some(revision.module.department.clone())
        };
        let owners = self.modules.iter().filter(|_| asked);
        let owners = owners.filter_map(|(name, served)| Some((name.clone(), owner(served)?))).collect();
        self.policies = Arc::new(Policies::new(Arc::clone(&self.rules), owners, self.facts.as_deref()));
    }

    /// The org tree, with who leads each department.
    #[must_use]
    pub fn units(&self) -> BTreeMap<DepartmentName, Unit> {
        let unit = |known: &Department| Unit {
            parent: known.parent.clone(),
            head: known.head.clone(),
            superior: known.superior.clone(),
        };
        self.departments.iter().map(|(name, known)| (name.clone(), unit(known))).collect()
    }

    /// The names of the departments that exist.
    #[must_use]
    pub fn department_names(&self) -> BTreeSet<DepartmentName> {
        self.departments.keys().cloned().collect()
    }
}

/// What tells whether a spec is the published one. (A module's revisions carry theirs.)
#[derive(Debug, Clone, Default)]
pub struct PublishedSpecs {
    /// That of the city.
    pub city: Option<PublishedSpec>,
    /// Those of the departments.
    pub departments: BTreeMap<DepartmentName, PublishedSpec>,
    /// That of each year's calendar.
    pub calendars: BTreeMap<i16, PublishedSpec>,
    /// Those of the partners.
    pub partners: BTreeMap<PartnerName, PublishedSpec>,
    /// Those of the access policies.
    pub policies: BTreeMap<PolicyName, PublishedSpec>,
}

/// One published spec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedSpec {
    /// The name of the resource.
    pub name: String,
    /// SHA-256 over the spec's canonical JSON, in hexadecimal.
    pub digest: String,
}

/// One module with every revision of it.
#[derive(Debug, Clone, Default)]
pub struct ServedModule {
    /// The revision for new cases; `None` means that the module is retired.
    pub current: Option<Arc<Revision>>,
    /// Every revision, oldest first, the current one included.
    pub revisions: Vec<Arc<Revision>>,
    /// Revisions that this binary does not compile to what they were published as. No command on a
    /// case of such a revision is taken until a binary serves that does; everything else goes on.
    pub halted: Vec<Halted>,
}

/// A revision whose cases are read but not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Halted {
    /// Which one.
    pub number: u32,
    /// Why.
    pub reason: String,
}

/// One applied change of a module's spec.
#[derive(Debug, Clone)]
pub struct Revision {
    /// From 1, without gaps within the module.
    pub number: u32,
    /// The language version that it was compiled under.
    pub language: u32,
    /// SHA-256 over the spec's canonical JSON, in hexadecimal.
    pub digest: String,
    /// What the spec compiles to.
    pub module: Arc<Module>,
}

/// The city, as it was published.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct City {
    /// Two to four letters that begin every case number.
    pub code: String,
    /// Its name.
    pub title: Text,
    /// Its time zone: days end at 24:00 there.
    #[serde(rename = "timeZone", deserialize_with = "time_zone")]
    pub zone: TimeZone,
    /// The languages in which every required text must exist.
    pub languages: Vec<Language>,
    /// The division code of the city.
    #[serde(default)]
    pub region: Option<String>,
    /// Its districts.
    #[serde(default)]
    pub districts: Vec<District>,
    /// Whose tokens it trusts.
    #[serde(default)]
    pub issuers: Vec<Issuer>,
    /// How it watches over its limits.
    #[serde(default)]
    pub supervision: WatchedLimits,
}

/// How a city watches over its limits, as it was written. What is absent is the default of the law's
/// practice ([`Supervision::default`]).
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WatchedLimits {
    cards: CardsWanted,
    notice_days: Option<u8>,
    red_days: Option<u8>,
    feedback_within: Option<Limit>,
    roles: WatchingRoles,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
enum CardsWanted {
    #[default]
    Drawn,
    Off,
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
struct WatchingRoles {
    withdraw: Option<RoleName>,
    supervise: Option<RoleName>,
}

impl WatchedLimits {
    fn rules(&self) -> Supervision {
        let usual = Supervision::default();
        let CardDays { before, after } = CardDays::default();
        let days = CardDays { before: self.notice_days.unwrap_or(before), after: self.red_days.unwrap_or(after) };
        Supervision {
            cards: Some(days).filter(|_| self.cards == CardsWanted::Drawn),
            withdraws: self.roles.withdraw.clone().unwrap_or(usual.withdraws),
            supervises: self.roles.supervise.clone().unwrap_or(usual.supervises),
            feedback_within: self.feedback_within.unwrap_or(usual.feedback_within),
        }
    }
}

fn time_zone<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<TimeZone, D::Error> {
    let name = String::deserialize(deserializer)?;
    TimeZone::get(&name).map_err(|_| serde::de::Error::custom(format!("`{name}` is not a time zone")))
}

/// One district of a city.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct District {
    /// Its division code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// The points of its border, the first not repeated; empty where none was published.
    #[serde(default, deserialize_with = "ring")]
    pub boundary: Vec<Point>,
}

/// The points of a border, the last not the first again.
fn ring<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<Point>, D::Error> {
    let mut points = Vec::<Point>::deserialize(deserializer)?;
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    Ok(points)
}

/// One department, as it was published.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Department {
    /// Its name for people.
    pub title: Text,
    /// The department above it.
    #[serde(default)]
    pub parent: Option<DepartmentName>,
    /// Who leads it.
    #[serde(default)]
    pub head: Option<SubjectId>,
    /// Who stands above its head.
    #[serde(default)]
    pub superior: Option<SubjectId>,
    /// Its unified social credit code.
    #[serde(default)]
    pub code: Option<String>,
    /// Its telephone number.
    #[serde(default)]
    pub phone: Option<String>,
    /// The code of the district for which it and those below it work.
    #[serde(default)]
    pub district: Option<String>,
    /// Who works there: sample staff of an example city, and those whose issuer leaves it to the city to say so.
    #[serde(default)]
    pub people: Vec<Person>,
}

/// Somebody who works for a department.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Person {
    /// The `sub` of their tokens.
    pub subject: String,
    /// Their name.
    pub name: String,
    /// What they hold.
    #[serde(default)]
    pub roles: Vec<RoleName>,
}
