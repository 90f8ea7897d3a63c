/** What is said when there is no line, and of what waits to be sent. */

import type { Phrase } from "./say.ts";

export const offline = {
  noLine: {
    zh: "网络已断开。您填写的内容保存在这台设备上，连上后自动继续。",
    en: "There is no connection. What you typed is kept on this device, and goes on when it is back.",
  },
  title: { zh: "待发送的内容", en: "What is being sent" },
  message: { zh: "留言", en: "Message" },
  waiting: { zh: "等待发送，联网后自动发送", en: "Waiting. It is sent when there is a connection" },
  sending: { zh: "正在发送", en: "Sending" },
  sent: { zh: "已送达", en: "Sent" },
  needsYou: { zh: "需要您处理", en: "Needs you" },
  tryNow: { zh: "现在再试", en: "Try now" },
  open: { zh: "打开处理", en: "Open it" },
  look: { zh: "查看", en: "Look at it" },
  dismiss: { zh: "知道了", en: "Close" },
  remove: { zh: "不再发送", en: "Do not send it" },
  queued: {
    zh: "申请还没有送达，已存在这台设备上，连上后自动提交。您可以离开本页。",
    en: "Your application has not arrived yet. It is kept on this device and sent as soon as possible. You may leave this page.",
  },
  once: {
    zh: "如果刚才已经送达也没有关系：同一份申请只受理一次。",
    en: "If it did arrive just now, nothing is lost: the same application is taken only once.",
  },
  change: { zh: "先不提交，我要修改", en: "Do not send it yet, I want to change it" },
} satisfies Record<string, Phrase>;
