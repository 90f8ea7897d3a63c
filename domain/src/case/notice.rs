//! Notices (文书): the numbered documents in which the law wants an effect told, and their service
//! (送达) on the person.
//!
//! [`NOTICE_RULES`] is the one place where it is said which event brings which notice; the decider is
//! driven by it and the reference of notices is printed from it. What a notice looks like is no matter
//! of the domain.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};

use super::{CaseNumber, EventBody};
use crate::calendar::Due;
use crate::module::{LegalBasis, Module, RemedyKind, ServiceType};
use crate::name::BasisName;
use crate::text::Language;

/// What a notice tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum NoticeKind {
    /// 受理通知书
    Acceptance,
    /// 视为受理凭证: nobody told in time what is missing.
    DeemedAcceptance,
    /// 不予受理通知书
    NonAcceptance,
    /// 补正材料通知书
    Supplement,
    /// 特别程序告知书
    Procedure,
    /// 延长期限告知书
    Extension,
    /// 中止通知书
    Suspension,
    /// 恢复办理通知书
    Resumption,
    /// 准予决定书
    Approval,
    /// 不予决定书
    Refusal,
    /// 终止通知书
    Termination,
    /// 撤销决定书
    Revocation,
}

impl NoticeKind {
    /// Every kind, in the order of a case.
    pub const ALL: [Self; 12] = [
        Self::Acceptance,
        Self::DeemedAcceptance,
        Self::NonAcceptance,
        Self::Supplement,
        Self::Procedure,
        Self::Extension,
        Self::Suspension,
        Self::Resumption,
        Self::Approval,
        Self::Refusal,
        Self::Termination,
        Self::Revocation,
    ];

    /// The stable name, as manifests and events write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.words().0
    }

    /// What stands above the notice.
    #[must_use]
    pub fn title(self, language: Language) -> &'static str {
        let (_, zh, en) = self.words();
        match language {
            Language::Chinese => zh,
            Language::English => en,
        }
    }

    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Acceptance => ("Acceptance", "受理通知书", "Notice of Acceptance"),
            Self::DeemedAcceptance => ("DeemedAcceptance", "视为受理凭证", "Certificate of Deemed Acceptance"),
            Self::NonAcceptance => ("NonAcceptance", "不予受理通知书", "Notice of Non-acceptance"),
            Self::Supplement => ("Supplement", "补正材料通知书", "Notice to Supplement an Application"),
            Self::Procedure => ("Procedure", "特别程序告知书", "Notice of a Special Procedure"),
            Self::Extension => ("Extension", "延长期限告知书", "Notice of Extension"),
            Self::Suspension => ("Suspension", "中止通知书", "Notice of Suspension"),
            Self::Resumption => ("Resumption", "恢复办理通知书", "Notice of Resumption"),
            Self::Approval => ("Approval", "准予决定书", "Decision of Approval"),
            Self::Refusal => ("Refusal", "不予决定书", "Decision of Refusal"),
            Self::Termination => ("Termination", "终止通知书", "Notice of Termination"),
            Self::Revocation => ("Revocation", "撤销决定书", "Decision of Revocation"),
        }
    }
}

/// Which event brings which notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticeRule {
    /// The type of the event.
    pub event: &'static str,
    /// Which events of the type, where not all do.
    pub when: &'static str,
    /// The notice.
    pub kind: NoticeKind,
    /// Whether it tells what can be done against it, so that its service starts those periods.
    pub remedies: bool,
    /// The law that wants it.
    pub source: &'static str,
}

const fn rule(event: &'static str, kind: NoticeKind, remedies: bool, source: &'static str) -> NoticeRule {
    NoticeRule { event, when: "", kind, remedies, source }
}

macro_rules! rules {
    ($($name:ident = $rule:expr;)*) => {
        $(const $name: NoticeRule = $rule;)*
        /// Every rule, in the order of the events.
        pub const NOTICE_RULES: &[NoticeRule] = &[$($name),*];
    };
}

