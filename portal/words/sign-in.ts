/** What is said about signing in and staying signed in. */

import type { Phrase, Telling } from "./say.ts";

export const signingIn = {
  title: { zh: "登录", en: "Sign in" },
  intro: {
    zh: "选择登录方式。登录后会回到您刚才的页面。",
    en: "Choose how you sign in. You come back to the page where you were.",
  },
  leaving: { zh: "正在前往登录页面", en: "Going to the sign-in page" },
  returning: { zh: "正在完成登录", en: "Finishing your sign-in" },
  none: {
    zh: "本市网上大厅还不能登录。无需登录也可以查看办事指南。办理业务请拨打 12345。",
    en: "Nobody can sign in here yet. You can read every guide without it. To apply, call 12345.",
  },
  again: { zh: "重新登录", en: "Sign in again" },
  failedTitle: { zh: "登录没有完成", en: "You are not signed in" },
  closeWindow: {
    zh: "登录已完成，可以关闭这个窗口，回到原来的页面。",
    en: "You are signed in. Close this window and go on where you were.",
  },
  developmentTitle: { zh: "选择一位示例人员", en: "Choose a sample person" },
  developmentHint: {
    zh: "这是开发模式：任何人都可以选择任何身份。正式运行时没有这个页面。",
    en: "This is development mode: anybody can be anybody. A real city does not show this page.",
  },
  somebody: { zh: "其他居民", en: "Another resident" },
  somebodyHint: {
    zh: "填写居民的标识，例如模拟数据中的 resident-li-mu-12。",
    en: "The resident's subject, such as resident-li-mu-12 of a simulated city.",
  },
  somebodyLabel: { zh: "居民标识", en: "Subject" },
} satisfies Record<string, Phrase>;

export const signInWith: Telling<[title: string]> = {
  zh: (title) => `使用${title}登录`,
  en: (title) => `Sign in with ${title}`,
};

/** Why nobody is signed in, and what to do. */
export const refusals = {
  unreachable: {
    zh: "登录服务没有响应。请检查网络，稍后重新登录。",
    en: "The sign-in service does not answer. Check your network and try again in a moment.",
  },
  notBegun: {
    zh: "这次登录不是在本窗口开始的，或已过期。请重新登录。",
    en: "This sign-in was not begun in this window, or it took too long. Sign in again.",
  },
  declined: {
    zh: "您取消了登录，或登录服务拒绝了请求。如需办理业务，请重新登录。",
    en: "You stopped the sign-in, or the sign-in service refused it. To go on, sign in again.",
  },
  later: {
    zh: "登录服务暂时不可用。请过几分钟重新登录。",
    en: "The sign-in service cannot do it at the moment. Try again in a few minutes.",
  },
} satisfies Record<string, Phrase>;

export const wrong: Telling<[code: string]> = {
  zh: (code) => `登录设置有误，您无法自行解决。请拨打 12345，并说明：${code}`,
  en: (code) => `The sign-in is set up wrongly, and you cannot mend it. Call 12345 and say: ${code}`,
};

export const staying = {
  title: { zh: "即将退出登录", en: "You will be signed out soon" },
  kept: { zh: "您填写的内容会保留。", en: "What you typed is kept." },
  stay: { zh: "保持登录", en: "Stay signed in" },
  endedTitle: { zh: "登录已到期", en: "Your sign-in has ended" },
  ended: {
    zh: "您填写的内容仍在本页。重新登录后可以继续。",
    en: "What you typed is still here. Sign in again and go on.",
  },
  without: { zh: "不登录，继续浏览", en: "Go on without signing in" },
  failed: { zh: "没有成功。请重新登录。", en: "That did not work. Sign in again." },
} satisfies Record<string, Phrase>;

export const endsAt: Telling<[time: string]> = {
  zh: (time) => `您将在 ${time} 退出登录。`,
  en: (time) => `You will be signed out at ${time}.`,
};
