/** What every page says. */

import type { Phrase, Telling } from "./say.ts";

export const shared = {
  brand: { zh: "城市政务大厅", en: "City Hall Online" },
  skip: { zh: "跳到主要内容", en: "Skip to the main content" },
  otherLanguage: { zh: "English", en: "中文" },
  elder: { zh: "长辈版", en: "Larger text" },
  elderOff: { zh: "常规版", en: "Normal text" },
  signIn: { zh: "登录", en: "Sign in" },
  signOut: { zh: "退出登录", en: "Sign out" },
  loading: { zh: "正在载入", en: "Loading" },
  again: { zh: "重试", en: "Try again" },
  back: { zh: "返回", en: "Back" },
  send: { zh: "提交", en: "Submit" },
  save: { zh: "保存", en: "Save" },
  cancel: { zh: "取消", en: "Cancel" },
  continue: { zh: "下一步", en: "Continue" },
  change: { zh: "修改", en: "Change" },
  yes: { zh: "是", en: "Yes" },
  no: { zh: "否", en: "No" },
  notFound: { zh: "没有找到这个页面", en: "This page was not found" },
  notFoundHint: {
    zh: "请检查网址，或从首页查找。需要登录才能看到的内容，请先登录。如需帮助，请拨打 12345。",
    en: "Check the address, or look from the first page. What is yours is shown when you sign in. For help, call 12345.",
  },
  notNow: { zh: "现在打不开这个页面", en: "This page cannot be shown now" },
  home: { zh: "首页", en: "Home" },
  more: { zh: "更多", en: "More" },
  none: { zh: "没有内容", en: "Nothing here" },
  hotline: { zh: "需要帮助请拨打 12345", en: "For help, call 12345" },
} satisfies Record<string, Phrase>;

/** What is said of each kind of failure: what happened, what is kept, what to do next. */
export const failures = {
  offline: {
    zh: "网络连接不上。您已填写的内容仍保留在本页。请检查网络后重试。",
    en: "There is no connection. What you typed is still here. Check your network and try again.",
  },
  slow: {
    zh: "系统响应太慢。您已填写的内容仍保留在本页。请稍后重试。",
    en: "The answer takes too long. What you typed is still here. Try again in a moment.",
  },
  denied: {
    zh: "请先登录，或使用有权限的账号。您已填写的内容仍保留在本页。",
    en: "Sign in first, or use an account that may do this. What you typed is still here.",
  },
  gone: {
    zh: "这里已没有可查看的内容。请从首页重新查找。",
    en: "There is nothing to see here any more. Look for it again from the first page.",
  },
} satisfies Record<string, Phrase>;

export const busy: Telling<[seconds: number]> = {
  zh: (seconds) => `系统繁忙。您已填写的内容仍保留在本页。请在 ${seconds} 秒后重试。`,
  en: (seconds) => `The city is busy. What you typed is still here. Try again in ${seconds} seconds.`,
};

export const broken: Telling<[reference: string]> = {
  zh: (reference) => `系统出错了。您已填写的内容仍保留在本页。请重试；求助时请说明编号 ${reference || "（无）"}。`,
  en: (reference) =>
    `Something went wrong on our side. What you typed is still here. Try again; when you ask for help, say the reference ${reference || "(none)"}.`,
};

export const errorTitle: Telling<[title: string]> = {
  zh: (title) => `错误：${title}`,
  en: (title) => `Error: ${title}`,
};
