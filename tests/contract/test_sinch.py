"""Sinch against its official SDK."""
import json

import pytest
from sinch.domains.authentication.sinch_events.v1.authentication_validation import calculate_sinch_event_signature, compute_signed_data
from sinch.domains.sms.sinch_events.v1.sms_sinch_event import SmsSinchEvent

from exchange import TEXTS, assert_all_refused, body_of, each_byte_changed, fixtures, header, inspect, secret, send, with_body, with_header

SIGNATURE = "x-sinch-webhook-signature"


@pytest.mark.parametrize("text", TEXTS)
def test_what_we_compose_is_accepted_and_parsed_by_the_sdk(text):
    record, body = send("sinch", "--text", text)
    sdk = SmsSinchEvent(secret(record, "webhook_secret"))
    assert sdk.validate_authentication_header(record["request"]["headers"], body.decode())
    assert not sdk.validate_authentication_header(record["request"]["headers"], body.decode() + " ")
    event = sdk.parse_event(body.decode())
    [outcome] = inspect("sinch", record)
    assert [(m["text"], m["from"], m["at_ms"]) for m in outcome["messages"]] == [(text, "+" + event.from_, round(event.received_at.timestamp() * 1000))]


@pytest.mark.parametrize("text", TEXTS)
def test_what_the_sdk_signs_is_accepted(text):
    body = json.dumps({"type": "mo_text", "id": "1", "from": "12025550111", "to": "12025550122", "body": text, "received_at": "2025-10-09T08:53:20.5"}, ensure_ascii=False)
    headers = {SIGNATURE: calculate_sinch_event_signature(compute_signed_data(body, "n", "1760000000"), "sec"), SIGNATURE + "-nonce": "n", SIGNATURE + "-timestamp": "1760000000", SIGNATURE + "-algorithm": "HmacSHA256"}
    record = with_body({"secrets": {"webhook_secret": ["next", "sec"]}, "now": 1760000000, "request": {"method": "POST", "path": "/", "query": "", "headers": headers}}, body.encode())
    [outcome] = inspect("sinch", record)
    assert [(m["text"], m["at_ms"]) for m in outcome["messages"]] == [(text, 1760000000500)]
    assert_all_refused(inspect("sinch", *(with_header(record, name, value) for name, value in ((SIGNATURE, "A" + headers[SIGNATURE][1:]), (SIGNATURE + "-nonce", "m"), (SIGNATURE + "-timestamp", "1760000001"), (SIGNATURE + "-algorithm", "HmacSHA1")))))


def test_the_sdk_accepts_what_we_accept():
    for name, record, outcome in fixtures("sinch"):
        secrets = record["secrets"]["webhook_secret"]
        theirs = any(SmsSinchEvent(key).validate_authentication_header(record["request"]["headers"], body_of(record).decode()) for key in ([secrets] if isinstance(secrets, str) else secrets))
        if outcome["accept"]:
            assert theirs, name
        elif theirs:  # the SDK looks at no time and at no algorithm
            assert "ago" in outcome["error"] or "ahead" in outcome["error"] or "algorithm" in outcome["error"] or "another text" in outcome["error"], name


def test_a_changed_byte_is_refused():
    record, body = send("sinch")
    assert_all_refused(inspect("sinch", *(with_body(record, other) for other in each_byte_changed(body, 5))))
    assert header(record, SIGNATURE)
