"""WeCom against Tencent's own WXBizMsgCrypt."""
import base64
from urllib.parse import parse_qs, urlencode

import xmltodict
from weworkapi.WXBizMsgCrypt3 import Prpcrypt, SHA1, WXBizMsgCrypt

from exchange import assert_all_refused, each_byte_changed, inspect, secret, send, with_body

TOKEN, KEY, CORP, NOW = "hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo", "6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt", "ww1436e0e65a779aee", 1760000000
SECRETS = {"token": ["next", TOKEN], "encoding_aes_key": KEY, "corp_id": CORP}
EVENT = "<xml><MsgType>event</MsgType><Event>kf_msg_or_event</Event><Token>ENC1</Token><OpenKfId>wk1</OpenKfId></xml>"


def sealed(message, corp=CORP):
    code, reply = WXBizMsgCrypt(TOKEN, KEY, corp).EncryptMsg(message, "nonce1", str(NOW))
    assert code == 0
    made = xmltodict.parse(reply)["xml"]
    return {"secrets": SECRETS, "now": NOW, "request": {"method": "POST", "path": "/hooks/demo/wecom", "headers": {"Content-Type": "text/xml"},
            "query": urlencode({"msg_signature": made["MsgSignature"], "timestamp": NOW, "nonce": "nonce1"}),
            "body": f"<xml><ToUserName>{corp}</ToUserName><Encrypt><![CDATA[{made['Encrypt']}]]></Encrypt><AgentID></AgentID></xml>"}}


def test_what_wecom_encrypts_asks_for_a_pull():
    for padding in range(32):
        [outcome] = inspect("wecom", sealed(EVENT + " " * padding))
        assert (outcome["accept"], outcome["response_body"]) == (True, "")
        [errand] = outcome["errands"]
        assert (errand["kind"], errand["token"], errand["account"]) == ("pull_messages", "ENC1", "wk1")


def test_what_is_encrypted_for_another_corporation_is_refused():
    assert_all_refused(inspect("wecom", sealed(EVENT, corp="ww0000000000000000")))


def test_the_check_of_our_url_is_opened():
    code, echo = Prpcrypt(base64.b64decode(KEY + "=")).encrypt("1616140317555161061", CORP)
    assert code == 0
    echo = echo.decode() if isinstance(echo, bytes) else echo
    code, signature = SHA1().getSHA1(TOKEN, str(NOW), "nonce1", echo)
    assert code == 0 and WXBizMsgCrypt(TOKEN, KEY, CORP).VerifyURL(signature, str(NOW), "nonce1", echo)[0] == 0
    query = urlencode({"msg_signature": signature, "timestamp": NOW, "nonce": "nonce1", "echostr": echo})
    record = {"secrets": SECRETS, "now": NOW, "request": {"method": "GET", "path": "/hooks/demo/wecom", "query": query, "headers": {}}}
    changed = {**record, "request": {**record["request"], "query": query.replace("nonce1", "nonce2")}}
    right, other = inspect("wecom", record, changed)
    assert (right["status"], right["response_body"]) == (200, "1616140317555161061")
    assert other["status"] == 403


def test_what_we_compose_is_opened_by_wecom():
    record, body = send("wecom", "--id", "ENC7")
    query = {name: values[0] for name, values in parse_qs(record["request"]["query"]).items()}
    crypt = WXBizMsgCrypt(secret(record, "token"), secret(record, "encoding_aes_key"), secret(record, "corp_id"))
    code, message = crypt.DecryptMsg(body.decode(), query["msg_signature"], query["timestamp"], query["nonce"])
    assert code == 0
    assert xmltodict.parse(message)["xml"]["Token"] == "ENC7"
    assert crypt.DecryptMsg(body.decode(), query["msg_signature"], query["timestamp"], "another")[0] != 0


def test_a_changed_byte_of_the_encrypted_part_is_refused():
    record = sealed(EVENT)
    body = record["request"].pop("body")
    begin, end = body.index("CDATA[") + 6, body.index("]]")
    changed = [body[:begin].encode() + other + body[end:].encode() for other in each_byte_changed(body[begin:end].encode(), 3)]
    assert_all_refused(inspect("wecom", *(with_body(record, other) for other in changed)))
