//! Small words: limits, ends, applicants, kinds of service, lists.

use cityhall_domain::assurance::Assurance;
use cityhall_domain::calendar::Limit;
use cityhall_domain::module::{ApplicantKind, End, ServiceType, Start};
use cityhall_domain::name::RoleName;

use super::Explanation;

impl Explanation<'_> {
    /// A limit in words.
    pub(super) fn limit(self, limit: Limit) -> String {
        limit.in_words(self.language)
    }

    /// How a case is over, in a word.
    pub(super) fn end(self, end: End) -> &'static str {
        match end {
            End::Completed => self.say("已办成", "completed"),
            End::Unsolved => self.say("未解决", "not solved"),
            End::Refused => self.say("不予许可", "refused"),
            End::Declined => self.say("不予受理", "declined"),
            End::Withdrawn => self.say("已撤回", "withdrawn"),
            End::Terminated => self.say("已终止", "terminated"),
            End::Revoked => self.say("已撤销", "revoked"),
        }
    }

    /// What that word means.
    pub(super) fn end_meaning(self, end: End) -> &'static str {
        match end {
            End::Completed => self.say("所申请的事已经办成。", "What was asked for was done."),
            End::Unsolved => self
                .say("办件已经结束，但所申请的事没有办成。", "The case is over, but what was asked for was not done."),
            End::Refused => self.say("经审查不同意。", "The decision on the merits was no."),
            End::Declined => self.say("没有受理，未作审查。", "The case was not accepted and not examined."),
            End::Withdrawn => self
                .say("申请人撤回，或者视为撤回。", "The applicant took the case back, or is deemed to have done so."),
            End::Revoked => self.say("准予之后被撤销。", "It was granted, and taken back later."),
            End::Terminated => {
                self.say("没有可以决定的事项，未作决定。", "There was nothing left to decide, and nothing was decided.")
            }
        }
    }

    /// Who may apply.
    pub(super) fn applicant(self, kind: ApplicantKind) -> &'static str {
        match kind {
            ApplicantKind::Anonymous => self.say("匿名申请人", "anybody, without giving a name"),
            ApplicantKind::Resident => self.say("个人", "residents"),
            ApplicantKind::Company => self.say("企业", "companies"),
        }
    }

    /// How surely an applicant must be known.
    pub(super) fn assurance(self, level: Assurance) -> &'static str {
        match level {
            Assurance::Low => self.say("低（自行声明）", "by what they say of themselves"),
            Assurance::Substantial => self.say("中（经权威来源核验）", "by a check against an official register"),
            Assurance::High => self.say("高（当面或人脸核验）", "by a check in person or of their face"),
        }
    }

    /// What kind of service it is.
    pub(super) fn service_type(self, kind: ServiceType) -> &'static str {
        match kind {
            ServiceType::AdministrativeLicence => self.say("行政许可", "Administrative licence"),
            ServiceType::AdministrativeConfirmation => self.say("行政确认", "Administrative confirmation"),
            ServiceType::AdministrativePayment => self.say("行政给付", "Administrative payment"),
            ServiceType::AdministrativeReward => self.say("行政奖励", "Administrative reward"),
            ServiceType::AdministrativeRuling => self.say("行政裁决", "Administrative ruling"),
            ServiceType::Filing => self.say("备案", "Filing"),
            ServiceType::OtherPower => self.say("其他行政权力", "Other administrative power"),
            ServiceType::PublicService => self.say("公共服务", "Public service"),
            ServiceType::WorkOrder => self.say("工单", "Work order"),
            ServiceType::Letter => self.say("信件", "Letter"),
        }
    }

    /// From when the limits run.
    pub(super) fn start(self, start: Start) -> &'static str {
        match start {
            Start::Acceptance => self.say("自受理起", "from acceptance"),
            Start::Submission => self.say("自提交起", "from submission"),
        }
    }

    /// A role: the applicant in words, a staff role as the city names it.
    pub(super) fn role(self, role: &RoleName) -> &str {
        match () {
            () if role.is_applicant() => self.say("申请人", "the applicant"),
            () if role.is_city() => self.say("系统", "the city itself"),
            () => role.as_str(),
        }
    }

    /// `a, b or c`; `a、b或c`.
    pub(super) fn any_of<T: AsRef<str>>(self, parts: &[T]) -> String {
        self.list(parts, self.say("或", " or "))
    }

    /// `a, b and c`; `a、b和c`.
    pub(super) fn all_of<T: AsRef<str>>(self, parts: &[T]) -> String {
        self.list(parts, self.say("和", " and "))
    }

    fn list<T: AsRef<str>>(self, parts: &[T], last: &str) -> String {
        let mut text = String::new();
        for (index, part) in parts.iter().enumerate() {
            let before = if index == 0 {
                ""
            } else if index + 1 == parts.len() {
                last
            } else {
                self.say("、", ", ")
            };
            text.push_str(before);
            text.push_str(part.as_ref());
        }
        text
    }
}

/// A name for people, set off from the sentence.
pub(super) fn quoted(name: &str) -> String {
    format!("“{name}”")
}
