/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Who may apply. */
export type ApplicantKind =
  /** Nobody in particular: no identity is asked. */
  | 'ANONYMOUS'
  /** A natural person. */
  | 'RESIDENT'
  /** A legal person or sole trader. */
  | 'COMPANY';

/** Gives a case to an officer. Whether they may act is judged when they do (分办). */
export type AssignCaseInput = {
  /** Which case. */
  caseId: string;
  /** To whom, by the subject of their tokens. */
  to: string;
  /** Why; for the staff only. */
  reason?: string | null | undefined;
  /** The revision of the case that the caller has seen. */
  expectedRevision?: number | null | undefined;
  /** The same key with the same content is done once and answered the same. */
  idempotencyKey?: string | null | undefined;
  /** By which way it comes; `ONLINE` unless said otherwise. An officer at `COUNTER` or `PHONE` takes it down for the applicant. */
  channel?: Channel | null | undefined;
};

/** What may be done about who has a case in hand. */
export type AssignmentAct =
  /** Take it in hand: `claimCase` (领办). */
  | 'CLAIM'
  /** Give it to an officer: `assignCase` (分办). */
  | 'ASSIGN'
  /** Give it back: `releaseCase` (退回分办). */
  | 'RELEASE';

/** Which schema somebody sees. */
export type Audience =
  /** Anonymous, residents and companies. */
  | 'PUBLIC'
  /** Systems of other bodies. */
  | 'PARTNER'
  /** Officers and auditors. */
  | 'STAFF'
  /** Those who publish. */
  | 'ADMIN';

/** How grave a card is. */
export type CardKind =
  /** A limit ends soon (预警). */
  | 'NOTICE'
  /** A limit was not kept (黄牌). */
  | 'YELLOW'
  /** The law's limit was not kept, or the promised one for too long (红牌). */
  | 'RED';

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

/** Which cases. Absent parts do not restrict. */
export type CaseFilter = {
  /** Of this module. */
  module?: string | null | undefined;
  /** In this state of the module. */
  state?: string | null | undefined;
  /** In this stage. */
  stage?: Stage | null | undefined;
  /** Not over, or over. */
  open?: boolean | null | undefined;
  /** Overdue, or not. */
  overdue?: boolean | null | undefined;
  /** On public notice, or not. */
  onPublicNotice?: boolean | null | undefined;
  /** With an applicant who is distrusted because of it, or not. */
  distrusted?: boolean | null | undefined;
  /** With this department. */
  department?: string | null | undefined;
  /** In the hand of this officer, by the subject of their tokens. */
  assignedTo?: string | null | undefined;
  /** In the reader's own hand, or not. */
  mine?: boolean | null | undefined;
  /** In somebody's hand, or in nobody's. */
  assigned?: boolean | null | undefined;
  /** Whose listed field has exactly this value, each. */
  listed?: Array<ListedValue> | null | undefined;
};

/** In which order cases stand in a list. */
export type CaseOrder =
  /** The last that was handed in first. */
  | 'NEWEST'
  /** The promised limit that ends first first, then cases without such a date, then those that are over. */
  | 'SOONEST_DUE';

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

/** Takes a case in hand; other officers leave it alone while it stays in its state (领办). */
export type ClaimCaseInput = {
  /** Which case. */
  caseId: string;
  /** The revision of the case that the caller has seen. */
  expectedRevision?: number | null | undefined;
  /** The same key with the same content is done once and answered the same. */
  idempotencyKey?: string | null | undefined;
  /** By which way it comes; `ONLINE` unless said otherwise. An officer at `COUNTER` or `PHONE` takes it down for the applicant. */
  channel?: Channel | null | undefined;
};

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

/** Ends a matter that was answered (办结). */
export type CloseSupervisionInput = {
  /** Which matter. */
  matterId: string;
  /** The same key with the same content is done once and answered the same. */
  idempotencyKey?: string | null | undefined;
};

/** Why somebody stands on the distrust list. */
export type DistrustCause =
  /** Materials that were promised did not follow. */
  | 'DOCUMENTS_LATE'
  /** What was granted rested on what was not true. */
  | 'RESULT_REVOKED';

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

/** Gives the department more time, once (延期). */
export type ExtendSupervisionInput = {
  /** Which matter. */
  matterId: string;
  /** By how many working days, 1 to 60. */
  workingDays: number;
  /** Why. */
  reason: string;
  /** The same key with the same content is done once and answered the same. */
  idempotencyKey?: string | null | undefined;
};

/** Says what was done (反馈). */
export type GiveFeedbackInput = {
  /** Which matter. */
  matterId: string;
  /** What. */
  text: string;
  /** The same key with the same content is done once and answered the same. */
  idempotencyKey?: string | null | undefined;
};

/** Hands the cases that one officer has in hand over to another, each by itself: by the officer, or by who holds a role of the city's supervision (交接). */
export type HandOverCasesInput = {
  /** Who has them, by the subject of their tokens. */
  from: string;
  /** To whom they go, by the subject of their tokens. */
  to: string;
  /** Why; for the staff only. */
  reason: string;
  /** These, at most 100; absent: all that `from` has and this officer may know of, the oldest first. */
  cases?: Array<string> | null | undefined;
  /** Without `cases`: go on behind this, the `next` of an earlier answer. */
  after?: string | null | undefined;
  /** Counts for each of `cases` by itself: the same key with the same content moves none twice. */
  idempotencyKey?: string | null | undefined;
};

