// What the widget says, in each language. A language is a table here and nothing else.

export interface Words {
  title: string;
  open: string;
  close: string;
  write: string;
  send: string;
  you: string;
  agent: string;
  sending: string;
  sent: string;
  waiting: string;
  offline: string;
  unread: string;
  typing: string;
  empty: string;
  away: string;
  name: string;
  email: string;
  message: string;
  thanks: string;
  failed: string;
  refused: string;
}

const en: Words = {
  title: "Write to us", open: "Open chat", close: "Close chat", write: "Your message", send: "Send", you: "You", agent: "Agent",
  sending: "Sending …", sent: "Sent", waiting: "Waits for the connection", offline: "No connection. We keep trying.",
  unread: "unread messages", typing: "Somebody is writing …", empty: "How can we help?", away: "Nobody is here right now. Leave a message and we will answer.",
  name: "Name", email: "E-mail", message: "Message", thanks: "Thank you. Your message has arrived.",
  failed: "That did not work. Please try again.", refused: "This chat is not open to you.",
};

const hans: Words = {
  title: "联系我们", open: "打开聊天", close: "关闭聊天", write: "输入消息", send: "发送", you: "您", agent: "客服",
  sending: "正在发送……", sent: "已发送", waiting: "等待网络连接", offline: "连接已断开，正在重试。",
  unread: "条未读消息", typing: "对方正在输入……", empty: "请问有什么可以帮您？", away: "客服暂时不在线。请留言，我们会尽快回复。",
  name: "姓名", email: "电子邮箱", message: "留言", thanks: "谢谢，您的留言已收到。",
  failed: "发送失败，请重试。", refused: "您无法使用此聊天。",
};

const hant: Words = {
  title: "聯絡我們", open: "開啟聊天", close: "關閉聊天", write: "輸入訊息", send: "傳送", you: "您", agent: "客服",
  sending: "傳送中……", sent: "已傳送", waiting: "等待網路連線", offline: "連線已中斷，正在重試。",
  unread: "則未讀訊息", typing: "對方正在輸入……", empty: "請問有什麼可以幫您？", away: "客服暫時不在線上。請留言，我們會儘快回覆。",
  name: "姓名", email: "電子郵件", message: "留言", thanks: "謝謝，您的留言已收到。",
  failed: "傳送失敗，請再試一次。", refused: "您無法使用此聊天。",
};

const ar: Words = {
  title: "راسلنا", open: "افتح المحادثة", close: "أغلق المحادثة", write: "رسالتك", send: "إرسال", you: "أنت", agent: "الموظف",
  sending: "جارٍ الإرسال…", sent: "تم الإرسال", waiting: "بانتظار الاتصال", offline: "انقطع الاتصال. نحاول من جديد.",
  unread: "رسائل غير مقروءة", typing: "يكتب الآن…", empty: "كيف يمكننا مساعدتك؟", away: "لا يوجد أحد الآن. اترك رسالة وسنرد عليك.",
  name: "الاسم", email: "البريد الإلكتروني", message: "الرسالة", thanks: "شكرًا لك. وصلت رسالتك.",
  failed: "لم ينجح ذلك. حاول مرة أخرى.", refused: "هذه المحادثة غير متاحة لك.",
};

const de: Words = {
  title: "Schreiben Sie uns", open: "Chat öffnen", close: "Chat schließen", write: "Ihre Nachricht", send: "Senden", you: "Sie",
  agent: "Service", sending: "Wird gesendet …", sent: "Gesendet", waiting: "Wartet auf Verbindung",
  offline: "Keine Verbindung. Wir versuchen es weiter.", unread: "ungelesene Nachrichten", typing: "Jemand schreibt …", empty: "Wie können wir helfen?",
  away: "Gerade ist niemand da. Hinterlassen Sie eine Nachricht, wir antworten.", name: "Name", email: "E-Mail",
  message: "Nachricht", thanks: "Danke. Ihre Nachricht ist angekommen.", failed: "Das hat nicht geklappt. Bitte noch einmal.",
  refused: "Dieser Chat steht Ihnen nicht offen.",
};

/** The words for a BCP 47 tag, English if there are none. Chinese goes by script, else by region. */
export function wordsFor(tag: string): Words {
  const parts = tag.toLowerCase().split("-");
  if (parts[0] === "zh") return parts.some((part) => ["hant", "tw", "hk", "mo"].includes(part)) ? hant : hans;
  return { ar, de }[parts[0] ?? ""] ?? en;
}

/** Whether a language is written from right to left. */
export function isRightToLeft(tag: string): boolean {
  return ["ar", "he", "fa", "ur"].includes(tag.toLowerCase().split("-")[0] ?? "");
}
