/** What is said to somebody who applies for a service. */

import type { Phrase, Telling } from "./say.ts";

export const apply = {
  signInFirst: { zh: "请先登录", en: "Sign in first" },
  signInWhy: {
    zh: "登录后才能申请。您填写的内容会存在这台设备上，可以随时接着填。",
    en: "You need to sign in to apply. Your answers are kept on this device, so you can go on later.",
  },
  signInOrNot: { zh: "登录，或者匿名办理", en: "Sign in, or go on without" },
  anonymousWhy: {
    zh: "匿名办理不关联账号，只能凭回执上的查询码看进度，不能补充或者要求重办。",
    en: "Without an account you follow it by the code on your receipt. You cannot confirm it or reopen it.",
  },
  anonymous: { zh: "不登录，匿名办理", en: "Go on without signing in" },
  noService: { zh: "没有找到这个服务", en: "This service was not found" },
  retired: { zh: "这个服务已经停止受理", en: "This service takes no more applications" },
  noForm: {
    zh: "这个服务的表单暂时不能在网上填写。请拨打 12345，由工作人员帮您办理。",
    en: "This form cannot be filled in here at the moment. Call 12345 and a person will help you.",
  },
  find: { zh: "查找其他服务", en: "Find another service" },
  kept: { zh: "填写的内容保存在这台设备上。", en: "Your answers are kept on this device." },
  notKept: {
    zh: "这台设备不能保存内容。请不要关闭本页，直到提交。",
    en: "This device cannot keep your answers. Leave this page open until you have sent them.",
  },
  startAgain: { zh: "清空重填", en: "Clear and start again" },
  startAgainSure: { zh: "确定清空全部内容？", en: "Clear all your answers?" },
  startAgainYes: { zh: "清空", en: "Clear" },
  startAgainNo: { zh: "不清空", en: "Keep them" },
  back: { zh: "上一步", en: "Back" },
  toCheck: { zh: "返回核对", en: "Back to your answers" },
  documentsHint: {
    zh: "勾选您现在能交的材料。原件在窗口核对。",
    en: "Tick what you hand over now. Originals are looked at over the counter.",
  },
  ownDocuments: { zh: "由您提供", en: "From you" },
  otherDocuments: { zh: "不用您提供", en: "Not needed from you" },
  otherHint: {
    zh: "这些由系统生成，或者由部门从共享数据中调取。",
    en: "The city makes these itself or fetches them from other offices.",
  },
  conditional: { zh: "符合条件的才需要", en: "Only if it applies to you" },
  mandatory: { zh: "必须提供", en: "Needed" },
  mayFollowShort: { zh: "可以后补", en: "May follow later" },
  promise: {
    zh: "我承诺按时补交可以后补的材料。逾期不交的，申请视为撤回或者终止。",
    en: "I promise to hand in later what may follow. If it comes too late, my application ends.",
  },
  promised: { zh: "已承诺后补", en: "Promised to follow" },
  notPromised: { zh: "没有承诺后补", en: "Not promised" },
  documents: { zh: "材料", en: "Documents" },
  handedOver: { zh: "现在提交的材料", en: "Handed over now" },
  noneHandedOver: { zh: "现在不交材料", en: "None for now" },
  follow: { zh: "后补的材料", en: "What may follow" },
  checkHint: {
    zh: "请核对每一项。提交以后由部门办理，不能直接修改。",
    en: "Look at each answer. Once it is sent, an office handles it and you cannot change it here.",
  },
  truth: {
    zh: "提交即表示：以上内容真实、准确。",
    en: "By sending this you say that it is true and complete.",
  },
  submit: { zh: "提交申请", en: "Send the application" },
  sending: { zh: "正在提交", en: "Sending" },
  sentBefore: {
    zh: "这份申请此前已经提交成功，之后的修改没有提交。请到“我的办件”查看。",
    en: "This application arrived before; your later changes did not. Look at it under your cases.",
  },
  myCases: { zh: "查看我的办件", en: "See my cases" },
  newForm: {
    zh: "表单已经更新。您的内容仍然保留，请载入新表单后再核对一次。",
    en: "The form has changed. Your answers are kept. Load the new form and check them once more.",
  },
  load: { zh: "载入新表单", en: "Load the new form" },
  received: { zh: "已收到您的申请", en: "Your application has arrived" },
  number: { zh: "办件编号", en: "Case number" },
  service: { zh: "事项", en: "Service" },
  receivedAt: { zh: "收到时间", en: "Received" },
  office: { zh: "承办部门", en: "Office" },
  phone: { zh: "联系电话", en: "Phone" },
  state: { zh: "现在的状态", en: "Now" },
  next: { zh: "接下来", en: "What happens next" },
  nextDay: { zh: "下一步最晚", en: "Next step by" },
  finalDay: { zh: "办结最晚", en: "Done by" },
  promisedLimit: { zh: "承诺办结时限", en: "Promised limit" },
  receivedDocuments: { zh: "收到的材料", en: "Documents received" },
  followCase: { zh: "查看办理进度", en: "Follow your case" },
  print: { zh: "打印回执", en: "Print the receipt" },
  keepNumber: { zh: "请记下编号，查询和求助时要用。", en: "Keep this number. You need it to ask about your case." },
  notYet: {
    zh: "已经提交，正在登记。请稍等片刻再重试。",
    en: "It was sent and is being entered. Wait a moment and try again.",
  },
} satisfies Record<string, Phrase>;

export const step: Telling<[step: number, steps: number]> = {
  zh: (step, steps) => `第 ${step} 步，共 ${steps} 步`,
  en: (step, steps) => `Step ${step} of ${steps}`,
};

export const saved: Telling<[time: string]> = {
  zh: (time) => `${time} 已保存`,
  en: (time) => `Saved at ${time}`,
};

export const keptUntil: Telling<[day: string]> = {
  zh: (day) => `保留到 ${day}，只在这台设备上。`,
  en: (day) => `Kept until ${day}, on this device only.`,
};

export const changeWhat: Telling<[title: string]> = {
  zh: (title) => `修改：${title}`,
  en: (title) => `Change: ${title}`,
};

export const copies: Telling<[count: number]> = {
  zh: (count) => `${count} 份`,
  en: (count) => (count === 1 ? "1 copy" : `${count} copies`),
};

export const mayFollow: Telling<[within: string]> = {
  zh: (within) => `可以在受理后 ${within} 内补交`,
  en: (within) => `May follow within ${within} of acceptance`,
};

export const documentForms = {
  ORIGINAL: { zh: "原件", en: "original" },
  COPY: { zh: "复印件", en: "copy" },
  ELECTRONIC_CERTIFICATE: { zh: "电子证照", en: "e-certificate" },
  FILLED_FORM: { zh: "填写的表格", en: "filled form" },
} satisfies Record<string, Phrase>;
