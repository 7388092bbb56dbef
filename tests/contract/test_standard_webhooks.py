"""Standard Webhooks against its own library, which signs and verifies HMAC; Ed25519 by cryptography."""
import base64
import json
import time
from datetime import datetime, timezone

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from standardwebhooks import Webhook, WebhookVerificationError

from exchange import TEXTS, assert_all_refused, each_byte_changed, header, inspect, secret, send, with_body, with_header

KEY = "whsec_" + base64.b64encode(bytes(range(24))).decode()


def event(text):
    return json.dumps({"type": "message.created", "timestamp": "2025-10-09T08:53:20Z", "data": {"id": "m1", "from": "u1", "text": text}}, ensure_ascii=False)


def record_of(body, signature, keys, stamp):
    headers = {"Content-Type": "application/json", "Webhook-Id": "msg_1", "Webhook-Timestamp": str(stamp), "Webhook-Signature": signature}
    return with_body({"secrets": {"keys": keys}, "now": stamp, "request": {"method": "POST", "path": "/", "query": "", "headers": headers}}, body.encode())


@pytest.mark.parametrize("text", TEXTS)
def test_what_the_library_signs_is_accepted(text):
    signature = Webhook(KEY).sign("msg_1", datetime.fromtimestamp(1760000000, timezone.utc), event(text))
    record = record_of(event(text), signature, ["whsec_bmV4dA==", KEY], 1760000000)
    [outcome] = inspect("standard-webhooks", record)
    assert [(m["text"], m["provider_id"]) for m in outcome["messages"]] == [(text, "m1")]
    assert_all_refused(inspect("standard-webhooks", with_header(record, "Webhook-Id", "msg_2"), with_header(record, "Webhook-Timestamp", "1760000001"), with_header(record, "Webhook-Signature", signature.replace("v1,", "v2,"))))


@pytest.mark.parametrize("text", TEXTS)
def test_what_we_compose_is_accepted_by_the_library(text):
    record, body = send("standard-webhooks", "--text", text)
    library = Webhook(secret(record, "keys"))
    assert library.verify(body, record["request"]["headers"])["data"]["text"] == text
    with pytest.raises(WebhookVerificationError):
        library.verify(body + b" ", record["request"]["headers"])


def test_ed25519_of_cryptography_is_accepted():
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    public = "whpk_" + base64.b64encode(private.public_key().public_bytes_raw()).decode()
    stamp = int(time.time())
    signature = "v1a," + base64.b64encode(private.sign(f"msg_1.{stamp}.{event('a')}".encode())).decode()
    record = record_of(event("a"), signature, public, stamp)
    assert inspect("standard-webhooks", record)[0]["accept"]
    assert_all_refused(inspect("standard-webhooks", *(with_body(record, other) for other in each_byte_changed(event("a").encode(), 9))))
    assert_all_refused(inspect("standard-webhooks", *(with_header(record, "Webhook-Signature", signature[:at] + ("A" if signature[at] != "A" else "B") + signature[at + 1:]) for at in range(4, len(signature) - 2, 7))))


def test_a_changed_byte_is_refused():
    record, body = send("standard-webhooks")
    assert header(record, "webhook-signature")
    assert_all_refused(inspect("standard-webhooks", *(with_body(record, other) for other in each_byte_changed(body, 5))))
