"""What the system tests share: one real Kafka a file, and Redis and Switchroom for each test."""

import os
import secrets
from pathlib import Path

import pytest
import yaml

from providers import SECRETS
from servers import KafkaBroker, RedisServer, Switchroom

WORKSPACE = Path(__file__).with_name("workspace.yaml")


@pytest.fixture(scope="session")
def kafka(tmp_path_factory):
    broker = KafkaBroker(tmp_path_factory.mktemp("kafka")).start()
    yield broker
    broker.close()


@pytest.fixture
def redis_server(tmp_path):
    server = RedisServer(tmp_path / "redis").start()
    yield server
    server.close()


@pytest.fixture
def workspace() -> dict:
    return yaml.safe_load(WORKSPACE.read_text())


@pytest.fixture
def prefix() -> str:
    """Topics of this test alone."""
    return f"t{secrets.token_hex(4)}."


@pytest.fixture
def make_switchroom(tmp_path, redis_server, kafka, prefix):
    """Makes processes that share this test's Redis, Kafka and topics: make_switchroom("a", shard={…})."""
    made = []

    def make(name: str = "switchroom", **settings) -> Switchroom:
        settings.setdefault("kafka", {}).setdefault("topic_prefix", prefix)
        process = Switchroom(tmp_path / name, redis_server.url, kafka.brokers, **settings)
        for secret, value in SECRETS.items():
            process.write_secret(secret, value)
        made.append(process)
        return process

    yield make
    for process in made:
        process.close()


@pytest.fixture
def switchroom(make_switchroom):
    """A ready process with the administrator's token and the tests' workspace applied."""
    process = make_switchroom().start()
    configure(process)
    return process


def configure(process: Switchroom):
    process.token = process.make_token()
    process.apply(WORKSPACE)


def pytest_sessionstart(session):
    program = os.environ.get("SWITCHROOM_BIN")
    if not program or not os.access(program, os.X_OK):
        pytest.exit("SWITCHROOM_BIN must name the built program; ./test sets it", returncode=1)
