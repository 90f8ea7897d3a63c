/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Opens a notice that was sent electronically, which serves it (签收文书). */
export type AcknowledgeNoticeInput = {
  /** Which case. */
  caseId: string;
  /** Which notice: its place in the case, from 1. */
  notice: number;
  /** The revision of the case that the caller has seen. */
  expectedRevision?: number | null | undefined;
  /** The same key with the same content is done once and answered the same. */
  idempotencyKey?: string | null | undefined;
  /** By which way it comes; `ONLINE` unless said otherwise. An officer at `COUNTER` or `PHONE` takes it down for the applicant. */
  channel?: Channel | null | undefined;
};

/** Who may apply. */
export type ApplicantKind =
  /** Nobody in particular: no identity is asked. */
  | 'ANONYMOUS'
  /** A natural person. */
  | 'RESIDENT'
  /** A legal person or sole trader. */
  | 'COMPANY';

/** How surely it is known who somebody is, from the least to the most. */
export type Assurance =
  /** By what they say of themselves, such as a telephone number. */
  | 'LOW'
  /** By a check against an official register or document. */
  | 'SUBSTANTIAL'
  /** By a check in person, or by a face or a chip against the register. */
  | 'HIGH';

/** How a case is over. */
export type CaseEnd =
  /** What was asked for was done. */
  | 'COMPLETED'
  /** Closed, but what was asked for was not done. */
  | 'UNSOLVED'
  /** Refused on the merits (不予许可). */
  | 'REFUSED'
  /** Not accepted (不予受理). */
  | 'DECLINED'
  /** Taken back by the applicant, or deemed so. */
  | 'WITHDRAWN'
  /** Ended without a decision, because there is nothing left to decide (终止). */
  | 'TERMINATED'
  /** Granted, and taken back later (撤销). */
  | 'REVOKED';

/** By which way somebody came. */
export type Channel =
  /** Over this API, from the portal or a program. */
  | 'ONLINE'
  /** At a counter, where an officer takes it down (窗口). */
  | 'COUNTER'
  /** By telephone, where an officer takes it down (电话). */
  | 'PHONE'
  /** At a self-service terminal of the city (自助终端). */
  | 'TERMINAL'
  /** Through a system of another body. */
  | 'PARTNER'
  /** Nobody came: time passed. */
  | 'TIMER';

/** A limit that can run. */
export type Clock =
  /** The ceiling of the law (法定时限). */
  | 'STATUTORY'
  /** What the body promises (承诺时限). */
  | 'PROMISED'
  /** How long a case may stay where it stands. */
  | 'STATE'
  /** How long the applicant has to answer a notice. */
  | 'SUPPLEMENT'
  /** How long an open procedure may take. */
  | 'PROCEDURE'
  /** How long a material may follow acceptance. */
  | 'DOCUMENT'
  /** How long a department has for its opinion. */
  | 'OPINION'
  /** How long the check of an objection may take. */
  | 'OBJECTION';

/** How far from the body in charge a matter can be done (通办范围). */
export type CrossRegion =
  /** Only at the body in charge. */
  | 'NONE'
  /** 全市通办 */
  | 'CITY'
  /** 全省通办 */
  | 'PROVINCE'
  /** 跨省通办 */
  | 'NATION';

/** In which form a material is wanted. */
export type DocumentForm =
  /** 原件 */
  | 'ORIGINAL'
  /** 复印件 */
  | 'COPY'
  /** 电子证照 */
  | 'ELECTRONIC_CERTIFICATE'
  /** 填写的表格 */
  | 'FILLED_FORM';

/** Whether a material must be there when the case is handed in. */
export type DocumentNeed =
  /** 必要 */
  | 'MANDATORY'
  /** 容缺后补: the case is accepted without it. */
  | 'MAY_FOLLOW'
  /** 特定情形: only when its condition holds. */
  | 'CONDITIONAL';

/** Who brings a material. */
export type DocumentSource =
  /** 申请人自备 */
  | 'APPLICANT'
  /** 政府部门核发: the applicant has it from an authority. */
  | 'GOVERNMENT'
  /** 数据共享: fetched; the applicant is asked only if that fails. */
  | 'DATA_SHARE'
  /** 系统生成 */
  | 'SYSTEM';

/** At which level a power is exercised (行使层级). */
export type ExerciseLevel =
  /** 国家级 */
  | 'NATIONAL'
  /** 省级 */
  | 'PROVINCIAL'
  /** 市级 */
  | 'CITY'
  /** 县级 */
  | 'COUNTY'
  /** 镇（乡、街道）级 */
  | 'TOWNSHIP'
  /** 村（社区）级 */
  | 'VILLAGE';

/** Whether a matter is decided at once (办件类型). */
export type HandlingType =
  /** 即办件 */
  | 'INSTANT'
  /** 承诺件 */
  | 'PROMISED';

/** Who wrote a message. */
export type MessageSide =
  /** Whose case it is. */
  | 'APPLICANT'
  /** The department that had the case; which officer is not told. */
  | 'DEPARTMENT';

/** What a notice tells. */
export type NoticeKind =
  /** 受理通知书 */
  | 'ACCEPTANCE'
  /** 视为受理凭证 */
  | 'DEEMED_ACCEPTANCE'
  /** 不予受理通知书 */
  | 'NON_ACCEPTANCE'
  /** 补正材料通知书 */
  | 'SUPPLEMENT'
  /** 特别程序告知书 */
  | 'PROCEDURE'
  /** 延长期限告知书 */
  | 'EXTENSION'
  /** 中止通知书 */
  | 'SUSPENSION'
  /** 恢复办理通知书 */
  | 'RESUMPTION'
  /** 准予决定书 */
  | 'APPROVAL'
  /** 不予决定书 */
  | 'REFUSAL'
  /** 终止通知书 */
  | 'TERMINATION'
  /** 撤销决定书 */
  | 'REVOCATION';

/** For whom a case is handed in. */
export type OnBehalfOfInput = {
  /** In what capacity they apply. */
  kind: ApplicantKind;
  /** Who: a subject, an identity number or a credit code; nobody for `ANONYMOUS`. */
  person?: string | null | undefined;
};

/** How far a matter goes online (网办深度). */
export type OnlineDepth =
  /** 网上咨询 */
  | 'INFORMATION'
  /** 网上收件 */
  | 'INTAKE'
  /** 网上预审 */
  | 'PRE_CHECK'
  /** 网上受理 */
  | 'ACCEPTANCE'
  /** 全程网办 */
  | 'HANDLING'
  /** 结果网上反馈 */
  | 'RESULT'
  /** 电子证照反馈 */
  | 'CERTIFICATE';

