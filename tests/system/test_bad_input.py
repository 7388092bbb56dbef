"""Bad input gets a clear answer and never a crash: forged, misdirected, malformed, slow, too large, and the hostile list."""

import json
import re
import socket

import pytest

from evidence import read_topics
from providers import telegram, twilio, whatsapp, whatsapp_raw
from servers import eventually

HOOK = "/hooks/demo/whatsapp"


@pytest.fixture
def switchroom(make_switchroom):
    """Short deadlines and a small limit, so that slow and large requests are cheap to make."""
    from conftest import configure

    process = make_switchroom(listen={"header_ms": 400, "body_ms": 400, "body_bytes_max": 65536}).start()
    configure(process)
    return process


def exchange(switchroom, request: bytes, close: bool = True, seconds: float = 5) -> bytes:
    """Everything that comes back for these bytes until the server ends the connection."""
    with socket.create_connection(("127.0.0.1", switchroom.port), seconds) as connection:
        try:
            connection.sendall(request)
            if close:
                connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # refused in the middle: the answer may be there all the same
        answer = b""
        try:
            while piece := connection.recv(65536):
                answer += piece
        except ConnectionResetError:
            pass
        return answer


def status_of(answer: bytes) -> int:
    assert answer.startswith(b"HTTP/1."), answer[:200]
    return int(answer.split(b" ", 2)[1])


def problem_of(switchroom, method: str, path: str, body: bytes = b"", headers: dict | None = None) -> tuple[int, dict]:
    status, answered, answer = switchroom.request(method, path, body, headers)
    assert answered["content-type"] == "application/problem+json", (status, answered, answer)
    return status, json.loads(answer)


@pytest.mark.parametrize("delivery", [whatsapp("+4915112345678", "wamid.F", "hi", secret="wrong"), telegram(1, 1, "hi", token="wrong"),
                                      twilio("+12025550111", "SM1", "hi", token="wrong")], ids=["whatsapp", "telegram", "twilio"])
def test_a_forged_signature_is_401(switchroom, delivery):
    status, problem = problem_of(switchroom, "POST", delivery.path, delivery.body, delivery.headers)
    assert (status, problem["status"]) == (401, 401) and "forged_signature" in problem["type"]


def test_one_changed_byte_is_401(switchroom):
    delivery = whatsapp("+4915112345678", "wamid.C", "hi")
    for at in range(0, len(delivery.body), 7):
        body = bytearray(delivery.body)
        body[at] ^= 1
        assert problem_of(switchroom, "POST", HOOK, bytes(body), delivery.headers)[0] == 401


@pytest.mark.parametrize("method, path, status", [
    ("POST", "/hooks/demo/nothing", 404), ("POST", "/hooks/nobody/whatsapp", 404), ("GET", "/nothing", 404),
    ("PUT", HOOK, 405), ("DELETE", "/livez", 405), ("POST", "/metrics", 405), ("GET", "/v1/tickets/t0-1", 401),
    ("GET", HOOK + "?hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1", 403)])
def test_a_misdirected_request_gets_its_status(switchroom, method, path, status):
    assert problem_of(switchroom, method, path)[0] == status


def test_a_foreign_ticket_is_404(switchroom):
    switchroom.token = switchroom.make_token("admin", "other")
    assert switchroom.api("GET", "/v1/tickets/t0-1")[0] == 404


def test_a_body_that_is_too_large_is_413(switchroom):
    delivery = whatsapp("+4915112345678", "wamid.L", "x" * 100_000)
    assert status_of(exchange(switchroom, delivery.wire())) == 413
    chunked = head("Host: x", "Transfer-Encoding: chunked") + (b"10000\r\n" + b"x" * 65536 + b"\r\n") * 2
    assert status_of(exchange(switchroom, chunked)) == 413


@pytest.mark.parametrize("request_bytes", [f"POST {HOOK} HTTP/1.1\r\nHost: x\r\n".encode(),
                                           f"POST {HOOK} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhal".encode()],
                         ids=["header", "body"])
def test_a_slow_request_is_408(switchroom, request_bytes):
    assert status_of(exchange(switchroom, request_bytes, close=False)) == 408


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff\xfe", b'{"entry":7}', b'{"object":"x","object":"y"}', b"{" * 100_0,
                                  b'{"entry":[{"changes":[{"field":"messages","value":{"messages":[{"type":"text"}]}}]}]}'])
def test_an_authentic_body_that_can_not_be_read_is_a_dead_letter_with_its_reason(switchroom, kafka, prefix, body):
    delivery = whatsapp_raw(body)
    status, _, answer = switchroom.request("POST", delivery.path, delivery.body, delivery.headers)
    assert status == 200, answer
    letters = eventually("the dead letter is on Kafka", lambda: read_topics(kafka.brokers, prefix, ["dead-letters"]))
    assert letters[0].event["type"] == "switchroom.message.dead_lettered.v1"
    assert letters[0].event["data"]["reason"] and "body_base64" in letters[0].event["data"]["request"]
    assert b"test-app-secret" not in letters[0].value


