"""Writes corpus/: mails by Python's email package, and by hand where a mail must be broken. Run it with python3; the outcomes
(`<case>.json`) are written by `./test --update-golden -R mails`."""
import base64
import email.message
import email.policy
import email.utils
import pathlib
import struct

CORPUS = pathlib.Path(__file__).parent / "corpus"
FUZZ = pathlib.Path(__file__).parents[2] / "fuzz" / "mail" / "corpus"
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
HEAD = b"From: Ann Lee <ann@example.org>\r\nTo: Support <support@shop.example>\r\nSubject: Broken\r\n" \
       b"Date: Fri, 3 Oct 2025 08:13:20 +0000\r\nMessage-ID: <m1@example.org>\r\nMIME-Version: 1.0\r\n"


def save(case, mail):
    CORPUS.mkdir(exist_ok=True)
    FUZZ.mkdir(parents=True, exist_ok=True)
    data = mail if isinstance(mail, bytes) else mail.as_bytes(policy=email.policy.SMTP)
    (CORPUS / f"{case}.eml").write_bytes(data)
    if len(data) < 20_000:
        (FUZZ / case).write_bytes(data)


def mail(text=None, charset="utf-8", cte=None, **headers):
    message = email.message.EmailMessage()
    fields = {"From": "Ann Lee <ann@example.org>", "To": "Support <support@shop.example>", "Subject": "Broken kettle",
              "Date": "Fri, 03 Oct 2025 08:13:20 +0000", "Message-ID": "<m1@example.org>", **{k.replace("_", "-"): v for k, v in headers.items()}}
    for name, value in fields.items():
        if value is not None:
            message[name] = value
    if text is not None:
        message.set_content(text, charset=charset, cte=cte)
    return message


def raw(head, body=b""):
    return HEAD + head + b"\r\n" + body


