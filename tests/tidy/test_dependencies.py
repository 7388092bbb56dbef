"""The picture of the dependencies in docs/architecture.md is made from CMake's links. `./test --update-golden` draws it anew."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from sources import ROOT

BEGIN, END = "<!-- dependencies: drawn from CMake's links -->", "<!-- end of dependencies -->"
DOCUMENT = ROOT / "docs/architecture.md"


def links(tmp_path: Path) -> set[tuple[str, str]]:
    """Pairs of our own libraries, as folders: the first links the second."""
    subprocess.run(["cmake", "-S", str(ROOT), "-B", str(tmp_path / "build"), "-G", "Ninja", "-DCMAKE_CXX_COMPILER=clang++-19",
                    "-DSWITCHROOM_TESTS=OFF", f"--graphviz={tmp_path}/graph.dot"], check=True, capture_output=True)
    names, edges = {}, set()
    for line in (tmp_path / "graph.dot").read_text().splitlines():
        if node := re.match(r'\s*"(node\d+)" \[ label = "([^"\\]+)', line):
            names[node[1]] = node[2]
        elif edge := re.match(r'\s*"(node\d+)" -> "(node\d+)"', line):
            edges.add((edge[1], edge[2]))
    folders = {name.replace("/", "_"): name for name in own_folders()}
    return {(folders[names[a]], folders[names[b]]) for a, b in edges if names.get(a) in folders and names.get(b) in folders}


def own_folders() -> list[str]:
    text = "".join(path.read_text() for folder in ("config", "connectors", "router", "storage", "gateway")
                   for path in (ROOT / folder).rglob("CMakeLists.txt"))
    return re.findall(r"switchroom_library\((\S+?)[\s)]", text)


def picture(edges: set[tuple[str, str]]) -> str:
    """A Mermaid graph without the links that follow from others."""
    direct = {(a, b) for a, b in edges if not any((a, c) in edges and reaches(edges, c, b) for _, c in edges if c not in (a, b))}
    lines = [f"  {a.replace('/', '_')}[{a}] --> {b.replace('/', '_')}[{b}]" for a, b in sorted(direct)]
    return "\n".join(["```mermaid", "graph TD", *lines, "```"])


def reaches(edges: set[tuple[str, str]], start: str, goal: str) -> bool:
    seen, open_ends = set(), [start]
    while open_ends:
        here = open_ends.pop()
        if here == goal:
            return True
        if here not in seen:
            seen.add(here)
            open_ends += [b for a, b in edges if a == here]
    return False


def test_the_picture_in_the_documents_is_how_cmake_links(tmp_path):
    expected = f"{BEGIN}\n{picture(links(tmp_path))}\n{END}"
    text = DOCUMENT.read_text()
    found = re.search(f"{re.escape(BEGIN)}.*?{re.escape(END)}", text, re.DOTALL)
    assert found, f"docs/architecture.md needs the lines {BEGIN} and {END}"
    if os.environ.get("SWITCHROOM_UPDATE_GOLDEN"):
        DOCUMENT.write_text(text.replace(found[0], expected))
        return
    assert found[0] == expected


@pytest.mark.parametrize("edges", [{("a", "b"), ("b", "c"), ("a", "c")}])
def test_links_that_follow_from_others_are_left_out(edges):
    assert "a[a] --> c[c]" not in picture(edges) and "a[a] --> b[b]" in picture(edges)
