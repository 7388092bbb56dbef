"""What happens while Redis or Kafka is away, and at the end: webhooks are answered truly, nothing is lost, everything catches up."""

import threading

from conftest import configure
from evidence import read_topics
from providers import whatsapp
from servers import eventually
from test_end_to_end import post


def told(kafka, prefix):
    return [record.event["data"]["message"]["provider_id"] for record in read_topics(kafka.brokers, prefix, ["messages"])]


def send(switchroom, name: str):
    request = whatsapp(f"+49151{abs(hash(name)) % 10**8:08}", name, "hello")
    return switchroom.request("POST", request.path, request.body, request.headers)


def test_without_kafka_webhooks_are_accepted_until_the_bound_and_everything_is_published_later(make_switchroom, kafka, prefix):
    switchroom = make_switchroom(shard={"unpublished_max_frames": 25}).start()
    configure(switchroom)
    switchroom.wait_quiet()
    kafka.pause()
    try:
        accepted, refused = [], None
        for number in range(60):
            status, headers, _ = send(switchroom, f"wamid.{number}")
            if status != 200:
                refused = status, headers.get("retry-after")
                break
            accepted.append(f"wamid.{number}")
        assert len(accepted) >= 10, "routing goes on while Kafka is away"
        assert refused is not None and refused[0] == 503 and refused[1], "the bound is told with Retry-After"
        assert switchroom.api("GET", f"/v1/customers?identity=whatsapp:%2B49151{abs(hash('wamid.0')) % 10**8:08}")[0] == 200
    finally:
        kafka.resume()
    switchroom.wait_quiet()
    eventually("it accepts again", lambda: send(switchroom, "wamid.after")[0] == 200)
    switchroom.wait_quiet()
    assert set(told(kafka, prefix)) == {*accepted, "wamid.after"}
    assert len(told(kafka, prefix)) == len(accepted) + 1


def test_without_redis_webhooks_are_refused_and_readiness_says_why(switchroom, redis_server):
    redis_server.kill()
    eventually("readiness is red", lambda: switchroom.get("/readyz")[0] == 503)
    assert b"redis" in switchroom.get("/readyz?verbose")[1]
    status, headers, _ = send(switchroom, "wamid.1")
    assert status == 503 and headers["retry-after"]
    assert switchroom.get("/livez")[0] == 200, "the process itself is well"
    redis_server.start()
    switchroom.wait_ready()
    post(switchroom, whatsapp("+4915100000001", "wamid.1", "hello"))


def test_a_redis_that_is_less_durable_than_configured_is_not_used(make_switchroom, redis_server):
    redis_server.client().config_set("appendfsync", "everysec")
    switchroom = make_switchroom().start(ready=False)
    eventually("it says what is wrong", lambda: b"appendfsync" in switchroom.get("/readyz?verbose")[1], 20)
    assert switchroom.get("/readyz")[0] == 503
    assert send(switchroom, "wamid.1")[0] == 503
    redis_server.client().config_set("appendfsync", "always")
    switchroom.wait_ready()


def test_a_terminated_process_finishes_what_is_in_flight_and_everything_is_on_kafka(switchroom, kafka, prefix):
    answers: dict[str, int] = {}

    def customer(number: int):
        for turn in range(1000):
            name = f"wamid.{number}.{turn}"
            try:
                answers[name] = send(switchroom, name)[0]
            except OSError:
                return  # it is closed now

    customers = [threading.Thread(target=customer, args=(number,)) for number in range(4)]
    for thread in customers:
        thread.start()
    eventually("some messages are accepted", lambda: sum(status == 200 for status in answers.values()) > 50)
    assert switchroom.stop() == 0
    for thread in customers:
        thread.join()
    accepted = {name for name, status in answers.items() if status == 200}
    assert accepted <= set(told(kafka, prefix)), "what was answered 2xx is published before the process ends"
