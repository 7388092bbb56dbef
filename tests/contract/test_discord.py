"""Discord against its official SDK, which verifies by PyNaCl; PyNaCl signs here."""
import json

import pytest
from discord_interactions import verify_key
from nacl.signing import SigningKey

from exchange import TEXTS, assert_all_refused, body_of, each_byte_changed, fixtures, header, inspect, secret, send, with_body, with_header

SIGNATURE, TIME, NOW = "X-Signature-Ed25519", "X-Signature-Timestamp", 1760000000
KEY = SigningKey(bytes(range(1, 33)))


def signed(interaction):
    body = json.dumps(interaction, ensure_ascii=False)
    return {"secrets": {"public_key": KEY.verify_key.encode().hex()}, "now": NOW, "request": {"method": "POST", "path": "/hooks/demo/discord", "query": "", "body": body,
            "headers": {TIME: str(NOW), SIGNATURE: KEY.sign(str(NOW).encode() + body.encode()).signature.hex()}}}


def test_a_ping_is_answered():
    [outcome] = inspect("discord", signed({"id": "1", "application_id": "2", "type": 1, "token": "t", "version": 1}))
    assert (outcome["accept"], outcome["status"], json.loads(outcome["response_body"]), outcome["messages"]) == (True, 200, {"type": 1}, [])


@pytest.mark.parametrize("text", TEXTS)
def test_what_pynacl_signs_is_accepted(text):
    [outcome] = inspect("discord", signed({"id": "1425708442214400017", "application_id": "2", "type": 2, "token": "t", "version": 1, "channel_id": "3", "user": {"id": "4", "username": "ann"},
                                           "data": {"id": "5", "name": "ask", "type": 1, "options": [{"name": "text", "type": 3, "value": text}]}}))
    assert outcome["messages"][0]["text"] == f"/ask text:{text}"
    assert outcome["messages"][0]["at_ms"] == (1425708442214400017 >> 22) + 1420070400000


@pytest.mark.parametrize("text", TEXTS)
def test_what_we_compose_is_accepted_by_the_sdk(text):
    record, body = send("discord", "--text", text)
    assert verify_key(body, header(record, SIGNATURE), header(record, TIME), secret(record, "public_key"))
    assert not verify_key(body + b" ", header(record, SIGNATURE), header(record, TIME), secret(record, "public_key"))
    [outcome] = inspect("discord", record)
    assert [m["text"] for m in outcome["messages"]] == [text]


def test_the_sdk_accepts_just_what_we_accept_apart_from_old_times():
    for name, record, outcome in fixtures("discord"):
        headers = record["request"]["headers"]
        if SIGNATURE not in headers or "later" in name or "future" in name or "no_number" in name or "fits_nothing" in name or "half_a_byte" in name or "no_hex" in name:
            continue
        keys = record["secrets"]["public_key"]
        theirs = any(verify_key(body_of(record), headers[SIGNATURE], headers[TIME], key) for key in ([keys] if isinstance(keys, str) else keys))
        assert outcome["accept"] == theirs, name


def test_a_changed_byte_is_refused_with_exactly_401():
    record, body = send("discord")
    right, time = header(record, SIGNATURE), header(record, TIME)
    assert_all_refused(inspect("discord", *(with_body(record, other) for other in each_byte_changed(body, 5))))
    changed = [other.decode("latin-1") for other in each_byte_changed(right.encode(), 3)]
    assert_all_refused(inspect("discord", *(with_header(record, SIGNATURE, other) for other in [*changed, right[:-2], right + "00", None])))
    assert_all_refused(inspect("discord", *(with_header(record, TIME, other) for other in [str(int(time) + 1), time + "0", "", None])))
