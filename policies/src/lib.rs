//! Rules by which a city forbids what its modules would allow: Cedar policies, checked against one schema, and
//! one question to all of them.
//!
//! Here live the schema (`city.cedarschema`), the check of one rule and of one manifest of rules, and the answer
//! whether the rules forbid a deed. Here never live: who may do what in the first place (that is the walls' and the
//! modules' to say, `engine/src/access/`), a clock, IO. A rule can only forbid; whatever cannot be evaluated
//! forbids as well.
//!
//! Start reading at `city.cedarschema`, then [`spec`], [`check`](mod@check), [`rules`].

pub mod check;
pub mod rules;
pub mod spec;

mod mentions;
mod words;

pub use check::{Known, examine, prove};
pub use rules::{Asker, Capacity, Deed, Place, Rules};
pub use spec::{PolicySpec, RuleSpec};

/// The schema that every rule is checked against.
pub const SCHEMA: &str = include_str!("city.cedarschema");

#[cfg(test)]
mod tests;
