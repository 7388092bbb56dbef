"""Messages of three channels in, assignments out, read by an independent consumer and compared with the published schemas."""

import json

import jsonschema
import pytest
import referencing

from checker import check
from evidence import collect, read_topics
from providers import telegram, twilio, whatsapp
from servers import ROOT, eventually


def post(switchroom, *deliveries):
    for delivery in deliveries:
        status, _, body = switchroom.request("POST", delivery.path, delivery.body, delivery.headers)
        delivery.statuses.append(status)
        delivery.accepted = 200 <= status < 300
        assert delivery.accepted, (status, body)


def assignments(kafka, prefix):
    return [record for record in read_topics(kafka.brokers, prefix, ["assignments"])
            if record.event["type"] == "switchroom.assignment.started.v1"]


def test_a_message_of_each_channel_becomes_an_assignment(switchroom, kafka, prefix):
    post(switchroom, whatsapp("+4915112345678", "wamid.A1", "I want a refund"),
         twilio("+12025550111", "SM00000000000000000000000000000001", "Lessons in secondary school English?"),
         telegram(52436, 9, "hello"))
    switchroom.wait_quiet()
    found = {record.event["data"]["channel"]: record for record in assignments(kafka, prefix)}
    assert {channel: record.event["data"]["group"] for channel, record in found.items()} == {
        "whatsapp": "billing", "sms": "general", "telegram": "community"}
    assert found["whatsapp"].event["data"]["agent"] in ("ann", "dora")
    assert found["sms"].event["data"]["agent"] == "chen"  # the only one with enough English
    assert found["telegram"].event["data"]["agent"] in ("bob", "chen")
    for record in found.values():
        assert record.key == record.event["subject"] == record.event["data"]["ticket"]
        assert record.event["sequence"] == "00000000000000000001" and record.event["data"]["opened"] is True


def test_the_event_says_why(switchroom, kafka, prefix):
    post(switchroom, whatsapp("+4915112345678", "wamid.A1", "please: REFUND"))
    switchroom.wait_quiet()
    [record] = assignments(kafka, prefix)
    decision = record.event["data"]["decision"]
    assert decision["rules"] == [{"rule": "refunds", "keyword": "refund", "begin": 8, "end": 14}]
    assert decision["skills"] == [{"skill": "refund", "minimum": 5}]
    assert sum(decision["lost"].values()) + decision["candidates"] == 4
    assert decision["winner"]["agent"] == record.event["data"]["agent"]


def test_later_messages_join_the_open_ticket(switchroom, kafka, prefix):
    post(switchroom, whatsapp("+4915112345678", "wamid.A1", "hello"), whatsapp("+4915112345678", "wamid.A2", "anybody there?"))
    switchroom.wait_quiet()
    assert len(assignments(kafka, prefix)) == 1
    messages = read_topics(kafka.brokers, prefix, ["messages"])
    assert [record.event["data"]["message"]["text"] for record in messages] == ["hello", "anybody there?"]
    assert len({record.key for record in messages}) == 1


def test_a_closed_ticket_makes_room_for_the_one_that_waits(switchroom, kafka, prefix, workspace, redis_server):
    sent = [whatsapp(f"+49151000000{i:02}", f"wamid.{i}", "refund") for i in range(14)]  # the group takes 12
    post(switchroom, *sent)
    status, tickets = switchroom.api("GET", "/v1/agents/ann/tickets")
    assert status == 200 and tickets["tickets"], tickets
    ticket = tickets["tickets"][0]
    status, outcome = switchroom.api("POST", f"/v1/tickets/{ticket['id']}/close", {"version": ticket["version"]})
    assert status == 200, outcome
    switchroom.wait_quiet()
    assert len(assignments(kafka, prefix)) == 13
    assert check(collect(sent, redis_server.client(), kafka.brokers, workspace, prefix)) == []


def test_a_repeated_delivery_changes_nothing(switchroom, kafka, prefix, workspace, redis_server):
    sent = [whatsapp("+4915112345678", "wamid.A1", "hello"), twilio("+12025550111", "SM1", "hi"), telegram(7, 1, "hi")]
    post(switchroom, *sent)
    post(switchroom, *sent)
    switchroom.wait_quiet()
    assert check(collect(sent, redis_server.client(), kafka.brokers, workspace, prefix)) == []
    assert len(read_topics(kafka.brokers, prefix, ["messages"])) == 3


def test_the_ticket_and_the_customer_can_be_read(switchroom):
    post(switchroom, whatsapp("+4915112345678", "wamid.A1", "I want a refund"))
    customer = eventually("the customer is there", lambda: next(
        (body for status, body in [switchroom.api("GET", "/v1/customers?identity=whatsapp:%2B4915112345678")] if status == 200), None))
    assert customer["messages"][0]["text"] == "I want a refund"
    status, ticket = switchroom.api("GET", f"/v1/tickets/{customer['open_ticket']}")
    assert status == 200 and ticket["state"] == "assigned" and ticket["agent"] in ("ann", "dora")
    assert ticket["decisions"][0]["rules"][0]["rule"] == "refunds"


def test_everything_is_known_again_after_a_restart(switchroom):
    post(switchroom, whatsapp("+4915112345678", "wamid.A1", "I want a refund"))
    switchroom.wait_quiet()
    path = "/v1/customers?identity=whatsapp:%2B4915112345678"
    before = switchroom.api("GET", path)
    assert switchroom.stop() == 0
    switchroom.start()
    assert switchroom.api("GET", path) == before


@pytest.fixture(scope="session")
def schemas():
    """The published schemas by the type of event that each describes."""
    documents = {file.name: json.loads(file.read_text()) for file in sorted((ROOT / "docs/schemas").glob("*.json"))}
    registry = referencing.Registry().with_resources(
        [(name, referencing.Resource.from_contents(document)) for name, document in documents.items()]
        + [(document["$id"], referencing.Resource.from_contents(document)) for document in documents.values() if "$id" in document])
    return documents, registry


def schema_of(documents: dict, kind: str) -> dict:
    return documents[f"{kind}.json"]


def test_every_event_is_valid_by_its_published_schema(switchroom, kafka, prefix, schemas):
    documents, registry = schemas
    post(switchroom, whatsapp("+4915112345678", "wamid.A1", "I want a refund"), twilio("+12025550111", "SM1", "hi"),
         *[telegram(100 + i, i, "hello") for i in range(16)])
    switchroom.api("PUT", "/v1/agents/bob/status", {"status": "away"})
    _, tickets = switchroom.api("GET", "/v1/agents/chen/tickets")
    ticket = tickets["tickets"][0]
    switchroom.api("POST", f"/v1/tickets/{ticket['id']}/close", {"version": ticket["version"]})
    switchroom.wait_quiet()
    events = [record.event for record in read_topics(kafka.brokers, prefix)]
    kinds = {event["type"] for event in events}
    assert {f"switchroom.{kind}.v1" for kind in ("assignment.started", "assignment.ended", "ticket.closed", "ticket.queued",
                                                 "message.received", "agent.status_changed", "configuration.applied")} <= kinds
    for event in events:
        validator = jsonschema.Draft202012Validator(schema_of(documents, event["type"]), registry=registry)
        assert [error.message for error in validator.iter_errors(event)] == [], event
