"""MessageBird's SDK verifies tokens and the old HMAC; for Bird v2 there is no library."""
import hashlib
import json
import time
import urllib.parse
import warnings

import jwt
import pytest
from messagebird.error import ValidationError
from messagebird.request_validator import RequestValidator
from messagebird.signed_request import SignedRequest

from exchange import TEXTS, assert_all_refused, each_byte_changed, fixtures, inspect, send, with_body

KEY = "a key of more than thirty-two bytes for HS256"
SETTINGS = {"signing_key": ["next", KEY], "public_base_url": "https://sw.example.org"}
URL = "https://sw.example.org/hooks/demo/bird?a=1"


def event(text):
    return json.dumps({"service": "channels", "event": "sms.inbound", "payload": {"id": "m1", "sender": {"contact": {"identifierValue": "+31612345678"}}, "body": {"type": "text", "text": {"text": text}}, "direction": "incoming"}}).encode()


def token_record(body, algorithm="HS256", url=URL, **claims):
    now = int(time.time())
    every = {"iss": "MessageBird", "nbf": now, "exp": now + 60, "jti": "j", "url_hash": hashlib.sha256(url.encode()).hexdigest(), "payload_hash": hashlib.sha256(body).hexdigest(), **claims}
    token = jwt.encode(every, KEY, algorithm)
    request = {"method": "POST", "path": "/hooks/demo/bird", "query": "a=1", "headers": {"Content-Type": "application/json", "MessageBird-Signature-JWT": token}}
    return with_body({"secrets": {"scheme": "jwt", **SETTINGS}, "now": now, "request": request}, body), token


def sdk_accepts(token, body):
    try:
        return bool(RequestValidator(KEY).validate_signature(token, URL, body))
    except ValidationError:
        return False


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
@pytest.mark.parametrize("text", TEXTS)
def test_a_token_that_the_sdk_accepts_is_accepted(algorithm, text):
    record, token = token_record(event(text), algorithm)
    assert sdk_accepts(token, event(text))
    [outcome] = inspect("bird", record)
    assert [(m["text"], m["from"]) for m in outcome["messages"]] == [(text, "+31612345678")]


@pytest.mark.parametrize("claims", [{"iss": "x"}, {"exp": 1}, {"nbf": 1 << 40}, {"url_hash": "0"}, {"payload_hash": "0"}], ids=str)
def test_a_token_that_the_sdk_refuses_is_refused(claims):
    record, token = token_record(event("a"), **claims)
    assert not sdk_accepts(token, event("a"))
    assert_all_refused(inspect("bird", record))


def test_the_old_hmac_agrees_with_the_sdk():
    warnings.simplefilter("ignore", DeprecationWarning)
    compared = 0
    for name, record, outcome in fixtures("bird"):
        request = record["request"]
        if record["secrets"]["scheme"] != "legacy" or "percent_20" in name or not outcome["accept"]:
            continue
        headers = request["headers"]
        signed = SignedRequest(headers["MessageBird-Signature"], headers["MessageBird-Request-Timestamp"], request["body"], dict(urllib.parse.parse_qsl(request["query"])))
        assert signed.verify(record["secrets"]["signing_key"]), name
        compared += 1
    assert compared >= 4


def test_a_changed_byte_is_refused():
    record, body = send("bird")
    assert inspect("bird", record)[0]["accept"]
    assert_all_refused(inspect("bird", *(with_body(record, other) for other in each_byte_changed(body, 5))))
    tokened, _ = token_record(event("a"))
    request = tokened["request"]
    assert_all_refused(inspect("bird", with_body(tokened, event("b")), {**tokened, "request": {**request, "query": "a=2"}}, {**tokened, "request": {**request, "path": "/hooks/demo/birc"}}))