def with_text(data, charset, cte="base64"):
    body = base64.encodebytes(data).replace(b"\n", b"\r\n") if cte == "base64" else data
    return raw(f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: {cte}\r\n".encode(), body)


def word(text, charset, label=None):
    return b"=?" + (label or charset).encode() + b"?B?" + base64.b64encode(text if isinstance(text, bytes) else text.encode(charset)) + b"?="


def plain():
    save("a_plain_mail", mail("The kettle leaks.\n\nAnn\n"))
    save("a_mail_in_utf8_by_quoted_printable", mail("Wasserkocher läuft aus – 你好 👍\n", cte="quoted-printable"))
    save("an_empty_mail", raw(b""))
    save("a_body_without_a_blank_line", HEAD.rstrip(b"\r\n"))
    save("no_header_at_all", b"just some words\r\nand more\r\n")
    save("nothing_at_all", b"")
    save("a_mailbox_separator_in_front", b"From ann@example.org Fri Oct  3 08:13:20 2025\r\n" + raw(b"", b"hello\r\n"))
    save("an_octet_of_nul_is_dropped", raw(b"", b"be\0fore\r\n"))
    save("a_bare_cr_is_a_line_break", raw(b"", b"one\rtwo\r\n"))
    save("a_line_of_5000_octets", raw(b"", b"x" * 5000 + b"\r\n"))
    save("recipients_of_all_fields", mail("hi\n", Delivered_To="support+t.4f2@shop.example", X_Original_To="Help@Shop.example", Cc="Bob <bob@example.org>, support@shop.example"))


def charsets():
    rare = "\U00020000"  # four bytes in GB18030, none in GB2312
    save("gb2312_means_gb18030", with_text(("你好，水壶漏水" + rare).encode("gb18030"), "gb2312"))
    save("gbk_means_gb18030", with_text("朱镕基 €".encode("gb18030"), "GBK"))
    save("gb18030", with_text(("四字节" + rare).encode("gb18030"), '"GB18030"'))
    save("big5_with_a_backslash_as_second_byte", with_text("功能許蓋".encode("big5"), "Big5"))
    save("big5_hkscs", with_text("啲嘢喺邊度".encode("big5hkscs"), "big5"))
    save("iso_2022_jp", with_text("こんにちは。やかんが漏れます。\r\nabc 漢字\r\n".encode("iso2022_jp"), "ISO-2022-JP", "7bit"))
    save("iso_2022_jp_that_forgets_to_return", with_text(b"\x1b$B$3$s\r\nabc\r\n", "iso-2022-jp", "7bit"))
    save("shift_jis_of_windows", with_text("①髙橋 ～ﾃｽﾄ".encode("cp932"), "Shift_JIS"))
    save("euc_jp", with_text("やかん".encode("euc_jp"), "euc-jp"))
    save("ks_c_5601_means_cp949", with_text("안녕하세요 똠".encode("cp949"), "ks_c_5601-1987"))
    save("iso_8859_1_means_windows_1252", with_text(b"\x80 100 \x96 \x93caf\xe9\x94", "iso-8859-1"))
    save("us_ascii_with_more", with_text(b"caf\xe9", "us-ascii", "8bit"))
    save("koi8_r", with_text("Привет".encode("koi8-r"), "koi8-r"))
    save("no_charset_and_utf8", raw(b"Content-Type: text/plain\r\n", "läuft\r\n".encode()))
    save("no_charset_and_no_utf8", raw(b"Content-Type: text/plain\r\n", b"l\xe4uft\r\n"))
    save("an_unknown_charset", with_text("läuft".encode(), "x-klingon", "8bit"))
    save("utf_7_is_not_decoded", with_text(b"+ADw-script+AD4-", "utf-7", "7bit"))
    save("utf_16_with_a_mark", with_text("你好 kettle".encode("utf-16"), "utf-16"))
    save("broken_utf8_is_shown_as_such", with_text(b"a\xffb\xe4\xbd", "utf-8", "8bit"))


def headers():
    subject = "水壶漏水了，请帮忙看看"
    data = subject.encode("gb18030")
    save("a_character_split_between_words", raw(b"", b"x").replace(b"Subject: Broken", b"Subject: " + word(data[:7], "", "gb2312") + b"\r\n " + word(data[7:], "", "gb2312")))
    save("words_of_iso_2022_jp", raw(b"", b"x").replace(b"Subject: Broken", b"Subject: " + word("やかんが", "iso2022_jp", "ISO-2022-JP") + b"\r\n " + word("漏れます", "iso2022_jp", "ISO-2022-JP")))
    save("blanks_between_words_vanish_and_others_stay", raw(b"", b"x").replace(b"Subject: Broken", b"Subject: Re: =?utf-8?Q?a_b?=  =?UTF-8*de?q?=C3=A4?= plain =?utf-8?Q?c=20?= end"))
    save("broken_words_stay", raw(b"", b"x").replace(b"Subject: Broken", b"Subject: =?utf-8?X?abc?= =?utf-8?B?abc =?=?? a=?b?q?"))
    save("line_ends_in_words_are_no_headers", raw(b"", b"x").replace(b"Subject: Broken", b"Subject: =?utf-8?Q?a=0D=0ABcc:_x=00y=7F?="))
    save("a_word_in_quotes", raw(b"", b"x").replace(b"Ann Lee", b'"=?utf-8?B?' + base64.b64encode("李安".encode()) + b'?="'))
    save("a_raw_header_in_utf8", raw(b"", b"x").replace(b"Broken", "坏了".encode()))
    save("a_raw_header_in_the_bodys_charset", with_text("你好".encode("gb18030"), "gb2312").replace(b"Broken", "坏了".encode("gb18030")))
    save("an_address_in_utf8", raw(b"", b"x").replace(b"ann@example.org>\r\nTo", "用户@例子.example>\r\nTo".encode()))
    save("a_group_and_a_comment", raw(b"", b"x").replace(b"Support <support@shop.example>", b'Team: "Lee, Bo" <Bo@EXAMPLE.org>, (a \\) comment) c@example.org;, undisclosed-recipients:;'))
    save("two_authors", raw(b"", b"x").replace(b"Ann Lee <ann@example.org>", b"ann@example.org, bob@example.org"))
    save("no_author", raw(b"", b"x").replace(b"From: Ann Lee <ann@example.org>\r\n", b""))
    save("an_empty_author", raw(b"", b"x").replace(b"Ann Lee <ann@example.org>", b"<>"))
    save("no_message_id", raw(b"", b"x").replace(b"Message-ID: <m1@example.org>\r\n", b""))
    save("two_message_ids", raw(b"Message-ID: <m2@example.org>\r\n", b"x"))
    save("an_obsolete_date", raw(b"", b"x").replace(b"Fri, 3 Oct 2025 08:13:20 +0000", b"3 Oct 25 01:13 PDT (Pacific)"))
    save("a_date_nobody_can_read", raw(b"", b"x").replace(b"Fri, 3 Oct 2025 08:13:20 +0000", b"yesterday"))
    save("an_answer_in_a_thread", raw(b"In-Reply-To: your mail of Monday <r1@shop.example>\r\nReferences: <a@x>\r\n <b@x> junk <c@x>\r\n", b"x"))
    save("a_huge_list_of_references", raw(b"References: " + b"\r\n ".join(b"<%d@x>" % i for i in range(300)) + b"\r\n", b"x"))
    save("a_content_type_twice", raw(b"Content-Type: text/plain; charset=gb2312\r\nContent-Type: text/html\r\n", "你好<b>".encode("gb18030")))
    save("a_malformed_content_type", raw(b"Content-Type: text\r\n", b"<b>hi</b>"))


def structures():
    message = mail("plain text\n")
    message.add_alternative("<html><body><p>rich <b>text</b><img src='cid:logo'></p></body></html>", subtype="html")
    message.get_payload()[1].add_related(PNG, "image", "png", cid="<logo>")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="bill.pdf")
    save("mixed_alternative_related", message)
    message = mail(" \n")
    message.add_alternative("<p>only here</p>", subtype="html")
    save("an_empty_plain_part_beside_html", message)
    save("only_html", raw(b"Content-Type: text/html; charset=utf-8\r\n",
         """<html><head><title>No</title><style>p{color:red}</style></head><body><!-- no --><script>alert("no</b>")</script>
         <h1>Hello&nbsp;&amp; &lt;you&gt; &#x4F60;&#22909;</h1><p>One<br>two<br><br>three</p><ul><li>a<li>b</ul><table><tr><td>x</td><td>y</td></tr></table>
         <div style="display : none">hidden <div>too</div></div><a href="https://shop.example/a?b=1&amp;c=2">shop</a> <a href="javascript:alert(1)">no</a>
         <a href='https://shop.example/'>https://shop.example/</a><pre>  kept
           as it is</pre><blockquote>quoted<br>more</blockquote>end &notaword; &#0; &#xD800; a < b</body></html>""".replace("\n", "\r\n").encode()))
    several = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\npreamble\r\n--b\r\nContent-Type: text/plain\r\n\r\none\r\n--b\r\nContent-Type: image/png\r\nContent-Disposition: inline; filename=x.png\r\nContent-Transfer-Encoding: base64\r\n\r\n" \
        + base64.encodebytes(PNG) + b"\r\n--b\r\nContent-Type: text/plain\r\n\r\ntwo\r\n--b--\r\nepilogue\r\n"
    save("text_before_and_behind_a_picture", several)
    save("a_missing_close", several.replace(b"--b--\r\nepilogue\r\n", b""))
    save("blanks_behind_a_boundary", several.replace(b"--b\r\n", b"--b \t\r\n"))
    save("no_boundary_is_plain_text", raw(b"Content-Type: multipart/mixed\r\n", b"--b\r\n\r\nshown as it is\r\n"))
    save("a_boundary_that_begins_like_another", HEAD + b"Content-Type: multipart/mixed; boundary=\"a\"\r\n\r\n--a\r\nContent-Type: multipart/alternative; boundary=ab\r\n\r\n--ab\r\n\r\nplain --a no\r\n--abc\r\n--ab\r\nContent-Type: text/html\r\n\r\n<p>html\r\n--ab--\r\n--a\r\nContent-Type: text/plain\r\n\r\nfooter\r\n--a--\r\n")
    save("an_inner_close_is_missing", HEAD + b"Content-Type: multipart/mixed; boundary=out\r\n\r\n--out\r\nContent-Type: multipart/alternative; boundary=in\r\n\r\n--in\r\n\r\ninside\r\n--out\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n--out--\r\n")
    save("alternatives_in_an_alternative_branch", HEAD + b"Content-Type: multipart/alternative; boundary=o\r\n\r\n--o\r\n\r\nplain\r\n--o\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\nContent-Type: text/html\r\n\r\n<p>one\r\n--i\r\nContent-Type: application/pdf\r\nContent-Disposition: inline; filename=a.pdf\r\n\r\n%PDF\r\n--i\r\nContent-Type: text/html\r\n\r\n<p>two\r\n--i--\r\n--o--\r\n")
    inner = mail("inside\n", Subject="Inner", Message_ID="<inner@example.org>", References="<not@ours>")
    message = mail("see below\n")
    message.add_attachment(inner)
    save("a_mail_in_a_mail_is_one_file", message)
    save("signed_by_pgp", HEAD + b'Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary=s\r\n\r\n--s\r\n\r\nsigned text\r\n--s\r\nContent-Type: application/pgp-signature; name="signature.asc"\r\n\r\n-----BEGIN PGP SIGNATURE-----\r\n--s--\r\n')
    save("opaque_smime", raw(b"Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n", b"MIIB"))
    save("an_invitation", HEAD + b"Content-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n\r\nLet us meet\r\n--c\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\n--c--\r\n")
    save("a_digest", HEAD + b"Content-Type: multipart/digest; boundary=d\r\n\r\n--d\r\n\r\nSubject: one\r\n\r\nbody\r\n--d--\r\n")
    save("flowed_text", raw(b"Content-Type: text/plain; format=flowed\r\n", b"This line is \r\nsoft and goes on.\r\n From stuffed\r\n> quoted \r\n> goes on\r\n>> deeper\r\nend\r\n-- \r\nAnn\r\n"))
    save("flowed_text_with_delsp", raw(b"Content-Type: text/plain; format=flowed; delsp=yes; charset=utf-8\r\n", "你好 \r\n世界\r\n".encode()))


