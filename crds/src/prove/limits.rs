//! Limits: what the states promise fits into what the body promises, and that into the law.
//!
//! A unit can stand for a longer one where it never ends later: n hours end within n/24 calendar
//! days, rounded up, and n calendar days within n working days. The reverse depends on holidays
//! and is not summed.

use cityhall_domain::calendar::Limit;
use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{Action, Effect, Module, Start};
use cityhall_domain::text::Language;

use super::graph::{By, Step, reached, steps};
use super::places::{action, state};
use crate::{path, reason};

/// How many ways are walked before the sum over all states stands in for the longest way.
const WALKED_MAX: u32 = 50_000;

/// The promised limit against the statutory one.
pub(super) fn check_whole(module: &Module, found: &mut Diagnostics) {
    let Some(statutory) = module.limits.statutory else { return };
    let path = "spec.limits.promised";
    match in_unit_of(module.limits.promised, statutory) {
        None => found.add(path, reason::MIXED_UNITS, "cannot be compared with the statutory limit; use its unit"),
        Some(promised) if promised > amount(statutory) => {
            let message = format!("longer than the statutory limit of {}", statutory.in_words(Language::English));
            found.add(path, reason::PROMISED_OVER_STATUTORY, message);
        }
        Some(_) => {}
    }
}

/// An extension is counted in the unit of what it lengthens.
pub(super) fn check_extension(module: &Module, found: &mut Diagnostics) {
    let extends = |one: &&(usize, &Action)| matches!(one.1.effect, Effect::Extend);
    let actions: Vec<_> = module.workflow.actions.iter().enumerate().collect();
    let Some(by) = module.limits.extension else {
        for (index, _) in actions.iter().filter(extends) {
            let message = "say in `spec.limits.extension` by how much";
            found.add(action(*index, "effect.extend"), reason::NO_EXTENSION, message);
        }
        return;
    };
    let limits = &module.limits;
    if [Some(limits.promised), limits.statutory].into_iter().flatten().any(|limit| limit.plus(by).is_none()) {
        let message = "use the unit of the promised and the statutory limit";
        found.add("spec.limits.extension", reason::MIXED_UNITS, message);
    }
    for (index, one) in actions.iter().filter(extends) {
        for (place, name) in one.from.iter().enumerate() {
            let limit = module.workflow.state(name).and_then(|state| state.limit);
            if limit.is_some_and(|limit| limit.plus(by).is_none()) {
                let message = format!("the limit of `{name}` has another unit than `spec.limits.extension`");
                found.add(path::item(&action(*index, "from"), place), reason::MIXED_UNITS, message);
            }
        }
    }
}

/// The limits of states on every path from the start of the clock to a decision or an end.
pub(super) fn check_paths(module: &Module, found: &mut Diagnostics) {
    let all = steps(module);
    let starts = starts(module, &all);
    let running: Vec<_> = all.iter().filter(|step| runs_on(module, step)).map(|step| (step.from, step.to)).collect();
    let promised = module.limits.promised;
    let in_clock = reached(module.workflow.states.len(), &starts, &running);
    let mut amounts = vec![0; in_clock.len()];
    let mut is_summable = true;
    for (index, one) in module.workflow.states.iter().enumerate().filter(|(index, _)| in_clock[*index]) {
        let Some(limit) = one.limit else { continue };
        if let Some(converted) = in_unit_of(limit, promised) {
            amounts[index] = converted;
        } else {
            is_summable = false;
            let message = format!(
                "cannot be summed up against the promised limit of {}; use its unit",
                promised.in_words(Language::English)
            );
            found.add(state(index, "limit"), reason::MIXED_UNITS, message);
        }
    }
    if is_summable {
        report_longest(module, &Ways::new(amounts, &running).longest(&starts), found);
    }
}

fn report_longest(module: &Module, (sum, way): &(u32, Vec<usize>), found: &mut Diagnostics) {
    let promised = module.limits.promised;
    if *sum <= amount(promised) {
        return;
    }
    let names: Vec<_> = way.iter().map(|index| module.workflow.states[*index].name.as_str()).collect();
    let message = format!(
        "the states on the way {} may take {sum}, the promise is {}",
        names.join(" → "),
        promised.in_words(Language::English)
    );
    found.add("spec.limits.promised", reason::PATH_OVER_PROMISED, message);
}

