"""A visitor writes in the web chat, an agent answers; nothing is lost or doubled whatever is cut, and nobody gets in who may not."""

import base64
import json
import os
import signal
import time

import pytest
import yaml

from chat_client import IDENTITY_SECRET, PATH, VISITOR_SECRET, Closed, Refused, Visitor, hash_of, jwt_of
from evidence import read_topics
from servers import eventually

ORIGIN = "https://shop.example"


def apply(switchroom, workspace, tmp_path, **settings):
    channel = {"id": "web", "kind": "webchat", "settings": {
        "visitor_secrets": "file:visitor_secret", "identity_secrets": ["file:identity_secret"],
        "allowed_origins": [ORIGIN, "self"], "messages_per_minute": "6000", **settings}}
    workspace["channels"] = [one for one in workspace["channels"] if one["id"] != "web"] + [channel]
    document = tmp_path / "chatting.yaml"
    document.write_text(yaml.safe_dump(workspace, allow_unicode=True))
    switchroom.write_secret("visitor_secret", VISITOR_SECRET)
    switchroom.write_secret("identity_secret", IDENTITY_SECRET)
    switchroom.apply(document)


@pytest.fixture
def chatting(switchroom, workspace, tmp_path):
    """A server with a web chat."""
    apply(switchroom, workspace, tmp_path)
    return switchroom


def ticket_of(switchroom, address: str) -> str:
    """The open ticket of the visitor at an address, once there is one."""
    def found():
        status, customer = switchroom.api("GET", f"/v1/customers?identity=webchat:{address}")
        return status == 200 and customer.get("open_ticket")

    return eventually("the ticket is there", found)


def address_of(visitor: Visitor) -> str:
    part = visitor.token.split(".")[1]
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode()


def answer(switchroom, ticket: str, text: str) -> str:
    status, answered = switchroom.api("POST", f"/v1/tickets/{ticket}/replies", {"text": text})
    assert status == 200, answered
    return answered["reply"]


def test_a_visitor_writes_and_the_agents_answer_arrives(chatting):
    visitor = Visitor(chatting.port).connect()
    assert visitor.online is True
    id = visitor.write("Where is my parcel? 包裹")
    visitor.until("ack", id=id)
    visitor.until("message", id=id)
    ticket = ticket_of(chatting, address_of(visitor))
    agent = eventually("it is assigned", lambda: chatting.api("GET", f"/v1/tickets/{ticket}")[1]["agent"])
    reply = answer(chatting, ticket, "On its way, 明天到 👋")
    shown = visitor.until("message", id=reply)
    assert shown["text"] == "On its way, 明天到 👋" and shown["from"] == "agent", (shown, agent)


def test_nothing_is_lost_or_doubled_when_the_gateway_is_killed_again_and_again(chatting):
    visitor, written, answers = Visitor(chatting.port).connect(), [], []
    visitor.until("ack", id=visitor.write("first"))
    ticket = ticket_of(chatting, address_of(visitor))
    for round in range(4):
        for number in range(8):
            written.append(f"message {round}.{number}")
            visitor.write(written[-1])  # the socket buffers take them, whether the gateway gets to them or not
        answers.append(answer(chatting, ticket, f"answer {round}"))
        chatting.kill()
        assert visitor.until_closed() == 1006
        chatting.start()
        visitor.connect()
    eventually("everything is acknowledged or shown", lambda: not visitor.unsent or visitor.receive() is None)
    answers.append(answer(chatting, ticket, "the last one"))
    visitor.until("message", id=answers[-1])
    shown = [frame["id"] for frame in visitor.seen]
    assert len(shown) == len(set(shown)), "nothing came twice"
    assert sorted(visitor.texts("visitor")) == sorted(["first", *written])
    assert [id for id in shown if id.startswith("r0-")] == answers, "answers in their order"
    history = chatting.api("GET", f"/v1/tickets/{ticket}")[1]["messages"]
    assert sorted(one["text"] for one in history if one["kind"] == "text") == sorted(["first", *written])


