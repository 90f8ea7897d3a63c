//! The largest module of the example city, and one case of it that has gone through a thousand events, each
//! made by a command as somebody would give it.

use std::collections::{BTreeMap, BTreeSet};

use cityhall_crds::Kind;
use cityhall_domain::case::command::Perform;
use cityhall_domain::case::{Actor, Case, Command, Event, Intent, OpenCase, available_actions, decide, evolve};
use cityhall_domain::facts::Facts;
use cityhall_domain::module::{Action, Effect, Module};
use cityhall_domain::name::{ActionName, DepartmentName, RoleName, SubjectId};
use cityhall_tests::{Failure, Sample, Step, repository, samples};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::{Map, Value};

/// How long the history is.
pub(super) const EVENTS: u16 = 1_000;

/// So many of them go through the workflow; the rest stays where the case then stands.
const WANDERED: usize = 200;

/// The module with the most states and actions, and what its samples fill in.
pub(super) struct Largest {
    pub(super) module: Module,
    pub(super) departments: BTreeMap<DepartmentName, Option<DepartmentName>>,
    pub(super) answers: Map<String, Value>,
    /// The fields of actions, as samples fill them in.
    fields: BTreeMap<String, Map<String, Value>>,
}

/// Reads the example city.
pub(super) fn largest(at: Timestamp) -> Result<Largest, Failure> {
    let city = repository().join("examples/qingshui");
    let (mut modules, mut departments) = (Vec::new(), BTreeMap::new());
    for folder in ["departments", "modules"] {
        for entry in std::fs::read_dir(city.join(folder))? {
            let (manifests, _) = cityhall_crds::manifest::parse(&std::fs::read_to_string(entry?.path())?);
            for manifest in manifests {
                if manifest.kind == Kind::Department {
                    departments.insert(manifest.name.parse()?, None);
                } else if manifest.kind == Kind::ServiceModule {
                    let module = cityhall_crds::lower(cityhall_crds::LANGUAGE, &manifest.name, &manifest.spec);
                    modules.push(module.map_err(|problems| format!("{}: {problems:?}", manifest.name))?);
                }
            }
        }
    }
    let size = |module: &Module| module.workflow.states.len() + module.workflow.actions.len();
    let module = modules.into_iter().max_by_key(size).ok_or("the example city has no module")?;
    let of_it = |sample: &(String, Sample)| sample.1.input["module"] == *module.name.as_str();
    let samples: Vec<(String, Sample)> = samples(&city)?.into_iter().filter(of_it).collect();
    let (_, first) = samples.first().ok_or("the largest module has no sample")?;
    let Value::Object(answers) = first.answers_on(at.to_zoned(TimeZone::UTC).date())? else {
        return Err("answers are an object".into());
    };
    let fields = samples.iter().flat_map(|(_, sample)| &sample.steps).filter_map(filled_in).collect();
    Ok(Largest { module, departments, answers, fields })
}

/// The action of a step and its fields.
fn filled_in(step: &Step) -> Option<(String, Map<String, Value>)> {
    let Step::Act { input, refused: None, .. } = step else { return None };
    Some((input["action"].as_str()?.to_owned(), input.get("fields")?.as_object()?.clone()))
}

/// What a walk through the workflow has made of a case.
pub(super) struct History {
    pub(super) events: Vec<Event>,
    pub(super) case: Case,
    /// A command that the case accepts as it stands now.
    pub(super) next: Command,
}

/// Goes through the workflow, doing what was done least so far, and never into a corner; then adds to the
/// record where the case stands.
pub(super) fn history(largest: &Largest, facts: &Facts, submitted: Vec<Event>) -> Result<History, Failure> {
    let mut walk = Walk { largest, facts, case: folded(&submitted), events: submitted, used: BTreeMap::new() };
    let mut fertile = None;
    while walk.events.len() < WANDERED {
        if walk.staying().is_some() {
            fertile = Some((walk.events.len(), walk.case.clone()));
        }
        if !walk.wander() {
            break;
        }
    }
    let (wandered, case) = fertile.ok_or("nothing can be done again and again in this module")?;
    walk.events.truncate(wandered);
    walk.case = case;
    let length = usize::from(EVENTS);
    while walk.events.len() < length {
        let (_, events) = walk.staying().ok_or("what could be done again and again no longer can")?;
        walk.take(events);
    }
    walk.events.truncate(length);
    walk.case = folded(&walk.events);
    let (next, _) = walk.staying().ok_or("the case accepts nothing more")?;
    Ok(History { events: walk.events, case: walk.case, next })
}

/// A case as its events leave it.
pub(super) fn folded(events: &[Event]) -> Case {
    events.iter().fold(Case::Unborn, evolve)
}

