"""Agents' answers go out as mails through a relay, at most once, and stand in the customer's thread."""

import base64
import email
import email.policy
import json
import smtplib

import pytest
import yaml

from evidence import read_topics
from mail_relay import Relay
from mail_transfer import make_certificate
from servers import eventually, free_port

MAIL = ("From: Ann Lee <ann@example.org>\r\nTo: support@shop.example\r\nSubject: =?utf-8?B?5rC05aO2?=\r\nMessage-ID: <m1@example.org>\r\n"
        "References: <m0@example.org>\r\n\r\nIt leaks.\r\n")


@pytest.fixture
def relay():
    one = Relay()
    yield one
    one.close()


@pytest.fixture
def make_answering(make_switchroom, workspace, tmp_path):
    """make_answering(relay=…): a process whose channel of mail answers through a relay."""
    def make(environment=None, **settings):
        server = make_switchroom("post", mail={"lmtp": {"listen": f"127.0.0.1:{free_port()}"}})
        server.environment |= environment or {}
        server.start()
        server.write_secret("relay_password", "planted")
        workspace["channels"].append({"id": "mail", "kind": "mail", "settings": {"addresses": "support@shop.example", **settings}})
        document = tmp_path / "answering.yaml"
        document.write_text(yaml.safe_dump(workspace, allow_unicode=True))
        server.token = server.make_token()
        server.apply(document)
        return server
    return make


def deliver(server, mail, sender="ann@example.org", recipient="support@shop.example"):
    port = int(json.loads(server.settings.read_text())["mail"]["lmtp"]["listen"].split(":")[1])
    with smtplib.LMTP("127.0.0.1", port) as client:
        assert client.sendmail(sender, [recipient], mail) == {}
    server.wait_quiet()


def told(kafka, prefix, kind):
    return list({record.id: record.event["data"]["message"] for record in read_topics(kafka.brokers, prefix, ["messages"])
                 if record.event["data"]["message"]["kind"] == kind}.values())


def answer(server, kafka, prefix, text="Gern! 早", ticket=None):
    started = [] if ticket else [record.event for record in read_topics(kafka.brokers, prefix, ["assignments"]) if record.event["type"] == "switchroom.assignment.started.v1"]
    status, reply = server.api("POST", f"/v1/tickets/{ticket or started[0]['data']['ticket']}/replies", {"text": text})
    assert status == 200, reply
    return reply["reply"]


def test_an_answer_stands_in_the_thread(make_answering, relay, kafka, prefix):
    server = make_answering(relay=f"127.0.0.1:{relay.port}")
    deliver(server, MAIL)
    deliver(server, MAIL.replace("<m1@", "<m2@").replace("<m0@example.org>", "<m0@example.org> <m1@example.org>"))
    reply = answer(server, kafka, prefix)
    eventually("it is out", lambda: relay.mails)
    mail = email.message_from_bytes(relay.mails[0].content, policy=email.policy.default)
    assert (relay.mails[0].sender, relay.mails[0].recipients) == ("support@shop.example", ["ann@example.org"])
    assert mail["Subject"] == "Re: 水壶"
    token = mail["Reply-To"].split("+")[1].split("@")[0]
    name = f"{reply}.{token}@shop.example"
    assert mail["In-Reply-To"] == "<m2@example.org>" and mail["Message-ID"] == f"<{name}>", "it answers the newest mail"
    assert mail["References"].split() == ["<m0@example.org>", "<m1@example.org>", "<m2@example.org>"]
    assert mail.get_content().strip() == "Gern! 早" and mail["Date"].datetime.year >= 2025
    [echo] = eventually("it is told", lambda: told(kafka, prefix, "echo"))
    assert echo["provider_id"] == name and "error" not in echo
    bounce = (f"From: MAILER-DAEMON@mx.example\r\nMessage-ID: <b1@mx>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n--r\r\n\r\nNo.\r\n"
              "--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; ann@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
              f"--r\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{name}>\r\n\r\n--r--\r\n")
    deliver(server, bounce)
    [status] = told(kafka, prefix, "status")
    assert (status["ref"], status["status"]) == (name, "failed"), "the bounce names the reply"
    status, page = server.api("GET", f"/v1/tickets/{ticket_of(kafka, prefix, 'b1@mx')}")
    assert status == 200 and [message["kind"] for message in page["messages"]] == ["text", "text", "echo", "status"], page


def mail_from(author, number, subject="Re: A kettle", to="support@shop.example", **fields):
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    return (f"From: {author}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{number}@example.org>\r\n{more}\r\n"
            f"This is {number}.\r\n")


def ticket_of(kafka, prefix, provider_id):
    [ticket] = {record.event["data"].get("ticket") for record in read_topics(kafka.brokers, prefix, ["messages"])
                if record.event["data"]["message"]["provider_id"] == provider_id}
    return ticket


