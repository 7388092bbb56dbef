"""Vonage Messages: the SDK checks the token's signature; PyJWT, on which it stands, signs."""
import hashlib
import json

import jwt
import pytest
from vonage_jwt import verify_signature

from exchange import TEXTS, assert_all_refused, each_byte_changed, fixtures, header, inspect, secret, send, with_body, with_header


def record_of(body, key="sec", algorithm="HS256", **claims):
    every = {"iat": 1760000000, "jti": "j", "iss": "Vonage", "api_key": "k1", "payload_hash": hashlib.sha256(body.encode()).hexdigest(), **claims}
    headers = {"Content-Type": "application/json", "Authorization": "Bearer " + jwt.encode(every, key, algorithm)}
    return with_body({"secrets": {"signature_secrets": ["k0=other", "k1=sec"]}, "now": 1760000000, "request": {"method": "POST", "path": "/", "query": "", "headers": headers}}, body.encode())


def message(text):
    return json.dumps({"message_uuid": "m1", "channel": "sms", "from": "447700900111", "to": "447700900222", "timestamp": "2025-10-09T08:53:20Z", "message_type": "text", "text": text})


@pytest.mark.parametrize("text", TEXTS)
def test_what_pyjwt_signs_is_accepted(text):
    [outcome] = inspect("vonage-messages", record_of(message(text)))
    assert [(m["text"], m["from"]) for m in outcome["messages"]] == [(text, "+447700900111")]


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_other_algorithms_keys_and_claims_are_refused():
    body = message("a")
    assert_all_refused(inspect("vonage-messages", record_of(body, algorithm="HS384"), record_of(body, algorithm="HS512"), record_of(body, "", "none"), record_of(body, "other"), record_of(body, api_key="k0"),
                               record_of(body, iss="Nexmo"), record_of(body, iat=1760000301), record_of(body, iat=1759913599), record_of(body, payload_hash="0" * 64)))


@pytest.mark.parametrize("text", TEXTS)
def test_what_we_compose_is_accepted_by_the_sdk(text):
    record, body = send("vonage-messages", "--text", text)
    token = header(record, "Authorization").removeprefix("Bearer ")
    assert verify_signature(token, secret(record, "signature_secrets"))
    assert not verify_signature(token, "other")
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["payload_hash"] == hashlib.sha256(body).hexdigest() and claims["iss"] == "Vonage"
    assert json.loads(body)["text"] == text


def test_the_sdk_accepts_the_signatures_that_we_accept():
    for name, record, outcome in fixtures("vonage-messages"):
        token = record["request"]["headers"].get("Authorization", "").removeprefix("Bearer ")
        secrets = record["secrets"]["signature_secrets"]
        keys = [value.rpartition("=")[2] for value in ([secrets] if isinstance(secrets, str) else secrets)]
        if outcome["accept"]:
            claims = [jwt.decode(token, options={"verify_signature": False})]
            assert any(jwt.api_jws.PyJWS().decode(token, key, ["HS256"]) for key in keys if verifies(token, key)), name
            assert claims[0]["iss"] == "Vonage"


def verifies(token, key):
    try:
        jwt.api_jws.PyJWS().decode(token, key, ["HS256"])
        return True
    except jwt.InvalidTokenError:
        return False


def test_a_changed_byte_is_refused():
    record, body = send("vonage-messages")
    assert_all_refused(inspect("vonage-messages", *(with_body(record, other) for other in each_byte_changed(body, 5))))
    value = header(record, "Authorization")
    assert_all_refused(inspect("vonage-messages", *(with_header(record, "Authorization", value[:at] + ("A" if value[at] != "A" else "B") + value[at + 1:]) for at in range(len("Bearer "), len(value) - 1, 11))))
