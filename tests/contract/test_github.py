"""GitHub against gidgethub, a client of GitHub's API whose own code checks webhooks."""
import json

import pytest
from gidgethub import ValidationFailure
from gidgethub.sansio import Event, validate_event

from exchange import TEXTS, assert_all_refused, body_of, each_byte_changed, fixtures, header, inspect, secret, send, with_body, with_header

SIGNATURE = "X-Hub-Signature-256"


def is_valid(body, signature, key):
    try:
        validate_event(body, signature=signature, secret=key)
    except ValidationFailure:
        return False
    return True


@pytest.mark.parametrize("text", TEXTS)
def test_what_we_compose_is_parsed_by_the_library(text):
    record, body = send("github", "--text", text)
    headers = {name.lower(): value for name, value in record["request"]["headers"].items()}
    event = Event.from_http(headers, body, secret=secret(record, "secrets"))
    [outcome] = inspect("github", record)
    assert outcome["accept"]
    [message] = outcome["messages"]
    assert text in json.dumps(event.data, ensure_ascii=False) or text in [event.data["comment"]["body"]]
    assert message["text"] == text


def test_the_library_accepts_just_what_we_accept():
    seen = 0
    for name, record, outcome in fixtures("github"):
        claimed = {key.lower(): value for key, value in record["request"]["headers"].items()}.get(SIGNATURE.lower())
        if not claimed:
            continue
        keys = record["secrets"]["secrets"]
        assert outcome["accept"] == any(is_valid(body_of(record), claimed, key) for key in ([keys] if isinstance(keys, str) else keys)), name
        seen += 1
    assert seen >= 15


def test_a_changed_byte_is_refused_by_both():
    record, body = send("github")
    right, key = header(record, SIGNATURE), secret(record, "secrets")
    bodies = list(each_byte_changed(body, 3))
    assert_all_refused(inspect("github", *(with_body(record, other) for other in bodies)))
    assert not any(is_valid(other, right, key) for other in bodies)
    changed = [other.decode("latin-1") for other in each_byte_changed(right.encode(), 1)]
    assert_all_refused(inspect("github", *(with_header(record, SIGNATURE, other) for other in [*changed, right[:-1], right + "0", None])))
    assert not any(is_valid(body, other, key) for other in changed)
