//! What may be asked of a case. Time, identity and fresh ids are data here.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::case::CaseNumber;
use crate::module::ApplicantKind;
use crate::name::{ActionName, BasisName, CaseId, DepartmentName, DocumentName, RoleName, SubjectId};

/// One thing asked of one case.
#[derive(Debug, Clone, PartialEq)]
pub struct Command {
    /// The law's time at which it is asked.
    pub at: Timestamp,
    /// Who asks.
    pub by: Actor,
    /// What is asked.
    pub intent: Intent,
}

/// Who acts, with what they hold at that moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Actor {
    /// Nobody in particular.
    Anonymous,
    /// A natural person.
    Resident {
        /// Who.
        subject: SubjectId,
    },
    /// A legal person or sole trader.
    Company {
        /// Who.
        subject: SubjectId,
    },
    /// Somebody who works for a department.
    Officer {
        /// Who.
        subject: SubjectId,
        /// Where they work.
        department: DepartmentName,
        /// What they hold.
        roles: Vec<RoleName>,
    },
    /// The city itself: timers and reactors.
    City,
}

impl Actor {
    /// Who acts, where somebody does.
    #[must_use]
    pub fn subject(&self) -> Option<&SubjectId> {
        match self {
            Self::Resident { subject } | Self::Company { subject } | Self::Officer { subject, .. } => Some(subject),
            Self::Anonymous | Self::City => None,
        }
    }

    /// In what capacity they would apply; officers and the city do not.
    #[must_use]
    pub fn applicant_kind(&self) -> Option<ApplicantKind> {
        match self {
            Self::Anonymous => Some(ApplicantKind::Anonymous),
            Self::Resident { .. } => Some(ApplicantKind::Resident),
            Self::Company { .. } => Some(ApplicantKind::Company),
            Self::Officer { .. } | Self::City => None,
        }
    }
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    /// Hand in a new case.
    Submit(Submit),
    /// Do one of the module's actions.
    Perform(Perform),
    /// Answer a supplement notice.
    AnswerSupplement {
        /// The whole answers: the earlier ones with the changed paths laid over them.
        answers: Map<String, Value>,
        /// The JSON Pointers of what changed.
        changed: Vec<String>,
    },
    /// Hand in materials.
    PresentDocuments {
        /// Which of the module.
        documents: Vec<DocumentName>,
    },
    /// Turn every limit that has passed into its event; nothing else.
    Settle,
    /// Withdraw a card.
    WithdrawCard {
        /// Its number in the case.
        number: u32,
        /// Why.
        reason: String,
    },
}

/// A new case.
#[derive(Debug, Clone, PartialEq)]
pub struct Submit {
    /// Its identity, derived at the edge.
    pub id: CaseId,
    /// Its number, derived from the identity.
    pub number: CaseNumber,
    /// What the applicant filled in, as it came.
    pub answers: Map<String, Value>,
}

/// One of the module's actions.
#[derive(Debug, Clone, PartialEq)]
pub struct Perform {
    /// Which one.
    pub action: ActionName,
    /// Why.
    pub reason: Option<String>,
    /// Which law it rests on.
    pub legal_basis: Option<BasisName>,
    /// The action's own fields, as they came.
    pub fields: Map<String, Value>,
    /// To whom the case goes (transfer).
    pub department: Option<DepartmentName>,
    /// The JSON Pointers of the answers that are to be supplemented (supplement notice).
    pub items: Vec<String>,
}

impl Perform {
    /// An action that brings nothing.
    #[must_use]
    pub fn bare(action: ActionName) -> Self {
        Self { action, reason: None, legal_basis: None, fields: Map::new(), department: None, items: Vec::new() }
    }
}
