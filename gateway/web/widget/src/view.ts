// What the visitor sees. All text goes in as text, never as markup.

import { newId, type Line, type Listener, type User } from "./connection";
import { style } from "./style";
import { isRightToLeft, wordsFor, type Words } from "./words";

export interface Actions {
  send(message: { id: string; text: string }): boolean;
  leave(form: Record<string, string>): Promise<void>;
  receipt(type: "delivered" | "read", id: string): void;
  typing(): void;
  /** The time of the newest answer that was read, kept over pages. */
  readAt: number;
  identify(user: User | undefined): void;
}

const typingShown = 6_000;

type Child = Node | string;

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function icon(): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", "M4 3h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-8l-5 4.5V17H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z");
  svg.append(path);
  return svg;
}

export class View implements Listener {
  actions!: Actions;
  private readonly words: Words;
  private readonly lines = new Map<string, { about: HTMLElement; at: number }>();
  private readonly unread: Line[] = [];
  private isStaffed = true;
  private form: { id: string; text: string } | undefined;

  private readonly all: HTMLElement;
  private readonly launcher: HTMLButtonElement;
  private readonly badge: HTMLElement;
  private readonly panel: HTMLElement;
  private readonly notice: HTMLElement;
  private readonly log: HTMLElement;
  private readonly writes: HTMLElement;
  private writesTimer: number | undefined;
  private readonly empty: HTMLElement;
  private readonly input: HTMLTextAreaElement;
  private readonly write: HTMLFormElement;
  private readonly leave: HTMLFormElement;

