"""Consoles act by records on Kafka: each command is carried out once, also when the process is killed in between."""

import json
import secrets

import pytest
from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic

from conftest import configure
from evidence import read_topics
from providers import whatsapp
from servers import eventually


@pytest.fixture
def commanded(make_switchroom, kafka, prefix):
    """A server that takes commands, and a function that sends one."""
    admin = AdminClient({"bootstrap.servers": kafka.brokers})
    [made] = admin.create_topics([NewTopic(prefix + "commands", 1, 1)]).values()
    made.result(20)
    switchroom = make_switchroom(kafka={"commands": "on"}).start()
    configure(switchroom)
    producer = Producer({"bootstrap.servers": kafka.brokers})

    def send(**command):
        value = command.pop("raw", None) or json.dumps({"workspace": "demo"} | command)
        producer.produce(prefix + "commands", value=value, key=secrets.token_hex(4))
        assert producer.flush(20) == 0
    switchroom.command = send
    return switchroom


def events(kafka, prefix, kind):
    return [record.event["data"] for record in read_topics(kafka.brokers, prefix, ["assignments"])
            if record.event["type"] == f"switchroom.{kind}.v1"]


def open_ticket(switchroom, kafka, prefix, number="+4915112345678"):
    delivery = whatsapp(number, "wamid." + number, "hello")
    assert switchroom.request("POST", delivery.path, delivery.body, delivery.headers)[0] == 200
    switchroom.wait_quiet()
    return events(kafka, prefix, "assignment.started")[-1]


def test_commands_are_carried_out_as_their_actor(commanded, kafka, prefix):
    started = open_ticket(commanded, kafka, prefix)
    ticket, owner = started["ticket"], started["agent"]
    stranger = next(name for name in ("ann", "bob", "chen") if name != owner)
    commanded.command(raw="no json")
    commanded.command(action="priority", ticket=ticket, priority="urgent", actor=stranger)  # 403: not his
    commanded.command(action="priority", ticket=ticket, priority="high", actor=owner)
    commanded.command(action="status", actor=stranger, status="away")
    commanded.command(action="close", ticket=ticket)
    eventually("it is closed", lambda: events(kafka, prefix, "ticket.closed"))
    assert [event["to"] for event in events(kafka, prefix, "ticket.priority_changed")] == ["high"]
    assert commanded.api("GET", "/v1/actions/kafka-0-1")[1]["done"] is False, "what came of a refused one"
    assert commanded.api("GET", "/v1/actions/kafka-0-2")[1]["done"] is True
    assert "kafka-0-0" in commanded.log_text()


def test_a_kill_neither_skips_nor_repeats_a_command(commanded, kafka, prefix):
    ticket = open_ticket(commanded, kafka, prefix)["ticket"]
    levels = ["high", "urgent"] * 10
    for number, level in enumerate(levels):
        commanded.command(action="priority", ticket=ticket, priority=level)
        if number % 7 == 3:
            commanded.kill()
            commanded.start()
    eventually("the last one is carried out", lambda: commanded.api("GET", f"/v1/actions/kafka-0-{len(levels) - 1}")[0] == 200, 60)
    decisions = commanded.api("GET", f"/v1/tickets/{ticket}")[1]["decisions"]
    assert [one["to"] for one in decisions if one["type"] == "ticket.priority_changed"] == levels
