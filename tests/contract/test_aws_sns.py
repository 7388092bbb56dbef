"""SNS: messages signed as Amazon does (version 1 checked by aws-sns-message-validator, which knows no other) are accepted, one
changed byte is refused."""
import base64
import datetime
import json
from unittest import mock

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from sns_message_validator import SNSMessageValidator

from exchange import FIXTURES, TEXTS, assert_all_refused, inspect, send

URL = "https://sns.us-west-2.amazonaws.com/SimpleNotificationService-made-up.pem"
TOPIC = "arn:aws:sns:us-west-2:123456789012:two-way"
KEY = rsa.generate_private_key(65537, 2048)
NAMES = {"Notification": ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"],
         "SubscriptionConfirmation": ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]}


def certificate():
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(KEY.public_key()).serial_number(1)
    builder = builder.not_valid_before(datetime.datetime(2020, 1, 1)).not_valid_after(datetime.datetime(2099, 1, 1))
    return builder.sign(KEY, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


PEM = certificate()


def signed(version, **changes):
    fields = {"Type": "Notification", "MessageId": "m-1", "TopicArn": TOPIC, "Timestamp": "2025-10-09T08:53:20.000Z", "SignatureVersion": version, "SigningCertURL": URL,
              "Message": json.dumps({"originationNumber": "+14255550182", "destinationNumber": "+12125550101", "messageBody": "你好", "inboundMessageId": "i-1"}), **changes}
    text = "".join(f"{name}\n{fields[name]}\n" for name in NAMES[fields["Type"]] if name in fields)
    digest = hashes.SHA1() if version == "1" else hashes.SHA256()
    return {**fields, "Signature": base64.b64encode(KEY.sign(text.encode(), padding.PKCS1v15(), digest)).decode()}


def record(message):
    return {"secrets": {"topic_arns": TOPIC, "certificates": f"{URL}={PEM.decode()}"}, "now": 1760000000,
            "request": {"method": "POST", "path": "/hooks/demo/sns", "query": "", "headers": {"Content-Type": "text/plain; charset=UTF-8"}, "body": json.dumps(message)}}


def accepted_by_library(message, pem):
    validator = SNSMessageValidator()
    validator._cert_session = mock.Mock(get=lambda url: mock.Mock(content=pem, text=pem.decode(), raise_for_status=lambda: None))  # fetches nothing
    try:
        validator.validate_message(message=message)
        return True
    except Exception:  # the library has a type of its own for each field
        return False


def test_version_1_is_accepted_by_the_library_and_by_us():
    message = signed("1", Subject="Hi")
    assert accepted_by_library(message, PEM)
    assert inspect("aws-sns-sms", record(message))[0]["messages"][0]["text"] == "你好"
    assert not accepted_by_library({**message, "Subject": "Ho"}, PEM)
    assert_all_refused(inspect("aws-sns-sms", record({**message, "Subject": "Ho"})))


def test_our_fixture_of_version_1_is_accepted_by_the_library():
    fixture = json.loads((FIXTURES / "aws-ses" / "signature_version_1.in.json").read_text())
    pem = fixture["secrets"]["certificates"].split("=", 1)[1].encode()
    assert accepted_by_library(json.loads(fixture["request"]["body"]), pem)


@pytest.mark.parametrize("version", ["1", "2"])
@pytest.mark.parametrize("name", ["Message", "MessageId", "Timestamp", "TopicArn", "Type", "Signature", "SigningCertURL", "SignatureVersion"])
def test_one_changed_byte_in_a_field_is_refused(version, name):
    message = signed(version)
    assert inspect("aws-sns-sms", record(message))[0]["accept"]
    value = message[name]
    changed = [{**message, name: value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1:]} for at in range(0, len(value), 7)]
    for outcome in inspect("aws-sns-sms", *(record(other) for other in changed)):
        assert (outcome["accept"], outcome["messages"]) == (False, [])


def test_a_confirmation_is_an_errand_for_amazons_hosts_only():
    right = signed("2", Type="SubscriptionConfirmation", Token="t", SubscribeURL="https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription&Token=t")
    wrong = signed("2", Type="SubscriptionConfirmation", Token="t", SubscribeURL="https://sns.us-west-2.amazonaws.com.evil.example/?Action=ConfirmSubscription")
    asked, refused = inspect("aws-ses", record(right), record(wrong))
    assert [errand["kind"] for errand in asked["errands"]] == ["confirm_subscription"]
    assert refused["accept"] and "errands" not in refused and "SubscribeURL" in refused["error"]


@pytest.mark.parametrize("kind", ["aws-sns-sms", "aws-ses"])
@pytest.mark.parametrize("text", TEXTS)
def test_what_we_compose_is_signed_as_amazon_does(kind, text):
    composed, body = send(kind, "--text", text)
    message = json.loads(body)
    value = composed["secrets"]["certificates"]
    pem = (value if isinstance(value, str) else value[0]).split("=", 1)[1].encode()
    signed_text = "".join(f"{name}\n{message[name]}\n" for name in NAMES["Notification"] if name in message)
    x509.load_pem_x509_certificate(pem).public_key().verify(base64.b64decode(message["Signature"]), signed_text.encode(), padding.PKCS1v15(), hashes.SHA256())
    assert [m["text"] for m in inspect(kind, composed)[0]["messages"]] == [text]
