"""100,000 mutated requests against the program built with AddressSanitizer and UBSan: no crash, no leak, no 5xx."""

import asyncio
import base64
import hashlib
import hmac
import random
import urllib.parse

from conftest import configure
from providers import APP_SECRET, AUTH_TOKEN, PUBLIC_BASE_URL, Delivery, telegram, twilio, whatsapp, whatsapp_raw

REQUESTS = 100_000
CONNECTIONS = 16
# Methods, codings and versions that nobody knows are answered so on purpose.
ALLOWED_5XX = {501, 505}
SPLICES = [b"\0", b"\r\n", b"\n", b"\xff", b"\xc0\x80", b'"', b"\\u0000", b"\\ud800", b"{", b"[", b"]", b"}", b",", b":", b"%", b"%0", b"&",
           b"=", b"-1", b"1e999999", b"9" * 40, b"null", b"true", b"[[[[[[[[[[", b"\xed\xa0\x80", b"a" * 3000, b"chunked", b"Content-Length: 5\r\n"]


def mutate(data: bytes, draw: random.Random) -> bytes:
    """One to four small damages: bits, splices, cuts, repeats."""
    out = bytearray(data)
    for _ in range(draw.randint(1, 4)):
        at = draw.randrange(len(out) + 1)
        match draw.randrange(5):
            case 0 if at < len(out): out[at] ^= 1 << draw.randrange(8)
            case 1: out[at:at] = draw.choice(SPLICES)
            case 2: del out[at:at + draw.randint(1, 12)]
            case 3: out[at:at] = out[at:at + draw.randint(1, 40)]
            case _: out[at:at + 1] = bytes([draw.randrange(256)])
    return bytes(out)


def authentic(draw: random.Random, number: int) -> Delivery:
    """A delivery whose body was damaged before it was signed, so that it reaches the decoder."""
    match number % 3:
        case 0:
            return whatsapp_raw(mutate(whatsapp("+4915112345678", f"wamid.{number}", "hello").body, draw), secret=APP_SECRET)
        case 1:
            delivery = telegram(7, number, "hello")
            delivery.body = mutate(delivery.body, draw)
            return delivery
        case _:
            delivery = twilio("+12025550111", f"SM{number:032x}", "hello")
            fields = urllib.parse.parse_qsl(delivery.body.decode(), keep_blank_values=True)
            at = draw.randrange(len(fields))
            damaged = mutate(fields[at][1].encode(), draw).decode("utf-8", "replace")
            fields[at] = (fields[at][0], damaged)
            signed = PUBLIC_BASE_URL + delivery.path + "".join(name + value for name, value in sorted(fields))
            digest = hmac.new(AUTH_TOKEN.encode(), signed.encode(), hashlib.sha1).digest()
            delivery.headers["X-Twilio-Signature"] = base64.b64encode(digest).decode()
            delivery.body = urllib.parse.urlencode(fields).encode()
            return delivery


class Storm:
    def __init__(self, port: int):
        self.port, self.statuses, self.unanswered, self.left = port, {}, 0, REQUESTS
        self.draw = random.Random(20260101)

    async def run(self):
        await asyncio.gather(*(self._signed() if i % 2 else self._broken() for i in range(CONNECTIONS)))

    async def _signed(self):
        """Well-formed HTTP with damaged bodies, on connections that stay."""
        reader = writer = None
        while self._take():
            delivery = authentic(self.draw, self.left)
            if writer is None:
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(delivery.wire())
            if await self._answer(reader) is None:
                writer.close()
                writer = None
        if writer:
            writer.close()

    async def _broken(self):
        """Damage anywhere in the request, a connection each."""
        while self._take():
            request = mutate(whatsapp("+4915112345678", f"wamid.{self.left}", "hello").wire(), self.draw)
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            try:
                writer.write(request)
                writer.write_eof()
                await self._answer(reader)
            except OSError:
                self.unanswered += 1
            finally:
                writer.close()

    def _take(self) -> bool:
        self.left -= 1
        return self.left >= 0

    async def _answer(self, reader) -> int | None:
        try:
            async with asyncio.timeout(20):
                head = await reader.readuntil(b"\r\n\r\n")
                length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
                await reader.readexactly(length)
        except (EOFError, OSError):
            self.unanswered += 1  # cut off in the middle by the damage itself: nothing to answer
            return None
        status = int(head.split(b" ", 2)[1])
        self.statuses[status] = self.statuses.get(status, 0) + 1
        return None if b"connection: close" in head.lower() else status


def test_mutated_requests_do_no_harm(make_switchroom):
    switchroom = make_switchroom(listen={"body_ms": 2000}).start()
    configure(switchroom)
    storm = Storm(switchroom.port)
    asyncio.run(storm.run())
    assert switchroom.running(), switchroom.last_words()
    bad = {status: count for status, count in storm.statuses.items() if status >= 500 and status not in ALLOWED_5XX}
    assert not bad, bad
    assert storm.statuses.get(200, 0) > REQUESTS / 10 and storm.statuses.get(400, 0) > REQUESTS / 100, storm.statuses
    assert storm.unanswered < REQUESTS / 4, (storm.unanswered, storm.statuses)
    delivery = whatsapp("+4915112345678", "wamid.last", "still there?")
    assert switchroom.request("POST", delivery.path, delivery.body, delivery.headers)[0] == 200
    assert switchroom.stop(60) == 0, switchroom.last_words()  # the leak check runs at the exit
    assert "ERROR: " not in switchroom.log_text() and "runtime error:" not in switchroom.log_text(), switchroom.last_words()
