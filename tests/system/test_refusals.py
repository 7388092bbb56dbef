"""A refused webhook explains itself to the operator, in the log, and to nobody else."""

import hashlib
import json

import pytest

from providers import telegram, twilio, whatsapp
from servers import eventually


@pytest.fixture
def switchroom(make_switchroom):
    from conftest import configure

    process = make_switchroom().start()
    configure(process)
    return process


def refusals(switchroom) -> list[dict]:
    lines = [json.loads(line) for line in switchroom.log_text().splitlines() if line.startswith("{")]
    return [line for line in lines if line.get("event") == "webhook refused"]


def refused(switchroom, delivery) -> tuple[str, str]:
    """What the caller hears, and the log's line as text."""
    status, _, answer = switchroom.request("POST", delivery.path, delivery.body, delivery.headers)
    assert status == 401
    request_id = json.loads(answer)["request_id"]
    [line] = eventually("the refusal is logged", lambda: [line for line in refusals(switchroom) if line.get("request_id") == request_id])
    return answer.decode(), json.dumps(line, ensure_ascii=False)


def test_the_operator_reads_what_should_have_been_signed_and_the_caller_does_not(switchroom):
    delivery = whatsapp("+4915112345678", "wamid.R", "a very private question", secret="wrong")
    told, logged = refused(switchroom, delivery)
    digest = hashlib.sha256(delivery.body).hexdigest()
    for word in ("X-Hub-Signature-256", f"<{len(delivery.body)} bytes, SHA-256 {digest[:16]}", "the HMAC of the raw body"):
        assert word in logged
        assert word not in told
    for secret in ("private question", "test-app-secret", delivery.headers["X-Hub-Signature-256"]):
        assert secret not in logged


def test_a_missing_header_is_named_to_the_operator_alone(switchroom):
    delivery = whatsapp("+4915112345678", "wamid.M", "hi")
    delivery.headers.pop("X-Hub-Signature-256")
    told, logged = refused(switchroom, delivery)
    assert "X-Hub-Signature-256" in logged and "nothing" in logged
    assert "X-Hub-Signature-256" not in told


def test_the_url_that_is_signed_is_told_without_its_parameters(switchroom):
    told, logged = refused(switchroom, twilio("+12025550111", "SM1", "a very private question", token="wrong"))
    assert "https://sw.example.org/hooks/demo/sms + " in logged and "sw.example.org" not in told
    assert "private" not in logged


def test_a_wrong_secret_is_not_repeated(switchroom):
    told, logged = refused(switchroom, telegram(1, 1, "hi", token="guessed-secret-token"))
    assert "X-Telegram-Bot-Api-Secret-Token" in logged
    assert "guessed" not in logged and "guessed" not in told
