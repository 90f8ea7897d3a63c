//! Limits by answers: each alternative is one variant of the limits, beside the plain ones, and every proof about
//! limits holds for each.

use cityhall_domain::calendar::Limit;
use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{LimitsByAnswers, Module, ProcedureKind, State};

use super::answers::{expression, in_the_open};
use super::places::{alternative, state};
use crate::{path, reason};

/// The limits under which a case of a module can stand.
#[derive(Clone, Copy)]
pub(super) struct Variant<'m> {
    module: &'m Module,
    /// `None`: the plain limits.
    rule: Option<(u16, &'m LimitsByAnswers)>,
}

/// The plain limits, then each alternative.
pub(super) fn variants(module: &Module) -> impl Iterator<Item = Variant<'_>> {
    let alternatives = (0u16..).zip(&module.limits.by_answers).map(Some);
    std::iter::once(None).chain(alternatives).map(|rule| Variant { module, rule })
}

impl Variant<'_> {
    pub(super) fn promised(self) -> Limit {
        self.rule.map_or(self.module.limits.promised, |(_, one)| one.promised)
    }

    pub(super) fn extension(self) -> Option<Limit> {
        self.rule.map_or(self.module.limits.extension, |(_, one)| one.extension)
    }

    pub(super) fn limit_in(self, state: &State) -> Option<Limit> {
        self.module.limit_in(state, self.rule.map(|(rule, _)| rule))
    }

    pub(super) fn is_plain(self) -> bool {
        self.rule.is_none()
    }

    /// Where a part of it stands.
    pub(super) fn at(self, below: &str) -> String {
        match self.rule {
            Some((rule, _)) => alternative(rule.into(), below),
            None => path::key("spec.limits", below),
        }
    }

    /// Where it says how long a case may stay in the state of this index. A state that keeps its own limit does not
    /// fit the alternative, and not the other way round.
    pub(super) fn at_state(self, index: usize) -> String {
        let Some((rule, one)) = self.rule else { return state(index, "limit") };
        let name = &self.module.workflow.states[index].name;
        match one.states.iter().position(|other| other.state == *name) {
            Some(place) => path::key(&path::item(&alternative(rule.into(), "states"), place), "limit"),
            None => self.at("promised"),
        }
    }
}

/// States with another limit can have one: a case is open there, they are named once, and no law says how long it
/// may take.
pub(super) fn check_states(module: &Module, found: &mut Diagnostics) {
    for (index, one) in module.limits.by_answers.iter().enumerate() {
        let states = alternative(index, "states");
        for (place, other) in one.states.iter().enumerate() {
            let at = path::item(&states, place);
            let Some(declared) = module.workflow.state(&other.state) else { continue };
            if one.states[..place].iter().any(|before| before.state == other.state) {
                let message = format!("`{}` is there already", other.state);
                found.add(path::key(&at, "state"), reason::DUPLICATE_NAME, message);
            }
            if declared.end.is_some() {
                let message = "no limit runs where the case is over";
                found.add(path::key(&at, "limit"), reason::LIMIT_AT_END, message);
            }
            if declared.on_expiry.as_ref().is_some_and(|expiry| expiry.deems_accepted) {
                let message = "the law says how long it may take to tell what is missing; leave this state out";
                found.add(path::key(&at, "limit"), reason::LIMIT_OF_THE_LAW, message);
            }
        }
    }
}

/// Conditions fit the form, each can be the first that holds, and the date that everybody reads tells nothing that
/// is sealed.
pub(super) fn check_conditions(module: &Module, found: &mut Diagnostics) {
    let all = &module.limits.by_answers;
    for (index, one) in all.iter().enumerate() {
        let at = alternative(index, "when");
        expression(&at, &one.when, module, found);
        if one.when.reads_the_day() {
            let message = "people read before they apply how long it takes; `daysSince` is for routing and `instant`";
            found.add(at.clone(), reason::READS_THE_DAY, message);
        }
        if let Some(before) = all[..index].iter().position(|before| before.when == one.when) {
            let message = format!("`{}` has this condition and stands first", alternative(before, "when"));
            found.add(at.clone(), reason::SAME_CONDITION, message);
        }
        if one.when.fields_read().is_empty() {
            let message = "it reads no answer, so it holds always or never; the plain limits are for every other case";
            found.add(at.clone(), reason::CONSTANT_CONDITION, message);
        }
        if is_read_by_everybody(module) {
            in_the_open(&at, "the date of a case that everybody may read", module, &one.when, found);
        }
    }
}

fn is_read_by_everybody(module: &Module) -> bool {
    let mut kinds = module.procedures.iter().map(|procedure| procedure.kind);
    module.publication.is_some() || kinds.any(|kind| matches!(kind, Some(ProcedureKind::PublicNotice { .. })))
}
