"""An inbox entry that kills its owner is tried three times, then skipped into the dead letters; everything else goes on."""

from evidence import read_topics
from conftest import configure
from providers import whatsapp
from servers import eventually
from test_end_to_end import post

PILL = "a text that ends the process"


def test_an_entry_that_kills_the_process_is_skipped_at_the_third_try(make_switchroom, kafka, prefix):
    switchroom = make_switchroom()
    switchroom.environment = {"SWITCHROOM_FAULT_POISON": PILL}
    switchroom.start()
    configure(switchroom)
    post(switchroom, whatsapp("+4915100000001", "wamid.before", "hello"))
    switchroom.wait_quiet()
    pill = whatsapp("+4915100000002", "wamid.pill", PILL)
    try:
        post(switchroom, pill)
    except OSError:
        pass  # it may die before its answer leaves
    eventually("the process has died", lambda: not switchroom.running())

    deaths = 1
    while True:
        switchroom.start(ready=False)
        eventually("it is ready or dead", lambda: not switchroom.running() or switchroom.get("/readyz")[0] == 200, 30)
        if switchroom.running():
            break
        deaths += 1
        assert deaths <= 4, switchroom.last_words()
    post(switchroom, whatsapp("+4915100000003", "wamid.after", "hello"))
    switchroom.wait_quiet()
    told = {record.event["data"]["message"]["provider_id"] for record in read_topics(kafka.brokers, prefix, ["messages"])}
    assert told == {"wamid.after", "wamid.before"}
    letter = read_topics(kafka.brokers, prefix, ["dead-letters"])[0]
    assert "three times" in letter.event["data"]["reason"]

    switchroom.kill()  # a replay skips it as well
    switchroom.start()
    assert {record.id for record in read_topics(kafka.brokers, prefix, ["dead-letters"])} == {letter.id}
