//! What may be asked of a case. Time, identity and fresh ids are data here.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::assurance::Assurance;
use crate::case::CaseNumber;
use crate::case::assignment::Assign;
use crate::case::migration::Migration;
use crate::case::notice::ServiceMethod;
use crate::case::rating::Level;
use crate::channel::Channel;
use crate::mandate::MandateId;
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
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
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
        /// In whose office they stand in: department and roles are that officer's then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instead_of: Option<SubjectId>,
    },
    /// The city itself: timers and reactors.
    City,
    /// Somebody who acts for another by a mandate (委托代理).
    Agent {
        /// Who.
        subject: SubjectId,
        /// For whom.
        of: Applicant,
        /// By which mandate.
        mandate: MandateId,
    },
    /// Somebody of the city who takes down what a person brings, at a counter or by telephone. They act for
    /// the person, not for the department that has the case.
    Assistant {
        /// Who.
        subject: SubjectId,
        /// Where they work.
        department: DepartmentName,
        /// What they hold.
        roles: Vec<RoleName>,
        /// By which way the person came.
        channel: Channel,
        /// In whose office they stand in, as of an officer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instead_of: Option<SubjectId>,
    },
}

impl Actor {
    /// Who acts, where somebody does.
    #[must_use]
    pub fn subject(&self) -> Option<&SubjectId> {
        match self {
            Self::Resident { subject }
            | Self::Company { subject }
            | Self::Officer { subject, .. }
            | Self::Assistant { subject, .. }
            | Self::Agent { subject, .. } => Some(subject),
            Self::Anonymous | Self::City => None,
        }
    }

    /// As whom they would apply: for themselves, or for whoever gave them a mandate; officers and the city do not.
    #[must_use]
    pub fn applicant(&self) -> Option<Applicant> {
        match self {
            Self::Anonymous => Some(Applicant::Anonymous),
            Self::Resident { subject } => Some(Applicant::Resident { subject: subject.clone() }),
            Self::Company { subject } => Some(Applicant::Company { subject: subject.clone() }),
            Self::Agent { of, .. } => Some(of.clone()),
            Self::Officer { .. } | Self::City | Self::Assistant { .. } => None,
        }
    }

    /// As whom they act when a person comes to them by this way: an officer at a counter or telephone acts
    /// for the person.
    #[must_use]
    pub fn by_way_of(self, channel: Channel) -> Self {
        match self {
            Self::Officer { subject, department, roles, instead_of } if channel.is_attended() => {
                Self::Assistant { subject, department, roles, channel, instead_of }
            }
            other => other,
        }
    }

    /// Who acts, where they work for the city: what rules of four eyes are about.
    #[must_use]
    pub fn officer(&self) -> Option<&SubjectId> {
        match self {
            Self::Officer { subject, .. } | Self::Assistant { subject, .. } => Some(subject),
            Self::Anonymous | Self::Resident { .. } | Self::Company { .. } | Self::City | Self::Agent { .. } => None,
        }
    }

    /// In whose place they act, where it is not their own.
    #[must_use]
    pub fn in_place_of(&self) -> Option<&SubjectId> {
        match self {
            Self::Agent { of, .. } => of.subject(),
            Self::Officer { instead_of, .. } | Self::Assistant { instead_of, .. } => instead_of.as_ref(),
            Self::Anonymous | Self::Resident { .. } | Self::Company { .. } | Self::City => None,
        }
    }

    /// In whose office they act: their own, or that of the officer for whom they stand in.
    #[must_use]
    pub fn office(&self) -> Option<&SubjectId> {
        match self {
            Self::Officer { subject, instead_of, .. } => Some(instead_of.as_ref().unwrap_or(subject)),
            Self::Anonymous
            | Self::Resident { .. }
            | Self::Company { .. }
            | Self::City
            | Self::Assistant { .. }
            | Self::Agent { .. } => None,
        }
    }

