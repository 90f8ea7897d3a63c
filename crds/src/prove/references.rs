//! Names refer to something, mean one thing, and are not the language's own.

use std::collections::BTreeSet;
use std::fmt::Display;

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{Action, ApplicantKind, Effect, LegalBasis, Module, Surroundings};
use cityhall_domain::name::{ActionName, BasisName, DepartmentName, StateName};

use super::places::{action, alternative, state};
use crate::{path, reason};

/// References to states, and their uniqueness: what every proof over the way of a case rests on.
pub(super) fn of_states(module: &Module) -> Diagnostics {
    let mut found = Diagnostics::default();
    let workflow = &module.workflow;
    let names = workflow.states.iter().enumerate();
    unique(names.map(|(index, one)| (state(index, "name"), &one.name)), &mut found);
    for (path, name) in references_to_states(module) {
        if workflow.state(name).is_none() {
            let known = workflow.states.iter().map(|state| state.name.as_str()).collect::<Vec<_>>().join(", ");
            found.add(path, reason::UNKNOWN_STATE, format!("there is no state `{name}`; there are {known}"));
        }
    }
    found
}

fn references_to_states(module: &Module) -> Vec<(String, &StateName)> {
    let mut all = Vec::new();
    for (index, one) in module.workflow.states.iter().enumerate() {
        all.extend(one.on_expiry.iter().map(|expiry| (state(index, "onExpiry.to"), &expiry.to)));
    }
    for (index, one) in module.limits.by_answers.iter().enumerate() {
        let states = alternative(index, "states");
        let named = one.states.iter().enumerate();
        all.extend(named.map(|(at, one)| (path::key(&path::item(&states, at), "state"), &one.state)));
    }
    for (index, one) in module.workflow.actions.iter().enumerate() {
        let from = action(index, "from");
        all.extend(one.from.iter().enumerate().map(|(at, name)| (path::item(&from, at), name)));
        all.extend(one.to.iter().map(|name| (action(index, "to"), name)));
        if let Effect::RequestSupplement { on_lapse: Some(name), .. } = &one.effect {
            all.push((action(index, "effect.requestSupplement.onLapse"), name));
        }
        if let Effect::RequestOpinions { on_all: Some(name), .. } = &one.effect {
            all.push((action(index, "effect.requestOpinions.onAll"), name));
        }
    }
    for (index, one) in module.guide.documents.iter().enumerate() {
        all.extend(one.on_lapse.iter().map(|name| (format!("spec.documents[{index}].mayFollow.onLapse"), name)));
    }
    all
}

/// Every other name.
pub(super) fn check(module: &Module, around: Surroundings<'_>, found: &mut Diagnostics) {
    departments(module, around.departments, found);
    bases(module, found);
    let actions = &module.workflow.actions;
    unique(actions.iter().enumerate().map(|(index, one)| (action(index, "name"), &one.name)), found);
    for (index, one) in actions.iter().enumerate() {
        if one.name == ActionName::answer_supplement() {
            let message = "with this the applicant answers a supplement notice; it is there without being declared";
            found.add(action(index, "name"), reason::RESERVED_NAME, message);
        }
        checked_actions(&action(index, "notBy"), &one.not_by, module, found);
        unique_items(&action(index, "notBy"), &one.not_by, found);
        unique_items(&action(index, "from"), &one.from, found);
        unique_items(&action(index, "roles"), &one.roles, found);
    }
    for (index, rule) in module.instant.iter().enumerate() {
        known_actions(&format!("spec.instant[{index}].actions"), &rule.actions, actions, found);
    }
    let applicants = module.applicants.iter().map(|kind| format!("{kind:?}")).collect::<Vec<_>>();
    unique_items("spec.applicants", &applicants, found);
    if module.assurance.is_some() && module.applicants.contains(&ApplicantKind::Anonymous) {
        let message = "an anonymous applicant is known by nobody; leave out `Anonymous`, or `assurance`";
        found.add("spec.assurance", reason::ASSURANCE_OF_NOBODY, message);
    }
    lists_of_the_guide(module, found);
}

fn lists_of_the_guide(module: &Module, found: &mut Diagnostics) {
    let guide = &module.guide;
    let documents = guide.documents.iter().enumerate();
    unique(documents.map(|(index, one)| (format!("spec.documents[{index}].name"), &one.name)), found);
    unique_items("spec.guide.implementing", &guide.implementing, found);
    let themes = guide.themes.iter().map(|theme| format!("{theme:?}")).collect::<Vec<_>>();
    unique_items("spec.guide.themes", &themes, found);
    let levels = guide.levels.iter().map(|level| format!("{level:?}")).collect::<Vec<_>>();
    unique_items("spec.guide.levels", &levels, found);
}

fn known_actions(at: &str, names: &[ActionName], actions: &[Action], found: &mut Diagnostics) {
    for (item, name) in names.iter().enumerate() {
        known_action(path::item(at, item), name, actions, found);
    }
}

fn known_action(at: String, name: &ActionName, actions: &[Action], found: &mut Diagnostics) {
    if actions.iter().all(|action| &action.name != name) {
        let known = actions.iter().map(|action| action.name.as_str()).collect::<Vec<_>>().join(", ");
        found.add(at, reason::UNKNOWN_ACTION, format!("there is no action `{name}`; there are {known}"));
    }
}

