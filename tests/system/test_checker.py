"""The checker finds planted damage, and nothing where nothing is wrong."""

import copy
import json

import pytest

import records
from checker import check
from evidence import Evidence, Record

WORKSPACE = {
    "channels": [{"id": "whatsapp", "kind": "whatsapp"}],
    "groups": [{"id": "support", "limit": 3}],
    "agents": [
        {"id": "ann", "groups": ["support"], "skills": {"refund": 5}, "limit": 1, "first_status": "online"},
        {"id": "bob", "groups": ["support"], "skills": {}, "limit": 1, "first_status": "online"},
    ],
}
INCARNATION = "00112233445566778899aabbccddeeff"


class Story:
    """Makes the events that a healthy shard would, with offsets and sequences as Kafka and Redis would have them."""

    def __init__(self):
        self.events: list[Record] = []
        self.sequences: dict = {}
        self.entry = 0

    def tell(self, topic: str, kind: str, ticket: int, **data):
        name = f"t0-{ticket}"
        sequence = self.sequences[topic, name] = self.sequences.get((topic, name), 0) + 1
        index = sum(1 for record in self.events if record.place[0] == self.entry)
        event = {"specversion": "1.0", "id": f"0.{INCARNATION}.{self.entry}.{index}", "type": f"switchroom.{kind}.v1",
                 "source": "/switchroom/demo", "subject": name, "time": f"2026-01-01T00:00:{self.entry:02}.000Z",
                 "sequence": f"{sequence:020}", "data": {"ticket": name, "channel": "whatsapp", **data}}
        partition = ticket % 2
        offset = sum(1 for record in self.events if (record.topic, record.partition) == (topic, partition))
        headers = {"content-type": "application/cloudevents+json", "type": event["type"]}
        self.events.append(Record(topic, partition, offset, name, json.dumps(event).encode(), headers))

    def message(self, ticket: int, provider_id: str):
        self.entry += 1
        self.tell("messages", "message.received", ticket, message={"provider_id": provider_id})

    def edit(self, ticket: int, provider_id: str, ref: str):
        self.entry += 1
        self.tell("messages", "message.edited", ticket, message={"provider_id": provider_id, "ref": ref})

    def start(self, ticket: int, agent: str, skills=()):
        self.tell("assignments", "assignment.started", ticket, agent=agent, group="support",
                  decision={"skills": [{"skill": skill, "minimum": 1} for skill in skills]})


def healthy() -> Evidence:
    """Four tickets of four customers: ann's first is closed and she gets the third; bob has the second, the fourth waits."""
    story = Story()
    story.message(1, "m1")
    story.start(1, "ann", ["refund"])
    story.message(2, "m2")
    story.start(2, "bob")
    story.message(3, "m3")
    story.tell("assignments", "ticket.queued", 3, group="support", decision={"skills": []})
    story.message(1, "m4")
    story.entry += 1
    story.tell("assignments", "assignment.ended", 1, agent="ann", reason="closed")
    story.tell("assignments", "ticket.closed", 1)
    story.start(3, "ann")
    story.message(4, "m5")
    story.edit(4, "e5", "m5")
    story.tell("assignments", "ticket.queued", 4, group="support", decision={"skills": []})
    said = {1: ["m1", "m4"], 2: ["m2"], 3: ["m3"], 4: ["m5", "e5"]}
    states = {1: ("closed", 1), 2: ("assigned", 2), 3: ("assigned", 1), 4: ("queued", 0)}
    return Evidence(
        sent={"m1", "m2", "m3", "m4", "m5", "e5"}, accepted={"m1", "m2", "m3", "m4", "m5", "e5"},
        histories={number: [records.HistoryMessage(0, number, 1, "text", message, "+1", "") for message in messages]
                   for number, messages in said.items()},
        tickets={number: records.Ticket(number, state, number, agent, 1000, story.sequences["assignments", f"t0-{number}"],
                                        story.sequences["messages", f"t0-{number}"])
                 for number, (state, agent) in states.items()},
        position=story.entry, events=sorted(story.events, key=lambda record: (record.topic, record.partition, record.offset)),
        workspace=copy.deepcopy(WORKSPACE))


@pytest.fixture
def evidence() -> Evidence:
    return healthy()


def find(evidence: Evidence, topic: str, kind: str, ticket: int) -> int:
    return next(i for i, record in enumerate(evidence.events) if record.topic == topic and kind in record.event["type"]
                and record.key == f"t0-{ticket}")


def change(record: Record, **members) -> Record:
    """The same record with other members of its event; `data` members by their own names."""
    event = copy.deepcopy(record.event)
    for name, value in members.items():
        (event if name in event else event["data"])[name] = value
    return Record(record.topic, record.partition, record.offset, record.key, json.dumps(event).encode(), record.headers)


def broken_laws(evidence: Evidence) -> set[str]:
    return {finding.split(":")[0] for finding in check(evidence)}


def test_nothing_is_found_where_nothing_is_wrong(evidence):
    assert check(evidence) == []


def test_a_repeated_event_is_no_damage(evidence):
    evidence.events.append(evidence.events[0])
    assert check(evidence) == []


@pytest.mark.parametrize("topic, kind, ticket", [("assignments", "started", 1), ("assignments", "ended", 1),
                                                 ("assignments", "queued", 4), ("messages", "received", 1),
                                                 ("messages", "received", 2)])
def test_a_deleted_event_is_found(evidence, topic, kind, ticket):
    del evidence.events[find(evidence, topic, kind, ticket)]
    assert "tickets_are_as_their_events_say" in broken_laws(evidence)


