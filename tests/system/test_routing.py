"""What people and clocks do with tickets, on the whole program: offers that lapse, transfers, snooze, reopening, and a restart in between."""

import datetime
import time

import pytest
import yaml

from evidence import read_topics
from providers import whatsapp
from servers import eventually


@pytest.fixture
def apply(switchroom, workspace, tmp_path):
    """apply(change): the workspace after `change(document)` is in force."""
    def put(change):
        change(workspace)
        document = tmp_path / "changed.yaml"
        document.write_text(yaml.safe_dump(workspace, allow_unicode=True))
        switchroom.apply(document)
    return put


def types(kafka, prefix, topic="assignments"):
    return [record.event["type"].removeprefix("switchroom.").removesuffix(".v1") for record in read_topics(kafka.brokers, prefix, [topic])]


def events(kafka, prefix, kind, topic="assignments"):
    return [record.event["data"] for record in read_topics(kafka.brokers, prefix, [topic])
            if record.event["type"] == f"switchroom.{kind}.v1"]


def write(switchroom, number="+4915112345678", message="wamid.A1", text="hello"):
    delivery = whatsapp(number, message, text)
    assert switchroom.request("POST", delivery.path, delivery.body, delivery.headers)[0] == 200
    switchroom.wait_quiet()


def act(switchroom, ticket, action, body=None, token=None):
    return switchroom.api("POST", f"/v1/tickets/{ticket}/actions/{action}", body or {}, token=token)


def test_an_offer_that_nobody_takes_lapses_and_goes_to_the_next(switchroom, apply, kafka, prefix):
    def offers(document):
        document["groups"][0] |= {"delivery": "offer", "accept_within": {"whatsapp": "1s"}}
    apply(offers)
    write(switchroom)
    eventually("it was offered twice", lambda: len(events(kafka, prefix, "offer.created")) >= 2)
    [first, second] = events(kafka, prefix, "offer.created")[:2]
    assert first["agent"] != second["agent"] and first["ticket"] == second["ticket"]
    assert events(kafka, prefix, "offer.lapsed")[0]["agent"] == first["agent"]


def test_an_accepted_offer_is_an_assignment_also_after_a_kill(switchroom, apply, kafka, prefix):
    apply(lambda document: document["groups"][0].update({"delivery": "offer", "accept_within": {"whatsapp": "10m"}}))
    write(switchroom)
    [offer] = events(kafka, prefix, "offer.created")
    switchroom.kill()
    switchroom.start()
    token = switchroom.make_token("agent", "demo", "--agent", offer["agent"])
    status, answer = act(switchroom, offer["ticket"], "accept", token=token)
    assert status == 200 and answer["state"] == "assigned", answer
    assert act(switchroom, offer["ticket"], "accept", token=token)[0] == 422


def test_a_transfer_goes_to_an_agent_or_a_group_within_the_scope(switchroom, kafka, prefix):
    switchroom.api("PUT", "/v1/agents/ann/status", {"status": "offline"})  # the only one who shares a group with dora
    write(switchroom)
    [started] = events(kafka, prefix, "assignment.started")
    ticket, owner = started["ticket"], started["agent"]
    token = switchroom.make_token("agent", "demo", "--agent", owner)
    assert act(switchroom, ticket, "transfer", {"agent": "dora"}, token)[0] == 403, "dora is in none of his groups"
    other = next(name for name in ("bob", "chen") if name != owner)
    assert act(switchroom, ticket, "transfer", {"agent": other}, token)[0] == 200
    switchroom.wait_quiet()
    assert [event["agent"] for event in events(kafka, prefix, "assignment.started")] == [owner, other]
    assert events(kafka, prefix, "assignment.ended")[0]["reason"] == "transferred"
    assert act(switchroom, ticket, "transfer", {}, token)[0] == 400
    assert act(switchroom, ticket, "transfer", {"group": "nowhere"})[0] == 404


def test_a_snoozed_ticket_wakes_and_a_resolved_one_is_reopened(switchroom, kafka, prefix):
    write(switchroom)
    ticket = events(kafka, prefix, "assignment.started")[0]["ticket"]
    until = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=1)).isoformat().replace("+00:00", "Z")
    assert act(switchroom, ticket, "snooze", {"until": until})[1]["state"] == "snoozed"
    eventually("it wakes", lambda: switchroom.api("GET", f"/v1/tickets/{ticket}")[1]["state"] == "assigned")
    assert act(switchroom, ticket, "resolve")[1]["state"] == "resolved"
    assert act(switchroom, ticket, "reopen")[1]["state"] in ("assigned", "queued")
    assert act(switchroom, ticket, "priority", {"priority": "urgent"})[0] == 200
    switchroom.wait_quiet()
    assert events(kafka, prefix, "ticket.priority_changed")[0]["to"] == "urgent"


def test_after_the_longest_wait_any_member_gets_the_ticket(switchroom, apply, kafka, prefix):
    def bound(document):
        document["groups"][0]["max_wait"] = "1s"
        document["agents"][2]["first_status"] = "offline"
    apply(bound)
    switchroom.api("PUT", "/v1/agents/chen/status", {"status": "offline"})
    write(switchroom, text="Lessons in secondary school English?")
    assert types(kafka, prefix)[0] == "ticket.queued", "nobody online has English at 7"
    eventually("somebody else gets it", lambda: events(kafka, prefix, "assignment.started"))
    assert events(kafka, prefix, "assignment.started")[0]["agent"] in ("ann", "bob")


def customer(number="+4915112345678"):
    return "/v1/customers?identity=whatsapp:" + number.replace("+", "%2B")


