"""Postmark signs nothing: the user and password of the webhook's URL, as any HTTP client sends them."""
import pytest
import requests
from requests.auth import HTTPBasicAuth

from exchange import TEXTS, assert_all_refused, header, inspect, secret, send, with_header


def authorization(user, password):
    return HTTPBasicAuth(user, password)(requests.Request("POST", "http://sw.example").prepare()).headers["Authorization"]


@pytest.mark.parametrize("text", TEXTS)
def test_what_we_compose_carries_what_a_client_would_send(text):
    record, _ = send("postmark", "--text", text)
    assert header(record, "Authorization") == authorization(secret(record, "basic_user"), secret(record, "basic_password"))
    assert [message["text"] for message in inspect("postmark", record)[0]["messages"]] == [text]


def test_one_changed_byte_of_the_password_is_refused():
    record, _ = send("postmark")
    user, password = secret(record, "basic_user"), secret(record, "basic_password")
    wrong = [password[:at] + chr(ord(password[at]) ^ 1) + password[at + 1:] for at in range(len(password))] + [password[:-1], password + "x", ""]
    assert_all_refused(inspect("postmark", *(with_header(record, "Authorization", authorization(user, other)) for other in wrong)))
    assert_all_refused(inspect("postmark", with_header(record, "Authorization", None), with_header(record, "Authorization", authorization(user + "x", password))))
