"""X against `twitterwebhooks`, the most used server for the Account Activity API: its answer to the challenge is ours,
and it takes just the deliveries that we take. (X has no library of its own for this; the documented challenge and
delivery are fixtures.)"""
import json
import urllib.parse

import pytest
from pyee import EventEmitter
from twitterwebhooks.server import WebhookServer

from exchange import TEXTS, assert_all_refused, body_of, each_byte_changed, fixtures, header, inspect, secret, send, with_body, with_header

SIGNATURE = "x-twitter-webhooks-signature"
PATH = "/hooks/demo/x"


class Theirs:
    """The library's server, and what it passed on."""

    def __init__(self, consumer_secret):
        emitter = EventEmitter()
        self.events = []
        emitter.on("direct_message_events", self.events.append)
        emitter.on("error", lambda _: None)
        self.client = WebhookServer(consumer_secret, PATH, emitter, None).test_client()

    def accepts(self, body, signature):
        return self.client.post(PATH, data=body, headers={SIGNATURE: signature, "Content-Type": "application/json"}).status_code == 200


@pytest.mark.parametrize("token", ["challenge_string", "NjAwNmZlYzEtZTVmNi00MmFkLTgzN2MtNTc2YjMyNDgxZmE0", "a-b_c=+/."])
def test_the_challenge_is_answered_as_the_library_does(token):
    record = {"secrets": {"consumer_secret": "x-secret"}, "now": 1760000000,
              "request": {"method": "GET", "path": PATH, "query": "crc_token=" + urllib.parse.quote(token, safe=""), "headers": {}, "body": ""}}
    [outcome] = inspect("x", record)
    theirs = Theirs("x-secret").client.get(PATH, query_string={"crc_token": token})
    assert (outcome["status"], json.loads(outcome["response_body"])) == (theirs.status_code, json.loads(theirs.data))
    record["secrets"]["consumer_secret"] = "x-secreu"
    [other] = inspect("x", record)
    assert json.loads(other["response_body"]) != json.loads(theirs.data)


@pytest.mark.parametrize("text", TEXTS)
def test_what_we_compose_is_passed_on_by_the_library(text):
    record, body = send("x", "--text", text)
    theirs = Theirs(secret(record, "consumer_secret"))
    assert theirs.accepts(body, header(record, SIGNATURE))
    [event] = theirs.events
    [outcome] = inspect("x", record)
    [message] = outcome["messages"]
    assert (message["provider_id"], message["from"]) == (event["event"]["id"], event["event"]["message_create"]["sender_id"])
    assert message["text"] == text


def test_the_library_accepts_just_what_we_accept():
    seen = 0
    for name, record, outcome in fixtures("x"):
        claimed = {key.lower(): value for key, value in record["request"]["headers"].items()}.get(SIGNATURE)
        if not claimed or record["request"]["method"] != "POST" or not claimed.startswith("sha256="):
            continue
        try:
            if "for_user_id" not in json.loads(body_of(record)):
                continue  # the newer envelope, which the library does not know
        except ValueError:
            continue
        keys = record["secrets"]["consumer_secret"]
        theirs = any(Theirs(key).accepts(body_of(record), claimed) for key in ([keys] if isinstance(keys, str) else keys))
        assert outcome["accept"] == theirs, name
        seen += 1
    assert seen >= 10


def test_a_changed_byte_is_refused_by_both():
    record, body = send("x")
    right, theirs = header(record, SIGNATURE), Theirs(secret(record, "consumer_secret"))
    bodies = list(each_byte_changed(body, 3))
    assert_all_refused(inspect("x", *(with_body(record, other) for other in bodies)))
    assert not any(theirs.accepts(other, right) for other in bodies)
    changed = [other.decode("latin-1") for other in each_byte_changed(right.encode(), 1)]
    assert_all_refused(inspect("x", *(with_header(record, SIGNATURE, other) for other in [*changed, right[:-1], right + "0", None])))
