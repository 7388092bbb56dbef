"""`switchroom what-if` on the whole program: the rules in force change nothing, others what they say, and Redis stays as it was."""

import itertools
import json

import yaml

from conftest import WORKSPACE, configure
from providers import whatsapp
from servers import eventually


def what_if(switchroom, document, *more):
    return json.loads(switchroom.run_command("what-if", "--workspace", "demo", "--with", str(document), "--since", "1h", "--json", *more).stdout)


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
