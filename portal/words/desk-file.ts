/** What is said where an officer takes something down for a person, or looks for theirs. */

import type { Phrase, Telling } from "./say.ts";

export const words = {
  file: {
    title: { zh: "窗口代办", en: "File for a person" },
    about: {
      zh: "群众到窗口或来电时，您可以代为登记以下事项。",
      en: "When somebody comes or calls, you can take these down for them.",
    },
    nothing: {
      zh: "您的岗位没有可以代办的事项。",
      en: "Nothing is taken down for others in your office.",
    },
    noService: { zh: "没有这个事项，或已停止受理。", en: "There is no such service, or it takes no more cases." },
    notYours: { zh: "您的岗位不能代办这个事项。", en: "Your office does not take this service down for others." },
    noForm: {
      zh: "这个事项的表单暂时不能在这里填写。",
      en: "This form cannot be filled in here at the moment.",
    },
    other: { zh: "代办其他事项", en: "Another service" },
    fill: { zh: "代为登记", en: "Take it down" },
    answers: { zh: "申请内容", en: "What they say" },
    check: { zh: "请向申请人核对", en: "Read it back to them" },
    checkHint: {
      zh: "逐项读给申请人听。提交以后不能直接修改。",
      en: "Read each answer to the person. Once it is sent, it cannot be changed here.",
    },
    send: { zh: "提交登记", en: "Hand it in" },
  },
  whom: {
    title: { zh: "为谁办理", en: "For whom" },
    channel: { zh: "来访方式", en: "How they came" },
    kind: { zh: "申请人类型", en: "Kind of applicant" },
    person: { zh: "身份证号码", en: "Identity number" },
    company: { zh: "统一社会信用代码", en: "Credit code" },
    hint: {
      zh: "请对照证件填写。号码不会留在这台设备上。",
      en: "Copy it from their document. It is not kept on this device.",
    },
    needed: { zh: "请填写号码。", en: "Write the number." },
    nobody: { zh: "不留姓名", en: "No name given" },
  },
  papers: {
    title: { zh: "已交材料", en: "Documents handed over" },
    hint: { zh: "勾选申请人现在交来的材料。", en: "Tick what they hand over now." },
    needed: { zh: "必要", en: "Needed" },
    mayFollow: { zh: "可后补", en: "May follow" },
    promise: {
      zh: "申请人承诺按时补交可以后补的材料。",
      en: "They promise to bring later what may follow.",
    },
    promised: { zh: "（已承诺后补）", en: "(the rest is promised)" },
    none: { zh: "没有", en: "None" },
  },
  receipt: {
    title: { zh: "已收件", en: "It was handed in" },
    keep: {
      zh: "请把编号交给申请人，查询和求助时要用。",
      en: "Give this number to the person. They need it to ask about their case.",
    },
    print: { zh: "打印回执", en: "Print the receipt" },
    open: { zh: "打开办件", en: "Open the case" },
    next: { zh: "代办下一件", en: "Take down another" },
    service: { zh: "事项", en: "Service" },
    at: { zh: "收件时间", en: "Received" },
    state: { zh: "当前状态", en: "State" },
    office: { zh: "承办部门", en: "Office" },
    due: { zh: "办理期限", en: "Done by" },
  },
  person: {
    title: { zh: "按申请人查找", en: "Cases of a person" },
    label: { zh: "身份证号码或信用代码", en: "Identity number or credit code" },
    hint: {
      zh: "号码不会写入网址，也不会留在这台设备上。",
      en: "It does not go into the address and is not kept on this device.",
    },
    find: { zh: "查找办件", en: "Find their cases" },
  },
} satisfies Record<string, Record<string, Phrase>>;

export const tellings = {
  found: {
    zh: (count) => (count === 0 ? "没有找到您可以查看的办件。" : `找到 ${count} 件`),
    en: (count) => (count === 0 ? "No case was found that you may see." : `${count} found`),
  } satisfies Telling<[count: number]>,
};
