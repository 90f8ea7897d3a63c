//! Random modules in which cases go as the law has it: accepted before they are decided, and decided by others than
//! those who accepted. The proofs of publication want that of every module; here it is made, since random modules
//! seldom have it.

use std::collections::BTreeSet;

use cityhall_domain::calendar::Limit;
use cityhall_domain::module::{Action, Demands, Effect, End, Expiry, InstantRule, Module};
use cityhall_domain::name::{ActionName, StateName};
use proptest::prelude::*;

use crate::random::{at_once, module};

/// A module of [`module`] with six more actions, put in order.
pub(crate) fn orderly() -> impl Strategy<Value = Module> {
    (module(), any::<bool>(), any::<(bool, bool)>()).prop_map(|(module, strict, (instant, two))| {
        let mut module = with_the_usual(module, two);
        if strict {
            keep_in_intake(&mut module);
        }
        decide_after_acceptance(&mut module);
        check_what_others_accepted(&mut module);
        if instant {
            // What follows acceptance would keep the city from approving.
            module.guide.documents.clear();
            module.instant = vec![at_once(vec![name("take-in"), name("grant")])];
        }
        module
    })
}

fn name(text: &str) -> ActionName {
    text.parse().unwrap()
}

/// Somebody takes a case in, asks for what is missing, takes more time, says yes or no, and takes it up again.
fn with_the_usual(mut module: Module, two: bool) -> Module {
    let states: Vec<StateName> = module.workflow.states.iter().map(|state| state.name.clone()).collect();
    module.workflow.states[0].end = None;
    module.workflow.states[1].end = None;
    let like = module.workflow.actions[0].clone();
    let usual = |text: &str, from: &[StateName], to: Option<usize>, effect| Action {
        name: name(text),
        from: from.to_vec(),
        to: to.map(|place| states[place].clone()),
        roles: ["clerk", "approver"].map(|role| role.parse().unwrap()).to_vec(),
        not_by: Vec::new(),
        officers: 1,
        demands: Demands::default(),
        effect,
        ..like.clone()
    };
    let notice = Effect::RequestSupplement { answer_within: Limit::WorkingDays(3), on_lapse: None };
    let last = states.len() - 1;
    if last > 1 {
        module.workflow.states[last].end = Some(End::Completed);
    }
    let reopen = Effect::Reopen { within: Limit::WorkingDays(8), times_max: 1 };
    module.workflow.actions.extend([
        usual("take-in", &states[..1], Some(1), Effect::Accept),
        usual("ask", &states[..1], None, notice),
        Action { officers: if two { 2 } else { 1 }, ..usual("grant", &states[1..], Some(last), Effect::Approve) },
        usual("take-longer", &states[1..], None, Effect::Extend),
        usual("take-up", &states[last..], Some(1), reopen),
        usual("say-no", &states[1..], Some(last), Effect::Refuse { basis: vec!["law-1".parse().unwrap()] }),
    ]);
    module
}

/// Nothing but acceptance leads out of the first state; silence there accepts.
fn keep_in_intake(module: &mut Module) {
    let workflow = &mut module.workflow;
    let first = workflow.states[0].name.clone();
    if let Some(Expiry { deems_accepted, .. }) = &mut workflow.states[0].on_expiry {
        *deems_accepted = true;
    }
    let leads = |action: &Action| action.from.contains(&first) && !accepts(action);
    for action in workflow.actions.iter_mut().filter(|action| leads(action)) {
        action.to = None;
        match &mut action.effect {
            Effect::RequestSupplement { on_lapse, .. } => *on_lapse = None,
            Effect::RequestOpinions { on_all, .. } => *on_all = None,
            _ => {}
        }
    }
}

fn accepts(action: &Action) -> bool {
    matches!(action.effect, Effect::Accept | Effect::Reopen { .. })
}

fn decides(action: &Action) -> bool {
    matches!(action.effect, Effect::Approve | Effect::Refuse { .. })
}

/// No decision stands where a case can come without having been accepted.
fn decide_after_acceptance(module: &mut Module) {
    let unaccepted = unaccepted(module);
    let workflow = &mut module.workflow;
    for action in workflow.actions.iter_mut().filter(|action| decides(action)) {
        action.from.retain(|state| !unaccepted.contains(state));
    }
}

/// States in which a case can stand that was never accepted.
fn unaccepted(module: &Module) -> BTreeSet<StateName> {
    let workflow = &module.workflow;
    let mut reached = BTreeSet::from([workflow.states[0].name.clone()]);
    loop {
        let stands = |action: &&Action| action.from.iter().any(|state| reached.contains(state)) && !accepts(action);
        let expiries = workflow.states.iter().filter(|state| reached.contains(&state.name));
        let expiries = expiries.filter_map(|state| state.on_expiry.as_ref()).filter(|expiry| !expiry.deems_accepted);
        let led = workflow.actions.iter().filter(stands).flat_map(|action| {
            let later = match &action.effect {
                Effect::RequestSupplement { on_lapse, .. } => on_lapse.clone(),
                Effect::RequestOpinions { on_all, .. } => on_all.clone(),
                _ => None,
            };
            action.to.clone().into_iter().chain(later)
        });
        let more: BTreeSet<StateName> = expiries.map(|expiry| expiry.to.clone()).chain(led).collect();
        let before = reached.len();
        reached.extend(more);
        if reached.len() == before {
            return reached;
        }
    }
}

/// Whoever accepts does not approve.
fn check_what_others_accepted(module: &mut Module) {
    let actions = &mut module.workflow.actions;
    let taken: Vec<ActionName> =
        actions.iter().filter(|action| action.effect == Effect::Accept).map(|action| action.name.clone()).collect();
    for action in actions.iter_mut().filter(|action| action.effect == Effect::Approve) {
        action.not_by.clone_from(&taken);
    }
}

/// The instant rules of a module.
pub(crate) fn rule(module: &Module, place: u16) -> Option<&InstantRule> {
    module.instant.get(usize::from(place))
}
