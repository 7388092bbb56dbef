import base64
import json
import pathlib
import subprocess

from record import write

KEYS = pathlib.Path(__file__).parent / "keys"
URL = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-01d088a6f77103d0fe307c0069e40ed6.pem"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:inbound"
SECRETS = {"topic_arns": TOPIC, "certificates": f"{URL}={(KEYS / 'rsa.crt').read_text()}"}
CONFIRM = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=" + TOPIC + "&Token=2336412f37"
TIME = "2025-10-09T08:53:20.123Z"  # NOW is 08:53:20


def sign(text, version="2"):
    digest = "-sha1" if version == "1" else "-sha256"
    done = subprocess.run(["openssl", "dgst", digest, "-sign", KEYS / "rsa.pem"], input=text.encode(), capture_output=True, check=True)
    return base64.b64encode(done.stdout).decode()


def envelope(message, kind="Notification", version="2", signature=None, **changes):
    fields = {"Type": kind, "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324", "TopicArn": TOPIC, "Message": message if isinstance(message, str) else json.dumps(message), "Timestamp": TIME}
    if kind != "Notification":
        fields.update(Token="2336412f37", SubscribeURL=CONFIRM)
    fields.update({name: value for name, value in changes.items() if name not in ("SigningCertURL", "SignatureVersion")})
    names = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"] if kind == "Notification" else ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
    text = "".join(f"{name}\n{fields[name]}\n" for name in names if name in fields)
    return {**fields, "SignatureVersion": changes.get("SignatureVersion", version), "Signature": signature or sign(text, version), "SigningCertURL": changes.get("SigningCertURL", URL)}


def post(kind, case, body, secrets=SECRETS, **headers):
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    write(kind, case, secrets, {"method": "POST", "path": "/hooks/demo/aws", "query": "", "headers": {"Content-Type": "text/plain; charset=UTF-8", **headers}, "body": text})


def envelope_cases(kind, message):
    """What both connectors of SNS must tell apart."""
    right = envelope(message)
    post(kind, "signature_version_1", envelope(message, version="1"))
    post(kind, "a_subject_is_signed_too", envelope(message, Subject="Hi"))
    post(kind, "an_added_subject", {**right, "Subject": "Hi"})
    post(kind, "a_changed_byte_in_the_message", {**right, "Message": right["Message"].replace("a", "b", 1)})
    post(kind, "a_prefix_of_the_signature", {**right, "Signature": base64.b64encode(base64.b64decode(right["Signature"])[:-1]).decode()})
    post(kind, "version_1_told_as_2", {**envelope(message, version="1"), "SignatureVersion": "2"})
    post(kind, "an_unknown_version", {**right, "SignatureVersion": "3"})
    post(kind, "another_topic", envelope(message, TopicArn=TOPIC + "x"))
    post(kind, "the_second_topic", right, secrets={**SECRETS, "topic_arns": [TOPIC + "x", TOPIC]})
    post(kind, "a_certificate_that_is_not_here_yet", right, secrets={"topic_arns": TOPIC})
    post(kind, "another_certificate", right, secrets={**SECRETS, "certificates": f"{URL}={(KEYS / 'other.crt').read_text()}"})
    post(kind, "the_second_certificate", right, secrets={**SECRETS, "certificates": [f"{URL}x={(KEYS / 'other.crt').read_text()}", SECRETS["certificates"]]})
    post(kind, "an_expired_certificate", right, secrets={**SECRETS, "certificates": f"{URL}={(KEYS / 'expired.crt').read_text()}"})
    for case, url in {"a_foreign_host": "https://sns.eu-west-1.amazonaws.com.evil.example/a.pem", "a_user_in_the_url": "https://sns.eu-west-1.amazonaws.com@evil.example/a.pem", "plain_http": URL.replace("https", "http"),
                      "a_port": URL.replace(".com/", ".com:8443/"), "a_query": URL + "?x=.pem", "no_pem": URL[:-4], "a_bucket": "https://sns.s3.amazonaws.com.s3.amazonaws.com/a.pem", "two_regions": "https://sns.a.b.amazonaws.com/a.pem"}.items():
        post(kind, f"a_certificate_behind_{case}", {**right, "SigningCertURL": url}, secrets={"topic_arns": TOPIC})
    post(kind, "an_hour_old", envelope(message, Timestamp="2025-10-09T07:53:21.000Z"))
    post(kind, "two_hours_old", envelope(message, Timestamp="2025-10-09T06:53:20.000Z"))
    post(kind, "a_subscription_to_confirm", envelope("You have chosen to subscribe", kind="SubscriptionConfirmation"))
    post(kind, "a_subscription_elsewhere", envelope("You have chosen", kind="SubscriptionConfirmation", SubscribeURL="https://evil.example/?Action=ConfirmSubscription"))
    post(kind, "the_end_of_a_subscription", envelope("You have chosen to deactivate", kind="UnsubscribeConfirmation"))
    post(kind, "raw_delivery_is_not_signed", message if isinstance(message, str) else json.dumps(message), **{"x-amz-sns-rawdelivery": "true"})
    post(kind, "no_json", "hello")
    post(kind, "a_message_that_is_no_json", envelope("hello"))


