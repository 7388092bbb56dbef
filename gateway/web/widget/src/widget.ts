// Switchroom's chat for websites. One line of HTML:
//   <script src="https://GATEWAY/widget.js" data-channel="WORKSPACE/CHANNEL" defer></script>
// Also: data-lang, data-user-id with data-user-hash, data-user-jwt; window.Switchroom once it is there.

import { Connection, type User } from "./connection";
import { Memory } from "./memory";
import { View } from "./view";

interface Switchroom {
  open(): void;
  close(): void;
  /** Who is logged in, with the proof that the site's server made. */
  identify(user: User): void;
  /** The next user of this browser sees nothing of this one. */
  logout(): void;
}

declare global {
  interface Window {
    Switchroom?: Switchroom;
  }
}

function userIn(data: DOMStringMap): User | undefined {
  if (data["userJwt"]) return { jwt: data["userJwt"] };
  return data["userId"] ? { id: data["userId"], hash: data["userHash"] ?? "" } : undefined;
}

function begin(script: HTMLScriptElement): void {
  const channel = script.dataset["channel"];
  if (!channel || window.Switchroom) return;
  const base = new URL(script.src).origin;
  const language = script.dataset["lang"] || document.documentElement.lang || navigator.language;
  const host = document.createElement("div");
  document.body.append(host);
  const memory = new Memory(`switchroom:${base}:${channel}`);
  const view = new View(host, language);
  const connection = new Connection(base, channel, memory, view, userIn(script.dataset));
  view.actions = connection;
  for (const message of memory.unsent) view.unsent(message.id, message.text);
  window.Switchroom = {
    open: () => view.open(),
    close: () => view.close(),
    identify: (user) => connection.identify(user),
    logout: () => {
      view.clear();
      connection.identify(undefined);
    },
  };
  connection.start();
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", () => begin(script));
  else begin(script);
}