def encodings():
    qp = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    save("quoted_printable_with_faults", raw(qp, b"=XY =c3=a4 =3 a=\r\nb   \r\nlast="))
    b64 = b"Content-Type: text/plain\r\nContent-Transfer-Encoding: BASE64\r\n"
    save("base64_with_noise_and_no_padding", raw(b64, b"aGVs*bG8g\r\n!!d29y bGQ"))
    save("base64_that_goes_on_behind_padding", raw(b64, b"aGk=\r\ndGhlcmU=\r\n"))
    save("an_unknown_transfer_encoding", raw(b"Content-Transfer-Encoding: rot13\r\n", b"uryyb"))
    save("html_in_base64_and_gb2312", raw(b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n", base64.encodebytes("<div>水壶<br>漏水</div>".encode("gb18030"))))


def tnef(files, damaged=False):
    def attribute(level, number, data):
        return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)
    out = struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x00089006, struct.pack("<I", 0x10000))
    for name, data in files:
        out += attribute(2, 0x00069002, b"\1\0" + b"\0" * 12) + attribute(2, 0x00018010, name + b"\0") + attribute(2, 0x0006800F, data)
    return out[:-3] if damaged else out


def named(disposition, kind=b"application/octet-stream", body=b"data"):
    return HEAD + b"Content-Type: multipart/mixed; boundary=f\r\n\r\n--f\r\n\r\nsee file\r\n--f\r\nContent-Type: " + kind + b"\r\nContent-Disposition: " + disposition + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(body) + b"--f--\r\n"


