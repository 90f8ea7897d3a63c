//! How a refused command is told to a person: which code it has (their table is [`codes`]), which field of the input
//! it is about, and what would be allowed.

mod codes;
mod form;

use cityhall_domain::case::Rejection;
use cityhall_domain::mandate;
use cityhall_domain::module::ApplicantKind;
use cityhall_domain::supervision;
use cityhall_domain::text::Language;
use cityhall_engine::{KeyRefused, Refusal};

use crate::schema::people::channel_word;
use UserErrorCode as Code;
pub use codes::UserErrorCode;
use form::found;

/// One problem of one mutation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserError {
    /// What kind.
    pub code: UserErrorCode,
    /// What is wrong, for people.
    pub message: String,
    /// Which part of the input, such as `answers/place/street`.
    pub field: Option<String>,
    /// What would be allowed.
    pub allowed: Vec<String>,
    /// The rule of the form that an answer breaks, such as `maxLength`.
    pub rule: Option<String>,
}

impl UserError {
    /// A problem of this kind without more to say.
    pub(crate) fn of(code: UserErrorCode, language: Language) -> Self {
        Self { code, message: code.text(language).to_owned(), field: None, allowed: Vec::new(), rule: None }
    }

    pub(crate) fn at(self, field: &str) -> Self {
        Self { field: Some(field.to_owned()), ..self }
    }

    pub(crate) fn allowing(self, allowed: impl IntoIterator<Item = impl ToString>) -> Self {
        Self { allowed: allowed.into_iter().map(|one| one.to_string()).collect(), ..self }
    }
}