def test_a_page_without_a_place_gets_the_conversation_and_one_with_a_place_the_rest(chatting):
    visitor = Visitor(chatting.port).connect()
    for number in range(30):
        visitor.until("message", id=visitor.write(f"line {number}"))
    other = Visitor(chatting.port)
    other.token = visitor.token
    other.connect()
    other.until("message", id=visitor.seen[-1]["id"])
    assert other.texts() == visitor.texts() == [f"line {number}" for number in range(30)]
    visitor.cut()
    other.write("from the other window")
    other.until("message", text="from the other window")
    visitor.connect()
    visitor.until("message", text="from the other window")
    assert len(visitor.seen) == 31


def test_a_message_that_is_sent_again_is_stored_once(chatting):
    visitor = Visitor(chatting.port).connect()
    for _ in range(3):
        visitor.write("Hello", id="the-same-id")
        visitor.until("ack", id="the-same-id")
    visitor.until("message", id=visitor.write("Bye"))
    assert visitor.texts() == ["Hello", "Bye"]


@pytest.mark.parametrize("origin", ["https://evil.example", "https://shop.example.evil.example", "http://shop.example", "null", ""])
def test_a_page_of_another_origin_is_refused_before_the_upgrade(chatting, origin):
    with pytest.raises(Refused) as refused:
        Visitor(chatting.port, origin=origin).connect()
    assert refused.value.status == 403
    assert chatting.metric("switchroom_chat_refused_total") == 1


def test_the_gateways_own_pages_are_meant_by_self(chatting):
    Visitor(chatting.port, origin=f"http://127.0.0.1:{chatting.port}").connect()
    with pytest.raises(Refused):
        Visitor(chatting.port, origin="http://127.0.0.1:1").connect()


def test_only_a_proved_user_is_that_user(chatting):
    for user in ({"id": "cust-1"}, {"id": "cust-1", "hash": hash_of("cust-2")}, {"id": "", "hash": hash_of("")}, {"id": "cust-1", "hash": hash_of("cust-1")[:-1]},
                 {"jwt": jwt_of({"user_id": "cust-1"})}, {"jwt": jwt_of({"user_id": "cust-1", "exp": int(time.time()) - 90})},
                 {"jwt": jwt_of({"user_id": "cust-1", "exp": int(time.time()) + 90}, secret="another")},
                 {"jwt": jwt_of({"user_id": "cust-1", "exp": int(time.time()) + 90}, algorithm="none")}, {}):
        visitor = Visitor(chatting.port)
        visitor.user = user
        visitor.connect(hello=False)
        visitor.send({"type": "hello", "user": user})
        assert visitor.until_closed() == 4401, user
    for user in ({"id": "cust-1", "hash": hash_of("cust-1")}, {"jwt": jwt_of({"user_id": "cust-1", "exp": int(time.time()) + 90})}):
        visitor = Visitor(chatting.port)
        visitor.user = user
        assert address_of(visitor.connect()) == "u:cust-1"


def test_a_login_takes_the_conversation_along_and_a_logout_leaves_it(chatting):
    visitor = Visitor(chatting.port).connect()
    visitor.until("message", id=visitor.write("before"))
    ticket, anonymous = ticket_of(chatting, address_of(visitor)), visitor.token
    visitor.cut()
    visitor.user, visitor.last = {"id": "cust-7", "hash": hash_of("cust-7")}, ""
    visitor.connect()
    visitor.until("message", id=visitor.write("after"))
    assert visitor.texts() == ["before", "before", "after"] and ticket_of(chatting, "u:cust-7") == ticket
    answer(chatting, ticket, "for cust-7")
    visitor.until("message", text="for cust-7")

    thief = Visitor(chatting.port)  # the old token, and the user's own one without his proof
    thief.token = anonymous
    thief.connect()
    thief.until("message", id=thief.write("me again"))
    assert "after" not in thief.texts()
    logged_out = Visitor(chatting.port)
    logged_out.token = visitor.token
    assert address_of(logged_out.connect()).startswith("v:")
    second = Visitor(chatting.port)
    second.token, second.user = anonymous, {"id": "cust-8", "hash": hash_of("cust-8")}
    second.connect()
    second.until("message", id=second.write("somebody else"))
    assert second.texts() == ["somebody else"] and ticket_of(chatting, "u:cust-8") != ticket


