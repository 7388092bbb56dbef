"""Mail by LMTP and SMTP: what is answered 250 is in the history, and everything else is answered so that the sender knows what to do."""

import signal
import smtplib
import socket
import ssl
import subprocess
from email.message import EmailMessage

import pytest
import yaml

from evidence import read_topics
from mail_transfer import Postfix, make_certificate
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


def deliver(client: smtplib.LMTP, sender: str, recipients: list[str], mail: str) -> list[tuple[int, bytes]]:
    """The answer for each recipient: smtplib reads only the first of those behind the dot."""
    client.ehlo()
    assert client.mail(sender)[0] == 250
    answers = [client.rcpt(recipient) for recipient in recipients]
    accepted = [place for place, (code, _) in enumerate(answers) if code == 250]
    answers[accepted[0]] = client.data(mail)
    for place in accepted[1:]:
        answers[place] = client.getreply()
    return answers


def messages(kafka, prefix):
    """Each once: what a killed process had not noted as published comes again, under the same id."""
    return list({record.id: record.event["data"]["message"] for record in read_topics(kafka.brokers, prefix, ["messages"])}.values())


def test_a_mail_by_lmtp_becomes_a_ticket(post, kafka, prefix):
    with lmtp(post) as client:
        assert client.sendmail("ann@example.org", ["support@shop.example"], MAIL) == {}
    post.wait_quiet()
    [message] = messages(kafka, prefix)
    assert (message["from"], message["text"], message["subject"], message["account"]) == (
        "ann@example.org", "It leaks.", "A kettle", "support@shop.example")
    assert read_topics(kafka.brokers, prefix, ["assignments"]), "a ticket was opened"


def mail_of(number: int, to: str = "support@shop.example") -> str:
    return MAIL.replace("<m1@", f"<m{number}@").replace("It leaks.", f"Kettle {number} leaks.").replace("support@", to.split("@")[0] + "@")


def test_each_recipient_is_answered_and_each_channel_gets_one_message(post, kafka, prefix):
    with lmtp(post) as client:
        answers = deliver(client, "ann@example.org", ["support@shop.example", "nobody@shop.example", "any@returns.shop.example", "ann@example.org",
                                                      "sales@shop.example"], MAIL)
    assert [(code, words[:5]) for code, words in answers] == [(250, b"2.0.0"), (550, b"5.1.1"), (250, b"2.0.0"), (550, b"5.7.1"), (250, b"2.0.0")]
    post.wait_quiet()
    assert sorted(message["recipients"] for message in messages(kafka, prefix)) == [
        ["sales@shop.example", "support@shop.example"], ["support@shop.example", "any@returns.shop.example"]], "the envelope's first, then To and Cc"


def test_a_repeated_mail_changes_nothing(post, kafka, prefix):
    for server in (lmtp(post), smtplib.SMTP("127.0.0.1", post.smtp_port)):
        with server as client:
            client.sendmail("ann@example.org", ["support@shop.example"], MAIL)
            client.sendmail("ann@example.org", ["support@shop.example"], MAIL)
    post.wait_quiet()
    assert len(messages(kafka, prefix)) == 1


def test_starttls_shows_the_certificate_also_a_new_one_after_hup(make_post, tmp_path, kafka, prefix):
    certificate, key = make_certificate(tmp_path, "mx.shop.example")
    server = make_post(tls={"certificate": str(certificate), "key": str(key)})

    def trusted(file) -> bool:
        context = ssl.create_default_context(cafile=str(file))
        with smtplib.SMTP("127.0.0.1", server.smtp_port) as client:
            client._host = "mx.shop.example"  # the name that is verified
            client.ehlo()
            assert client.has_extn("starttls") and client.starttls(context=context)[0] == 220
            client.ehlo()
            assert not client.has_extn("starttls"), "no TLS within TLS"
            return client.sendmail("ann@example.org", ["support@shop.example"], MAIL) == {}

    assert trusted(certificate)
    (tmp_path / "new").mkdir()
    for old, new in zip((certificate, key), make_certificate(tmp_path / "new", "mx.shop.example")):
        new.rename(old)
    server.child.send_signal(signal.SIGHUP)

    def new_one_is_shown():
        try:
            return trusted(certificate)
        except ssl.SSLError:
            return False

    eventually("the new certificate is shown", new_one_is_shown)
    key.write_text("no key")
    server.child.send_signal(signal.SIGHUP)
    eventually("the broken one is told", lambda: "certificate not reloaded" in server.log_text())
    assert trusted(certificate), "the one before stays"
    server.wait_quiet()
    assert len(messages(kafka, prefix)) == 1