rules! {
    ACCEPTED = rule("CaseAccepted", NoticeKind::Acceptance, false, "Administrative Licence Law, art. 32: acceptance is told in writing, sealed and dated");
    DEEMED_ACCEPTED = rule("CaseDeemedAccepted", NoticeKind::DeemedAcceptance, false, "Administrative Licence Law, art. 32: accepted since the materials came");
    DECLINED = rule("CaseDeclined", NoticeKind::NonAcceptance, true, "Administrative Licence Law, art. 32: non-acceptance is told in writing, sealed and dated");
    SUPPLEMENT_REQUESTED = rule("SupplementRequested", NoticeKind::Supplement, false, "Administrative Licence Law, art. 32: all that is missing is told at once");
    PROCEDURE_STARTED = NoticeRule { when: "a procedure with `clock: Stopped`", ..rule("ProcedureStarted", NoticeKind::Procedure, false, "Administrative Licence Law, art. 45: the time needed is told in writing") };
    LIMIT_EXTENDED = rule("LimitExtended", NoticeKind::Extension, false, "Administrative Licence Law, art. 42: the reason of an extension is told");
    SUSPENDED = rule("CaseSuspended", NoticeKind::Suspension, false, "the legal basis that the module names");
    RESUMED = rule("CaseResumed", NoticeKind::Resumption, false, "who was told that the case rests is told that it goes on");
    APPROVED = rule("CaseApproved", NoticeKind::Approval, false, "Administrative Licence Law, art. 38: the decision is in writing");
    REFUSED = rule("CaseRefused", NoticeKind::Refusal, true, "Administrative Licence Law, art. 38: with reasons and remedies");
    REVOKED = rule("ResultRevoked", NoticeKind::Revocation, true, "Administrative Licence Law, art. 69");
    TERMINATED = rule("CaseTerminated", NoticeKind::Termination, true, "the legal basis that the module names");
    DOCUMENTS_LAPSED = rule("DocumentsLapsed", NoticeKind::Termination, true, "what was promised did not follow: that the matter is over is told as any other end");
}

impl EventBody {
    /// The notice that it brings, where the service is one that wants notices.
    #[must_use]
    pub fn notice_rule(&self) -> Option<&'static NoticeRule> {
        match self {
            Self::CaseAccepted { .. } => Some(&ACCEPTED),
            Self::CaseDeemedAccepted { .. } => Some(&DEEMED_ACCEPTED),
            Self::CaseDeclined { .. } => Some(&DECLINED),
            Self::SupplementRequested { .. } => Some(&SUPPLEMENT_REQUESTED),
            Self::ProcedureStarted { stops: true, .. } => Some(&PROCEDURE_STARTED),
            Self::LimitExtended { .. } => Some(&LIMIT_EXTENDED),
            Self::CaseSuspended { .. } => Some(&SUSPENDED),
            Self::CaseResumed { .. } => Some(&RESUMED),
            Self::CaseApproved(_) => Some(&APPROVED),
            Self::CaseRefused { .. } => Some(&REFUSED),
            Self::ResultRevoked { .. } => Some(&REVOKED),
            Self::CaseTerminated { .. } => Some(&TERMINATED),
            Self::DocumentsLapsed { .. } => Some(&DOCUMENTS_LAPSED),
            Self::CaseSubmitted { .. }
            | Self::SupplementAnswered { .. }
            | Self::SupplementLapsed { .. }
            | Self::ProcedureStarted { stops: false, .. }
            | Self::ProcedureEnded { .. }
            | Self::ProcedureOverran { .. }
            | Self::SignatureAdded(_)
            | Self::ResultIssued(_)
            | Self::CaseTransferred { .. }
            | Self::CaseReturned { .. }
            | Self::CaseWithdrawn(_)
            | Self::NoteAdded(_)
            | Self::CaseClosed(_)
            | Self::CaseReopened { .. }
            | Self::LimitPassed { .. }
            | Self::DueRecomputed { .. }
            | Self::DocumentsPresented { .. }
            | Self::DistrustRecorded { .. }
            | Self::TrustRepaired {}
            | Self::OpinionsRequested { .. }
            | Self::OpinionGiven { .. }
            | Self::OpinionsLapsed { .. }
            | Self::PublicNoticeEnded { .. }
            | Self::ObjectionRaised { .. }
            | Self::ObjectionAnswered { .. }
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
}

impl EventBody {
    /// What the law is that it rests on: what was named, or else what the item itself rests on, without
    /// what is there for single actions and procedures only; the first of the guide where nothing else is left.
    #[must_use]
    pub fn rests_on<'m>(&self, module: &'m Module) -> Vec<&'m LegalBasis> {
        let named = match self {
            Self::CaseDeclined { legal_basis, .. }
            | Self::CaseRefused { legal_basis, .. }
            | Self::ResultRevoked { legal_basis, .. }
            | Self::CaseSuspended { legal_basis, .. }
            | Self::CaseTerminated { legal_basis, .. } => Some(legal_basis),
            Self::ProcedureStarted { legal_basis, .. } => legal_basis.as_ref(),
            _ => None,
        };
        let of_actions = module.workflow.actions.iter().flat_map(|action| action.effect.bases());
        let of_procedures = module.procedures.iter().filter_map(|procedure| procedure.basis.as_ref());
        let special: BTreeSet<&BasisName> = of_actions.chain(of_procedures).collect();
        let all = module.guide.legal_basis.iter();
        let chosen: Vec<&LegalBasis> = match named {
            Some(name) => all.filter(|basis| basis.name == *name).collect(),
            None => all.filter(|basis| !special.contains(&basis.name)).collect(),
        };
        // A guide names first what sets the item up.
        if chosen.is_empty() { module.guide.legal_basis.iter().take(1).collect() } else { chosen }
    }
}