def test_a_dead_letter_is_listed_shown_and_replayed(switchroom, workspace, kafka, prefix, tmp_path):
    delivery = whatsapp_raw(b"[]")
    assert switchroom.request("POST", delivery.path, delivery.body, delivery.headers)[0] == 200
    switchroom.wait_quiet()
    [listed] = switchroom.run_command("dead-letters", "list").stdout.splitlines()
    letter = listed.split()[0]
    shown = json.loads(switchroom.run_command("dead-letters", "show", letter, "--json").stdout)
    assert shown["id"] == letter and shown["data"]["reason"] in json.loads('"' + listed.split(maxsplit=3)[3].strip('"') + '"')
    document = tmp_path / "workspace.yaml"
    document.write_text(json.dumps(workspace))
    dry = switchroom.run_command("dead-letters", "replay", letter, "--dry-run", "--workspace-file", str(document), check=False)
    assert dry.returncode == 3 and dry.stdout.startswith("not understood"), dry
    assert switchroom.run_command("dead-letters", "replay", letter).stdout == "200\n"
    switchroom.wait_quiet()
    assert len(read_topics(kafka.brokers, prefix, ["dead-letters"])) == 2
    assert switchroom.run_command("dead-letters", "show", "nothing", check=False).returncode == 1


@pytest.mark.parametrize("what", ["signature", "body"])
@pytest.mark.parametrize("kind", ["whatsapp", "twilio"])
def test_a_message_that_was_broken_on_its_way_is_refused(switchroom, kind, what):
    done = switchroom.run_command("send", kind, "--break", what, check=False)
    assert done.returncode == 4 and "401" in done.stderr, done


def test_a_message_that_is_sent_twice_is_stored_once(switchroom, kafka, prefix):
    switchroom.run_command("send", "whatsapp", "--twice", "--late", "30s", "--text", "once")
    switchroom.wait_quiet()
    assert [record.event["data"]["message"]["text"] for record in read_topics(kafka.brokers, prefix, ["messages"])] == ["once"]


def test_a_bad_message_does_not_lose_the_rest_of_its_batch(switchroom, kafka, prefix):
    good = json.loads(whatsapp("+4915112345678", "wamid.G", "hello").body)
    messages = good["entry"][0]["changes"][0]["value"]["messages"]
    messages.insert(0, {"from": "4915112345678", "type": "text", "text": {"body": 7}})
    delivery = whatsapp_raw(good)
    assert switchroom.request("POST", delivery.path, delivery.body, delivery.headers)[0] == 200
    switchroom.wait_quiet()
    assert [record.event["data"]["message"]["text"] for record in read_topics(kafka.brokers, prefix, ["messages"])] == ["hello"]
    assert len(read_topics(kafka.brokers, prefix, ["dead-letters"])) == 1


def head(*lines: str, method: str = "POST", target: str = HOOK, version: str = "HTTP/1.1") -> bytes:
    return "\r\n".join([f"{method} {target} {version}", *lines]).encode("latin-1") + b"\r\n\r\n"


