"""A visitor of the web chat: a small WebSocket client of its own (RFC 6455), so that tests can be slow, torn or wrong on purpose."""

import base64
import contextlib
import hashlib
import hmac
import json
import os
import socket
import struct
import time
import uuid

VISITOR_SECRET = "test-visitor-secret"
IDENTITY_SECRET = "test-identity-secret"
PATH = "/chat/demo/web"


class Closed(Exception):
    def __init__(self, code: int, reason: str = ""):
        super().__init__(f"closed: {code} {reason}")
        self.code = code


def hash_of(user: str, secret: str = IDENTITY_SECRET) -> str:
    return hmac.new(secret.encode(), user.encode(), hashlib.sha256).hexdigest()


def jwt_of(claims: dict, secret: str = IDENTITY_SECRET, algorithm: str = "HS256") -> str:
    def part(value: dict) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    text = part({"alg": algorithm, "typ": "JWT"}) + "." + part(claims)
    digest = hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()
    return text + "." + base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class Refused(Exception):
    def __init__(self, status: int, head: str):
        super().__init__(head)
        self.status = status


class Visitor:
    """One page: keeps token, place and what it has seen over reconnects, as the widget does."""

    def __init__(self, port: int, origin: str = "https://shop.example", path: str = PATH):
        self.port, self.origin, self.path = port, origin, path
        self.token = self.last = ""
        self.user: dict | None = None
        self.seen: list[dict] = []  # messages in the order in which they came
        self.acks: list[str] = []
        self.unsent: dict[str, str] = {}
        self.online: bool | None = None
        self.socket: socket.socket | None = None

    def connect(self, hello: bool = True, receive_bytes: int = 0, **headers) -> "Visitor":
        self.socket = socket.socket()
        if receive_bytes:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        self.socket.settimeout(20)
        self.socket.connect(("127.0.0.1", self.port))
        key = base64.b64encode(os.urandom(16)).decode()
        fields = {"Host": f"127.0.0.1:{self.port}", "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": key,
                  "Sec-WebSocket-Version": "13", "Origin": self.origin, **headers}
        head = f"GET {self.path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value) + "\r\n"
        self.socket.sendall(head.encode())
        self.buffer = b""
        while b"\r\n\r\n" not in self.buffer:
            self._more()
        answer, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        if not answer.startswith(b"HTTP/1.1 101"):
            raise Refused(int(answer.split()[1]), answer.decode())
        if hello:
            self.hello()
        return self

    def hello(self):
        self.send({"type": "hello", "token": self.token, "last": self.last, **({"user": self.user} if self.user else {})})
        frame = self.until("welcome")
        self.token, self.online = frame["token"], frame["online"]
        for id, text in self.unsent.items():
            self.send({"type": "message", "id": id, "text": text})

    def _more(self):
        try:
            received = self.socket.recv(65536)
        except ConnectionError:
            received = b""
        if not received:
            raise Closed(1006)
        self.buffer += received

    def _take(self, count: int) -> bytes:
        while len(self.buffer) < count:
            self._more()
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken

    def send_raw(self, opcode: int, payload: bytes, mask: bool = True, fin: bool = True):
        size = len(payload)
        head = bytes([(0x80 if fin else 0) | opcode])
        bit = 0x80 if mask else 0
        head += bytes([bit | size]) if size < 126 else bytes([bit | 126]) + struct.pack(">H", size) if size < 65536 else bytes([bit | 127]) + struct.pack(">Q", size)
        key = os.urandom(4) if mask else b""
        body = bytes(byte ^ key[i % 4] for i, byte in enumerate(payload)) if mask else payload
        self.socket.sendall(head + key + body)

    def send(self, frame: dict):
        self.send_raw(1, json.dumps(frame, ensure_ascii=False).encode())

    def receive(self) -> dict:
        """The next frame; what it means for this page is noted. Raises Closed."""
        while True:
            first, second = self._take(2)
            size = second & 0x7F
            if size == 126:
                [size] = struct.unpack(">H", self._take(2))
            elif size == 127:
                [size] = struct.unpack(">Q", self._take(8))
            payload = self._take(size)
            if first & 0x0F == 8:
                code = struct.unpack(">H", payload[:2])[0] if len(payload) >= 2 else 1005
                with contextlib.suppress(OSError):
                    self.send_raw(8, payload[:2])
                raise Closed(code, payload[2:].decode())
            if first & 0x0F == 9:
                self.send_raw(10, payload)
                return {"type": "ping"}
            assert first == 0x81, f"a whole text frame without extensions, not {first:#x}"
            return self._note(json.loads(payload))

    def _note(self, frame: dict) -> dict:
        if frame["type"] == "message":
            self.seen.append(frame)
            self.last = frame["seq"]
            self.unsent.pop(frame["id"], None)
        if frame["type"] == "ack":
            self.acks.append(frame["id"])
            self.unsent.pop(frame["id"], None)
        return frame

    def until(self, type: str, seconds: float = 20, **members) -> dict:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            frame = self.receive()
            if frame["type"] == type and all(frame.get(name) == value for name, value in members.items()):
                return frame
        raise AssertionError(f"no {type} {members} within {seconds} s")

    def until_closed(self) -> int:
        try:
            while True:
                self.receive()
        except Closed as closed:
            return closed.code

    def write(self, text: str, id: str = "") -> str:
        id = id or str(uuid.uuid4())
        self.unsent[id] = text
        self.send({"type": "message", "id": id, "text": text})
        return id

    def cut(self):
        self.socket.close()

    def texts(self, source: str = "") -> list[str]:
        return [frame["text"] for frame in self.seen if not source or frame["from"] == source]


