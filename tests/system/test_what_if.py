"""`switchroom what-if` on the whole program: the rules in force change nothing, others what they say, and Redis stays as it was."""

import datetime
import itertools
import json

import jsonschema
import yaml

from conftest import WORKSPACE, configure
from providers import whatsapp
from servers import ROOT, eventually

SCHEMA = json.loads((ROOT / "docs/what-if.schema.json").read_text())


def what_if(switchroom, document, *more):
    """The report, which is as its published schema says."""
    answer = json.loads(switchroom.run_command("what-if", "--workspace", "demo", "--with", str(document), "--since", "1h", "--json", *more).stdout)
    jsonschema.validate(answer, SCHEMA)
    return answer


def write(switchroom, count, text):
    for number in range(count):
        delivery = whatsapp(f"+49151{number:08}", f"wamid.{text}{number}", text)
        assert switchroom.request("POST", delivery.path, delivery.body, delivery.headers)[0] == 200
    switchroom.wait_quiet()


def kept(redis_server):
    client = redis_server.client()
    return {key: client.dump(key) for key in client.keys("*") if not key.endswith(b":own")}


def test_other_rules_are_tried_on_what_was_recorded(switchroom, workspace, redis_server, tmp_path):
    write(switchroom, 5, "I want a refund")
    tickets = switchroom.api("GET", "/v1/customers?identity=whatsapp:%2B4915100000000")[1]["tickets"]
    assert switchroom.api("POST", f"/v1/tickets/{tickets[0]}/actions/resolve", {})[0] == 200
    switchroom.wait_quiet()
    before = kept(redis_server)

    same = tmp_path / "same.yaml"
    same.write_text(yaml.safe_dump(workspace, allow_unicode=True))
    answer = what_if(switchroom, same)
    assert answer["tickets"] == 5 and answer["as_recorded"] == 5, answer
    assert answer["same"] and answer["elsewhere"] == 0 and not answer["moves"], answer

    workspace["rules"] = []
    other = tmp_path / "other.yaml"
    other.write_text(yaml.safe_dump(workspace, allow_unicode=True))
    answer = what_if(switchroom, other, "--examples", "1")
    assert answer["elsewhere"] > 0 and not answer["same"], answer
    example = answer["moves"][0]["example"]
    assert example["before"]["rules"] and not example["after"]["rules"], example
    words = switchroom.run_command("what-if", "--workspace", "demo", "--with", str(other)).stdout
    assert "of 5 tickets go elsewhere" in words and example["ticket"] in words, words
    assert kept(redis_server) == before, "nothing was written"


class Day:
    """Customers who write and people who act on the whole program."""

    def __init__(self, switchroom):
        self.switchroom = switchroom
        self.tokens = {agent: switchroom.make_token("agent", "demo", "--agent", agent) for agent in ("ann", "bob", "chen", "dora")}
        self.numbers = itertools.count()

    def write(self, customer, text="hello"):
        """The customer's newest ticket."""
        delivery = whatsapp(f"+49151{customer:08}", f"wamid.{next(self.numbers)}", text)
        assert self.switchroom.request("POST", delivery.path, delivery.body, delivery.headers)[0] == 200
        self.switchroom.wait_quiet()
        return self.switchroom.api("GET", self.path(customer))[1]["tickets"][-1]

    def path(self, customer):
        return f"/v1/customers?identity=whatsapp:%2B49151{customer:08}"

    def say_of(self, customer, **facts):
        status, answer = self.switchroom.api("PUT", self.path(customer), facts)
        assert status == 200, answer

    def holder(self, ticket):
        return self.switchroom.api("GET", f"/v1/tickets/{ticket}")[1].get("agent")

    def act(self, ticket, action, body=None, by=None, status=200):
        """By its holder, or an agent, or the administrator (`by="admin"`)."""
        by = by or self.holder(ticket)
        answer = self.switchroom.api("POST", f"/v1/tickets/{ticket}/actions/{action}", body or {}, token=self.tokens.get(by))
        assert answer[0] == status, (action, answer)
        return answer[1]

    def close(self, ticket):
        status, answer = self.switchroom.api("POST", f"/v1/tickets/{ticket}/close",
                                             {"version": self.switchroom.api("GET", f"/v1/tickets/{ticket}")[1]["version"]})
        assert status == 200, answer


def everything(workspace):
    """Levels, tags and attributes decide; consoles must be there; billing offers; who had the customer before is preferred."""
    workspace |= {"customer_levels": ["standard", "gold"], "presence_grace": "1s"}
    for agent in workspace["agents"]:
        agent["limit"] = 20
    workspace["groups"][1] |= {"delivery": "offer", "accept_within": {"whatsapp": "10m"}, "limit": 50}
    workspace["rules"] += [
        {"id": "gold", "when": {"customer_level": ["gold"]}, "then": {"group": "billing", "priority": "urgent"}},
        {"id": "late", "when": {"customer_tag": ["late"]}, "then": {"require": {"english": 7}}},
        {"id": "invoices", "when": {"keywords": ["invoice"]}, "then": {"tags": ["invoice"]}},
        {"id": "old", "when": {"customer_attribute": {"since": ["1999"]}}, "then": {"group": "billing"}},
    ]
    return workspace


