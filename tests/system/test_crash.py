"""kill -9 of each process in the middle of 20,000 signed messages at full rate, with edits, many of which come before their
messages, and messages in parts; then the independent checker."""

import random
import threading
from http.client import HTTPException

import pytest

from checker import check, first_occurrences
from evidence import collect
from providers import telegram, telegram_edit, twilio, vonage_part, whatsapp
from traffic import Traffic

MESSAGES = 20_000
CUSTOMERS = 2_000
PARTS = 3
TEXTS = ("hello", "I want a refund", "我要退款", "Lessons in secondary school English?", "where is my parcel?")


def deliveries(seed: int = 7) -> list:
    """Signed messages of many customers on four channels, in random order."""
    draw = random.Random(seed)
    made = []
    for i in range(MESSAGES):
        customer = draw.randrange(CUSTOMERS)
        text = draw.choice(TEXTS)
        match customer % 3:
            case 0: made.append(whatsapp(f"+4915{customer:09}", f"wamid.{i}", text))
            case 1: made.append(twilio(f"+1202{customer:07}", f"SM{i:032x}", text))
            case 2:
                made.append(telegram(10_000 + customer, i, text))
                if i % 4 == 0:
                    made.append(telegram_edit(10_000 + customer, i, f"{text}!", 500_000_000 + i))
        if i % 50 == 0:
            made += [vonage_part(f"4915{customer:09}", f"V{i}.{part}", f"{part} ", part, PARTS, f"{i}") for part in range(1, PARTS + 1)]
    draw.shuffle(made)
    return made


class Console(threading.Thread):
    """Closes tickets while traffic runs, so that assignments end and the waiting are pulled."""

    def __init__(self, switchroom):
        super().__init__(daemon=True)
        self.switchroom, self.closed, self._stop_asked = switchroom, 0, threading.Event()

    def run(self):
        while not self._stop_asked.wait(0.05):
            for agent in ("ann", "bob", "chen", "dora"):
                self._close_some(agent)

    def _close_some(self, agent: str):
        try:
            _, tickets = self.switchroom.api("GET", f"/v1/agents/{agent}/tickets")
            for ticket in (tickets or {}).get("tickets", [])[:3]:
                status, _ = self.switchroom.api("POST", f"/v1/tickets/{ticket['id']}/close", {"version": ticket["version"]})
                self.closed += status == 200
        except (OSError, HTTPException):
            return  # what a killed server looks like to its clients

    def finish(self):
        self._stop_asked.set()
        self.join()


def run_and_check(switchroom, kafka, redis_server, workspace, prefix, kills):
    sent = deliveries()
    traffic = Traffic(switchroom.port, sent, repeat_every=50)
    for accepted, kill in kills:
        traffic.at(accepted, kill)
    console = Console(switchroom)
    console.start()
    traffic.run()
    console.finish()
    switchroom.wait_quiet()
    evidence = collect(sent, redis_server.client(), kafka.brokers, workspace, prefix)
    assert check(evidence) == []
    assert len(evidence.accepted) == len(sent) and console.closed > 0
    told = [record.event["data"]["message"] for record in first_occurrences(evidence.events) if record.topic == "messages"]
    assert sum(message["text"] == "1 2 3 " for message in told if "text" in message) == MESSAGES / 50, "each long message is whole"
    assert switchroom.metric("switchroom_held_back") == 0
    assert switchroom.metric("switchroom_capacity_drift_units") == 0
    return traffic


def test_killing_switchroom_loses_and_doubles_nothing(switchroom, kafka, redis_server, workspace, prefix):
    def kill():
        switchroom.kill()
        switchroom.start(ready=False)

    traffic = run_and_check(switchroom, kafka, redis_server, workspace, prefix, [(4_000, kill), (9_000, kill), (15_000, kill)])
    assert traffic.cut > 0  # the kills hit requests in flight


def test_killing_redis_loses_and_doubles_nothing(switchroom, kafka, redis_server, workspace, prefix):
    def kill():
        redis_server.kill()
        redis_server.start()

    traffic = run_and_check(switchroom, kafka, redis_server, workspace, prefix, [(4_000, kill), (12_000, kill)])
    assert traffic.refused > 0  # what could not be stored was refused with 503


def test_killing_kafka_loses_and_doubles_nothing(switchroom, kafka, redis_server, workspace, prefix):
    def kill():
        kafka.kill()
        kafka.start()

    traffic = run_and_check(switchroom, kafka, redis_server, workspace, prefix, [(5_000, kill)])
    assert traffic.refused == 0  # webhooks need no Kafka


@pytest.mark.parametrize("process", ["switchroom", "redis_server"])
def test_a_paused_process_loses_and_doubles_nothing(process, switchroom, kafka, redis_server, workspace, prefix):
    victim = switchroom if process == "switchroom" else redis_server

    def pause():
        victim.pause()
        threading.Event().wait(4)  # longer than a command's deadline
        victim.resume()

    run_and_check(switchroom, kafka, redis_server, workspace, prefix, [(6_000, pause)])
