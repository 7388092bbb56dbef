"""Stripe against its official SDK."""
import json

import pytest
import stripe
from stripe import SignatureVerificationError, WebhookSignature

from exchange import assert_all_refused, each_byte_changed, header, inspect, secret, send, with_body, with_header


def record_of(body, value):
    return with_body({"secrets": {"secrets": ["whsec_next", "whsec_sec"]}, "now": 1760000000, "request": {"method": "POST", "path": "/", "query": "", "headers": {"Stripe-Signature": value}}}, body.encode())


def test_what_the_sdk_signs_is_accepted():
    body = json.dumps({"id": "evt_1", "created": 1760000000, "type": "charge.dispute.created", "data": {"object": {"id": "du_1", "charge": "ch_1", "reason": "Käse"}}}, ensure_ascii=False)
    value = WebhookSignature.generate_signature_header(body, "whsec_sec", 1760000000)
    record = record_of(body, value)
    [outcome] = inspect("stripe", record)
    assert [(m["kind"], m["from"], m["text"]) for m in outcome["messages"]] == [("text", "ch_1", "Käse")]
    old = WebhookSignature.generate_signature_header(body, "whsec_sec", 1759999699)
    assert_all_refused(inspect("stripe", record_of(body, old), with_header(record, "Stripe-Signature", value.replace("v1=", "v0=")), *(with_body(record, other) for other in each_byte_changed(body.encode(), 7))))


def test_what_we_compose_is_accepted_by_the_sdk():
    record, body = send("stripe")
    event = stripe.Webhook.construct_event(body, header(record, "Stripe-Signature"), secret(record, "secrets"))
    assert event.id
    with pytest.raises(SignatureVerificationError):
        stripe.Webhook.construct_event(body + b" ", header(record, "Stripe-Signature"), secret(record, "secrets"))
