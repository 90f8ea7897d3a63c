//! Opinions: who is asked can answer, and the case goes on when everybody has.

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{Action, Effect, Module};

use super::places::action;
use super::procedures::stands_afterwards;
use crate::reason;

pub(super) fn check(module: &Module, found: &mut Diagnostics) {
    for (index, one) in module.workflow.actions.iter().enumerate() {
        match &one.effect {
            Effect::RequestOpinions { on_all, .. } => {
                answered(module, index, one, found);
                let ends =
                    on_all.as_ref().and_then(|all| module.workflow.state(all)).is_some_and(|all| all.end.is_some());
                if ends {
                    let message = "opinions do not end a case; name a state in which it is decided";
                    found.add(action(index, "effect.requestOpinions.onAll"), reason::WRONG_END, message);
                }
            }
            Effect::GiveOpinion { .. } if one.to.is_some() => {
                let message = "one opinion moves nothing; say in `onAll` of `requestOpinions` where the case goes";
                found.add(action(index, "to"), reason::OPINION_MOVES, message);
            }
            _ => {}
        }
    }
}

/// A department can agree and disagree where the case stands while it is asked.
fn answered(module: &Module, index: usize, one: &Action, found: &mut Diagnostics) {
    for agrees in [true, false] {
        let gives = |later: &&Action| later.effect == Effect::GiveOpinion { agrees };
        let actions = || module.workflow.actions.iter().filter(gives);
        let mut never = stands_afterwards(one).filter(|state| actions().all(|later| !later.from.contains(state)));
        if let Some(state) = never.next() {
            let message = format!("no action gives an opinion with `agrees: {agrees}` in `{state}`");
            found.add(action(index, "effect.requestOpinions"), reason::NEVER_ANSWERED, message);
        }
    }
}
