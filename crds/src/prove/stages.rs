//! Effects in their order: nothing is decided before it is accepted, nothing is accepted or decided
//! twice, on any way that a case can take.

use std::collections::BTreeSet;

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{Effect, Module, Procedure, ProcedureKind};

use super::graph::{By, Step, steps};
use super::places::{action, state};
use crate::{path, reason};

/// How far a case has come in law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Submitted,
    Accepted,
    Approved,
    Over,
}

/// Walks every pair of state and stage that a case can be in. A step that is illegal there is
/// reported once and not walked.
pub(super) fn check(module: &Module, found: &mut Diagnostics) {
    let steps = steps(module);
    let (mut seen, mut open) = (BTreeSet::new(), vec![(0, Stage::Submitted)]);
    let mut wrong = BTreeSet::new();
    while let Some((state, stage)) = open.pop() {
        if !seen.insert((state, stage)) {
            continue;
        }
        for step in steps.iter().filter(|step| step.from == state) {
            match after(module, step, stage) {
                Ok(next) => open.push((step.to, next)),
                Err(reason) => drop(wrong.insert((culprit(step), reason))),
            }
        }
    }
    for (culprit, reason) in wrong {
        found.add(culprit, reason, message(reason));
    }
}

/// Where the manifest says that there is this step.
fn culprit(step: &Step<'_>) -> String {
    match step.by {
        By::Action { index, from, .. } => path::item(&action(index, "from"), from),
        By::Expiry | By::Lapse | By::Opinions => state(step.from, "onExpiry.deemsAccepted"),
    }
}

/// The stage after a step from `stage`, or the reason why the step is illegal there.
fn after(module: &Module, step: &Step<'_>, stage: Stage) -> Result<Stage, &'static str> {
    let next = match step.by {
        By::Action { action, .. } => by_effect(&action.effect, stage)?,
        By::Expiry if deems_accepted(module, step) => by_effect(&Effect::Accept, stage)?,
        By::Expiry | By::Lapse | By::Opinions => stage,
    };
    let is_over = module.workflow.states[step.to].end.is_some();
    Ok(if is_over { Stage::Over } else { next })
}

/// Whether silence accepts the case with this step.
fn deems_accepted(module: &Module, step: &Step<'_>) -> bool {
    module.workflow.states[step.from].on_expiry.as_ref().is_some_and(|expiry| expiry.deems_accepted)
}

fn by_effect(effect: &Effect, stage: Stage) -> Result<Stage, &'static str> {
    match (effect, stage) {
        // Whatever else starts from an end is reported where the action stands.
        (Effect::Reopen { .. }, _) | (Effect::Accept, Stage::Submitted) => Ok(Stage::Accepted),
        (Effect::Decline { .. } | Effect::RequestSupplement { .. }, Stage::Submitted) | (_, Stage::Over) => Ok(stage),
        (Effect::Accept | Effect::Decline { .. } | Effect::RequestSupplement { .. }, _) => {
            Err(reason::ALREADY_ACCEPTED)
        }
        (Effect::Approve | Effect::Refuse { .. }, Stage::Accepted) | (Effect::Issue, Stage::Approved) => {
            Ok(Stage::Approved)
        }
        (Effect::Withdraw, Stage::Approved) => Err(reason::ALREADY_DECIDED),
        // What was granted may be shown to the public before it takes effect.
        (Effect::StartProcedure { procedure }, Stage::Approved) if is_notice(procedure) => Ok(stage),
        (Effect::AnswerObjection { .. }, Stage::Submitted) => Err(reason::NOT_ACCEPTED),
        (effect, stage) if belongs_to_examination(effect) => match stage {
            Stage::Submitted => Err(reason::NOT_ACCEPTED),
            Stage::Accepted | Stage::Over => Ok(stage),
            Stage::Approved => Err(reason::ALREADY_DECIDED),
        },
        (Effect::Issue | Effect::Revoke { .. }, Stage::Submitted | Stage::Accepted) => Err(reason::NOT_APPROVED),
        (_, stage) => Ok(stage),
    }
}

fn is_notice(procedure: &Procedure) -> bool {
    matches!(procedure.kind, Some(ProcedureKind::PublicNotice { .. }))
}

/// Whether an effect has its place between acceptance and decision.
fn belongs_to_examination(effect: &Effect) -> bool {
    match effect {
        Effect::Approve
        | Effect::Refuse { .. }
        | Effect::StartProcedure { .. }
        | Effect::EndProcedure { .. }
        | Effect::Extend
        | Effect::Suspend { .. }
        | Effect::Resume
        | Effect::RequestOpinions { .. }
        | Effect::GiveOpinion { .. } => true,
        Effect::Accept
        | Effect::Decline { .. }
        | Effect::RequestSupplement { .. }
        | Effect::Issue
        | Effect::Revoke { .. }
        | Effect::Transfer { .. }
        | Effect::Return { .. }
        | Effect::Terminate { .. }
        | Effect::Withdraw
        | Effect::Note
        | Effect::Close
        | Effect::Reopen { .. }
        | Effect::AnswerObjection { .. } => false,
    }
}

fn message(reason: &'static str) -> &'static str {
    match reason {
        reason::ALREADY_ACCEPTED => "a case can be accepted already when it comes here; this belongs to intake",
        reason::NOT_ACCEPTED => "a case can come here without being accepted; accept it on every way before",
        reason::NOT_APPROVED => "a case can come here without being approved; approve it on every way before",
        _ => "a case can be decided already when it comes here",
    }
}
