"""The connectors against the providers' own libraries: what those sign is accepted by `switchroom inspect`, what
`switchroom send` composes is accepted by them, and one changed byte is refused on both sides."""
import base64
import hashlib
import hmac
import json
import urllib.parse

import pytest
from aiogram.types import Update
from pywa.utils import webhook_updates_validator
from twilio.request_validator import RequestValidator

from exchange import FIXTURES, TEXTS, assert_all_refused, each_byte_changed, header, inspect, secret, send, with_body

URL = "https://sw.example.org/hooks/demo/twilio"


# --- Twilio -----------------------------------------------------------------------------------------------------------


def twilio_record(fields, signature, settings=None, **request):
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature}
    if settings:
        headers["X-Twilio-Webhooks-Signature-Settings"] = settings
    return {"secrets": {"auth_tokens": ["next", "tok"], "public_base_url": "https://sw.example.org", "shared_keys": ["k1=shared"]}, "now": 1760000000,
            "request": {"method": "POST", "path": "/hooks/demo/twilio", "query": "", "headers": headers,
                        "body_base64": base64.b64encode(urllib.parse.urlencode(fields).encode()).decode(), **request}}


def sms(text):
    return {"MessageSid": "SM1", "From": "+12025550111", "To": "+12025550122", "Body": text, "FromCity": "", "NumMedia": "0"}


@pytest.mark.parametrize("text", [*TEXTS, ""])
def test_what_twilio_signs_is_accepted(text):
    record = twilio_record(sms(text), RequestValidator("tok").compute_signature(URL, sms(text)))
    [outcome] = inspect("twilio", record)
    assert (outcome["accept"], outcome["status"], outcome["response_body"]) == (True, 200, "<Response/>")
    assert [(m["from"], m["text"], m["kind"]) for m in outcome["messages"]] == [("+12025550111", text, "text")]


def test_what_twilio_signs_with_a_shared_key_is_accepted():
    fields = sms("shared")
    signature = RequestValidator("shared").compute_signature(URL, fields, "HMAC_SHA256")
    accepted, unknown = inspect("twilio", twilio_record(fields, signature, "key=k1,algorithm=HMAC_SHA256"),
                                twilio_record(fields, signature, "key=k2,algorithm=HMAC_SHA256"))
    assert accepted["accept"] and not unknown["accept"]


def test_what_twilio_signs_for_a_url_with_a_port_is_accepted():
    fields = sms("port")
    signature = RequestValidator("tok").compute_signature(URL.replace(".org/", ".org:443/"), fields)
    assert inspect("twilio", twilio_record(fields, signature))[0]["accept"]


def test_what_twilio_signs_for_a_json_body_is_accepted():
    body = "[]"
    query = "bodySHA256=" + RequestValidator("tok").compute_hash(body)
    signature = RequestValidator("tok").compute_signature(f"{URL}?{query}", {})
    record = twilio_record({}, signature, query=query, body_base64=base64.b64encode(body.encode()).decode(),
                           headers={"Content-Type": "application/json", "X-Twilio-Signature": signature})
    accepted, changed = inspect("twilio", record, with_body(record, b"[ ]"))
    assert accepted["accept"] and not changed["accept"]


def test_what_we_compose_is_accepted_by_twilio():
    for text in TEXTS:
        record, body = send("twilio", "--text", text)
        fields = dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True))
        assert fields["Body"] == text
        validator = RequestValidator(secret(record, "auth_tokens"))
        url = secret(record, "public_base_url") + record["request"]["path"]
        assert validator.validate(url, fields, header(record, "X-Twilio-Signature"))
        assert not validator.validate(url, {**fields, "Body": text + "x"}, header(record, "X-Twilio-Signature"))


def test_a_changed_byte_of_twilio_is_refused():
    record, body = send("twilio")
    # `+` and `%20` are the same blank, so each change must be one of the decoded form.
    before = urllib.parse.parse_qsl(body.decode(), keep_blank_values=True)
    changed = [other for other in each_byte_changed(body, 7)
               if urllib.parse.parse_qsl(other.decode(errors="replace"), keep_blank_values=True) != before]
    assert_all_refused(inspect("twilio", *(with_body(record, other) for other in changed)))