/** One action on one case. */
export type PerformActionInput = {
  /** Which case. */
  caseId: string;
  /** Which action; `availableActions` says which there are. */
  action: string;
  /** Why. */
  reason?: string | null | undefined;
  /** Which legal basis of the guide it rests on. */
  legalBasis?: string | null | undefined;
  /** The action's own fields, an object. */
  fields?: unknown;
  /** To whom the case goes (transfer). */
  department?: string | null | undefined;
  /** JSON Pointers of what is to be supplemented (supplement notice). */
  items?: Array<string> | null | undefined;
  /** Materials that are to be supplemented, by name (supplement notice). */
  documents?: Array<string> | null | undefined;
  /** The answers that change (`answer-supplement`), an object. */
  answers?: unknown;
  /** The revision of the case that the caller has seen. */
  expectedRevision?: number | null | undefined;
  /** The same key with the same content is done once and answered the same. */
  idempotencyKey?: string | null | undefined;
  /** By which way it comes; `ONLINE` unless said otherwise. An officer at `COUNTER` or `PHONE` takes it down for the applicant. */
  channel?: Channel | null | undefined;
};

/** Hands in materials (提交材料). */
export type PresentDocumentsInput = {
  /** Which case. */
  caseId: string;
  /** Names of the module's documents. */
  documents: Array<string>;
  /** The revision of the case that the caller has seen. */
  expectedRevision?: number | null | undefined;
  /** The same key with the same content is done once and answered the same. */
  idempotencyKey?: string | null | undefined;
  /** By which way it comes; `ONLINE` unless said otherwise. An officer at `COUNTER` or `PHONE` takes it down for the applicant. */
  channel?: Channel | null | undefined;
};

/** A procedure that the law has rules of its own for. */
export type ProcedureKind =
  /** Everybody may read the case and object, until time alone ends it (公示). */
  | 'PUBLIC_NOTICE'
  /** A hearing, told in time before it is held (听证). */
  | 'HEARING';

/** Objects to what a public notice says (提出异议). */
export type RaiseObjectionInput = {
  /** Which case. */
  caseId: string;
  /** Why. */
  reason: string;
  /** The revision of the case that the caller has seen. */
  expectedRevision?: number | null | undefined;
  /** The same key with the same content is done once and answered the same. */
  idempotencyKey?: string | null | undefined;
  /** By which way it comes; `ONLINE` unless said otherwise. An officer at `COUNTER` or `PHONE` takes it down for the applicant. */
  channel?: Channel | null | undefined;
};

/** Rates what an officer did, or the whole matter, once (好差评). Nobody has to. */
export type RateInput = {
  /** Which case. */
  caseId: string;
  /** Which step of `rating.steps`; absent: the whole matter, once it is over. */
  step?: number | null | undefined;
  /** How content. */
  level: RatingLevel;
  /** What is said to it, at most 500 characters. */
  comment?: string | null | undefined;
  /** The revision of the case that the caller has seen. */
  expectedRevision?: number | null | undefined;
  /** The same key with the same content is done once and answered the same. */
  idempotencyKey?: string | null | undefined;
  /** By which way it comes; `ONLINE` unless said otherwise. An officer at `COUNTER` or `PHONE` takes it down for the applicant. */
  channel?: Channel | null | undefined;
};

/** How content somebody is, in five levels, best first. */
export type RatingLevel =
  /** Very satisfied (非常满意). */
  | 'VERY_SATISFIED'
  /** Satisfied (满意). */
  | 'SATISFIED'
  /** Basically satisfied (基本满意). */
  | 'BASICALLY_SATISFIED'
  /** Dissatisfied (不满意). A bad rating (差评). */
  | 'DISSATISFIED'
  /** Very dissatisfied (非常不满意). A bad rating (差评). */
  | 'VERY_DISSATISFIED';

/** Says that what the other side wrote was read. Nothing new changes nothing. */
export type ReadMessagesInput = {
  /** Which case. */
  caseId: string;
  /** The `revision` of the last message that was read. */
  upTo: number;
  /** The revision of the case that the caller has seen. */
  expectedRevision?: number | null | undefined;
  /** The same key with the same content is done once and answered the same. */
  idempotencyKey?: string | null | undefined;
  /** By which way it comes; `ONLINE` unless said otherwise. An officer at `COUNTER` or `PHONE` takes it down for the applicant. */
  channel?: Channel | null | undefined;
};

/** Why a value is not shown. */
export type RedactionReason =
  /** The reader may not read values of its class. */
  | 'NOT_ALLOWED'
  /** The person whose value it is was erased. */
  | 'ERASED'
  /** It does not open with the key that there is. */
  | 'UNREADABLE';

/** Which way leads against a decision (法律救济途径). */
export type RemedyKind =
  /** 行政复议 */
  | 'REVIEW'
  /** 行政诉讼 */
  | 'SUIT'
  /** 复查: the same body or the one above looks again. */
  | 'RECHECK';

/** Writes to the other side of a case. Moves no clock. */
export type SendMessageInput = {
  /** Which case. */
  caseId: string;
  /** What is said: 1 to 2,000 characters. */
  text: string;
  /** The revision of the case that the caller has seen. */
  expectedRevision?: number | null | undefined;
  /** The same key with the same content is done once and answered the same. */
  idempotencyKey?: string | null | undefined;
  /** By which way it comes; `ONLINE` unless said otherwise. An officer at `COUNTER` or `PHONE` takes it down for the applicant. */
  channel?: Channel | null | undefined;
};

/** How a notice is served (送达方式). */
export type ServiceMethod =
  /** 直接送达 */
  | 'IN_PERSON'
  /** 电子送达 */
  | 'ELECTRONIC'
  /** 邮寄送达 */
  | 'POST'
  /** 留置送达 */
  | 'LEFT'
  /** 公告送达: it counts as served thirty days later. */
  | 'ANNOUNCEMENT';

/** A heading under which people look for services (主题分类). */
export type ServiceTheme =
  /** 生育收养 */
  | 'BIRTH_AND_ADOPTION'
  /** 户籍办理 */
  | 'HOUSEHOLD'
  /** 教育科研 */
  | 'EDUCATION'
  /** 就业创业 */
  | 'EMPLOYMENT'
  /** 设立变更 */
  | 'BUSINESS_REGISTRATION'
  /** 准营准办 */
  | 'BUSINESS_PERMIT'
  /** 职业资格 */
  | 'QUALIFICATION'
  /** 婚姻登记 */
  | 'MARRIAGE'
  /** 优待抚恤 */
  | 'WELFARE'
  /** 社会保障 */
  | 'SOCIAL_SECURITY'
  /** 住房保障 */
  | 'HOUSING'
  /** 证件办理 */
  | 'CERTIFICATES'
  /** 交通出行 */
  | 'TRANSPORT'
  /** 出境入境 */
  | 'EXIT_AND_ENTRY'
  /** 消费维权 */
  | 'CONSUMER_RIGHTS'
  /** 公共安全 */
  | 'PUBLIC_SAFETY'
  /** 司法公证 */
  | 'JUSTICE'
  /** 环保绿化 */
  | 'ENVIRONMENT'
  /** 城市管理 */
  | 'CITY_MANAGEMENT'
  /** 文化体育 */
  | 'CULTURE_AND_SPORT'
  /** 公用事业 */
  | 'UTILITIES'
  /** 医疗卫生 */
  | 'HEALTH'
  /** 离职退休 */
  | 'RETIREMENT'
  /** 死亡殡葬 */
  | 'FUNERAL'
  /** 政民互动 */
  | 'PARTICIPATION';

