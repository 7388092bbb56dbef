"""The published schemas describe exactly what is sent: the examples beside them are the bytes that storage_kafka_test renders."""

import copy
import json
import pathlib

import jsonschema
import pytest
import referencing

FOLDER = pathlib.Path(__file__).parents[3] / "docs" / "schemas"
DOCUMENTS = {file.name: json.loads(file.read_text()) for file in FOLDER.glob("*.json")}
EXAMPLES = {file.name: json.loads(file.read_text()) for file in (FOLDER / "examples").glob("*.json")}
SHARED = {"envelope.json", "decision.json", "message.json"}


def closed(schema, name):
    """The schema with every member forbidden that it does not name: what is sent beyond it shall be seen."""
    schema = copy.deepcopy(schema)

    def close(part):
        if isinstance(part, dict):
            if part.get("type") == "object" and "properties" in part:
                part.setdefault("additionalProperties", False)
            for value in part.values():
                close(value)
        elif isinstance(part, list):
            for value in part:
                close(value)

    if name == "envelope.json":
        return schema  # its members are joined with those of each type
    close(schema)
    if name not in SHARED:
        schema["unevaluatedProperties"] = False
    return schema


REGISTRY = referencing.Registry().with_resources(
    (name, referencing.Resource.from_contents(closed(document, name))) for name, document in DOCUMENTS.items())


def faults(event, name):
    validator = jsonschema.Draft202012Validator(closed(DOCUMENTS[name], name), registry=REGISTRY)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(event)]


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_the_schema_is_one(name):
    jsonschema.Draft202012Validator.check_schema(DOCUMENTS[name])
    assert DOCUMENTS[name]["$id"] == name


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_the_example_is_valid(name):
    assert faults(EXAMPLES[name], name) == []


def test_every_type_has_a_schema_and_an_example():
    assert set(EXAMPLES) == set(DOCUMENTS) - SHARED


def damaged(event):
    """The event with each of its members, at any depth, taken away or replaced by something else."""
    def places(part, path=()):
        for key, value in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
            yield (*path, key)
            yield from places(value, (*path, key))

    for path in places(event):
        for replacement in ("missing", {"unexpected": 1}):
            copied = copy.deepcopy(event)
            parent = copied
            for key in path[:-1]:
                parent = parent[key]
            if replacement == "missing":
                del parent[path[-1]]
            else:
                parent[path[-1]] = replacement
            yield path, replacement, copied


OPTIONAL = {"subject", "sequence", "traceparent", "ticket", "customer", "channel", "conversation", "winner", "runner_up", "last_assigned", "keyword", "until", "by", "asker", "overcommit", "in_a_row", "closes", "opened", "preferred",
            "begin", "end", "ref", "status", "name", "media", "location", "id", "url", "mime_type", "sha256", "filename", "address",
            "NOT_IN_GROUP", "STATUS"}
# A rule answers for no group, and some channels can't carry what it says.
OPTIONAL_THERE = {("switchroom.ticket.auto_reply.v1.json", member) for member in ("group", "reply")}


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_damaged_example_is_refused(name):
    for path, replacement, event in damaged(EXAMPLES[name]):
        optional = replacement == "missing" and (path[-1] in OPTIONAL or isinstance(path[-1], int)
                                                 or (name, path[-1]) in OPTIONAL_THERE)
        assert optional or faults(event, name), (path, replacement)


def test_an_unknown_member_is_seen():
    event = copy.deepcopy(EXAMPLES["switchroom.ticket.closed.v1.json"])
    event["data"]["surprise"] = 1
    assert faults(event, "switchroom.ticket.closed.v1.json")
    event = {**EXAMPLES["switchroom.ticket.closed.v1.json"], "surprise": 1}
    assert faults(event, "switchroom.ticket.closed.v1.json")


def test_the_asyncapi_document_names_every_schema_once():
    text = (FOLDER.parent / "asyncapi.yaml").read_text()
    for name in EXAMPLES:
        assert text.count(f"./schemas/{name}") == 1, name
        assert text.count(f"      name: {name.removesuffix('.json')}\n") == 1, name
