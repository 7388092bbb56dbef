"""LINE against its official SDK."""
import pytest
from linebot.v3.webhook import SignatureValidator, WebhookParser
from linebot.v3.webhooks import MessageEvent

from exchange import TEXTS, assert_all_refused, body_of, each_byte_changed, fixtures, header, inspect, secret, send, with_body, with_header

SIGNATURE = "x-line-signature"


@pytest.mark.parametrize("text", TEXTS)
def test_what_we_compose_is_parsed_by_the_sdk(text):
    record, body = send("line", "--text", text)
    [event] = WebhookParser(secret(record, "channel_secret")).parse(body.decode(), header(record, SIGNATURE))
    assert event.message.text == text
    [outcome] = inspect("line", record)
    assert [(m["text"], m["from"], m["provider_id"], m["at_ms"]) for m in outcome["messages"]] == [(text, event.source.user_id, event.message.id, event.timestamp)]


def test_the_sdk_accepts_just_what_we_accept():
    for name, record, outcome in fixtures("line"):
        claimed = {key.lower(): value for key, value in record["request"]["headers"].items()}.get(SIGNATURE)
        if not claimed:
            continue
        secrets = record["secrets"]["channel_secret"]
        theirs = any(SignatureValidator(key).validate(body_of(record).decode(), claimed) for key in ([secrets] if isinstance(secrets, str) else secrets))
        assert outcome["accept"] == theirs, name


def test_the_sdk_reads_the_same_messages():
    for name, record, outcome in fixtures("line"):
        if not outcome["accept"] or outcome["error"] or "vector" in name or "hologram" in body_of(record).decode() or "a_notice_of_something" in name:
            continue
        secrets = record["secrets"]["channel_secret"]
        parser = WebhookParser(secrets if isinstance(secrets, str) else secrets[-1])
        events = parser.parse(body_of(record).decode(), record["request"]["headers"].get(SIGNATURE) or record["request"]["headers"]["X-Line-Signature"])
        assert len(events) == len(outcome["messages"]), name
        for event, message in zip(events, outcome["messages"]):
            assert message["at_ms"] == event.timestamp, name
            if isinstance(event, MessageEvent):
                assert message["provider_id"] == event.message.id, name


def test_a_changed_byte_is_refused():
    record, body = send("line")
    right = header(record, SIGNATURE)
    assert_all_refused(inspect("line", *(with_body(record, other) for other in each_byte_changed(body, 3))))
    changed = [other.decode("latin-1") for other in each_byte_changed(right.encode(), 1)]
    assert_all_refused(inspect("line", *(with_header(record, SIGNATURE, other) for other in [*changed, right[:-1], right + "A", None])))
