"""Versions of the workspace document: who put what in force, the way back, and a draft that waits."""

import json

from conftest import WORKSPACE


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
