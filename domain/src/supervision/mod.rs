//! Supervision (督办): what a city sets for its cards, and matters in which somebody above follows what
//! becomes of a case.
//!
//! A matter is an aggregate of its own beside the case. Reading order: [`Supervision`] (what a city
//! sets), [`ladder`] (who is told), [`event`] (what is recorded), [`matter`] (what a matter is after its
//! events), [`decide()`] (the rules), [`rejection`].

pub mod event;
pub mod ladder;
pub mod matter;
pub mod rejection;

mod decide;

pub use decide::{Command, Intent, MatterAct, available_acts, decide, may_open, opened_by_card};
pub use event::{Cause, Level, MatterEvent, MatterEventBody, MatterId};
pub use ladder::{Addressee, Unit, addressee};
pub use matter::{Matter, OpenMatter, evolve};
pub use rejection::Rejection;

use crate::calendar::Limit;
use crate::name::RoleName;

/// How a city watches over its limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supervision {
    /// When cards are drawn; `None`: the city wants none.
    pub cards: Option<CardDays>,
    /// Who withdraws a card.
    pub withdraws: RoleName,
    /// Who follows supervision matters.
    pub supervises: RoleName,
    /// How long a department has for its feedback.
    pub feedback_within: Limit,
}

impl Default for Supervision {
    fn default() -> Self {
        Self {
            cards: Some(CardDays::default()),
            withdraws: RoleName::leader(),
            supervises: RoleName::supervisor(),
            feedback_within: Limit::WorkingDays(3),
        }
    }
}

/// How many working days before and after the end of a promised limit cards are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardDays {
    /// The notice comes so many working days before the last day.
    pub before: u8,
    /// The red card comes so many working days after the last day.
    pub after: u8,
}

impl Default for CardDays {
    fn default() -> Self {
        Self { before: 1, after: 1 }
    }
}
