"""The independent checker: proves from the outside that nothing was lost, doubled, reordered or decided beyond a limit.

It knows the generator's record, what Redis holds, the topics from their beginning, and the workspace document; it shares no code
with Switchroom. `check` returns every finding as a sentence; none means that all laws hold. tests/system/test_checker.py proves
that it finds damage. It is for a shard that never rolled back and a workspace document that never changed."""

from collections import Counter, defaultdict
from collections.abc import Iterator

import records
from evidence import Evidence, Record

MOST_FINDINGS = 5  # of one law; more only repeat


def check(evidence: Evidence) -> list[str]:
    findings = []
    for law in (accepted_messages_are_in_one_history_once, nothing_was_invented, one_id_has_one_content, ids_are_in_one_place,
                events_are_well_formed, one_key_has_one_partition, first_occurrences_are_in_order, sequences_have_no_gap,
                nothing_is_told_before_it_was_committed, message_events_tell_the_histories, changes_come_after_their_messages,
                limits_and_scopes_hold_at_every_event, tickets_are_as_their_events_say, nobody_waits_for_a_free_agent):
        found = list(law(evidence))
        findings += [f"{law.__name__}: {finding}" for finding in found[:MOST_FINDINGS]]
        if len(found) > MOST_FINDINGS:
            findings.append(f"{law.__name__}: and {len(found) - MOST_FINDINGS} more")
    return findings


def first_occurrences(events: list[Record]) -> list[Record]:
    """Without repeated ids, each topic's partition in its order."""
    seen, firsts = set(), []
    for record in events:
        if record.id not in seen:
            seen.add(record.id)
            firsts.append(record)
    return firsts


def decided(evidence: Evidence) -> list[Record]:
    """The assignments topic in the order in which it was decided."""
    return sorted((record for record in first_occurrences(evidence.events) if record.topic == "assignments"),
                  key=lambda record: record.place)


def accepted_messages_are_in_one_history_once(evidence: Evidence) -> Iterator[str]:
    times = Counter(message.provider_id for history in evidence.histories.values() for message in history)
    for provider_id in sorted(evidence.accepted):
        if times[provider_id] != 1:
            yield f"{provider_id} was answered 2xx and is in the histories {times[provider_id]} times"
    for provider_id, count in times.items():
        if count > 1 and provider_id not in evidence.accepted:
            yield f"{provider_id} is in the histories {count} times"


def nothing_was_invented(evidence: Evidence) -> Iterator[str]:
    for customer, history in evidence.histories.items():
        for message in history:
            if message.provider_id not in evidence.sent:
                yield f"{message.provider_id} in the history of customer {customer} was never sent"


def one_id_has_one_content(evidence: Evidence) -> Iterator[str]:
    contents: dict[str, bytes] = {}
    for record in evidence.events:
        if contents.setdefault(record.id, record.value) != record.value:
            yield f"event {record.id} has two contents: {contents[record.id]!r} and {record.value!r}"


def ids_are_in_one_place(evidence: Evidence) -> Iterator[str]:
    places = defaultdict(set)
    for record in evidence.events:
        places[record.id].add((record.topic, record.partition, record.key))
    for event_id, found in places.items():
        if len(found) > 1:
            yield f"event {event_id} is in several places: {sorted(found)}"


def events_are_well_formed(evidence: Evidence) -> Iterator[str]:
    for record in evidence.events:
        event = record.event
        if record.headers.get("content-type") != "application/cloudevents+json" or record.headers.get("type") != event["type"]:
            yield f"event {record.id} has the headers {record.headers} and the type {event['type']}"
        if record.topic in ("assignments", "messages") and "sequence" in event and record.key != event["subject"]:
            yield f"event {record.id} about {event['subject']} has the key {record.key}"
        if "ticket" in event["data"] and event["data"]["ticket"] != event.get("subject"):
            yield f"event {record.id} tells of {event['data']['ticket']} under the subject {event.get('subject')}"


def one_key_has_one_partition(evidence: Evidence) -> Iterator[str]:
    partitions = defaultdict(set)
    for record in evidence.events:
        partitions[record.topic, record.key].add(record.partition)
    for (topic, key), found in partitions.items():
        if len(found) > 1:
            yield f"key {key} of {topic} is on the partitions {sorted(found)}"


def first_occurrences_are_in_order(evidence: Evidence) -> Iterator[str]:
    last: dict[tuple[str, int], Record] = {}
    for record in first_occurrences(evidence.events):
        before = last.get((record.topic, record.partition))
        if before and record.place < before.place:
            yield f"{record.topic} {record.partition}: {record.id} at offset {record.offset} comes after {before.id}"
        if before and record.event["time"] < before.event["time"]:
            yield f"{record.topic} {record.partition}: the time of {record.id} lies before that of {before.id}"
        last[record.topic, record.partition] = record