impl ServiceType {
    /// Whether the law wants the effects of a case told in numbered notices: of what an authority decides,
    /// not of reports, letters and services to everybody.
    #[must_use]
    pub fn wants_notices(self) -> bool {
        match self {
            Self::AdministrativeLicence
            | Self::AdministrativeConfirmation
            | Self::AdministrativePayment
            | Self::AdministrativeReward
            | Self::AdministrativeRuling
            | Self::Filing
            | Self::OtherPower => true,
            Self::PublicService | Self::WorkOrder | Self::Letter => false,
        }
    }
}

/// How a notice is served (Civil Procedure Law, art. 87 to 95).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ServiceMethod {
    /// 直接送达
    InPerson,
    /// 电子送达
    Electronic,
    /// 邮寄送达
    Post,
    /// 留置送达
    Left,
    /// 公告送达
    Announcement,
}

impl ServiceMethod {
    /// Every way.
    pub const ALL: [Self; 5] = [Self::InPerson, Self::Electronic, Self::Post, Self::Left, Self::Announcement];

    /// How many days after the act the notice counts as served.
    #[must_use]
    pub fn effective_after_days(self) -> u16 {
        match self {
            Self::InPerson | Self::Electronic | Self::Post | Self::Left => 0,
            // Civil Procedure Law, art. 95: thirty days after the announcement.
            Self::Announcement => 30,
        }
    }

    /// The day on which a notice counts as served that was handed over, received or announced on `day`.
    #[must_use]
    pub fn served_on(self, day: Date) -> Date {
        day.saturating_add(Span::new().days(self.effective_after_days()))
    }
}

/// What can still be done against a notice that was served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RemedyDue {
    /// Which way it is.
    pub kind: RemedyKind,
    /// Its last day.
    pub due: Due,
}

/// The number of a notice: that of its case and its place in it, such as
/// `QS-2026-7K3M-9QXA-4DZ2-C-01`. Unique without a counter of the city.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NoticeNumber {
    /// The case.
    pub case: CaseNumber,
    /// Which of the case's notices, from 1.
    pub notice: u16,
}