def test_what_came_in_the_clear_behind_starttls_is_not_obeyed(make_post, tmp_path):
    certificate, key = make_certificate(tmp_path, "mx.shop.example")
    server = make_post(tls={"certificate": str(certificate), "key": str(key)})
    with socket.create_connection(("127.0.0.1", server.smtp_port), 10) as raw:
        raw.recv(1000)
        raw.sendall(b"STARTTLS\r\nEHLO eve.example\r\nMAIL FROM:<eve@example.org>\r\n")
        assert raw.recv(1000).startswith(b"220 ")
        with ssl._create_unverified_context().wrap_socket(raw) as secure:
            secure.sendall(b"MAIL FROM:<ann@example.org>\r\n")
            assert secure.recv(1000).startswith(b"503 "), "no EHLO and no MAIL was heard"


def test_a_smuggled_mail_is_refused(post, kafka, prefix):
    smuggled = "Hi\n.\r\nMAIL FROM:<eve@example.org>\r\nRCPT TO:<support@shop.example>\r\nDATA\r\nFrom: eve@example.org\r\n\r\nsmuggled"
    with smtplib.SMTP("127.0.0.1", post.smtp_port) as client:
        client.ehlo()
        client.mail("ann@example.org")
        client.rcpt("support@shop.example")
        assert client.docmd("DATA")[0] == 354
        client.sock.sendall(smuggled.encode() + b"\r\n.\r\n")
        assert client.getreply()[0] == 550
        with pytest.raises(smtplib.SMTPServerDisconnected):
            client.noop()
    post.wait_quiet()
    assert messages(kafka, prefix) == []


def test_what_is_too_large_or_a_bomb_or_goes_in_circles_is_refused_for_good(make_post):
    server = make_post(size_max=200_000)
    for mail, code, status in ((MAIL + "x" * 80 + ("\r\n" + "x" * 80) * 3000, 552, b"5.3.4"),
                               ("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\n" * 600, 554, b"5.6.0"),
                               ("Received: from a by b\r\n" * 101 + MAIL, 554, b"5.4.6")):
        with lmtp(server) as client:
            client.ehlo()
            client.mail("ann@example.org")
            client.rcpt("support@shop.example")
            answer = client.data(mail)
            assert answer[0] == code and status in answer[1]


def test_mails_answered_250_are_in_the_history_when_the_process_is_killed(post, kafka, prefix):
    for number in range(20):
        with lmtp(post) as client:
            assert client.sendmail("ann@example.org", ["support@shop.example"], mail_of(number)) == {}
    post.kill()
    post.start()
    post.wait_quiet()
    assert sorted(message["text"] for message in messages(kafka, prefix)) == sorted(f"Kettle {number} leaks." for number in range(20))


def test_without_redis_the_sender_keeps_the_mail_and_its_next_attempt_succeeds(post, redis_server, kafka, prefix):
    redis_server.kill()
    with lmtp(post) as client, pytest.raises(smtplib.SMTPDataError) as refusal:
        client.sendmail("ann@example.org", ["support@shop.example"], MAIL)
    assert refusal.value.smtp_code == 451 and b"4.3.0" in refusal.value.smtp_error
    redis_server.start()
    post.wait_ready()
    with lmtp(post) as client:
        assert client.sendmail("ann@example.org", ["support@shop.example"], MAIL) == {}
    post.wait_quiet()
    assert len(messages(kafka, prefix)) == 1


def test_a_stop_says_421_and_ends(post):
    with lmtp(post) as client:
        client.ehlo()
        post.child.send_signal(signal.SIGTERM)
        assert client.getreply()[0] == 421
    assert post.child.wait(20) == 0


