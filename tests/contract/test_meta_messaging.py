"""Messenger and Instagram against pywa's validator, which knows the signature of all products of Meta."""
import base64
import json

import pytest
from pywa.utils import webhook_updates_validator

from exchange import TEXTS, assert_all_refused, body_of, each_byte_changed, fixtures, header, inspect, secret, send, with_body, with_header

KINDS = ["messenger", "instagram"]
SIGNATURE = "X-Hub-Signature-256"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", TEXTS)
def test_what_we_compose_is_accepted_by_pywa(kind, text):
    record, body = send(kind, "--text", text)
    assert webhook_updates_validator(secret(record, "app_secret"), body, header(record, SIGNATURE))
    assert not webhook_updates_validator(secret(record, "app_secret"), body + b" ", header(record, SIGNATURE))
    assert json.loads(body)["entry"][0]["messaging"][0]["message"]["text"] == text
    [outcome] = inspect(kind, record)
    assert [m["text"] for m in outcome["messages"]] == [text]


@pytest.mark.parametrize("kind", KINDS)
def test_pywa_accepts_just_what_we_accept(kind):
    for name, record, outcome in fixtures(kind):
        claimed = {key.lower(): value for key, value in record["request"]["headers"].items()}.get(SIGNATURE.lower())
        if record["request"]["method"] != "POST" or not claimed:
            continue
        secrets = record["secrets"]["app_secret"]
        theirs = any(webhook_updates_validator(key, body_of(record), claimed) for key in ([secrets] if isinstance(secrets, str) else secrets))
        assert outcome["accept"] == theirs, name


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_byte_is_refused(kind):
    record, body = send(kind)
    right = header(record, SIGNATURE)
    assert_all_refused(inspect(kind, *(with_body(record, other) for other in each_byte_changed(body, 3))))
    changed = [other.decode("latin-1") for other in each_byte_changed(right.encode(), 1)]
    assert_all_refused(inspect(kind, *(with_header(record, SIGNATURE, other) for other in [*changed, right[:-1], right + "0", None])))
