"""Reads the sources and says what to use instead."""

import re
from dataclasses import dataclass

import pytest

from sources import PRODUCT, PURE, code, files, lines

LONGEST_FILE = 400
LONGEST_FUNCTION = 60


@dataclass(frozen=True)
class Rule:
    """`pattern` may not stand in the source files of `folders` (all if empty) but those whose path begins with one of `but`."""

    name: str
    pattern: str
    instead: str
    folders: tuple[str, ...] = ()
    but: tuple[str, ...] = ()


CPP = (*PRODUCT, "tests", "loadtest")
RULES = (
    Rule("regex", r"std::regex|<regex>", "RE2, or a parser of a few lines: std::regex overflows the stack on long input", CPP),
    Rule("yaml", r"yaml-cpp|YAML::", "config/documents: it names line and column and refuses duplicate keys", CPP),
    Rule("json", r"nlohmann|rapidjson", "connectors/json_reader to read, storage/kafka/json_writer or Boost.JSON to write", CPP),
    Rule("rand", r"\b(std::)?s?rand\(", "OpenSSL's RAND_bytes; a seeded std::mt19937_64 in tests", CPP),
    Rule("wall clock", r"system_clock::now|\btime\(nullptr\)|gettimeofday|CLOCK_REALTIME",
         "an Instant that is passed in; only the edge reads the clock", PRODUCT, ("gateway/",)),
    Rule("clock in pure code", r"steady_clock::now|InboxClock::now", "a time that is passed in: this folder is pure", PURE),
    Rule("threads in pure code", r"std::(mutex|thread|jthread|atomic|async)\b|thread_local .*mutex",
         "nothing: this folder is pure", ("config/vocabulary", "config/workspace", "router/engine")),
    Rule("lock", r"std::(recursive_|shared_|timed_)?mutex\b",
         "a post to the owner's executor: no mutex stands on the way of a message", PRODUCT, ("storage/kafka/", "gateway/operate/", "gateway/api/")),
    Rule("sleep", r"sleep_for|sleep_until|\busleep\(", "a timer in the product; in tests a condition with a deadline", CPP,
         ("tests/storage/redis/redis_server.cpp",)),
    Rule("relative include", r'#include "\.\./', "a path from the root of the project", CPP),
    Rule("using namespace std", r"using namespace std;", "std:: where it is used", CPP),
    Rule("detail", r"namespace (\w+::)*(detail|util|utils|common|helper|misc)\b", "an unnamed namespace, or a name that says what it is", CPP),
    Rule("temporary in co_await", r"co_await [\w:.>-]+\(\{", "name the aggregate on the line above and std::move it (docs/decisions)", CPP),
    Rule("console output", r"std::cout|std::cerr|\bprintf\(", "gateway/operate/log, or the Terminal of a command",
         PRODUCT, ("gateway/cli/", "gateway/program/", "gateway/operate/", "gateway/api/embed/")),
    Rule("unfinished", r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b|not implemented yet", "the finished thing, or an issue"),
    Rule("skipped test", r"GTEST_" r"SKIP|DIS" r"ABLED_|pytest\.mark\.(skip|xfail)|pytest\.skip\(", "a test that runs, or none"),
    Rule("local path", r"\.\./shared" r"|/work/|/tmp/sw/", "nothing that exists on one machine only"),
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_sources_use_what_the_project_uses(rule):
    pattern = re.compile(rule.pattern)
    found = [f"{path}:{number}: {line.strip()[:100]}" for path in code(*rule.folders) if not path.startswith(("tests/tidy/", *rule.but))
             for number, line in enumerate(lines(path), 1) if pattern.search(line)]
    assert not found, f"instead: {rule.instead}\n" + "\n".join(found)


def test_no_file_is_named_after_nothing():
    found = [path for path in files() if re.search(r"(^|[/_])(utils?|common|helpers?|managers?|misc|detail)([/._]|$)", path)]
    assert not found, "instead: a name that says what it holds\n" + "\n".join(found)


def test_no_source_file_is_long():
    found = [f"{path}: {len(lines(path))} lines" for path in code() if len(lines(path)) > LONGEST_FILE]
    assert not found, f"instead: two files; {LONGEST_FILE} lines are the most\n" + "\n".join(found)


def functions(path: str):
    """Name line and length of everything that is laid out like a function: `…) {` up to the brace at the same column."""
    text = lines(path)
    for start, line in enumerate(text):
        opening = re.match(r"^( *)[^ /#].*\)( const| noexcept| override| -> .*)* \{$", line)
        if not opening or re.match(r" *(if|for|while|switch|namespace|else|TEST)\b", line):
            continue
        initializers = line.lstrip().startswith(":")  # of a constructor, indented by four
        closing = (opening[1][4:] if initializers else opening[1]) + "}"
        end = next((i for i in range(start + 1, len(text)) if text[i].startswith(closing)), start)
        yield start + 1, end - start + 1


def test_no_function_is_long():
    found = [f"{path}:{number}: {length} lines" for path in code(*PRODUCT) if path.endswith((".cpp", ".hpp"))
             for number, length in functions(path) if length > LONGEST_FUNCTION]
    assert not found, f"instead: steps with names; {LONGEST_FUNCTION} lines are the most\n" + "\n".join(found)


def test_every_header_says_what_it_is():
    found = [path for path in code(*PRODUCT) if path.endswith(".hpp") and not re.match(r"#pragma once\n(\n?)//", "\n".join(lines(path)[:3]))]
    assert not found, "a header opens with #pragma once and a comment: what it holds, which thread may use it\n" + "\n".join(found)
