//! What the city decides by itself: each action follows from the one before and demands nothing.

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{Action, Demands, Module};
use cityhall_domain::name::RoleName;

use super::places::action;
use crate::{path, reason};

pub(super) fn check(module: &Module, found: &mut Diagnostics) {
    nobody_else(module, found);
    for (index, rule) in module.instant.iter().enumerate() {
        let mut stands = module.workflow.states.first().map(|state| &state.name);
        for (place, name) in rule.actions.iter().enumerate() {
            let at = path::item(&format!("spec.instant[{index}].actions"), place);
            let Some(next) = module.workflow.action(name) else { break };
            if stands.is_none_or(|state| !next.from.contains(state)) {
                let state = stands.map(ToString::to_string).unwrap_or_default();
                found.add(at, reason::INSTANT_OUT_OF_PLACE, format!("the case then stands in `{state}`"));
                break;
            }
            if let Some(problem) = needs_a_person(next) {
                found.add(at, reason::INSTANT_NEEDS_A_PERSON, problem);
                break;
            }
            stands = next.to.as_ref().or(stands);
        }
    }
}

/// An action that nobody but the city may do is done by some rule.
fn nobody_else(module: &Module, found: &mut Diagnostics) {
    for (index, one) in module.workflow.actions.iter().enumerate() {
        let is_done = module.instant.iter().any(|rule| rule.actions.contains(&one.name));
        if one.roles.iter().all(RoleName::is_city) && !is_done {
            let message = "only the city may do this, and no rule of `spec.instant` names it";
            found.add(action(index, "roles"), reason::NEVER_DONE, message);
        }
    }
}

/// Why the city cannot do an action by itself.
fn needs_a_person(action: &Action) -> Option<&'static str> {
    if !action.effect.may_be_instant() {
        return Some("the city itself accepts, approves, issues, notes and closes; everything else is for people");
    }
    if action.demands != Demands::default() {
        return Some("it demands a reason or fields, which only a person can give");
    }
    (action.officers > 1).then_some("several officers must do it")
}