impl fmt::Display for NoticeNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.case, self.notice)
    }
}

/// No notice has such a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the number of a notice")]
pub struct InvalidNoticeNumber;

impl FromStr for NoticeNumber {
    type Err = InvalidNoticeNumber;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (case, notice) = text.rsplit_once('-').ok_or(InvalidNoticeNumber)?;
        let number = Self {
            case: case.parse().map_err(|_| InvalidNoticeNumber)?,
            notice: notice.parse().map_err(|_| InvalidNoticeNumber)?,
        };
        // Written in one way only.
        if number.notice > 0 && number.to_string().ends_with(&format!("-{notice}")) {
            Ok(number)
        } else {
            Err(InvalidNoticeNumber)
        }
    }
}

impl TryFrom<String> for NoticeNumber {
    type Error = InvalidNoticeNumber;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<NoticeNumber> for String {
    fn from(number: NoticeNumber) -> Self {
        number.to_string()
    }
}

/// A notice of a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// Which of the case's notices, from 1.
    pub notice: u16,
    /// What it tells.
    pub kind: NoticeKind,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When and how it was served; absent: it was not yet.
    pub served: Option<Served>,
}

/// The service of a notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Served {
    /// How.
    pub how: ServiceMethod,
    /// The day from which the notice counts as served.
    pub on: Date,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// What can be done against it, each with its last day.
    pub remedies: Vec<RemedyDue>,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::case::given;
    use crate::text::Text;

    #[test]
    fn rules_stand_in_the_order_of_the_events_each_once_and_name_every_kind() {
        let place = |event: &str| EventBody::TYPE_NAMES.iter().position(|name| *name == event);
        let places: Vec<_> = NOTICE_RULES.iter().map(|rule| place(rule.event).unwrap()).collect();
        assert!(places.is_sorted_by(|one, next| one < next), "{places:?}");
        let told: BTreeSet<_> = NOTICE_RULES.iter().map(|rule| rule.kind).collect();
        assert_eq!(told, NoticeKind::ALL.into());
    }

    #[test]
    fn a_notice_rests_on_what_was_named_or_on_what_the_item_rests_on() {
        let basis = |name: &str| LegalBasis { name: name.parse().unwrap(), text: Text::default(), content: None };
        let mut module = given::module();
        module.guide.legal_basis = vec![basis("law-1"), basis("law-2")];
        let names = |module: &Module, body: &EventBody| -> Vec<String> {
            body.rests_on(module).iter().map(|basis| basis.name.to_string()).collect()
        };
        let performed = given::performed("refuse", None);
        let refused = EventBody::CaseRefused { performed, legal_basis: "law-1".parse().unwrap() };
        assert_eq!(names(&module, &refused), ["law-1"]);
        // `law-1` is there for refusing.
        let approved = EventBody::CaseApproved(given::performed("grant", None));
        assert_eq!(names(&module, &approved), ["law-2"]);
        module.guide.legal_basis.pop();
        assert_eq!(names(&module, &approved), ["law-1"]);
    }

    #[test]
    fn kinds_are_named_as_they_are_stored() {
        for kind in NoticeKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
    }

    #[test]
    fn a_number_is_that_of_the_case_and_a_place() {
        let number = NoticeNumber { case: given::number(), notice: 7 };
        assert_eq!(number.to_string(), format!("{}-07", given::number()));
        assert_eq!(number.to_string().parse(), Ok(number));
        let long = NoticeNumber { case: given::number(), notice: 123 };
        assert_eq!(long.to_string().parse(), Ok(long));
        for bad in ["", "07", "-07", "QS-2026-07"] {
            assert_eq!(bad.parse::<NoticeNumber>(), Err(InvalidNoticeNumber), "{bad}");
        }
        for bad in ["7", "007", "00", "0", "", "+7", "x"] {
            assert_eq!(format!("{}-{bad}", given::number()).parse::<NoticeNumber>(), Err(InvalidNoticeNumber), "{bad}");
        }
    }
}