def names():
    save("a_file_name_in_pieces_of_any_order", named(b"attachment; filename*1*=%C4%FA.t; filename*2=xt; filename*0*=gb2312''%C4%E3"))
    save("a_starred_file_name_wins", named("attachment; filename=plain.txt; filename*=utf-8''%E4%BD%A0.txt".encode()))
    save("a_file_name_in_words", named(b'attachment; filename="' + word("账单.pdf", "gb18030", "gbk") + b'"'))
    save("a_file_name_in_raw_bytes", named(b'attachment; filename="' + "账单.pdf".encode("gb18030") + b'"', b"text/x; charset=gb2312"))
    save("a_file_name_with_a_path", named(b'attachment; filename="..\\\\..\\\\etc/passwd"'))
    save("a_file_name_that_turns_around", named("attachment; filename*=utf-8''bill%E2%80%AEfdp.exe%00%0d".encode()))
    save("a_file_without_a_name", named(b"attachment", b"image/png", PNG))
    save("a_very_long_file_name", named(b'attachment; filename="' + b"x" * 500 + b'.pdf"'))
    save("a_winmail_dat", named(b"attachment; filename=winmail.dat", b"application/ms-tnef", tnef([(b"bill.pdf", b"%PDF"), (b"b.txt", b"text")])))
    save("a_damaged_winmail_dat", named(b"attachment; filename=winmail.dat", b"application/ms-tnef", tnef([(b"bill.pdf", b"%PDF")], damaged=True)))
    save("3000_continuations_of_a_name", named(b"attachment" + b"".join(b";\r\n filename*%d=x" % i for i in range(1500))))