HOSTILE = {
    "two different lengths": (head("Host: x", "Content-Length: 1", "Content-Length: 2") + b"ab", {400}),
    "two equal lengths": (head("Host: x", "Content-Length: 1", "Content-Length: 1") + b"a", {400}),
    "a list of lengths": (head("Host: x", "Content-Length: 1, 1") + b"a", {400}),
    "a signed length": (head("Host: x", "Content-Length: +1") + b"a", {400}),
    "a negative length": (head("Host: x", "Content-Length: -1"), {400}),
    "a huge length": (head("Host: x", "Content-Length: 99999999999999999999999"), {400, 413}),
    "length and coding": (head("Host: x", "Content-Length: 3", "Transfer-Encoding: chunked") + b"0\r\n\r\n", {400}),
    "an unknown coding": (head("Host: x", "Transfer-Encoding: gzip") + b"0\r\n\r\n", {400, 501}),
    "xchunked": (head("Host: x", "Transfer-Encoding: xchunked") + b"0\r\n\r\n", {400, 501}),
    "identity, chunked": (head("Host: x", "Transfer-Encoding: identity, chunked") + b"0\r\n\r\n", {400, 501}),
    "chunked twice": (head("Host: x", "Transfer-Encoding: chunked", "Transfer-Encoding: chunked") + b"0\r\n\r\n", {400, 501}),
    "chunked in 1.0": (head("Host: x", "Transfer-Encoding: chunked", version="HTTP/1.0") + b"0\r\n\r\n", {400, 501}),
    "chunk with a sign": (head("Host: x", "Transfer-Encoding: chunked") + b"+1\r\na\r\n0\r\n\r\n", {400}),
    "chunk in 0x": (head("Host: x", "Transfer-Encoding: chunked") + b"0x1\r\na\r\n0\r\n\r\n", {400}),
    "chunk that wraps": (head("Host: x", "Transfer-Encoding: chunked") + b"fffffffffffffffff\r\na\r\n0\r\n\r\n", {400, 413}),
    "chunk with a bare LF": (head("Host: x", "Transfer-Encoding: chunked") + b"1\na\n0\n\n", {400}),
    "a trailer of 64 kB": (head("Host: x", "Transfer-Encoding: chunked") + b"0\r\nA: " + b"b" * 65536 + b"\r\n\r\n", {400, 431}),
    "no host": (head("Content-Length: 0"), {400}),
    "two hosts": (head("Host: x", "Host: y", "Content-Length: 0"), {400}),
    "a host with a path": (head("Host: x/y", "Content-Length: 0"), {400}),
    "a folded field": (head("Host: x", "A: b", " c", "Content-Length: 0"), {400}),
    "a NUL in a field": (head("Host: x", "A: b\0c", "Content-Length: 0"), {400}),
    "a bare CR in a field": (head("Host: x", "A: b\rc", "Content-Length: 0"), {400}),
    "bare LFs": (head("Host: x").replace(b"\r\n", b"\n"), {400}),
    "a blank before the colon": (head("Host : x", "Content-Length: 0"), {400}),
    "a target of 8 bits": (head("Host: x", target="/h\xf6oks"), {400}),
    "a target with a blank": (head("Host: x", target="/a b"), {400}),
    "an unknown method": (head("Host: x", method="BREW"), {501}),
    "a method in small letters": (head("Host: x", method="post"), {501, 400}),
    "HTTP/2": (head("Host: x", version="HTTP/2.0"), {505, 400}),
    "HTTP/0.9": (b"GET /\r\n", {400, 408, 505}),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 64, {400}),
    "a line of 1 MB": (head("Host: x", target="/" + "a" * 1_000_000), {400, 414, 431}),
    "a field of 1 MB": (head("Host: x", "A: " + "b" * 1_000_000), {431}),
    "20,000 fields": (head("Host: x", *[f"A{i}: b" for i in range(20_000)]), {431, 400}),
    "an odd expectation": (head("Host: x", "Expect: 200-tea", "Content-Length: 0"), {417}),
    "nothing but blank lines": (b"\r\n" * 1000, {400, 408}),
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory, kafka):
    """One process for the whole list: it has to survive it all."""
    from conftest import WORKSPACE
    from providers import SECRETS
    from servers import RedisServer, Switchroom

    folder = tmp_path_factory.mktemp("hostile")
    redis_server = RedisServer(folder / "redis").start()
    process = Switchroom(folder / "switchroom", redis_server.url, kafka.brokers, kafka={"topic_prefix": "hostile."},
                         listen={"header_ms": 1000, "body_ms": 1000})
    for name, value in SECRETS.items():
        process.write_secret(name, value)
    process.start()
    process.token = process.make_token()
    process.apply(WORKSPACE)
    yield process
    process.close()
    redis_server.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_http_is_refused_and_the_connection_closed(kept, name):
    request, allowed = HOSTILE[name]
    answer = exchange(kept, request, close=False, seconds=10)
    assert status_of(answer) in allowed, answer[:300]
    assert len(re.findall(rb"HTTP/1\.1 \d{3} ", answer)) == 1, "what follows a refused request must not be read as another one"
    assert kept.running() and kept.get("/livez")[0] == 200


def test_pipelined_requests_are_answered_in_order(kept):
    deliveries = [whatsapp("+4915112345678", f"wamid.P{i}", "hi", secret="wrong" if i % 3 == 1 else "test-app-secret") for i in range(30)]
    answer = exchange(kept, b"".join(delivery.wire() for delivery in deliveries))
    statuses = [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)]
    assert statuses == [401 if i % 3 == 1 else 200 for i in range(30)]


def test_no_secret_and_no_text_is_logged(switchroom):
    delivery = whatsapp("+4915112345678", "wamid.S", "my very private words")
    switchroom.request("POST", delivery.path, delivery.body, delivery.headers)
    forged = whatsapp("+4915112345678", "wamid.S", "my very private words", secret="wrong")
    switchroom.request("POST", forged.path, forged.body, forged.headers)
    switchroom.stop()
    log = switchroom.log_text()
    for secret in ("test-app-secret", "test-verify-token", "test-auth-token", "test_secret-token", "very private", switchroom.token):
        assert secret not in log
    for line in log.splitlines():
        json.loads(line)  # every line is one JSON object
