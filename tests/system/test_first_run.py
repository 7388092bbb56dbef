"""The newcomer's way: `./run` starts everything, a first message is assigned, and a second start still knows it."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from servers import ROOT, eventually, free_port


@pytest.fixture
def environment(tmp_path):
    """A fresh var/ and the program that is already built; what a test starts is also the first thing on this machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SWITCHROOM_") or "__" in name}
    return {**kept, "SWITCHROOM_VAR": str(tmp_path / "var"), "SWITCHROOM_PROGRAM": os.environ["SWITCHROOM_BIN"],
            "SWITCHROOM_LISTEN__PORT": str(free_port())}


class Run:
    """`./run` as a person starts it, with what it printed."""

    def __init__(self, environment: dict[str, str], log: Path):
        self.log = log
        with open(log, "wb") as output:
            self.child = subprocess.Popen([str(ROOT / "run")], stdout=output, stderr=output, env=environment, start_new_session=True)

    def printed(self) -> str:
        return self.log.read_text()

    def wait_ready(self):
        def ready():
            assert self.child.poll() is None, self.printed()
            return "Ctrl-C stops it" in self.printed()

        eventually("./run says that it is ready", ready, 60)
        return self

    def commands(self) -> list[str]:
        """The three lines to paste."""
        return [line.split(":", 1)[1].strip() for line in self.printed().splitlines() if line.startswith(("  1.", "  2.", "  3."))]

    def interrupt(self) -> int:
        self.child.send_signal(signal.SIGINT)
        return self.child.wait(60)


def paste(command: str, environment: dict[str, str]) -> str:
    done = subprocess.run(command, shell=True, capture_output=True, text=True, env=environment, cwd=ROOT, timeout=60)
    assert done.returncode == 0, f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def processes_of(var: str) -> list[str]:
    """Command lines of living processes that work in this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if var in command or var in os.readlink(process / "cwd"):
                found.append(command)
        except OSError:
            continue
    return found


def test_what_is_printed_can_be_pasted_and_a_second_start_knows_the_ticket(environment, tmp_path):
    first = Run(environment, tmp_path / "first.log").wait_ready()
    tail, send, show = first.commands()
    paste(send, environment)
    assert "assignment.started" in paste(f"{tail} --from-beginning --count 1 --json", environment)
    before = paste(f"{show} --json", environment)
    assert "refunds" in paste(show, environment), "the ticket's page names the rule that matched"
    assert first.interrupt() == 130

    began = time.monotonic()
    second = Run(environment, tmp_path / "second.log").wait_ready()
    print(f"second start: {time.monotonic() - began:.1f} s")
    assert paste(f"{second.commands()[2]} --json", environment) == before
    assert second.interrupt() == 130
    assert not processes_of(environment["SWITCHROOM_VAR"])


def test_one_command_shows_the_first_assignment(environment):
    done = subprocess.run([str(ROOT / "run"), "--exit-after-first-assignment"], env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "First message assigned" in done.stderr
    assert not processes_of(environment["SWITCHROOM_VAR"])


def test_no_child_outlives_a_killed_run(environment, tmp_path):
    run = Run(environment, tmp_path / "run.log").wait_ready()
    assert len(processes_of(environment["SWITCHROOM_VAR"])) >= 3
    run.child.kill()
    eventually("all children have ended", lambda: not processes_of(environment["SWITCHROOM_VAR"]), 40)


def test_two_runs_do_not_share_a_folder(environment, tmp_path):
    run = Run(environment, tmp_path / "run.log").wait_ready()
    done = subprocess.run([str(ROOT / "run")], env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and "another ./run is using" in done.stderr
    assert run.interrupt() == 130


def test_secrets_are_for_their_owner_alone(environment, tmp_path):
    run = Run(environment, tmp_path / "run.log").wait_ready()
    var = Path(environment["SWITCHROOM_VAR"])
    for file in [var / "admin.token", *(var / "secrets").iterdir()]:
        assert file.stat().st_mode & 0o77 == 0, file
        assert len(file.read_text().strip()) >= 32
    assert run.interrupt() == 130


def test_wrong_usage_is_exit_2():
    done = subprocess.run([str(ROOT / "run"), "--no-such-flag"], capture_output=True, text=True)
    assert done.returncode == 2 and "usage: ./run" in done.stderr
