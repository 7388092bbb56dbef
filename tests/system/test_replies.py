"""Agents' answers reach the provider at most once, whatever is killed; the provider here is a real HTTP server of this test."""

import hashlib

import pytest
import yaml

from evidence import read_topics
from provider_server import ProviderServer
from providers import Delivery, telegram, whatsapp, whatsapp_status
from servers import eventually


def texts(provider):
    return [body["text"]["body"] for _, _, body in provider.requests]


@pytest.fixture
def provider():
    one = ProviderServer(lambda request: (200, {"messages": [{"id": f"wamid.out{len(one.requests)}"}]}))
    yield one
    one.close()


@pytest.fixture
def answering(switchroom, workspace, provider, tmp_path):
    """A server whose WhatsApp channel answers through `provider`."""
    switchroom.write_secret("whatsapp_access_token", "T0")
    for channel in workspace["channels"]:
        if channel["id"] == "whatsapp":
            channel["settings"] |= {"access_token": "file:whatsapp_access_token", "api_base_url": provider.url}
    workspace["templates"] = [{"id": "late", "text": "Hello {{1}}, {{2}} is late."}]
    document = tmp_path / "answering.yaml"
    document.write_text(yaml.safe_dump(workspace, allow_unicode=True))
    switchroom.apply(document)
    return switchroom


def open_ticket(switchroom, kafka, prefix, delivery) -> str:
    status, _, body = switchroom.request("POST", delivery.path, delivery.body, delivery.headers)
    assert status == 200, body
    switchroom.wait_quiet()
    [started] = [record.event for record in read_topics(kafka.brokers, prefix, ["assignments"])
                 if record.event["type"] == "switchroom.assignment.started.v1"]
    return started["data"]["ticket"]


def messages(kafka, prefix, kind):
    return [record.event["data"]["message"] for record in read_topics(kafka.brokers, prefix, ["messages"])
            if record.event["data"]["message"]["kind"] == kind]


def test_an_answer_goes_out_once_and_in_order_and_is_told(answering, kafka, prefix, provider):
    ticket = open_ticket(answering, kafka, prefix, whatsapp("+4915112345678", "wamid.A1", "hello"))
    status, first = answering.api("POST", f"/v1/tickets/{ticket}/replies", {"text": "Good morning! 早"}, key="k1")
    assert status == 200 and first["done"] and first["reply"].startswith("r0-"), first
    assert answering.api("POST", f"/v1/tickets/{ticket}/replies", {"text": "Good morning! 早"}, key="k1") == (200, first), "a retry"
    assert answering.api("POST", f"/v1/tickets/{ticket}/replies", {"text": "How can I help?"})[0] == 200
    eventually("both are out", lambda: len(provider.requests) == 2)
    assert texts(provider) == ["Good morning! 早", "How can I help?"]
    path, headers, body = provider.requests[0]
    assert path.endswith("/messages") and headers["Authorization"] == "Bearer T0" and body["to"] == "4915112345678"
    eventually("both are told", lambda: len(messages(kafka, prefix, "echo")) == 2)
    told = messages(kafka, prefix, "echo")
    assert [message["provider_id"] for message in told] == ["wamid.out1", "wamid.out2"]
    assert told[0]["ref"] == first["reply"] and told[0]["text"] == "Good morning! 早"
    history = answering.api("GET", f"/v1/tickets/{ticket}")[1]["messages"]
    assert [message["kind"] for message in history] == ["text", "echo", "echo"]


def test_a_refused_answer_is_told_with_the_reason(answering, kafka, prefix, provider):
    provider.answer = lambda request: (400, {"error": {"code": 131047, "message": "Re-engagement message"}})
    ticket = open_ticket(answering, kafka, prefix, whatsapp("+4915112345678", "wamid.A1", "hello"))
    _, answered = answering.api("POST", f"/v1/tickets/{ticket}/replies", {"text": "late"})
    eventually("it is told", lambda: messages(kafka, prefix, "status"))
    [failed] = messages(kafka, prefix, "status")
    assert failed["status"] == "failed" and failed["ref"] == answered["reply"] and failed["error"].startswith("131047"), failed
    assert len(provider.requests) == 1


def test_a_passing_trouble_is_tried_again(answering, kafka, prefix, provider):
    provider.answer = lambda request: ((429, {"error": {"code": 130429, "message": "slow down"}}) if len(provider.requests) == 1
                                       else (200, {"messages": [{"id": "wamid.out"}]}))
    ticket = open_ticket(answering, kafka, prefix, whatsapp("+4915112345678", "wamid.A1", "hello"))
    answering.api("POST", f"/v1/tickets/{ticket}/replies", {"text": "hi"})
    eventually("the second attempt is told", lambda: messages(kafka, prefix, "echo"))
    assert texts(provider) == ["hi", "hi"]


