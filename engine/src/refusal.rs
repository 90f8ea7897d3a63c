//! What a caller asks of a case, and the two ways in which it is answered.

use cityhall_domain::case::rating::Level;
use cityhall_domain::case::{CaseNumber, Rejection, ServiceMethod};
use cityhall_domain::channel::Channel;
use cityhall_domain::mandate;
use cityhall_domain::module::ApplicantKind;
use cityhall_domain::name::CaseId;
use cityhall_domain::supervision;
use cityhall_eventstore::Position;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value};

/// A new case.
#[derive(Debug, Clone, PartialEq)]
pub struct SubmitCase {
    /// Under which module.
    pub module: String,
    /// The revision of the module that the form was filled in under; absent: the current one.
    pub module_revision: Option<u32>,
    /// What the applicant filled in.
    pub answers: Map<String, Value>,
    /// The materials that come with it, by their names in the module.
    pub documents: Vec<String>,
    /// Whether the applicant promises that what may follow will (容缺受理).
    pub documents_follow: bool,
    /// For whom; absent: for the caller.
    pub on_behalf_of: Option<OnBehalfOf>,
    /// The caller's key: the same key with the same content is answered the same, and done once.
    pub idempotency_key: Option<String>,
    /// The way it came.
    pub channel: Channel,
}

/// For whom somebody hands in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OnBehalfOf {
    /// In what capacity the person applies.
    pub kind: ApplicantKind,
    /// Who: a subject, an identity number or a credit code; absent exactly for nobody in particular.
    pub person: Option<String>,
}

/// One action on one case. `answer-supplement` is the built-in one that takes `answers`.
#[derive(Debug, Clone, PartialEq)]
pub struct PerformAction {
    /// Which case.
    pub case_id: CaseId,
    /// Which action.
    pub action: String,
    /// Why.
    pub reason: Option<String>,
    /// Which legal basis of the guide it rests on.
    pub legal_basis: Option<String>,
    /// The action's own fields.
    pub fields: Map<String, Value>,
    /// To whom the case goes (transfer).
    pub department: Option<String>,
    /// JSON Pointers of what is to be supplemented (supplement notice).
    pub items: Vec<String>,
    /// Materials that are to be supplemented (supplement notice).
    pub documents: Vec<String>,
    /// The answers that change (`answer-supplement`): top-level fields, laid over the earlier ones.
    pub answers: Option<Map<String, Value>>,
    /// The revision of the case that the caller has seen; absent: whatever it is.
    pub expected_revision: Option<u64>,
    /// The caller's key, as in [`SubmitCase`].
    pub idempotency_key: Option<String>,
    /// The way it came.
    pub channel: Channel,
}

/// One thing asked of one case that is no action of its module.
#[derive(Debug, Clone, PartialEq)]
pub struct ActOnCase {
    /// Which case.
    pub case_id: CaseId,
    /// What.
    pub act: CaseAct,
    /// The revision of the case that the caller has seen; absent: whatever it is.
    pub expected_revision: Option<u64>,
    /// The caller's key, as in [`SubmitCase`].
    pub idempotency_key: Option<String>,
    /// The way it came.
    pub channel: Channel,
}

/// What every module lets people do with a case, beside its own actions. Its serialised form is part of
/// what makes two requests the same, so names in it never change.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all_fields = "camelCase")]
pub enum CaseAct {
    /// Hand in materials.
    PresentDocuments {
        /// Their names in the module.
        documents: Vec<String>,
    },
    /// Object to what a public notice says.
    RaiseObjection {
        /// Why.
        reason: String,
    },
    /// Take the applicant off the distrust list.
    RepairTrust {
        /// Why.
        reason: String,
    },
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
    /// Take the case in hand.
    Claim {},
    /// Give the case to an officer.
    Assign {
        /// To whom, by the subject of their tokens.
        to: String,
        /// Only if this officer has it; absent: whoever has it.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<String>,
        /// Why.
        reason: Option<String>,
    },
    /// Give the case back, so that nobody has it in hand.
    Release {
        /// Why.
        reason: Option<String>,
    },
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The case.
    pub case_id: CaseId,
    /// Its number.
    pub number: CaseNumber,
    /// The revision that the command left it at.
    pub revision: u64,
    /// The position at which views show it.
    pub position: Position,
    /// Whether this is the stored answer to an earlier command with the same key.
    pub replayed: bool,
}

/// Why a command was not done. Nothing was stored.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// A rule says no; it tells what is allowed.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// A rule of supervision says no.
    #[error(transparent)]
    NotInMatter(supervision::Rejection),
    /// A rule of mandates says no.
    #[error(transparent)]
    NoMandate(#[from] mandate::Rejection),
    /// There is no such case for this caller. Another's case looks the same.
    #[error("not found")]
    NotFound,
    /// A policy of the city forbids it, whatever the module says.
    #[error("a policy of the city forbids it")]
    Forbidden,
    /// The caller has seen an older case: read it again and decide again.
    #[error("the case has moved on to revision {actual}")]
    StaleRevision {
        /// Where it is now.
        actual: u64,
    },
    /// The form was filled in under an older module: read it again.
    #[error("the module has moved on to revision {current}")]
    StaleModuleRevision {
        /// The current one.
        current: u32,
    },
    /// The key was used with other content: draw a new key.
    #[error("the idempotency key was used with other content")]
    KeyReused,
    /// The module takes no new cases.
    #[error("the module is retired")]
    ModuleRetired,
    /// The city has no such module.
    #[error("no such module")]
    UnknownModule,
    /// A text that must be a name, an action or a basis is none.
    #[error("`{field}` is not a name")]
    InvalidName {
        /// Which field of the input.
        field: &'static str,
    },
    /// The partner may not do this in this module: its manifest, or that of its key, says where it may.
    #[error("outside the scope of the partner")]
    OutsideScope,
    /// The case or its module was written by a newer version: try again after the upgrade.
    #[error("the service is being upgraded")]
    Upgrading,
    /// A person of the case was erased: what the command needs cannot be read any more.
    #[error("the answers of the case were erased")]
    Erased,
    /// The store takes no writes now, or others kept writing first: try again.
    #[error("the service is not available now")]
    Unavailable,
}

impl Refusal {
    /// The stable code under which interfaces report it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Rejected(rejection) => rejection.code(),
            Self::NotInMatter(rejection) => rejection.code(),
            Self::NoMandate(rejection) => rejection.code(),
            Self::NotFound => "NOT_FOUND",
            Self::Forbidden => "FORBIDDEN_BY_POLICY",
            Self::StaleRevision { .. } => "STALE_REVISION",
            Self::StaleModuleRevision { .. } => "STALE_MODULE_REVISION",
            Self::KeyReused => "IDEMPOTENCY_KEY_REUSED",
            Self::ModuleRetired => "MODULE_RETIRED",
            Self::UnknownModule => "UNKNOWN_MODULE",
            Self::InvalidName { .. } => "INVALID_NAME",
            Self::OutsideScope => "OUTSIDE_SCOPE",
            Self::Upgrading => "UPGRADING",
            Self::Erased => "ERASED",
            Self::Unavailable => "UNAVAILABLE",
        }
    }
}

/// Counts a refusal by its code.
pub(crate) fn count(refusal: &Refusal) {
    metrics::counter!("cityhall_refusals_total", "code" => refusal.code()).increment(1);
}
