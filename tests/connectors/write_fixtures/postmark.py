import base64
import json

from record import write

SECRETS = {"basic_user": "postmark", "basic_password": "pass:word"}
MAIL = {"FromName": "Ann Lee", "MessageStream": "inbound", "From": "Ann@example.org", "FromFull": {"Email": "Ann@example.org", "Name": "Ann Lee", "MailboxHash": ""},
        "To": "\"Support\" <support@shop.example>", "ToFull": [{"Email": "support@shop.example", "Name": "Support", "MailboxHash": ""}], "Cc": "", "Bcc": "",
        "OriginalRecipient": "support@shop.example", "Subject": "Broken kettle", "MessageID": "22c74902-a0c1-4511-804f-341342852c90", "ReplyTo": "", "MailboxHash": "",
        "Date": "Fri, 3 Oct 2025 08:13:20 +0000", "TextBody": "It leaks. 你好\n", "HtmlBody": "<p>It leaks.</p>", "StrippedTextReply": "", "Tag": "",
        "Headers": [{"Name": "Return-Path", "Value": "<ann@example.org>"}, {"Name": "Message-ID", "Value": "<m1@example.org>"}], "Attachments": []}


def basic(pair):
    return "Basic " + base64.b64encode(pair.encode()).decode()


def post(case, body, secrets=SECRETS, authorization=basic("postmark:pass:word"), **headers):
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    headers = {"Content-Type": "application/json", **headers}
    if authorization is not None:
        headers["Authorization"] = authorization
    write("postmark", case, secrets, {"method": "POST", "path": "/hooks/demo/mail", "query": "", "headers": headers, "body": text})


def mail(**changes):
    return {**MAIL, **changes}


def headers(*pairs):
    return [{"Name": name, "Value": value} for name, value in pairs]


def postmark():
    post("a_mail", MAIL)
    post("the_second_live_password", MAIL, secrets={**SECRETS, "basic_password": ["next", "pass:word"]})
    post("another_password", MAIL, authorization=basic("postmark:pass:work"))
    post("a_prefix_of_the_password", MAIL, authorization=basic("postmark:pass:wor"))
    post("another_user", MAIL, authorization=basic("postmarl:pass:word"))
    post("no_password", MAIL, authorization=None)
    post("a_changed_byte_in_the_header", MAIL, authorization=basic("postmark:pass:word")[:-2] + "A=")
    post("another_scheme", MAIL, authorization="Bearer cG9zdG1hcms6cGFzczp3b3Jk")
    post("the_scheme_has_no_case", MAIL, authorization=basic("postmark:pass:word").replace("Basic", "bASIC"))
    post("only_html", mail(TextBody="", HtmlBody="<div>It<br>leaks</div><script>x</script>"))
    post("an_answer_with_a_token", mail(OriginalRecipient="support+t.4f2@shop.example", MailboxHash="t.4f2", TextBody="Yes.\n\nOn Fri, 3 Oct 2025, Bob <b@shop.example> wrote:\n> Did you?\n",
         Headers=headers(("Message-ID", "<m2@example.org>"), ("In-Reply-To", "<t1.x@shop.example>"), ("References", "<m1@example.org> <t1.x@shop.example>"))))
    post("attachments", mail(Attachments=[{"Name": "bill.pdf", "Content": base64.b64encode(b"%PDF").decode(), "ContentType": "application/pdf", "ContentLength": 4},
                                         {"Name": "logo.png", "Content": base64.b64encode(b"\x89PNG").decode(), "ContentType": "image/png", "ContentLength": 4, "ContentID": "logo@x"}]))
    post("an_attachment_of_a_test_post", mail(Attachments=[{"Name": "t.txt", "Data": "aGk=", "ContentType": "text/plain", "ContentLength": 2}]))
    post("an_attachment_that_is_no_base64", mail(Attachments=[{"Name": "t.txt", "Content": "%%%", "ContentType": "text/plain"}]))
    post("a_raw_mail", mail(RawEmail="From: =?gb2312?B?wO6wsg==?= <li@example.org>\r\nMessage-ID: <raw@example.org>\r\nSubject: raw\r\n\r\nraw text\r\n"))
    post("an_automatic_answer", mail(Headers=headers(("Message-ID", "<m3@example.org>"), ("Auto-Submitted", "auto-replied"))))
    post("a_mailing_list", mail(Headers=headers(("Message-ID", "<m4@example.org>"), ("List-Id", "<news.example>"))))
    post("our_own_loop", mail(Headers=headers(("Message-ID", "<m5@example.org>"), ("X-Loop", "support@shop.example"))))
    post("no_message_id", mail(Headers=[]))
    post("a_date_nobody_can_read", mail(Date="gestern"))
    post("a_header_that_would_break_out", mail(Subject="a\r\nAuto-Submitted: yes"))
    post("a_blind_copy", mail(To="list@elsewhere.example"))
    post("nobody_wrote_it", mail(FromFull={"Email": "", "Name": ""}, From=""))
    post("a_delivery", {"RecordType": "Delivery", "MessageID": "883953f4", "Recipient": "ann@example.org", "DeliveredAt": "2025-10-03T08:15:00Z", "Details": "ok"})
    post("a_receipt_of_our_reply", {"RecordType": "Delivery", "MessageID": "883953f4", "Recipient": "ann@example.org", "DeliveredAt": "2025-10-03T08:15:00Z", "Metadata": {"reply": "r0-7-0"}})
    post("a_bounce", {"RecordType": "Bounce", "MessageID": "883953f4", "Type": "HardBounce", "TypeCode": 1, "Email": "ann@example.org", "BouncedAt": "2025-10-03T08:15:00Z"})
    post("an_open", {"RecordType": "Open", "MessageID": "883953f4", "Recipient": "ann@example.org", "ReceivedAt": "2025-10-03T08:15:00Z"})
    post("a_click_is_nobodys_message", {"RecordType": "Click", "MessageID": "883953f4"})
    post("an_unknown_record_type", {"RecordType": "Teleport"})
    post("no_json", "hello")
    post("an_empty_body", "")
