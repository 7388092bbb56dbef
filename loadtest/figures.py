#!/usr/bin/env python3
"""The figures and charts of docs/performance.md that need no server: runs the benchmarks of loadtest/micro, several times each, writes the
table between its marks and the charts beside it.

    loadtest/figures.py                     # builds what it needs (release), measures, writes
    loadtest/figures.py --build DIRECTORY   # a build folder that is there
    loadtest/figures.py --from FILE.json    # only writes, from what an earlier run kept (--keep FILE.json)
    loadtest/figures.py --only shard_benchmark   # the lines of the others stay as they are

Each figure is the least of its repetitions, as CPU time: what the work takes when nobody disturbs it."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/performance.md"
PICTURES = ROOT / "docs/pictures"
BENCHMARKS = ["engine_benchmark", "classify_benchmark", "what_if_benchmark", "shard_benchmark", "connectors_benchmark"]
BEGIN, END = "<!-- figures:begin (written by loadtest/figures.py) -->", "<!-- figures:end -->"
CONNECTORS_BEGIN, CONNECTORS_END = "<!-- connectors:begin (written by loadtest/figures.py) -->", "<!-- connectors:end -->"

# What is aimed at: benchmark, what it is called, figure, aim as a text, and whether it is reached.
AIMS = [
    ("arrive_and_close/agents_1000_groups_20_room", "decisions, 1,000 agents, 20 groups, 50 skills", "rate", "2 M/s", lambda v: v >= 2e6),
    ("arrive_and_close/agents_1000_groups_20_waiting_10000", "the same, 10,000 waiting", "rate", "2 M/s", lambda v: v >= 2e6),
    ("arrive_and_close/names_agents_1000_groups_20_room", "1,000 agents, with the names of the lost", "rate", "", None),
    ("arrive_and_close/names_agents_1000_groups_20_waiting_10000", "the same, 10,000 waiting", "rate", "", None),
    ("arrive_and_close/agents_10000_groups_100_skills_500_waiting_1000000", "10,000 agents, 100 groups, 500 skills, 1,000,000 waiting", "rate",
     "1 M/s", lambda v: v >= 1e6),
    ("arrive_and_close/agents_10000_groups_1_classes_5000_room", "10,000 agents in one group", "rate", "", None),
    ("arrive_and_close/agents_10000_groups_1_classes_5000_waiting_1000000", "the same, 1,000,000 waiting", "rate", "0.4 M/s", lambda v: v >= 4e5),
    ("close_and_pull/agents_10000_groups_100_skills_500_waiting_1000000", "close that pulls the next of 1,000,000, p99", "p99_ns", "2 µs",
     lambda v: v <= 2000),
    ("classify/english", "classify 200 characters, 5,000 keywords", "cpu_ns", "4 µs", lambda v: v <= 4000),
    ("classify/chinese", "the same in Chinese", "cpu_ns", "4 µs", lambda v: v <= 4000),
    ("compile/5000", "compile 5,000 rules", "cpu_ns", "1 s", lambda v: v <= 1e9),
    ("configure/agents_10000", "10,000 agents take effect, compiled on the way", "cpu_ns", "1 s", lambda v: v <= 1e9),
    ("configure/agents_10000_compiled_before", "the same, compiled before", "cpu_ns", "5 ms", lambda v: v <= 5e6),
    ("swap/iterations:5/manual_time", "10,000 agents and 5,000 rules take effect: the shard's thread", "thread_ns", "5 ms", lambda v: v <= 5e6),
    ("prepare_document/iterations:3", "the same document read and compiled beside it", "cpu_ns", "1 s", lambda v: v <= 1e9),
    ("load_tickets/1000000/iterations:2/manual_time", "1,000,000 open tickets loaded: the shard's thread", "thread_ns", "3 s", lambda v: v <= 3e9),
    ("load_tickets/1000000/iterations:2/manual_time", "the same: Redis, at the same time", "redis_ns", "3 s", lambda v: v <= 3e9),
    ("memory/iterations:1", "memory of a waiting ticket", "bytes_a_waiting_ticket", "400 B", lambda v: v <= 400),
    ("memory/iterations:1", "memory of an assigned ticket", "bytes_an_assigned_ticket", "800 B", lambda v: v <= 800),
    ("fold/tickets_50000", "what-if: 50,000 tickets folded once", "cpu_ns", "0.5 s", lambda v: v <= 5e8),
    ("fold/tickets_50000_with_names", "the same with names", "cpu_ns", "0.5 s", lambda v: v <= 5e8),
]
CHARTS = [("by_agents", "engine-by-agents", "agents (50 a group)", "ns an arrival and a close"),
          ("by_waiting", "engine-by-waiting", "waiting tickets (1,000 agents, 20 groups)", "ns an arrival and a close"),
          ("by_rules", "classify-by-rules", "rules, five keywords each", "ns a message of 200 characters")]


def build(programs: list[str]) -> Path:
    folder = ROOT / "build/release"
    subprocess.run(["cmake", "--preset", "release"], cwd=ROOT, check=True, stdout=sys.stderr)
    subprocess.run(["cmake", "--build", "--preset", "release", "--target", *programs], cwd=ROOT, check=True, stdout=sys.stderr)
    return folder


def run(program: Path, repetitions: int, least_seconds: float) -> list[dict]:
    command = [str(program), "--benchmark_format=json", f"--benchmark_repetitions={repetitions}", f"--benchmark_min_time={least_seconds}"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["benchmarks"]


def nanoseconds(row: dict) -> float:
    return row["cpu_time"] * {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}[row["time_unit"]]


def least(rows: list[dict]) -> dict[str, dict]:
    """Of each benchmark the repetition that took the least CPU; of a percentile the least that any had."""
    best: dict[str, dict] = {}
    for row in rows:
        if row.get("run_type") != "iteration":
            continue
        name = row["run_name"].removesuffix("/iterations:200000")
        row["cpu_ns"], row["rate"] = nanoseconds(row), row.get("items_per_second", 0)
        known = best.setdefault(name, row)
        if row["cpu_ns"] < known["cpu_ns"]:
            row["p99_ns"] = min(row.get("p99_ns", 0), known.get("p99_ns", 0))
            best[name] = row
        elif "p99_ns" in row:
            known["p99_ns"] = min(row["p99_ns"], known["p99_ns"])
    return best


def shown(figure: str, value: float) -> str:
    if figure == "rate":
        return f"{value / 1e6:.2f} M/s"
    if figure.startswith("bytes"):
        return f"{value:.0f} B"
    for unit, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if value >= size:
            return f"{value / size:.2f} {unit}"
    return f"{value:.0f} ns"


def figure_line(row: dict, words: str, figure: str, aim: str, reached) -> str:
    verdict = "" if reached is None else "reached" if reached(row[figure]) else "missed"
    faster, longer = row.get("faster_than_scan", row.get("faster_than_find")), row.get("times_a_scan")
    ratio = f"{faster:.1f} × faster" if faster else f"{longer:.1f} × its time" if longer else ""
    return f"| {words} | {shown(figure, row[figure])} | {aim} | {verdict} | {ratio} |"


def table(best: dict[str, dict], repetitions: int, before: str) -> str:
    """Figures that were not measured this time keep their lines of before."""
    lines = [f"Least CPU time of {repetitions} repetitions, one core of {os.cpu_count()}, release build. *Plain scan*: the same work by looking "
             "at everything, in the same run.", "", "| | measured | aim | | than a plain scan |", "|---|---:|---:|---|---:|"]
    earlier = before.splitlines()
    for name, words, figure, aim, reached in AIMS:
        row = best.get(name)
        kept = next((line for line in earlier if line.startswith(f"| {words} |")), None)
        if kept is not None:
            earlier.remove(kept)
        if row is not None:
            lines.append(figure_line(row, words, figure, aim, reached))
        elif kept is not None:
            lines.append(kept)
    lines += ["", *(f"![{y} against the number of {x}](pictures/{file}.svg)" for _, file, x, y in CHARTS)]
    return "\n".join(lines)


def connectors_table(best: dict[str, dict], repetitions: int) -> str:
    """What one delivery with one text message costs, by connector; the aim counts for JSON under HMAC-SHA256."""
    lines = [f"Least CPU time of {repetitions} repetitions, one core of {os.cpu_count()}, release build; deliveries of at least 500 bytes.",
             "", "| connector | body | verify | decode | both | allocations |", "|---|---:|---:|---:|---:|---:|"]
    for name, row in sorted(best.items()):
        kind = name.removeprefix("take/")
        if kind == name:
            continue
        parts = [shown("cpu_ns", best[f"{part}/{kind}"]["cpu_ns"]) if f"{part}/{kind}" in best else "" for part in ("verify", "decode")]
        lines.append(f"| {kind} | {row['body_bytes']:.0f} B | {parts[0]} | {parts[1]} | {shown('cpu_ns', row['cpu_ns'])} | {row['allocations']:.0f} |")
    return "\n".join(lines)


def chart(points: list[tuple[float, float]], x_words: str, y_words: str) -> str:
    """Both axes by powers of ten, the vertical one from zero decades below the least to one above the most."""
    import math

    width, height, left, bottom, top = 560, 320, 70, 50, 20
    xs = [math.log10(x) for x, _ in points]
    lowest, highest = math.floor(math.log10(min(y for _, y in points))), math.ceil(math.log10(max(y for _, y in points)))
    highest = max(highest, lowest + 1)

    def place(x: float, y: float) -> tuple[float, float]:
        across = (math.log10(x) - xs[0]) / max(xs[-1] - xs[0], 1e-9)
        up = (math.log10(y) - lowest) / (highest - lowest)
        return left + across * (width - left - 30), height - bottom - up * (height - bottom - top)

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">',
             f'<rect width="{width}" height="{height}" fill="white"/>']
    for decade in range(lowest, highest + 1):
        y = place(points[0][0], 10 ** decade)[1]
        parts.append(f'<line x1="{left}" y1="{y:.1f}" x2="{width - 30}" y2="{y:.1f}" stroke="#ddd"/>'
                     f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{10 ** decade:,}</text>')
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in points))
    parts.append(f'<polyline points="{line}" fill="none" stroke="#2266aa" stroke-width="2"/>')
    for point in points:
        x, y = place(*point)
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="#2266aa"/>'
                     f'<text x="{x:.1f}" y="{y - 9:.1f}" text-anchor="middle">{point[1]:,.0f}</text>'
                     f'<text x="{x:.1f}" y="{height - bottom + 18}" text-anchor="middle">{point[0]:,.0f}</text>')
    parts.append(f'<text x="{(left + width) / 2}" y="{height - 10}" text-anchor="middle">{x_words}</text>'
                 f'<text x="16" y="{height / 2}" text-anchor="middle" transform="rotate(-90 16 {height / 2})">{y_words}</text></svg>')
    return "\n".join(parts) + "\n"


def write(best: dict[str, dict], repetitions: int):
    for benchmark, file, x_words, y_words in CHARTS:
        points = sorted((float(name.split("/")[1]), row["cpu_ns"]) for name, row in best.items() if name.startswith(benchmark + "/"))
        if points:
            (PICTURES / f"{file}.svg").write_text(chart(points, x_words, y_words))
    if any(name in best for name, *_ in AIMS):
        put_between(BEGIN, END, lambda before: table(best, repetitions, before))
    if any(name.startswith("take/") for name in best):
        put_between(CONNECTORS_BEGIN, CONNECTORS_END, lambda _: connectors_table(best, repetitions))


def put_between(first: str, last: str, lines: Callable[[str], str]):
    """Puts what `lines` makes of the text between two marks in its place."""
    text = PAGE.read_text()
    begin, end = text.index(first) + len(first), text.index(last)
    PAGE.write_text(f"{text[:begin]}\n{lines(text[begin:end])}\n{text[end:]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, help="folder with built benchmarks")
    parser.add_argument("--from", dest="source", type=Path, help="JSON of an earlier run")
    parser.add_argument("--keep", type=Path, help="where to keep what was measured")
    parser.add_argument("--only", action="append", choices=BENCHMARKS, help="measure this one alone; may be repeated")
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.5, help="at least so long a repetition")
    asked = parser.parse_args()
    if asked.source:
        rows = json.loads(asked.source.read_text())
    else:
        programs = asked.only or BENCHMARKS
        folder = asked.build or build(programs)
        rows = [row for name in programs if (folder / "loadtest/micro" / name).exists()
                for row in run(folder / "loadtest/micro" / name, asked.repetitions, asked.seconds)]
    if asked.keep:
        asked.keep.write_text(json.dumps(rows))
    write(least(rows), asked.repetitions)


if __name__ == "__main__":
    main()
