//! Assignment (分办): which officer of the department has a case in hand.
//!
//! It lasts as long as the case stays in its state and with its department. What it keeps others from is in
//! `decide/assignment.rs`; whether the officer may act is judged when they act, by what they hold then.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::event::{Event, EventBody, InHand};
use super::{Actor, OpenCase};
use crate::name::SubjectId;

/// Who has a case in hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Assignee {
    /// The officer.
    pub officer: SubjectId,
    /// Who gave it to them: themselves, where they took it; absent: the city.
    pub given_by: Option<SubjectId>,
    /// Since when.
    pub since: Timestamp,
}

/// What may be done about who has a case in hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AssignmentAct {
    /// Take it (领办).
    Claim,
    /// Give it to an officer (分办).
    Assign,
    /// Give it back (退回分办).
    Release,
}

impl AssignmentAct {
    /// Every one, in the order in which they are told.
    pub const ALL: [Self; 3] = [Self::Claim, Self::Assign, Self::Release];
}

/// To whom a case is to be given.
#[derive(Debug, Clone, PartialEq)]
pub struct Assign {
    /// The officer.
    pub to: SubjectId,
    /// Only if this officer has it (交接); absent: whoever has it.
    pub from: Option<SubjectId>,
    /// Why; demanded where a case is handed over `from` somebody.
    pub reason: Option<String>,
    /// Whether the case names the officer to whom it is to be given, as read just before.
    pub named: bool,
}

impl OpenCase {
    /// Somebody has it in hand from now on, or nobody.
    pub(super) fn mind_assignment(&mut self, event: &Event) {
        match &event.body {
            EventBody::CaseAssigned(InHand { officer }) => {
                let given_by = event.by.office().cloned();
                self.assignee = Some(Assignee { officer: officer.clone(), given_by, since: event.effective_at });
                self.assignments += 1;
            }
            EventBody::AssignmentEnded(_) => {
                self.assignee = None;
                self.assignments += 1;
            }
            _ => {}
        }
    }

    /// Whether this actor is the officer who has it in hand, or stands in for them.
    #[must_use]
    pub fn is_in_hand_of(&self, actor: &Actor) -> bool {
        self.assignee.as_ref().is_some_and(|assignee| actor.office() == Some(&assignee.officer))
    }
}