# --- WhatsApp ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", TEXTS)
def test_what_we_compose_is_accepted_by_pywa(text):
    record, body = send("whatsapp", "--text", text)
    signature = header(record, "X-Hub-Signature-256")
    assert webhook_updates_validator(secret(record, "app_secret"), body, signature)
    assert not webhook_updates_validator(secret(record, "app_secret"), body + b" ", signature)
    assert body.isascii(), "Meta escapes everything outside ASCII before it signs"
    value = json.loads(body)["entry"][0]["changes"][0]["value"]
    assert value["messages"][0]["text"]["body"] == text


def test_what_pywa_accepts_is_accepted():
    for path in sorted((FIXTURES / "whatsapp").glob("*.in.json")):
        record = json.loads(path.read_text())
        request = record["request"]
        signature = {name.lower(): value for name, value in request["headers"].items()}.get("x-hub-signature-256")
        if request["method"] != "POST" or not isinstance(signature, str):
            continue
        body = request["body"].encode() if "body" in request else base64.b64decode(request["body_base64"])
        secrets = record["secrets"]["app_secret"]
        theirs = any(key and webhook_updates_validator(key, body, signature) for key in ([secrets] if isinstance(secrets, str) else secrets))
        assert inspect("whatsapp", record)[0]["accept"] == theirs, path.name


def test_a_changed_byte_of_whatsapp_is_refused():
    record, body = send("whatsapp")
    assert inspect("whatsapp", record)[0]["accept"]
    assert_all_refused(inspect("whatsapp", *(with_body(record, other) for other in each_byte_changed(body, 3))))


def test_a_changed_byte_of_a_whatsapp_signature_is_refused():
    record, body = send("whatsapp")
    right = hmac.new(secret(record, "app_secret").encode(), body, hashlib.sha256).hexdigest()
    wrong = [right[:at] + ("0" if right[at] != "0" else "1") + right[at + 1:] for at in range(len(right))] + [right[:-1], right + "0", ""]
    records = [{**record, "request": {**record["request"], "headers": {"X-Hub-Signature-256": "sha256=" + digest}}} for digest in wrong]
    assert_all_refused(inspect("whatsapp", *records))


# --- Telegram ---------------------------------------------------------------------------------------------------------


def telegram_fixtures():
    for path in sorted((FIXTURES / "telegram").glob("*.in.json")):
        outcome = json.loads(path.with_name(path.name.replace(".in.", ".out.")).read_text())
        if outcome["accept"] and not outcome["error"]:
            yield path.name.removesuffix(".in.json"), json.loads(path.read_text())["request"]["body"], outcome


@pytest.mark.parametrize("name,body,outcome", [pytest.param(*each, id=each[0]) for each in telegram_fixtures()])
def test_aiogram_parses_each_telegram_fixture(name, body, outcome):
    update = Update.model_validate_json(body)
    message = update.message
    if message and outcome["messages"]:
        assert outcome["messages"][0]["provider_id"] == f"{message.chat.id}:{message.message_id}"
        assert outcome["messages"][0]["at_ms"] == message.date.timestamp() * 1000
        if message.text:
            assert outcome["messages"][0]["text"] == message.text


@pytest.mark.parametrize("text", TEXTS)
def test_what_we_compose_is_parsed_by_aiogram(text):
    record, body = send("telegram", "--text", text)
    message = Update.model_validate_json(body).message
    assert message.text == text
    [outcome] = inspect("telegram", record)
    assert [(m["text"], m["provider_id"]) for m in outcome["messages"]] == [(text, f"{message.chat.id}:{message.message_id}")]


def test_a_changed_telegram_secret_is_refused():
    record, _ = send("telegram")
    right = header(record, "X-Telegram-Bot-Api-Secret-Token")
    wrong = [right[:at] + chr(ord(right[at]) ^ 1) + right[at + 1:] for at in range(len(right))] + [right[:-1], right + "0", ""]
    name = next(key for key in record["request"]["headers"] if key.lower() == "x-telegram-bot-api-secret-token")
    records = [{**record, "request": {**record["request"], "headers": {name: value}}} for value in wrong]
    assert_all_refused(inspect("telegram", *records))
