//! The stable names of events, and what all events of actions have in common.

use serde_json::{Map, Value};

use super::{Arrival, EventBody, Performed};

impl EventBody {
    /// The version of every type's stored form. A type that changes gets a version of its own,
    /// a golden file more, and an upcast beside it.
    pub const SCHEMA: u32 = 1;

    /// Every name that [`EventBody::type_name`] gives, in the order of the variants.
    pub const TYPE_NAMES: [&'static str; 48] = [
        "CaseSubmitted",
        "CaseAccepted",
        "CaseDeemedAccepted",
        "CaseDeclined",
        "SupplementRequested",
        "SupplementAnswered",
        "SupplementLapsed",
        "ProcedureStarted",
        "ProcedureEnded",
        "ProcedureOverran",
        "LimitExtended",
        "CaseSuspended",
        "CaseResumed",
        "SignatureAdded",
        "CaseApproved",
        "CaseRefused",
        "ResultIssued",
        "ResultRevoked",
        "CaseTransferred",
        "CaseReturned",
        "CaseTerminated",
        "CaseWithdrawn",
        "NoteAdded",
        "CaseClosed",
        "CaseReopened",
        "LimitPassed",
        "DueRecomputed",
        "DocumentsPresented",
        "DocumentsLapsed",
        "DistrustRecorded",
        "TrustRepaired",
        "OpinionsRequested",
        "OpinionGiven",
        "OpinionsLapsed",
        "PublicNoticeEnded",
        "ObjectionRaised",
        "ObjectionAnswered",
        "MessageSent",
        "MessagesRead",
        "RatingInvited",
        "StepRated",
        "CaseMigrated",
        "NoticeIssued",
        "NoticeServed",
        "CardIssued",
        "CardWithdrawn",
        "CaseAssigned",
        "AssignmentEnded",
    ];

