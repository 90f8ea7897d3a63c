//! Limits: what the states promise fits into what the body promises, and that into the law.
//!
//! A unit can stand for a longer one where it never ends later: n hours end within n/24 calendar
//! days, rounded up, and n calendar days within n working days. The reverse depends on holidays
//! and is not summed. Hours that follow each other are rounded up together: nothing lies between them.
//!
//! Every proof holds for each variant of the limits: the plain ones, and each alternative by answers.

use cityhall_domain::calendar::Limit;
use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{Action, Effect, Module, Start};
use cityhall_domain::text::Language;

use super::graph::{By, Step, reached, steps};
use super::places::action;
use super::variants::{Variant, variants};
use crate::{path, reason};

/// How many ways are walked before the sum over all states stands in for the longest way.
const WALKED_MAX: u32 = 50_000;

/// The promised limit against the statutory one.
pub(super) fn check_whole(module: &Module, found: &mut Diagnostics) {
    let Some(statutory) = module.limits.statutory else { return };
    for variant in variants(module) {
        let path = variant.at("promised");
        match in_unit_of(variant.promised(), statutory) {
            None => found.add(path, reason::MIXED_UNITS, "cannot be compared with the statutory limit; use its unit"),
            Some(promised) if promised > amount(statutory) => {
                let message = format!("longer than the statutory limit of {}", statutory.in_words(Language::English));
                found.add(path, reason::PROMISED_OVER_STATUTORY, message);
            }
            Some(_) => {}
        }
    }
}

/// An extension is counted in the unit of what it lengthens.
pub(super) fn check_extension(module: &Module, found: &mut Diagnostics) {
    let actions = module.workflow.actions.iter().enumerate();
    let extending: Vec<_> = actions.filter(|(_, action)| matches!(action.effect, Effect::Extend)).collect();
    if variants(module).all(|variant| variant.extension().is_none()) {
        for (index, _) in extending {
            let message = "say in `spec.limits.extension` by how much";
            found.add(action(index, "effect.extend"), reason::NO_EXTENSION, message);
        }
        return;
    }
    for variant in variants(module) {
        let Some(by) = variant.extension() else { continue };
        let of_case = [Some(variant.promised()), module.limits.statutory];
        if of_case.into_iter().flatten().any(|limit| limit.plus(by).is_none()) {
            let message = "use the unit of the promised and the statutory limit";
            found.add(variant.at("extension"), reason::MIXED_UNITS, message);
        }
        for (index, one) in &extending {
            lengthens(module, variant, by, (*index, one), found);
        }
    }
}

/// The limit of each state in which an action lengthens it is in the unit of the extension.
fn lengthens(module: &Module, variant: Variant<'_>, by: Limit, one: (usize, &Action), found: &mut Diagnostics) {
    let (index, extending) = one;
    for (place, name) in extending.from.iter().enumerate() {
        let limit = module.workflow.state(name).and_then(|state| variant.limit_in(state));
        if limit.is_some_and(|limit| limit.plus(by).is_none()) {
            let at =
                if variant.is_plain() { path::item(&action(index, "from"), place) } else { variant.at("extension") };
            let message = format!("the limit of `{name}` has another unit than `{}`", variant.at("extension"));
            found.add(at, reason::MIXED_UNITS, message);
        }
    }
}

/// The limits of states on every path from the start of the clock to a decision or an end.
pub(super) fn check_paths(module: &Module, found: &mut Diagnostics) {
    let all = steps(module);
    let starts = starts(module, &all);
    let running: Vec<_> = all.iter().filter(|step| runs_on(module, step)).map(|step| (step.from, step.to)).collect();
    let in_clock = reached(module.workflow.states.len(), &starts, &running);
    for variant in variants(module) {
        let stays = stays(module, variant, &in_clock, found);
        if let Some(stays) = stays {
            report_longest(module, variant, &Ways::new(stays, &running).longest(&starts), found);
        }
    }
}