/** What kind of administrative matter a module is (行政权力类型). */
export type ServiceType =
  /** 行政许可 */
  | 'ADMINISTRATIVE_LICENCE'
  /** 行政确认 */
  | 'ADMINISTRATIVE_CONFIRMATION'
  /** 行政给付 */
  | 'ADMINISTRATIVE_PAYMENT'
  /** 行政奖励 */
  | 'ADMINISTRATIVE_REWARD'
  /** 行政裁决 */
  | 'ADMINISTRATIVE_RULING'
  /** 备案 */
  | 'FILING'
  /** 其他行政权力 */
  | 'OTHER_POWER'
  /** 公共服务 */
  | 'PUBLIC_SERVICE'
  /** 工单: a report that a department works off. */
  | 'WORK_ORDER'
  /** 信件: a letter that wants an answer. */
  | 'LETTER';

/** How far a case is, the same in every module. */
export type Stage =
  /** Handed in, not yet accepted (已提交). */
  | 'SUBMITTED'
  /** Accepted, not yet decided (已受理). */
  | 'ACCEPTED'
  /** Decided, not yet over (已决定). */
  | 'DECIDED'
  /** Over (已办结). */
  | 'CLOSED';

/** A new case. */
export type SubmitCaseInput = {
  /** Under which module. */
  module: string;
  /** What the applicant filled in, an object. */
  answers: unknown;
  /** The materials that come with it, by name. */
  documents?: Array<string> | null | undefined;
  /** Whether the applicant promises that what may follow acceptance will (容缺受理). */
  documentsFollow?: boolean | null | undefined;
  /** The revision of the module that the form was filled in under; refused if it is not the current one. */
  moduleRevision?: number | null | undefined;
  /** The same key with the same content is done once and answered the same. */
  idempotencyKey?: string | null | undefined;
  /** For whom; for the caller unless said otherwise. */
  onBehalfOf?: OnBehalfOfInput | null | undefined;
  /** By which way it comes; `ONLINE` unless said otherwise. An officer at `COUNTER` or `PHONE` takes it down for the applicant. */
  channel?: Channel | null | undefined;
};