def test_an_answer_under_way_when_the_process_is_killed_is_unknown_and_never_sent_again(answering, kafka, prefix, provider):
    ticket = open_ticket(answering, kafka, prefix, whatsapp("+4915112345678", "wamid.A1", "hello"))
    provider.answer = lambda request: None
    answering.api("POST", f"/v1/tickets/{ticket}/replies", {"text": "first"})
    eventually("the provider has it", lambda: len(provider.requests) == 1)
    answering.api("POST", f"/v1/tickets/{ticket}/replies", {"text": "second"})
    answering.kill()
    provider.answer = lambda request: (200, {"messages": [{"id": "wamid.second"}]})
    answering.start()
    eventually("both are told", lambda: len(messages(kafka, prefix, "echo")) == 2)
    first, second = messages(kafka, prefix, "echo")
    assert first["text"] == "first" and first["error"].startswith("outcome unknown"), first
    assert second["text"] == "second" and second["provider_id"] == "wamid.second", second
    assert texts(provider) == ["first", "second"]


def test_an_unknown_outcome_is_settled_by_a_receipt_that_has_our_name_for_the_reply(answering, kafka, prefix, provider):
    ticket = open_ticket(answering, kafka, prefix, whatsapp("+4915112345678", "wamid.A1", "hello"))
    provider.answer = lambda request: None
    _, answered = answering.api("POST", f"/v1/tickets/{ticket}/replies", {"text": "first"})
    eventually("the provider has it", lambda: len(provider.requests) == 1)
    assert provider.requests[0][2]["biz_opaque_callback_data"] == answered["reply"]
    answering.kill()
    answering.start()
    eventually("it is told", lambda: messages(kafka, prefix, "echo"))
    receipt = whatsapp_status("+4915112345678", "wamid.never-learnt", "delivered", biz_opaque_callback_data=answered["reply"])
    status, _, body = answering.request("POST", receipt.path, receipt.body, receipt.headers)
    assert status == 200, body
    eventually("it is told", lambda: messages(kafka, prefix, "status"))
    [shown] = [message for message in answering.api("GET", f"/v1/tickets/{ticket}")[1]["messages"] if message["kind"] == "echo"]
    assert shown["delivery"] == "delivered" and "error" not in shown, shown


def test_an_agent_answers_on_his_own_tickets_only(answering, kafka, prefix, provider):
    ticket = open_ticket(answering, kafka, prefix, whatsapp("+4915112345678", "wamid.A1", "hello"))
    assignee = answering.api("GET", f"/v1/tickets/{ticket}")[1]["agent"]
    other = next(name for name in ("ann", "bob", "chen") if name != assignee)
    for name, status in ((other, 403), (assignee, 200)):
        token = answering.make_token("agent", "demo", "--agent", name)
        found, body = answering.api("POST", f"/v1/tickets/{ticket}/replies", {"text": "hi"}, token=token)
        assert found == status, body


@pytest.mark.parametrize("body, status", [({"text": ""}, 400), ({}, 400), ({"text": 1}, 400), ({"text": "x" * 5000}, 422),
                                          ({"text": "hi", "template": {"id": "late"}}, 400), ({"template": {"parameters": []}}, 400),
                                          ({"template": {"id": "unknown"}}, 422), ({"template": {"id": "late", "parameters": ["Ann"]}}, 422)])
def test_an_answer_that_can_not_be_sent_is_refused_at_once(answering, kafka, prefix, provider, body, status):
    ticket = open_ticket(answering, kafka, prefix, whatsapp("+4915112345678", "wamid.A1", "hello"))
    assert answering.api("POST", f"/v1/tickets/{ticket}/replies", body)[0] == status
    assert answering.api("POST", "/v1/tickets/t0-999/replies", {"text": "hi"})[0] == 404
    assert provider.requests == []


def test_a_template_goes_out_as_the_provider_approved_it_and_its_words_are_told(answering, kafka, prefix, provider):
    ticket = open_ticket(answering, kafka, prefix, whatsapp("+4915112345678", "wamid.A1", "hello"))
    template = {"id": "late", "language": "en_GB", "parameters": ["Ann", "parcel 42"]}
    assert answering.api("POST", f"/v1/tickets/{ticket}/replies", {"template": template})[0] == 200
    eventually("it is told", lambda: messages(kafka, prefix, "echo"))
    [(_, _, body)] = provider.requests
    assert body["template"]["name"] == "late" and body["template"]["language"] == {"code": "en_GB"}, body
    assert [one["text"] for one in body["template"]["components"][0]["parameters"]] == ["Ann", "parcel 42"]
    assert messages(kafka, prefix, "echo")[0]["text"] == "Hello Ann, parcel 42 is late."


WECHAT = """<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[openid1]]></FromUserName>
<CreateTime>1764000000</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[hello]]></Content><MsgId>77</MsgId></xml>"""