def answers():
    def answer(case, text, **headers):
        save(case, mail(text, **headers))
    quoted = "> Have you tried turning it off?\n> Bob\n"
    answer("an_answer_above", "Yes, I did.\n\nOn Fri, 3 Oct 2025 at 10:01, Bob <support@shop.example> wrote:\n" + quoted)
    answer("an_introduction_over_three_lines", "Yes.\n\nOn Fri, 3 Oct 2025 at 10:01, Bob of the shop\n<support@shop.example>\nwrote:\n\n" + quoted)
    answer("an_answer_in_german", "Ja.\n\nAm 03.10.2025 um 10:01 schrieb Bob:\n" + quoted)
    answer("an_answer_in_french", "Oui.\n\nLe ven. 3 oct. 2025 à 10:01, Bob <b@shop.example> a écrit :\n" + quoted)
    answer("an_answer_in_chinese", "试过了。\n\n在 2025年10月3日，10:01，Bob <b@shop.example> 写道：\n" + quoted)
    answer("an_answer_of_gmail_in_chinese", "试过了。\n\nBob <b@shop.example> 于2025年10月3日周五 10:01写道：\n\n" + quoted)
    answer("an_answer_in_traditional_chinese", "試過了。\n\nBob <b@shop.example> 於 2025年10月3日 週五 上午10:01寫道：\n\n" + quoted)
    answer("an_answer_in_japanese", "はい。\n\n2025年10月3日(金) 10:01 Bob <b@shop.example>:\n\n" + quoted)
    answer("an_answer_of_qq", "试过了。\n\n\n------------------ 原始邮件 ------------------\n发件人: \"Bob\" <b@shop.example>;\n发送时间: 2025年10月3日\n收件人: \"Ann\"<ann@example.org>;\n主题: 水壶\n\n你试过吗\n")
    answer("an_answer_of_outlook", "Yes.\n\n________________________________\nFrom: Bob <b@shop.example>\nSent: Friday, 3 October 2025 10:01\nTo: Ann\nSubject: Kettle\n\nHave you tried?\n")
    answer("an_answer_of_outlook_in_chinese", "试过了。\n\n发件人: Bob\n发送时间: 2025年10月3日 10:01\n收件人: Ann\n主题: 水壶\n\n你试过吗\n")
    answer("an_original_message", "Yes.\n\n-----Original Message-----\nFrom: Bob\nHave you?\n")
    answer("quotes_at_the_end", "Yes.\n\n" + quoted)
    answer("an_answer_between_the_quotes", "On Fri, 3 Oct 2025, Bob <b@x.example> wrote:\n> Have you tried?\n\nYes.\n\n> And this?\n\nNo.\n")
    answer("an_answer_below", "On Fri, 3 Oct 2025, Bob <b@x.example> wrote:\n" + quoted + "\nYes, I did.\n")
    answer("nothing_but_quotes", quoted)
    answer("nothing_but_a_quotation", "On Fri, 3 Oct 2025, Bob <b@x.example> wrote:\n" + quoted)
    answer("nothing_but_a_chinese_quotation", "在 2025年10月3日，Bob <b@x.example> 写道：\n" + quoted)
    answer("a_forward_is_kept", "For you.\n\n-----Original Message-----\nFrom: Bob\nSent: today\nTo: Ann\n\nThe kettle.\n", Subject="Fwd: Kettle")
    answer("a_chinese_forward_is_kept", "请看。\n\n发件人: Bob\n发送时间: 10:01\n收件人: Ann\n\n水壶\n", Subject="转发：水壶")
    answer("a_forward_by_its_text", "For you.\n\n---------- Forwarded message ---------\nFrom: Bob <b@x>\nDate: 3 Oct\nSubject: x\nTo: Ann\n\nkettle\n")
    answer("a_signature", "It leaks.\n-- \nAnn Lee\nHead of Kettles\n")
    answer("a_signature_of_a_phone", "It leaks.\n\nSent from my iPhone\n")
    answer("a_chinese_signature_of_a_phone", "漏水。\n\n发自我的iPhone\n")
    answer("nothing_but_a_signature", "-- \nAnn\n")
    answer("he_wrote_is_no_introduction", "On the box somebody wrote:\nDo not open.\nWhat now?\n")
    answer("a_list_of_from_and_to_is_no_header", "From: Berlin\nto the sea: 300 km\n")
    message = mail("Yes.\n")
    message.set_content("<div>Yes.</div><div class='gmail_quote'><div>On Fri, 3 Oct 2025 at 10:01, Bob &lt;<a href='mailto:b@x.example'>b@x.example</a>&gt; wrote:<br></div><blockquote>Have you tried?</blockquote></div>", subtype="html")
    save("an_answer_in_html", message)


