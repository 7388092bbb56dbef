"""Vonage SMS: the old SDK signs by all five methods, the new one by the four HMACs."""
import urllib.parse

import nexmo
import pytest
from vonage_http_client.auth import Auth

from exchange import TEXTS, assert_all_refused, each_byte_changed, inspect, secret, send, with_body

METHODS = {"md5hash": None, "md5": "md5", "sha1": "sha1", "sha256": "sha256", "sha512": "sha512"}


def old_sdk(method):
    return nexmo.Client(key="k", secret="s", signature_secret="sec", signature_method=METHODS[method])


def new_sdk(method):
    return Auth(api_key="k", api_secret="s", signature_secret="sec", signature_method=method)


def record_of(fields, method, secret_of="sec"):
    request = {"method": "POST", "path": "/", "query": "", "headers": {"Content-Type": "application/x-www-form-urlencoded"}}
    return with_body({"secrets": {"signature_secret": ["next", secret_of], "signature_method": method}, "now": 1760000000, "request": request}, urllib.parse.urlencode(fields).encode())


def sms(text):
    return {"msisdn": "447700900111", "to": "447700900222", "messageId": "M1", "text": text, "type": "unicode", "timestamp": "1760000000", "nonce": "n"}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("text", TEXTS)
def test_what_the_sdks_sign_is_accepted(method, text):
    fields = sms(text)
    signatures = {old_sdk(method).signature(dict(fields))} | ({new_sdk(method).sign_params(dict(fields))} if METHODS[method] else set())
    for signature in signatures:
        [outcome] = inspect("vonage-sms", record_of({**fields, "sig": signature}, method))
        assert [(m["text"], m["from"]) for m in outcome["messages"]] == [(text, "+447700900111")]


@pytest.mark.parametrize("text", TEXTS)
def test_what_we_compose_is_accepted_by_the_sdk(text):
    record, body = send("vonage-sms", "--text", text)
    fields = dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True))
    sdk = nexmo.Client(key="k", secret="s", signature_secret=secret(record, "signature_secret"))
    assert fields["text"] == text
    assert sdk.check_signature(fields) and not sdk.check_signature({**fields, "text": text + "x"})


def test_a_method_of_another_account_is_refused():
    signed = {**sms("a"), "sig": old_sdk("sha256").signature(sms("a"))}
    assert_all_refused(inspect("vonage-sms", *(record_of(signed, method) for method in METHODS if method != "sha256")))


def test_a_changed_byte_is_refused():
    record, body = send("vonage-sms")
    before = urllib.parse.parse_qsl(body.decode(), keep_blank_values=True)
    changed = [other for other in each_byte_changed(body, 3) if urllib.parse.parse_qsl(other.decode(errors="replace"), keep_blank_values=True) != before]
    assert_all_refused(inspect("vonage-sms", *(with_body(record, other) for other in changed)))
