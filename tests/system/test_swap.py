"""A new workspace document is compiled beside the shard: messages go on meanwhile, nothing is lost if the owner is killed at it."""

import threading

from conftest import WORKSPACE, configure
from evidence import read_topics
from providers import whatsapp
from servers import eventually
from test_end_to_end import post


def big_document(rules: int, priority: str = "high") -> bytes:
    """The tests' workspace with many rules more: it takes a while to compile."""
    lines = "".join(f"  - {{id: more{i}, when: {{keywords: [quaint{i}, curious{i}, remarkable{i}]}}, then: {{priority: {priority}}}}}\n"
                    for i in range(rules))
    return (WORKSPACE.read_text().rstrip() + "\n" + lines).encode()


def apply(process, document: bytes, key: str):
    headers = {"Authorization": f"Bearer {process.token}", "Content-Type": "application/yaml", "Idempotency-Key": key}
    return process.request("PUT", "/v1/configuration", document, headers, seconds=60)


def two_processes(make_switchroom):
    """A gateway that owns nothing, and the owner: who starts last takes the shard."""
    gateway = make_switchroom("gateway").start()
    configure(gateway)
    owner = make_switchroom("owner").start()
    owner.token = gateway.token
    post(gateway, whatsapp("+4915200000001", "wamid.first", "hello"))  # the gateway's old ownership is over
    owner.wait_quiet()
    return gateway, owner


def test_a_document_applied_at_the_owner_is_compiled_before_it_is_in_the_inbox(make_switchroom):
    owner = make_switchroom().start()
    configure(owner)
    status, _, body = apply(owner, big_document(500), "here")
    assert status == 200, body
    assert owner.metric("switchroom_configuration_swap_seconds_count") == 2
    assert owner.metric("switchroom_configuration_wait_seconds_sum") == 0
    assert owner.metric("switchroom_configurations_compiled_in_place_total") == 0


def test_messages_go_on_while_the_owner_compiles_what_another_gateway_took(make_switchroom, kafka, prefix):
    gateway, owner = two_processes(make_switchroom)
    results = []
    applying = threading.Thread(target=lambda: results.append(apply(gateway, big_document(500), "there")))
    applying.start()
    for i in range(50):
        post(owner, whatsapp(f"+49151{i:08}", f"wamid.{i}", f"hello quaint{i}"))
    applying.join()
    assert results[0][0] in (200, 202), results
    eventually("it is in force", lambda: owner.metric("switchroom_configuration_swap_seconds_count") == 1)
    assert owner.metric("switchroom_configuration_wait_seconds_sum") > 0, "it was compiled while the inbox waited"
    assert owner.metric("switchroom_configurations_compiled_in_place_total") == 0, "what was made ready is what takes effect"
    post(owner, whatsapp("+4915300000001", "wamid.last", "quaint7"))
    owner.wait_quiet()
    told = [record.event["data"]["message"]["provider_id"] for record in read_topics(kafka.brokers, prefix, ["messages"])]
    assert sorted(told) == sorted(["wamid.first", "wamid.last", *(f"wamid.{i}" for i in range(50))])


def test_an_owner_killed_while_it_compiles_leaves_the_document_to_the_next(make_switchroom, redis_server):
    gateway, owner = two_processes(make_switchroom)
    redis = redis_server.client()
    before = int(redis.hget("{s00}:head", "n"))
    owner.pause()  # so that the document is in the inbox before the owner looks at it
    applying = threading.Thread(target=apply, args=(gateway, big_document(2000), "k"))
    applying.start()
    eventually("it is in the inbox", lambda: int(redis.hget("{s00}:head", "n")) > before)
    owner.resume()
    owner.kill()
    applying.join()
    eventually("the next owner has it in force", lambda: redis.hexists("{s00}:config:1", "2"), 60)
    gateway.wait_quiet()
    assert redis.hget("{s00}:config:1", "2").endswith(big_document(2000))
