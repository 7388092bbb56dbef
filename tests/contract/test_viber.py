"""Viber against its official SDK."""
import json

import pytest
from viberbot import Api
from viberbot.api.bot_configuration import BotConfiguration

from exchange import TEXTS, assert_all_refused, body_of, each_byte_changed, fixtures, header, inspect, secret, send, with_body, with_header

SIGNATURE = "X-Viber-Content-Signature"


def viber(token):
    return Api(BotConfiguration(name="Shop", avatar="", auth_token=token))


@pytest.mark.parametrize("text", TEXTS)
def test_what_we_compose_is_parsed_by_the_sdk(text):
    record, body = send("viber", "--text", text)
    api = viber(secret(record, "auth_token"))
    assert api.verify_signature(body, header(record, SIGNATURE))
    assert not api.verify_signature(body + b" ", header(record, SIGNATURE))
    event = api.parse_request(body)
    assert event.message.text == text
    [outcome] = inspect("viber", record)
    assert [(m["text"], m["from"], m["provider_id"], m["at_ms"]) for m in outcome["messages"]] == [(text, event.sender.id, str(event.message_token), event.timestamp)]


@pytest.mark.parametrize("text", TEXTS)
def test_what_the_sdk_signs_is_accepted(text):
    body = json.dumps({"event": "message", "timestamp": 1760000001500, "message_token": 4912661846655238145, "sender": {"id": "a=", "name": "Ann"}, "message": {"type": "text", "text": text}})
    record = {"secrets": {"auth_token": "token-1"}, "now": 1760000002, "request": {"method": "POST", "path": "/hooks/demo/viber", "query": "", "body": body,
              "headers": {SIGNATURE: viber("token-1")._calculate_message_signature(body.encode())}}}
    [outcome] = inspect("viber", record)
    assert outcome["accept"] and outcome["messages"][0]["text"] == text
    assert outcome["messages"][0]["provider_id"] == "4912661846655238145"


def test_the_sdk_accepts_just_what_we_accept():
    for name, record, outcome in fixtures("viber"):
        claimed = {key.lower(): value for key, value in record["request"]["headers"].items()}.get(SIGNATURE.lower())
        if not claimed:
            continue
        tokens = record["secrets"]["auth_token"]
        theirs = any(viber(token).verify_signature(body_of(record), claimed) for token in ([tokens] if isinstance(tokens, str) else tokens))
        assert outcome["accept"] == theirs, name


def test_a_changed_byte_is_refused():
    record, body = send("viber")
    right = header(record, SIGNATURE)
    assert_all_refused(inspect("viber", *(with_body(record, other) for other in each_byte_changed(body, 3))))
    changed = [other.decode("latin-1") for other in each_byte_changed(right.encode(), 1)]
    assert_all_refused(inspect("viber", *(with_header(record, SIGNATURE, other) for other in [*changed, right[:-1], right + "0", None])))
