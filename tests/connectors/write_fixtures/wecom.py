import json

from record import CORPUS, NOW, write
from wechat import query_of, seal, sha1

TOKEN, KEY, CORP, NONCE = "hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo", "6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt", "ww1436e0e65a779aee", "nonce1"
SECRETS = {"token": TOKEN, "encoding_aes_key": KEY, "corp_id": CORP}


def sign(encrypted, time=NOW, token=TOKEN):
    return sha1(token, str(time), NONCE, encrypted)


def get(case, echo, secrets=SECRETS, signature=None, time=NOW, now=NOW):
    query = query_of({"msg_signature": signature or sign(echo, time)}, time, echostr=echo)
    write("wecom", case, secrets, {"method": "GET", "path": "/hooks/demo/wecom", "query": query, "headers": {}}, now=now)


def post(case, message, secrets=SECRETS, encrypted=None, signature=None, time=NOW, body=None):
    encrypted = encrypted or seal(message, KEY, CORP)
    query = query_of({"msg_signature": signature or sign(encrypted, time)}, time)
    body = body if body is not None else f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt><AgentID><![CDATA[]]></AgentID></xml>"
    write("wecom", case, secrets, {"method": "POST", "path": "/hooks/demo/wecom", "query": query, "headers": {"Content-Type": "text/xml"}, "body": body})


def event(name="kf_msg_or_event", token="<Token><![CDATA[ENCApHxnGDNAVNY4AaSJKj4Tb5mwsEMzxhFmHVGcra996NR]]></Token>", account="<OpenKfId><![CDATA[wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q]]></OpenKfId>"):
    return f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><CreateTime>1759999998</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[{name}]]></Event>{token}{account}</xml>"


def wecom():
    get("the_documented_handshake", "scEag1243Fmy/fYz4Ux8D8u5opfJBFPB5X6hTobrDwE97tDIjbY23J7j4wItBIN04K7pUrh5jcPHT0EnIRxQ5w==", signature="cd4f0335f7f8354351221631e8fa68a2984682ee", time=1763999999, now=1764000100)
    echo = seal("1616140317555161061", KEY, CORP)
    get("the_handshake_returns_the_opened_echo", echo)
    get("a_forged_handshake_is_refused", echo, signature=sign(echo, token="another"))
    get("a_handshake_for_another_corporation_is_refused", seal("1616140317555161061", KEY, "ww0000000000000000"))
    get("a_handshake_with_nothing_inside_is_refused", "")

    post("messages_wait_to_be_pulled", event())
    post("an_old_event_without_an_account", event(account=""))
    post("news_of_the_corporation_are_no_errand", event("change_external_contact"))
    post("an_event_without_a_token_is_told", event(token=""))
    right = seal(event(), KEY, CORP)
    post("a_changed_byte_is_refused", None, encrypted=right[:40] + ("A" if right[40] != "A" else "B") + right[41:], signature=sign(right))
    post("a_changed_time_is_refused", event(), signature=sign(right, NOW + 1))
    post("a_prefix_of_the_signature_is_refused", event(), signature=sign(right)[:-1])
    post("another_token_is_refused", event(), signature=sign(right, token="another"))
    post("the_second_live_token_is_accepted", event(), {**SECRETS, "token": ["next", TOKEN]})
    post("the_second_live_key_opens", event(), {**SECRETS, "encoding_aes_key": ["abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", KEY]})
    post("a_message_for_another_corporation_is_refused", None, encrypted=seal(event(), KEY, "ww0000000000000000"))
    post("a_suite_has_its_own_id", None, {**SECRETS, "corp_id": "dk1234"}, encrypted=seal(event(), KEY, "dk1234"))
    post("no_encrypted_part_is_refused", event(), body=event())
    post("an_inner_doctype_is_refused", '<!DOCTYPE xml [<!ENTITY a "ha">]>' + event())
    post("a_doctype_is_refused", event(), body=f'<!DOCTYPE xml [<!ENTITY a "ha">]><xml><Encrypt>{right}</Encrypt></xml>')
    post("a_body_that_is_no_xml_is_refused", event(), body="hello")
    post("an_empty_body_is_refused", event(), body="")
    post("an_event_that_is_no_xml_inside", "hello")
    pages()


def pages():
    """Seeds of what is pulled; wecom_page_test.cpp holds the cases."""
    common = {"msgid": "m1", "open_kfid": "wk1", "external_userid": "wm1", "send_time": 1615478585, "origin": 3}
    entries = [{**common, "msgtype": kind, kind: content} for kind, content in (
        ("text", {"content": "你好", "menu_id": "101"}), ("image", {"media_id": "x"}), ("location", {"latitude": 23.1, "longitude": 113.3, "name": "广州"}),
        ("link", {"title": "t", "url": "https://a.example"}), ("business_card", {"userid": "zs"}), ("merged_msg", {}))]
    events = [{"msgid": "m2", "send_time": 1, "origin": 4, "msgtype": "event", "event": {"event_type": kind, "open_kfid": "wk1", "external_userid": "wm1", **more}} for kind, more in (
        ("enter_session", {}), ("msg_send_fail", {"fail_msgid": "o", "fail_type": 4}), ("user_recall_msg", {"recall_msgid": "m1"}), ("servicer_recall_msg", {"recall_msgid": "m1", "servicer_userid": "zs"}))]
    for name, page in (("a_page", {"errcode": 0, "next_cursor": "c", "has_more": 1, "msg_list": entries}), ("a_page_of_events", {"errcode": 0, "msg_list": events}), ("a_refused_pull", {"errcode": 40014, "errmsg": "x"})):
        (CORPUS / "wecom" / name).write_text("POST  application/json\n" + json.dumps(page, ensure_ascii=False))