def test_files_of_a_mail_are_kept_and_its_figures_told(post, kafka, prefix):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = "王 <wang@example.cn>", "support@shop.example", "发票", "<f1@example.cn>"
    mail.set_content("请看附件。")
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="发票.pdf")
    with lmtp(post) as client:
        assert client.send_message(mail) == {}
    post.wait_quiet()
    [message] = messages(kafka, prefix)
    [file] = message["media"]
    assert (message["name"], message["text"], file["filename"]) == ("王", "请看附件。", "发票.pdf")
    status, _, content = post.request("GET", f"/v1/files/{file['sha256']}", headers={"Authorization": f"Bearer {post.token}"})
    assert (status, content) == (200, b"%PDF-1.4")
    assert post.metric("switchroom_mail_recipients_total") == 1 and post.metric("switchroom_mail_connections_total") >= 1


def test_a_channel_of_mail_takes_nothing_by_http(post):
    assert post.request("POST", "/hooks/demo/mail", MAIL.encode())[0] == 405
    assert post.request("LMTP", "/hooks/demo/mail", MAIL.encode())[0] == 501


def test_the_command_send_delivers_a_mail(post, kafka, prefix):
    assert post.run_command("send", "mail", "--text", "It leaks. 你好", "--id", "c1").stdout.startswith("250 2.0.0 stored as ")
    post.wait_quiet()
    [message] = messages(kafka, prefix)
    assert (message["provider_id"], message["text"], message["account"]) == ("c1@mail.example", "It leaks. 你好", "support@shop.example")


def test_swaks_delivers_by_both_protocols(make_post, tmp_path, kafka, prefix):
    certificate, key = make_certificate(tmp_path, "mx.shop.example")
    server = make_post(tls={"certificate": str(certificate), "key": str(key)})
    for number, more in enumerate((["--port", str(server.lmtp_port), "--protocol", "LMTP", "--pipeline"], ["--port", str(server.smtp_port), "--tls"])):
        done = subprocess.run(["swaks", "--server", "127.0.0.1", *more, "--from", "ann@example.org", "--to", "support+t.4f2@shop.example",
                               "--header", f"Message-Id: <s{number}@example.org>", "--body", "It leaks."], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0 and "250 2.0.0 stored" in done.stdout, done.stdout + done.stderr
    server.wait_quiet()
    assert [(message["account"], message["thread"]) for message in messages(kafka, prefix)] == [("support@shop.example", "t.4f2")] * 2


@pytest.fixture
def postfix(post, tmp_path):
    server = Postfix(tmp_path / "postfix", post.lmtp_port).start()
    yield server
    server.close()


def test_postfix_delivers_by_lmtp(post, postfix, kafka, prefix):
    postfix.send("ann@example.org", ["support@shop.example", "sales@shop.example", "any@returns.shop.example"], MAIL)
    postfix.send("", ["support@shop.example"], MAIL.replace("<m1@", "<m2@").replace("\r\n\r\n", "\r\nAuto-Submitted: auto-replied\r\n\r\n", 1))
    postfix.send("ann@example.org", ["nobody@shop.example"], MAIL)
    eventually("the unknown address is bounced", lambda: "550 5.1.1" in postfix.log_text() and "status=bounced" in postfix.log_text())
    eventually("three messages are there", lambda: len(messages(kafka, prefix)) == 3)
    told = {(message["provider_id"], message["account"], message["kind"]) for message in messages(kafka, prefix)}
    assert {("m1@example.org", "sales@shop.example", "text"), ("m2@example.org", "support@shop.example", "system")} < told
    assert postfix.log_text().count("status=sent (250 2.0.0 stored") == 4


def test_postfix_keeps_what_is_not_taken_and_delivers_it_once(post, postfix, redis_server, kafka, prefix):
    redis_server.kill()
    postfix.send("ann@example.org", ["support@shop.example"], MAIL)
    eventually("it is deferred", lambda: "451 4.3.0" in postfix.log_text(), 40)
    post.kill()
    redis_server.start()
    post.start()
    eventually("it is delivered", lambda: "status=sent (250 2.0.0 stored" in postfix.log_text(), 40)
    post.wait_quiet()
    assert [message["text"] for message in messages(kafka, prefix)] == ["It leaks."]
