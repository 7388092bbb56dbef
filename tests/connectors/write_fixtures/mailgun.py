import hashlib
import hmac
import json
import urllib.parse

from record import NOW, write

SECRETS = {"webhook_signing_keys": "sec"}
TOKEN = "a" * 50
RAW = "From: Ann Lee <ann@example.org>\r\nTo: support@mg.example\r\nSubject: Broken kettle\r\nDate: Fri, 3 Oct 2025 08:13:20 +0000\r\nMessage-ID: <m1@example.org>\r\n\r\nIt leaks.\r\n"
FIELDS = {"recipient": "support@mg.example", "sender": "ann@example.org", "from": "Ann Lee <ann@example.org>", "subject": "Broken kettle", "body-plain": "It leaks. 你好\r\n",
          "stripped-text": "It leaks.", "body-html": "<p>It leaks.</p>", "Message-Id": "<m1@example.org>",
          "message-headers": json.dumps([["Received", "by x"], ["Date", "Fri, 3 Oct 2025 08:13:20 +0000"], ["From", "Ann Lee <ann@example.org>"], ["Message-Id", "<m1@example.org>"], ["Subject", "Broken kettle"]])}


def signature(timestamp, token, key="sec"):
    return hmac.new(key.encode(), (str(timestamp) + token).encode(), hashlib.sha256).hexdigest()


def signed(fields, timestamp=NOW, key="sec", claimed=None):
    return {**fields, "timestamp": str(timestamp), "token": TOKEN, "signature": signature(timestamp, TOKEN, key) if claimed is None else claimed}


def multipart(parts, boundary="b0undary"):
    """`parts`: (name, filename or None, type or None, bytes)."""
    body = b""
    for name, filename, kind, data in parts:
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"'.encode()
        body += (f'; filename="{filename}"' if filename is not None else "").encode() + b"\r\n"
        body += (f"Content-Type: {kind}\r\n" if kind else "").encode() + b"\r\n" + data + b"\r\n"
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def send(case, body, content_type, secrets=SECRETS):
    write("mailgun", case, secrets, {"method": "POST", "path": "/hooks/demo/mail", "query": "", "headers": {"Content-Type": content_type},
                                     "body": body if isinstance(body, str) else body.decode()})


def form(case, fields, secrets=SECRETS):
    send(case, urllib.parse.urlencode(fields), "application/x-www-form-urlencoded", secrets)


def event(case, data, key="sec", **changes):
    body = {"signature": {"timestamp": str(NOW), "token": TOKEN, "signature": signature(NOW, TOKEN, key), **changes}, "event-data": data}
    send(case, json.dumps(body), "application/json")


def mailgun():
    form("a_raw_mail", signed({"recipient": "support@mg.example", "sender": "ann@example.org", "body-mime": RAW}))
    form("a_mail_as_fields", signed(FIELDS))
    form("the_second_live_key", signed(FIELDS), secrets={"webhook_signing_keys": ["next", "sec"]})
    form("a_forged_signature", signed(FIELDS, key="other"))
    form("a_prefix_of_the_signature", signed(FIELDS, claimed=signature(NOW, TOKEN)[:-1]))
    form("a_changed_byte_in_the_token", {**signed(FIELDS), "token": "b" + TOKEN[1:]})
    form("a_shifted_boundary_of_timestamp_and_token", {**signed(FIELDS), "timestamp": f"{NOW}a", "token": TOKEN[1:]})
    form("no_signature", FIELDS)
    form("the_last_of_repeated_fields_counts", list(signed(FIELDS).items()) + [("signature", "0" * 64)])
    form("eight_hours_old", signed(FIELDS, timestamp=NOW - 8 * 3600))
    form("nine_hours_old", signed(FIELDS, timestamp=NOW - 9 * 3600))
    form("from_the_future", signed(FIELDS, timestamp=NOW + 3600))
    form("an_answer_with_a_token", signed({**FIELDS, "recipient": "support+t.4f2@mg.example", "In-Reply-To": "<t1.x@mg.example>", "References": "<m0@x> <t1.x@mg.example>",
                                           "body-plain": "Yes.\r\n\r\nAm 03.10.2025 um 10:01 schrieb Bob:\r\n> Did you?\r\n"}))
    form("only_html", signed({**FIELDS, "body-plain": "", "body-html": "<div>It<br>leaks</div>"}))
    form("no_recipient", signed({"body-mime": RAW}))
    form("a_raw_bounce", signed({"recipient": "support@mg.example", "sender": "", "body-mime": "From: MAILER-DAEMON@mx.example\r\nMessage-ID: <b1@mx>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n--r\r\n\r\nNo.\r\n"
         "--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; ann@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--r\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <t1.x@mg.example>\r\n\r\n--r--\r\n"}))
    form("a_bomb_of_parts", signed({"recipient": "support@mg.example", "body-mime": "From: a@b.c\nContent-Type: multipart/mixed; boundary=b\n\n" + "--b\n\n" * 600}))
    form("broken_header_pairs", signed({**FIELDS, "message-headers": '[["From"]]'}))
    parts = [(name, None, None, value.encode()) for name, value in signed({**FIELDS, "content-id-map": '{"<logo>": "attachment-2"}', "attachment-count": "2"}).items()]
    send("attachments", *multipart(parts + [("attachment-1", "../bill.pdf", "application/pdf", b"%PDF"), ("attachment-2", "logo.png", "image/png", b"PNG")]))
    body, kind = multipart(parts)
    send("a_multipart_that_was_cut", body[:-12], kind)
    send("a_multipart_without_its_boundary", body, kind + "x")
    failed = {"event": "failed", "severity": "permanent", "id": "Ase7i2zsRYeDXztHGENqRA", "timestamp": 1521243339.873676, "recipient": "ann@example.org", "delivery-status": {"code": 550},
              "message": {"headers": {"message-id": "t1.x@mg.example", "from": "support@mg.example"}}}
    event("a_failure", failed)
    event("a_temporary_failure_is_no_news", {**failed, "severity": "temporary"})
    event("a_delivery", {**failed, "event": "delivered", "delivery-status": {"code": 250}})
    event("a_receipt_of_our_reply", {**failed, "event": "delivered", "user-variables": {"reply": "r0-7-0"}})
    event("an_opening", {**failed, "event": "opened"})
    event("a_forged_event", failed, key="other")
    event("an_event_without_its_message", {"event": "delivered", "id": "x", "timestamp": 1.5})
    event("a_click_is_nobodys_message", {**failed, "event": "clicked"})
    send("no_form", "hello", "text/plain")
    send("an_empty_body", "", "application/x-www-form-urlencoded")
