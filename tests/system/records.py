"""Reads Switchroom's records in Redis by their description in docs/records.md; shares no code with the program."""

import struct
from dataclasses import dataclass

KINDS = ("text image video audio file sticker location contact order button command share unsupported "
         "edit delete reaction status typing echo system opt_out opt_in").split()
STATES = ("queued", "assigned", "closed", "offered", "waiting_customer", "snoozed", "resolved")
TEXT_FIELDS = ("from_alias", "to", "account", "conversation", "text", "payload", "ref", "reply_to")
STATUS, MEDIA, LOCATION, NAME, LANGUAGE, CONVERSATION_IS_FROM, ACCOUNT_IS_TO = range(8, 15)


class Reader:
    """Little-endian numbers, varints and length-prefixed text. Any byte that is missing is an error."""

    def __init__(self, data: bytes):
        self.data, self.at = data, 0

    def take(self, count: int) -> bytes:
        piece = self.data[self.at:self.at + count]
        if len(piece) != count:
            raise ValueError(f"record ends at byte {len(self.data)}, {count} more were expected at {self.at}")
        self.at += count
        return piece

    def byte(self) -> int:
        return self.take(1)[0]

    def varint(self) -> int:
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def fixed64(self) -> int:
        return struct.unpack("<Q", self.take(8))[0]

    def text(self) -> str:
        return self.take(self.varint()).decode("utf-8", "replace")


PART = "part"  # of the message that the next line tells


@dataclass
class HistoryMessage:
    at_ms: int
    ticket: int  # 0: none
    channel: int
    kind: str
    provider_id: str
    sender: str
    text: str


def history_message(line: bytes) -> HistoryMessage | None:
    """A message of a customer's history, or a further part of one; none for a line that tells a decision."""
    reader = Reader(line)
    line_kind = reader.byte()
    if line_kind not in (1, 3):
        return None
    at_ms = reader.varint()
    reader.fixed64()  # fingerprint
    if line_kind == 3:
        return HistoryMessage(at_ms, 0, reader.varint(), PART, reader.text(), "", "")
    ticket, channel = reader.varint(), reader.varint()
    kind, present = KINDS[reader.byte()], reader.varint()
    provider_id, sender = reader.text(), reader.text()
    reader.varint()  # the provider's time
    fields = {}
    for bit, name in [*enumerate(TEXT_FIELDS), (NAME, "name"), (LANGUAGE, "language")]:
        if present >> bit & 1:
            fields[name] = reader.text()
    return HistoryMessage(at_ms, ticket, channel, kind, provider_id, sender, fields.get("text", ""))


@dataclass
class Ticket:
    number: int
    state: str
    customer: int
    agent: int  # 0: nobody
    milli_units: int
    sequence: int
    message_sequence: int


def ticket(number: int, record: bytes) -> Ticket:
    reader = Reader(record)
    version = reader.byte()
    if version not in (1, 2):  # they begin alike
        raise ValueError(f"ticket record of version {version}")
    state = STATES[reader.byte()]
    reader.varint()  # workspace
    customer = reader.varint()
    reader.varint()  # channel
    reader.varint()  # group
    agent, milli_units = reader.varint(), reader.varint()
    reader.varint()  # opened
    return Ticket(number, state, customer, agent, milli_units, reader.varint(), reader.varint())
