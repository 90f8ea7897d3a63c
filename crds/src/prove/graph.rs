//! The workflow as a graph: which state leads where, and by what.

use cityhall_domain::module::{Action, Effect, Module};
use cityhall_domain::name::StateName;

/// One way from a state to a state, by index.
#[derive(Clone, Copy)]
pub(super) struct Step<'a> {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) by: By<'a>,
}

/// What moves the case.
#[derive(Clone, Copy)]
pub(super) enum By<'a> {
    /// An action; its index, and that of the state in its `from`.
    Action { action: &'a Action, index: usize, from: usize },
    /// The state's limit passed.
    Expiry,
    /// A supplement notice was not answered in time, or a material did not follow.
    Lapse,
    /// Every opinion that was asked for is there.
    Opinions,
}

/// Every step of a module whose references to states hold. An action without a `to` stays.
pub(super) fn steps(module: &Module) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    for (from, state) in module.workflow.states.iter().enumerate() {
        let to = state.on_expiry.as_ref().and_then(|expiry| index_of(module, &expiry.to));
        steps.extend(to.map(|to| Step { from, to, by: By::Expiry }));
    }
    for (index, action) in module.workflow.actions.iter().enumerate() {
        for (place, name) in action.from.iter().enumerate() {
            let Some(from) = index_of(module, name) else { continue };
            let to = action.to.as_ref().and_then(|to| index_of(module, to)).unwrap_or(from);
            steps.push(Step { from, to, by: By::Action { action, index, from: place } });
            if let Effect::RequestSupplement { on_lapse: Some(lapsed), .. } = &action.effect {
                // The notice runs on in the state that the action leads to.
                let lapsed = index_of(module, lapsed);
                steps.extend(lapsed.map(|lapsed| Step { from: to, to: lapsed, by: By::Lapse }));
            }
            if let Effect::RequestOpinions { on_all: Some(all), .. } = &action.effect {
                let all = index_of(module, all);
                steps.extend(all.map(|all| Step { from: to, to: all, by: By::Opinions }));
            }
            if action.effect == Effect::Accept {
                let late = module.guide.documents.iter().filter_map(|document| document.on_lapse.as_ref());
                let late = late.filter_map(|late| index_of(module, late));
                steps.extend(late.map(|late| Step { from: to, to: late, by: By::Lapse }));
            }
        }
    }
    steps
}

fn index_of(module: &Module, name: &StateName) -> Option<usize> {
    module.workflow.states.iter().position(|state| &state.name == name)
}

/// Which states can be reached from `starts` over `edges`.
pub(super) fn reached(states: usize, starts: &[usize], edges: &[(usize, usize)]) -> Vec<bool> {
    let mut seen = vec![false; states];
    let mut open: Vec<usize> = starts.to_vec();
    while let Some(at) = open.pop() {
        if !std::mem::replace(&mut seen[at], true) {
            open.extend(edges.iter().filter(|(from, _)| *from == at).map(|(_, to)| *to));
        }
    }
    seen
}
