import base64

from record import write

SECRETS = {"addresses": ["support@shop.example", "@returns.shop.example"]}
HEAD = "From: Ann Lee <ann@example.org>\r\nTo: support@shop.example\r\nSubject: Broken kettle\r\nDate: Fri, 3 Oct 2025 08:13:20 +0000\r\n"
RAW = HEAD + "Message-ID: <m1@example.org>\r\n\r\nIt leaks.\r\n"
REPORT = ("From: MAILER-DAEMON@mx.example\r\nMessage-ID: <b1@mx>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n--r\r\n\r\nNo.\r\n"
          "--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; ann@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
          "--r\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <t1.x@shop.example>\r\n\r\n--r--\r\n")


def send(case, mail, to="support@shop.example", sender="<ann@example.org>", method="LMTP", headers=None, secrets=SECRETS, seed=True):
    body = {"body": mail} if isinstance(mail, str) else {"body_base64": base64.b64encode(mail).decode()}
    write("mail", case, secrets, {"method": method, "path": "/hooks/demo/mail", "query": "",
                                  "headers": {"Mail-From": sender, "Rcpt-To": to} if headers is None else headers, **body}, seed)


def mail():
    send("a_mail_by_lmtp", RAW)
    send("a_mail_by_smtp", RAW, method="SMTP")
    send("two_of_our_addresses", RAW, to=["support@shop.example", "claims@returns.shop.example"])
    send("one_of_a_domain_that_takes_all", RAW, to="anything@returns.shop.example")
    send("an_address_in_other_letters", RAW, to="Support@SHOP.example")
    send("the_postmaster", RAW, to="postmaster")
    send("the_postmaster_of_a_domain", RAW, to="Postmaster@shop.example")
    send("an_address_that_nobody_has", RAW, to="sales@shop.example")
    send("a_foreign_address", RAW, to="ann@example.org")
    send("one_address_of_two_is_foreign", RAW, to=["support@shop.example", "ann@example.org"])
    send("no_recipient", RAW, headers={"Mail-From": "<ann@example.org>"})
    send("no_address_is_configured", RAW, secrets={"addresses": []})
    send("not_by_http", RAW, method="POST")
    send("an_answer_with_a_token", HEAD + "Message-ID: <m2@example.org>\r\nIn-Reply-To: <t1.x@shop.example>\r\nReferences: <m0@x> <t1.x@shop.example>\r\n\r\n"
         "Yes.\r\n\r\nAm 03.10.2025 um 10:01 schrieb Bob:\r\n> Did you?\r\n", to="support+t.4f2@shop.example")
    send("a_bounce_of_ours", REPORT, sender="<>")
    send("a_holiday_note", HEAD + "Message-ID: <v1@example.org>\r\nAuto-Submitted: auto-replied\r\n\r\nI am away.\r\n", sender="<>")
    send("a_mailing_list", HEAD + "Message-ID: <l1@example.org>\r\nList-Id: <news.example.org>\r\nPrecedence: list\r\n\r\nNews.\r\n")
    send("our_own_mail_comes_back", HEAD + "Message-ID: <o1@example.org>\r\nX-Loop: support@shop.example\r\n\r\nThank you.\r\n")
    send("the_sender_of_the_envelope_where_from_names_nobody", "From: \r\nSubject: Hi\r\nMessage-ID: <n1@example.org>\r\n\r\nHello\r\n")
    send("nobody_wrote_it", "Subject: Hi\r\nMessage-ID: <n2@example.org>\r\n\r\nHello\r\n", sender="<>")
    send("no_message_id", HEAD + "\r\nIt leaks.\r\n")
    send("a_file", HEAD + "Message-ID: <f1@example.org>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee the bill.\r\n"
         "--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"../bill.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n--b--\r\n")
    send("another_charset", "From: =?gb2312?B?zfU=?= <wang@example.cn>\r\nSubject: =?gb2312?B?xOO6ww==?=\r\nMessage-ID: <c1@example.cn>\r\nContent-Type: text/plain; charset=gb2312\r\n\r\n".encode()
         + "退款".encode("gb18030") + b"\r\n", sender="<wang@example.cn>")
    send("an_address_in_utf_8", "From: 王 <王@例子.example>\r\nMessage-ID: <u1@example.org>\r\n\r\n你好\r\n", sender="<王@例子.example>")
    send("a_bomb_of_parts", "From: a@b.c\nContent-Type: multipart/mixed; boundary=b\n\n" + "--b\n\n" * 600)
    send("an_empty_mail", "")
