import base64
import hashlib
import hmac
import json
import pathlib
import subprocess

from mailgun import multipart
from postmark import basic
from record import HERE, NOW, write

KEYS = pathlib.Path(__file__).parent / "keys"
PUBLIC = ("MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEjlM7b6C/e0YluzBmfAH7YH75+LioD+9bMAYocDGHsqNz6x294DMYNm0Gn4Om9ZAAU8c2M8sEGyHFXhqGwfQAtA==",
          "MEYCIQCUqXxqFeg0ScmRbm/8HrX3chawJWTeS7KICITOMeqFCQIhAJ6Wya5tk1sf3vKk6WuIcSwoWDrGNKQT8lHldQFYlBX/")
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296, 0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)


def key():
    """The private number, and the public key as SPKI."""
    der = subprocess.run(["openssl", "pkey", "-in", KEYS / "ec.pem", "-outform", "DER"], capture_output=True, check=True).stdout
    public = subprocess.run(["openssl", "pkey", "-in", KEYS / "ec.pem", "-pubout", "-outform", "DER"], capture_output=True, check=True).stdout
    at = der.index(b"\x02\x01\x01\x04\x20") + 5
    return int.from_bytes(der[at:at + 32], "big"), base64.b64encode(public).decode()


def add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % P == 0:
        return None
    slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, P) if a == b else (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def times(k, point):
    result = None
    for bit in bin(k)[2:]:
        result = add(result, result)
        result = add(result, point) if bit == "1" else result
    return result


def ecdsa(secret, data):
    """ECDSA with a nonce made of key and data, so that the files are the same each time."""
    digest = hashlib.sha256(data).digest()
    nonce = int.from_bytes(hmac.new(secret.to_bytes(32, "big"), digest, hashlib.sha256).digest(), "big") % N
    r = times(nonce, G)[0] % N
    s = pow(nonce, -1, N) * (int.from_bytes(digest, "big") + r * secret) % N
    numbers = b"".join(b"\x02" + bytes([len(n)]) + n for n in (v.to_bytes(v.bit_length() // 8 + 1, "big") for v in (r, s)))
    return base64.b64encode(b"\x30" + bytes([len(numbers)]) + numbers).decode()


SECRET, SPKI = key()
SIGNED = {"verification_key": SPKI}
BASIC = {"basic_user": "sg", "basic_password": "pw"}
RAW = ("From: =?gb2312?B?wO6wsg==?= <li@example.org>\r\nTo: support@parse.example\r\nSubject: =?gb2312?B?y66x+A==?=\r\nDate: Fri, 3 Oct 2025 08:13:20 +0000\r\n"
       "Message-ID: <m1@example.org>\r\nContent-Type: text/plain; charset=gb2312\r\n\r\n").encode() + "水壶漏水\r\n".encode("gb18030")
ENVELOPE = json.dumps({"to": ["support@parse.example"], "from": "li@example.org"}).encode()
HEADERS = b"Received: by x\nFrom: Ann Lee <ann@example.org>\nTo: support@parse.example\nMessage-ID: <m2@example.org>\nDate: Fri, 3 Oct 2025 08:13:20 +0000\nSubject: Broken\n"


def parts(*fields, envelope=ENVELOPE):
    return [(name, None, None, value) for name, value in fields] + [("envelope", None, None, envelope)]


def send(case, body, kind, secrets=SIGNED, timestamp=NOW, signature=None, signed=True, authorization=None, sign_body=None):
    headers = {"Content-Type": kind}
    if signed:
        headers["X-Twilio-Email-Event-Webhook-Timestamp"] = str(timestamp)
        headers["X-Twilio-Email-Event-Webhook-Signature"] = signature or ecdsa(SECRET, str(timestamp).encode() + (sign_body or body))
    if authorization:
        headers["Authorization"] = authorization
    write("sendgrid", case, secrets, {"method": "POST", "path": "/hooks/demo/mail", "query": "", "headers": headers, "body_base64": base64.b64encode(body).decode()})


def sendgrid():
    raw = multipart(parts(("email", RAW), ("charsets", b'{"to":"UTF-8"}')))
    send("a_raw_mail_in_gb2312", *raw)
    send("the_second_live_key", *raw, secrets={"verification_key": [PUBLIC[0], SPKI]})
    send("signed_by_another_key", *raw, secrets={"verification_key": PUBLIC[0]})
    send("a_changed_byte_in_the_body", raw[0].replace(b"Subject", b"Subjecu"), raw[1], sign_body=raw[0])
    send("a_changed_timestamp", *raw, signature=ecdsa(SECRET, str(NOW).encode() + raw[0]), timestamp=NOW + 1)
    send("a_prefix_of_the_signature", *raw, signature=base64.b64encode(base64.b64decode(ecdsa(SECRET, str(NOW).encode() + raw[0]))[:-1]).decode())
    send("no_signature", *raw, signed=False)
    send("three_days_old", *raw, timestamp=NOW - 3 * 86400)
    send("four_days_old", *raw, timestamp=NOW - 4 * 86400)
    send("the_vector_of_the_reference", b"--x\r\n", "multipart/form-data; boundary=x", secrets={"verification_key": PUBLIC[0]}, signature=PUBLIC[1])
    send("a_password_alone", *raw, secrets=BASIC, signed=False, authorization=basic("sg:pw"))
    send("another_password", *raw, secrets=BASIC, signed=False, authorization=basic("sg:pv"))
    send("neither_key_nor_password_is_set", *raw, secrets={}, signed=False)
    send("a_signature_that_is_not_required", *raw, secrets={**SIGNED, **BASIC, "require_signature": "false"}, signed=False, authorization=basic("sg:pw"))
    send("a_wrong_signature_that_is_not_required", *raw, secrets={**SIGNED, **BASIC, "require_signature": "false"}, timestamp=NOW + 1, authorization=basic("sg:pw"), signature=ecdsa(SECRET, b"x"))
    send("not_required_without_a_password_is_required", *raw, secrets={**SIGNED, "require_signature": "false"}, signed=False)
    fields = [("headers", HEADERS), ("from", b"Ann Lee <ann@example.org>"), ("subject", b"Broken"), ("text", "水壶 leaks\r\n".encode("gb18030")), ("html", b"<p>no</p>"),
              ("charsets", json.dumps({"text": "gb2312", "subject": "UTF-8", "html": "iso-8859-1", "from": "UTF-8"}).encode())]
    send("fields_in_their_own_charsets", *multipart(parts(*fields)))
    send("only_html", *multipart(parts(*fields[:3], ("html", "<div>l\u00e4uft<br>aus</div>".encode("latin-1")), fields[5])))
    info = json.dumps({"attachment1": {"filename": "bill.pdf", "type": "application/pdf"}, "attachment2": {"filename": "l.png", "type": "image/png", "content-id": "logo"}}).encode()
    send("attachments", *multipart(parts(*fields, ("attachments", b"2"), ("attachment-info", info)) + [("attachment1", "bill.pdf", "application/pdf", b"%PDF\r\n--nearly"), ("attachment2", "l.png", "image/png", b"\x89PNG\0")]))
    send("a_null_return_path", *multipart(parts(("email", RAW), envelope=b'{"to":["support@parse.example"],"from":""}')))
    send("two_recipients_and_a_token", *multipart(parts(("email", RAW), envelope=b'{"to":["sales@parse.example","support+t.4f2@parse.example"],"from":"li@example.org"}')))
    send("an_automatic_answer", *multipart(parts(("email", b"Auto-Submitted: auto-replied\r\n" + RAW))))
    send("no_envelope", *multipart([("email", None, None, RAW)]))
    send("an_envelope_that_is_no_json", *multipart(parts(("email", RAW), envelope=b"{")))
    send("a_bomb_of_parts", *multipart(parts(("email", b"From: a@b.c\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 600))))
    send("a_form_that_was_cut", raw[0][:-20], raw[1])
    send("no_form", b"hello", "text/plain")
    send("an_empty_body", b"", "multipart/form-data; boundary=x")
