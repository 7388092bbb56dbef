"""clang-tidy's checks for what breaks coroutines at run time, over every file that has one."""

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

from sources import ROOT, PRODUCT, code

CHECKS = ",".join(["-*", "bugprone-use-after-move", "bugprone-dangling-handle", "bugprone-unused-return-value",
                   "cppcoreguidelines-avoid-capturing-lambda-coroutines", "cppcoreguidelines-no-suspend-with-lock",
                   "misc-coroutine-hostile-raii"])


def findings(path: str) -> str:
    done = subprocess.run(["clang-tidy-19", "-p", os.environ["SWITCHROOM_BUILD"], f"--checks={CHECKS}", "--warnings-as-errors=*", "--quiet",
                           str(ROOT / path)], cwd=ROOT, capture_output=True, text=True)
    return "" if done.returncode == 0 else f"{path}:\n{done.stdout}{done.stderr}"


def test_coroutines_hold_no_trap():
    files = [path for path in code(*PRODUCT) if path.endswith(".cpp") and any(word in (ROOT / path).read_text() for word in ("co_await", "co_return"))]
    assert files
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        found = [finding for finding in workers.map(findings, files) if finding]
    assert not found, "\n".join(found)
