//! Every code of a user error: one table, with what it means for programs and its text for people in the languages
//! that we speak. `docs/reference/user-errors.md` is written from it.

use cityhall_domain::text::Language;

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
