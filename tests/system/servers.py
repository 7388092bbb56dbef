"""Real processes for the tests: redis-server, Apache Kafka and Switchroom, each in its own folder, on free ports, and each can be
killed, paused and started again. Whoever makes one stops it; none outlives the test run."""

import base64
import ctypes
import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / ".tools"
KAFKA_JARS = TOOLS / "kafka-4.4.0"
SMALL_JAVA = ["-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]


def eventually(what: str, condition: Callable[[], object], seconds: float = 40, between: float = 0.02):
    """The first true value of `condition`; fails if there is none within `seconds`. An OSError counts as not yet."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            value = condition()
        except (OSError, http.client.HTTPException):
            value = None
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds:g} s: {what}")
        time.sleep(between)


def free_port() -> int:
    """A port on which, and behind which, nobody listens; below the ephemeral ones, which collide."""
    while True:
        port = 20000 + secrets.randbelow(6000) * 2
        try:
            for candidate in (port, port + 1):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", candidate))
            return port
        except OSError:
            continue


# A child dies with the thread that made it, and this one lives as long as the test run.
_launcher = ThreadPoolExecutor(1)


def _die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


class Process:
    """A child process that is started, killed, paused and stopped by name of what it is."""

    def __init__(self, folder: Path, log_name: str):
        self.folder = folder
        self.log = folder / log_name
        self.child: subprocess.Popen | None = None
        folder.mkdir(parents=True, exist_ok=True)

    def launch(self, command: list[str], environment: dict[str, str] | None = None):
        with open(self.log, "ab") as log:
            options = {"stdout": log, "stderr": log, "stdin": subprocess.DEVNULL, "cwd": self.folder,
                       "env": {**os.environ, **(environment or {})}, "preexec_fn": _die_with_parent}
            self.child = _launcher.submit(subprocess.Popen, command, **options).result()

    def running(self) -> bool:
        return self.child is not None and self.child.poll() is None

    def kill(self):
        """kill -9, and gone."""
        if self.running():
            self.child.send_signal(signal.SIGKILL)
        if self.child:
            self.child.wait()

    def stop(self, seconds: float = 20) -> int:
        """SIGTERM, and the exit status."""
        if self.running():
            self.child.send_signal(signal.SIGCONT)
            self.child.send_signal(signal.SIGTERM)
        return self.child.wait(seconds)

    def pause(self):
        self.child.send_signal(signal.SIGSTOP)

    def resume(self):
        self.child.send_signal(signal.SIGCONT)

    def log_text(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def last_words(self) -> str:
        return f"last lines of {self.log}:\n" + "\n".join(self.log_text().splitlines()[-15:])


class RedisServer(Process):
    """redis-server on a unix socket with AOF always, as `durability: disk` asks."""

    def __init__(self, folder: Path):
        super().__init__(folder, "redis.log")
        self.socket = f"/tmp/sw-{secrets.token_hex(6)}.sock"  # a unix socket's path may not be long

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def start(self):
        self.launch([str(TOOLS / "redis-server"), "--port", "0", "--unixsocket", self.socket, "--dir", str(self.folder),
                     "--save", "", "--appendonly", "yes", "--appendfsync", "always", "--no-appendfsync-on-rewrite", "no",
                     "--maxmemory-policy", "noeviction"])
        eventually("redis-server answers PING", self._answers, 20)
        return self

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(self.socket)
            connection.sendall(b"PING\r\n")
            return connection.recv(64).startswith(b"+PONG")

    def client(self):
        import redis

        return redis.Redis(unix_socket_path=self.socket, decode_responses=False)

    def close(self):
        self.kill()
        Path(self.socket).unlink(missing_ok=True)


class KafkaBroker(Process):
    """One real Kafka node (KRaft). Comes back about 4 s after a kill, as its old session has to end."""

    def __init__(self, folder: Path):
        super().__init__(folder, "kafka.log")
        self.port = free_port()
        self.brokers = f"127.0.0.1:{self.port}"
        template = (ROOT / "config/packaging/kafka.properties").read_text()
        self.settings = folder / "kafka.properties"
        self.settings.write_text(template.replace("@PORT@", str(self.port)).replace("@CONTROLLER_PORT@", str(self.port + 1))
                                 .replace("@DATA@", str(folder / "data")))

    def _java(self) -> list[str]:
        archives = sorted(TOOLS.glob("kafka-classes-*.jsa"))
        return ["java", *SMALL_JAVA, *[f"-XX:SharedArchiveFile={archive}" for archive in archives[-1:]],
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", f"{KAFKA_JARS}/*"]

    def start(self):
        if not (self.folder / "data").exists():
            name = "A" + base64.urlsafe_b64encode(secrets.token_bytes(16)).decode()[:21]
            subprocess.run([*self._java(), "kafka.tools.StorageTool", "format", "-t", name, "-c", str(self.settings)],
                           check=True, capture_output=True, cwd=self.folder)
        self.launch([*self._java(), "kafka.Kafka", str(self.settings)])
        eventually("Kafka answers", self.answers, 120)
        return self

    def answers(self) -> bool:
        from confluent_kafka import KafkaException
        from confluent_kafka.admin import AdminClient

        assert self.running(), self.last_words()
        with socket.create_connection(("127.0.0.1", self.port), 2):
            pass
        try:
            return bool(AdminClient({"bootstrap.servers": self.brokers, "log_level": 0}).list_topics(timeout=2).brokers)
        except KafkaException:
            return False

    def close(self):
        self.kill()


class Switchroom(Process):
    """`switchroom serve` with a settings file of its own."""

    def __init__(self, folder: Path, redis_url: str, brokers: str, program: str | None = None, **settings):
        super().__init__(folder, "switchroom.log")
        self.program = program or os.environ["SWITCHROOM_BIN"]
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.settings = folder / "switchroom.yaml"
        self.secrets = folder / "secrets"
        self.token = ""
        self.environment: dict[str, str] = {}
        document = {
            "listen": {"address": "127.0.0.1", "port": self.port},
            "redis": {"url": redis_url},
            "kafka": {"brokers": brokers},
            "secrets": {"directory": str(self.secrets)},
        }
        for section, values in settings.items():
            document.setdefault(section, {}).update(values)
        self.settings.write_text(json.dumps(document))  # JSON is YAML
        self.secrets.mkdir(mode=0o700, exist_ok=True)

    def write_secret(self, name: str, value: str):
        file = self.secrets / name
        file.touch(mode=0o600)
        file.write_text(value)

    def run_command(self, *arguments: str, check: bool = True, **options) -> subprocess.CompletedProcess:
        """One of the program's other commands, told where this server is."""
        environment = {**os.environ, "SWITCHROOM_CONFIG": str(self.settings), "SWITCHROOM_URL": self.url,
                       "SWITCHROOM_TOKEN": self.token}
        done = subprocess.run([self.program, *arguments], capture_output=True, text=True, env=environment, timeout=60, **options)
        if check:
            assert done.returncode == 0, f"switchroom {' '.join(arguments)}: exit {done.returncode}\n{done.stdout}{done.stderr}"
        return done

    def start(self, ready: bool = True):
        self.launch([self.program, "serve", "--config", str(self.settings)], self.environment)
        if ready:
            self.wait_ready()
        return self

    def wait_ready(self, seconds: float = 30):
        def ready():
            assert self.running(), self.last_words()
            return self.get("/readyz")[0] == 200

        try:
            eventually("/readyz is 200", ready, seconds)
        except AssertionError as failure:
            raise AssertionError(f"{failure}\n{self.last_words()}") from None

    def request(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None, seconds: float = 15):
        """Status, headers (lower-case names) and body of one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request(method, path, body or None, headers or {})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def get(self, path: str) -> tuple[int, bytes]:
        status, _, body = self.request("GET", path)
        return status, body

    def api(self, method: str, path: str, body: object = None, key: str | None = None, token: str | None = None):
        """Status and JSON of an API call by the administrator, or by `token`. Draws an idempotency key if none is given."""
        headers = {"Authorization": f"Bearer {token or self.token}"}
        if method != "GET":
            headers["Idempotency-Key"] = key or secrets.token_hex(8)
        if body is not None:
            headers["Content-Type"] = "application/json"
        status, _, answer = self.request(method, path, json.dumps(body).encode() if body is not None else b"", headers)
        return status, json.loads(answer) if answer else None

    def make_token(self, role: str = "admin", workspace: str = "demo", *more: str) -> str:
        return self.run_command("token", "create", "--role", role, "--workspace", workspace, *more).stdout.strip()

    def apply(self, document: Path):
        self.run_command("apply", str(document))

    def metric(self, name: str) -> float:
        """The sum of a metric over its labels; 0 if it is not there."""
        lines = self.get("/metrics")[1].decode().splitlines()
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.split("{")[0].split(" ")[0] == name)

    def wait_quiet(self, seconds: float = 120):
        """Everything in the inbox is folded and everything decided is on Kafka."""
        def quiet():
            assert self.running(), self.last_words()
            return self.metric("switchroom_inbox_lag_entries") == 0 and self.metric("switchroom_unpublished_events") == 0

        eventually("nothing left to fold or to publish", quiet, seconds)

    def close(self):
        self.kill()
