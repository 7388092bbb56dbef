"""The chat widget in a real browser: a visitor writes, an agent answers, the network goes and comes back."""

import os
from pathlib import Path

import pytest
import yaml

from browser import WIDGET, Browser, node_modules, npm
from chat_client import VISITOR_SECRET
from servers import ROOT, eventually

LAUNCHER = "button.launcher"
AGENT = ".line:not(.own) .text"
OWN = ".line.own"


@pytest.fixture
def shop(switchroom, workspace, tmp_path):
    """A server whose own page `/` shows the chat."""
    workspace["channels"].append({"id": "webchat", "kind": "webchat", "settings": {
        "visitor_secrets": "file:webchat_visitor_secret", "allowed_origins": ["self"]}})
    document = tmp_path / "shop.yaml"
    document.write_text(yaml.safe_dump(workspace, allow_unicode=True))
    switchroom.write_secret("webchat_visitor_secret", VISITOR_SECRET)
    switchroom.apply(document)
    return switchroom


@pytest.fixture(scope="session")
def browser():
    one = Browser()
    yield one
    one.close()


def picture(browser, page: str, folder: Path, name: str):
    """To be looked at: SWITCHROOM_PICTURES names a folder that keeps them."""
    folder = Path(os.environ.get("SWITCHROOM_PICTURES", folder))
    folder.mkdir(exist_ok=True)
    browser("screenshot", page=page, path=str(folder / f"{name}.png"))


def own_lines(browser, page: str) -> list[str]:
    return browser("texts", page=page, at=f"{OWN} .text")


def write(browser, page: str, text: str):
    browser("fill", page=page, at="#text", text=text)
    browser("press", page=page, key="Enter")


def sent(browser, page: str, count: int):
    eventually(f"{count} messages are sent", lambda: browser("count", page=page, at=f"{OWN} .about:has-text('Sent')") == count)


def only_ticket(shop) -> dict:
    def found():
        status, ticket = shop.api("GET", "/v1/tickets/t0-1")
        return status == 200 and ticket.get("agent") and ticket

    return eventually("the ticket is assigned", found)


def answer(shop, text: str):
    status, body = shop.api("POST", "/v1/tickets/t0-1/replies", {"text": text})
    assert status == 200, body


def test_a_visitor_writes_is_answered_and_goes_on_after_a_cut(shop, browser, tmp_path):
    browser("open", page="a", url=f"{shop.url}/")
    browser("click", page="a", at=LAUNCHER)
    write(browser, "a", "I want a refund <b>now</b>")
    sent(browser, "a", 1)
    assert only_ticket(shop)["group"] == "billing"
    answer(shop, "Of course. Which order is it?")
    browser("wait", page="a", at=f"{AGENT}:has-text('Which order is it?')")
    assert own_lines(browser, "a") == ["I want a refund <b>now</b>"], "text stays text"
    eventually("it was read", lambda: "status" in [one["kind"] for one in shop.api("GET", "/v1/tickets/t0-1")[1]["messages"]])
    picture(browser, "a", tmp_path, "desktop")

    assert shop.api("POST", "/v1/tickets/t0-1/typing")[0] == 204
    browser("wait", page="a", at=".writes:has-text('Somebody is writing')")

    browser("offline", page="a", **{"is": True})
    browser("wait", page="a", at=".notice:has-text('No connection')")
    write(browser, "a", "Order 4711")
    answer(shop, "Are you still there?")
    browser("offline", page="a", **{"is": False})
    browser("wait", page="a", at=f"{AGENT}:has-text('Are you still there?')")
    sent(browser, "a", 2)

    shop.kill()
    write(browser, "a", "And 4712")
    shop.start()
    sent(browser, "a", 3)
    answer(shop, "Both are paid back.")
    browser("wait", page="a", at=f"{AGENT}:has-text('Both are paid back.')")
    assert own_lines(browser, "a") == ["I want a refund <b>now</b>", "Order 4711", "And 4712"]
    assert browser("count", page="a", at=AGENT) == 3
    history = shop.api("GET", "/v1/tickets/t0-1")[1]["messages"]
    assert [one["text"] for one in history if one["kind"] == "text"] == ["I want a refund <b>now</b>", "Order 4711", "And 4712"]

    browser("goto", page="a", url=f"{shop.url}/")
    browser("click", page="a", at=LAUNCHER)
    browser("wait", page="a", at=f"{AGENT}:has-text('Both are paid back.')")
    assert browser("count", page="a", at=".line") == 6, "a new page shows the whole conversation"
    browser("close", page="a")