/** Says what is to be done (批示). */
export type InstructInput = {
  /** Which matter. */
  matterId: string;
  /** What. */
  text: string;
  /** The same key with the same content is done once and answered the same. */
  idempotencyKey?: string | null | undefined;
};

/** A listed field and its value. */
export type ListedValue = {
  /** The key of the field. */
  field: string;
  /** Its value. */
  value: unknown;
};

/** Who wrote a message. */
export type MessageSide =
  /** Whose case it is. */
  | 'APPLICANT'
  /** The department that had the case; which officer is not told. */
  | 'DEPARTMENT';

/** For whom a case is handed in. */
export type OnBehalfOfInput = {
  /** In what capacity they apply. */
  kind: ApplicantKind;
  /** Who: a subject, an identity number or a credit code; nobody for `ANONYMOUS`. */
  person?: string | null | undefined;
};

/** Opens a supervision matter by hand (督办立项). */
export type OpenSupervisionInput = {
  /** About which case. */
  caseId: string;
  /** How far up it goes. */
  level: SupervisionLevel;
  /** What is to be done. */
  text: string;
  /** The same key with the same content is done once and answered the same. */
  idempotencyKey?: string | null | undefined;
};

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

/** Records that a notice was served (登记送达). */
export type RecordServiceInput = {
  /** Which case. */
  caseId: string;
  /** Which notice: its place in the case, from 1. */
  notice: number;
  /** How it was served. */
  how: ServiceMethod;
  /** The day on which it was handed over, received, left or announced; today when absent. */
  on?: string | null | undefined;
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

/** Gives a case back, so that nobody has it in hand (退回分办). */
export type ReleaseCaseInput = {
  /** Which case. */
  caseId: string;
  /** Why; for the staff only. */
  reason?: string | null | undefined;
  /** The revision of the case that the caller has seen. */
  expectedRevision?: number | null | undefined;
  /** The same key with the same content is done once and answered the same. */
  idempotencyKey?: string | null | undefined;
  /** By which way it comes; `ONLINE` unless said otherwise. An officer at `COUNTER` or `PHONE` takes it down for the applicant. */
  channel?: Channel | null | undefined;
};

/** What may be taken back of what a case has brought a department or an applicant. */
export type ReliefAct =
  /** Withdraw a card that stands: `withdrawCard` (撤牌). */
  | 'WITHDRAW_CARD'
  /** Take the applicant off the distrust list: `repairTrust` (信用修复). */
  | 'REPAIR_TRUST';

/** Which way leads against a decision (法律救济途径). */
export type RemedyKind =
  /** 行政复议 */
  | 'REVIEW'
  /** 行政诉讼 */
  | 'SUIT'
  /** 复查: the same body or the one above looks again. */
  | 'RECHECK';

/** Takes the applicant off the distrust list, as far as this case put them there (信用修复). */
export type RepairTrustInput = {
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

/** What can be done in a supervision matter. */
export type SupervisionAct =
  /** Say what is to be done: `instruct` (批示). */
  | 'INSTRUCT'
  /** Say what was done: `giveFeedback` (反馈). */
  | 'GIVE_FEEDBACK'
  /** Give the department more time: `extendSupervision` (延期). */
  | 'EXTEND'
  /** End it: `closeSupervision` (办结). */
  | 'CLOSE';

/** How far up the ladder a matter goes. */
export type SupervisionLevel =
  /** To the head of the department that has the case. */
  | 'HEAD'
  /** To who stands above that head (分管领导). */
  | 'SUPERIOR';

/** Which matters. Absent parts do not restrict. */
export type SupervisionMatterFilter = {
  /** Not closed, or closed. */
  open?: boolean | null | undefined;
  /** Asked of this department. */
  department?: string | null | undefined;
  /** About this case. */
  caseNumber?: string | null | undefined;
  /** For which the ladder named nobody. */
  superiorMissing?: boolean | null | undefined;
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

/** Withdraws a card (撤牌). */
export type WithdrawCardInput = {
  /** Which case. */
  caseId: string;
  /** The number of the card in the case. */
  card: number;
  /** Why. */
  reason: string;
  /** The revision of the case that the caller has seen. */
  expectedRevision?: number | null | undefined;
  /** The same key with the same content is done once and answered the same. */
  idempotencyKey?: string | null | undefined;
  /** By which way it comes; `ONLINE` unless said otherwise. An officer at `COUNTER` or `PHONE` takes it down for the applicant. */
  channel?: Channel | null | undefined;
};

export type CaseUpdatedSubscriptionVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type CaseUpdatedSubscription = { caseUpdated: { position: string, case: { revision: number | null } | null } | null };

export type PerformActionMutationVariables = Exact<{
  input: PerformActionInput;
}>;


export type PerformActionMutation = { performAction: { position: string | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

export type SendMessageMutationVariables = Exact<{
  input: SendMessageInput;
}>;


export type SendMessageMutation = { sendMessage: { position: string | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

export type ReadMessagesMutationVariables = Exact<{
  input: ReadMessagesInput;
}>;


export type ReadMessagesMutation = { readMessages: { position: string | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

export type RecordServiceMutationVariables = Exact<{
  input: RecordServiceInput;
}>;


export type RecordServiceMutation = { recordService: { position: string | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

export type PresentDocumentsMutationVariables = Exact<{
  input: PresentDocumentsInput;
}>;


export type PresentDocumentsMutation = { presentDocuments: { position: string | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

export type WithdrawCardMutationVariables = Exact<{
  input: WithdrawCardInput;
}>;


export type WithdrawCardMutation = { withdrawCard: { position: string | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

export type RepairTrustMutationVariables = Exact<{
  input: RepairTrustInput;
}>;


export type RepairTrustMutation = { repairTrust: { position: string | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

export type OneCaseQueryVariables = Exact<{
  number: string;
  atLeast?: string | null | undefined;
}>;


export type OneCaseQuery = { viewer: { subject: string | null, roles: Array<string> | null, department: { name: string | null } | null }, departments: { nodes: Array<{ name: string | null, title: string | null }> } | null, supervisionMatters: { totalCount: number | null } | null, case: { id: string, number: string | null, revision: number | null, asOf: string | null, state: string | null, stateTitle: string | null, stage: Stage | null, end: CaseEnd | null, applicant: string | null, applicantKind: ApplicantKind | null, published: boolean | null, dueDay: string | null, provisional: boolean | null, overdue: boolean | null, daysOver: number | null, stoppedSince: string | null, submittedAt: string | null, updatedAt: string | null, onPublicNotice: boolean | null, assignmentActs: Array<AssignmentAct> | null, reliefActs: Array<ReliefAct> | null, supervisable: boolean | null, answersJson: unknown, department: { name: string | null, title: string | null, phone: string | null } | null, serviceModule: { title: string | null, states: Array<{ name: string | null, title: string | null }> | null, actions: Array<{ name: string | null, title: string | null, from: Array<string> | null, roles: Array<string> | null, officers: number | null, notBy: Array<string> | null, fields: unknown }> | null, assistance: { roles: Array<string> | null, channels: Array<Channel> | null } | null, guide: { legalBasis: Array<{ name: string | null, text: string | null }> | null } | null } | null, clocks: Array<{ clock: Clock | null, dueDay: string | null, provisional: boolean | null }> | null, procedure: { title: string | null, dueAt: string | null, overran: boolean | null } | null, form: { schema: unknown } | null, redactions: Array<{ path: string | null, reason: RedactionReason | null }> | null, warnings: Array<{ path: string | null, message: string | null }> | null, availableActions: Array<{ name: string | null, title: string | null, reason: boolean | null, legalBasis: Array<string> | null, fields: unknown, departments: Array<string> | null, items: boolean | null, answers: Array<string> | null }> | null, supplement: { items: Array<string> | null, documents: Array<string> | null, dueAt: string | null } | null, documents: Array<{ name: string | null, title: string | null, wanted: boolean | null, presented: boolean | null, followsUntil: string | null }> | null, cards: Array<{ number: number | null, kind: CardKind | null, clock: Clock | null, dueAt: string | null, issuedAt: string | null, withdrawnAt: string | null }> | null, notices: Array<{ number: string | null, notice: number | null, title: string | null, issuedAt: string | null, servedOn: string | null, servedHow: ServiceMethod | null, url: string | null, remedies: Array<{ kind: RemedyKind | null, lastDay: string | null }> | null }> | null, opinions: Array<{ askedAt: string | null, agrees: boolean | null, deemed: boolean | null, answeredAt: string | null, department: { title: string | null } | null }> | null, objections: Array<{ number: number | null, raisedAt: string | null, upheld: boolean | null, answeredAt: string | null }> | null, distrust: { cause: DistrustCause | null, since: string | null } | null, assignee: { officer: string | null, givenBy: string | null, since: string | null } | null, unread: { byDepartment: number | null } | null, messages: { totalCount: number | null, pageInfo: { endCursor: string | null }, nodes: Array<{ revision: number | null, from: MessageSide | null, text: string | null, redaction: RedactionReason | null, at: string | null, readAt: string | null, department: { title: string | null } | null }> } | null, timeline: { totalCount: number | null, pageInfo: { endCursor: string | null }, nodes: Array<{ id: string, revision: number | null, type: string | null, action: string | null, title: string | null, effectiveAt: string | null, state: string | null, officer: string | null, legalBasis: string | null, reason: string | null, fieldsJson: unknown, channel: Channel | null, department: { title: string | null } | null, by: { kind: string | null, subject: string | null, department: { title: string | null } | null } | null, redactions: Array<{ path: string | null, reason: RedactionReason | null }> | null }> } | null } | null };

export type HappenedFragment = { id: string, revision: number | null, type: string | null, action: string | null, title: string | null, effectiveAt: string | null, state: string | null, officer: string | null, legalBasis: string | null, reason: string | null, fieldsJson: unknown, channel: Channel | null, department: { title: string | null } | null, by: { kind: string | null, subject: string | null, department: { title: string | null } | null } | null, redactions: Array<{ path: string | null, reason: RedactionReason | null }> | null };

export type LaterTimelineQueryVariables = Exact<{
  number: string;
  after?: string | null | undefined;
}>;


export type LaterTimelineQuery = { case: { timeline: { totalCount: number | null, pageInfo: { endCursor: string | null }, nodes: Array<{ id: string, revision: number | null, type: string | null, action: string | null, title: string | null, effectiveAt: string | null, state: string | null, officer: string | null, legalBasis: string | null, reason: string | null, fieldsJson: unknown, channel: Channel | null, department: { title: string | null } | null, by: { kind: string | null, subject: string | null, department: { title: string | null } | null } | null, redactions: Array<{ path: string | null, reason: RedactionReason | null }> | null }> } | null } | null };

export type WrittenFragment = { totalCount: number | null, pageInfo: { endCursor: string | null }, nodes: Array<{ revision: number | null, from: MessageSide | null, text: string | null, redaction: RedactionReason | null, at: string | null, readAt: string | null, department: { title: string | null } | null }> };

export type LaterMessagesQueryVariables = Exact<{
  number: string;
  after?: string | null | undefined;
}>;


export type LaterMessagesQuery = { case: { messages: { totalCount: number | null, pageInfo: { endCursor: string | null }, nodes: Array<{ revision: number | null, from: MessageSide | null, text: string | null, redaction: RedactionReason | null, at: string | null, readAt: string | null, department: { title: string | null } | null }> } | null } | null };

export type DistrictsQueryVariables = Exact<{ [key: string]: never; }>;


export type DistrictsQuery = { city: { districts: Array<{ boundary: unknown, nameZh: string | null, nameEn: string | null }> | null } | null };

export type AssistedQueryVariables = Exact<{ [key: string]: never; }>;


export type AssistedQuery = { viewer: { roles: Array<string> | null }, serviceModules: { nodes: Array<{ name: string | null, title: string | null, department: { title: string | null } | null, assistance: { roles: Array<string> | null } | null }> } | null };

export type FilingQueryVariables = Exact<{
  name: string;
}>;


export type FilingQuery = { viewer: { roles: Array<string> | null }, serviceModule: { name: string | null, revision: number | null, retired: boolean | null, applicants: Array<ApplicantKind> | null, titleZh: string | null, titleEn: string | null, assistance: { roles: Array<string> | null, channels: Array<Channel> | null } | null, form: { schema: unknown } | null, guideZh: { documents: Array<{ name: string | null, title: string | null, need: DocumentNeed | null, source: DocumentSource | null, mayFollow: string | null }> | null } | null, guideEn: { documents: Array<{ name: string | null, title: string | null, need: DocumentNeed | null, source: DocumentSource | null, mayFollow: string | null }> | null } | null } | null };

export type BroughtFragment = { name: string | null, title: string | null, need: DocumentNeed | null, source: DocumentSource | null, mayFollow: string | null };

export type FileCaseMutationVariables = Exact<{
  input: SubmitCaseInput;
}>;


export type FileCaseMutation = { submitCase: { position: string | null, case: { number: string | null } | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

export type FiledQueryVariables = Exact<{
  number: string;
  atLeast?: string | null | undefined;
}>;


export type FiledQuery = { case: { number: string | null, stateTitle: string | null, submittedAt: string | null, dueDay: string | null, department: { title: string | null, phone: string | null } | null, serviceModule: { title: string | null, limits: { promised: string | null } | null } | null, documents: Array<{ name: string | null, title: string | null, presented: boolean | null }> | null, warnings: Array<{ path: string | null, message: string | null }> | null } | null };

export type HandOverMutationVariables = Exact<{
  input: HandOverCasesInput;
}>;


export type HandOverMutation = { handOverCases: { next: string | null, position: string | null, cases: Array<{ caseId: string, number: string | null, moved: boolean, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> }>, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

export type OfficeQueryVariables = Exact<{ [key: string]: never; }>;


export type OfficeQuery = { viewer: { audience: Audience | null, subject: string | null } };

export type CasesOfPersonQueryVariables = Exact<{
  identifier: string;
  after?: string | null | undefined;
}>;


export type CasesOfPersonQuery = { casesOfPerson: { totalCount: number | null, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ number: string | null, stateTitle: string | null, stage: Stage | null, submittedAt: string | null, dueDay: string | null, overdue: boolean | null, serviceModule: { title: string | null } | null, department: { title: string | null } | null }> } | null };

export type MattersQueryVariables = Exact<{
  filter?: SupervisionMatterFilter | null | undefined;
  after?: string | null | undefined;
  atLeast?: string | null | undefined;
}>;


export type MattersQuery = { supervisionMatters: { totalCount: number | null, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, caseNumber: string | null, level: SupervisionLevel | null, cardKind: CardKind | null, addressee: string | null, superiorMissing: boolean | null, openedAt: string | null, dueAt: string | null, extended: boolean | null, answeredAt: string | null, closedAt: string | null, availableActs: Array<SupervisionAct> | null, department: { title: string | null } | null, steps: Array<{ type: string | null, effectiveAt: string | null, text: string | null, by: { subject: string | null } | null }> | null }> } | null };

export type OpenSupervisionMutationVariables = Exact<{
  input: OpenSupervisionInput;
}>;


export type OpenSupervisionMutation = { openSupervision: { position: string | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

export type InstructMutationVariables = Exact<{
  input: InstructInput;
}>;


export type InstructMutation = { instruct: { position: string | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

export type GiveFeedbackMutationVariables = Exact<{
  input: GiveFeedbackInput;
}>;


export type GiveFeedbackMutation = { giveFeedback: { position: string | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

export type ExtendSupervisionMutationVariables = Exact<{
  input: ExtendSupervisionInput;
}>;


export type ExtendSupervisionMutation = { extendSupervision: { position: string | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

export type CloseSupervisionMutationVariables = Exact<{
  input: CloseSupervisionInput;
}>;


export type CloseSupervisionMutation = { closeSupervision: { position: string | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

export type SupervisedFragment = { position: string | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> };

export type WorklistQueryVariables = Exact<{
  filter?: CaseFilter | null | undefined;
  orderBy?: CaseOrder | null | undefined;
  first: number;
  after?: string | null | undefined;
  atLeast?: string | null | undefined;
}>;


export type WorklistQuery = { viewer: { subject: string | null }, cases: { totalCount: number | null, asOf: string | null, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, number: string | null, revision: number | null, stateTitle: string | null, stage: Stage | null, daysOver: number | null, dueDay: string | null, provisional: boolean | null, stoppedSince: string | null, assignmentActs: Array<AssignmentAct> | null, applicantKind: ApplicantKind | null, serviceModule: { title: string | null } | null, assignee: { officer: string | null } | null, cards: Array<{ kind: CardKind | null, withdrawnAt: string | null }> | null }> } | null };

export type WorklistCountsQueryVariables = Exact<{
  mine?: CaseFilter | null | undefined;
  unassigned?: CaseFilter | null | undefined;
  overdue?: CaseFilter | null | undefined;
  all?: CaseFilter | null | undefined;
  atLeast?: string | null | undefined;
}>;


export type WorklistCountsQuery = { mine: Array<{ open: number | null, overdue: number | null, total: number | null }> | null, unassigned: Array<{ open: number | null, overdue: number | null, total: number | null }> | null, overdue: Array<{ open: number | null, overdue: number | null, total: number | null }> | null, all: Array<{ open: number | null, overdue: number | null, total: number | null }> | null };

export type CountedFragment = { open: number | null, overdue: number | null, total: number | null };

export type ModulesQueryVariables = Exact<{ [key: string]: never; }>;


export type ModulesQuery = { serviceModules: { nodes: Array<{ name: string | null, title: string | null, states: Array<{ name: string | null, title: string | null }> | null }> } | null, departments: { nodes: Array<{ name: string | null, title: string | null }> } | null };

export type CasesChangedSubscriptionVariables = Exact<{
  filter?: CaseFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type CasesChangedSubscription = { casesChanged: { position: string } | null };

export type ClaimCaseMutationVariables = Exact<{
  input: ClaimCaseInput;
}>;


export type ClaimCaseMutation = { claimCase: { position: string | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

export type ReleaseCaseMutationVariables = Exact<{
  input: ReleaseCaseInput;
}>;


export type ReleaseCaseMutation = { releaseCase: { position: string | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

export type AssignCaseMutationVariables = Exact<{
  input: AssignCaseInput;
}>;


export type AssignCaseMutation = { assignCase: { position: string | null, userErrors: Array<{ code: UserErrorCode | null, field: string | null, message: string | null }> } | null };

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
export const HappenedFragmentDoc = new TypedDocumentString(`
    fragment Happened on TimelineEntry {
  id
  revision
  type
  action
  title
  effectiveAt
  state
  officer
  legalBasis
  reason
  fieldsJson
  channel
  department {
    title
  }
  by {
    kind
    subject
    department {
      title
    }
  }
  redactions {
    path
    reason
  }
}
    `, {"fragmentName":"Happened"}) as unknown as TypedDocumentString<HappenedFragment, unknown>;
export const WrittenFragmentDoc = new TypedDocumentString(`
    fragment Written on MessageConnection {
  totalCount
  pageInfo {
    endCursor
  }
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
    `, {"fragmentName":"Written"}) as unknown as TypedDocumentString<WrittenFragment, unknown>;
export const BroughtFragmentDoc = new TypedDocumentString(`
    fragment Brought on GuideDocument {
  name
  title
  need
  source
  mayFollow
}
    `, {"fragmentName":"Brought"}) as unknown as TypedDocumentString<BroughtFragment, unknown>;
export const SupervisedFragmentDoc = new TypedDocumentString(`
    fragment Supervised on SupervisionPayload {
  position
  userErrors {
    code
    field
    message
  }
}
    `, {"fragmentName":"Supervised"}) as unknown as TypedDocumentString<SupervisedFragment, unknown>;
export const CountedFragmentDoc = new TypedDocumentString(`
    fragment Counted on CaseCounts {
  open
  overdue
  total
}
    `, {"fragmentName":"Counted"}) as unknown as TypedDocumentString<CountedFragment, unknown>;
export const CaseUpdatedDocument = new TypedDocumentString(`
    subscription CaseUpdated($id: ID!, $after: Position) {
  caseUpdated(id: $id, after: $after) {
    position
    case {
      revision
    }
  }
}
    `) as unknown as TypedDocumentString<CaseUpdatedSubscription, CaseUpdatedSubscriptionVariables>;
export const PerformActionDocument = new TypedDocumentString(`
    mutation PerformAction($input: PerformActionInput!) {
  performAction(input: $input) {
    position
    userErrors {
      code
      field
      message
    }
  }
}
    `) as unknown as TypedDocumentString<PerformActionMutation, PerformActionMutationVariables>;
export const SendMessageDocument = new TypedDocumentString(`
    mutation SendMessage($input: SendMessageInput!) {
  sendMessage(input: $input) {
    position
    userErrors {
      code
      field
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SendMessageMutation, SendMessageMutationVariables>;
export const ReadMessagesDocument = new TypedDocumentString(`
    mutation ReadMessages($input: ReadMessagesInput!) {
  readMessages(input: $input) {
    position
    userErrors {
      code
      field
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ReadMessagesMutation, ReadMessagesMutationVariables>;
export const RecordServiceDocument = new TypedDocumentString(`
    mutation RecordService($input: RecordServiceInput!) {
  recordService(input: $input) {
    position
    userErrors {
      code
      field
      message
    }
  }
}
    `) as unknown as TypedDocumentString<RecordServiceMutation, RecordServiceMutationVariables>;
export const PresentDocumentsDocument = new TypedDocumentString(`
    mutation PresentDocuments($input: PresentDocumentsInput!) {
  presentDocuments(input: $input) {
    position
    userErrors {
      code
      field
      message
    }
  }
}
    `) as unknown as TypedDocumentString<PresentDocumentsMutation, PresentDocumentsMutationVariables>;
export const WithdrawCardDocument = new TypedDocumentString(`
    mutation WithdrawCard($input: WithdrawCardInput!) {
  withdrawCard(input: $input) {
    position
    userErrors {
      code
      field
      message
    }
  }
}
    `) as unknown as TypedDocumentString<WithdrawCardMutation, WithdrawCardMutationVariables>;
export const RepairTrustDocument = new TypedDocumentString(`
    mutation RepairTrust($input: RepairTrustInput!) {
  repairTrust(input: $input) {
    position
    userErrors {
      code
      field
      message
    }
  }
}
    `) as unknown as TypedDocumentString<RepairTrustMutation, RepairTrustMutationVariables>;
export const OneCaseDocument = new TypedDocumentString(`
    query OneCase($number: String!, $atLeast: Position) {
  viewer {
    subject
    roles
    department {
      name
    }
  }
  departments(first: 100) {
    nodes {
      name
      title
    }
  }
  supervisionMatters(filter: {caseNumber: $number}, first: 1, atLeast: $atLeast) {
    totalCount
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
    applicantKind
    published
    dueDay
    provisional
    overdue
    daysOver
    stoppedSince
    submittedAt
    updatedAt
    onPublicNotice
    assignmentActs
    reliefActs
    supervisable
    answersJson
    department {
      name
      title
      phone
    }
    serviceModule {
      title
      states {
        name
        title
      }
      actions {
        name
        title
        from
        roles
        officers
        notBy
        fields
      }
      assistance {
        roles
        channels
      }
      guide {
        legalBasis {
          name
          text
        }
      }
    }
    clocks {
      clock
      dueDay
      provisional
    }
    procedure {
      title
      dueAt
      overran
    }
    form {
      schema
    }
    redactions {
      path
      reason
    }
    warnings {
      path
      message
    }
    availableActions {
      name
      title
      reason
      legalBasis
      fields
      departments
      items
      answers
    }
    supplement {
      items
      documents
      dueAt
    }
    documents {
      name
      title
      wanted
      presented
      followsUntil
    }
    cards {
      number
      kind
      clock
      dueAt
      issuedAt
      withdrawnAt
    }
    notices {
      number
      notice
      title
      issuedAt
      servedOn
      servedHow
      url
      remedies {
        kind
        lastDay
      }
    }
    opinions {
      department {
        title
      }
      askedAt
      agrees
      deemed
      answeredAt
    }
    objections {
      number
      raisedAt
      upheld
      answeredAt
    }
    distrust {
      cause
      since
    }
    assignee {
      officer
      givenBy
      since
    }
    unread {
      byDepartment
    }
    messages(first: 100) {
      ...Written
    }
    timeline(first: 100) {
      totalCount
      pageInfo {
        endCursor
      }
      nodes {
        ...Happened
      }
    }
  }
}
    fragment Happened on TimelineEntry {
  id
  revision
  type
  action
  title
  effectiveAt
  state
  officer
  legalBasis
  reason
  fieldsJson
  channel
  department {
    title
  }
  by {
    kind
    subject
    department {
      title
    }
  }
  redactions {
    path
    reason
  }
}
fragment Written on MessageConnection {
  totalCount
  pageInfo {
    endCursor
  }
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
}`) as unknown as TypedDocumentString<OneCaseQuery, OneCaseQueryVariables>;
export const LaterTimelineDocument = new TypedDocumentString(`
    query LaterTimeline($number: String!, $after: String) {
  case(number: $number) {
    timeline(first: 100, after: $after) {
      totalCount
      pageInfo {
        endCursor
      }
      nodes {
        ...Happened
      }
    }
  }
}
    fragment Happened on TimelineEntry {
  id
  revision
  type
  action
  title
  effectiveAt
  state
  officer
  legalBasis
  reason
  fieldsJson
  channel
  department {
    title
  }
  by {
    kind
    subject
    department {
      title
    }
  }
  redactions {
    path
    reason
  }
}`) as unknown as TypedDocumentString<LaterTimelineQuery, LaterTimelineQueryVariables>;
export const LaterMessagesDocument = new TypedDocumentString(`
    query LaterMessages($number: String!, $after: String) {
  case(number: $number) {
    messages(first: 100, after: $after) {
      ...Written
    }
  }
}
    fragment Written on MessageConnection {
  totalCount
  pageInfo {
    endCursor
  }
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
}`) as unknown as TypedDocumentString<LaterMessagesQuery, LaterMessagesQueryVariables>;
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
export const AssistedDocument = new TypedDocumentString(`
    query Assisted {
  viewer {
    roles
  }
  serviceModules(first: 100) {
    nodes {
      name
      title
      department {
        title
      }
      assistance {
        roles
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AssistedQuery, AssistedQueryVariables>;
export const FilingDocument = new TypedDocumentString(`
    query Filing($name: String!) {
  viewer {
    roles
  }
  serviceModule(name: $name) {
    name
    revision
    retired
    titleZh: title(language: ZH)
    titleEn: title(language: EN)
    applicants
    assistance {
      roles
      channels
    }
    form {
      schema
    }
    guideZh: guide(language: ZH) {
      documents {
        ...Brought
      }
    }
    guideEn: guide(language: EN) {
      documents {
        ...Brought
      }
    }
  }
}
    fragment Brought on GuideDocument {
  name
  title
  need
  source
  mayFollow
}`) as unknown as TypedDocumentString<FilingQuery, FilingQueryVariables>;
export const FileCaseDocument = new TypedDocumentString(`
    mutation FileCase($input: SubmitCaseInput!) {
  submitCase(input: $input) {
    case {
      number
    }
    position
    userErrors {
      code
      field
      message
    }
  }
}
    `) as unknown as TypedDocumentString<FileCaseMutation, FileCaseMutationVariables>;
export const FiledDocument = new TypedDocumentString(`
    query Filed($number: String!, $atLeast: Position) {
  case(number: $number, atLeast: $atLeast) {
    number
    stateTitle
    submittedAt
    dueDay
    department {
      title
      phone
    }
    serviceModule {
      title
      limits {
        promised
      }
    }
    documents {
      name
      title
      presented
    }
    warnings {
      path
      message
    }
  }
}
    `) as unknown as TypedDocumentString<FiledQuery, FiledQueryVariables>;
export const HandOverDocument = new TypedDocumentString(`
    mutation HandOver($input: HandOverCasesInput!) {
  handOverCases(input: $input) {
    cases {
      caseId
      number
      moved
      userErrors {
        code
        field
        message
      }
    }
    next
    position
    userErrors {
      code
      field
      message
    }
  }
}
    `) as unknown as TypedDocumentString<HandOverMutation, HandOverMutationVariables>;
export const OfficeDocument = new TypedDocumentString(`
    query Office {
  viewer {
    audience
    subject
  }
}
    `) as unknown as TypedDocumentString<OfficeQuery, OfficeQueryVariables>;
export const CasesOfPersonDocument = new TypedDocumentString(`
    query CasesOfPerson($identifier: String!, $after: String) {
  casesOfPerson(identifier: $identifier, first: 25, after: $after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      number
      stateTitle
      stage
      submittedAt
      dueDay
      overdue
      serviceModule {
        title
      }
      department {
        title
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CasesOfPersonQuery, CasesOfPersonQueryVariables>;
export const MattersDocument = new TypedDocumentString(`
    query Matters($filter: SupervisionMatterFilter, $after: String, $atLeast: Position) {
  supervisionMatters(filter: $filter, first: 25, after: $after, atLeast: $atLeast) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      caseNumber
      department {
        title
      }
      level
      cardKind
      addressee
      superiorMissing
      openedAt
      dueAt
      extended
      answeredAt
      closedAt
      availableActs
      steps {
        type
        effectiveAt
        by {
          subject
        }
        text
      }
    }
  }
}
    `) as unknown as TypedDocumentString<MattersQuery, MattersQueryVariables>;
export const OpenSupervisionDocument = new TypedDocumentString(`
    mutation OpenSupervision($input: OpenSupervisionInput!) {
  openSupervision(input: $input) {
    ...Supervised
  }
}
    fragment Supervised on SupervisionPayload {
  position
  userErrors {
    code
    field
    message
  }
}`) as unknown as TypedDocumentString<OpenSupervisionMutation, OpenSupervisionMutationVariables>;
export const InstructDocument = new TypedDocumentString(`
    mutation Instruct($input: InstructInput!) {
  instruct(input: $input) {
    ...Supervised
  }
}
    fragment Supervised on SupervisionPayload {
  position
  userErrors {
    code
    field
    message
  }
}`) as unknown as TypedDocumentString<InstructMutation, InstructMutationVariables>;
export const GiveFeedbackDocument = new TypedDocumentString(`
    mutation GiveFeedback($input: GiveFeedbackInput!) {
  giveFeedback(input: $input) {
    ...Supervised
  }
}
    fragment Supervised on SupervisionPayload {
  position
  userErrors {
    code
    field
    message
  }
}`) as unknown as TypedDocumentString<GiveFeedbackMutation, GiveFeedbackMutationVariables>;
export const ExtendSupervisionDocument = new TypedDocumentString(`
    mutation ExtendSupervision($input: ExtendSupervisionInput!) {
  extendSupervision(input: $input) {
    ...Supervised
  }
}
    fragment Supervised on SupervisionPayload {
  position
  userErrors {
    code
    field
    message
  }
}`) as unknown as TypedDocumentString<ExtendSupervisionMutation, ExtendSupervisionMutationVariables>;
export const CloseSupervisionDocument = new TypedDocumentString(`
    mutation CloseSupervision($input: CloseSupervisionInput!) {
  closeSupervision(input: $input) {
    ...Supervised
  }
}
    fragment Supervised on SupervisionPayload {
  position
  userErrors {
    code
    field
    message
  }
}`) as unknown as TypedDocumentString<CloseSupervisionMutation, CloseSupervisionMutationVariables>;
export const WorklistDocument = new TypedDocumentString(`
    query Worklist($filter: CaseFilter, $orderBy: CaseOrder, $first: Int!, $after: String, $atLeast: Position) {
  viewer {
    subject
  }
  cases(
    filter: $filter
    orderBy: $orderBy
    first: $first
    after: $after
    atLeast: $atLeast
  ) {
    totalCount
    asOf
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      number
      revision
      serviceModule {
        title
      }
      stateTitle
      stage
      daysOver
      dueDay
      provisional
      stoppedSince
      assignee {
        officer
      }
      assignmentActs
      cards {
        kind
        withdrawnAt
      }
      applicantKind
    }
  }
}
    `) as unknown as TypedDocumentString<WorklistQuery, WorklistQueryVariables>;
export const WorklistCountsDocument = new TypedDocumentString(`
    query WorklistCounts($mine: CaseFilter, $unassigned: CaseFilter, $overdue: CaseFilter, $all: CaseFilter, $atLeast: Position) {
  mine: caseCounts(filter: $mine, atLeast: $atLeast) {
    ...Counted
  }
  unassigned: caseCounts(filter: $unassigned, atLeast: $atLeast) {
    ...Counted
  }
  overdue: caseCounts(filter: $overdue, atLeast: $atLeast) {
    ...Counted
  }
  all: caseCounts(filter: $all, atLeast: $atLeast) {
    ...Counted
  }
}
    fragment Counted on CaseCounts {
  open
  overdue
  total
}`) as unknown as TypedDocumentString<WorklistCountsQuery, WorklistCountsQueryVariables>;
export const ModulesDocument = new TypedDocumentString(`
    query Modules {
  serviceModules(first: 100) {
    nodes {
      name
      title
      states {
        name
        title
      }
    }
  }
  departments(first: 100) {
    nodes {
      name
      title
    }
  }
}
    `) as unknown as TypedDocumentString<ModulesQuery, ModulesQueryVariables>;
export const CasesChangedDocument = new TypedDocumentString(`
    subscription CasesChanged($filter: CaseFilter, $after: Position) {
  casesChanged(filter: $filter, after: $after) {
    position
  }
}
    `) as unknown as TypedDocumentString<CasesChangedSubscription, CasesChangedSubscriptionVariables>;
export const ClaimCaseDocument = new TypedDocumentString(`
    mutation ClaimCase($input: ClaimCaseInput!) {
  claimCase(input: $input) {
    position
    userErrors {
      code
      field
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ClaimCaseMutation, ClaimCaseMutationVariables>;
export const ReleaseCaseDocument = new TypedDocumentString(`
    mutation ReleaseCase($input: ReleaseCaseInput!) {
  releaseCase(input: $input) {
    position
    userErrors {
      code
      field
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ReleaseCaseMutation, ReleaseCaseMutationVariables>;
export const AssignCaseDocument = new TypedDocumentString(`
    mutation AssignCase($input: AssignCaseInput!) {
  assignCase(input: $input) {
    position
    userErrors {
      code
      field
      message
    }
  }
}
    `) as unknown as TypedDocumentString<AssignCaseMutation, AssignCaseMutationVariables>;