def test_a_gap_is_found(evidence):
    del evidence.events[find(evidence, "assignments", "started", 1)]
    assert "sequences_have_no_gap" in broken_laws(evidence)


def test_an_event_doubled_under_a_new_id_is_found(evidence):
    i = find(evidence, "assignments", "started", 2)
    evidence.events.insert(i + 1, change(evidence.events[i], id=f"0.{INCARNATION}.2.9"))
    assert {"sequences_have_no_gap", "limits_and_scopes_hold_at_every_event"} <= broken_laws(evidence)


def test_swapped_events_are_found(evidence):
    first, second = find(evidence, "assignments", "ended", 1), find(evidence, "assignments", "closed", 1)
    evidence.events[first], evidence.events[second] = evidence.events[second], evidence.events[first]
    assert {"first_occurrences_are_in_order", "sequences_have_no_gap"} <= broken_laws(evidence)


def test_swapped_events_of_different_tickets_are_found(evidence):
    first, second = find(evidence, "assignments", "closed", 1), find(evidence, "assignments", "started", 3)
    evidence.events[first], evidence.events[second] = evidence.events[second], evidence.events[first]
    assert "first_occurrences_are_in_order" in broken_laws(evidence)


def test_an_event_altered_in_its_repetition_is_found(evidence):
    evidence.events.append(change(evidence.events[find(evidence, "assignments", "started", 1)], agent="bob"))
    assert "one_id_has_one_content" in broken_laws(evidence)


def test_an_altered_event_is_found(evidence):
    i = find(evidence, "assignments", "started", 3)
    evidence.events[i] = change(evidence.events[i], agent="bob")
    assert "limits_and_scopes_hold_at_every_event" in broken_laws(evidence)


def test_a_rekeyed_event_is_found(evidence):
    i = find(evidence, "assignments", "started", 2)
    evidence.events[i].key = "t0-1"
    assert {"events_are_well_formed", "one_key_has_one_partition"} <= broken_laws(evidence)


def test_an_event_on_another_partition_is_found(evidence):
    evidence.events[find(evidence, "assignments", "closed", 1)].partition = 0
    assert "one_key_has_one_partition" in broken_laws(evidence)


def test_an_event_told_before_its_commit_is_found(evidence):
    evidence.position -= 1
    assert "nothing_is_told_before_it_was_committed" in broken_laws(evidence)


def test_a_lost_message_is_found(evidence):
    evidence.histories[2].clear()
    assert {"accepted_messages_are_in_one_history_once", "message_events_tell_the_histories"} <= broken_laws(evidence)


def test_a_doubled_message_is_found(evidence):
    evidence.histories[2] *= 2
    assert "accepted_messages_are_in_one_history_once" in broken_laws(evidence)


def test_a_message_in_two_histories_is_found(evidence):
    evidence.histories[3] += evidence.histories[2]
    assert "accepted_messages_are_in_one_history_once" in broken_laws(evidence)


def test_an_edit_before_its_message_is_found(evidence):
    i, j = find(evidence, "messages", "received", 4), find(evidence, "messages", "edited", 4)
    first, second = evidence.events[i].event["data"]["message"], evidence.events[j].event["data"]["message"]
    evidence.events[i] = change(evidence.events[i], type="switchroom.message.edited.v1", message=second)
    evidence.events[j] = change(evidence.events[j], type="switchroom.message.received.v1", message=first)
    assert "changes_come_after_their_messages" in broken_laws(evidence)


def test_a_part_is_in_a_history_and_no_message(evidence):
    evidence.sent.add("p2"), evidence.accepted.add("p2")
    evidence.histories[2].insert(0, records.HistoryMessage(0, 0, 1, records.PART, "p2", "", ""))
    assert check(evidence) == []


def test_an_invented_message_is_found(evidence):
    evidence.sent.remove("m5")
    evidence.accepted.remove("m5")
    assert "nothing_was_invented" in broken_laws(evidence)


def test_a_second_assignee_is_found(evidence):
    evidence.events = [record for record in evidence.events if "ended" not in record.event["type"]]
    i = find(evidence, "assignments", "closed", 1)
    evidence.events[i] = change(evidence.events[i], type="switchroom.assignment.started.v1", sequence=f"{2:020}", agent="bob",
                                group="support", decision={"skills": []})
    assert any("while ann has it" in finding for finding in check(evidence))


@pytest.mark.parametrize("limit", ["agent", "group"])
def test_an_exceeded_limit_is_found(evidence, limit):
    if limit == "agent":
        evidence.workspace["agents"][1]["limit"] = 0.5
    else:
        evidence.workspace["groups"][0]["limit"] = 1
    assert "limits_and_scopes_hold_at_every_event" in broken_laws(evidence)


def test_an_assignment_outside_group_or_skill_is_found(evidence):
    evidence.workspace["agents"][0]["skills"] = {}
    evidence.workspace["agents"][1]["groups"] = []
    findings = "\n".join(check(evidence))
    assert "who has not refund at 1" in findings and "who is not in support" in findings


def test_a_ticket_that_waits_for_a_free_agent_is_found(evidence):
    evidence.workspace["agents"][1]["limit"] = 2
    assert broken_laws(evidence) == {"nobody_waits_for_a_free_agent"}


def test_a_wrong_header_is_found(evidence):
    evidence.events[0].headers = {}
    assert broken_laws(evidence) == {"events_are_well_formed"}
