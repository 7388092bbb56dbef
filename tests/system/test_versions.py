"""Versions of the workspace document: who put what in force, the way back, and a draft that waits."""

import json
import threading

from conftest import WORKSPACE, configure
from servers import eventually


def changed(tmp_path, limit: int):
    file = tmp_path / f"limit-{limit}.yaml"
    lines = WORKSPACE.read_text().splitlines()
    at = next(i for i, line in enumerate(lines) if "limit:" in line)
    before = lines[at].split("limit: ")[1].split(",")[0].split("}")[0].split()[0]
    lines[at] = lines[at].replace(f"limit: {before}", f"limit: {limit}", 1)
    file.write_text("\n".join(lines) + "\n")
    return file


def history(switchroom) -> list[dict]:
    return [json.loads(line) for line in switchroom.run_command("history", "list", "--json").stdout.splitlines()]


def test_a_version_comes_back_by_rollback_and_everybody_sees_who_did_it(switchroom, tmp_path):
    switchroom.run_command("apply", "--note", "more work", str(changed(tmp_path, 17)))
    switchroom.run_command("rollback", "1")
    versions = history(switchroom)
    assert [(one["version"], one["in_force"], one.get("note")) for one in versions] == \
        [(3, True, "rollback to version 1"), (2, False, "more work"), (1, False, None)]
    assert all(one["role"] == "admin" and one["at"].endswith("Z") for one in versions)
    assert switchroom.run_command("history", "show", "3").stdout == WORKSPACE.read_text()
    assert "→ 17" in switchroom.run_command("history", "diff", "2").stdout

    # A restart finds the same, and goes on from there.
    switchroom.stop()
    switchroom.start()
    assert [one["version"] for one in history(switchroom)] == [3, 2, 1]


def test_a_draft_waits_over_a_restart_and_has_no_effect_until_it_is_applied(switchroom, tmp_path):
    draft = changed(tmp_path, 19)
    switchroom.run_command("apply", "--draft", "--note", "summer", str(draft))
    switchroom.stop()
    switchroom.start()
    assert [one.get("draft", one.get("version")) for one in history(switchroom)] == [1, True]
    assert switchroom.run_command("draft", "show").stdout == draft.read_text()
    assert switchroom.run_command("draft", "diff", "--exit-code", check=False).returncode == 1
    switchroom.run_command("draft", "apply")
    versions = history(switchroom)
    assert [(one["version"], one.get("note")) for one in versions] == [(2, "summer"), (1, None)]
    assert switchroom.run_command("draft", "show", check=False).returncode == 1


def test_only_the_newest_20_are_kept_with_their_notes(switchroom, redis_server, tmp_path):
    for round in range(21):
        switchroom.run_command("apply", str(changed(tmp_path, 30 + round)))
    assert [one["version"] for one in history(switchroom)] == list(range(22, 2, -1))
    assert redis_server.client().hlen("{s00}:notes:1") == 20
    assert switchroom.run_command("rollback", "1", check=False).returncode == 1


def at_once(*works) -> list:
    """Runs all at the same time; what each returned."""
    together = threading.Barrier(len(works))
    results = [None] * len(works)

    def run(place, work):
        together.wait()
        results[place] = work()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_two_who_apply_at_once_on_top_of_the_same_version_exactly_one_wins(switchroom, tmp_path):
    for version in range(1, 7):
        documents = [changed(tmp_path, 10 * version + place) for place in range(2)]
        results = at_once(*(lambda document=document: switchroom.run_command(
            "apply", "--expect-version", str(version), "--json", str(document), check=False) for document in documents))
        assert sorted(result.returncode for result in results) == [0, 5], [(result.stdout, result.stderr) for result in results]
        won = next(place for place, result in enumerate(results) if result.returncode == 0)
        lost = json.loads(results[1 - won].stdout)
        assert lost["applied"] is False and lost["problem"]["type"] == "/docs/errors#stale_version"
        assert [one["version"] for one in history(switchroom)] == list(range(version + 1, 0, -1))
        assert switchroom.run_command("history", "show", str(version + 1)).stdout == documents[won].read_text()


def test_it_does_not_matter_at_which_processes_the_two_apply(make_switchroom, tmp_path):
    gateway = make_switchroom("gateway").start()
    configure(gateway)
    owner = make_switchroom("owner").start()  # takes the shard
    owner.token = gateway.token
    owner.wait_quiet()
    for version in range(1, 5):
        def apply(process, place, version=version):
            headers = {"Authorization": f"Bearer {owner.token}", "Content-Type": "application/yaml",
                       "If-Match": f'"{version}"', "Idempotency-Key": f"{version}-{place}"}
            return process.request("PUT", "/v1/configuration", changed(tmp_path, 10 * version + place).read_bytes(), headers, seconds=60)[0]

        statuses = at_once(lambda: apply(gateway, 0), lambda: apply(owner, 1))
        assert set(statuses) <= {200, 202, 409}, statuses
        outcomes = []
        for place in range(2):
            path = f"/v1/actions/{version}-{place}"
            eventually("its outcome is stored", lambda path=path: owner.api("GET", path)[0] == 200)
            outcomes.append(owner.api("GET", path)[1])
        assert sorted(one["done"] for one in outcomes) == [False, True], outcomes
        lost = next(one for one in outcomes if not one["done"])
        assert lost["refused"]["fault"] == "stale_version" and lost["version"] == version + 1, lost
        assert [one["version"] for one in history(owner)] == list(range(version + 1, 0, -1))


def test_whoever_was_overtaken_is_told_by_whom_and_when(switchroom, tmp_path):
    switchroom.run_command("apply", "--note", "first", str(changed(tmp_path, 17)))
    headers = {"Authorization": f"Bearer {switchroom.token}", "Content-Type": "application/yaml", "If-Match": '"1"'}
    status, answered, body = switchroom.request("PUT", "/v1/configuration", changed(tmp_path, 18).read_bytes(), headers)
    assert status == 409, body
    in_force = history(switchroom)[0]
    current = json.loads(body)["current"]
    assert current == {"version": 2, "note": "first", **{name: in_force[name] for name in ("at", "by", "role")}}
    assert in_force["version"] == 2
    for path in ("versions/1/rollback", "draft/apply"):
        switchroom.run_command("apply", "--draft", str(changed(tmp_path, 19)))
        status, _, body = switchroom.request("POST", f"/v1/configuration/{path}", b"", {**headers})
        assert (status, json.loads(body)["current"]["version"]) == (409, 2)
    *versions, draft = history(switchroom)
    assert [one["version"] for one in versions] == [2, 1] and draft["draft"], "the draft is still there, and nothing changed"
