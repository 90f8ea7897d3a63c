//! What a case is and what may happen to it.
//!
//! Here live the rules of administrative work: the checked [`module::Module`], the pure decider
//! ([`case::decide`], [`case::evolve`]), working-day calendars and limits, forms and expressions, and
//! [`supervision`] of what became of a case, and [`mandate`]s to act in the place of others.
//!
//! Here never live: a clock, randomness, IO, async, SQL, Kubernetes, logging. Time, identity and
//! randomness arrive inside a command; everything else arrives in [`facts::Facts`].
//!
//! Start reading at [`case`], then [`module`], then [`calendar`].

pub mod case;
pub mod mandate;
pub mod module;
pub mod supervision;

pub mod calendar;
pub mod expression;
pub mod facts;
pub mod form;

pub mod assurance;
pub mod channel;
pub mod diagnostics;
pub mod name;
pub mod place;
pub mod text;