def sequences_have_no_gap(evidence: Evidence) -> Iterator[str]:
    expected: Counter = Counter()
    for record in first_occurrences(evidence.events):
        sequence = record.event.get("sequence")
        if sequence is None:
            continue
        expected[record.topic, record.key] += 1
        if sequence != f"{expected[record.topic, record.key]:020}":
            yield f"{record.topic} {record.key}: {record.id} has the sequence {sequence}, expected {expected[record.topic, record.key]}"
            expected[record.topic, record.key] = int(sequence)


def nothing_is_told_before_it_was_committed(evidence: Evidence) -> Iterator[str]:
    for record in evidence.events:
        if record.place[0] > evidence.position:
            yield f"event {record.id} is on Kafka, but Redis is only at {evidence.position}"


def message_events_tell_the_histories(evidence: Evidence) -> Iterator[str]:
    told = Counter(record.event["data"]["message"]["provider_id"] for record in first_occurrences(evidence.events)
                   if record.topic == "messages")
    held = Counter(message.provider_id for history in evidence.histories.values() for message in history
                   if message.kind != records.PART)
    for provider_id in sorted((told - held) | (held - told)):
        yield f"{provider_id} is {held[provider_id]} times in the histories and {told[provider_id]} times on the messages topic"


CHANGES = tuple(f"switchroom.message.{word}.v1" for word in ("edited", "deleted", "reaction", "status"))


def changes_come_after_their_messages(evidence: Evidence) -> Iterator[str]:
    events = sorted((record for record in first_occurrences(evidence.events) if record.topic == "messages"),
                    key=lambda record: record.place)
    names = {}
    for i, record in enumerate(events):
        data = record.event["data"]
        message = data["message"]
        known = [message["provider_id"]] if record.event["type"] not in CHANGES else []
        if record.event["type"] == "switchroom.message.sent.v1":
            known.append(message.get("ref"))
        for name in known:
            names.setdefault((data.get("customer"), data["channel"], name), i)
    for i, record in enumerate(events):
        data = record.event["data"]
        message = data["message"]
        ref = data.get("customer"), data["channel"], message.get("ref")
        if record.event["type"] in CHANGES and names.get(ref, i) > i:
            yield f"{record.id} changes {message['ref']}, which is told after it by {events[names[ref]].id}"