def test_a_customer_is_known_by_what_other_systems_say_of_him(switchroom, apply, kafka, prefix):
    def levels(document):
        document["customer_levels"] = ["gold"]
        document["rules"].append({"id": "gold", "when": {"customer_level": ["gold"], "customer_tag": ["moves-house"],
                                                         "customer_attribute": {"plan": ["pro"]}}, "then": {"priority": "urgent"}})
    apply(levels)
    facts = {"level": "gold", "language": "de", "tags": ["moves-house"], "attributes": {"plan": "pro"}}
    assert switchroom.api("PUT", customer(), facts)[0] == 200, "before he ever wrote"
    assert switchroom.api("PUT", customer(), {"level": "platinum"})[0] == 422
    agent = switchroom.make_token("agent", "demo", "--agent", "ann")
    assert switchroom.api("PUT", customer(), facts, token=agent)[0] == 403
    write(switchroom)
    assert events(kafka, prefix, "assignment.started")[0]["priority"] == "urgent"
    known = switchroom.api("GET", customer())[1]
    assert {name: known[name] for name in facts} == facts


def test_a_returning_customer_goes_to_the_agent_who_had_him(switchroom, kafka, prefix):
    write(switchroom)
    [first] = events(kafka, prefix, "assignment.started")
    assert switchroom.api("POST", f"/v1/tickets/{first['ticket']}/close", {"version": 1})[0] == 200
    for number in range(3):  # whose turn it is has passed on
        write(switchroom, f"+491511234570{number}", f"wamid.B{number}")
    write(switchroom, message="wamid.A2", text="me again")
    [linked] = events(kafka, prefix, "ticket.linked")
    assert linked["to"] == first["ticket"] != linked["ticket"]
    [again] = [event for event in events(kafka, prefix, "assignment.started") if event["ticket"] == linked["ticket"]]
    assert again["agent"] == first["agent"]


def test_skills_tags_and_a_second_enquiry(switchroom, apply, kafka, prefix):
    apply(lambda document: document["rules"].append({"id": "tagged", "when": {"keywords": ["nothing like this"]}, "then": {"tags": ["invoice"]}}))
    write(switchroom)
    ticket = events(kafka, prefix, "assignment.started")[0]["ticket"]
    assert act(switchroom, ticket, "tags", {"tags": ["invoice"]})[0] == 200
    assert act(switchroom, ticket, "tags", {"tags": ["unheard-of"]})[0] == 422
    assert act(switchroom, ticket, "skills", {"skills": {"unheard-of": 3}})[0] == 422
    assert act(switchroom, ticket, "skills", {"skills": {"refund": 11}})[0] == 400
    assert act(switchroom, ticket, "skills", {"skills": {"refund": 2}})[0] == 200
    status, second = act(switchroom, ticket, "open-another", {"text": "and the refund?"})
    assert status == 200 and second["ticket"] != ticket, second
    switchroom.wait_quiet()
    assert events(kafka, prefix, "ticket.tags_changed")[0]["tags"] == ["invoice"]
    assert switchroom.api("GET", f"/v1/tickets/{ticket}")[1]["skills"] == ["refund>=2"]
    write(switchroom, message="wamid.A2", text="well?")
    assert [message["text"] for message in switchroom.api("GET", f"/v1/tickets/{second['ticket']}")[1]["messages"]] == ["well?"]


def test_the_work_of_an_agent_whose_console_falls_silent_goes_to_another(switchroom, apply, kafka, prefix):
    apply(lambda document: document.update({"presence_grace": "1s"}))
    write(switchroom)
    [started] = events(kafka, prefix, "assignment.started")
    token = switchroom.make_token("agent", "demo", "--agent", started["agent"])
    status, answer = switchroom.api("POST", "/v1/agents/me/presence", {}, token=token)
    assert status == 200 and answer["agent"] == started["agent"], answer
    switchroom.kill()
    switchroom.start()  # who was there is missed by the next owner too
    eventually("another agent has the ticket", lambda: len(events(kafka, prefix, "assignment.started")) == 2,
               seconds=answer["again_within_ms"] / 1000 + 30)
    assert events(kafka, prefix, "assignment.started")[1]["agent"] != started["agent"]


def test_a_server_clock_that_ran_nine_days_ahead_and_came_back_harms_nobody(switchroom, apply, redis_server, kafka, prefix):
    apply(lambda document: document["groups"][0].update({"delivery": "offer", "accept_within": {"whatsapp": "10m"}}))
    write(switchroom)
    [offer] = events(kafka, prefix, "offer.created")
    redis = redis_server.client()
    days = 9 * 86_400_000
    redis.hincrby("{s00}:head", "ms", days)  # as the clock was when the newest entry came
    write(switchroom, "+4915112345679", "wamid.B1")
    eventually("the time is set back", lambda: int(redis.hget("{s00}:head", "ms")) < time.time() * 1000 + 60_000)
    write(switchroom, "+4915112345670", "wamid.C1")
    assert "offer.lapsed" not in types(kafka, prefix)
    created = {event["ticket"]: event for event in events(kafka, prefix, "offer.created")}
    assert len(created) == 3 and created[offer["ticket"]] == offer
    token = switchroom.make_token("agent", "demo", "--agent", offer["agent"])
    assert act(switchroom, offer["ticket"], "accept", token=token)[1]["state"] == "assigned"
    assert "clock of the Redis server" in switchroom.log_text()
    switchroom.kill()
    switchroom.start()
    write(switchroom, "+4915112345671", "wamid.D1")
    assert "offer.lapsed" not in types(kafka, prefix)
