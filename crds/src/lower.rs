//! spec → module: parses what a city wrote into types that cannot be wrong in themselves. What
//! only the whole, or the rest of the city, can show to be wrong is proved in [`crate::prove()`].
//!
//! Pure, total and stable: for one language version the result for a spec never changes, because
//! the registry replays old specs through it. One file per part of the language.

mod assisted;
mod document;
mod form;
mod guide;
mod limits;
mod names;
mod notices;
mod procedures;
mod routing;
mod words;
mod workflow;

use cityhall_domain::assurance::Assurance;
use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{ApplicantKind, Module, ServiceType};
use cityhall_domain::text::Text;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::crd::Kind;
use crate::spec::{self, module as written};
use crate::{LANGUAGE, path, reason, structure};

/// Compiles the `spec` of the `ServiceModule` called `name`.
///
/// # Errors
/// Every problem at once: of the structure, of names, of the form and of expressions.
pub fn lower(language: u32, name: &str, spec: &Value) -> Result<Module, Diagnostics> {
    let mut found = Diagnostics::default();
    if language != LANGUAGE {
        found.add(
            "",
            reason::UNKNOWN_LANGUAGE,
            format!("language version {language}; this compiler speaks {LANGUAGE}"),
        );
        return Err(found);
    }
    let mut lowering = Lowering { spec, structural: structure::check(Kind::ServiceModule, spec), found };
    let module = lowering.module(name);
    let mut problems = lowering.structural;
    problems.append(lowering.found);
    match module {
        Some(module) if problems.is_empty() => Ok(module),
        _ => Err(problems),
    }
}

/// What is wrong so far, and the spec that is read.
struct Lowering<'a> {
    spec: &'a Value,
    structural: Diagnostics,
    found: Diagnostics,
}

impl Lowering<'_> {
    /// The module, if every part of it could be read. Every part is read, whatever the others do.
    fn module(&mut self, name: &str) -> Option<Module> {
        let name = names::name("metadata.name", name, &mut self.found);
        let service_type = self.part::<written::ServiceType>("type").map(service_type);
        let department = self.part::<String>("department");
        let department = department.and_then(|name| names::name("spec.department", &name, &mut self.found));
        let title = self.part::<spec::Text>("title").map(Text::from);
        let applicants = self.part::<Vec<written::ApplicantKind>>("applicants");
        let assurance = self.optional::<Option<written::Assurance>>("assurance");
        let codes = self.optional::<Option<written::Codes>>("codes").flatten();
        let documents = self.optional("documents").and_then(|all| document::lower(all, &mut self.found));
        let guide = self.part("guide").and_then(|guide| guide::lower(guide, codes, documents, &mut self.found));
        let form = self.part("form").and_then(|form| form::lower("spec.form", &form, &mut self.found));
        let routing = self.optional("routing").and_then(|rules| routing::lower(rules, &mut self.found));
        let instant = self.optional("instant").and_then(|rules| routing::instant(rules, &mut self.found));
        let limits = self.part("limits").and_then(|limits| limits::lower(limits, &mut self.found));
        let procedures = self.optional("procedures").and_then(|all| procedures::lower(all, &mut self.found));
        let known = procedures.as_deref().unwrap_or_default();
        let workflow = self.part("workflow").and_then(|workflow| workflow::lower(workflow, known, &mut self.found));
        let publication = self.optional("publication").and_then(|rule| routing::publication(rule, &mut self.found));
        let notices = self.optional::<Option<written::Notices>>("notices");
        let notices = notices.map(|notices| notices::lower(notices.unwrap_or_default()));
        let assisted = self.optional("assisted").and_then(|who| assisted::lower(who, &mut self.found));
        Some(Module {
            name: name?,
            service_type: service_type?,
            department: department?,
            title: title?,
            applicants: applicants?.into_iter().map(applicant).collect(),
            assurance: assurance?.map(assurance_of),
            guide: guide?,
            form: form?,
            routing: routing?,
            instant: instant?,
            limits: limits?,
            procedures: procedures?,
            workflow: workflow?,
            publication: publication?,
            notices: notices?,
            assisted: assisted?,
        })
    }

    /// A part of the spec as it was written, unless its structure is wrong.
    fn part<T: DeserializeOwned>(&mut self, key: &str) -> Option<T> {
        self.read(key, self.spec.get(key)?)
    }

    /// As [`Self::part`], for a part that may be absent.
    fn optional<T: DeserializeOwned + Default>(&mut self, key: &str) -> Option<T> {
        self.spec.get(key).map_or_else(|| Some(T::default()), |value| self.read(key, value))
    }

    fn read<T: DeserializeOwned>(&mut self, key: &str, value: &Value) -> Option<T> {
        let path = path::key("spec", key);
        if self.structural.0.iter().any(|problem| path::is_within(&problem.path, &path)) {
            return None;
        }
        let read = T::deserialize(value);
        if let Err(error) = &read {
            self.found.add(path, reason::WRONG_TYPE, error.to_string());
        }
        read.ok()
    }
}

/// Every item of a list lowered, if all could be. All are tried.
fn all<T, U>(items: Vec<T>, lower: impl FnMut((usize, T)) -> Option<U>) -> Option<Vec<U>> {
    let lowered: Vec<Option<U>> = items.into_iter().enumerate().map(lower).collect();
    lowered.into_iter().collect()
}

/// As [`all`], for one that may be absent.
#[expect(clippy::option_option, reason = "outer: could it be lowered, inner: is it there")]
fn maybe<T, U>(item: Option<T>, lower: impl FnOnce(T) -> Option<U>) -> Option<Option<U>> {
    item.map_or(Some(None), |item| lower(item).map(Some))
}

impl From<spec::Text> for Text {
    fn from(text: spec::Text) -> Self {
        Self { zh: text.zh, en: text.en }
    }
}

fn service_type(written: written::ServiceType) -> ServiceType {
    match written {
        written::ServiceType::AdministrativeLicence => ServiceType::AdministrativeLicence,
        written::ServiceType::AdministrativeConfirmation => ServiceType::AdministrativeConfirmation,
        written::ServiceType::AdministrativePayment => ServiceType::AdministrativePayment,
        written::ServiceType::AdministrativeReward => ServiceType::AdministrativeReward,
        written::ServiceType::AdministrativeRuling => ServiceType::AdministrativeRuling,
        written::ServiceType::Filing => ServiceType::Filing,
        written::ServiceType::OtherPower => ServiceType::OtherPower,
        written::ServiceType::PublicService => ServiceType::PublicService,
        written::ServiceType::WorkOrder => ServiceType::WorkOrder,
        written::ServiceType::Letter => ServiceType::Letter,
    }
}

fn assurance_of(written: written::Assurance) -> Assurance {
    match written {
        written::Assurance::Low => Assurance::Low,
        written::Assurance::Substantial => Assurance::Substantial,
        written::Assurance::High => Assurance::High,
    }
}

fn applicant(written: written::ApplicantKind) -> ApplicantKind {
    match written {
        written::ApplicantKind::Anonymous => ApplicantKind::Anonymous,
        written::ApplicantKind::Resident => ApplicantKind::Resident,
        written::ApplicantKind::Company => ApplicantKind::Company,
    }
}