def automatic():
    for case, head in {"auto_replied": b"Auto-Submitted: auto-replied (vacation)\r\n", "auto_submitted_no": b"Auto-Submitted: no\r\n", "precedence_bulk": b"Precedence: bulk\r\n",
                       "x_autoreply": b"X-Autoreply: yes\r\n", "a_list": b"List-Id: <news.example.org>\r\n", "our_own_loop": b"X-Loop: ours\r\n",
                       "many_hops": b"Received: from a by b; Fri, 3 Oct 2025 08:13:20 +0000\r\n" * 60, "list_unsubscribe_alone": b"List-Unsubscribe: <mailto:u@x>\r\n",
                       "suppress_alone": b"X-Auto-Response-Suppress: All\r\n", "null_return_path_is_the_envelopes": b"Return-Path: <>\r\n"}.items():
        save(f"origin_{case}", raw(head, b"x"))
    save("origin_exchange_reply", raw(b"X-Auto-Response-Suppress: All\r\n", b"x").replace(b"Subject: Broken", b"Subject: Automatic reply: Broken"))
    save("origin_chinese_reply", raw(b"X-Auto-Response-Suppress: All\r\n", b"x").replace(b"Subject: Broken", b"Subject: " + word("自动回复: 水壶", "utf-8")))
    save("origin_subject_alone", raw(b"", b"x").replace(b"Subject: Broken", b"Subject: Automatic reply: Broken"))
    report = HEAD + b"Content-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n--r\r\n\r\nIt did not work.\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n" \
        b"Final-Recipient: rfc822; carl@example.org\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\nFinal-Recipient: rfc822; bob@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--r\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <t1.abc@shop.example>\r\nSubject: Re: Kettle\r\n\r\nOur answer\r\n--r--\r\n"
    save("a_bounce", report)
    save("a_bounce_with_headers_alone", report.replace(b"message/rfc822\r\n", b"text/rfc822-headers\r\n"))
    save("a_delay", report.replace(b"Action: failed", b"Action: delayed").replace(b"Action: delivered", b"Action: delayed"))
    save("a_read_receipt", HEAD + b"Content-Type: multipart/report; report-type=disposition-notification; boundary=r\r\n\r\n--r\r\n\r\nIt was read.\r\n--r\r\nContent-Type: message/disposition-notification\r\n\r\nFinal-Recipient: rfc822; bob@example.org\r\nOriginal-Message-ID: <t1.abc@shop.example>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n\r\n--r--\r\n")


plain()
charsets()
headers()
structures()
encodings()
names()
answers()
automatic()
