"""Kakao: an unofficial library parses what we compose and what our fixtures hold."""
import pytest
from kakao_chatbot import Payload

from exchange import TEXTS, assert_all_refused, fixtures, header, inspect, send, with_header


@pytest.mark.parametrize("text", TEXTS)
def test_what_we_compose_is_parsed_by_the_library(text):
    record, body = send("kakao", "--text", text)
    payload = Payload.from_json(body.decode())
    assert payload.utterance == text + "\n"
    [outcome] = inspect("kakao", record)
    assert [(m["text"], m["from"]) for m in outcome["messages"]] == [(text, payload.user_id)]


def test_the_library_parses_each_fixture_with_a_message():
    for name, record, outcome in fixtures("kakao"):
        if not outcome["messages"] or "without_properties" in name:
            continue
        payload = Payload.from_json(record["request"]["body"])
        assert outcome["messages"][0]["text"] == payload.utterance.rstrip("\r\n"), name
        assert outcome["messages"][0]["account"] == payload.bot.id, name


def test_a_changed_secret_is_refused():
    record, _ = send("kakao")
    name = record["secrets"]["header_name"]
    name = name if isinstance(name, str) else name[0]
    right = header(record, name)
    wrong = [right[:at] + chr(ord(right[at]) ^ 1) + right[at + 1:] for at in range(len(right))] + [right[:-1], right + "0", "", None]
    assert_all_refused(inspect("kakao", *(with_header(record, name, value) for value in wrong)))
