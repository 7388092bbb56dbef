"""Sends many webhook requests at full rate and sends again whatever was not answered 2xx, as a provider does."""

import asyncio
import time
from collections import deque
from collections.abc import Callable

from providers import Delivery


class Traffic:
    """The generator's record is in the deliveries: `statuses` lists every answer, `accepted` says that one was 2xx."""

    def __init__(self, port: int, deliveries: list[Delivery], connections: int = 32, repeat_every: int = 0):
        self.port = port
        self.deliveries = deliveries
        self.connections = connections
        self.repeat_every = repeat_every  # each n-th accepted delivery is sent once more: providers do that too
        self.accepted = 0
        self.refused = 0
        self.cut = 0
        self._waiting = deque(deliveries)
        self._open = len(deliveries)
        self._plans: list[tuple[int, Callable[[], None]]] = []

    def at(self, accepted: int, action: Callable[[], None]):
        """Runs `action` on a thread of its own while traffic goes on, once `accepted` deliveries got their 2xx."""
        self._plans.append((accepted, action))
        self._plans.sort(key=lambda plan: plan[0])

    def run(self, seconds: float = 240):
        """Returns when every delivery was answered 2xx and every action has ended; fails after `seconds`."""
        asyncio.run(self._run(seconds))

    async def _run(self, seconds: float):
        self._deadline = time.monotonic() + seconds
        self._actions: list[asyncio.Task] = []
        await asyncio.gather(*(self._connection() for _ in range(self.connections)))
        self._begin_actions()
        await asyncio.gather(*self._actions)

    def _begin_actions(self):
        while self._plans and self.accepted >= self._plans[0][0]:
            _, action = self._plans.pop(0)
            self._actions.append(asyncio.create_task(asyncio.to_thread(action)))

    async def _connection(self):
        while self._open:
            assert time.monotonic() < self._deadline, f"{self._open} of {len(self.deliveries)} deliveries were never answered 2xx"
            try:
                reader, writer = await asyncio.wait_for(asyncio.open_connection("127.0.0.1", self.port), 2)
            except (OSError, TimeoutError):
                await asyncio.sleep(0.02)
                continue
            try:
                await self._send_all(reader, writer)
            finally:
                writer.close()

    async def _send_all(self, reader, writer):
        while self._open:
            if not self._waiting:
                await asyncio.sleep(0.01)  # others still wait for their answers
                continue
            delivery = self._waiting.popleft()
            try:
                writer.write(delivery.wire())
                status = await asyncio.wait_for(_status(reader), 10)
            except (OSError, TimeoutError, EOFError):
                self.cut += 1
                self._waiting.append(delivery)
                return
            self._record(delivery, status)
            if status >= 500:
                await asyncio.sleep(0.05)

    def _record(self, delivery: Delivery, status: int):
        delivery.statuses.append(status)
        if not 200 <= status < 300:
            assert status >= 500, f"{delivery.provider_id} was answered {status}"
            self.refused += 1
            self._waiting.append(delivery)
        elif delivery.accepted:
            self._open -= 1  # the repetition
        else:
            self._accept(delivery)

    def _accept(self, delivery: Delivery):
        delivery.accepted = True
        self.accepted += 1
        if self.repeat_every and self.accepted % self.repeat_every == 0:
            self._waiting.append(delivery)
        else:
            self._open -= 1
        self._begin_actions()


async def _status(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n")[1:]:
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":", 1)[1])
    await reader.readexactly(length)
    return int(head.split(b" ", 2)[1])
