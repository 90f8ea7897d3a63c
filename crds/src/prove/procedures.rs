//! Procedures and rests: what begins can end, and what stops the clock may.

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{Action, Effect, Module, Procedure, ProcedureClock, ProcedureKind};
use cityhall_domain::name::StateName;

use super::places::action;
use crate::reason;

pub(super) fn check(module: &Module, found: &mut Diagnostics) {
    declared(module, found);
    for (index, one) in module.workflow.actions.iter().enumerate() {
        let (part, ends): (_, fn(&Effect, &Effect) -> bool) = match &one.effect {
            Effect::StartProcedure { procedure } if is_notice(procedure) => {
                answered(module, index, one, found);
                continue;
            }
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

fn is_notice(procedure: &Procedure) -> bool {
    matches!(procedure.kind, Some(ProcedureKind::PublicNotice { .. }))
}

/// Objections that a public notice may bring can be answered where the case then stands, either way.
fn answered(module: &Module, index: usize, one: &Action, found: &mut Diagnostics) {
    for wanted in [true, false] {
        let answers = |later: &&Action| later.effect == Effect::AnswerObjection { upheld: wanted };
        let actions = || module.workflow.actions.iter().filter(answers);
        let mut never = stands_afterwards(one).filter(|state| actions().all(|later| !later.from.contains(state)));
        if let Some(state) = never.next() {
            let message = format!("no action answers an objection with `upheld: {wanted}` in `{state}`");
            found.add(action(index, "effect.startProcedure"), reason::NEVER_ANSWERED, message);
        }
    }
}

/// A public notice ends by time alone; a hearing is not presided by who examined the case.
fn ended(module: &Module, index: usize, one: &Procedure, found: &mut Diagnostics) {
    let ends = |action: &Action| matches!(&action.effect, Effect::EndProcedure { procedure } if *procedure == one.name);
    for (at, end) in module.workflow.actions.iter().enumerate().filter(|(_, action)| ends(action)) {
        match one.kind {
            Some(ProcedureKind::PublicNotice { .. }) => {
                let message = "a public notice ends by time alone; leave this action out";
                found.add(action(at, "effect.endProcedure"), reason::ENDS_BY_ITSELF, message);
            }
            Some(ProcedureKind::Hearing { .. }) if end.not_by.is_empty() => {
                let message = format!(
                    "`spec.procedures[{index}]` is a hearing: name the actions of the examination, whose officers may not preside"
                );
                found.add(action(at, "notBy"), reason::HEARING_BY_EXAMINER, message);
            }
            Some(ProcedureKind::Hearing { .. }) | None => {}
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
pub(super) fn stands_afterwards(action: &Action) -> impl Iterator<Item = &StateName> {
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
        ended(module, index, one, found);
    }
}