def test_where_identity_is_enforced_nobody_else_gets_in(chatting, workspace, tmp_path):
    apply(chatting, workspace, tmp_path, enforce_identity="true")
    visitor = Visitor(chatting.port).connect(hello=False)
    visitor.send({"type": "hello"})
    assert visitor.until_closed() == 4401
    visitor = Visitor(chatting.port)
    visitor.user = {"id": "cust-1", "hash": hash_of("cust-1")}
    visitor.connect()
    visitor.until("ack", id=visitor.write("Hello"))


def test_a_visitor_who_writes_too_much_is_closed_also_after_he_connects_again(chatting, workspace, tmp_path):
    apply(chatting, workspace, tmp_path, messages_per_minute="10")
    visitor = Visitor(chatting.port).connect()
    for number in range(6):
        visitor.write(f"line {number}")
    assert visitor.until_closed() == 4429
    assert len(visitor.acks) == 5
    visitor.unsent.clear()
    visitor.connect()
    visitor.write("again")
    assert visitor.until_closed() == 4429
    assert chatting.metric("switchroom_chat_refused_total") == 2
    assert chatting.metric("switchroom_chat_messages_total") >= 5
    Visitor(chatting.port).connect().write("another visitor is free")


def test_a_page_that_does_not_read_is_closed_and_gets_the_rest_later(chatting):
    visitor = Visitor(chatting.port).connect()
    for number in range(60):
        visitor.until("ack", id=visitor.write(f"{number} " + "x" * 60_000))
    visitor.cut()
    slow = Visitor(chatting.port)
    slow.token = visitor.token
    slow.connect(receive_bytes=4096)
    before = chatting.metric("process_resident_memory_bytes")
    deadline = time.monotonic() + 12
    eventually("ten seconds have passed", lambda: time.monotonic() > deadline, between=0.5)
    assert chatting.metric("process_resident_memory_bytes") < before + 30_000_000
    assert slow.until_closed() == 4408
    assert chatting.metric("switchroom_chat_slow_readers_total") == 1
    slow.connect()
    while len(slow.seen) < 60:
        slow.receive()
    assert [text.split()[0] for text in slow.texts()] == [str(number) for number in range(60)]


@pytest.mark.parametrize("code, send", [
    (1008, lambda one: one.send_raw(1, b"no json")),
    (1008, lambda one: one.send_raw(1, b"[1]")),
    (1008, lambda one: one.send({"type": "hello"})),
    (1008, lambda one: one.send({"type": "message", "id": "a b", "text": "x"})),
    (1008, lambda one: one.send({"type": "message", "id": "a", "text": " "})),
    (1008, lambda one: one.send_raw(2, b"{}")),
    (1009, lambda one: one.send_raw(1, b"x" * 70_000)),
    (1002, lambda one: one.send_raw(1, b"{}", mask=False)),
    (1002, lambda one: one.send_raw(9, b"x" * 126)),
    (1002, lambda one: one.send_raw(3, b"{}")),
    (1007, lambda one: one.send_raw(1, b"\xff\xfe")),
])
def test_a_frame_that_breaks_the_rules_closes(chatting, code, send):
    visitor = Visitor(chatting.port).connect()
    send(visitor)
    assert visitor.until_closed() == code
    assert chatting.running()


