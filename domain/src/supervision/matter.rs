//! What a matter is after its events.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::event::{Cause, Level, MatterEvent, MatterEventBody, MatterId};
use super::ladder::Addressee;
use crate::calendar::Due;
use crate::case::CaseNumber;
use crate::name::{CaseId, DepartmentName, SubjectId};

/// A matter as its events left it.
#[derive(Debug, Clone, PartialEq)]
pub enum Matter {
    /// No event yet.
    Unborn,
    /// Opened and since.
    Open(Box<OpenMatter>),
}

/// What is known of a matter that exists. Its serialised form is kept by rebuildable views only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenMatter {
    /// Its identity.
    pub id: MatterId,
    /// The case that it is about.
    pub case: CaseId,
    /// The case's number.
    pub number: CaseNumber,
    /// Who gives the feedback.
    pub department: DepartmentName,
    /// How far up it goes.
    pub level: Level,
    /// Why it was opened.
    pub cause: Cause,
    /// To whom it goes.
    pub addressee: Addressee,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Until when feedback is wanted.
    pub due: Due,
    /// Whether that was extended.
    pub extended: bool,
    /// How often somebody instructed.
    pub instructions: u32,
    /// Who gave feedback.
    pub answered_by: BTreeSet<SubjectId>,
    /// When feedback was first given.
    pub answered_at: Option<Timestamp>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// The latest moment of any event.
    pub last_at: Timestamp,
}

/// `matter` after `event`. A matter begins with `SupervisionOpened`; an event that cannot be the next
/// one (none is ever stored) leaves it as it is.
#[must_use]
pub fn evolve(matter: Matter, event: &MatterEvent) -> Matter {
    match matter {
        Matter::Unborn => born(event).map_or(Matter::Unborn, |open| Matter::Open(Box::new(open))),
        Matter::Open(mut open) => {
            open.apply(event);
            Matter::Open(open)
        }
    }
}

fn born(event: &MatterEvent) -> Option<OpenMatter> {
    let MatterEventBody::SupervisionOpened {
        id,
        case,
        number,
        department,
        level,
        cause,
        addressee,
        due,
        calendar_version: _,
    } = &event.body
    else {
        return None;
    };
    Some(OpenMatter {
        id: *id,
        case: *case,
        number: number.clone(),
        department: department.clone(),
        level: *level,
        cause: *cause,
        addressee: addressee.clone(),
        opened_at: event.effective_at,
        due: *due,
        extended: false,
        instructions: 0,
        answered_by: BTreeSet::new(),
        answered_at: None,
        closed_at: None,
        last_at: event.effective_at,
    })
}

impl OpenMatter {
    fn apply(&mut self, event: &MatterEvent) {
        let at = event.effective_at;
        self.last_at = self.last_at.max(at);
        match &event.body {
            MatterEventBody::SupervisionOpened { .. } => {}
            MatterEventBody::Instructed {} => self.instructions = self.instructions.saturating_add(1),
            MatterEventBody::FeedbackGiven {} => {
                self.answered_by.extend(event.by.subject().cloned());
                self.answered_at.get_or_insert(at);
            }
            MatterEventBody::SupervisionExtended { due, .. } => {
                self.due = *due;
                self.extended = true;
            }
            MatterEventBody::SupervisionClosed {} => self.closed_at = Some(at),
        }
    }
}
