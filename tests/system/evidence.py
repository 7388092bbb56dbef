"""Collects what the checker looks at: the topics from their beginning, and what Redis holds."""

import json
import time
from dataclasses import dataclass, field
from functools import cached_property

import records


@dataclass
class Record:
    """A Kafka record with an event of Switchroom."""

    topic: str
    partition: int
    offset: int
    key: str
    value: bytes
    headers: dict[str, str] = field(default_factory=dict)

    @cached_property
    def event(self) -> dict:
        return json.loads(self.value)

    @property
    def id(self) -> str:
        return self.event["id"]

    @property
    def place(self) -> tuple[int, int]:
        """Number of the inbox entry, and which of its events."""
        _, _, entry, index = self.id.split(".")
        return int(entry), int(index)


@dataclass
class Evidence:
    sent: set[str]  # provider ids
    accepted: set[str]  # those answered 2xx
    histories: dict[int, list[records.HistoryMessage]]  # by customer
    tickets: dict[int, records.Ticket]
    position: int  # inbox entries folded and committed
    events: list[Record]
    workspace: dict  # the workspace document
    shard: int = 0


TOPICS = ("assignments", "messages", "agents", "audit", "dead-letters")


def read_topics(brokers: str, prefix: str = "switchroom.", topics=TOPICS, seconds: float = 60) -> list[Record]:
    """All records up to the present end, partition by partition in their order."""
    from confluent_kafka import Consumer, TopicPartition

    deadline = time.monotonic() + seconds
    consumer = Consumer({"bootstrap.servers": brokers, "group.id": "checker", "enable.auto.commit": False,
                         "auto.offset.reset": "earliest", "log_level": 0})
    try:
        ends = _ends(consumer, prefix, topics, deadline)
        consumer.assign([TopicPartition(topic, partition, 0) for topic, partition in ends])
        return _read_to(consumer, ends, prefix, deadline)
    finally:
        consumer.close()


def _ends(consumer, prefix: str, topics, deadline: float) -> dict[tuple[str, int], int]:
    """The present end of each partition that holds anything. A topic that was made just now has no leader for a moment."""
    from confluent_kafka import KafkaException, TopicPartition

    while True:
        try:
            known = consumer.list_topics(timeout=10).topics
            ends = {}
            for topic in (prefix + name for name in topics if prefix + name in known):
                for partition in known[topic].partitions:
                    low, high = consumer.get_watermark_offsets(TopicPartition(topic, partition), timeout=10)
                    if high > low:
                        ends[topic, partition] = high
            return ends
        except KafkaException:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _read_to(consumer, ends: dict, prefix: str, deadline: float) -> list[Record]:
    found = []
    while ends:
        assert time.monotonic() < deadline, f"these partitions could not be read to their end: {sorted(ends)}"
        for message in consumer.consume(1000, timeout=0.2):
            assert message.error() is None, message.error()
            place = message.topic(), message.partition()
            headers = {name: value.decode() for name, value in message.headers() or []}
            found.append(Record(message.topic().removeprefix(prefix), message.partition(), message.offset(),
                                (message.key() or b"").decode(), message.value(), headers))
            if place in ends and message.offset() + 1 >= ends[place]:
                del ends[place]
    found.sort(key=lambda record: (record.topic, record.partition, record.offset))
    return found


def read_redis(client, shard: int = 0):
    """Histories by customer, tickets by number, and the position."""
    tag = f"{{s{shard:02}}}"
    histories, tickets = {}, {}
    for key in client.scan_iter(f"{tag}:h:*", count=1000):
        lines = [records.history_message(line) for line in client.lrange(key, 0, -1)]
        histories[int(key.rsplit(b":", 1)[1])] = [line for line in lines if line]
    for key in [f"{tag}:open".encode(), *client.scan_iter(f"{tag}:done:*", count=1000)]:
        for number, record in client.hgetall(key).items():
            assert int(number) not in tickets, f"ticket {int(number)} is both open and closed"
            tickets[int(number)] = records.ticket(int(number), record)
    return histories, tickets, int(client.hget(f"{tag}:own", "pos") or 0)


def collect(deliveries, redis_client, brokers: str, workspace: dict, prefix: str = "switchroom.", shard: int = 0) -> Evidence:
    histories, tickets, position = read_redis(redis_client, shard)
    return Evidence(sent={delivery.provider_id for delivery in deliveries},
                    accepted={delivery.provider_id for delivery in deliveries if delivery.accepted},
                    histories=histories, tickets=tickets, position=position, events=read_topics(brokers, prefix),
                    workspace=workspace, shard=shard)