class Ledger:
    """Who has what, by the events alone."""

    def __init__(self, workspace: dict):
        self.agents = {agent["id"]: agent for agent in workspace["agents"]}
        self.groups = {group["id"]: group for group in workspace["groups"]}
        self.units_of_kind = {kind: round(float(units) * 1000) for kind, units in (workspace.get("units") or {}).items()}
        self.kinds = {channel["id"]: channel["kind"] for channel in workspace["channels"]}
        self.holder: dict[str, tuple[str, str, int]] = {}  # ticket -> agent, group, units
        self.waiting: dict[str, Record] = {}
        self.closed: set[str] = set()
        self.agent_units: Counter = Counter()
        self.group_units: Counter = Counter()

    def units(self, channel: str) -> int:
        return self.units_of_kind.get(self.kinds[channel], 1000)

    def limit_of(self, agent: str) -> int:
        return round(float(self.agents[agent].get("limit", 3)) * 1000)

    def start(self, record: Record) -> Iterator[str]:
        data = record.event["data"]
        ticket, agent, group, units = data["ticket"], data["agent"], data["group"], self.units(data["channel"])
        if ticket in self.holder:
            yield f"{record.id} gives {ticket} to {agent} while {self.holder[ticket][0]} has it"
            self._release(ticket)
        self.waiting.pop(ticket, None)
        self.holder[ticket] = agent, group, units
        self.agent_units[agent] += units
        self.group_units[group] += units
        yield from self._excess(record, agent, group)
        yield from self._scope(record, agent, group)

    def _excess(self, record: Record, agent: str, group: str) -> Iterator[str]:
        if agent in self.agents and self.agent_units[agent] > self.limit_of(agent):
            yield f"{record.id} brings {agent} to {self.agent_units[agent]} of {self.limit_of(agent)} milli-units"
        limit = self.groups.get(group, {}).get("limit")
        if limit is not None and self.group_units[group] > float(limit) * 1000:
            yield f"{record.id} brings group {group} to {self.group_units[group]} milli-units of {limit} units"

    def _scope(self, record: Record, agent: str, group: str) -> Iterator[str]:
        if agent not in self.agents:
            yield f"{record.id} assigns to {agent}, whom the workspace does not know"
            return
        if group not in self.agents[agent].get("groups", []):
            yield f"{record.id} assigns {agent}, who is not in {group}"
        for need in record.event["data"]["decision"]["skills"]:
            if self.agents[agent].get("skills", {}).get(need["skill"], 0) < need["minimum"]:
                yield f"{record.id} assigns {agent}, who has not {need['skill']} at {need['minimum']}"

    def end(self, record: Record) -> Iterator[str]:
        ticket, agent = record.event["data"]["ticket"], record.event["data"]["agent"]
        if self.holder.get(ticket, ("nobody",))[0] != agent:
            yield f"{record.id} ends {ticket} of {agent}, but {self.holder.get(ticket, ('nobody',))[0]} has it"
        if ticket in self.holder:
            self._release(ticket)

    def _release(self, ticket: str):
        agent, group, units = self.holder.pop(ticket)
        self.agent_units[agent] -= units
        self.group_units[group] -= units

    def apply(self, record: Record) -> Iterator[str]:
        kind, ticket = record.event["type"], record.event["data"]["ticket"]
        if ticket in self.closed:
            yield f"{record.id} tells of {ticket}, which is closed"
        if kind == "switchroom.ticket.queued.v1":
            self.waiting[ticket] = record
        elif kind == "switchroom.assignment.started.v1":
            yield from self.start(record)
        elif kind == "switchroom.assignment.ended.v1":
            yield from self.end(record)
        elif kind == "switchroom.ticket.closed.v1":
            if ticket in self.holder:
                yield f"{record.id} closes {ticket} while {self.holder[ticket][0]} has it"
            self.waiting.pop(ticket, None)
            self.closed.add(ticket)
        elif kind != "switchroom.ticket.linked.v1":  # which only tells
            yield f"{record.id} is of the unknown type {kind}"

    def state_of(self, ticket: str) -> str:
        return "closed" if ticket in self.closed else "assigned" if ticket in self.holder else "queued"


def limits_and_scopes_hold_at_every_event(evidence: Evidence) -> Iterator[str]:
    ledger = Ledger(evidence.workspace)
    for record in decided(evidence):
        yield from ledger.apply(record)


def final_ledger(evidence: Evidence) -> Ledger:
    ledger = Ledger(evidence.workspace)
    for record in decided(evidence):
        list(ledger.apply(record))
    return ledger


def tickets_are_as_their_events_say(evidence: Evidence) -> Iterator[str]:
    ledger = final_ledger(evidence)
    told: dict[str, Counter] = {"assignments": Counter(), "messages": Counter()}
    for record in first_occurrences(evidence.events):
        if record.topic in told and "sequence" in record.event:
            told[record.topic][record.key] += 1
    known = {f"t{evidence.shard}-{number}": ticket for number, ticket in evidence.tickets.items()}
    for name in sorted(set(told["assignments"]) - set(known)):
        yield f"{name} is on Kafka and not in Redis"
    numbers: dict[str, int] = {}
    for name, ticket in known.items():
        expected = ledger.state_of(name), told["assignments"][name], told["messages"][name]
        found = ticket.state, ticket.sequence, ticket.message_sequence
        if expected != found:
            yield f"{name} in Redis has state, events and message events {found}, by Kafka {expected}"
        if name in ledger.holder and numbers.setdefault(ledger.holder[name][0], ticket.agent) != ticket.agent:
            yield f"{name} is with {ledger.holder[name][0]} by Kafka, and with agent number {ticket.agent} in Redis"


def nobody_waits_for_a_free_agent(evidence: Evidence) -> Iterator[str]:
    """At quiet, with every agent in the status in which the document puts him."""
    ledger = final_ledger(evidence)
    for ticket, record in ledger.waiting.items():
        data = record.event["data"]
        needs = {need["skill"]: need["minimum"] for need in data["decision"]["skills"]}
        units, group = ledger.units(data["channel"]), data["group"]
        group_limit = ledger.groups.get(group, {}).get("limit")
        if group_limit is not None and ledger.group_units[group] + units > float(group_limit) * 1000:
            continue
        for name, agent in ledger.agents.items():
            able = all(agent.get("skills", {}).get(skill, 0) >= minimum for skill, minimum in needs.items())
            free = ledger.agent_units[name] + units <= ledger.limit_of(name)
            if group in agent.get("groups", []) and agent.get("first_status", agent.get("status")) == "online" and able and free:
                yield f"{ticket} waits while {name} has room"
                break