def test_endless_fragments_are_ended(chatting):
    visitor = Visitor(chatting.port).connect()
    with pytest.raises((Closed, OSError)) as ended:
        visitor.send_raw(1, b"{", fin=False)
        for _ in range(100):
            visitor.send_raw(0, b" " * 1000, fin=False)
        visitor.receive()
    assert not isinstance(ended.value, Closed) or ended.value.code == 1009


def test_nobody_speaks_before_his_hello(chatting):
    visitor = Visitor(chatting.port).connect(hello=False)
    visitor.send({"type": "message", "id": "1", "text": "Hello"})
    assert visitor.until_closed() == 1008
    silent = Visitor(chatting.port).connect(hello=False)
    assert silent.until_closed() == 4408


def test_bytes_before_the_answer_and_a_request_that_is_none_are_refused(chatting):
    with pytest.raises(Refused) as refused:
        Visitor(chatting.port).connect(**{"Sec-WebSocket-Key": ""})
    assert refused.value.status == 400
    with pytest.raises(Refused):
        Visitor(chatting.port).connect(**{"Sec-WebSocket-Version": "12"})
    with pytest.raises(Refused) as refused:
        Visitor(chatting.port, path="/chat/demo/whatsapp").connect()
    assert refused.value.status == 404


def test_a_receipt_counts_for_an_answer_that_was_shown(chatting):
    visitor = Visitor(chatting.port).connect()
    visitor.until("ack", id=visitor.write("Hello"))
    ticket = ticket_of(chatting, address_of(visitor))
    reply = answer(chatting, ticket, "Hi")
    visitor.until("message", id=reply)
    for id in ("r0-1-0", reply):
        visitor.send({"type": "delivered", "id": id})
        visitor.send({"type": "read", "id": id})
    statuses = eventually("both are there", lambda: [one for one in chatting.api("GET", f"/v1/tickets/{ticket}")[1]["messages"]
                                                     if one["kind"] == "status"][1:])
    assert [one["ref"] for one in statuses] == [reply]


def test_an_answer_is_told_as_sent(chatting, kafka, prefix):
    visitor = Visitor(chatting.port).connect()
    visitor.until("ack", id=visitor.write("Hello"))
    reply = answer(chatting, ticket_of(chatting, address_of(visitor)), "Hi")
    visitor.until("message", id=reply)
    chatting.wait_quiet()
    told = [record.event["data"]["message"] for record in read_topics(kafka.brokers, prefix, ["messages"])]
    [echo] = [message for message in told if message["kind"] == "echo"]
    assert echo["ref"] == reply and "error" not in echo


def test_a_gateway_that_stops_says_so_and_the_page_finds_the_next_one(chatting):
    visitors = [Visitor(chatting.port).connect() for _ in range(3)]
    os.kill(chatting.child.pid, signal.SIGTERM)
    assert [visitor.until_closed() for visitor in visitors] == [1012] * 3
    eventually("it has ended", lambda: not chatting.running())
    chatting.start()
    visitors[0].connect()
    visitors[0].until("message", id=visitors[0].write("Hello again"))


def test_any_thread_hears_of_an_answer(make_switchroom, workspace, tmp_path):
    home = make_switchroom("home")
    home.environment["SWITCHROOM_THREADS"] = "3"
    home.start()
    home.token = home.make_token()
    apply(home, workspace, tmp_path)
    visitors = [Visitor(home.port).connect() for _ in range(6)]
    for visitor in visitors:
        visitor.until("message", id=visitor.write("Hello"))
        ticket = ticket_of(home, address_of(visitor))
        visitor.until("message", id=answer(home, ticket, "Hi"))


def post(switchroom, visitor: Visitor, frame: dict, origin: str = ORIGIN, token: str | None = None):
    headers = {"Origin": origin, "Authorization": f"Bearer {visitor.token if token is None else token}", "Content-Type": "application/json"}
    return switchroom.request("POST", PATH, json.dumps(frame).encode(), headers)