struct Walk<'a> {
    largest: &'a Largest,
    facts: &'a Facts,
    case: Case,
    events: Vec<Event>,
    used: BTreeMap<ActionName, usize>,
}

impl<'a> Walk<'a> {
    /// Does what was done least, if the case can go on afterwards.
    fn wander(&mut self) -> bool {
        let mut offers = self.offers(&self.case);
        offers.sort_by_key(|(_, action)| self.used.get(&action.name).copied().unwrap_or_default());
        for (by, action) in offers {
            let Some((_, events)) = self.tried(by, self.perform(action)) else { continue };
            let case = events.iter().fold(self.case.clone(), evolve);
            if !self.offers(&case).is_empty() {
                *self.used.entry(action.name.clone()).or_default() += 1;
                self.take(events);
                return true;
            }
        }
        false
    }

    /// A command that leaves the case where it stands and can be given again: a note, or a material.
    fn staying(&self) -> Option<(Command, Vec<Event>)> {
        let is_note = |action: &Action| action.to.is_none() && action.effect == Effect::Note;
        let notes = self.offers(&self.case).into_iter().filter(|(_, action)| is_note(action));
        let notes = notes.map(|(by, action)| (by, self.perform(action)));
        let first = self.largest.module.guide.documents.iter().take(1).map(|document| document.name.clone());
        let present = Intent::PresentDocuments { documents: first.collect() };
        let present = open(&self.case).and_then(applicant).map(|by| (by, present));
        notes.chain(present).find_map(|(by, intent)| self.tried(by, intent))
    }

    fn tried(&self, by: Actor, intent: Intent) -> Option<(Command, Vec<Event>)> {
        let at = open(&self.case)?.last_at.checked_add(1.minute()).ok()?;
        let command = Command { at, by, intent };
        let events = decide(&self.largest.module, self.facts, &self.case, &command).ok()?;
        Some((command, events))
    }

    fn take(&mut self, events: Vec<Event>) {
        self.case = events.iter().fold(std::mem::replace(&mut self.case, Case::Unborn), evolve);
        self.events.extend(events);
    }

    /// Everything that anybody may do with a case now.
    fn offers(&self, case: &Case) -> Vec<(Actor, &'a Action)> {
        let Some(open) = open(case) else { return Vec::new() };
        let offered = |by: Actor| {
            let actions = available_actions(&self.largest.module, self.facts, case, &by, open.last_at);
            actions.into_iter().map(move |action| (by.clone(), action))
        };
        people(&self.largest.module, open).into_iter().flat_map(offered).collect()
    }

    /// An action with all that it can demand.
    fn perform(&self, action: &Action) -> Intent {
        let holder = open(&self.case).map(|case| &case.department);
        let (legal_basis, department) = match &action.effect {
            Effect::Decline { basis }
            | Effect::Refuse { basis }
            | Effect::Revoke { basis }
            | Effect::Suspend { basis }
            | Effect::Terminate { basis } => (basis.first().cloned(), None),
            Effect::Transfer { to } => (None, to.iter().find(|to| Some(*to) != holder).cloned()),
            _ => (None, None),
        };
        let field = self.largest.module.form.fields().first().map(|field| format!("/{}", field.name));
        let asks = matches!(action.effect, Effect::RequestSupplement { .. });
        Intent::Perform(Perform {
            reason: Some("it was seen on the spot".to_owned()),
            legal_basis,
            department,
            fields: self.largest.fields.get(action.name.as_str()).cloned().unwrap_or_default(),
            items: field.filter(|_| asks).into_iter().collect(),
            ..Perform::bare(action.name.clone())
        })
    }
}

fn open(case: &Case) -> Option<&OpenCase> {
    match case {
        Case::Unborn => None,
        Case::Open(case) => Some(case),
    }
}

fn applicant(case: &OpenCase) -> Option<Actor> {
    case.applicant.clone().map(|subject| Actor::Resident { subject })
}

/// The applicant, and for each role of the module two officers of the department that has the case.
fn people(module: &Module, case: &OpenCase) -> Vec<Actor> {
    let roles: BTreeSet<&RoleName> = module.workflow.actions.iter().flat_map(|action| &action.roles).collect();
    let roles = roles.into_iter().filter(|role| !role.is_applicant() && !role.is_city());
    let officers = roles.flat_map(|role| {
        ["one", "two"].map(|which| Actor::Officer {
            subject: SubjectId(format!("{which}-{role}")),
            department: case.department.clone(),
            roles: vec![role.clone()],
            instead_of: None,
        })
    });
    applicant(case).into_iter().chain(officers).collect()
}
