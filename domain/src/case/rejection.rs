//! How a rule says no. A rejection leaves the case's stream untouched; a refusal that a resident
//! may appeal is an event instead ([`crate::case::EventBody::CaseRefused`]).

use jiff::Timestamp;
use jiff::civil::Date;

use crate::assurance::Assurance;
use crate::case::migration::Blocker;
use crate::channel::Channel;
use crate::form::Finding;
use crate::module::ApplicantKind;
use crate::name::{
    ActionName, BasisName, DepartmentName, DocumentName, ModuleName, ProcedureName, RoleName, StateName, SubjectId,
};

/// Why a command is not allowed, with what would be.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    /// Somebody acts on a case that was never submitted.
    #[error("the case does not exist")]
    NoSuchCase,
    /// A second submission of the same case.
    #[error("the case exists already")]
    CaseExists,
    /// The module is not for this kind of applicant.
    #[error("this kind of applicant may not apply")]
    ApplicantNotAllowed {
        /// Who may.
        allowed: Vec<ApplicantKind>,
    },
    /// The applicant's identity provider does not know them surely enough.
    #[error("the applicant must be known more surely")]
    AssuranceTooLow {
        /// How surely the module wants them to be known.
        demanded: Assurance,
        /// How surely they are; absent: nobody says.
        held: Option<Assurance>,
    },
    /// Answers break the form.
    #[error("answers break the form")]
    AnswersInvalid {
        /// Each problem.
        findings: Vec<Finding>,
    },
    /// The module has no action of this name.
    #[error("no such action")]
    UnknownAction {
        /// What the actor may do now.
        available: Vec<ActionName>,
    },
    /// The action may not be done in this state.
    #[error("the action is not available in this state")]
    NotInThisState {
        /// Where the case stands.
        state: StateName,
        /// Where the action may be done.
        from: Vec<StateName>,
    },
    /// The actor does not hold a role that the action asks for.
    #[error("the action is not for this role")]
    RoleNotAllowed {
        /// Who may do it.
        allowed: Vec<RoleName>,
    },
    /// The actor works for a department that does not have the case.
    #[error("another department has the case")]
    OtherDepartment {
        /// Who has it.
        department: DepartmentName,
    },
    /// The officer is the applicant: nobody handles their own case.
    #[error("an officer does not handle a case of their own")]
    OwnCase,
    /// Four eyes: the officer has done what this action is to check.
    #[error("somebody else has to do this")]
    SameOfficer {
        /// What they have done.
        done: Vec<ActionName>,
    },
    /// The action demands a reason.
    #[error("a reason is required")]
    ReasonRequired,
    /// The effect demands a legal basis out of a list.
    #[error("a legal basis is required")]
    LegalBasisRequired {
        /// What it may rest on.
        allowed: Vec<BasisName>,
    },
    /// The action's fields break their form.
    #[error("fields break the action's form")]
    FieldsInvalid {
        /// Each problem.
        findings: Vec<Finding>,
    },
    /// A transfer needs a department out of a list.
    #[error("a department is required")]
    DepartmentRequired {
        /// To whom the case may go.
        allowed: Vec<DepartmentName>,
    },
    /// A supplement notice must list at least one field of the form.
    #[error("a supplement notice lists what is missing")]
    SupplementItemsRequired {
        /// What the form has.
        fields: Vec<String>,
    },
    /// A supplement notice waits for an answer already.
    #[error("a supplement notice is open")]
    SupplementOpen {
        /// Until when.
        until: Timestamp,
    },
    /// No supplement notice waits for an answer.
    #[error("no supplement was asked for")]
    NoSupplementOpen,
    /// The answer changes fields that the notice does not list.
    #[error("the notice does not ask for these fields")]
    NotInSupplement {
        /// What the notice lists.
        items: Vec<String>,
    },
    /// What is missing is told once: an earlier notice has asked for these.
    #[error("an earlier notice has asked for this")]
    AskedBefore {
        /// What was asked before.
        items: Vec<String>,
    },
    /// A procedure is open: the case waits for its end.
    #[error("a procedure is open")]
    ProcedureOpen {
        /// Which one.
        procedure: ProcedureName,
    },
    /// The procedure that should end was not begun.
    #[error("the procedure is not open")]
    ProcedureNotOpen {
        /// Which one.
        procedure: ProcedureName,
    },
    /// The case rests.
    #[error("the case is suspended")]
    CaseSuspended {
        /// Since when.
        since: Timestamp,
    },
    /// The case does not rest.
    #[error("the case is not suspended")]
    NotSuspended,
    /// No limit runs that could be extended, or the module knows no extension.
    #[error("there is no limit to extend")]
    NothingToExtend,
    /// A limit is extended once.
    #[error("the limit was extended already")]
    ExtendedBefore,
    /// A limit is extended before it has passed.
    #[error("the limit has passed")]
    ExtendedTooLate {
        /// When it passed.
        ended: Timestamp,
    },
    /// Several officers must do this, and this one has.
    #[error("another officer has to do this too")]
    AnotherOfficerNeeded {
        /// How many must.
        officers: u8,
    },
    /// The case did not come from another department.
    #[error("there is no department to return to")]
    NothingToReturn,
    /// The case was returned as often as the module allows.
    #[error("the case cannot be returned again")]
    ReturnedTooOften {
        /// How often is allowed.
        times_max: u8,
    },
    /// The window for reopening is over.
    #[error("the window for reopening is over")]
    ReopenWindowOver {
        /// When it ended.
        ended: Timestamp,
    },
    /// The case was reopened as often as the module allows.
    #[error("the case cannot be reopened again")]
    ReopenedTooOften {
        /// How often is allowed.
        times_max: u8,
    },
    /// The case is over: nothing is handed in any more.
    #[error("the case is over")]
    CaseOver,
    /// The module wants no material of this name, or none was named.
    #[error("no such material")]
    UnknownDocument {
        /// What it wants.
        known: Vec<DocumentName>,
    },
    /// Materials are missing, and these may not follow or were not promised.
    #[error("materials are missing")]
    DocumentsMissing {
        /// Which.
        documents: Vec<DocumentName>,
    },
    /// The case was accepted without these materials, and they have not come yet.
    #[error("materials that follow have not come yet")]
    DocumentsOutstanding {
        /// Which.
        documents: Vec<DocumentName>,
    },
    /// The applicant has broken their word before: nothing rests on it alone.
    #[error("the applicant stands on the distrust list")]
    Distrusted,
    /// The applicant does not stand on the distrust list because of this case.
    #[error("there is no trust to repair")]
    NothingToRepair,
    /// Departments have been asked for their opinion already.
    #[error("departments have been asked already")]
    OpinionsAsked {
        /// Which.
        departments: Vec<DepartmentName>,
    },
    /// The officer's department was not asked for an opinion, or has given it.
    #[error("this department's opinion was not asked for")]
    OpinionNotAsked {
        /// Whose was.
        asked: Vec<DepartmentName>,
    },
    /// Nothing is decided before every opinion is there.
    #[error("opinions have not come yet")]
    OpinionsOutstanding {
        /// Whose.
        departments: Vec<DepartmentName>,
    },
    /// A public notice ends by time alone.
    #[error("the public notice runs")]
    PublicNoticeRuns {
        /// Until when.
        until: Timestamp,
    },
    /// A hearing is held only when it was told long enough before.
    #[error("the hearing is too early")]
    HearingTooEarly {
        /// From when it may be held.
        from: Timestamp,
    },
    /// There is no public notice to object to.
    #[error("there is no public notice")]
    NoPublicNotice,
    /// Only residents and companies object, and not to their own application.
    #[error("this person may not object")]
    ObjectionNotAllowed,
    /// Somebody objects to one notice once.
    #[error("this person has objected already")]
    ObjectedBefore,
    /// No objection waits for an answer.
    #[error("there is no objection to answer")]
    NoObjectionOpen,
    /// Nothing is decided before every objection is answered.
    #[error("objections wait for an answer")]
    ObjectionsUnanswered {
        /// Their numbers.
        objections: Vec<u16>,
    },
    /// A message has between one and so many characters.
    #[error("a message is empty or too long")]
    MessageLength {
        /// How many at most.
        most: usize,
    },
    /// The case was closed too long ago to write to it.
    #[error("the conversation is over")]
    ConversationOver {
        /// When it ended.
        ended: Timestamp,
    },
    /// One case holds so many messages and no more.
    #[error("the conversation is full")]
    ConversationFull {
        /// How many.
        most: usize,
    },
    /// The person has rated this already.
    #[error("this was rated before")]
    RatedBefore,
    /// No officer did this step, or the whole matter is not over.
    #[error("there is nothing to rate")]
    NothingToRate {
        /// The revisions of steps that may be rated.
        steps: Vec<u64>,
    },
    /// The case was closed too long ago to be rated.
    #[error("the time for rating is over")]
    RatingOver {
        /// When it ended.
        ended: Timestamp,
    },
    /// A comment has at most so many characters.
    #[error("the comment is too long")]
    CommentTooLong {
        /// How many at most.
        most: usize,
    },
    /// The case cannot be moved to that revision.
    #[error("the case cannot be moved to this revision")]
    MigrationBlocked {
        /// Everything that stands in the way.
        blockers: Vec<Blocker>,
    },
    /// The case has no notice of this number.
    #[error("no such notice")]
    UnknownNotice {
        /// Which it has.
        issued: Vec<u16>,
    },
    /// A notice is served once.
    #[error("the notice was served already")]
    NoticeServedBefore {
        /// From which day it counts as served.
        on: Date,
    },
    /// A notice is served on a day from its issue to today.
    #[error("the notice cannot have been served on that day")]
    ServiceDayImpossible {
        /// The first day on which it can have been.
        from: Date,
        /// The last.
        until: Date,
    },
    /// The case has no card of this number.
    #[error("no such card")]
    UnknownCard {
        /// Those that it has and that are not withdrawn.
        standing: Vec<u32>,
    },
    /// The card is withdrawn already.
    #[error("the card was withdrawn already")]
    CardWithdrawnBefore {
        /// When.
        at: Timestamp,
    },
    /// Nobody of this role takes down what a person brings to the module.
    #[error("this role does not file for others")]
    AssistanceNotAllowed {
        /// Who does; empty: nobody.
        allowed: Vec<RoleName>,
    },
    /// What is taken down for a person comes by a way that the module names.
    #[error("nothing is taken down by this way")]
    ChannelNotAllowed {
        /// By which it may come.
        allowed: Vec<Channel>,
    },
    /// Somebody files for another without a mandate of theirs.
    #[error("there is no mandate")]
    MandateMissing,
    /// The mandate has not begun, or is over.
    #[error("the mandate is not in force")]
    MandateNotInForce,
    /// The mandate is for other services.
    #[error("the mandate does not reach as far as this service")]
    OutsideMandate {
        /// For which it is.
        modules: Vec<ModuleName>,
    },
    /// Another officer has the case in hand: others leave it alone meanwhile. Told to officers only.
    #[error("another officer has the case in hand")]
    AssignedToAnother {
        /// Who.
        officer: SubjectId,
    },
    /// Who is to have the case in hand applied in it, or is named in it.
    #[error("this officer is a party to the case")]
    AssigneeIsParty {
        /// Who.
        officer: SubjectId,
    },
    /// Everything that is left to do in this state checks what the officer did who is to have the case in hand,
    /// or they have done it already.
    #[error("this officer has done what is to be checked")]
    AssigneeHasDone {
        /// Who.
        officer: SubjectId,
    },
    /// Nobody has the case in hand, or not the officer from whom it was to be taken.
    #[error("this officer does not have the case in hand")]
    NotAssigned,
}