def test_the_contact_form_takes_a_message_once(chatting):
    visitor = Visitor(chatting.port).connect()
    form = {"type": "message", "id": "form-1", "text": "Please call", "name": "Ann", "email": "ann@example.org"}
    for _ in range(2):
        status, headers, body = post(chatting, visitor, form)
        assert status == 200 and json.loads(body) == {"stored": True} and headers["access-control-allow-origin"] == ORIGIN
    visitor.until("message", id=visitor.write("and more"))
    assert visitor.texts() == ["Please call", "and more"]
    assert post(chatting, visitor, form, origin="https://evil.example")[0] == 403
    assert post(chatting, visitor, form, token="1.a.b")[0] == 401
    assert post(chatting, visitor, {**form, "text": ""})[0] == 400
    status, headers, _ = chatting.request("OPTIONS", PATH, headers={"Origin": ORIGIN, "Access-Control-Request-Method": "POST"})
    assert status == 204 and "Authorization" in headers["access-control-allow-headers"]
    assert chatting.request("DELETE", PATH, headers={"Origin": ORIGIN})[0] == 405


def test_what_the_command_sends_is_a_visitors_message(chatting, tmp_path):
    chatting.run_command("send", "webchat", "--text", "I want a refund")
    assert ticket_of(chatting, "v:3f9c2a7be0514d8896a1c4d2e7f05b63")


def test_a_visitor_sees_who_writes_and_that_he_writes(chatting, workspace, tmp_path):
    for agent in workspace["agents"]:
        agent["name"] = agent["id"].title() + " 陳"
    apply(chatting, workspace, tmp_path)
    visitor = Visitor(chatting.port).connect()
    visitor.until("ack", id=visitor.write("Hello"))
    ticket = ticket_of(chatting, address_of(visitor))
    agent = eventually("it is assigned", lambda: chatting.api("GET", f"/v1/tickets/{ticket}")[1].get("agent"))
    own = chatting.make_token("agent", "demo", "--agent", agent)
    other = chatting.make_token("agent", "demo", "--agent", next(one["id"] for one in workspace["agents"] if one["id"] != agent))
    assert chatting.api("POST", f"/v1/tickets/{ticket}/typing", token=other)[0] == 403
    assert chatting.api("POST", "/v1/tickets/t0-999/typing", token=own)[0] == 404
    visitor.until("message", text="Hello")
    assert chatting.api("POST", f"/v1/tickets/{ticket}/typing", token=own)[0] == 204
    visitor.until("typing")
    assert chatting.api("POST", f"/v1/tickets/{ticket}/replies", {"text": "Hi"}, token=own)[0] == 200
    assert visitor.until("message", text="Hi")["name"] == agent.title() + " 陳"


def test_what_can_not_be_stored_is_sent_again_by_the_page(chatting, redis_server):
    visitor = Visitor(chatting.port).connect()
    redis_server.kill()
    id = visitor.write("Hello")
    visitor.until("nack", id=id)
    redis_server.start()
    chatting.wait_ready()
    visitor.write("Hello", id=id)
    visitor.until("ack", id=id)
    visitor.until("message", id=id)
    assert visitor.texts() == ["Hello"]


def test_a_second_signal_does_not_wait_for_the_sockets(chatting):
    visitors = [Visitor(chatting.port).connect() for _ in range(3)]
    visitors[0].until("message", id=visitors[0].write("Hello"))
    os.kill(chatting.child.pid, signal.SIGSTOP)
    os.kill(chatting.child.pid, signal.SIGINT)
    os.kill(chatting.child.pid, signal.SIGTERM)
    os.kill(chatting.child.pid, signal.SIGCONT)
    assert chatting.child.wait(20) == 130


def test_a_quiet_page_is_asked_whether_it_is_there(chatting):
    visitor = Visitor(chatting.port).connect()
    visitor.socket.settimeout(40)
    visitor.until("ping", seconds=40)
    visitor.until("ack", id=visitor.write("still here"))
