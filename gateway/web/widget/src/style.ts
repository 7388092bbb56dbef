// One sheet inside the widget's shadow root: the site's styles don't reach it, and its don't reach the site. Directions
// are logical, so that right-to-left needs no second sheet.

export const style = `
:host { all: initial; --accent: #0b5cad; --on-accent: #fff; --back: #fff; --text: #16202b; --soft: #eef2f6; --faint: #56636f; --line: #c6cfd8; --bad: #a3180f; }
@media (prefers-color-scheme: dark) { :host { --accent: #7cb8f5; --on-accent: #0a1a2a; --back: #141a21; --text: #e7edf3; --soft: #232c36; --faint: #a5b1bd; --line: #42505e; --bad: #ff9d94; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.all { font: 16px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--text); }
button, input, textarea { font: inherit; color: inherit; }
button { cursor: pointer; border: 0; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.launcher { position: fixed; z-index: 2147483000; bottom: calc(20px + env(safe-area-inset-bottom)); inset-inline-end: 20px; width: 60px; height: 60px; border-radius: 50%; background: var(--accent); color: var(--on-accent); box-shadow: 0 4px 16px #0005; }
.launcher svg { width: 28px; height: 28px; display: block; margin: auto; fill: currentColor; }
.badge { position: absolute; top: -4px; inset-inline-end: -4px; min-width: 24px; height: 24px; padding: 0 6px; border-radius: 12px; background: #b3261e; color: #fff; font-size: 14px; line-height: 24px; font-weight: 600; }
.badge::after { content: attr(data-count); }
.panel { position: fixed; z-index: 2147483001; bottom: calc(92px + env(safe-area-inset-bottom)); inset-inline-end: 20px; width: 380px; max-width: calc(100vw - 40px); height: 560px; max-height: calc(100vh - 112px); max-height: calc(100dvh - 112px); display: flex; flex-direction: column; background: var(--back); border: 1px solid var(--line); border-radius: 14px; overflow: hidden; box-shadow: 0 10px 40px #0006; animation: rise .16s ease-out; }
@keyframes rise { from { opacity: 0; transform: translateY(10px); } }
@media (prefers-reduced-motion: reduce) { .panel { animation: none; } }
.head { display: flex; align-items: center; gap: 8px; padding: 12px 12px 12px 16px; background: var(--accent); color: var(--on-accent); }
.all[dir=rtl] .head { padding: 12px 16px 12px 12px; }
.head h2 { flex: 1; margin: 0; font-size: 18px; font-weight: 600; }
.head button { width: 40px; height: 40px; border-radius: 8px; background: none; font-size: 24px; line-height: 1; }
.head button:focus-visible { outline-color: currentColor; }
.notice { padding: 8px 16px; background: var(--soft); font-size: 14px; }
.log { flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 16px; display: flex; flex-direction: column; gap: 10px; }
.empty { color: var(--faint); margin: auto; text-align: center; }
.line { max-width: 85%; align-self: flex-start; }
.line.own { align-self: flex-end; }
.text { padding: 9px 13px; border-radius: 14px; border-end-start-radius: 4px; background: var(--soft); white-space: pre-wrap; overflow-wrap: anywhere; }
.own .text { background: var(--accent); color: var(--on-accent); border-end-start-radius: 14px; border-end-end-radius: 4px; }
.about { font-size: 13px; color: var(--faint); padding: 3px 4px 0; }
.own .about { text-align: end; }
::placeholder { color: var(--faint); opacity: 1; }
.writes { padding: 0 16px 6px; font-size: 14px; color: var(--faint); }
.writes:empty { padding: 0; }
.write { display: flex; align-items: flex-end; gap: 8px; padding: 10px 12px calc(10px + env(safe-area-inset-bottom)); border-top: 1px solid var(--line); }
textarea, input { width: 100%; padding: 10px 12px; border: 1px solid var(--faint); border-radius: 10px; background: var(--back); }
.write textarea { height: 46px; max-height: 140px; resize: none; }
.send { min-height: 46px; flex-shrink: 0; white-space: nowrap; padding: 0 16px; border-radius: 10px; background: var(--accent); color: var(--on-accent); font-weight: 600; }
form.leave { flex: 1; overflow-y: auto; padding: 16px; display: flex; flex-direction: column; gap: 10px; }
form.leave p { margin: 0 0 4px; }
label { display: block; font-size: 14px; margin-bottom: 4px; }
.leave textarea { min-height: 110px; resize: vertical; }
.bad { color: var(--bad); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 480px) { .panel { inset: 0; width: auto; max-width: none; height: auto; max-height: none; border: 0; border-radius: 0; } .head { padding-top: calc(12px + env(safe-area-inset-top)); } .open .launcher { display: none; } }
`;