/// Every problem of a refused command, never empty.
#[must_use]
pub fn user_errors(refusal: &Refusal, language: Language) -> Vec<UserError> {
    let of = |code| UserError::of(code, language);
    vec![match refusal {
        Refusal::Rejected(rejection) => return rejected(rejection, language),
        Refusal::NotInMatter(rejection) => return vec![in_matter(rejection, language)],
        Refusal::NoMandate(rejection) => return vec![of_mandate(rejection, language)],
        Refusal::NotFound => of(Code::NotFound),
        Refusal::Forbidden => of(Code::ForbiddenByPolicy),
        Refusal::StaleRevision { actual } => of(Code::StaleRevision).at("expectedRevision").allowing([actual]),
        Refusal::StaleModuleRevision { current } => {
            of(Code::StaleModuleRevision).at("moduleRevision").allowing([current])
        }
        Refusal::KeyReused => of(Code::IdempotencyKeyReused).at("idempotencyKey"),
        Refusal::ModuleRetired => of(Code::ModuleRetired).at("module"),
        Refusal::UnknownModule => of(Code::UnknownModule).at("module"),
        Refusal::InvalidName { field } => of(Code::InvalidName).at(field),
        Refusal::OutsideScope => of(Code::OutsideScope).at("module"),
        Refusal::Upgrading => of(Code::Upgrading),
        Refusal::Erased => of(Code::Erased),
        Refusal::Unavailable => of(Code::Unavailable),
    }]
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn rejected(rejection: &Rejection, language: Language) -> Vec<UserError> {
    let of = |code| UserError::of(code, language);
    let at = |code, field| of(code).at(field);
    vec![match rejection {
        Rejection::NoSuchCase => of(Code::NotFound),
        Rejection::CaseExists => of(Code::CaseExists),
        Rejection::ApplicantNotAllowed { allowed } => {
            of(Code::ApplicantNotAllowed).allowing(allowed.iter().copied().map(applicant_kind))
        }
        Rejection::AssuranceTooLow { demanded, .. } => of(Code::AssuranceTooLow).allowing([demanded.word()]),
        Rejection::AnswersInvalid { findings } => return found(Code::AnswersInvalid, "answers", findings, language),
        Rejection::UnknownAction { available } => of(Code::UnknownAction).at("action").allowing(available),
        Rejection::NotInThisState { state: _, from } => of(Code::NotInThisState).at("action").allowing(from),
        Rejection::RoleNotAllowed { allowed } => of(Code::RoleNotAllowed).at("action").allowing(allowed),
        Rejection::OtherDepartment { department } => of(Code::OtherDepartment).allowing([department]),
        Rejection::OwnCase => of(Code::OwnCase),
        Rejection::SameOfficer { done: _ } => of(Code::SameOfficer).at("action"),
        Rejection::ReasonRequired => of(Code::ReasonRequired).at("reason"),
        Rejection::LegalBasisRequired { allowed } => of(Code::LegalBasisRequired).at("legalBasis").allowing(allowed),
        Rejection::FieldsInvalid { findings } => return found(Code::FieldsInvalid, "fields", findings, language),
        Rejection::DepartmentRequired { allowed } => of(Code::DepartmentRequired).at("department").allowing(allowed),
        Rejection::SupplementItemsRequired { fields } => of(Code::SupplementItemsRequired).at("items").allowing(fields),
        Rejection::SupplementOpen { until } => of(Code::SupplementOpen).allowing([until]),
        Rejection::NoSupplementOpen => of(Code::NoSupplementOpen),
        Rejection::NotInSupplement { items } => of(Code::NotInSupplement).at("answers").allowing(items),
        Rejection::AskedBefore { items } => of(Code::AskedBefore).at("items").allowing(items),
        Rejection::ProcedureOpen { procedure } => of(Code::ProcedureOpen).at("action").allowing([procedure]),
        Rejection::ProcedureNotOpen { procedure } => of(Code::ProcedureNotOpen).at("action").allowing([procedure]),
        Rejection::CaseSuspended { since } => of(Code::CaseSuspended).at("action").allowing([since]),
        Rejection::NotSuspended => of(Code::NotSuspended).at("action"),
        Rejection::NothingToExtend => of(Code::NothingToExtend).at("action"),
        Rejection::ExtendedBefore => of(Code::ExtendedBefore).at("action"),
        Rejection::ExtendedTooLate { ended } => of(Code::ExtendedTooLate).at("action").allowing([ended]),
        Rejection::AnotherOfficerNeeded { officers } => at(Code::AnotherOfficerNeeded, "action").allowing([officers]),
        Rejection::NothingToReturn => of(Code::NothingToReturn).at("action"),
        Rejection::ReturnedTooOften { times_max } => of(Code::ReturnedTooOften).at("action").allowing([times_max]),
        Rejection::ReopenWindowOver { ended } => of(Code::ReopenWindowOver).allowing([ended]),
        Rejection::ReopenedTooOften { times_max } => of(Code::ReopenedTooOften).allowing([times_max]),
        Rejection::CaseOver => of(Code::CaseOver),
        Rejection::UnknownDocument { known } => of(Code::UnknownDocument).at("documents").allowing(known),
        Rejection::DocumentsMissing { documents } => of(Code::DocumentsMissing).at("documents").allowing(documents),
        Rejection::DocumentsOutstanding { documents } => of(Code::DocumentsOutstanding).allowing(documents),
        Rejection::Distrusted => of(Code::Distrusted),
        Rejection::NothingToRepair => of(Code::NothingToRepair),
        Rejection::OpinionsAsked { departments } => of(Code::OpinionsAsked).allowing(departments),
        Rejection::OpinionNotAsked { asked } => of(Code::OpinionNotAsked).allowing(asked),
        Rejection::OpinionsOutstanding { departments } => of(Code::OpinionsOutstanding).allowing(departments),
        Rejection::PublicNoticeRuns { until } => of(Code::PublicNoticeRuns).allowing([until]),
        Rejection::HearingTooEarly { from } => of(Code::HearingTooEarly).allowing([from]),
        Rejection::NoPublicNotice => of(Code::NoPublicNotice),
        Rejection::ObjectionNotAllowed => of(Code::ObjectionNotAllowed),
        Rejection::ObjectedBefore => of(Code::ObjectedBefore),
        Rejection::NoObjectionOpen => of(Code::NoObjectionOpen).at("action"),
        Rejection::ObjectionsUnanswered { objections } => of(Code::ObjectionsUnanswered).allowing(objections),
        Rejection::MessageLength { most } => of(Code::MessageLength).at("text").allowing([most]),
        Rejection::ConversationOver { ended } => of(Code::ConversationOver).allowing([ended]),
        Rejection::ConversationFull { most } => of(Code::ConversationFull).allowing([most]),
        Rejection::RatedBefore => of(Code::RatedBefore).at("step"),
        Rejection::NothingToRate { steps } => of(Code::NothingToRate).at("step").allowing(steps),
        Rejection::RatingOver { ended } => of(Code::RatingOver).allowing([ended]),
        Rejection::CommentTooLong { most } => of(Code::CommentTooLong).at("comment").allowing([most]),
        Rejection::MigrationBlocked { blockers: _ } => of(Code::MigrationBlocked),
        Rejection::UnknownNotice { issued } => of(Code::UnknownNotice).at("notice").allowing(issued),
        Rejection::NoticeServedBefore { on } => of(Code::NoticeServedBefore).at("notice").allowing([on]),
        Rejection::ServiceDayImpossible { from, until } => at(Code::ServiceDayImpossible, "on").allowing([from, until]),
        Rejection::UnknownCard { standing } => of(Code::UnknownCard).at("card").allowing(standing),
        Rejection::AssignedToAnother { officer } => of(Code::AssignedToAnother).allowing([&officer.0]),
        Rejection::AssigneeIsParty { officer: _ } => of(Code::AssigneeIsParty).at("to"),
        Rejection::AssigneeHasDone { officer: _ } => of(Code::AssigneeHasDone).at("to"),
        Rejection::NotAssigned => of(Code::NotAssigned),
        Rejection::CardWithdrawnBefore { at } => of(Code::CardWithdrawnBefore).at("card").allowing([at]),
        Rejection::AssistanceNotAllowed { allowed } => of(Code::AssistanceNotAllowed).allowing(allowed),
        Rejection::ChannelNotAllowed { allowed } => {
            of(Code::ChannelNotAllowed).at("channel").allowing(allowed.iter().copied().map(channel_word))
        }
        Rejection::MandateMissing => of(Code::MandateMissing).at("onBehalfOf"),
        Rejection::MandateNotInForce => of(Code::MandateNotInForce),
        Rejection::OutsideMandate { modules } => of(Code::OutsideMandate).at("module").allowing(modules),
    }]
}

/// Why no key was issued or revoked.
#[must_use]
pub fn of_key(refused: &KeyRefused, language: Language) -> UserError {
    let of = |code| UserError::of(code, language);
    match refused {
        KeyRefused::NotAllowed => of(Code::NotAllowed),
        KeyRefused::NoSuchPartner => of(Code::UnknownPartner).at("partner"),
        KeyRefused::NoSuchKey => of(Code::NotFound).at("key"),
        KeyRefused::WiderThanPartner { allowed } => of(Code::WiderThanPartner).allowing(allowed),
        KeyRefused::ExpiryImpossible { latest } => of(Code::ExpiryImpossible).at("until").allowing([latest]),
        KeyRefused::RangeInvalid => of(Code::RangeInvalid).at("addressRanges"),
        KeyRefused::LabelLength { most } => of(Code::LabelLength).at("label").allowing([most]),
        KeyRefused::TooManyKeys { most } => of(Code::TooManyKeys).at("partner").allowing([most]),
        KeyRefused::Unavailable => of(Code::Unavailable),
    }
}

fn of_mandate(rejection: &mandate::Rejection, language: Language) -> UserError {
    use mandate::Rejection;
    let of = |code| UserError::of(code, language);
    match rejection {
        Rejection::GrantorNotAllowed => of(Code::GrantorNotAllowed),
        Rejection::OwnAgent => of(Code::OwnAgent).at("agent"),
        Rejection::ServicesWrong { unknown: _ } => of(Code::ServicesWrong).at("modules"),
        Rejection::PeriodImpossible { earliest } => of(Code::PeriodImpossible).at("lastDay").allowing([earliest]),
        Rejection::NoSuchMandate => of(Code::NotFound).at("mandateId"),
    }
}

fn in_matter(rejection: &supervision::Rejection, language: Language) -> UserError {
    use supervision::Rejection;
    let of = |code| UserError::of(code, language);
    match rejection {
        Rejection::NoSuchMatter => of(Code::NotFound),
        Rejection::MatterExists => of(Code::MatterExists),
        Rejection::MatterClosed => of(Code::MatterClosed),
        Rejection::RoleNotAllowed { allowed } => of(Code::RoleNotAllowed).allowing(allowed),
        Rejection::OtherDepartment { department } => of(Code::OtherDepartment).allowing([department]),
        Rejection::TextRequired => of(Code::TextRequired).at("text"),
        Rejection::ReasonRequired => of(Code::ReasonRequired).at("reason"),
        Rejection::ExtendedBefore => of(Code::ExtendedBefore),
        Rejection::NoFeedbackYet => of(Code::NoFeedbackYet),
        Rejection::SameOfficer => of(Code::SameOfficer),
    }
}

/// How a kind of applicant is called in the API.
pub(crate) fn applicant_kind(kind: ApplicantKind) -> &'static str {
    match kind {
        ApplicantKind::Anonymous => "ANONYMOUS",
        ApplicantKind::Resident => "RESIDENT",
        ApplicantKind::Company => "COMPANY",
    }
}