impl Rejection {
    /// The stable code under which interfaces report it.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "a table")]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchCase => "NOT_FOUND",
            Self::CaseExists => "CASE_EXISTS",
            Self::ApplicantNotAllowed { .. } => "APPLICANT_NOT_ALLOWED",
            Self::AssuranceTooLow { .. } => "ASSURANCE_TOO_LOW",
            Self::AnswersInvalid { .. } => "ANSWERS_INVALID",
            Self::UnknownAction { .. } => "UNKNOWN_ACTION",
            Self::NotInThisState { .. } => "NOT_IN_THIS_STATE",
            Self::RoleNotAllowed { .. } => "ROLE_NOT_ALLOWED",
            Self::OtherDepartment { .. } => "OTHER_DEPARTMENT",
            Self::OwnCase => "OWN_CASE",
            Self::SameOfficer { .. } => "SAME_OFFICER",
            Self::ReasonRequired => "REASON_REQUIRED",
            Self::LegalBasisRequired { .. } => "LEGAL_BASIS_REQUIRED",
            Self::FieldsInvalid { .. } => "FIELDS_INVALID",
            Self::DepartmentRequired { .. } => "DEPARTMENT_REQUIRED",
            Self::SupplementItemsRequired { .. } => "SUPPLEMENT_ITEMS_REQUIRED",
            Self::SupplementOpen { .. } => "SUPPLEMENT_OPEN",
            Self::NoSupplementOpen => "NO_SUPPLEMENT_OPEN",
            Self::NotInSupplement { .. } => "NOT_IN_SUPPLEMENT",
            Self::AskedBefore { .. } => "ASKED_BEFORE",
            Self::ProcedureOpen { .. } => "PROCEDURE_OPEN",
            Self::ProcedureNotOpen { .. } => "PROCEDURE_NOT_OPEN",
            Self::CaseSuspended { .. } => "CASE_SUSPENDED",
            Self::NotSuspended => "NOT_SUSPENDED",
            Self::NothingToExtend => "NOTHING_TO_EXTEND",
            Self::ExtendedBefore => "EXTENDED_BEFORE",
            Self::ExtendedTooLate { .. } => "EXTENDED_TOO_LATE",
            Self::AnotherOfficerNeeded { .. } => "ANOTHER_OFFICER_NEEDED",
            Self::NothingToReturn => "NOTHING_TO_RETURN",
            Self::ReturnedTooOften { .. } => "RETURNED_TOO_OFTEN",
            Self::ReopenWindowOver { .. } => "REOPEN_WINDOW_OVER",
            Self::ReopenedTooOften { .. } => "REOPENED_TOO_OFTEN",
            Self::CaseOver => "CASE_OVER",
            Self::UnknownDocument { .. } => "UNKNOWN_DOCUMENT",
            Self::DocumentsMissing { .. } => "DOCUMENTS_MISSING",
            Self::DocumentsOutstanding { .. } => "DOCUMENTS_OUTSTANDING",
            Self::Distrusted => "DISTRUSTED",
            Self::NothingToRepair => "NOTHING_TO_REPAIR",
            Self::OpinionsAsked { .. } => "OPINIONS_ASKED",
            Self::OpinionNotAsked { .. } => "OPINION_NOT_ASKED",
            Self::OpinionsOutstanding { .. } => "OPINIONS_OUTSTANDING",
            Self::PublicNoticeRuns { .. } => "PUBLIC_NOTICE_RUNS",
            Self::HearingTooEarly { .. } => "HEARING_TOO_EARLY",
            Self::NoPublicNotice => "NO_PUBLIC_NOTICE",
            Self::ObjectionNotAllowed => "OBJECTION_NOT_ALLOWED",
            Self::ObjectedBefore => "OBJECTED_BEFORE",
            Self::NoObjectionOpen => "NO_OBJECTION_OPEN",
            Self::ObjectionsUnanswered { .. } => "OBJECTIONS_UNANSWERED",
            Self::MessageLength { .. } => "MESSAGE_LENGTH",
            Self::ConversationOver { .. } => "CONVERSATION_OVER",
            Self::ConversationFull { .. } => "CONVERSATION_FULL",
            Self::RatedBefore => "RATED_BEFORE",
            Self::NothingToRate { .. } => "NOTHING_TO_RATE",
            Self::RatingOver { .. } => "RATING_OVER",
            Self::CommentTooLong { .. } => "COMMENT_TOO_LONG",
            Self::MigrationBlocked { .. } => "MIGRATION_BLOCKED",
            Self::UnknownNotice { .. } => "UNKNOWN_NOTICE",
            Self::NoticeServedBefore { .. } => "NOTICE_SERVED_BEFORE",
            Self::ServiceDayImpossible { .. } => "SERVICE_DAY_IMPOSSIBLE",
            Self::UnknownCard { .. } => "UNKNOWN_CARD",
            Self::CardWithdrawnBefore { .. } => "CARD_WITHDRAWN_BEFORE",
            Self::AssistanceNotAllowed { .. } => "ASSISTANCE_NOT_ALLOWED",
            Self::ChannelNotAllowed { .. } => "CHANNEL_NOT_ALLOWED",
            Self::MandateMissing => "MANDATE_MISSING",
            Self::MandateNotInForce => "MANDATE_NOT_IN_FORCE",
            Self::OutsideMandate { .. } => "OUTSIDE_MANDATE",
            Self::AssignedToAnother { .. } => "ASSIGNED_TO_ANOTHER",
            Self::AssigneeIsParty { .. } => "ASSIGNEE_IS_PARTY",
            Self::AssigneeHasDone { .. } => "ASSIGNEE_HAS_DONE",
            Self::NotAssigned => "NOT_ASSIGNED",
        }
    }

    /// Whether the attempt itself belongs into the power log: somebody reached for a power that is not
    /// theirs here, which is more than a mistake in filling in.
    #[must_use]
    pub fn supervised(&self) -> bool {
        matches!(
            self,
            Self::OwnCase
                | Self::SameOfficer { .. }
                | Self::AnotherOfficerNeeded { .. }
                | Self::OtherDepartment { .. }
                | Self::LegalBasisRequired { .. }
        )
    }
}
