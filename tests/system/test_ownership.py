"""Who owns a shard: a paused owner commits nothing more, and a Redis that came back older is reported and reuses no id."""

import shutil

from conftest import WORKSPACE, configure
from evidence import read_redis, read_topics
from providers import whatsapp
from servers import eventually
from test_end_to_end import post


def started(kafka, prefix):
    return [record for record in read_topics(kafka.brokers, prefix, ["assignments"]) if "started" in record.event["type"]]


def test_a_paused_owner_commits_nothing_and_steps_down(make_switchroom, redis_server, kafka, prefix):
    first = make_switchroom("first").start()
    configure(first)
    post(first, whatsapp("+4915100000001", "wamid.1", "hello"))
    first.wait_quiet()
    incarnation = redis_server.client().hget("{s00}:own", "inc")

    first.pause()
    second = make_switchroom("second").start()
    second.token = first.token
    eventually("another owner has the shard", lambda: redis_server.client().hget("{s00}:own", "inc") != incarnation, 60)
    post(second, whatsapp("+4915100000002", "wamid.2", "hello"))
    second.wait_quiet()
    taken = redis_server.client().hget("{s00}:own", "inc")

    first.resume()
    eventually("the old owner notices", lambda: redis_server.client().hget("{s00}:own", "inc") == taken and first.running(), 10)
    post(second, whatsapp("+4915100000003", "wamid.3", "hello"))
    second.wait_quiet()
    assert redis_server.client().hget("{s00}:own", "inc") == taken
    told = {record.event["data"]["message"]["provider_id"]: record.id.split(".")[1] for record in read_topics(kafka.brokers, prefix, ["messages"])}
    assert set(told) == {"wamid.1", "wamid.2", "wamid.3"}
    assert incarnation.decode().startswith(told["wamid.1"])
    assert taken.decode().startswith(told["wamid.2"]) and told["wamid.3"] == told["wamid.2"]


def test_a_webhook_at_the_old_owner_still_reaches_the_new_one(make_switchroom, redis_server, kafka, prefix):
    first = make_switchroom("first").start()
    configure(first)
    first.pause()
    second = make_switchroom("second").start()
    second.token = first.token
    first.resume()
    post(first, whatsapp("+4915100000001", "wamid.1", "hello"))
    eventually("the message is on Kafka", lambda: len(read_topics(kafka.brokers, prefix, ["messages"])) == 1)
    assert len(started(kafka, prefix)) == 1


def test_an_older_redis_is_reported_and_reuses_no_id(make_switchroom, redis_server, kafka, prefix):
    switchroom = make_switchroom().start()
    configure(switchroom)
    post(switchroom, whatsapp("+4915100000001", "wamid.1", "hello"))
    switchroom.wait_quiet()
    switchroom.stop()
    redis_server.stop()
    shutil.copytree(redis_server.folder, redis_server.folder.with_name("yesterday"))

    redis_server.start()
    switchroom.start()
    post(switchroom, *[whatsapp(f"+491510000001{i}", f"wamid.lost.{i}", "hello") for i in range(5)])
    switchroom.wait_quiet()
    position = read_redis(redis_server.client())[2]
    switchroom.stop()
    redis_server.stop()
    shutil.rmtree(redis_server.folder)
    shutil.copytree(redis_server.folder.with_name("yesterday"), redis_server.folder)

    redis_server.start()
    older = read_redis(redis_server.client())[2]
    switchroom.start()
    post(switchroom, *[whatsapp(f"+491510000002{i}", f"wamid.new.{i}", "hello") for i in range(5)])
    switchroom.wait_quiet()
    reports = [record.event for record in read_topics(kafka.brokers, prefix, ["audit"]) if "rolled_back" in record.event["type"]]
    assert [(report["data"]["from"], report["data"]["to"]) for report in reports] == [(older, position)]
    contents, tickets = {}, {}
    for record in read_topics(kafka.brokers, prefix):
        assert contents.setdefault(record.id, record.value) == record.value
        if record.topic == "messages":
            tickets.setdefault(record.key, set()).add(record.event["data"]["message"]["from"])
    assert all(len(customers) == 1 for customers in tickets.values()), tickets  # no ticket's number was given twice
    status, body = switchroom.get("/readyz?verbose")
    assert b"roll" in body.lower(), (status, body)  # the alarm is seen by whoever looks


def test_the_configuration_lasts(make_switchroom):
    switchroom = make_switchroom().start()
    configure(switchroom)
    switchroom.kill()
    switchroom.start()
    assert "nothing changes" in switchroom.run_command("apply", str(WORKSPACE)).stdout
    post(switchroom, whatsapp("+4915100000001", "wamid.1", "hello"))
