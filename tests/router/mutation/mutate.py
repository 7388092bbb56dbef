#!/usr/bin/env python3
"""Breaks the engine in stated ways and tells which test catches each.

Each mutation changes one file of router/engine in a scratch folder, compiles that file, links it with the tests that
BUILD holds already, and runs them. The checkout and BUILD stay as they are.

usage: mutate.py BUILD [--sample | NAME...]    exit code 1: a mutation that no test caught, or that no longer fits
"""

import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from mutations import MUTATIONS, SAMPLE

ROOT = Path(__file__).resolve().parents[3]
ENGINE = ROOT / "router" / "engine"
PROGRAM = "tests/router/router_engine_test"
# One after the other until one catches: quick ones, then those that catch most.
TESTS = ["-EngineProperties.*", "EngineProperties.DaysWithEveryFeature*", "EngineProperties.*-*.DaysWithEveryFeature*"]
PATIENCE_S = 120  # a test that does not end has caught it too


class Build:
    def __init__(self, folder: Path):
        self.folder = folder
        told = subprocess.run(["ninja", "-C", folder, "-t", "commands", PROGRAM], capture_output=True, text=True, check=True)
        self.commands = [line for line in told.stdout.splitlines() if "clang++" in line]

    def compile(self, source: str, mutated: Path, obj: Path) -> None:
        command = next(one for one in self.commands if one.endswith(f"-c {ENGINE / source}"))
        words = [word for word in shlex.split(command.split("ccache ")[-1]) if word != "-Werror"]
        words[words.index("-c") + 1] = str(mutated)
        words[words.index("-o") + 1] = str(obj)
        for option in ("-MF", "-MT"):
            words[words.index(option) + 1] = str(obj) + ".d"
        subprocess.run(words + ["-w"], cwd=self.folder, check=True)

    def link(self, obj: Path, program: Path) -> None:
        """Ours goes before the library, which then has nothing to add for that file."""
        command = next(one for one in self.commands if f"-o {PROGRAM} " in one)
        words = shlex.split(re.search(r"&& (\S*clang\+\+\S* .*?)( && |$)", command).group(1))
        words[words.index("-o") + 1] = str(program)
        words.insert(words.index("-o") + 2, str(obj))
        subprocess.run(words, cwd=self.folder, check=True)


def failures(program: Path, tests: str) -> list[str]:
    settings = os.environ | {"RC_PARAMS": "noshrink=1 seed=1 max_success=400"}
    command = [program, f"--gtest_filter={tests}", "--gtest_fail_fast"]
    try:
        run = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        return ["(does not end)"]
    if run.returncode == 0:
        return []
    failed = dict.fromkeys(re.findall(r"\[  FAILED  \] (\w+\.\w+)", run.stdout))
    started = re.findall(r"\[ RUN      \] (\w+\.\w+)", run.stdout)
    return list(failed) or [f"{started[-1] if started else 'all'} (ends with {run.returncode})"]


def caught_by(build: Build, file: str, before: str, after: str, scratch: Path) -> list[str]:
    text = (ENGINE / file).read_text()
    if text.count(before) != 1:
        raise LookupError(f"stands {text.count(before)} times in {file}: {before}")
    mutated = scratch / file
    mutated.write_text(text.replace(before, after))
    build.compile(file, mutated, scratch / "mutated.o")
    build.link(scratch / "mutated.o", scratch / "tests")
    for tests in TESTS:
        if found := failures(scratch / "tests", tests):
            return found
    return []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--sample", action="store_true")
    arguments = parser.parse_args()
    names = SAMPLE if arguments.sample else arguments.names
    build = Build(arguments.build.resolve())
    bad = 0
    for name, file, before, after in MUTATIONS:
        if names and name not in names:
            continue
        with tempfile.TemporaryDirectory(prefix="mutation-") as scratch:
            try:
                found = caught_by(build, file, before, after, Path(scratch))
                verdict = ", ".join(found) or "NOT CAUGHT"
            except (LookupError, subprocess.CalledProcessError) as error:
                found, verdict = [], f"DOES NOT FIT: {error}"
        bad += not found
        print(f"{name}: {verdict}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
