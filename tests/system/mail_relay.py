"""An SMTP relay in a thread: takes one mail a connection, and answers, refuses or keeps silent as the test wants."""

import socket
import ssl
import threading
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Handed:
    """A mail as it came, and how."""

    sender: str = ""
    recipients: list[str] = field(default_factory=list)
    content: bytes = b""
    secret: str = ""
    secure: bool = False


class Relay:
    """`answer` is said behind the last dot; None: nothing is, and the connection stays open. `certificate` and `key` offer STARTTLS and, in TLS, AUTH."""

    def __init__(self, answer: str | None = "250 2.0.0 queued", certificate: Path | None = None, key: Path | None = None):
        self.answer, self.certificate, self.key = answer, certificate, key
        self.mails: list[Handed] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self._listener.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket):
        mail, stream = Handed(), connection.makefile("rb")

        def say(words: str):
            connection.sendall(words.encode() + b"\r\n")

        say("220 relay.example")
        while line := stream.readline():
            verb, argument = line[:4].upper(), line.strip().decode()
            if verb == b"EHLO":
                say("250-relay.example")
                say("250-AUTH PLAIN" if mail.secure else "250-STARTTLS" if self.certificate else "250-8BITMIME")
                say("250 SIZE 1000000")
            elif verb == b"STAR":
                say("220 go ahead")
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(self.certificate, self.key)
                try:
                    connection = context.wrap_socket(connection, server_side=True)
                except OSError:
                    return
                stream, mail = connection.makefile("rb"), Handed(secure=True)
            elif verb == b"AUTH":
                mail.secret = argument.split()[2]
                say("235 2.7.0 welcome")
            elif verb == b"MAIL":
                mail.sender = argument.split("<")[1].split(">")[0]
                say("250 2.1.0 ok")
            elif verb == b"RCPT":
                mail.recipients.append(argument.split("<")[1].split(">")[0])
                say("250 2.1.5 ok")
            elif verb == b"DATA":
                say("354 go ahead")
                lines = []
                while (text := stream.readline()) not in (b".\r\n", b""):
                    lines.append(text.removeprefix(b".") if text.startswith(b"..") else text)
                mail.content = b"".join(lines)
                self.mails.append(mail)
                if self.answer is not None:
                    say(self.answer)
            else:
                say("221 bye")
                connection.close()
                return
