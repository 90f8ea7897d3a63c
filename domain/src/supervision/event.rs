//! What is recorded of a matter. Every type and version here has a golden file in
//! `domain/golden/supervision/` that is only ever added to.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ladder::Addressee;
use crate::calendar::Due;
use crate::case::card::CardKind;
use crate::case::{Actor, CaseNumber};
use crate::name::{CaseId, DepartmentName};

/// A matter's identity: derived from the card that opened it, or from the supervisor's request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MatterId(pub uuid::Uuid);

impl std::fmt::Display for MatterId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// How far up the ladder a matter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Level {
    /// To the head of the department that has the case.
    Head,
    /// To who stands above that head.
    Superior,
}

/// Why a matter was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Cause {
    /// A card was issued.
    Card {
        /// Its number in the case.
        number: u32,
        /// How grave it is.
        kind: CardKind,
    },
    /// A supervisor wanted it.
    Supervisor,
}

/// One event of a matter, as `decide` makes it and `evolve` reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct MatterEvent {
    /// The moment that counts.
    pub effective_at: Timestamp,
    /// Who did it, with what they held then.
    pub by: Actor,
    /// What happened, without any text.
    pub body: MatterEventBody,
    /// What was written, to be sealed before it is stored. Absent when read back.
    pub text: Option<String>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum MatterEventBody {
    /// 立项
    SupervisionOpened {
        /// The matter's identity.
        id: MatterId,
        /// The case that it is about.
        case: CaseId,
        /// The case's number.
        number: CaseNumber,
        /// Who had the case then, and gives the feedback.
        department: DepartmentName,
        /// How far up it goes.
        level: Level,
        /// Why.
        cause: Cause,
        /// To whom it goes.
        addressee: Addressee,
        /// Until when feedback is wanted.
        due: Due,
        /// The calendar version that `due` rests on.
        calendar_version: u64,
    },
    /// 批示: what is to be done.
    Instructed {},
    /// 反馈: what was done.
    FeedbackGiven {},
    /// 延期
    SupervisionExtended {
        /// Until when feedback is wanted now.
        due: Due,
        /// The calendar version that `due` rests on.
        calendar_version: u64,
    },
    /// 办结
    SupervisionClosed {},
}

impl MatterEventBody {
    /// The version of every type's stored form.
    pub const SCHEMA: u16 = 1;

    /// Every name that [`MatterEventBody::type_name`] gives, in the order of the variants.
    pub const TYPE_NAMES: [&'static str; 5] =
        ["SupervisionOpened", "Instructed", "FeedbackGiven", "SupervisionExtended", "SupervisionClosed"];

    /// The stable name under which it is stored.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::SupervisionOpened { .. } => "SupervisionOpened",
            Self::Instructed {} => "Instructed",
            Self::FeedbackGiven {} => "FeedbackGiven",
            Self::SupervisionExtended { .. } => "SupervisionExtended",
            Self::SupervisionClosed {} => "SupervisionClosed",
        }
    }
}