  constructor(host: HTMLElement, private readonly language: string) {
    const words = (this.words = wordsFor(language));
    this.badge = make("span", { class: "badge", "aria-hidden": "true", hidden: "" });
    this.launcher = make("button", { class: "launcher", type: "button", "aria-expanded": "false", "aria-controls": "panel", "aria-label": words.open }, icon(), this.badge);
    this.notice = make("div", { class: "notice", role: "status", hidden: "" });
    this.empty = make("p", { class: "empty" }, words.empty);
    this.log = make("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": words.title, tabindex: "0" }, this.empty);
    this.writes = make("div", { class: "writes", role: "status" });
    this.input = make("textarea", { id: "text", rows: "1", maxlength: "10000", placeholder: words.write, dir: "auto", enterkeyhint: "send" });
    this.write = make("form", { class: "write" }, make("label", { for: "text", class: "unseen" }, words.write), this.input, make("button", { class: "send" }, words.send));
    this.leave = this.makeLeaveForm();
    const close = make("button", { type: "button", "aria-label": words.close }, "×");
    const head = make("div", { class: "head" }, make("h2", { id: "title" }, words.title), close);
    this.panel = make("div", { id: "panel", class: "panel", role: "dialog", "aria-labelledby": "title", hidden: "" }, head, this.notice, this.log, this.writes, this.write, this.leave);
    this.all = make("div", { class: "all", lang: language, dir: isRightToLeft(language) ? "rtl" : "ltr" }, this.panel, this.launcher);
    this.mount(host);
    this.launcher.onclick = () => this.toggle();
    close.onclick = () => this.close();
    this.panel.onkeydown = (event) => {
      if (event.key === "Escape") this.close();
    };
    this.hearInput();
    document.addEventListener("visibilitychange", () => this.readAll());
  }

  open(): void {
    this.panel.hidden = false;
    this.all.classList.add("open");
    this.launcher.setAttribute("aria-expanded", "true");
    this.launcher.setAttribute("aria-label", this.words.close);
    this.readAll();
    this.log.scrollTop = this.log.scrollHeight;
    (this.leave.hidden ? this.input : this.leave.querySelector("input"))?.focus();
  }

  close(): void {
    this.panel.hidden = true;
    this.all.classList.remove("open");
    this.launcher.setAttribute("aria-expanded", "false");
    this.showUnread();
    this.launcher.focus();
  }

  /** Forgets what is shown: another visitor comes. */
  clear(): void {
    this.lines.clear();
    this.unread.length = 0;
    this.log.replaceChildren(this.empty);
    this.empty.hidden = false;
    this.showUnread();
  }

  /** A message that waits since an earlier page. */
  unsent(id: string, text: string): void {
    this.add({ id, text, from: "visitor", seq: "", at: Date.now() }, this.words.waiting);
  }

  line(line: Line): void {
    const known = this.lines.get(line.id);
    if (known) return this.describe(known.about, line, this.words.sent);
    this.add(line, this.words.sent);
    if (line.from === "agent") this.showWrites("");
    if (line.from !== "agent" || line.at <= this.actions.readAt) return;
    this.actions.receipt("delivered", line.id);
    this.unread.push(line);
    this.readAll();
  }

  settled(id: string): void {
    const known = this.lines.get(id);
    if (known) this.describe(known.about, { from: "visitor", at: known.at }, this.words.sent);
  }

  connected(isConnected: boolean): void {
    this.tell(isConnected ? "" : this.words.offline);
  }

  staffed(isStaffed: boolean): void {
    this.isStaffed = isStaffed;
    const hadFocus = this.leave.contains((this.all.getRootNode() as ShadowRoot).activeElement);
    const wantsForm = !isStaffed && this.lines.size === 0;
    if (!wantsForm && hadFocus) return;  // not while he writes
    this.leave.hidden = !wantsForm;
    this.log.hidden = this.write.hidden = wantsForm;
  }

  typing(): void {
    this.showWrites(this.words.typing);
  }

  refused(): void {
    this.tell(this.words.refused);
    this.write.hidden = true;
  }

  private mount(host: HTMLElement): void {
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    root.append(this.all);
  }

  private makeLeaveForm(): HTMLFormElement {
    const words = this.words;
    const field = (name: string, label: string, input: HTMLElement): HTMLElement => {
      input.id = input.getAttribute("name") ?? name;
      return make("div", {}, make("label", { for: input.id }, label), input);
    };
    return make("form", { class: "leave", hidden: "" },
      make("p", {}, words.away),
      field("name", words.name, make("input", { name: "name", autocomplete: "name", maxlength: "200" })),
      field("email", words.email, make("input", { name: "email", type: "email", autocomplete: "email", required: "", maxlength: "200" })),
      field("message", words.message, make("textarea", { name: "message", required: "", maxlength: "10000", dir: "auto" })),
      make("button", { class: "send" }, words.send),
      make("p", { role: "status" }));
  }

  private hearInput(): void {
    this.write.onsubmit = (event) => {
      event.preventDefault();
      this.submit();
    };
    this.input.onkeydown = (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.submit();
    };
    this.input.oninput = () => {
      this.actions.typing();
      this.input.style.height = "auto";
      this.input.style.height = `${Math.min(this.input.scrollHeight + 2, 140)}px`;
    };
    this.leave.onsubmit = (event) => {
      event.preventDefault();
      void this.submitForm();
    };
  }

  private submit(): void {
    const text = this.input.value.trim();
    if (text === "") return;
    const id = newId();
    if (!this.actions.send({ id, text })) return this.tell(this.words.failed);
    this.add({ id, text, from: "visitor", seq: "", at: Date.now() }, this.words.sending);
    this.input.value = "";
    this.input.style.height = "";
    this.log.scrollTop = this.log.scrollHeight;
  }

  private async submitForm(): Promise<void> {
    const values = new FormData(this.leave);
    const text = String(values.get("message") ?? "");
    const status = this.leave.querySelector("[role=status]") as HTMLElement;
    if (this.form?.text !== text) this.form = { id: newId(), text };  // a second try is the same message
    try {
      await this.actions.leave({ id: this.form.id, text, name: String(values.get("name") ?? ""), email: String(values.get("email") ?? "") });
      this.leave.reset();
      this.form = undefined;
      status.className = "";
      status.textContent = this.words.thanks;
    } catch {
      status.className = "bad";
      status.textContent = this.words.failed;
    }
  }

  private add(line: Line, state: string): void {
    if (this.lines.has(line.id)) return;
    this.empty.hidden = true;
    const isOwn = line.from === "visitor";
    const about = make("div", { class: "about" });
    const who = make("span", { class: "unseen" }, `${isOwn ? this.words.you : this.words.agent}: `);
    const nearEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
    this.log.append(make("div", { class: isOwn ? "line own" : "line" }, who, make("div", { class: "text", dir: "auto" }, line.text), about));
    this.lines.set(line.id, { about, at: line.at });
    this.describe(about, line, state);
    if (nearEnd) this.log.scrollTop = this.log.scrollHeight;
    if (!this.isStaffed) this.staffed(false);
  }

  private describe(about: HTMLElement, line: Pick<Line, "from" | "at" | "name">, state: string): void {
    const at = new Date(line.at);
    const time = make("time", { datetime: at.toISOString() }, at.toLocaleTimeString(this.language, { hour: "2-digit", minute: "2-digit" }));
    const name = line.name || this.words.agent;
    about.replaceChildren(line.from === "visitor" ? `${state} · ` : `${name} · `, time);
  }

  private showWrites(text: string): void {
    clearTimeout(this.writesTimer);
    this.writes.textContent = text;
    if (text !== "") this.writesTimer = setTimeout(() => this.showWrites(""), typingShown);
  }

  private tell(text: string): void {
    this.notice.hidden = text === "";
    this.notice.textContent = text;
  }

  private toggle(): void {
    if (this.panel.hidden) this.open();
    else this.close();
  }

  private readAll(): void {
    if (!this.panel.hidden && !document.hidden)
      for (const line of this.unread.splice(0)) {
        this.actions.readAt = Math.max(this.actions.readAt, line.at);
        this.actions.receipt("read", line.id);
      }
    this.showUnread();
  }

  private showUnread(): void {
    const count = this.unread.length;
    this.badge.hidden = count === 0;
    this.badge.dataset["count"] = String(count);  // the label says it in words
    if (this.panel.hidden)
      this.launcher.setAttribute("aria-label", count === 0 ? this.words.open : `${this.words.open} (${count} ${this.words.unread})`);
  }
}
