"""Slack against its official SDK."""
import json
import urllib.parse

import pytest
from slack_sdk.signature import Clock, SignatureVerifier

from exchange import TEXTS, assert_all_refused, body_of, each_byte_changed, fixtures, header, inspect, secret, send, with_body, with_header

SIGNATURE, TIME, NOW = "X-Slack-Signature", "X-Slack-Request-Timestamp", 1760000000


class Stopped(Clock):
    def __init__(self, at):
        self.at = at

    def now(self):
        return self.at


def signed(body, kind="application/json"):
    signature = SignatureVerifier("secret-1").generate_signature(timestamp=str(NOW), body=body)
    return {"secrets": {"signing_secret": ["next", "secret-1"]}, "now": NOW, "request": {"method": "POST", "path": "/hooks/demo/slack", "query": "", "body": body,
            "headers": {"Content-Type": kind, SIGNATURE: signature, TIME: str(NOW)}}}


def said(text):
    return json.dumps({"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event_time": NOW, "event": {"type": "message", "channel": "D1", "user": "U1", "text": text, "ts": f"{NOW}.000200"}}, ensure_ascii=False)


@pytest.mark.parametrize("text", ["hello", "你好 👍", "100% + ä"])
def test_what_the_sdk_signs_is_accepted(text):
    [outcome] = inspect("slack", signed(said(text)))
    assert outcome["accept"] and outcome["messages"][0]["text"] == text


def test_a_form_that_the_sdk_signs_is_accepted():
    form = urllib.parse.urlencode({"command": "/ticket", "text": "a & b", "user_id": "U1", "channel_id": "D1", "trigger_id": "1.2", "team_id": "T1"})
    [outcome] = inspect("slack", signed(form, "application/x-www-form-urlencoded"))
    assert outcome["messages"][0]["text"] == "/ticket a & b"


def test_the_check_of_our_url_is_answered():
    [outcome] = inspect("slack", signed(json.dumps({"token": "t", "challenge": "3eZbrw1a", "type": "url_verification"})))
    assert (outcome["status"], outcome["response_body"], outcome["messages"]) == (200, "3eZbrw1a", [])


@pytest.mark.parametrize("text", TEXTS)
def test_what_we_compose_is_accepted_by_the_sdk(text):
    record, body = send("slack", "--text", text)
    verifier = SignatureVerifier(secret(record, "signing_secret"), Stopped(record["now"]))
    assert verifier.is_valid(body, header(record, TIME), header(record, SIGNATURE))
    assert not verifier.is_valid(body + b" ", header(record, TIME), header(record, SIGNATURE))
    [outcome] = inspect("slack", record)
    assert [m["text"] for m in outcome["messages"]] == [text]


def test_the_sdk_accepts_just_what_we_accept():
    for name, record, outcome in fixtures("slack"):
        headers = {key.lower(): value for key, value in record["request"]["headers"].items()}
        time = headers[TIME.lower()]
        if SIGNATURE.lower() not in headers or not time.isdigit():  # the SDK raises on these times
            continue
        secrets = record["secrets"]["signing_secret"]
        theirs = any(SignatureVerifier(key, Stopped(record["now"])).is_valid(body_of(record), time, headers[SIGNATURE.lower()]) for key in ([secrets] if isinstance(secrets, str) else secrets))
        assert outcome["accept"] == theirs, name


def test_a_changed_byte_is_refused():
    record, body = send("slack")
    right, time = header(record, SIGNATURE), header(record, TIME)
    assert_all_refused(inspect("slack", *(with_body(record, other) for other in each_byte_changed(body, 3))))
    changed = [other.decode("latin-1") for other in each_byte_changed(right.encode(), 1)]
    assert_all_refused(inspect("slack", *(with_header(record, SIGNATURE, other) for other in [*changed, right[:-1], right + "0", None])))
    assert_all_refused(inspect("slack", *(with_header(record, TIME, other) for other in [str(int(time) + 1), "0" + time, time + "0", "", None])))
