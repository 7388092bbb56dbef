"""Node, what npm brings, and a real browser; each is the pinned one, and a missing one is an error."""

import hashlib
import json
import os
import select
import shutil
import subprocess
import sys
from pathlib import Path

from servers import ROOT

WIDGET = ROOT / "gateway" / "web" / "widget"
SCRIPT = Path(__file__).with_name("browser.mjs")
BIN = Path(sys.executable).parent


def npm(*arguments: str, cwd: Path = WIDGET) -> str:
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
    done = subprocess.run([BIN / "npm", *arguments], cwd=cwd, env=environment, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, f"npm {' '.join(arguments)}\n{done.stdout}{done.stderr}"
    return done.stdout


def node_modules() -> Path:
    """What the lockfile names, installed by its hashes; no script of a package runs."""
    modules = WIDGET / "node_modules"
    stamp = modules / ".lockfile.sha256"
    digest = hashlib.sha256((WIDGET / "package-lock.json").read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != digest:
        npm("ci", "--ignore-scripts", "--no-audit", "--no-fund")
        stamp.write_text(digest)
    return modules


class Browser:
    """browser.mjs: every method of it is one here, page("open", url=…)."""

    def __init__(self):
        chromium = shutil.which("chromium")
        assert chromium, "chromium is not installed; ./test installs it"
        self.child = subprocess.Popen([BIN / "node", SCRIPT, node_modules(), chromium], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __call__(self, what: str, **arguments):
        self.child.stdin.write(json.dumps({"do": what, **arguments}).encode() + b"\n")
        self.child.stdin.flush()
        ready, _, _ = select.select([self.child.stdout], [], [], 60)
        assert ready, f"the browser does not answer: {what} {arguments}"
        answer = json.loads(self.child.stdout.readline() or b'{"error": "the browser has ended"}')
        assert "error" not in answer, f"{what} {arguments}: {answer['error']}"
        return answer["result"]

    def close(self):
        self.child.stdin.close()
        try:
            self.child.wait(20)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
