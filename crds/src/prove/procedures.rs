//! Procedures and rests: what begins can end, and what stops the clock may.

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{Action, Effect, Module, ProcedureClock};
use cityhall_domain::name::StateName;

use super::places::action;
use crate::reason;

pub(super) fn check(module: &Module, found: &mut Diagnostics) {
    declared(module, found);
    for (index, one) in module.workflow.actions.iter().enumerate() {
        let (part, ends): (_, fn(&Effect, &Effect) -> bool) = match &one.effect {
            Effect::StartProcedure { .. } => ("effect.startProcedure", ends_procedure),
            Effect::Suspend { .. } => ("effect.suspend", |_, later| matches!(later, Effect::Resume)),
            _ => continue,
        };
        let ends = |later: &&Action| ends(&one.effect, &later.effect);
        let mut never = stands_afterwards(one)
            .filter(|state| module.workflow.actions.iter().filter(ends).all(|later| !later.from.contains(state)));
        if let Some(state) = never.next() {
            let message = format!("no action ends it in `{state}`, where the case then stands");
            found.add(action(index, part), reason::NEVER_ENDED, message);
        }
    }
}

fn ends_procedure(begun: &Effect, later: &Effect) -> bool {
    match (begun, later) {
        (Effect::StartProcedure { procedure: begun }, Effect::EndProcedure { procedure }) => begun.name == *procedure,
        _ => false,
    }
}

/// Where a case can stand after an action.
fn stands_afterwards(action: &Action) -> impl Iterator<Item = &StateName> {
    let stays = action.from.iter().filter(|_| action.to.is_none());
    action.to.iter().chain(stays)
}

fn declared(module: &Module, found: &mut Diagnostics) {
    for (index, one) in module.procedures.iter().enumerate() {
        let starts = |action: &Action| matches!(&action.effect, Effect::StartProcedure { procedure } if procedure.name == one.name);
        if !module.workflow.actions.iter().any(starts) {
            let message = "no action starts it";
            found.add(format!("spec.procedures[{index}].name"), reason::UNUSED_PROCEDURE, message);
        }
        if one.clock == ProcedureClock::Stopped && one.basis.is_none() {
            let message = "name the legal basis that lets it stop the clock";
            found.add(format!("spec.procedures[{index}].basis"), reason::STOP_WITHOUT_BASIS, message);
        }
    }
}
