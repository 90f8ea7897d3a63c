//! Limits that depend on what was asked for: an enquiry is answered sooner than a report.

use serde::Serialize;

use super::{Limits, Module, State};
use crate::calendar::Limit;
use crate::expression::Expression;
use crate::name::StateName;
use crate::text::Text;

/// One alternative to the plain limits of a module.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LimitsByAnswers {
    /// What kind of case it is, for people.
    pub title: Text,
    /// A condition over `answers`, judged once for each revision that a case is under.
    pub when: Expression,
    /// The promised limit of such a case, in place of the plain one.
    pub promised: Limit,
    /// By how much an `extend` lengthens the limits of such a case. Absent: never, whatever holds for others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<Limit>,
    /// Limits of states that are others in such a case; every other state keeps its own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<StateLimit>,
}

/// How long a case may stay in one state.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StateLimit {
    /// The state.
    pub state: StateName,
    /// How long.
    pub limit: Limit,
}

impl Limits {
    /// The alternative of this place.
    #[must_use]
    pub fn alternative(&self, rule: u16) -> Option<&LimitsByAnswers> {
        self.by_answers.get(usize::from(rule))
    }
}

impl LimitsByAnswers {
    /// The limit of a state that is another one in such a case.
    #[must_use]
    pub fn of_state(&self, state: &StateName) -> Option<Limit> {
        self.states.iter().find(|one| one.state == *state).map(|one| one.limit)
    }
}

impl Module {
    /// How long a case may stay in a state, where the alternative of this place holds for it; `None`: without a
    /// limit, as in every state that ends it.
    #[must_use]
    pub fn limit_in(&self, state: &State, rule: Option<u16>) -> Option<Limit> {
        let other = rule.and_then(|rule| self.limits.alternative(rule)?.of_state(&state.name));
        other.or(state.limit).filter(|_| state.end.is_none())
    }
}