#[cfg(test)]
mod tests {
    use cityhall_domain::form::Finding;

    use super::*;

    #[test]
    fn every_broken_answer_names_its_field() {
        let findings = vec![
            Finding { path: "/place/street".into(), keyword: "required".into() },
            Finding { path: "/wish".into(), keyword: "unheard-of".into() },
        ];
        let errors = user_errors(&Rejection::AnswersInvalid { findings }.into(), Language::English);
        let told: Vec<_> = errors.iter().map(|error| (error.field.as_deref(), error.message.as_str())).collect();
        assert_eq!(
            told,
            [
                (Some("answers/place/street"), "This must be filled in."),
                (Some("answers/wish"), "This answer does not fit the form.")
            ]
        );
    }

    #[test]
    fn what_is_allowed_is_said() {
        let rejection = Rejection::RoleNotAllowed { allowed: vec!["approver".parse().unwrap()] };
        let errors = user_errors(&rejection.into(), Language::Chinese);
        assert_eq!((errors[0].code, &errors[0].allowed), (UserErrorCode::RoleNotAllowed, &vec!["approver".to_owned()]));
    }

    #[test]
    fn codes_are_those_of_the_rules() {
        let somebody = || cityhall_domain::name::SubjectId("somebody".to_owned());
        let refusals = [
            Refusal::NotFound,
            Refusal::Forbidden,
            Refusal::StaleRevision { actual: 1 },
            Refusal::StaleModuleRevision { current: 1 },
            Refusal::KeyReused,
            Refusal::ModuleRetired,
            Refusal::UnknownModule,
            Refusal::InvalidName { field: "module" },
            Refusal::OutsideScope,
            Refusal::Upgrading,
            Refusal::Erased,
            Refusal::Unavailable,
            Rejection::NoSuchCase.into(),
            Rejection::ReasonRequired.into(),
            Rejection::NoSupplementOpen.into(),
            Rejection::ReopenedTooOften { times_max: 1 }.into(),
            Rejection::MandateMissing.into(),
            Rejection::MandateNotInForce.into(),
            Rejection::OutsideMandate { modules: Vec::new() }.into(),
            Rejection::AssistanceNotAllowed { allowed: Vec::new() }.into(),
            Rejection::ChannelNotAllowed { allowed: Vec::new() }.into(),
            Rejection::AssignedToAnother { officer: somebody() }.into(),
            Rejection::AssigneeIsParty { officer: somebody() }.into(),
            Rejection::AssigneeHasDone { officer: somebody() }.into(),
            Rejection::NotAssigned.into(),
            mandate::Rejection::GrantorNotAllowed.into(),
            mandate::Rejection::OwnAgent.into(),
            mandate::Rejection::ServicesWrong { unknown: Vec::new() }.into(),
            mandate::Rejection::PeriodImpossible { earliest: jiff::civil::Date::constant(2026, 3, 2) }.into(),
            mandate::Rejection::NoSuchMandate.into(),
        ];
        for refusal in refusals {
            assert_eq!(user_errors(&refusal, Language::English)[0].code.as_str(), refusal.code());
        }
    }
}
