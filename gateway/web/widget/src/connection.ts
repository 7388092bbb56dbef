// The WebSocket: connects again after a cut, asks for what was missed, sends again what was not acknowledged. The
// server recognises a message by its id, so sending twice stores once (docs/channels/webchat.md).

import type { Memory, Unsent } from "./memory";

export interface User {
  id?: string;
  hash?: string;
  jwt?: string;
}

export interface Line {
  seq: string;
  id: string;
  from: "visitor" | "agent";
  name?: string;
  text: string;
  at: number;
}

export interface Listener {
  line(line: Line): void;
  settled(id: string): void;
  connected(isConnected: boolean): void;
  staffed(isStaffed: boolean): void;
  typing(): void;
  refused(): void;
}

type ServerFrame =
  | { type: "welcome"; token: string; online: boolean }
  | { type: "presence"; online: boolean }
  | { type: "typing" }
  | { type: "ack" | "nack"; id: string }
  | ({ type: "message" } & Line);

const firstWait = 500;
const longestWait = 30_000;
const rateWait = 15_000;
const ackPatience = 10_000;
const typingPause = 5_000;
const identityCode = 4401;
const rateCode = 4429;

export class Connection {
  private socket: WebSocket | undefined;
  private isOpen = false;
  private isRefused = false;
  private failures = 0;
  private timer: number | undefined;
  private ackTimer: number | undefined;
  private last = "";
  private typedAt = 0;
  private readonly shown = new Set<string>();

  constructor(
    private readonly base: string,
    private readonly channel: string,
    private readonly memory: Memory,
    private readonly listener: Listener,
    private user: User | undefined,
  ) {
    addEventListener("online", () => this.again(0));
    addEventListener("offline", () => this.drop());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && !this.isOpen) this.again(0);
    });
  }

  /** Connects; goes on trying for as long as the page is there. */
  start(): void {
    clearTimeout(this.timer);
    if (this.socket || this.isRefused) return;
    const socket = new WebSocket(`${this.base.replace(/^http/, "ws")}/chat/${this.channel}`);
    this.socket = socket;
    socket.onopen = () => this.say({ type: "hello", token: this.memory.token, last: this.last, user: this.user });
    socket.onmessage = (event) => {
      if (this.socket === socket) this.heard(JSON.parse(String(event.data)) as ServerFrame);
    };
    socket.onclose = (event) => {
      if (this.socket === socket) this.lost(event.code);
    };
  }

  /** Keeps the message until the server has it. False: too many wait already. */
  send(message: Unsent): boolean {
    if (!this.memory.add(message)) return false;
    if (this.isOpen) this.post(message);
    else this.again(0);
    return true;
  }

  receipt(type: "delivered" | "read", id: string): void {
    if (this.isOpen) this.say({ type, id });
  }

  get readAt(): number {
    return this.memory.readAt;
  }

  set readAt(at: number) {
    this.memory.readAt = at;
  }

  typing(): void {
    const now = Date.now();
    if (!this.isOpen || now - this.typedAt < typingPause) return;
    this.typedAt = now;
    this.say({ type: "typing", id: newId() });
  }

  /** Somebody logged in, or out. */
  identify(user: User | undefined): void {
    this.user = user;
    this.isRefused = false;
    if (!user) {
      this.memory.forget();
      this.last = "";
      this.shown.clear();
    }
    this.drop();
    this.again(0);
  }

  /** The contact form. Rejects if the message is not stored. */
  async leave(form: Record<string, string>): Promise<void> {
    const answer = await fetch(`${this.base}/chat/${this.channel}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${this.memory.token}` },
      body: JSON.stringify({ type: "message", ...form }),
      credentials: "omit",
    });
    if (!answer.ok) throw new Error(String(answer.status));
  }

  private heard(frame: ServerFrame): void {
    switch (frame.type) {
      case "welcome":
        this.memory.token = frame.token;
        this.isOpen = true;
        this.failures = 0;
        this.listener.connected(true);
        this.listener.staffed(frame.online);
        for (const message of this.memory.unsent) this.post(message);
        return;
      case "presence":
        return this.listener.staffed(frame.online);
      case "typing":
        return this.listener.typing();
      case "ack":
        return this.settle(frame.id);
      case "nack":
        return void setTimeout(() => this.repost(frame.id), firstWait);
      case "message":
        this.last = frame.seq;
        if (this.shown.has(frame.id)) return;
        this.shown.add(frame.id);
        this.listener.line(frame);
        if (frame.from === "visitor") this.settle(frame.id);
    }
  }

  private repost(id: string): void {
    const message = this.memory.unsent.find((one) => one.id === id);
    if (message && this.isOpen) this.post(message);
  }

  private settle(id: string): void {
    this.memory.settle(id);
    clearTimeout(this.ackTimer);
    if (this.memory.unsent.length > 0) this.expectAck();
    this.listener.settled(id);
  }

  private post(message: Unsent): void {
    this.say({ type: "message", id: message.id, text: message.text, page: location.href.slice(0, 300), language: navigator.language });
    this.expectAck();
  }

  /** A connection that takes our words and says nothing is a dead one. */
  private expectAck(): void {
    clearTimeout(this.ackTimer);
    this.ackTimer = setTimeout(() => {
      this.drop();
      this.again(0);
    }, ackPatience);
  }

  private say(frame: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  private drop(): void {
    this.socket?.close();
    this.lost(0);
  }

  private lost(code: number): void {
    this.socket = undefined;
    clearTimeout(this.ackTimer);
    if (this.isOpen) this.listener.connected(false);
    this.isOpen = false;
    if (code === identityCode) {
      this.isRefused = true;
      return this.listener.refused();
    }
    const wait = Math.min(firstWait * 2 ** this.failures++, longestWait) * (0.5 + Math.random() / 2);
    this.again(code === rateCode ? rateWait : wait);
    if (this.failures > 1) this.listener.connected(false);
  }

  private again(wait: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.start(), wait);
  }
}

/** 128 bits that nobody else has. `crypto.randomUUID` is missing where the page came without TLS. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
