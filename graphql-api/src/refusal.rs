//! How a refused command is told to a person: one table of every refusal, with its code, its text
//! in the languages that we speak, the field of the input, and what would be allowed.

mod form;

use cityhall_domain::case::Rejection;
use cityhall_domain::mandate;
use cityhall_domain::module::ApplicantKind;
use cityhall_domain::supervision;
use cityhall_domain::text::Language;
use cityhall_engine::{KeyRefused, Refusal};

use crate::schema::people::channel_word;
use UserErrorCode as Code;
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

macro_rules! codes {
    ($($(#[doc = $about:literal])* $name:ident = $code:literal, $zh:literal, $en:literal;)*) => {
        /// Every code of a user error.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum UserErrorCode {
            $($(#[doc = $about])* $name,)*
        }

        impl UserErrorCode {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code as clients see it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// What it means and what the caller should do.
            #[must_use]
            pub fn about(self) -> &'static str {
                match self { $(Self::$name => concat!($($about),*).trim_ascii_start()),* }
            }

            /// The text for people.
            #[must_use]
            pub fn text(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$name, Language::Chinese) => $zh, (Self::$name, Language::English) => $en),*
                }
            }
        }
    };
}

codes! {
    /// There is no such case for this caller. Another's case looks the same.
    NotFound = "NOT_FOUND", "没有找到这个办件。", "There is no such case.";
    /// A policy of the city forbids it, whatever the service allows. Ask the city.
    ForbiddenByPolicy = "FORBIDDEN_BY_POLICY", "本市的访问规则不允许这样做。", "A policy of the city forbids this.";
    /// The case exists already.
    CaseExists = "CASE_EXISTS", "这个办件已经存在。", "The case exists already.";
    /// The module is not for this kind of applicant; `allowed` says for whom it is.
    ApplicantNotAllowed = "APPLICANT_NOT_ALLOWED", "您的身份不能申请这个事项。", "This service is not for this kind of applicant.";
    /// The applicant's identity provider does not know them surely enough; `allowed` says how surely it must. Log in anew
    /// in a way that proves more, or come to a counter.
    AssuranceTooLow = "ASSURANCE_TOO_LOW", "这个事项要求更高等级的实名认证，请以更高等级重新登录，或到窗口办理。", "This service needs a surer proof of who you are. Log in with a higher level, or come to a counter.";
    /// An answer breaks the form; `field` says which and `rule` how.
    AnswersInvalid = "ANSWERS_INVALID", "这一项填写有误。", "This answer does not fit the form.";
    /// The module has no such action; `allowed` says what may be done now.
    UnknownAction = "UNKNOWN_ACTION", "没有这个操作。", "There is no such action.";
    /// The action is not available in this state; `allowed` says in which it is.
    NotInThisState = "NOT_IN_THIS_STATE", "当前状态下不能做这个操作。", "The action is not available in this state.";
    /// The action is not for this role; `allowed` says for which it is.
    RoleNotAllowed = "ROLE_NOT_ALLOWED", "您的角色不能做这个操作。", "The action is not for your role.";
    /// Another department has the case; `allowed` says which.
    OtherDepartment = "OTHER_DEPARTMENT", "这个办件由其他部门办理。", "Another department has the case.";
    /// The officer is the applicant or a subject of the case: somebody else has to handle it.
    OwnCase = "OWN_CASE", "您是当事人，不能办理自己的办件。", "You may not handle a case of your own.";
    /// Four eyes: the officer did what this action checks, so somebody else has to do it.
    SameOfficer = "SAME_OFFICER", "这一步须由另一位工作人员办理：它要复核您自己办过的步骤。", "Another officer has to do this: it checks what you did yourself.";
    /// A reason must be written.
    ReasonRequired = "REASON_REQUIRED", "请填写理由。", "Write a reason.";
    /// A legal basis must be named; `allowed` says which.
    LegalBasisRequired = "LEGAL_BASIS_REQUIRED", "请选择法律依据。", "Name a legal basis.";
    /// A field of the action breaks its form; `field` says which and `rule` how.
    FieldsInvalid = "FIELDS_INVALID", "这一项填写有误。", "This field does not fit the form.";
    /// A department must be named; `allowed` says which.
    DepartmentRequired = "DEPARTMENT_REQUIRED", "请选择转办部门。", "Name a department.";
    /// A supplement notice lists what is missing; `allowed` says what the form has.
    SupplementItemsRequired = "SUPPLEMENT_ITEMS_REQUIRED", "请列出需要补正的内容。", "List what has to be supplemented.";
    /// A supplement notice waits for an answer already; `allowed` says until when.
    SupplementOpen = "SUPPLEMENT_OPEN", "已有补正通知等待答复。", "A supplement notice waits for an answer already.";
    /// No supplement was asked for.
    NoSupplementOpen = "NO_SUPPLEMENT_OPEN", "目前没有需要补正的内容。", "No supplement was asked for.";
    /// The notice does not ask for these fields; `allowed` says for which it does.
    NotInSupplement = "NOT_IN_SUPPLEMENT", "补正通知没有要求修改这些内容。", "The notice does not ask for these fields.";
    /// What is missing is told once: an earlier notice has asked for this; `allowed` says for what it did.
    AskedBefore = "ASKED_BEFORE", "补正内容须一次性告知：此前的通知已要求过这些内容。", "What is missing is told once: an earlier notice has asked for this.";
    /// A procedure is open: the case waits for its end; `allowed` says which.
    ProcedureOpen = "PROCEDURE_OPEN", "特别程序尚未结束，暂不能做这个操作。", "A procedure is open. Wait for its end.";
    /// The procedure was not begun; `allowed` says which.
    ProcedureNotOpen = "PROCEDURE_NOT_OPEN", "这个特别程序没有开始，或者已经结束。", "This procedure is not open.";
    /// The case rests; `allowed` says since when. Resume it first.
    CaseSuspended = "CASE_SUSPENDED", "办件已中止，请先恢复办理。", "The case is suspended. Resume it first.";
    /// The case does not rest.
    NotSuspended = "NOT_SUSPENDED", "办件没有中止。", "The case is not suspended.";
    /// No limit runs that could be extended, or the service knows no extension.
    NothingToExtend = "NOTHING_TO_EXTEND", "目前没有可以延长的期限。", "There is no limit to extend.";
    /// A limit is extended once.
    ExtendedBefore = "EXTENDED_BEFORE", "期限只能延长一次。", "A limit is extended once.";
    /// A limit is extended before it has passed; `allowed` says when it passed.
    ExtendedTooLate = "EXTENDED_TOO_LATE", "期限已过，不能再延长。", "The limit has passed and cannot be extended.";
    /// Several officers must do this, and this one has; `allowed` says how many must.
    AnotherOfficerNeeded = "ANOTHER_OFFICER_NEEDED", "您已办理这一步，还须另一位工作人员办理。", "You have done this. Another officer has to do it too.";
    /// The case did not come from another department.
    NothingToReturn = "NOTHING_TO_RETURN", "这个办件不是其他部门转来的，不能退回。", "The case did not come from another department.";
    /// The case was returned as often as the service allows; `allowed` says how often.
    ReturnedTooOften = "RETURNED_TOO_OFTEN", "退回次数已达上限。", "The case cannot be returned again.";
    /// The window for reopening is over; `allowed` says when it ended.
    ReopenWindowOver = "REOPEN_WINDOW_OVER", "可以重办的期限已过。", "The window for reopening is over.";
    /// The case was reopened as often as the module allows; `allowed` says how often.
    ReopenedTooOften = "REOPENED_TOO_OFTEN", "重办次数已达上限。", "The case cannot be reopened again.";
    /// The case is over: nothing is handed in any more, and nobody takes it in hand.
    CaseOver = "CASE_OVER", "办件已经办结，不能再这样做。", "The case is over. This cannot be done any more.";
    /// The service wants no such material, or none was named; `allowed` says which it wants.
    UnknownDocument = "UNKNOWN_DOCUMENT", "这个事项没有这份材料。", "This service does not want such a document.";
    /// Materials are missing that may not follow, or that the applicant has not promised; `allowed` says which.
    DocumentsMissing = "DOCUMENTS_MISSING", "还缺少必要的材料。", "Documents are missing.";
    /// The case was accepted without these materials, and they have not come; `allowed` says which.
    DocumentsOutstanding = "DOCUMENTS_OUTSTANDING", "承诺后补的材料还没有补齐。", "Documents that were to follow have not come yet.";
    /// The applicant has broken a promise before: nothing rests on their word alone until trust is repaired.
    Distrusted = "DISTRUSTED", "您有失信记录，信用修复之前不适用容缺受理和告知承诺。", "You have broken a promise before. Until trust is repaired, nothing can rest on your word alone.";
    /// The applicant does not stand on the distrust list because of this case.
    NothingToRepair = "NOTHING_TO_REPAIR", "这个办件没有需要修复的失信记录。", "There is no record of distrust in this case.";
    /// Departments have been asked for their opinion and have not answered; `allowed` says which.
    OpinionsAsked = "OPINIONS_ASKED", "已向这些部门征求意见，尚未答复。", "These departments have been asked already.";
    /// The opinion of the officer's department is not asked for; `allowed` says whose is.
    OpinionNotAsked = "OPINION_NOT_ASKED", "没有向您所在的部门征求意见，或者已经答复。", "Your department's opinion is not asked for.";
    /// Nothing is decided before every opinion is there; `allowed` says whose are not.
    OpinionsOutstanding = "OPINIONS_OUTSTANDING", "意见还没有到齐，暂不能作出决定。", "Opinions have not come yet. Nothing can be decided before.";
    /// A public notice ends by time alone; `allowed` says when.
    PublicNoticeRuns = "PUBLIC_NOTICE_RUNS", "公示期未满，不能提前结束。", "The public notice runs. It ends by itself.";
    /// A hearing is held only when it was told long enough before; `allowed` says from when.
    HearingTooEarly = "HEARING_TOO_EARLY", "听证须提前告知，现在还不能举行。", "The hearing was not told long enough before.";
    /// There is no public notice to object to.
    NoPublicNotice = "NO_PUBLIC_NOTICE", "目前没有公示，不能提出异议。", "There is no public notice to object to.";
    /// Only residents and companies object, and not to their own application.
    ObjectionNotAllowed = "OBJECTION_NOT_ALLOWED", "须登录后以个人或者单位身份提出异议，且不能对自己的申请提出。", "Log in as a resident or company to object; you cannot object to your own application.";
    /// Somebody objects to one notice once.
    ObjectedBefore = "OBJECTED_BEFORE", "您已经提出过异议。", "You have objected already.";
    /// No objection waits for an answer.
    NoObjectionOpen = "NO_OBJECTION_OPEN", "没有等待答复的异议。", "No objection waits for an answer.";
    /// Nothing is decided before every objection is answered; `allowed` says which are not.
    ObjectionsUnanswered = "OBJECTIONS_UNANSWERED", "还有异议没有答复。", "Objections wait for an answer.";
    /// A message is empty or too long; `allowed` says how many characters it has at most.
    MessageLength = "MESSAGE_LENGTH", "留言不能为空，也不能太长。", "A message is not empty and not too long.";
    /// The case was closed too long ago to write to it; `allowed` says when its conversation ended.
    ConversationOver = "CONVERSATION_OVER", "办件已办结较久，不能再留言。", "The case was closed too long ago to write to it.";
    /// The case holds no more messages; `allowed` says how many it holds.
    ConversationFull = "CONVERSATION_FULL", "这个办件的留言数已达上限。", "The case holds no more messages.";
    /// This was rated before, and is rated once.
    RatedBefore = "RATED_BEFORE", "您已评价过，每项只能评价一次。", "You have rated this. Each is rated once.";
    /// No officer did this step, or the case is not over; `allowed` says which steps may be rated.
    NothingToRate = "NOTHING_TO_RATE", "目前没有可以评价的内容。", "There is nothing to rate here.";
    /// The time for rating is over; `allowed` says when it ended.
    RatingOver = "RATING_OVER", "评价期限已过。", "The time for rating is over.";
    /// The comment is too long; `allowed` says how many characters it has at most.
    CommentTooLong = "COMMENT_TOO_LONG", "评价内容太长。", "The comment is too long.";
    /// The case cannot be moved to this revision of its module.
    MigrationBlocked = "MIGRATION_BLOCKED", "这个办件不能迁移到该版本。", "The case cannot be moved to this revision.";
    /// The module has no such revision; `allowed` says which it has.
    UnknownRevision = "UNKNOWN_REVISION", "这个事项没有该版本。", "The service has no such revision.";
    /// The case has no such notice; `allowed` says which it has.
    UnknownNotice = "UNKNOWN_NOTICE", "办件没有这份文书。", "The case has no such notice.";
    /// A notice is served once; `allowed` says from which day it counts as served.
    NoticeServedBefore = "NOTICE_SERVED_BEFORE", "这份文书已经送达。", "The notice was served already.";
    /// A notice is served between its issue and today; `allowed` says from when until when.
    ServiceDayImpossible = "SERVICE_DAY_IMPOSSIBLE", "送达日期应在文书制作之日至今日之间。", "A notice is served between its issue and today.";
    /// The case has no card of this number; `allowed` says which it has.
    UnknownCard = "UNKNOWN_CARD", "这个办件没有这张牌。", "The case has no such card.";
    /// The card is withdrawn already; `allowed` says since when.
    CardWithdrawnBefore = "CARD_WITHDRAWN_BEFORE", "这张牌已经撤销。", "The card was withdrawn already.";
    /// Another officer has the case in hand; `allowed` says who. Ask them, or whoever leads, to give it on.
    AssignedToAnother = "ASSIGNED_TO_ANOTHER", "这个办件已由另一位工作人员承办。", "Another officer has the case in hand.";
    /// Who is to have the case in hand applied in it, or is named in it.
    AssigneeIsParty = "ASSIGNEE_IS_PARTY", "这名工作人员是当事人，不能承办这个办件。", "This officer is a party to the case.";
    /// Who is to have the case in hand has done what is left to be checked.
    AssigneeHasDone = "ASSIGNEE_HAS_DONE", "这名工作人员已经办过这一环节要复核的步骤，不能承办。", "This officer has done what is to be checked here.";
    /// Nobody has the case in hand, or not the officer from whom it was to be taken.
    NotAssigned = "NOT_ASSIGNED", "这个办件没有由这名工作人员承办。", "The case is not in this officer's hand.";
    /// The supervision matter was opened already.
    MatterExists = "MATTER_EXISTS", "这个督办事项已经立项。", "The supervision matter was opened already.";
    /// The supervision matter is closed.
    MatterClosed = "MATTER_CLOSED", "这个督办事项已经办结。", "The supervision matter is closed.";
    /// What is to be done, or was done, must be written.
    TextRequired = "TEXT_REQUIRED", "请填写内容。", "Write what is to be said.";
    /// A supervision matter is closed only after feedback.
    NoFeedbackYet = "NO_FEEDBACK_YET", "承办部门还没有反馈，不能办结。", "No feedback was given yet.";
    /// Nobody of this role files for others; `allowed` says who does.
    AssistanceNotAllowed = "ASSISTANCE_NOT_ALLOWED", "您的岗位不能为他人代办这个事项。", "Your role does not file for others here.";
    /// It cannot come by this way; `allowed` says by which it may.
    ChannelNotAllowed = "CHANNEL_NOT_ALLOWED", "不能通过这个渠道办理。", "It cannot come by this way.";
    /// The caller has no mandate of the person for whom they act.
    MandateMissing = "MANDATE_MISSING", "您没有取得当事人的委托。", "You have no mandate of this person.";
    /// The mandate has not begun, or is over.
    MandateNotInForce = "MANDATE_NOT_IN_FORCE", "委托尚未生效或者已经终止。", "The mandate has not begun, or is over.";
    /// The mandate is for other services; `allowed` says for which.
    OutsideMandate = "OUTSIDE_MANDATE", "委托不包括这个事项。", "The mandate does not reach as far as this service.";
    /// The caller gives no mandates: nobody in particular, or somebody who acts under one themselves.
    GrantorNotAllowed = "GRANTOR_NOT_ALLOWED", "须以本人（本单位）身份登录后委托，受托人不能转委托。", "Log in as yourself to give a mandate; agents cannot hand theirs on.";
    /// The partner may not do this in this service; the city says where it may.
    OutsideScope = "OUTSIDE_SCOPE", "合作单位的权限不包括这个事项或者这个操作。", "The partner's scope does not reach as far as this.";
    /// The city has no such partner.
    UnknownPartner = "UNKNOWN_PARTNER", "没有这个合作单位。", "There is no such partner.";
    /// A key has no more than its partner; `allowed` says what that has.
    WiderThanPartner = "WIDER_THAN_PARTNER", "密钥的权限不能超出合作单位的权限。", "A key can have no more than its partner has.";
    /// The key would end in the past or too late; `allowed` says the latest moment.
    ExpiryImpossible = "EXPIRY_IMPOSSIBLE", "密钥的到期时间须晚于现在且不超过最长期限。", "A key ends later than now and not later than the longest term.";
    /// This is no range of addresses such as `192.0.2.0/24`.
    RangeInvalid = "RANGE_INVALID", "不是有效的地址段。", "This is no range of addresses.";
    /// What a key is for has to be said in 1 to so many bytes; `allowed` says how many.
    LabelLength = "LABEL_LENGTH", "请简要写明密钥的用途。", "Say briefly what the key is for.";
    /// So many keys of a partner are good at the same time; `allowed` says how many. Revoke one first.
    TooManyKeys = "TOO_MANY_KEYS", "有效密钥已达上限，请先撤销不用的密钥。", "There are as many keys as there may be; revoke one first.";
    /// Nobody needs a mandate of themselves.
    OwnAgent = "OWN_AGENT", "不能委托自己。", "Nobody is their own agent.";
    /// A mandate names services that there are.
    ServicesWrong = "SERVICES_WRONG", "请写明委托办理的事项，且这些事项须存在。", "Name the services of the mandate; each must exist.";
    /// A mandate begins before it ends, and ends in the future; `allowed` says the first possible last day.
    PeriodImpossible = "PERIOD_IMPOSSIBLE", "委托期限不对：终止日不能早于起始日，也不能早于今天。", "A mandate begins before it ends, and ends in the future.";
    /// The caller has seen an older case; `allowed` says its revision now. Read it and decide again.
    StaleRevision = "STALE_REVISION", "办件已有新的变化，请刷新后再操作。", "The case has moved on. Read it again.";
    /// The form was filled in under an older module; `allowed` says the current revision.
    StaleModuleRevision = "STALE_MODULE_REVISION", "表单已更新，请重新核对后提交。", "The form has changed. Read it again.";
    /// The key was used with other content. Draw a new key.
    IdempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED", "这个幂等键已用于其他内容。", "The idempotency key was used with other content.";
    /// The module takes no new cases.
    ModuleRetired = "MODULE_RETIRED", "这个事项已停止受理。", "This service takes no new cases.";
    /// The city has no such module.
    UnknownModule = "UNKNOWN_MODULE", "没有这个事项。", "There is no such service.";
    /// A text that must be a name is none; `field` says which.
    InvalidName = "INVALID_NAME", "名称格式不正确。", "This is not a name.";
    /// The service is being upgraded. Try again later.
    Upgrading = "UPGRADING", "系统正在升级，请稍后再试。", "The service is being upgraded. Try again later.";
    /// What the command needs was erased on the person's request.
    Erased = "ERASED", "办件内容已按当事人要求删除。", "The answers of the case were erased.";
    /// The service is not available now. Try again.
    Unavailable = "UNAVAILABLE", "服务暂时不可用，请重试。", "The service is not available now. Try again.";
    /// A manifest has a problem; `field` says where.
    ManifestInvalid = "MANIFEST_INVALID", "清单有问题。", "The manifest has a problem.";
    /// Only administrators publish.
    NotAllowed = "NOT_ALLOWED", "您不能发布事项。", "You may not publish.";
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
