"""The project's own files, as the checks of this folder see them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("config", "connectors", "router", "storage", "gateway")
PURE = ("config/vocabulary", "config/workspace", "config/calendar", "connectors", "router/engine", "router/classify", "router/scenario")
CODE = {".cpp", ".hpp", ".lua", ".py", ".cmake", ".go"}


@cache
def files() -> tuple[str, ...]:
    """Paths from the root: what git knows and what it would add."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True,
                            capture_output=True, text=True).stdout
    return tuple(sorted(path for path in listed.split("\0") if path and (ROOT / path).is_file()))


def code(*folders: str) -> list[str]:
    """Source files, of these folders if any are named."""
    return [path for path in files() if (Path(path).suffix in CODE or Path(path).name in ("run", "test", "CMakeLists.txt"))
            and (not folders or path.startswith(tuple(f"{folder}/" for folder in folders)))]


@cache
def lines(path: str) -> tuple[str, ...]:
    return tuple((ROOT / path).read_text(errors="replace").splitlines())