MAIL = "From: Ann Lee <ann@example.org>\r\nTo: support@ses.example\r\nSubject: Broken kettle\r\nMessage-ID: <m1@example.org>\r\nDate: Thu, 9 Oct 2025 08:53:00 +0000\r\nContent-Type: text/plain; charset=gb2312\r\n\r\n".encode() + "水壶漏水\r\n".encode("gb18030")


def received(content=MAIL, encoding="BASE64", recipients=("support@ses.example",), action=None, **changes):
    text = base64.b64encode(content).decode() if encoding == "BASE64" else content.decode()
    return {"notificationType": "Received", "mail": {"timestamp": "2025-10-09T08:53:10.000Z", "source": "ann@example.org", "messageId": "d6iitobk75ur44p8kdnnp7g2n800", "destination": ["support@ses.example"],
            "commonHeaders": {"from": ["Ann Lee <ann@example.org>"], "to": ["support@ses.example"], "messageId": "<m1@example.org>", "subject": "Broken kettle"}},
            "receipt": {"timestamp": "2025-10-09T08:53:10.000Z", "recipients": list(recipients), "spamVerdict": {"status": "PASS"}, "virusVerdict": {"status": "PASS"}, "spfVerdict": {"status": "PASS"},
                        "dkimVerdict": {"status": "PASS"}, "dmarcVerdict": {"status": "GRAY"}, "action": action or {"type": "SNS", "topicArn": TOPIC, "encoding": encoding}}, **({"content": text} if action is None else {}), **changes}


def aws_ses():
    envelope_cases("aws-ses", received())
    post("aws-ses", "a_mail_in_gb2312", envelope(received()))
    post("aws-ses", "a_mail_in_utf8", envelope(received("From: a@example.org\r\nMessage-ID: <u@x>\r\n\r\nläuft\r\n".encode(), "UTF8")))
    post("aws-ses", "content_that_is_no_base64", envelope({**received(), "content": "%"}))
    post("aws-ses", "a_token_and_two_recipients", envelope(received(recipients=("sales@ses.example", "support+t.4f2@ses.example"))))
    post("aws-ses", "a_mail_that_lies_in_s3", envelope(received(action={"type": "S3", "topicArn": TOPIC, "bucketName": "mails", "objectKey": "in/d6i"})))
    virus = received()
    virus["receipt"]["virusVerdict"]["status"] = "FAIL"
    post("aws-ses", "a_virus", envelope(virus))
    bounced = {"notificationType": "Bounce", "bounce": {"bounceType": "Permanent", "bouncedRecipients": [{"emailAddress": "ann@example.org", "status": "5.1.1", "action": "failed"}, {"emailAddress": "bob@example.org"}]},
               "mail": {"timestamp": "2025-10-09T08:50:00.000Z", "source": "support@ses.example", "messageId": "0100017", "commonHeaders": {"messageId": "<t1.x@ses.example>"}}}
    post("aws-ses", "a_bounce_of_two", envelope(bounced))
    post("aws-ses", "a_transient_bounce_is_no_news", envelope({**bounced, "bounce": {**bounced["bounce"], "bounceType": "Transient"}}))
    post("aws-ses", "a_delivery", envelope({"notificationType": "Delivery", "delivery": {"recipients": ["ann@example.org"]}, "mail": {**bounced["mail"], "commonHeaders": None}}))
    post("aws-ses", "a_receipt_of_our_reply", envelope({"eventType": "Delivery", "delivery": {"recipients": ["ann@example.org"]}, "mail": {**bounced["mail"], "commonHeaders": None, "tags": {"reply": ["r0-7-0"]}}}))
    post("aws-ses", "a_complaint_is_no_news", envelope({"notificationType": "Complaint", "complaint": {}, "mail": bounced["mail"]}))
    post("aws-ses", "an_unknown_notification", envelope({"notificationType": "Teleported"}))
