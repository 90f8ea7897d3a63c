/** What the guide of a service says. */

import type { Phrase, Telling } from "./say.ts";

export const words = {
  start: { zh: "在线办理", en: "Start" },
  retired: { zh: "这项服务已停止受理。", en: "This service takes no new applications." },
  who: { zh: "谁可以办", en: "Who may apply" },
  documents: { zh: "需要什么材料", en: "What you need" },
  noDocuments: { zh: "不需要提交材料。", en: "You need no documents." },
  documentName: { zh: "材料", en: "Document" },
  documentForm: { zh: "形式", en: "Form" },
  documentNeed: { zh: "是否必要", en: "When it is needed" },
  time: { zh: "多久办好", en: "How long it takes" },
  promised: { zh: "承诺时限", en: "We promise" },
  statutory: { zh: "法定时限", en: "The law allows" },
  extension: { zh: "可以延长", en: "It may be extended by" },
  cost: { zh: "费用", en: "What it costs" },
  visits: { zh: "跑几次", en: "How often you must come" },
  result: { zh: "办理结果", en: "What you get" },
  steps: { zh: "怎么办", en: "What happens" },
  basis: { zh: "办理依据", en: "Legal basis" },
  remedies: { zh: "不服怎么办", en: "If you do not agree" },
  rights: { zh: "您的权利", en: "Your rights" },
  duties: { zh: "您的义务", en: "Your duties" },
  places: { zh: "在哪里办", en: "Where" },
  contact: { zh: "咨询与投诉", en: "Questions and complaints" },
  enquiries: { zh: "咨询电话", en: "Questions" },
  complaints: { zh: "投诉电话", en: "Complaints" },
  contents: { zh: "本页内容", en: "On this page" },
  approval: { zh: "准予条件", en: "When the answer is yes" },
  quantity: { zh: "数量限制", en: "How many are granted" },
  documentSource: { zh: "来源", en: "Who brings it" },
  mayFollowWithin: { zh: "受理后可补交", en: "After acceptance it may follow within" },
  intermediaries: { zh: "中介服务", en: "Services of others that you need" },
  starts: { zh: "时限起算", en: "The time runs from" },
  handling: { zh: "办件类型", en: "Kind of handling" },
  notCounted: { zh: "不计入时限", en: "not counted in the limit" },
  resultSample: { zh: "结果样本", en: "What the result looks like" },
  resultValidity: { zh: "有效期", en: "How long it is valid" },
  attachedTerms: { zh: "附带条件", en: "What you must keep to afterwards" },
  picture: { zh: "看办理流程图", en: "See the way as a picture" },
  way: { zh: "每个环节之后", en: "What may follow each stage" },
  wayStays: { zh: "留在本环节", en: "it stays here" },
  wayEnds: { zh: "到此结束", en: "It ends here" },
  channels: { zh: "可以怎么办", en: "Ways to apply" },
  online: { zh: "网上办理程度", en: "How far it goes online" },
  appointment: { zh: "预约办理", en: "By appointment" },
  post: { zh: "邮寄办理", en: "By post" },
  selfService: { zh: "自助终端", en: "At a terminal" },
  region: { zh: "通办范围", en: "Where else" },
  assurance: { zh: "身份核验要求", en: "How surely we must know you" },
  about: { zh: "事项信息", en: "About this service" },
  authority: { zh: "实施主体", en: "Body in charge" },
  implementing: { zh: "承办机构", en: "Handled by" },
  delegated: { zh: "受委托机构", en: "By delegation" },
  levels: { zh: "行使层级", en: "Level" },
  themes: { zh: "主题", en: "Themes" },
  catalogue: { zh: "基本编码", en: "Catalogue code" },
  implementation: { zh: "实施编码", en: "Implementation code" },
  handlingItem: { zh: "办理项编码", en: "Item code" },
  effective: { zh: "生效日期", en: "In force from" },
  version: { zh: "版本", en: "Version" },
  print: { zh: "打印", en: "Print" },
  questions: { zh: "常见问题", en: "Common questions" },
} satisfies Record<string, Phrase>;

export const copies: Telling<[count: number]> = {
  zh: (count) => `${count} 份`,
  en: (count) => (count === 1 ? "1 copy" : `${count} copies`),
};

export const times: Telling<[count: number]> = {
  zh: (count) => (count === 0 ? "不用跑" : `最多 ${count} 次`),
  en: (count) => (count === 0 ? "Not at all" : count === 1 ? "Once at most" : `${count} times at most`),
};

export const yuan: Telling<[fen: number]> = {
  zh: (fen) => `${(fen / 100).toFixed(2)} 元`,
  en: (fen) => `${(fen / 100).toFixed(2)} yuan`,
};

export const season: Telling<[from: string, until: string, hours: string]> = {
  zh: (from, until, hours) => `${from} 至 ${until}：${hours}`,
  en: (from, until, hours) => `${from} to ${until}: ${hours}`,
};

export const pictured: Telling<[title: string]> = {
  zh: (title) => `${title}的办理流程图，下面有同样内容的文字`,
  en: (title) => `The way of “${title}” as a picture; the same stands below in words`,
};

/** What may follow a stage: the act, and where the case stands then. */
export const follows: Telling<[act: string, to: string]> = {
  zh: (act, to) => `${act} → ${to}`,
  en: (act, to) => `${act} → ${to}`,
};

export const starts = {
  ACCEPTANCE: { zh: "受理之日", en: "Acceptance" },
  SUBMISSION: { zh: "提交之日", en: "The day you apply" },
} satisfies Record<string, Phrase>;
