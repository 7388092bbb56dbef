"""Every command in README and docs is run, in the order of its page, from the root of the project against one running server.

A block of commands is fenced as ```sh; what it shows as output is fenced otherwise. Commands that build, install or start what the
rest of ./test already builds, installs and starts are known by their exact text and not run a second time."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from servers import ROOT, free_port
from test_first_run import Run

# Each with what runs it instead.
RUN_ELSEWHERE = {
    "./run": "test_first_run.py",
    "ctest --test-dir build/debug -R router": "./test",
    "cmake --preset debug": "./test",
    "cmake --preset release": "./run",
    "cmake --build --preset debug": "./test",
    "cmake --build --preset release": "./run",
    "cmake --build --preset debug --target switchroom": "./test",
    "cmake --build --preset fuzz --target fuzzers": "./test",
    """RC_PARAMS="max_success=10000" build/debug/tests/router/router_engine_test --gtest_filter='EngineProperties.*'""": "./test",
    "cd build/debug && cpack -G DEB": "test_package.py",
    "swaks --server 127.0.0.1:2424 --protocol LMTP --from ann@example.org --to support@shop.example --body 'It leaks.'": "test_mail.py",
}
THIS_TEST = ("./test", "build/fuzz/")  # beginnings of commands that ./test itself is made of
INVENTED = "pigeon"  # the channel that docs/adding-a-channel.md makes up


def pages() -> list[Path]:
    return [page for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))] if page.exists()]


def blocks(page: Path) -> list[str]:
    """Blocks with a language of a shell."""
    return re.findall(r"^```(?:sh|bash|shell|console)\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)


def commands(block: str) -> list[str]:
    """Logical lines: without comments, continuation lines joined."""
    joined = block.replace("\\\n", " ")
    return [line.strip() for line in joined.splitlines() if line.strip() and not line.strip().startswith("#")]


def all_commands() -> list[tuple[str, str]]:
    return [(str(page.relative_to(ROOT)), command) for page in pages() for block in blocks(page) for command in commands(block)]


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """A server as ./run starts it, and an environment in which `switchroom` is the wrapper that ./run wrote."""
    folder = tmp_path_factory.mktemp("documents")
    var = folder / "var"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SWITCHROOM_") or "__" in name}
    settings = {**kept, "SWITCHROOM_VAR": str(var), "SWITCHROOM_PROGRAM": os.environ["SWITCHROOM_BIN"],
                "SWITCHROOM_LISTEN__PORT": str(free_port())}
    run = Run(settings, folder / "run.log").wait_ready()
    yield {**settings, "PATH": f"{var}:{os.environ['PATH']}", "VAR": str(var)}
    run.interrupt()


def as_run_here(command: str, settings: dict[str, str]) -> str:
    """With this server's folder, program and port in place of those that the pages name."""
    command = re.sub(r"(?<![\w/])var/", f"{settings['VAR']}/", command)
    command = re.sub(r"(?<![\w/])build/(debug|release)/switchroom\b", "switchroom", command)
    return command.replace("127.0.0.1:8080", f"127.0.0.1:{settings['SWITCHROOM_LISTEN__PORT']}")


@pytest.mark.parametrize("page, command", all_commands())
def test_a_documented_command_works(page, command, running):
    if command in RUN_ELSEWHERE or command.startswith(THIS_TEST):
        return
    endless = "tail" in command and "--count" not in command
    prefix = "timeout --signal=INT 3 " if endless else ""
    done = subprocess.run(["bash", "-c", prefix + as_run_here(command, running)], cwd=ROOT, env=running, capture_output=True, text=True, timeout=120)
    assert done.returncode in ((0, 124, 130) if endless else (0,)), f"{page}: {command}\nexit {done.returncode}\n{done.stdout}{done.stderr}"


def test_every_link_between_pages_leads_somewhere():
    broken = []
    for page in pages():
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text()):
            if not re.match(r"[a-z]+:", target) and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert not broken, broken


def test_every_path_that_a_page_names_exists():
    """Paths in backticks that begin with a folder of the project."""
    broken = []
    for page in pages():
        for path in re.findall(r"`((?:config|connectors|router|storage|gateway|tests|loadtest|docs)/[\w./-]+)`", page.read_text()):
            if INVENTED not in path and not (ROOT / path).exists() and not list(ROOT.glob(path + ".*")):
                broken.append(f"{page.relative_to(ROOT)}: {path}")
    assert not broken, broken
