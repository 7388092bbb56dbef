"""Mailgun signs timestamp and token only, and no library of its own checks that: Python's hmac does."""
import hashlib
import hmac
import urllib.parse

import pytest

from exchange import TEXTS, assert_all_refused, inspect, secret, send, with_body


@pytest.mark.parametrize("text", TEXTS)
def test_what_we_compose_has_the_documented_signature(text):
    record, body = send("mailgun", "--text", text)
    fields = dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True))
    right = hmac.new(secret(record, "webhook_signing_keys").encode(), (fields["timestamp"] + fields["token"]).encode(), hashlib.sha256).hexdigest()
    assert fields["signature"] == right
    assert [message["text"] for message in inspect("mailgun", record)[0]["messages"]] == [text]


def test_one_changed_byte_of_what_is_signed_is_refused():
    record, body = send("mailgun")
    fields = urllib.parse.parse_qsl(body.decode())
    changed = [[(name, value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1:] if name == other else value) for name, value in fields]
               for other in ("timestamp", "token", "signature") for at in range(len(dict(fields)[other]))]
    assert_all_refused(inspect("mailgun", *(with_body(record, urllib.parse.urlencode(other).encode()) for other in changed)))


def test_the_vector_of_the_reference_is_accepted():
    fields = {"recipient": "a@mg.example", "sender": "b@example.org", "from": "b@example.org", "timestamp": "1760000000", "token": "a" * 50,
              "signature": "22b3fc22581025aa2287121e48ff8994ae6ffcefd9551d1e88787b0a0f2db74c"}
    record = {"secrets": {"webhook_signing_keys": "sec"}, "now": 1760000000, "request": {"method": "POST", "path": "/hooks/demo/mail", "query": "",
              "headers": {"Content-Type": "application/x-www-form-urlencoded"}, "body": urllib.parse.urlencode(fields)}}
    assert inspect("mailgun", record)[0]["accept"]