/** Why a mutation did nothing. */
export type UserErrorCode =
  /** There is no such case for this caller. Another's case looks the same. */
  | 'NOT_FOUND'
  /** A policy of the city forbids it, whatever the service allows. Ask the city. */
  | 'FORBIDDEN_BY_POLICY'
  /** The case exists already. */
  | 'CASE_EXISTS'
  /** The module is not for this kind of applicant; `allowed` says for whom it is. */
  | 'APPLICANT_NOT_ALLOWED'
  /** The applicant's identity provider does not know them surely enough; `allowed` says how surely it must. Log in anew in a way that proves more, or come to a counter. */
  | 'ASSURANCE_TOO_LOW'
  /** An answer breaks the form; `field` says which and `rule` how. */
  | 'ANSWERS_INVALID'
  /** The module has no such action; `allowed` says what may be done now. */
  | 'UNKNOWN_ACTION'
  /** The action is not available in this state; `allowed` says in which it is. */
  | 'NOT_IN_THIS_STATE'
  /** The action is not for this role; `allowed` says for which it is. */
  | 'ROLE_NOT_ALLOWED'
  /** Another department has the case; `allowed` says which. */
  | 'OTHER_DEPARTMENT'
  /** The officer is the applicant or a subject of the case: somebody else has to handle it. */
  | 'OWN_CASE'
  /** Four eyes: the officer did what this action checks, so somebody else has to do it. */
  | 'SAME_OFFICER'
  /** A reason must be written. */
  | 'REASON_REQUIRED'
  /** A legal basis must be named; `allowed` says which. */
  | 'LEGAL_BASIS_REQUIRED'
  /** A field of the action breaks its form; `field` says which and `rule` how. */
  | 'FIELDS_INVALID'
  /** A department must be named; `allowed` says which. */
  | 'DEPARTMENT_REQUIRED'
  /** A supplement notice lists what is missing; `allowed` says what the form has. */
  | 'SUPPLEMENT_ITEMS_REQUIRED'
  /** A supplement notice waits for an answer already; `allowed` says until when. */
  | 'SUPPLEMENT_OPEN'
  /** No supplement was asked for. */
  | 'NO_SUPPLEMENT_OPEN'
  /** The notice does not ask for these fields; `allowed` says for which it does. */
  | 'NOT_IN_SUPPLEMENT'
  /** What is missing is told once: an earlier notice has asked for this; `allowed` says for what it did. */
  | 'ASKED_BEFORE'
  /** A procedure is open: the case waits for its end; `allowed` says which. */
  | 'PROCEDURE_OPEN'
  /** The procedure was not begun; `allowed` says which. */
  | 'PROCEDURE_NOT_OPEN'
  /** The case rests; `allowed` says since when. Resume it first. */
  | 'CASE_SUSPENDED'
  /** The case does not rest. */
  | 'NOT_SUSPENDED'
  /** No limit runs that could be extended, or the service knows no extension. */
  | 'NOTHING_TO_EXTEND'
  /** A limit is extended once. */
  | 'EXTENDED_BEFORE'
  /** A limit is extended before it has passed; `allowed` says when it passed. */
  | 'EXTENDED_TOO_LATE'
  /** Several officers must do this, and this one has; `allowed` says how many must. */
  | 'ANOTHER_OFFICER_NEEDED'
  /** The case did not come from another department. */
  | 'NOTHING_TO_RETURN'
  /** The case was returned as often as the service allows; `allowed` says how often. */
  | 'RETURNED_TOO_OFTEN'
  /** The window for reopening is over; `allowed` says when it ended. */
  | 'REOPEN_WINDOW_OVER'
  /** The case was reopened as often as the module allows; `allowed` says how often. */
  | 'REOPENED_TOO_OFTEN'
  /** The case is over: nothing is handed in any more, and nobody takes it in hand. */
  | 'CASE_OVER'
  /** The service wants no such material, or none was named; `allowed` says which it wants. */
  | 'UNKNOWN_DOCUMENT'
  /** Materials are missing that may not follow, or that the applicant has not promised; `allowed` says which. */
  | 'DOCUMENTS_MISSING'
  /** The case was accepted without these materials, and they have not come; `allowed` says which. */
  | 'DOCUMENTS_OUTSTANDING'
  /** The applicant has broken a promise before: nothing rests on their word alone until trust is repaired. */
  | 'DISTRUSTED'
  /** The applicant does not stand on the distrust list because of this case. */
  | 'NOTHING_TO_REPAIR'
  /** Departments have been asked for their opinion and have not answered; `allowed` says which. */
  | 'OPINIONS_ASKED'
  /** The opinion of the officer's department is not asked for; `allowed` says whose is. */
  | 'OPINION_NOT_ASKED'
  /** Nothing is decided before every opinion is there; `allowed` says whose are not. */
  | 'OPINIONS_OUTSTANDING'
  /** A public notice ends by time alone; `allowed` says when. */
  | 'PUBLIC_NOTICE_RUNS'
  /** A hearing is held only when it was told long enough before; `allowed` says from when. */
  | 'HEARING_TOO_EARLY'
  /** There is no public notice to object to. */
  | 'NO_PUBLIC_NOTICE'
  /** Only residents and companies object, and not to their own application. */
  | 'OBJECTION_NOT_ALLOWED'
  /** Somebody objects to one notice once. */
  | 'OBJECTED_BEFORE'
  /** No objection waits for an answer. */
  | 'NO_OBJECTION_OPEN'
  /** Nothing is decided before every objection is answered; `allowed` says which are not. */
  | 'OBJECTIONS_UNANSWERED'
  /** A message is empty or too long; `allowed` says how many characters it has at most. */
  | 'MESSAGE_LENGTH'
  /** The case was closed too long ago to write to it; `allowed` says when its conversation ended. */
  | 'CONVERSATION_OVER'
  /** The case holds no more messages; `allowed` says how many it holds. */
  | 'CONVERSATION_FULL'
  /** This was rated before, and is rated once. */
  | 'RATED_BEFORE'
  /** No officer did this step, or the case is not over; `allowed` says which steps may be rated. */
  | 'NOTHING_TO_RATE'
  /** The time for rating is over; `allowed` says when it ended. */
  | 'RATING_OVER'
  /** The comment is too long; `allowed` says how many characters it has at most. */
  | 'COMMENT_TOO_LONG'
  /** The case cannot be moved to this revision of its module. */
  | 'MIGRATION_BLOCKED'
  /** The module has no such revision; `allowed` says which it has. */
  | 'UNKNOWN_REVISION'
  /** The case has no such notice; `allowed` says which it has. */
  | 'UNKNOWN_NOTICE'
  /** A notice is served once; `allowed` says from which day it counts as served. */
  | 'NOTICE_SERVED_BEFORE'
  /** A notice is served between its issue and today; `allowed` says from when until when. */
  | 'SERVICE_DAY_IMPOSSIBLE'
  /** The case has no card of this number; `allowed` says which it has. */
  | 'UNKNOWN_CARD'
  /** The card is withdrawn already; `allowed` says since when. */
  | 'CARD_WITHDRAWN_BEFORE'
  /** Another officer has the case in hand; `allowed` says who. Ask them, or whoever leads, to give it on. */
  | 'ASSIGNED_TO_ANOTHER'
  /** Who is to have the case in hand applied in it, or is named in it. */
  | 'ASSIGNEE_IS_PARTY'
  /** Who is to have the case in hand has done what is left to be checked. */
  | 'ASSIGNEE_HAS_DONE'
  /** Nobody has the case in hand, or not the officer from whom it was to be taken. */
  | 'NOT_ASSIGNED'
  /** The supervision matter was opened already. */
  | 'MATTER_EXISTS'
  /** The supervision matter is closed. */
  | 'MATTER_CLOSED'
  /** What is to be done, or was done, must be written. */
  | 'TEXT_REQUIRED'
  /** A supervision matter is closed only after feedback. */
  | 'NO_FEEDBACK_YET'
  /** Nobody of this role files for others; `allowed` says who does. */
  | 'ASSISTANCE_NOT_ALLOWED'
  /** It cannot come by this way; `allowed` says by which it may. */
  | 'CHANNEL_NOT_ALLOWED'
  /** The caller has no mandate of the person for whom they act. */
  | 'MANDATE_MISSING'
  /** The mandate has not begun, or is over. */
  | 'MANDATE_NOT_IN_FORCE'
  /** The mandate is for other services; `allowed` says for which. */
  | 'OUTSIDE_MANDATE'
  /** The caller gives no mandates: nobody in particular, or somebody who acts under one themselves. */
  | 'GRANTOR_NOT_ALLOWED'
  /** The partner may not do this in this service; the city says where it may. */
  | 'OUTSIDE_SCOPE'
  /** The city has no such partner. */
  | 'UNKNOWN_PARTNER'
  /** A key has no more than its partner; `allowed` says what that has. */
  | 'WIDER_THAN_PARTNER'
  /** The key would end in the past or too late; `allowed` says the latest moment. */
  | 'EXPIRY_IMPOSSIBLE'
  /** This is no range of addresses such as `192.0.2.0/24`. */
  | 'RANGE_INVALID'
  /** What a key is for has to be said in 1 to so many bytes; `allowed` says how many. */
  | 'LABEL_LENGTH'
  /** So many keys of a partner are good at the same time; `allowed` says how many. Revoke one first. */
  | 'TOO_MANY_KEYS'
  /** Nobody needs a mandate of themselves. */
  | 'OWN_AGENT'
  /** A mandate names services that there are. */
  | 'SERVICES_WRONG'
  /** A mandate begins before it ends, and ends in the future; `allowed` says the first possible last day. */
  | 'PERIOD_IMPOSSIBLE'
  /** The caller has seen an older case; `allowed` says its revision now. Read it and decide again. */
  | 'STALE_REVISION'
  /** The form was filled in under an older module; `allowed` says the current revision. */
  | 'STALE_MODULE_REVISION'
  /** The key was used with other content. Draw a new key. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** The module takes no new cases. */
  | 'MODULE_RETIRED'
  /** The city has no such module. */
  | 'UNKNOWN_MODULE'
  /** A text that must be a name is none; `field` says which. */
  | 'INVALID_NAME'
  /** The service is being upgraded. Try again later. */
  | 'UPGRADING'
  /** What the command needs was erased on the person's request. */
  | 'ERASED'
  /** The service is not available now. Try again. */
  | 'UNAVAILABLE'
  /** A manifest has a problem; `field` says where. */
  | 'MANIFEST_INVALID'
  /** Only administrators publish. */
  | 'NOT_ALLOWED';

export type ApplyQueryVariables = Exact<{
  name: string;
}>;


export type ApplyQuery = { viewer: { subject: string | null }, serviceModule: { name: string | null, revision: number | null, retired: boolean | null, applicants: Array<ApplicantKind> | null, titleZh: string | null, titleEn: string | null, form: { schema: unknown } | null, guideZh: { documents: Array<{ name: string | null, title: string | null, form: DocumentForm | null, count: number | null, need: DocumentNeed | null, source: DocumentSource | null, mayFollow: string | null, note: string | null }> | null } | null, guideEn: { documents: Array<{ name: string | null, title: string | null, form: DocumentForm | null, count: number | null, need: DocumentNeed | null, source: DocumentSource | null, mayFollow: string | null, note: string | null }> | null } | null } | null };