def test_a_token_is_drawn_once_and_again_when_it_is_refused(switchroom, kafka, prefix, provider, workspace, tmp_path):
    tokens = []

    def answer(request):
        if request[0].startswith("/cgi-bin/stable_token"):
            tokens.append(f"T{len(tokens)}")
            return 200, {"access_token": tokens[-1], "expires_in": 7200}
        if request[2]["text"]["content"] == "second" and request[0].endswith("=T0"):
            return 200, {"errcode": 40001, "errmsg": "invalid credential"}
        return 200, {"errcode": 0, "errmsg": "ok"}

    provider.answer = answer
    switchroom.write_secret("wechat_token", "QDG6eKtest")
    switchroom.write_secret("wechat_app_secret", "s")
    group = workspace["channels"][0]["group"] if "group" in workspace["channels"][0] else None
    channel = {"id": "wechat", "kind": "wechat", "settings": {"token": "file:wechat_token", "app_id": "wx1",
               "app_secret": "file:wechat_app_secret", "api_base_url": provider.url}}
    workspace["channels"].append(channel | ({"group": group} if group else {}))
    document = tmp_path / "wechat.yaml"
    document.write_text(yaml.safe_dump(workspace, allow_unicode=True))
    switchroom.apply(document)
    signature = hashlib.sha1("".join(sorted(["QDG6eKtest", "1764000000", "n1"])).encode()).hexdigest()
    delivery = Delivery(f"/hooks/demo/wechat?signature={signature}&timestamp=1764000000&nonce=n1", {"Content-Type": "text/xml"}, WECHAT.encode(), "77", "openid1")
    ticket = open_ticket(switchroom, kafka, prefix, delivery)
    for text in ("first", "second"):
        assert switchroom.api("POST", f"/v1/tickets/{ticket}/replies", {"text": text})[0] == 200
    eventually("both are told", lambda: len(messages(kafka, prefix, "echo")) == 2)
    sent = [(path.rpartition("=")[2], body["text"]["content"]) for path, _, body in provider.requests if "custom/send" in path]
    assert sent == [("T0", "first"), ("T0", "second"), ("T1", "second")]
    assert switchroom.api("POST", f"/v1/tickets/{ticket}/replies", {"text": "你" * 700})[0] == 422, "2,100 bytes"


def test_a_channel_without_its_setting_says_so(switchroom, kafka, prefix):
    ticket = open_ticket(switchroom, kafka, prefix, telegram(52436, 9, "hello"))
    assert switchroom.api("POST", f"/v1/tickets/{ticket}/replies", {"text": "hi"})[0] == 200
    eventually("it is told", lambda: messages(kafka, prefix, "status"))
    assert "bot_token" in messages(kafka, prefix, "status")[0]["error"]


def test_the_text_of_a_rule_goes_out_at_once(answering, workspace, kafka, prefix, provider, tmp_path):
    workspace["templates"] = [{"id": "hours", "text": "We are here from 9 to 5.", "texts": {"whatsapp": "Here from 9 to 5 🙂"}}]
    workspace["rules"].append({"id": "hours", "when": {"keywords": ["opening hours"]}, "then": {"auto_reply": "hours"}})
    document = tmp_path / "templates.yaml"
    document.write_text(yaml.safe_dump(workspace, allow_unicode=True))
    answering.apply(document)
    ticket = open_ticket(answering, kafka, prefix, whatsapp("+4915112345678", "wamid.A1", "Your opening hours?"))
    eventually("it is told", lambda: messages(kafka, prefix, "echo"))
    assert texts(provider) == ["Here from 9 to 5 🙂"]
    [told] = [record.event["data"] for record in read_topics(kafka.brokers, prefix, ["assignments"])
              if record.event["type"] == "switchroom.ticket.auto_reply.v1"]
    [echo] = messages(kafka, prefix, "echo")
    assert told["ticket"] == ticket and told["template"] == "hours" and told["reply"] == echo["ref"]


def test_a_receipt_is_shown_on_the_answer(answering, kafka, prefix, provider):
    ticket = open_ticket(answering, kafka, prefix, whatsapp("+4915112345678", "wamid.A1", "hello"))
    for state in ("read", "delivered"):  # before the answer, and in the wrong order
        delivery = whatsapp_status("+4915112345678", "wamid.out1", state)
        assert answering.request("POST", delivery.path, delivery.body, delivery.headers)[0] == 200
    answering.api("POST", f"/v1/tickets/{ticket}/replies", {"text": "hi"})
    eventually("it is out", lambda: messages(kafka, prefix, "echo"))
    answering.wait_quiet()
    shown = answering.api("GET", f"/v1/tickets/{ticket}")[1]["messages"]
    assert [message["delivery"] for message in shown if message["kind"] == "echo"] == ["read"]
