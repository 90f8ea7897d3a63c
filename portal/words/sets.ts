/** The words of closed sets of the API, as people read them: what `graphql-api/schema/staff.graphql` names. */

import type { Phrase } from "./say.ts";

export const sets = {
  Stage: {
    SUBMITTED: { zh: "已提交", en: "Submitted" },
    ACCEPTED: { zh: "已受理", en: "Accepted" },
    DECIDED: { zh: "已决定", en: "Decided" },
    CLOSED: { zh: "已办结", en: "Closed" },
  },
  CaseEnd: {
    COMPLETED: { zh: "办成", en: "Done" },
    UNSOLVED: { zh: "未解决", en: "Not solved" },
    REFUSED: { zh: "不予许可", en: "Refused" },
    DECLINED: { zh: "不予受理", en: "Not accepted" },
    WITHDRAWN: { zh: "已撤回", en: "Withdrawn" },
    TERMINATED: { zh: "已终止", en: "Ended without a decision" },
    REVOKED: { zh: "已撤销", en: "Revoked" },
  },
  Clock: {
    STATUTORY: { zh: "法定时限", en: "Limit of the law" },
    PROMISED: { zh: "承诺时限", en: "Promised limit" },
    STATE: { zh: "本环节时限", en: "Limit of this step" },
    SUPPLEMENT: { zh: "补正期限", en: "Time to answer the notice" },
    PROCEDURE: { zh: "特别程序期限", en: "Limit of the procedure" },
    DOCUMENT: { zh: "后补材料期限", en: "Time for documents to follow" },
    OPINION: { zh: "征求意见期限", en: "Time for opinions" },
    OBJECTION: { zh: "异议核查期限", en: "Time to check an objection" },
  },
  CardKind: {
    NOTICE: { zh: "预警", en: "Early warning" },
    YELLOW: { zh: "黄牌", en: "Yellow card" },
    RED: { zh: "红牌", en: "Red card" },
  },
  NoticeKind: {
    ACCEPTANCE: { zh: "受理通知书", en: "Notice of acceptance" },
    DEEMED_ACCEPTANCE: { zh: "视为受理凭证", en: "Proof of deemed acceptance" },
    NON_ACCEPTANCE: { zh: "不予受理通知书", en: "Notice of non-acceptance" },
    SUPPLEMENT: { zh: "补正材料通知书", en: "Notice of what is missing" },
    PROCEDURE: { zh: "特别程序告知书", en: "Notice of a special procedure" },
    EXTENSION: { zh: "延长期限告知书", en: "Notice of extension" },
    SUSPENSION: { zh: "中止通知书", en: "Notice of suspension" },
    RESUMPTION: { zh: "恢复办理通知书", en: "Notice of resumption" },
    APPROVAL: { zh: "准予决定书", en: "Decision to grant" },
    REFUSAL: { zh: "不予决定书", en: "Decision to refuse" },
    TERMINATION: { zh: "终止通知书", en: "Notice of termination" },
    REVOCATION: { zh: "撤销决定书", en: "Decision to revoke" },
  },
  ServiceMethod: {
    IN_PERSON: { zh: "直接送达", en: "In person" },
    ELECTRONIC: { zh: "电子送达", en: "Electronically" },
    POST: { zh: "邮寄送达", en: "By post" },
    LEFT: { zh: "留置送达", en: "Left at the place" },
    ANNOUNCEMENT: { zh: "公告送达", en: "By announcement" },
  },
  RemedyKind: {
    REVIEW: { zh: "行政复议", en: "Administrative review" },
    SUIT: { zh: "行政诉讼", en: "Court action" },
    RECHECK: { zh: "复查", en: "Recheck" },
  },
  RedactionReason: {
    NOT_ALLOWED: { zh: "您无权查看", en: "You may not see this" },
    ERASED: { zh: "已按本人要求删除", en: "Erased for the person" },
    UNREADABLE: { zh: "无法解密", en: "It cannot be decrypted" },
  },
  MessageSide: {
    APPLICANT: { zh: "申请人", en: "Applicant" },
    DEPARTMENT: { zh: "部门", en: "Department" },
  },
  Channel: {
    ONLINE: { zh: "网上", en: "Online" },
    COUNTER: { zh: "窗口", en: "At the counter" },
    PHONE: { zh: "电话", en: "By phone" },
    TERMINAL: { zh: "自助终端", en: "At a terminal" },
    PARTNER: { zh: "合作系统", en: "Partner system" },
    TIMER: { zh: "到期自动", en: "By the clock" },
  },
  DistrustCause: {
    DOCUMENTS_LATE: { zh: "承诺的材料逾期未交", en: "Promised documents did not come" },
    RESULT_REVOKED: { zh: "因不实承诺被撤销", en: "Revoked because a promise was untrue" },
  },
  AnswerWarningCode: {
    NOT_OF_ITS_FORM: { zh: "格式可能不对", en: "The format may be wrong" },
    NO_SUCH_BIRTHDAY: { zh: "出生日期不存在", en: "There is no such birthday" },
    CHECK_CHARACTER: { zh: "校验码不符", en: "The check character does not fit" },
  },
  AssignmentAct: {
    CLAIM: { zh: "领办", en: "Claim" },
    ASSIGN: { zh: "分办", en: "Assign" },
    RELEASE: { zh: "放回", en: "Release" },
  },
  DocumentForm: {
    ORIGINAL: { zh: "原件", en: "Original" },
    COPY: { zh: "复印件", en: "Copy" },
    ELECTRONIC_CERTIFICATE: { zh: "电子证照", en: "Electronic certificate" },
    FILLED_FORM: { zh: "填写的表格", en: "Form that you fill in" },
  },
  DocumentNeed: {
    MANDATORY: { zh: "必要", en: "Needed" },
    MAY_FOLLOW: { zh: "可后补", en: "May follow later" },
    CONDITIONAL: { zh: "视情况", en: "Needed in some cases" },
  },
  RatingLevel: {
    VERY_SATISFIED: { zh: "非常满意", en: "Very satisfied" },
    SATISFIED: { zh: "满意", en: "Satisfied" },
    BASICALLY_SATISFIED: { zh: "基本满意", en: "Fairly satisfied" },
    DISSATISFIED: { zh: "不满意", en: "Not satisfied" },
    VERY_DISSATISFIED: { zh: "非常不满意", en: "Not satisfied at all" },
  },
  SupervisionLevel: {
    HEAD: { zh: "部门负责人", en: "Head of the department" },
    SUPERIOR: { zh: "分管领导", en: "Superior of the head" },
  },
  ApplicantKind: {
    ANONYMOUS: { zh: "匿名", en: "Anonymous" },
    RESIDENT: { zh: "个人", en: "Resident" },
    COMPANY: { zh: "企业", en: "Company" },
  },
} satisfies Record<string, Record<string, Phrase>>;

/** Who acted, by `Actor.kind`, which the schema writes as text. */
export const actors = {
  ...sets.ApplicantKind,
  AGENT: { zh: "代理人", en: "Agent" },
  OFFICER: { zh: "工作人员", en: "Officer" },
  CITY: { zh: "系统", en: "The system" },
} satisfies Record<string, Phrase>;