export type WantedFragment = { name: string | null, title: string | null, form: DocumentForm | null, count: number | null, need: DocumentNeed | null, source: DocumentSource | null, mayFollow: string | null, note: string | null };

export type SubmitMutationVariables = Exact<{
  input: SubmitCaseInput;
}>;


export type SubmitMutation = { submitCase: { position: string | null, receiptCode: string | null, case: { number: string | null } | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

export type ReceiptQueryVariables = Exact<{
  number: string;
  atLeast?: string | null | undefined;
}>;


export type ReceiptQuery = { city: { title: string | null } | null, case: { number: string | null, receiptCode: string | null, stateTitle: string | null, submittedAt: string | null, dueDay: string | null, clocks: Array<{ clock: Clock | null, dueDay: string | null }> | null, department: { title: string | null, phone: string | null } | null, documents: Array<{ name: string | null, title: string | null, presented: boolean | null }> | null, serviceModule: { title: string | null, limits: { promised: string | null } | null, guide: { steps: Array<{ text: string | null, limit: string | null }> | null } | null } | null } | null };

export type ReceiptByCodeQueryVariables = Exact<{
  number: string;
  code: string;
  atLeast?: string | null | undefined;
}>;


export type ReceiptByCodeQuery = { caseByReceipt: { number: string | null, stateTitle: string | null, submittedAt: string | null, dueDay: string | null, clocks: Array<{ clock: Clock | null, dueDay: string | null }> | null, department: { title: string | null, phone: string | null } | null, serviceModule: { title: string | null, limits: { promised: string | null } | null, guide: { steps: Array<{ text: string | null, limit: string | null }> | null } | null } | null } | null };

export type ReceivedByFragment = { title: string | null, limits: { promised: string | null } | null, guide: { steps: Array<{ text: string | null, limit: string | null }> | null } | null };

export type DistrictsQueryVariables = Exact<{ [key: string]: never; }>;


export type DistrictsQuery = { city: { districts: Array<{ boundary: unknown, nameZh: string | null, nameEn: string | null }> | null } | null };

export type ServicesQueryVariables = Exact<{ [key: string]: never; }>;


export type ServicesQuery = { city: { zh: string | null, en: string | null } | null, serviceModules: { nodes: Array<{ name: string | null, zh: string | null, en: string | null, department: { zh: string | null, en: string | null } | null, inChinese: { summary: string | null, themes: Array<ServiceTheme> | null } | null, inEnglish: { summary: string | null } | null }> } | null };

export type MyCasesQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type MyCasesQuery = { cases: { totalCount: number | null, nodes: Array<{ id: string, number: string | null, stateTitle: string | null, stage: Stage | null, end: CaseEnd | null, submittedAt: string | null, dueDay: string | null, serviceModule: { title: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type FollowQueryVariables = Exact<{
  number: string;
  atLeast?: string | null | undefined;
}>;


export type FollowQuery = { viewer: { subject: string | null }, case: { id: string, number: string | null, revision: number | null, asOf: string | null, state: string | null, stateTitle: string | null, stage: Stage | null, end: CaseEnd | null, applicant: string | null, dueDay: string | null, provisional: boolean | null, overdue: boolean | null, stoppedSince: string | null, submittedAt: string | null, updatedAt: string | null, onPublicNotice: boolean | null, receiptCode: string | null, answersJson: unknown, form: { schema: unknown } | null, redactions: Array<{ path: string | null, reason: RedactionReason | null }> | null, serviceModule: { name: string | null, title: string | null, states: Array<{ name: string | null, title: string | null }> | null, guide: { legalBasis: Array<{ name: string | null, text: string | null }> | null } | null } | null, department: { title: string | null, phone: string | null } | null, clocks: Array<{ clock: Clock | null, dueDay: string | null, provisional: boolean | null, workingDaysLeft: number | null }> | null, supplement: { items: Array<string> | null, documents: Array<string> | null, dueAt: string | null } | null, procedure: { title: string | null, dueAt: string | null, overran: boolean | null } | null, availableActions: Array<{ name: string | null, title: string | null, effect: string | null, reason: boolean | null, legalBasis: Array<string> | null, fields: unknown, departments: Array<string> | null, items: boolean | null, answers: Array<string> | null }> | null, documents: Array<{ name: string | null, title: string | null, wanted: boolean | null, presented: boolean | null, followsUntil: string | null }> | null, objections: Array<{ number: number | null, raisedAt: string | null, upheld: boolean | null, answeredAt: string | null }> | null, notices: Array<{ number: string | null, notice: number | null, kind: NoticeKind | null, title: string | null, issuedAt: string | null, servedAt: string | null, servedOn: string | null, servedHow: ServiceMethod | null, url: string | null, remedies: Array<{ kind: RemedyKind | null, lastDay: string | null }> | null }> | null, timeline: { totalCount: number | null, pageInfo: { endCursor: string | null }, nodes: Array<{ id: string, revision: number | null, type: string | null, title: string | null, effectiveAt: string | null, state: string | null, reason: string | null, channel: Channel | null, legalBasis: string | null, department: { title: string | null } | null, by: { kind: string | null, department: { title: string | null } | null } | null }> } | null, unread: { byApplicant: number | null } | null, messages: { nodes: Array<{ revision: number | null, from: MessageSide | null, text: string | null, redaction: RedactionReason | null, at: string | null, readAt: string | null, department: { title: string | null } | null }> } | null, rating: { invitedUntil: string | null, wholeMatter: boolean | null, steps: Array<{ step: number | null, title: string | null }> | null, given: Array<{ step: number | null, level: RatingLevel | null, at: string | null, comment: string | null }> | null } | null } | null };

export type HappenedFragment = { totalCount: number | null, pageInfo: { endCursor: string | null }, nodes: Array<{ id: string, revision: number | null, type: string | null, title: string | null, effectiveAt: string | null, state: string | null, reason: string | null, channel: Channel | null, legalBasis: string | null, department: { title: string | null } | null, by: { kind: string | null, department: { title: string | null } | null } | null }> };

export type LaterTimelineQueryVariables = Exact<{
  number: string;
  after?: string | null | undefined;
}>;


export type LaterTimelineQuery = { case: { timeline: { totalCount: number | null, pageInfo: { endCursor: string | null }, nodes: Array<{ id: string, revision: number | null, type: string | null, title: string | null, effectiveAt: string | null, state: string | null, reason: string | null, channel: Channel | null, legalBasis: string | null, department: { title: string | null } | null, by: { kind: string | null, department: { title: string | null } | null } | null }> } | null } | null };

export type RefusalsFragment = { code: UserErrorCode | null, field: string | null, message: string | null };

export type DoActionMutationVariables = Exact<{
  input: PerformActionInput;
}>;


export type DoActionMutation = { performAction: { position: string | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

export type HandInMutationVariables = Exact<{
  input: PresentDocumentsInput;
}>;


export type HandInMutation = { presentDocuments: { position: string | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

export type ObjectMutationVariables = Exact<{
  input: RaiseObjectionInput;
}>;


export type ObjectMutation = { raiseObjection: { position: string | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

export type AcknowledgeMutationVariables = Exact<{
  input: AcknowledgeNoticeInput;
}>;


export type AcknowledgeMutation = { acknowledgeNotice: { position: string | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

export type SendMessageMutationVariables = Exact<{
  input: SendMessageInput;
}>;


export type SendMessageMutation = { sendMessage: { position: string | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

export type HaveReadMutationVariables = Exact<{
  input: ReadMessagesInput;
}>;


export type HaveReadMutation = { readMessages: { position: string | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

export type RateMutationVariables = Exact<{
  input: RateInput;
}>;


export type RateMutation = { rate: { position: string | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

export type CaseMovesSubscriptionVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type CaseMovesSubscription = { caseUpdated: { position: string } | null };

export type GuideQueryVariables = Exact<{
  name: string;
}>;


export type GuideQuery = { city: { zh: string | null, en: string | null } | null, serviceModule: { name: string | null, title: string | null, type: ServiceType | null, retired: boolean | null, applicants: Array<ApplicantKind> | null, assurance: Assurance | null, department: { title: string | null, phone: string | null } | null, limits: { starts: string | null, promised: string | null, statutory: string | null, extension: string | null, byAnswers: Array<{ title: string | null, promised: string | null }> | null } | null, procedures: Array<{ name: string | null, title: string | null, most: string | null, counted: boolean | null, kind: ProcedureKind | null }> | null, states: Array<{ name: string | null, title: string | null, end: CaseEnd | null }> | null, actions: Array<{ name: string | null, title: string | null, from: Array<string> | null, to: string | null }> | null, guide: { summary: string | null, version: number | null, effective: string | null, levels: Array<ExerciseLevel> | null, handling: HandlingType | null, themes: Array<ServiceTheme> | null, quantity: string | null, intermediaries: Array<string> | null, resultSample: string | null, attachedTerms: Array<string> | null, online: OnlineDepth | null, crossRegion: CrossRegion | null, conditions: Array<string> | null, approvalConditions: Array<string> | null, fee: string | null, result: string | null, resultValidity: string | null, visitsMax: number | null, rights: Array<string> | null, duties: Array<string> | null, codes: { catalogue: string | null, implementation: string | null, handlingItem: string | null } | null, authority: { title: string | null } | null, implementing: Array<{ title: string | null }> | null, delegated: { title: string | null } | null, channels: { appointment: boolean | null, post: boolean | null, selfService: boolean | null } | null, documents: Array<{ name: string | null, title: string | null, form: DocumentForm | null, count: number | null, need: DocumentNeed | null, source: DocumentSource | null, mayFollow: string | null, note: string | null }> | null, steps: Array<{ text: string | null, limit: string | null }> | null, charges: Array<{ title: string | null, fen: number | null, basis: { text: string | null } | null }> | null, legalBasis: Array<{ name: string | null, text: string | null, content: string | null }> | null, remedies: Array<{ kind: RemedyKind | null, where: string | null, within: string | null }> | null, contact: { place: string | null, hours: string | null, enquiries: string | null, enquiryWindow: string | null, complaints: string | null, complaintWindow: string | null, seasons: Array<{ from: string | null, until: string | null, hours: string | null }> | null } | null, places: Array<{ title: string | null, address: string | null, hours: string | null, phone: string | null, seasons: Array<{ from: string | null, until: string | null, hours: string | null }> | null }> | null, questions: Array<{ ask: string | null, answer: string | null }> | null } | null } | null };

export type PublishedQueryVariables = Exact<{
  module?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type PublishedQuery = { cases: { totalCount: number | null, nodes: Array<{ id: string, number: string | null, end: CaseEnd | null, stateTitle: string | null, submittedAt: string | null, department: { title: string | null } | null, serviceModule: { title: string | null } | null, timeline: { nodes: Array<{ id: string, title: string | null, effectiveAt: string | null, fieldsJson: unknown }> } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null, serviceModules: { nodes: Array<{ name: string | null, title: string | null }> } | null };

export type PublishedOneQueryVariables = Exact<{
  number: string;
}>;


export type PublishedOneQuery = { case: { answersJson: unknown, id: string, number: string | null, end: CaseEnd | null, stateTitle: string | null, submittedAt: string | null, form: { schema: unknown } | null, department: { title: string | null } | null, serviceModule: { title: string | null } | null, timeline: { nodes: Array<{ id: string, title: string | null, effectiveAt: string | null, fieldsJson: unknown }> } | null } | null };

export type PublishedCaseFragment = { id: string, number: string | null, end: CaseEnd | null, stateTitle: string | null, submittedAt: string | null, department: { title: string | null } | null, serviceModule: { title: string | null } | null, timeline: { nodes: Array<{ id: string, title: string | null, effectiveAt: string | null, fieldsJson: unknown }> } | null };

export type TrackQueryVariables = Exact<{
  number: string;
  code: string;
}>;


export type TrackQuery = { caseByReceipt: { number: string | null, stage: Stage | null, stateTitle: string | null, end: CaseEnd | null, submittedAt: string | null, updatedAt: string | null, dueDay: string | null, provisional: boolean | null, overdue: boolean | null, stoppedSince: string | null, serviceModule: { title: string | null, form: { schema: unknown } | null, guide: { documents: Array<{ name: string | null, title: string | null }> | null } | null } | null, department: { title: string | null, phone: string | null } | null, clocks: Array<{ clock: Clock | null, dueDay: string | null, provisional: boolean | null, workingDaysLeft: number | null }> | null, procedure: { title: string | null } | null, supplement: { items: Array<string> | null, documents: Array<string> | null, dueAt: string | null } | null } | null };

export type WhoAmIQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAmIQuery = { viewer: { subject: string | null } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const WantedFragmentDoc = new TypedDocumentString(`
    fragment Wanted on GuideDocument {
  name
  title
  form
  count
  need
  source
  mayFollow
  note
}
    `, {"fragmentName":"Wanted"}) as unknown as TypedDocumentString<WantedFragment, unknown>;
export const ReceivedByFragmentDoc = new TypedDocumentString(`
    fragment ReceivedBy on ServiceModule {
  title
  limits {
    promised
  }
  guide {
    steps {
      text
      limit
    }
  }
}
    `, {"fragmentName":"ReceivedBy"}) as unknown as TypedDocumentString<ReceivedByFragment, unknown>;
export const HappenedFragmentDoc = new TypedDocumentString(`
    fragment Happened on TimelineConnection {
  totalCount
  pageInfo {
    endCursor
  }
  nodes {
    id
    revision
    type
    title
    effectiveAt
    state
    reason
    channel
    legalBasis
    department {
      title
    }
    by {
      kind
      department {
        title
      }
    }
  }
}
    `, {"fragmentName":"Happened"}) as unknown as TypedDocumentString<HappenedFragment, unknown>;
export const RefusalsFragmentDoc = new TypedDocumentString(`
    fragment Refusals on UserError {
  code
  field
  message
}
    `, {"fragmentName":"Refusals"}) as unknown as TypedDocumentString<RefusalsFragment, unknown>;
export const PublishedCaseFragmentDoc = new TypedDocumentString(`
    fragment PublishedCase on Case {
  id
  number
  end
  stateTitle
  submittedAt
  department {
    title
  }
  serviceModule {
    title
  }
  timeline(first: 100) {
    nodes {
      id
      title
      effectiveAt
      fieldsJson
    }
  }
}
    `, {"fragmentName":"PublishedCase"}) as unknown as TypedDocumentString<PublishedCaseFragment, unknown>;
export const ApplyDocument = new TypedDocumentString(`
    query Apply($name: String!) {
  viewer {
    subject
  }
  serviceModule(name: $name) {
    name
    revision
    retired
    applicants
    titleZh: title(language: ZH)
    titleEn: title(language: EN)
    form {
      schema
    }
    guideZh: guide(language: ZH) {
      documents {
        ...Wanted
      }
    }
    guideEn: guide(language: EN) {
      documents {
        ...Wanted
      }
    }
  }
}
    fragment Wanted on GuideDocument {
  name
  title
  form
  count
  need
  source
  mayFollow
  note
}`) as unknown as TypedDocumentString<ApplyQuery, ApplyQueryVariables>;
export const SubmitDocument = new TypedDocumentString(`
    mutation Submit($input: SubmitCaseInput!) {
  submitCase(input: $input) {
    case {
      number
    }
    userErrors {
      code
      field
      message
    }
    position
    receiptCode
  }
}
    `) as unknown as TypedDocumentString<SubmitMutation, SubmitMutationVariables>;
export const ReceiptDocument = new TypedDocumentString(`
    query Receipt($number: String!, $atLeast: Position) {
  city {
    title
  }
  case(number: $number, atLeast: $atLeast) {
    number
    receiptCode
    stateTitle
    submittedAt
    dueDay
    clocks {
      clock
      dueDay
    }
    department {
      title
      phone
    }
    documents {
      name
      title
      presented
    }
    serviceModule {
      ...ReceivedBy
    }
  }
}
    fragment ReceivedBy on ServiceModule {
  title
  limits {
    promised
  }
  guide {
    steps {
      text
      limit
    }
  }
}`) as unknown as TypedDocumentString<ReceiptQuery, ReceiptQueryVariables>;
export const ReceiptByCodeDocument = new TypedDocumentString(`
    query ReceiptByCode($number: String!, $code: String!, $atLeast: Position) {
  caseByReceipt(number: $number, code: $code, atLeast: $atLeast) {
    number
    stateTitle
    submittedAt
    dueDay
    clocks {
      clock
      dueDay
    }
    department {
      title
      phone
    }
    serviceModule {
      ...ReceivedBy
    }
  }
}
    fragment ReceivedBy on ServiceModule {
  title
  limits {
    promised
  }
  guide {
    steps {
      text
      limit
    }
  }
}`) as unknown as TypedDocumentString<ReceiptByCodeQuery, ReceiptByCodeQueryVariables>;
export const DistrictsDocument = new TypedDocumentString(`
    query Districts {
  city {
    districts {
      nameZh: name(language: ZH)
      nameEn: name(language: EN)
      boundary
    }
  }
}
    `) as unknown as TypedDocumentString<DistrictsQuery, DistrictsQueryVariables>;
export const ServicesDocument = new TypedDocumentString(`
    query Services {
  city {
    zh: title(language: ZH)
    en: title(language: EN)
  }
  serviceModules(first: 100) {
    nodes {
      name
      zh: title(language: ZH)
      en: title(language: EN)
      department {
        zh: title(language: ZH)
        en: title(language: EN)
      }
      inChinese: guide(language: ZH) {
        summary
        themes
      }
      inEnglish: guide(language: EN) {
        summary
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ServicesQuery, ServicesQueryVariables>;
export const MyCasesDocument = new TypedDocumentString(`
    query MyCases($after: String) {
  cases(first: 20, after: $after) {
    totalCount
    nodes {
      id
      number
      stateTitle
      stage
      end
      submittedAt
      dueDay
      serviceModule {
        title
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<MyCasesQuery, MyCasesQueryVariables>;
export const FollowDocument = new TypedDocumentString(`
    query Follow($number: String!, $atLeast: Position) {
  viewer {
    subject
  }
  case(number: $number, atLeast: $atLeast) {
    id
    number
    revision
    asOf
    state
    stateTitle
    stage
    end
    applicant
    dueDay
    provisional
    overdue
    stoppedSince
    submittedAt
    updatedAt
    onPublicNotice
    receiptCode
    answersJson
    form {
      schema
    }
    redactions {
      path
      reason
    }
    serviceModule {
      name
      title
      states {
        name
        title
      }
      guide {
        legalBasis {
          name
          text
        }
      }
    }
    department {
      title
      phone
    }
    clocks {
      clock
      dueDay
      provisional
      workingDaysLeft
    }
    supplement {
      items
      documents
      dueAt
    }
    procedure {
      title
      dueAt
      overran
    }
    availableActions {
      name
      title
      effect
      reason
      legalBasis
      fields
      departments
      items
      answers
    }
    documents {
      name
      title
      wanted
      presented
      followsUntil
    }
    objections {
      number
      raisedAt
      upheld
      answeredAt
    }
    notices {
      number
      notice
      kind
      title
      issuedAt
      servedAt
      servedOn
      servedHow
      url
      remedies {
        kind
        lastDay
      }
    }
    timeline(first: 100) {
      ...Happened
    }
    unread {
      byApplicant
    }
    messages(first: 100) {
      nodes {
        revision
        from
        text
        redaction
        at
        readAt
        department {
          title
        }
      }
    }
    rating {
      invitedUntil
      wholeMatter
      steps {
        step
        title
      }
      given {
        step
        level
        at
        comment
      }
    }
  }
}
    fragment Happened on TimelineConnection {
  totalCount
  pageInfo {
    endCursor
  }
  nodes {
    id
    revision
    type
    title
    effectiveAt
    state
    reason
    channel
    legalBasis
    department {
      title
    }
    by {
      kind
      department {
        title
      }
    }
  }
}`) as unknown as TypedDocumentString<FollowQuery, FollowQueryVariables>;
export const LaterTimelineDocument = new TypedDocumentString(`
    query LaterTimeline($number: String!, $after: String) {
  case(number: $number) {
    timeline(first: 100, after: $after) {
      ...Happened
    }
  }
}
    fragment Happened on TimelineConnection {
  totalCount
  pageInfo {
    endCursor
  }
  nodes {
    id
    revision
    type
    title
    effectiveAt
    state
    reason
    channel
    legalBasis
    department {
      title
    }
    by {
      kind
      department {
        title
      }
    }
  }
}`) as unknown as TypedDocumentString<LaterTimelineQuery, LaterTimelineQueryVariables>;
export const DoActionDocument = new TypedDocumentString(`
    mutation DoAction($input: PerformActionInput!) {
  performAction(input: $input) {
    position
    userErrors {
      ...Refusals
    }
  }
}
    fragment Refusals on UserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<DoActionMutation, DoActionMutationVariables>;
export const HandInDocument = new TypedDocumentString(`
    mutation HandIn($input: PresentDocumentsInput!) {
  presentDocuments(input: $input) {
    position
    userErrors {
      ...Refusals
    }
  }
}
    fragment Refusals on UserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<HandInMutation, HandInMutationVariables>;
export const ObjectDocument = new TypedDocumentString(`
    mutation Object($input: RaiseObjectionInput!) {
  raiseObjection(input: $input) {
    position
    userErrors {
      ...Refusals
    }
  }
}
    fragment Refusals on UserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<ObjectMutation, ObjectMutationVariables>;
export const AcknowledgeDocument = new TypedDocumentString(`
    mutation Acknowledge($input: AcknowledgeNoticeInput!) {
  acknowledgeNotice(input: $input) {
    position
    userErrors {
      ...Refusals
    }
  }
}
    fragment Refusals on UserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<AcknowledgeMutation, AcknowledgeMutationVariables>;
export const SendMessageDocument = new TypedDocumentString(`
    mutation SendMessage($input: SendMessageInput!) {
  sendMessage(input: $input) {
    position
    userErrors {
      ...Refusals
    }
  }
}
    fragment Refusals on UserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<SendMessageMutation, SendMessageMutationVariables>;
export const HaveReadDocument = new TypedDocumentString(`
    mutation HaveRead($input: ReadMessagesInput!) {
  readMessages(input: $input) {
    position
    userErrors {
      ...Refusals
    }
  }
}
    fragment Refusals on UserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<HaveReadMutation, HaveReadMutationVariables>;
export const RateDocument = new TypedDocumentString(`
    mutation Rate($input: RateInput!) {
  rate(input: $input) {
    position
    userErrors {
      ...Refusals
    }
  }
}
    fragment Refusals on UserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<RateMutation, RateMutationVariables>;
export const CaseMovesDocument = new TypedDocumentString(`
    subscription CaseMoves($id: ID!, $after: Position) {
  caseUpdated(id: $id, after: $after) {
    position
  }
}
    `) as unknown as TypedDocumentString<CaseMovesSubscription, CaseMovesSubscriptionVariables>;
export const GuideDocument = new TypedDocumentString(`
    query Guide($name: String!) {
  city {
    zh: title(language: ZH)
    en: title(language: EN)
  }
  serviceModule(name: $name) {
    name
    title
    type
    retired
    applicants
    assurance
    department {
      title
      phone
    }
    limits {
      starts
      promised
      statutory
      extension
      byAnswers {
        title
        promised
      }
    }
    procedures {
      name
      title
      most
      counted
      kind
    }
    states {
      name
      title
      end
    }
    actions {
      name
      title
      from
      to
    }
    guide {
      summary
      version
      effective
      codes {
        catalogue
        implementation
        handlingItem
      }
      authority {
        title
      }
      implementing {
        title
      }
      delegated {
        title
      }
      levels
      handling
      themes
      quantity
      intermediaries
      resultSample
      attachedTerms
      online
      channels {
        appointment
        post
        selfService
      }
      crossRegion
      conditions
      documents {
        name
        title
        form
        count
        need
        source
        mayFollow
        note
      }
      steps {
        text
        limit
      }
      approvalConditions
      fee
      charges {
        title
        fen
        basis {
          text
        }
      }
      result
      resultValidity
      visitsMax
      legalBasis {
        name
        text
        content
      }
      remedies {
        kind
        where
        within
      }
      rights
      duties
      contact {
        place
        hours
        seasons {
          from
          until
          hours
        }
        enquiries
        enquiryWindow
        complaints
        complaintWindow
      }
      places {
        title
        address
        hours
        seasons {
          from
          until
          hours
        }
        phone
      }
      questions {
        ask
        answer
      }
    }
  }
}
    `) as unknown as TypedDocumentString<GuideQuery, GuideQueryVariables>;
export const PublishedDocument = new TypedDocumentString(`
    query Published($module: String, $after: String) {
  cases(first: 10, after: $after, filter: {module: $module}) {
    totalCount
    nodes {
      ...PublishedCase
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
  serviceModules(first: 100) {
    nodes {
      name
      title
    }
  }
}
    fragment PublishedCase on Case {
  id
  number
  end
  stateTitle
  submittedAt
  department {
    title
  }
  serviceModule {
    title
  }
  timeline(first: 100) {
    nodes {
      id
      title
      effectiveAt
      fieldsJson
    }
  }
}`) as unknown as TypedDocumentString<PublishedQuery, PublishedQueryVariables>;
export const PublishedOneDocument = new TypedDocumentString(`
    query PublishedOne($number: String!) {
  case(number: $number) {
    ...PublishedCase
    answersJson
    form {
      schema
    }
  }
}
    fragment PublishedCase on Case {
  id
  number
  end
  stateTitle
  submittedAt
  department {
    title
  }
  serviceModule {
    title
  }
  timeline(first: 100) {
    nodes {
      id
      title
      effectiveAt
      fieldsJson
    }
  }
}`) as unknown as TypedDocumentString<PublishedOneQuery, PublishedOneQueryVariables>;
export const TrackDocument = new TypedDocumentString(`
    query Track($number: String!, $code: String!) {
  caseByReceipt(number: $number, code: $code) {
    number
    stage
    stateTitle
    end
    submittedAt
    updatedAt
    dueDay
    provisional
    overdue
    stoppedSince
    serviceModule {
      title
      form {
        schema
      }
      guide {
        documents {
          name
          title
        }
      }
    }
    department {
      title
      phone
    }
    clocks {
      clock
      dueDay
      provisional
      workingDaysLeft
    }
    procedure {
      title
    }
    supplement {
      items
      documents
      dueAt
    }
  }
}
    `) as unknown as TypedDocumentString<TrackQuery, TrackQueryVariables>;
export const WhoAmIDocument = new TypedDocumentString(`
    query WhoAmI {
  viewer {
    subject
  }
}
    `) as unknown as TypedDocumentString<WhoAmIQuery, WhoAmIQueryVariables>;