"""A forbidden include does not compile: each folder sees the folders it may use and no other."""

import json
import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from sources import ROOT, code

BUILD = Path(os.environ["SWITCHROOM_BUILD"])
FORBIDDEN = {
    "config/vocabulary": ["config/workspace/workspace.hpp", "connectors/connector.hpp"],
    "config/workspace": ["config/documents/workspace_document.hpp", "connectors/connector.hpp", "router/engine/engine.hpp"],
    "config/documents": ["connectors/connector.hpp", "storage/records/keys.hpp"],
    "connectors": ["config/workspace/workspace.hpp", "router/engine/engine.hpp", "storage/redis/connection.hpp"],
    "router/classify": ["router/engine/engine.hpp", "connectors/connector.hpp", "storage/records/keys.hpp"],
    "router/engine": ["router/classify/classifier.hpp", "connectors/connector.hpp", "storage/records/keys.hpp",
                      "storage/kafka/event.hpp"],
    "storage/redis": ["storage/records/keys.hpp", "router/engine/engine.hpp", "connectors/connector.hpp"],
    "storage/records": ["router/classify/classifier.hpp", "storage/kafka/event.hpp", "gateway/server/server.hpp"],
    "storage/kafka": ["router/classify/classifier.hpp", "gateway/server/server.hpp", "router/shard/views.hpp"],
    "router/shard": ["gateway/server/server.hpp", "gateway/api/api.hpp"],
}


def compile_command(folder: str) -> list[str]:
    """How a file of this folder is compiled, without its input and output."""
    commands = json.loads((BUILD / "compile_commands.json").read_text())
    here = [entry for entry in commands if os.path.dirname(os.path.relpath(entry["file"], ROOT)) == folder]
    assert here, f"nothing of {folder} is in compile_commands.json"
    words = shlex.split(here[0]["command"])
    if "ccache" in words[0]:
        words = words[1:]
    return [word for word in words[: words.index("-o")] if word != "-c"]


def compiles(folder: str, header: str) -> subprocess.CompletedProcess:
    # Preprocessing alone: it is where an include is found or not. Boost's headers are on the system path, so Asio has its own test.
    return subprocess.run([*compile_command(folder), "-E", "-x", "c++", "-o", os.devnull, "-"], cwd=BUILD, text=True,
                          input=f'#include "{header}"\n', capture_output=True)


@pytest.mark.parametrize("folder, header", [(folder, header) for folder, headers in FORBIDDEN.items() for header in headers])
def test_a_forbidden_include_does_not_compile(folder, header):
    assert (ROOT / header).exists(), f"{header} is gone: name another"
    done = compiles(folder, header)
    assert done.returncode != 0 and "file not found" in done.stderr, f"{folder} can include {header}"


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_a_folder_finds_its_own_headers(folder):
    header = next(path for path in code(folder) if path.endswith(".hpp") and os.path.dirname(path) == folder)
    assert compiles(folder, header).returncode == 0, f"{folder} can't include its own {header}: the test above proves nothing"


@pytest.mark.parametrize("pattern, allowed", [(r"#include <boost/beast", ("gateway/",)),
                                              (r"#include <boost/asio", ("gateway/", "router/shard/", "storage/")),
                                              (r"#include <(librdkafka|rdkafka)", ("storage/kafka/",)),
                                              (r"#include <(hiredis|hiredis/)", ("storage/redis/",)),
                                              (r"#include <simdjson", ("connectors/", "gateway/server/", "storage/kafka/")),
                                              (r"#include <libfyaml", ("config/documents/", "gateway/api/embed/")),
                                              (r"#include <(hs|unicode/)", ("router/classify/", "connectors/mail/"))])
def test_a_library_stays_where_it_belongs(pattern, allowed):
    found = [f"{path}:{number}" for path in code("config", "connectors", "router", "storage", "gateway") if not path.startswith(allowed)
             for number, line in enumerate((ROOT / path).read_text().splitlines(), 1) if re.match(pattern, line)]
    assert not found, f"only {' '.join(allowed)} may use it\n" + "\n".join(found)
