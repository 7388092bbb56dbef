// A headless Chromium that does what a test tells it: a JSON command a line on stdin, its result a line on stdout.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [modules, executablePath] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { chromium } = require("playwright-core");
const axe = require("axe-core").source;
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const pages = new Map();
const patience = { timeout: 20_000 };

const commands = {
  async open({ page, url, ...options }) {
    const context = await browser.newContext(options);
    const opened = await context.newPage();
    opened.problems = [];
    opened.on("pageerror", (error) => opened.problems.push(String(error)));
    opened.on("console", (message) => message.type() === "error" && opened.problems.push(message.text()));
    pages.set(page, opened);
    await opened.goto(url, patience);
  },
  goto: ({ page, url }) => pages.get(page).goto(url, patience).then(() => null),
  click: ({ page, at }) => pages.get(page).locator(at).click(patience),
  fill: ({ page, at, text }) => pages.get(page).locator(at).fill(text, patience),
  press: ({ page, key }) => pages.get(page).keyboard.press(key),
  type: ({ page, text }) => pages.get(page).keyboard.type(text),
  wait: ({ page, at, state }) => pages.get(page).locator(at).first().waitFor({ state: state ?? "visible", ...patience }),
  texts: ({ page, at }) => pages.get(page).locator(at).allInnerTexts(),
  count: ({ page, at }) => pages.get(page).locator(at).count(),
  offline: ({ page, is }) => pages.get(page).context().setOffline(is),
  screenshot: ({ page, path }) => pages.get(page).screenshot({ path, animations: "disabled" }).then(() => null),
  eval: ({ page, code }) => pages.get(page).evaluate(code),
  problems: ({ page }) => pages.get(page).problems,
  close: ({ page }) => pages.get(page).context().close(),
  async axe({ page }) {
    const opened = pages.get(page);
    await opened.evaluate(axe);  // not as a script of the page, which its policy forbids
    const found = await opened.evaluate(() => globalThis.axe.run());
    return found.violations.map((one) => ({ id: one.id, help: one.help, nodes: one.nodes.map((node) => node.html.slice(0, 200)) }));
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { do: what, ...rest } = JSON.parse(line);
  try {
    console.log(JSON.stringify({ result: (await commands[what](rest)) ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}
await browser.close();