/// How long a case may stay in each state while the clock runs; `None` where that cannot be summed up.
fn stays(module: &Module, variant: Variant<'_>, in_clock: &[bool], found: &mut Diagnostics) -> Option<Vec<Stay>> {
    let promised = variant.promised();
    let mut is_summable = true;
    let mut stays = vec![Stay::default(); in_clock.len()];
    for (index, one) in module.workflow.states.iter().enumerate().filter(|(index, _)| in_clock[*index]) {
        let Some(limit) = variant.limit_in(one) else { continue };
        match (limit, promised, in_unit_of(limit, promised)) {
            (Limit::Hours(hours), Limit::WorkingDays(_) | Limit::CalendarDays(_), _) => {
                stays[index] = Stay { whole: 0, hours: hours.into() };
            }
            (_, _, Some(whole)) => stays[index] = Stay { whole, hours: 0 },
            (_, _, None) => {
                is_summable = false;
                let message = format!(
                    "the limit of `{}` cannot be summed up against the promised limit of {}; use its unit",
                    one.name,
                    promised.in_words(Language::English)
                );
                found.add(variant.at_state(index), reason::MIXED_UNITS, message);
            }
        }
    }
    is_summable.then_some(stays)
}

/// How long a case may stay in a state: in the unit of the promised limit, or in hours where that is in days.
#[derive(Debug, Clone, Copy, Default)]
struct Stay {
    whole: u32,
    hours: u32,
}

impl Stay {
    /// This time and, after it, that one. Time in whole days ends what was in hours before it.
    fn and(self, next: Self) -> Self {
        if next.whole == 0 {
            Self { whole: self.whole, hours: self.hours + next.hours }
        } else {
            Self { whole: self.in_whole() + next.whole, hours: 0 }
        }
    }

    /// In the unit of the promised limit, never too small.
    fn in_whole(self) -> u32 {
        self.whole + self.hours.div_ceil(24)
    }
}

fn report_longest(module: &Module, variant: Variant<'_>, (sum, way): &(u32, Vec<usize>), found: &mut Diagnostics) {
    let promised = variant.promised();
    if *sum <= amount(promised) {
        return;
    }
    let names: Vec<_> = way.iter().map(|index| module.workflow.states[*index].name.as_str()).collect();
    let message = format!(
        "the states on the way {} may take {sum}, the promise is {}",
        names.join(" → "),
        promised.in_words(Language::English)
    );
    found.add(variant.at("promised"), reason::PATH_OVER_PROMISED, message);
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
    stays: Vec<Stay>,
    edges: &'a [(usize, usize)],
    walked: u32,
    best: (u32, Vec<usize>),
}

impl<'a> Ways<'a> {
    fn new(stays: Vec<Stay>, edges: &'a [(usize, usize)]) -> Self {
        Self { stays, edges, walked: 0, best: (0, Vec::new()) }
    }

    fn longest(mut self, starts: &[usize]) -> (u32, Vec<usize>) {
        for start in starts {
            self.walk(*start, Stay::default(), &mut Vec::new());
        }
        if self.walked >= WALKED_MAX {
            let amounts: Vec<u32> = self.stays.iter().map(|stay| stay.in_whole()).collect();
            let limited = (0..amounts.len()).filter(|index| amounts[*index] > 0).collect();
            return (amounts.iter().sum(), limited);
        }
        self.best
    }

    fn walk(&mut self, at: usize, before: Stay, way: &mut Vec<usize>) {
        self.walked += 1;
        if self.walked >= WALKED_MAX || way.contains(&at) {
            return;
        }
        let until = before.and(self.stays[at]);
        way.push(at);
        if until.in_whole() > self.best.0 {
            self.best = (until.in_whole(), way.clone());
        }
        let edges = self.edges;
        for (_, to) in edges.iter().filter(|(from, _)| *from == at) {
            self.walk(*to, until, way);
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