def test_the_keyboard_alone_is_enough_and_nothing_breaks_the_rules_of_accessibility(shop, browser, tmp_path):
    browser("open", page="k", url=f"{shop.url}/")
    browser("wait", page="k", at=LAUNCHER)
    browser("eval", page="k", code="document.querySelectorAll('a')[3].focus()")
    browser("press", page="k", key="Tab")
    browser("press", page="k", key="Enter")
    browser("wait", page="k", at="#text:focus")
    browser("type", page="k", text="Hello from the keyboard")
    browser("press", page="k", key="Enter")
    sent(browser, "k", 1)
    answer_after(shop, "Hello!")
    browser("wait", page="k", at=AGENT)
    assert browser("axe", page="k") == []
    browser("press", page="k", key="Escape")
    browser("wait", page="k", at=".panel", state="hidden")
    browser("wait", page="k", at=f"{LAUNCHER}:focus")
    answer(shop, "One more thing.")
    browser("wait", page="k", at=".badge[data-count='1']")
    assert browser("axe", page="k") == []
    browser("close", page="k")


def answer_after(shop, text: str):
    only_ticket(shop)
    answer(shop, text)


@pytest.mark.parametrize("name, language, options", [
    ("phone", "en", {"viewport": {"width": 390, "height": 780}, "hasTouch": True, "isMobile": True, "deviceScaleFactor": 2}),
    ("dark", "en", {"colorScheme": "dark"}),
    ("arabic", "ar", {}),
    ("arabic_phone", "ar", {"viewport": {"width": 390, "height": 780}, "isMobile": True, "colorScheme": "dark"}),
    ("traditional", "zh-Hant", {}),
    ("simplified", "zh-CN", {}),
])
def test_it_shows_on_every_screen(shop, browser, tmp_path, name, language, options):
    browser("open", page=name, url=f"{shop.url}/?lang={language}", **options)
    browser("click", page=name, at=LAUNCHER)
    write(browser, name, {"ar": "أين طردي؟", "zh-Hant": "我的包裹在哪裡？", "zh-CN": "我的包裹在哪里？"}.get(language, "Where is my parcel?"))
    answer_after(shop, "On its way: https://shop.example/track?id=" + "7" * 60)
    browser("wait", page=name, at=AGENT)
    # Once what moves has come to rest.
    eventually("nothing stands outside of the screen", lambda: browser("eval", page=name, code="""() => {
      const root = [...document.body.children].find((one) => one.shadowRoot).shadowRoot;
      return [...root.querySelectorAll('.panel, .line, .write, .send')].every((one) => {
        const box = one.getBoundingClientRect();
        return box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight + 1;
      }) && document.documentElement.scrollWidth <= innerWidth;
    }""".strip().removeprefix("() => ").join(["(() => ", ")()"])))
    picture(browser, name, tmp_path, name)
    assert browser("axe", page=name) == []
    assert browser("problems", page=name) == []
    browser("close", page=name)


def test_a_form_takes_the_message_when_nobody_is_there(shop, browser, tmp_path):
    for agent in ("ann", "bob", "chen", "dora"):
        assert shop.api("PUT", f"/v1/agents/{agent}/status", {"status": "offline"})[0] == 200
    browser("open", page="f", url=f"{shop.url}/")
    browser("click", page="f", at=LAUNCHER)
    browser("wait", page="f", at="form.leave")
    browser("fill", page="f", at="#name", text="Ann")
    browser("fill", page="f", at="#email", text="ann@example.org")
    browser("fill", page="f", at="#message", text="Please call back")
    picture(browser, "f", tmp_path, "form")
    assert browser("axe", page="f") == []
    browser("click", page="f", at="form.leave .send")
    browser("wait", page="f", at="form.leave:has-text('Your message has arrived')")
    [message] = eventually("it is a ticket", lambda: shop.api("GET", "/v1/tickets/t0-1")[1].get("messages"))
    assert (message["text"], message["name"], message["payload"]) == ("Please call back", "Ann", "mailto:ann@example.org")
    browser("close", page="f")


def test_the_bundle_is_what_its_sources_make(tmp_path):
    node_modules()
    npm("run", "check", "--silent")
    built = tmp_path / "widget.js"
    npm("run", "build", "--silent", "--", f"--outfile={built}")
    committed = (WIDGET / "dist" / "widget.js").read_bytes()
    assert built.read_bytes() == committed, "run `npm ci --ignore-scripts && npm run build` in gateway/web/widget"
    lock = (WIDGET / "package-lock.json").read_text()
    assert '"integrity"' in lock and "resolved" not in lock


def test_files_come_compressed_cached_and_under_a_strict_policy(switchroom):
    status, headers, body = switchroom.request("GET", "/widget.js", headers={"Accept-Encoding": "gzip"})
    assert status == 200 and headers["content-encoding"] == "gzip" and len(body) < 20_000
    assert headers["x-content-type-options"] == "nosniff" and headers["content-type"].startswith("text/javascript")
    assert switchroom.request("GET", "/widget.js")[2] == (ROOT / "gateway/web/widget/dist/widget.js").read_bytes()
    status, again, body = switchroom.request("GET", "/widget.js", headers={"If-None-Match": headers["etag"]})
    assert status == 304 and body == b"" and again["etag"] == headers["etag"]
    status, headers, body = switchroom.request("GET", "/")
    policy = headers["content-security-policy"]
    assert status == 200 and "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert switchroom.request("POST", "/widget.js", b"x")[0] == 405