/// What an action may be there to check: actions of the module, and what officers do for a person.
fn checked_actions(at: &str, names: &[ActionName], module: &Module, found: &mut Diagnostics) {
    let taken_down = [ActionName::submit(), ActionName::answer_supplement()];
    let is_built_in = |name: &ActionName| module.assisted.is_some() && taken_down.contains(name);
    for (item, name) in names.iter().enumerate().filter(|(_, name)| !is_built_in(name)) {
        known_action(path::item(at, item), name, &module.workflow.actions, found);
    }
}

fn departments(module: &Module, known: &BTreeSet<DepartmentName>, found: &mut Diagnostics) {
    let mut named = vec![("spec.department".to_owned(), &module.department)];
    let guide = &module.guide;
    named.extend(guide.authority.iter().map(|name| ("spec.guide.authority".to_owned(), name)));
    let implementing = guide.implementing.iter().enumerate();
    named.extend(implementing.map(|(index, name)| (path::item("spec.guide.implementing", index), name)));
    named.extend(guide.delegated.iter().map(|name| ("spec.guide.delegated".to_owned(), name)));
    for (index, rule) in module.routing.iter().enumerate() {
        named.push((format!("spec.routing[{index}].department"), &rule.department));
    }
    for (index, one) in module.workflow.actions.iter().enumerate() {
        if let Effect::Transfer { to } = &one.effect {
            let at = action(index, "effect.transfer.to");
            unique_items(&at, to, found);
            named.extend(to.iter().enumerate().map(|(item, name)| (path::item(&at, item), name)));
        }
        if let Effect::RequestOpinions { from, .. } = &one.effect {
            let at = action(index, "effect.requestOpinions.from");
            unique_items(&at, from, found);
            named.extend(from.iter().enumerate().map(|(item, name)| (path::item(&at, item), name)));
        }
    }
    for (path, name) in named {
        if !known.contains(name) {
            found.add(path, reason::UNKNOWN_DEPARTMENT, format!("the city has no department `{name}`"));
        }
    }
}

fn bases(module: &Module, found: &mut Diagnostics) {
    let known = &module.guide.legal_basis;
    let names =
        known.iter().enumerate().map(|(index, one)| (format!("spec.guide.legalBasis[{index}].name"), &one.name));
    unique(names, found);
    let procedures = module.procedures.iter().enumerate();
    let names = procedures.clone().map(|(index, one)| (format!("spec.procedures[{index}].name"), &one.name));
    unique(names, found);
    for (index, name) in procedures.filter_map(|(index, one)| Some((index, one.basis.as_ref()?))) {
        known_basis(format!("spec.procedures[{index}].basis"), name, known, found);
    }
    for (index, charge) in module.guide.charges.iter().enumerate() {
        known_basis(format!("spec.guide.charges[{index}].basis"), &charge.basis, known, found);
    }
    for (index, one) in module.workflow.actions.iter().enumerate() {
        let Some((at, bases)) = basis_of(&one.effect, index) else { continue };
        unique_items(&at, bases, found);
        for (item, name) in bases.iter().enumerate() {
            known_basis(path::item(&at, item), name, known, found);
        }
    }
}

fn known_basis(at: String, name: &BasisName, known: &[LegalBasis], found: &mut Diagnostics) {
    if known.iter().all(|basis| &basis.name != name) {
        found.add(at, reason::UNKNOWN_BASIS, format!("the guide has no legal basis `{name}`"));
    }
}

fn basis_of(effect: &Effect, index: usize) -> Option<(String, &[BasisName])> {
    match effect {
        Effect::Decline { basis } => Some((action(index, "effect.decline.basis"), basis)),
        Effect::Refuse { basis } => Some((action(index, "effect.refuse.basis"), basis)),
        Effect::Revoke { basis } => Some((action(index, "effect.revoke.basis"), basis)),
        Effect::Suspend { basis } => Some((action(index, "effect.suspend.basis"), basis)),
        Effect::Terminate { basis } => Some((action(index, "effect.terminate.basis"), basis)),
        Effect::Accept
        | Effect::RequestSupplement { .. }
        | Effect::StartProcedure { .. }
        | Effect::EndProcedure { .. }
        | Effect::Extend
        | Effect::Resume
        | Effect::Return { .. }
        | Effect::Approve
        | Effect::Issue
        | Effect::Transfer { .. }
        | Effect::Withdraw
        | Effect::Note
        | Effect::Close
        | Effect::Reopen { .. }
        | Effect::RequestOpinions { .. }
        | Effect::GiveOpinion { .. }
        | Effect::AnswerObjection { .. } => None,
    }
}

fn unique_items<N: Ord + Display>(at: &str, names: &[N], found: &mut Diagnostics) {
    unique(names.iter().enumerate().map(|(index, name)| (path::item(at, index), name)), found);
}

pub(super) fn unique<'a, N: Ord + Display + 'a>(names: impl Iterator<Item = (String, &'a N)>, found: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    for (path, name) in names {
        if !seen.insert(name) {
            found.add(path, reason::DUPLICATE_NAME, format!("`{name}` is there already"));
        }
    }
}
