"""What is measured, and what stands beside it: both gateways, each with a redis-server of its own, and one broker."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests/system"))

import servers  # noqa: E402  the system tests' processes

AGENTS = 50
SECRET = "load-test-secret"


class Broker(servers.KafkaBroker):
    """Kafka with room to work; the tests' broker is as small as can be."""

    def _java(self) -> list[str]:
        return ["java", "-Xmx512m", "-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", f"{servers.KAFKA_JARS}/*"]

    def answers(self) -> bool:
        assert self.running(), self.last_words()
        servers.socket.create_connection(("127.0.0.1", self.port), 2).close()
        return True  # it listens; both gateways wait by themselves until it serves


def start_redis(folder: Path, appendfsync: str) -> servers.RedisServer:
    redis = servers.RedisServer(folder).start()
    subprocess.run(["redis-cli", "-s", redis.socket, "config", "set", "appendfsync", appendfsync], check=True, capture_output=True)
    return redis


class Candidate:
    """A gateway ready for load. `server` and `redis` are its processes."""

    name: str
    path: str
    topic: str
    server: servers.Process
    redis: servers.RedisServer
    url: str

    def secret_file(self) -> Path:
        file = self.server.folder / "app_secret"
        file.touch(mode=0o600)
        file.write_text(SECRET)
        return file

    def settle(self):
        """Returns when nothing of what was accepted is left to do."""

    def close(self):
        self.server.kill()
        self.redis.close()


class Switchroom(Candidate):
    name, path, topic = "Switchroom", "/hooks/demo/whatsapp", "switchroom.messages"

    def __init__(self, folder: Path, appendfsync: str, brokers: str, program: Path):
        self.redis = start_redis(folder / "redis", appendfsync)
        durability = {"always": "disk", "everysec": "process"}[appendfsync]
        self.server = servers.Switchroom(folder / "server", self.redis.url, brokers, str(program), redis={"durability": durability},
                                         log={"level": "warning"})
        self.url = self.server.url
        self.server.write_secret("whatsapp_app_secret", SECRET)
        self.server.write_secret("whatsapp_verify_token", "unused")
        self.server.start()
        self.server.token = self.server.make_token()
        document = folder / "workspace.yaml"
        document.write_text(json.dumps(workspace()))
        self.server.apply(document)

    def settle(self):
        self.server.wait_quiet(120)


class GoPeer(Candidate):
    name, path, topic = "Go", "/webhook", "peer.assignments"

    def __init__(self, folder: Path, appendfsync: str, brokers: str, program: Path):
        self.redis = start_redis(folder / "redis", appendfsync)
        self.server = servers.Process(folder / "server", "peer.log")
        port = servers.free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.server.launch([str(program), "-listen", f"127.0.0.1:{port}", "-redis", self.redis.socket, "-kafka", brokers, "-topic", self.topic,
                            "-secret-file", str(self.secret_file())])
        servers.eventually("the Go peer listens", lambda: self._listens(port), 60)

    def _listens(self, port: int) -> bool:
        assert self.server.running(), self.server.last_words()
        servers.socket.create_connection(("127.0.0.1", port), 2).close()
        return True


def workspace() -> dict:
    """As many agents as the peer has, room for every ticket, and the peer's keywords as rules."""
    keywords = (ROOT / "loadtest/peer-go/keywords.txt").read_text().split()
    return {
        "workspace": "demo", "default_group": "general", "skills": ["known"],
        "channels": [{"id": "whatsapp", "kind": "whatsapp",
                      "settings": {"app_secret": "file:whatsapp_app_secret", "verify_token": "file:whatsapp_verify_token"}}],
        "groups": [{"id": "general"}],
        "agents": [{"id": f"agent-{i}", "groups": ["general"], "skills": {"known": 5}, "limit": 1_000_000, "first_status": "online"}
                   for i in range(AGENTS)],
        "rules": [{"id": word, "when": {"keywords": [word]}, "then": {"require": {"known": 1}, "stop": "true"}} for word in keywords],
    }