/// The states in which the clock starts, or starts again because the case was reopened.
fn starts(module: &Module, steps: &[Step<'_>]) -> Vec<usize> {
    let is_start = |effect: &Effect| match module.limits.starts {
        Start::Submission => matches!(effect, Effect::Reopen { .. }),
        Start::Acceptance => matches!(effect, Effect::Reopen { .. } | Effect::Accept),
    };
    let silence = |step: &&Step<'_>| {
        let expiry = module.workflow.states[step.from].on_expiry.as_ref().filter(|expiry| expiry.deems_accepted);
        matches!(step.by, By::Expiry) && expiry.is_some() && module.limits.starts == Start::Acceptance
    };
    let first = (module.limits.starts == Start::Submission).then_some(0);
    let later = steps.iter().filter(|step| has_effect(step, is_start) || silence(step)).map(|step| step.to);
    first.into_iter().chain(later).collect()
}

fn has_effect(step: &Step<'_>, is: impl Fn(&Effect) -> bool) -> bool {
    matches!(step.by, By::Action { action, .. } if is(&action.effect))
}

/// Whether the clock still runs after a step: it was no decision and did not end the case.
fn runs_on(module: &Module, step: &Step<'_>) -> bool {
    let is_over = |index: usize| module.workflow.states[index].end.is_some();
    let decides = has_effect(step, |e| matches!(e, Effect::Approve | Effect::Refuse { .. } | Effect::Reopen { .. }));
    !decides && !is_over(step.to) && !is_over(step.from)
}

/// The search for the longest way on which no state stands twice.
struct Ways<'a> {
    amounts: Vec<u32>,
    edges: &'a [(usize, usize)],
    walked: u32,
    best: (u32, Vec<usize>),
}

impl<'a> Ways<'a> {
    fn new(amounts: Vec<u32>, edges: &'a [(usize, usize)]) -> Self {
        Self { amounts, edges, walked: 0, best: (0, Vec::new()) }
    }

    fn longest(mut self, starts: &[usize]) -> (u32, Vec<usize>) {
        for start in starts {
            self.walk(*start, 0, &mut Vec::new());
        }
        if self.walked >= WALKED_MAX {
            let limited = (0..self.amounts.len()).filter(|index| self.amounts[*index] > 0).collect();
            return (self.amounts.iter().sum(), limited);
        }
        self.best
    }

    fn walk(&mut self, at: usize, before: u32, way: &mut Vec<usize>) {
        self.walked += 1;
        if self.walked >= WALKED_MAX || way.contains(&at) {
            return;
        }
        let sum = before + self.amounts[at];
        way.push(at);
        if sum > self.best.0 {
            self.best = (sum, way.clone());
        }
        let edges = self.edges;
        for (_, to) in edges.iter().filter(|(from, _)| *from == at) {
            self.walk(*to, sum, way);
        }
        way.pop();
    }
}

/// `limit` as a number of the unit of `whole`, never too small; `None` where holidays decide.
pub(super) fn in_unit_of(limit: Limit, whole: Limit) -> Option<u32> {
    match (limit, whole) {
        (Limit::Hours(hours), Limit::CalendarDays(_) | Limit::WorkingDays(_)) => Some(u32::from(hours).div_ceil(24)),
        (Limit::WorkingDays(n), Limit::WorkingDays(_))
        | (Limit::CalendarDays(n), Limit::CalendarDays(_) | Limit::WorkingDays(_))
        | (Limit::Hours(n), Limit::Hours(_)) => Some(n.into()),
        (Limit::WorkingDays(_), Limit::CalendarDays(_) | Limit::Hours(_))
        | (Limit::CalendarDays(_), Limit::Hours(_)) => None,
    }
}

pub(super) fn amount(limit: Limit) -> u32 {
    match limit {
        Limit::WorkingDays(n) | Limit::CalendarDays(n) | Limit::Hours(n) => n.into(),
    }
}
