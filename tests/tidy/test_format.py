"""Every C++ source looks as clang-format writes it: nobody discusses, or reviews, the place of a line break."""

import subprocess

from sources import ROOT, files


def test_sources_are_formatted():
    sources = [path for path in files() if path.endswith((".cpp", ".hpp"))]
    done = subprocess.run(["clang-format-19", "--dry-run", "--Werror", *sources], cwd=ROOT, capture_output=True, text=True)
    found = sorted({line.split(":")[0] for line in done.stderr.splitlines() if "-Wclang-format-violations" in line})
    assert done.returncode == 0, "run `clang-format-19 -i` on:\n" + "\n".join(found or [done.stderr])
