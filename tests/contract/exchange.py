"""What the contract tests share: asking `switchroom inspect` and `switchroom send --print`, and changing bytes."""
import base64
import json
import os
import pathlib
import subprocess

SWITCHROOM = os.environ["SWITCHROOM_BIN"]
FIXTURES = pathlib.Path(__file__).parent.parent / "connectors" / "fixtures"
TEXTS = ["hello", "Hi & 你好 + 100% = ä/ö", "\"quoted\" \\ <b>\n👍🏽", "a=b&c=d%20e"]


def inspect(kind, *records):
    """One outcome a record."""
    lines = "".join(json.dumps(record) + "\n" for record in records)
    done = subprocess.run([SWITCHROOM, "inspect", kind], input=lines, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def send(kind, *flags):
    """The record that `send --print` writes, with its body decoded."""
    done = subprocess.run([SWITCHROOM, "send", kind, "--print", *flags], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    return record, base64.b64decode(record["request"]["body_base64"])


def secret(record, name):
    value = record["secrets"][name]
    return value if isinstance(value, str) else value[0]


def header(record, name):
    return {key.lower(): value for key, value in record["request"]["headers"].items()}[name.lower()]


def with_body(record, body):
    return {**record, "request": {**record["request"], "body_base64": base64.b64encode(body).decode()}}


def each_byte_changed(body, step):
    for at in range(0, len(body), step):
        yield body[:at] + bytes([body[at] ^ 1]) + body[at + 1:]


def assert_all_refused(outcomes):
    assert outcomes
    for outcome in outcomes:
        assert (outcome["accept"], outcome["status"], outcome["messages"]) == (False, 401, [])


def with_header(record, name, value):
    """The record with another value of a header, its name compared without case; None takes it away."""
    headers = {key: text for key, text in record["request"]["headers"].items() if key.lower() != name.lower()}
    return {**record, "request": {**record["request"], "headers": headers if value is None else {**headers, name: value}}}


def body_of(record):
    request = record["request"]
    return request["body"].encode() if "body" in request else base64.b64decode(request.get("body_base64", ""))


def fixtures(kind):
    """Name, record and outcome of each fixture of a kind."""
    for path in sorted((FIXTURES / kind).glob("*.in.json")):
        outcome = json.loads(path.with_name(path.name.replace(".in.", ".out.")).read_text())
        yield path.name.removesuffix(".in.json"), json.loads(path.read_text()), outcome