    /// Whose hands these are: who acts for the city, and in whose office they stand in. Standing in is no way
    /// round four eyes.
    pub fn hands(&self) -> impl Iterator<Item = &SubjectId> {
        let officer = self.officer();
        officer.into_iter().chain(self.in_place_of().filter(|_| officer.is_some()))
    }
}

/// Whose a case is to be.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Applicant {
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
}

impl Applicant {
    /// Who it is, where it is somebody.
    #[must_use]
    pub fn subject(&self) -> Option<&SubjectId> {
        match self {
            Self::Anonymous => None,
            Self::Resident { subject } | Self::Company { subject } => Some(subject),
        }
    }

    /// In what capacity.
    #[must_use]
    pub fn kind(&self) -> ApplicantKind {
        match self {
            Self::Anonymous => ApplicantKind::Anonymous,
            Self::Resident { .. } => ApplicantKind::Resident,
            Self::Company { .. } => ApplicantKind::Company,
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
    /// Object to what a public notice says.
    RaiseObjection {
        /// Why.
        reason: String,
    },
    /// Take somebody off the distrust list.
    RepairTrust {
        /// Why.
        reason: String,
    },
    /// Turn every limit that has passed into its event; nothing else.
    Settle,
    /// Write in the conversation.
    SendMessage {
        /// What is said.
        text: String,
    },
    /// Have read what the other side wrote.
    ReadMessages {
        /// The revision of the last message that was read.
        up_to: u64,
    },
    /// Rate what an officer did, or the whole matter.
    Rate {
        /// The revision of what was done; absent: the whole matter.
        step: Option<u64>,
        /// How content they are.
        level: Level,
        /// What they say to it.
        comment: Option<String>,
    },
    /// Move the case to a newer revision of its module.
    Migrate(Box<Migration>),
    /// Record that a notice was served.
    RecordService {
        /// Which of the case's notices.
        notice: u16,
        /// How.
        how: ServiceMethod,
        /// The day on which it was handed over, received, left or announced; absent: today.
        on: Option<Date>,
    },
    /// Open a notice that was sent electronically, which serves it.
    AcknowledgeNotice {
        /// Which of the case's notices.
        notice: u16,
    },
    /// Withdraw a card.
    WithdrawCard {
        /// Its number in the case.
        number: u32,
        /// Why.
        reason: String,
    },
    /// Take the case in hand (领办).
    Claim,
    /// Give the case to an officer (分办、交接).
    Assign(Assign),
    /// Give the case back, so that nobody has it in hand (退回分办).
    Release {
        /// Why.
        reason: Option<String>,
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
    /// The materials that come with it.
    pub documents: Vec<DocumentName>,
    /// Whether the applicant promises that what may follow will (容缺受理).
    pub promises: bool,
    /// Whether the applicant stands on the distrust list, as read just before.
    pub distrusted: bool,
    /// How surely whoever acts is known, as their identity provider says.
    pub assurance: Option<Assurance>,
    /// For whom it is handed in; absent: for whoever acts.
    pub on_behalf_of: Option<Applicant>,
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
    /// The materials that are to be supplemented (supplement notice).
    pub documents: Vec<DocumentName>,
}

impl Perform {
    /// An action that brings nothing.
    #[must_use]
    pub fn bare(action: ActionName) -> Self {
        Self {
            action,
            reason: None,
            legal_basis: None,
            fields: Map::new(),
            department: None,
            items: Vec::new(),
            documents: Vec::new(),
        }
    }
}

/// What somebody may take back of what a case has brought a department or an applicant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReliefAct {
    /// A card that stands (撤牌).
    WithdrawCard,
    /// The applicant's place on the distrust list (信用修复).
    RepairTrust,
}

impl ReliefAct {
    /// Every one, in the order in which they are told.
    pub const ALL: [Self; 2] = [Self::WithdrawCard, Self::RepairTrust];
}
