//! States: each can be reached, each leads to an end, and an end is the end.

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{End, Module, State};

use super::graph::{reached, steps};
use super::places::state;
use crate::reason;

pub(super) fn check(module: &Module, found: &mut Diagnostics) {
    for (index, one) in module.workflow.states.iter().enumerate() {
        limit(index, one, found);
        expiry(module, index, one, found);
    }
    if module.workflow.states.first().is_some_and(|first| first.end.is_some()) {
        found.add(
            state(0, "end"),
            reason::ENDS_AT_START,
            "a case begins in the first state, so it cannot be over there",
        );
    }
    ways(module, found);
}

fn limit(index: usize, one: &State, found: &mut Diagnostics) {
    if one.end.is_some() && one.limit.is_some() {
        found.add(state(index, "limit"), reason::LIMIT_AT_END, "no limit runs where the case is over");
    }
    if one.on_expiry.is_some() && one.limit.is_none() {
        found.add(state(index, "onExpiry"), reason::EXPIRY_WITHOUT_LIMIT, "without a `limit` this never happens");
    }
}

fn expiry(module: &Module, index: usize, one: &State, found: &mut Diagnostics) {
    let Some(expiry) = &one.on_expiry else { return };
    let path = state(index, "onExpiry.to");
    if expiry.to == one.name {
        found.add(path, reason::EXPIRY_TARGET, "the case stands here already; name another state or leave it out");
        return;
    }
    match module.workflow.state(&expiry.to).and_then(|to| to.end) {
        Some(End::Refused | End::Declined | End::Revoked) => {
            let message = "a case is refused, declined or revoked by an officer with a legal basis, never by itself";
            found.add(path, reason::WRONG_END, message);
        }
        Some(End::Completed | End::Unsolved | End::Withdrawn | End::Terminated) | None => {}
    }
}

/// Reachability forwards from the first state, and backwards from the ends.
fn ways(module: &Module, found: &mut Diagnostics) {
    let states = &module.workflow.states;
    let edges: Vec<_> = steps(module).iter().map(|step| (step.from, step.to)).collect();
    let back: Vec<_> = edges.iter().map(|(from, to)| (*to, *from)).collect();
    let ends: Vec<_> = (0..states.len()).filter(|index| states[*index].end.is_some()).collect();
    let from_start = reached(states.len(), &[0], &edges);
    let to_end = reached(states.len(), &ends, &back);
    for (index, one) in states.iter().enumerate() {
        if !from_start[index] {
            let message = format!("no way leads from `{}` to `{}`", states[0].name, one.name);
            found.add(state(index, "name"), reason::UNREACHABLE_STATE, message);
        } else if !to_end[index] {
            let message = format!("no way leads from `{}` to an end", one.name);
            found.add(state(index, "name"), reason::DEAD_END, message);
        }
    }
}
