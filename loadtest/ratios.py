#!/usr/bin/env python3
"""Measures Switchroom beside the same work written in Go, in one run on this machine, and writes docs/performance.md's table.

Both get a redis-server of their own and share one Kafka. They take turns; of each figure the median over the rounds counts. An
absolute figure holds for one run on one machine: compare the ratios.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from servers_under_load import ROOT, Broker, Candidate, GoPeer, Switchroom, servers

BEGIN, END = "<!-- ratios:begin (written by loadtest/ratios.py) -->", "<!-- ratios:end -->"


@dataclass(frozen=True)
class Figure:
    title: str
    path: tuple[str, ...]  # in the generator's report
    digits: int
    open_loop_only: bool = False
    closed_loop_only: bool = False


FIGURES = (
    Figure("accepted a second", ("rate",), 0, closed_loop_only=True),
    Figure("own CPU a message, µs", ("processes", "server", "us_per_message"), 1),
    Figure("Redis CPU a message, µs", ("processes", "redis", "us_per_message"), 1),
    Figure("broker CPU a message, µs", ("processes", "kafka", "us_per_message"), 1),
    Figure("2xx p50, ms", ("latency_ms", "p50"), 2),
    Figure("2xx p99, ms", ("latency_ms", "p99"), 2),
    Figure("webhook → consumed p50, ms", ("consumed", "latency_ms", "p50"), 2, open_loop_only=True),
    Figure("webhook → consumed p99, ms", ("consumed", "latency_ms", "p99"), 2, open_loop_only=True),
)


def say(words: str):
    print(words, file=sys.stderr, flush=True)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                     epilog="Exit codes: 0 done, 1 something did not run, 2 wrong usage.")
    parser.add_argument("--seconds", type=float, default=5, help="length of each measurement (default 5)")
    parser.add_argument("--warm-up", type=float, default=2, help="seconds of load before each measurement (default 2)")
    parser.add_argument("--broker-warm-up", type=float, default=40, help="seconds of load before the first round (default 40)")
    parser.add_argument("--rounds", type=int, default=3, help="how often the two take turns (default 3)")
    parser.add_argument("--connections", type=int, default=64, help="keep-alive connections (default 64)")
    parser.add_argument("--rates", default="3000,10000", help="open loop, requests a second (default 3000,10000)")
    parser.add_argument("--appendfsync", default="everysec,always", help="how Redis syncs its AOF (default everysec,always)")
    parser.add_argument("--candidates", default="switchroom,go", help="who is measured (default switchroom,go)")
    parser.add_argument("--build", type=Path, help="folder with switchroom and switchroom-load; else build/release is built")
    parser.add_argument("--kafka-jars", type=Path, default=servers.KAFKA_JARS, help="folder with Apache Kafka's jars (default .tools/…, see ./run)")
    parser.add_argument("--json", action="store_true", help="print all reports of the generator")
    parser.add_argument("--dry", action="store_true", help="print the table, leave docs/performance.md as it is")
    return parser.parse_args()


def build(arguments: argparse.Namespace, peer: Path) -> Path:
    """The folder with both programs; builds what is missing."""
    subprocess.run(["go", "build", "-o", str(peer), "."], cwd=ROOT / "loadtest/peer-go", check=True)
    if arguments.build:
        return arguments.build.resolve()
    subprocess.run(["cmake", "--preset", "release", "-DSWITCHROOM_TESTS=ON"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", "build/release", "switchroom", "switchroom-load"], cwd=ROOT, check=True, stdout=sys.stderr)
    return ROOT / "build/release"


class Bench:
    def __init__(self, arguments: argparse.Namespace, programs: Path, broker: Broker):
        self.arguments = arguments
        self.programs = programs
        self.broker = broker

    def measure(self, candidate: Candidate, rate: int) -> dict:
        """One report of the generator. Rate 0: closed loop."""
        command = [str(self.programs / "switchroom-load"), "--json", "--url", candidate.url, "--path", candidate.path,
                   "--setting", f"app_secret=file:{candidate.secret_file()}", "--connections", str(self.arguments.connections),
                   "--seconds", str(self.arguments.seconds), "--warm-up", str(self.arguments.warm_up),
                   "--process", f"server:{candidate.server.child.pid}", "--process", f"redis:{candidate.redis.child.pid}",
                   "--process", f"kafka:{self.broker.child.pid}"]
        if rate:
            command += ["--rate", str(rate), "--brokers", self.broker.brokers, "--topic", candidate.topic]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: exit {done.returncode}\n{done.stdout}{done.stderr}\n{candidate.server.last_words()}")
        report = json.loads(done.stdout)
        refused = {status: count for status, count in report["answers"].items() if not status.startswith("2")}
        if refused:
            say(f"  {candidate.name}: answers other than 2xx: {refused}")
        candidate.settle()
        return report

    def warm_broker(self, candidates: list[Candidate]):
        """Until Java has compiled what the broker does all the time; before that it costs several times as much, whoever asks."""
        until = time.monotonic() + self.arguments.broker_warm_up
        while time.monotonic() < until:
            for candidate in candidates:
                self.measure(candidate, 0)

    def rounds(self, candidates: list[Candidate], rates: list[int]) -> dict[tuple[str, int], list[dict]]:
        """All reports, by candidate's name and rate."""
        reports: dict[tuple[str, int], list[dict]] = {}
        for turn in range(self.arguments.rounds):
            for rate in rates:
                for candidate in candidates if turn % 2 == 0 else reversed(candidates):
                    report = self.measure(candidate, rate)
                    reports.setdefault((candidate.name, rate), []).append(report)
                    say(f"  round {turn + 1}, {load_name(rate, self.arguments)}, {candidate.name}: {report['rate']:,.0f}/s, "
                        f"p99 {report['latency_ms']['p99']:.2f} ms")
        return reports