def test_mails_find_their_ticket_also_over_kills(make_answering, relay, kafka, prefix):
    server = make_answering(relay=f"127.0.0.1:{relay.port}")

    def delivered(author, number, recipient="support@shop.example", **fields):
        deliver(server, mail_from(author, number, to=recipient, **fields), sender=author, recipient=recipient)
        return ticket_of(kafka, prefix, f"{number}@example.org")

    kettle = delivered("ann@example.org", "m1", subject="A kettle", Cc="bob@example.org")
    answer(server, kafka, prefix)
    eventually("it is out", lambda: relay.mails)
    ours = email.message_from_bytes(relay.mails[0].content, policy=email.policy.default)
    eventually("it is told", lambda: told(kafka, prefix, "echo"))
    server.kill()
    server.start()
    assert delivered("bob@example.org", "b1", In_Reply_To=ours["Message-ID"], References=f"<m1@example.org> {ours['Message-ID']}") == kettle
    assert delivered("bob@example.org", "b1") == kettle, "his mail once more"
    strangers = delivered("eve@example.org", "e1")
    assert strangers not in (None, kettle), "a stranger's subject joins nothing"
    server.kill()
    server.start()
    assert delivered("cem@example.org", "c1", subject="Mine, too", References="<b1@example.org>") == kettle, "a known id"
    assert delivered("dan@example.org", "d1", subject="No thread", recipient=ours["Reply-To"].strip("<>")) == kettle, "the token"
    assert delivered("bob@example.org", "b2", subject="AW: A Kettle") == kettle, "his own subject there"
    assert delivered("bob@example.org", "b3", subject="A pot of mine") not in (kettle, strangers, None)
    status, page = server.api("GET", f"/v1/tickets/{kettle}")
    assert status == 200
    assert [message["from"].split("@")[0] for message in page["messages"]] == ["ann", "support", "bob", "cem", "dan", "bob"]
    assert page["messages"][-1]["text"] == "This is b2."
    answer(server, kafka, prefix, ticket=kettle)
    last = eventually("it is out", lambda: len(relay.mails) == 2 and relay.mails[-1])
    assert last.recipients == ["ann@example.org"], "answers go to the ticket's customer"
    assert email.message_from_bytes(last.content, policy=email.policy.default)["In-Reply-To"] == "<b2@example.org>"


def test_a_closed_tickets_mails_are_known_when_it_is_reopened_and_linked_before(make_answering, relay, kafka, prefix):
    server = make_answering(relay=f"127.0.0.1:{relay.port}")

    def delivered(author, number, **fields):
        deliver(server, mail_from(author, number, subject=f"About {number}", **fields), sender=author)
        return ticket_of(kafka, prefix, f"{number}@example.org")

    def act(ticket, action):
        version = server.api("GET", f"/v1/tickets/{ticket}")[1]["version"]
        status, body = server.api("POST", f"/v1/tickets/{ticket}/{action}", {"version": version})
        assert status == 200, body

    kettle = delivered("ann@example.org", "m1")
    act(kettle, "close")
    server.kill()
    server.start()
    pot = delivered("ann@example.org", "m2")
    act(pot, "close")
    again = delivered("ann@example.org", "m3", References="<m1@example.org>")
    links = {record.event["data"]["ticket"]: record.event["data"]["to"] for record in read_topics(kafka.brokers, prefix, ["assignments"])
             if record.event["type"] == "switchroom.ticket.linked.v1"}
    assert links == {pot: kettle, again: kettle}, "it follows the one that its mail names, not the last one"
    act(kettle, "actions/reopen")
    server.kill()
    server.start()
    assert delivered("bob@example.org", "b1", In_Reply_To="<m1@example.org>") == kettle, "the reopened one has its mails again"


def test_a_machine_answers_a_sender_once_a_day_and_only_mail_that_names_us(make_answering, relay, workspace, kafka, prefix):
    workspace["templates"] = [{"id": "hours", "text": "From nine to five."}]
    workspace["rules"].append({"id": "hours", "when": {"keywords": ["hours"]}, "then": {"auto_reply": "hours"}})
    server = make_answering(relay=f"127.0.0.1:{relay.port}")

    def asked(author, number, **fields):
        deliver(server, mail_from(author, number, subject="Your hours?", **fields).replace("This is", "hours?"), sender=author)
        ticket = ticket_of(kafka, prefix, f"{number}@example.org")
        if ticket:
            version = server.api("GET", f"/v1/tickets/{ticket}")[1]["version"]
            assert server.api("POST", f"/v1/tickets/{ticket}/close", {"version": version})[0] == 200

    asked("ann@example.org", "m1")
    server.kill()
    server.start()
    asked("ann@example.org", "m2")
    asked("bob@example.org", "b1", to="friends@example.org")
    asked("list@example.org", "l1", Precedence="list")
    asked("cem@example.org", "c1")
    mails = eventually("both are out", lambda: len(relay.mails) >= 2 and relay.mails)
    assert sorted(mail.recipients[0] for mail in mails) == ["ann@example.org", "cem@example.org"]
    assert {mail.sender for mail in mails} == {""}, "no report comes back"
    told_without = [record.event["data"] for record in read_topics(kafka.brokers, prefix, ["assignments"])
                    if record.event["type"] == "switchroom.ticket.auto_reply.v1" and "reply" not in record.event["data"]]
    assert len(told_without) == 2, "what was not sent is told as well"


