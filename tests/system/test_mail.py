"""Mail by LMTP and SMTP: what is answered 250 is in the history, and everything else is answered so that the sender knows what to do."""

import smtplib

import pytest
import yaml

from evidence import read_topics
from servers import Switchroom, eventually, free_port

MAIL = ("From: Ann Lee <ann@example.org>\r\nTo: support@shop.example\r\nSubject: A kettle\r\nMessage-ID: <m1@example.org>\r\n"
        "Date: Fri, 3 Oct 2025 08:13:20 +0000\r\n\r\nIt leaks.\r\n")
CHANNEL = {"id": "mail", "kind": "mail", "settings": {"addresses": ["support@shop.example", "@returns.shop.example"]}}
SALES = {"id": "sales", "kind": "mail", "settings": {"addresses": "sales@shop.example"}}


@pytest.fixture
def make_post(make_switchroom, workspace, tmp_path):
    """make_post(smtp={…}): a process that takes mail for two channels, by LMTP and SMTP."""
    def make(**more) -> Switchroom:
        mail = {"host": "mx.shop.example", "lmtp": {"listen": f"127.0.0.1:{free_port()}"}, "smtp": {"listen": f"127.0.0.1:{free_port()}"}}
        for section, values in more.items():
            mail[section] = {**mail[section], **values} if isinstance(values, dict) and section in mail else values
        server = make_switchroom("post", mail=mail, blobs={"directory": str(tmp_path / "blobs")}).start()
        server.lmtp_port, server.smtp_port = (int(mail[name]["listen"].split(":")[1]) for name in ("lmtp", "smtp"))
        workspace["channels"] += [CHANNEL, SALES]
        document = tmp_path / "with_mail.yaml"
        document.write_text(yaml.safe_dump(workspace, allow_unicode=True))
        server.token = server.make_token()
        server.apply(document)
        return server
    return make


@pytest.fixture
def post(make_post):
    return make_post()


def lmtp(server) -> smtplib.LMTP:
    return smtplib.LMTP("127.0.0.1", server.lmtp_port, local_hostname="mta.example")


def messages(kafka, prefix):
    return [record.event["data"]["message"] for record in read_topics(kafka.brokers, prefix, ["messages"])]


def tickets(server, customer):
    status, answer = server.api("GET", f"/v1/customers/{customer}")
    return answer["tickets"] if status == 200 else []


def test_a_mail_by_lmtp_becomes_a_ticket(post, kafka, prefix):
    with lmtp(post) as client:
        assert client.sendmail("ann@example.org", ["support@shop.example"], MAIL) == {}
    post.wait_quiet()
    [message] = messages(kafka, prefix)
    assert (message["from"], message["text"], message["subject"], message["account"]) == (
        "ann@example.org", "It leaks.", "A kettle", "support@shop.example")
    assert read_topics(kafka.brokers, prefix, ["assignments"]), "a ticket was opened"
