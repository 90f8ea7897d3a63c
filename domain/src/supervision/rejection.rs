//! How a rule of supervision says no.

use crate::name::{DepartmentName, RoleName};

/// Why a command on a matter is not allowed, with what would be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The matter was never opened.
    #[error("the matter does not exist")]
    NoSuchMatter,
    /// A second opening of the same matter.
    #[error("the matter exists already")]
    MatterExists,
    /// The matter is closed.
    #[error("the matter is closed")]
    MatterClosed,
    /// The actor neither holds the role nor is the one to whom the matter goes.
    #[error("this is not for this role")]
    RoleNotAllowed {
        /// Whose it is.
        allowed: Vec<RoleName>,
    },
    /// Feedback comes from the department that is asked.
    #[error("another department is asked")]
    OtherDepartment {
        /// Which one.
        department: DepartmentName,
    },
    /// What is to be done, or was done, is written.
    #[error("a text is required")]
    TextRequired,
    /// An extension has a reason.
    #[error("a reason is required")]
    ReasonRequired,
    /// A matter is extended once.
    #[error("the matter was extended already")]
    ExtendedBefore,
    /// A matter is closed only after feedback.
    #[error("no feedback was given yet")]
    NoFeedbackYet,
    /// Who gave feedback does not judge it.
    #[error("somebody else has to do this")]
    SameOfficer,
}

impl Rejection {
    /// The stable code under which interfaces report it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchMatter => "NOT_FOUND",
            Self::MatterExists => "MATTER_EXISTS",
            Self::MatterClosed => "MATTER_CLOSED",
            Self::RoleNotAllowed { .. } => "ROLE_NOT_ALLOWED",
            Self::OtherDepartment { .. } => "OTHER_DEPARTMENT",
            Self::TextRequired => "TEXT_REQUIRED",
            Self::ReasonRequired => "REASON_REQUIRED",
            Self::ExtendedBefore => "EXTENDED_BEFORE",
            Self::NoFeedbackYet => "NO_FEEDBACK_YET",
            Self::SameOfficer => "SAME_OFFICER",
        }
    }
}