    /// The stable name under which it is stored.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::CaseSubmitted { .. } => "CaseSubmitted",
            Self::CaseAccepted { .. } => "CaseAccepted",
            Self::CaseDeemedAccepted { .. } => "CaseDeemedAccepted",
            Self::CaseDeclined { .. } => "CaseDeclined",
            Self::SupplementRequested { .. } => "SupplementRequested",
            Self::SupplementAnswered { .. } => "SupplementAnswered",
            Self::SupplementLapsed { .. } => "SupplementLapsed",
            Self::ProcedureStarted { .. } => "ProcedureStarted",
            Self::ProcedureEnded { .. } => "ProcedureEnded",
            Self::ProcedureOverran { .. } => "ProcedureOverran",
            Self::LimitExtended { .. } => "LimitExtended",
            Self::CaseSuspended { .. } => "CaseSuspended",
            Self::CaseResumed { .. } => "CaseResumed",
            Self::SignatureAdded(_) => "SignatureAdded",
            Self::CaseApproved(_) => "CaseApproved",
            Self::CaseRefused { .. } => "CaseRefused",
            Self::ResultIssued(_) => "ResultIssued",
            Self::ResultRevoked { .. } => "ResultRevoked",
            Self::CaseTransferred { .. } => "CaseTransferred",
            Self::CaseReturned { .. } => "CaseReturned",
            Self::CaseTerminated { .. } => "CaseTerminated",
            Self::CaseWithdrawn(_) => "CaseWithdrawn",
            Self::NoteAdded(_) => "NoteAdded",
            Self::CaseClosed(_) => "CaseClosed",
            Self::CaseReopened { .. } => "CaseReopened",
            Self::LimitPassed { .. } => "LimitPassed",
            Self::DueRecomputed { .. } => "DueRecomputed",
            Self::DocumentsPresented { .. } => "DocumentsPresented",
            Self::DocumentsLapsed { .. } => "DocumentsLapsed",
            Self::DistrustRecorded { .. } => "DistrustRecorded",
            Self::TrustRepaired { .. } => "TrustRepaired",
            Self::OpinionsRequested { .. } => "OpinionsRequested",
            Self::OpinionGiven { .. } => "OpinionGiven",
            Self::OpinionsLapsed { .. } => "OpinionsLapsed",
            Self::PublicNoticeEnded { .. } => "PublicNoticeEnded",
            Self::ObjectionRaised { .. } => "ObjectionRaised",
            Self::ObjectionAnswered { .. } => "ObjectionAnswered",
            Self::MessageSent { .. } => "MessageSent",
            Self::MessagesRead { .. } => "MessagesRead",
            Self::RatingInvited { .. } => "RatingInvited",
            Self::StepRated { .. } => "StepRated",
            Self::CaseMigrated { .. } => "CaseMigrated",
            Self::NoticeIssued { .. } => "NoticeIssued",
            Self::NoticeServed { .. } => "NoticeServed",
            Self::CardIssued { .. } => "CardIssued",
            Self::CardWithdrawn { .. } => "CardWithdrawn",
            Self::CaseAssigned(_) => "CaseAssigned",
            Self::AssignmentEnded(_) => "AssignmentEnded",
        }
    }

    /// The action of the module that it came from; `None` for events that no action makes.
    #[must_use]
    pub fn performed(&self) -> Option<&Performed> {
        match self {
            Self::CaseAccepted { performed, .. }
            | Self::CaseDeclined { performed, .. }
            | Self::SupplementRequested { performed, .. }
            | Self::ProcedureStarted { performed, .. }
            | Self::ProcedureEnded { performed, .. }
            | Self::LimitExtended { performed, .. }
            | Self::CaseSuspended { performed, .. }
            | Self::CaseResumed { performed, .. }
            | Self::SignatureAdded(performed)
            | Self::CaseApproved(performed)
            | Self::CaseRefused { performed, .. }
            | Self::ResultIssued(performed)
            | Self::ResultRevoked { performed, .. }
            | Self::CaseTransferred { performed, .. }
            | Self::CaseReturned { performed, .. }
            | Self::CaseTerminated { performed, .. }
            | Self::CaseWithdrawn(performed)
            | Self::NoteAdded(performed)
            | Self::CaseClosed(performed)
            | Self::CaseReopened { performed, .. }
            | Self::OpinionsRequested { performed, .. }
            | Self::OpinionGiven { performed, .. }
            | Self::ObjectionAnswered { performed, .. } => Some(performed),
            Self::CaseSubmitted { .. }
            | Self::CaseDeemedAccepted { .. }
            | Self::SupplementAnswered { .. }
            | Self::SupplementLapsed { .. }
            | Self::ProcedureOverran { .. }
            | Self::LimitPassed { .. }
            | Self::DueRecomputed { .. }
            | Self::DocumentsPresented { .. }
            | Self::DocumentsLapsed { .. }
            | Self::DistrustRecorded { .. }
            | Self::TrustRepaired {}
            | Self::OpinionsLapsed { .. }
            | Self::PublicNoticeEnded { .. }
            | Self::ObjectionRaised { .. }
            | Self::MessageSent { .. }
            | Self::MessagesRead { .. }
            | Self::RatingInvited { .. }
            | Self::StepRated { .. }
            | Self::CaseMigrated { .. }
            | Self::NoticeIssued { .. }
            | Self::NoticeServed { .. }
            | Self::CardIssued { .. }
            | Self::CardWithdrawn { .. }
            | Self::CaseAssigned(_)
            | Self::AssignmentEnded(_) => None,
        }
    }

    /// Where it leaves the case; `None`: where it stood.
    #[must_use]
    pub fn arrival(&self) -> Option<&Arrival> {
        match self {
            Self::CaseSubmitted { arrival, .. } => Some(arrival),
            Self::SupplementAnswered { arrival, .. }
            | Self::SupplementLapsed { arrival, .. }
            | Self::CaseDeemedAccepted { arrival, .. }
            | Self::LimitPassed { arrival, .. }
            | Self::DocumentsLapsed { arrival, .. }
            | Self::OpinionsLapsed { arrival, .. }
            | Self::CaseMigrated { arrival, .. } => arrival.as_ref(),
            _ => self.performed().and_then(|performed| performed.arrival.as_ref()),
        }
    }

    /// The whole open answers from now on, of an event that brings answers. Beside them stand its sealed
    /// answers and the people whom they name.
    #[must_use]
    pub fn answers(&self) -> Option<&Map<String, Value>> {
        match self {
            Self::CaseSubmitted { answers, .. } | Self::SupplementAnswered { answers, .. } => Some(answers),
            _ => None,
        }
    }
}