def test_a_day_with_all_that_people_and_other_systems_do_folds_as_it_was(switchroom, workspace, tmp_path):
    document = tmp_path / "everything.yaml"
    document.write_text(yaml.safe_dump(everything(workspace), allow_unicode=True))
    switchroom.apply(document)
    day = Day(switchroom)

    # What other systems say, before the first message, between two, and after it was something else.
    day.say_of(1, level="gold")
    day.say_of(2, attributes={"since": "1999"})
    day.say_of(3, tags=["late"])
    tickets = [day.write(customer) for customer in range(1, 5)]
    assert day.holder(tickets[2]) == "chen"
    day.act(tickets[0], "accept")
    day.act(tickets[1], "decline")
    day.act(tickets[1], "accept")
    day.close(tickets[0])
    day.say_of(1, level="standard")
    assert day.holder(day.write(1)) in ("ann", "bob", "chen")
    assert switchroom.api("PUT", day.path(1), {"level": "brass"})[0] == 422

    # Who had a customer before gets him again.
    first = day.holder(tickets[3])
    day.act(tickets[3], "resolve")
    day.close(tickets[3])
    for customer in range(10, 13):
        day.write(customer)
    again = day.write(4)
    assert again != tickets[3] and day.holder(again) == first

    # What agents and supervisors do, and what they are refused.
    ticket = day.write(20)
    day.act(ticket, "tags", {"tags": ["invoice"]})
    day.act(ticket, "priority", {"priority": "high"}, by="admin")
    switchroom.api("POST", f"/v1/tickets/{ticket}/replies", {"text": "one moment"}, token=day.tokens[day.holder(ticket)])
    other = next(agent for agent in ("ann", "bob", "chen") if agent != day.holder(ticket))
    day.act(ticket, "transfer", {"agent": "dora"}, by="bob" if day.holder(ticket) != "bob" else "chen", status=403)
    day.act(ticket, "transfer", {"agent": other})
    assert day.holder(ticket) == other
    day.act(ticket, "snooze", {"until": (datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)).isoformat()})
    day.write(20, "are you there?")
    day.act(ticket, "resolve")
    day.act(ticket, "reopen", by="admin")
    day.act(day.write(21), "assign", {"agent": "bob"}, by="admin")
    day.act(day.write(22), "skills", {"skills": {"english": 5}})
    day.act(day.write(23), "open-another", {"text": "another matter"})
    day.act(day.write(24), "escalate")
    day.act(day.write(25), "transfer", {"group": "billing"}, by="admin")

    # Statuses, and a console that falls silent: its work goes to others.
    assert switchroom.api("PUT", "/v1/agents/chen/status", {"status": "away"})[0] == 200
    with_ann = day.write(30)
    if day.holder(with_ann) != "ann":
        day.act(with_ann, "assign", {"agent": "ann"}, by="admin")
    assert switchroom.api("POST", "/v1/agents/me/presence", {}, token=day.tokens["ann"])[0] == 200
    eventually("ann's work is with others", lambda: day.holder(with_ann) != "ann", 60)
    day.write(31)
    assert switchroom.api("POST", "/v1/agents/chen/logout", {})[0] == 200
    assert switchroom.api("PUT", "/v1/agents/chen/status", {"status": "online"})[0] == 200
    day.write(32)
    switchroom.wait_quiet()

    answer = what_if(switchroom, document)
    assert answer["same"] and answer["elsewhere"] == 0, answer
    assert answer["as_recorded"] == answer["tickets"] >= 19, answer
    groups = {group["group"]: group for group in answer["groups"]}
    assert groups["billing"]["before"] == groups["billing"]["after"] and groups["billing"]["before"]["tickets"] >= 3, groups
    assert 0 < groups["general"]["before"]["jain"] <= 1, groups

    # Rules that ask for none of it send the tickets elsewhere, and hand them out otherwise.
    workspace["rules"] = []
    for group in workspace["groups"]:
        group["previous_agent_within"] = "0s"
    document.write_text(yaml.safe_dump(workspace, allow_unicode=True))
    answer = what_if(switchroom, document)
    assert answer["elsewhere"] >= 3 and not answer["same"], answer
    words = switchroom.run_command("what-if", "--workspace", "demo", "--with", str(document)).stdout
    assert "Jain's index" in words, words


def test_what_can_not_be_tried_is_refused_in_words(switchroom, tmp_path):
    assert switchroom.run_command("what-if", "--workspace", "other", "--with", str(WORKSPACE), check=False).returncode == 3
    assert switchroom.run_command("what-if", "--workspace", "demo", "--with", str(WORKSPACE), "--since", "soon", check=False).returncode == 2
    broken = tmp_path / "broken.yaml"
    broken.write_text("workspace: demo\nnonsense: 1\n")
    refused = switchroom.run_command("what-if", "--workspace", "demo", "--with", str(broken), check=False)
    assert refused.returncode == 3 and "nonsense" in refused.stderr


def test_what_is_recorded_is_bounded(make_switchroom, redis_server):
    process = make_switchroom(shard={"recorded_mib_max": 0}).start()
    configure(process)
    client = redis_server.client()
    rounds = itertools.count()

    def trimmed():  # commits trim, so each round makes some
        write(process, 20, f"hello {next(rounds)}")
        return client.xlen("{s00}:inbox") < 60 and client.xlen("{s00}:out") < 60

    eventually("the fourth round finds less than three", lambda: trimmed() and next(rounds) > 4, 30)
    assert process.get("/readyz")[0] == 200