def load_name(rate: int, arguments: argparse.Namespace) -> str:
    return f"{rate:,} a second" if rate else f"{arguments.connections} connections, as fast as it answers"


def value(report: dict, figure: Figure) -> float:
    found = report
    for step in figure.path:
        found = found[step]
    return found


def median(reports: list[dict], figure: Figure) -> float:
    return statistics.median(value(report, figure) for report in reports)


def rows(reports: dict[tuple[str, int], list[dict]], names: list[str], rates: list[int], arguments: argparse.Namespace) -> list[str]:
    lines = []
    for rate in rates:
        lines.append(f"| **{load_name(rate, arguments)}** |" + " |" * (len(names) + 1))
        for figure in FIGURES:
            if (figure.open_loop_only and not rate) or (figure.closed_loop_only and rate):
                continue
            values = [median(reports[name, rate], figure) for name in names]
            ratio = f"{values[0] / values[1]:.2f}" if len(values) == 2 and values[1] else ""
            lines.append(f"| {figure.title} | " + " | ".join(f"{v:,.{figure.digits}f}" for v in values) + f" | {ratio} |")
    return lines


def table(appendfsync: str, names: list[str], lines: list[str]) -> str:
    head = f"| AOF {appendfsync} | {' | '.join(names)} | ratio |\n|---|{'---:|' * (len(names) + 1)}\n"
    return head + "\n".join(lines) + "\n"


def conditions(arguments: argparse.Namespace) -> str:
    model = next((line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "unknown")
    cores = len(servers.os.sched_getaffinity(0))
    return (f"{cores} cores ({model}), shared by generator, gateway, Redis and Kafka; {arguments.rounds} rounds of {arguments.seconds:g} s in turns, "
            f"medians; 10,000 customers, {arguments.connections} connections.\n")


def write_down(text: str):
    page = ROOT / "docs/performance.md"
    before, rest = page.read_text().split(BEGIN, 1)
    page.write_text(before + BEGIN + "\n" + text + END + rest.split(END, 1)[1])
    say(f"wrote {page.relative_to(ROOT)}")


def run(arguments: argparse.Namespace, folder: Path) -> str:
    peer = folder / "peer-go"
    programs = build(arguments, peer)
    makers = {"switchroom": (Switchroom, programs / "switchroom"), "go": (GoPeer, peer)}
    wanted = arguments.candidates.split(",")
    rates = [0, *(int(rate) for rate in arguments.rates.split(",") if rate)]
    broker = Broker(folder / "kafka").start()
    tables = []
    try:
        for appendfsync in arguments.appendfsync.split(","):
            say(f"AOF {appendfsync}")
            candidates = []
            try:
                for name in wanted:
                    maker, program = makers[name]
                    candidates.append(maker(folder / appendfsync / name, appendfsync, broker.brokers, program))
                bench = Bench(arguments, programs, broker)
                if not tables:
                    say("warming the broker up")
                    bench.warm_broker(candidates)
                reports = bench.rounds(candidates, rates)
            finally:
                for candidate in candidates:
                    candidate.close()
            names = [candidate.name for candidate in candidates]
            tables.append(table(appendfsync, names, rows(reports, names, rates, arguments)))
            if arguments.json:
                print(json.dumps({f"{name} {rate}": found for (name, rate), found in reports.items()}))
    finally:
        broker.close()
    return conditions(arguments) + "\n" + "\n".join(tables)


def main():
    arguments = read_arguments()
    servers.KAFKA_JARS = arguments.kafka_jars.resolve()
    with tempfile.TemporaryDirectory(prefix="switchroom-load-") as folder:
        text = run(arguments, Path(folder))
    print(text)
    if not arguments.dry:
        write_down(text)


if __name__ == "__main__":
    main()
