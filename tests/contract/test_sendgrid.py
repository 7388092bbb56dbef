"""SendGrid: what its SDK's check accepts is accepted, what we compose is accepted by it, one changed byte by neither. The SDK
makes text of the body, so only bodies in UTF-8 can be asked about."""
import base64
import json

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sendgrid.helpers.eventwebhook import EventWebhook, EventWebhookHeader

from exchange import FIXTURES, TEXTS, assert_all_refused, each_byte_changed, header, inspect, secret, send, with_body, with_header

NOW = 1760000000


def accepted_by_sdk(key, body, signature, timestamp):
    webhook = EventWebhook(key)
    return webhook.verify_signature(body.decode(), signature, timestamp, webhook.public_key)


@pytest.mark.parametrize("text", TEXTS)
def test_what_we_compose_is_accepted_by_the_sdk(text):
    record, body = send("sendgrid", "--text", text)
    key, signature, timestamp = secret(record, "verification_key"), header(record, EventWebhookHeader.SIGNATURE), header(record, EventWebhookHeader.TIMESTAMP)
    assert accepted_by_sdk(key, body, signature, timestamp)
    assert not accepted_by_sdk(key, body + b" ", signature, timestamp)
    [outcome] = inspect("sendgrid", record)
    assert [message["text"] for message in outcome["messages"]] == [text]


def test_what_a_new_key_signs_is_accepted_and_a_changed_byte_is_not():
    key = ec.generate_private_key(ec.SECP256R1())
    public = base64.b64encode(key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)).decode()
    fixture = json.loads((FIXTURES / "sendgrid" / "a_raw_mail_in_gb2312.in.json").read_text())
    body = base64.b64decode(fixture["request"]["body_base64"])
    signature = base64.b64encode(key.sign(str(NOW).encode() + body, ec.ECDSA(hashes.SHA256()))).decode()
    record = with_header({**fixture, "secrets": {"verification_key": public}}, EventWebhookHeader.SIGNATURE, signature)
    assert inspect("sendgrid", record)[0]["accept"]
    assert_all_refused(inspect("sendgrid", *(with_body(record, other) for other in each_byte_changed(body, 29))))
    assert_all_refused(inspect("sendgrid", with_header(record, EventWebhookHeader.TIMESTAMP, str(NOW + 1)), with_header(record, EventWebhookHeader.SIGNATURE, None)))