def test_copies_go_to_whom_the_answer_or_the_channel_says(make_answering, relay, kafka, prefix):
    server = make_answering(relay=f"127.0.0.1:{relay.port}", keep_cc="true")
    deliver(server, mail_from("ann@example.org", "m1", Cc="Bob <bob@example.org>, support+x@shop.example"))
    ticket = ticket_of(kafka, prefix, "m1@example.org")
    [told_mail] = [message for message in server.api("GET", f"/v1/tickets/{ticket}")[1]["messages"] if message["kind"] == "text"]
    assert told_mail["recipients"] == ["support@shop.example", "bob@example.org", "support+x@shop.example"]
    for body in ({"text": "Kept."}, {"text": "Alone.", "cc": []}, {"text": "Named.", "cc": ["cem@example.org"]}):
        assert server.api("POST", f"/v1/tickets/{ticket}/replies", body)[0] == 200
    eventually("they are out", lambda: len(relay.mails) == 3)
    assert [mail.recipients[1:] for mail in relay.mails] == [["bob@example.org"], [], ["cem@example.org"]]
    assert {mail.recipients[0] for mail in relay.mails} == {"ann@example.org"}
    kept = email.message_from_bytes(relay.mails[0].content, policy=email.policy.default)
    assert kept["To"] == "ann@example.org" and kept["Cc"] == "bob@example.org"
    eventually("they are told", lambda: len(told(kafka, prefix, "echo")) == 3)
    assert [echo.get("recipients") for echo in told(kafka, prefix, "echo")] == [["bob@example.org"], None, ["cem@example.org"]]
    for body, status in (({"text": "x", "cc": ["support@shop.example"]}, 422), ({"text": "x", "cc": ["no address"]}, 400),
                         ({"text": "x", "cc": "bob@example.org"}, 400), ({"text": "x", "cc": ["a@b\r\nBcc: c@d"]}, 400)):
        assert server.api("POST", f"/v1/tickets/{ticket}/replies", body)[0] == status, body


def test_a_password_goes_by_verified_tls_only(make_answering, tmp_path, kafka, prefix):
    certificate, key = make_certificate(tmp_path, "localhost")
    relay = Relay(certificate=certificate, key=key)
    try:
        server = make_answering({"SSL_CERT_FILE": str(certificate)}, relay=f"localhost:{relay.port}", relay_user="switchroom", relay_password="file:relay_password")
        deliver(server, MAIL)
        answer(server, kafka, prefix)
        [mail] = eventually("it is out", lambda: relay.mails)
        assert mail.secure and base64.b64decode(mail.secret) == b"\0switchroom\0planted"
        assert "planted" not in server.log_text()
    finally:
        relay.close()


def test_an_answer_without_an_outcome_is_unknown_and_never_sent_again(make_answering, kafka, prefix):
    relay = Relay(answer=None)
    try:
        server = make_answering(relay=f"127.0.0.1:{relay.port}")
        deliver(server, MAIL)
        answer(server, kafka, prefix)
        eventually("it is with the relay", lambda: relay.mails)
        server.kill()
        server.start()
        [echo] = eventually("it is told", lambda: told(kafka, prefix, "echo"))
        assert "outcome unknown" in echo["error"] and len(relay.mails) == 1
    finally:
        relay.close()


def test_a_refusal_is_a_failure_and_a_busy_relay_is_asked_again(make_answering, kafka, prefix):
    relay = Relay(answer="451 4.3.0 busy")
    try:
        server = make_answering(relay=f"127.0.0.1:{relay.port}")
        deliver(server, MAIL)
        answer(server, kafka, prefix)
        eventually("it was tried twice", lambda: len(relay.mails) >= 2)
        relay.answer = "554 5.7.1 no"
        [status] = eventually("it is told", lambda: told(kafka, prefix, "status"))
        assert status["status"] == "failed" and "SMTP 554" in status["error"]
    finally:
        relay.close()
