"""WeChat against wechatpy, which encrypts, signs and parses."""
from urllib.parse import parse_qs, quote, urlencode

import pytest
import xmltodict
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import InvalidAppIdException, InvalidSignatureException
from wechatpy.utils import check_signature

from exchange import TEXTS, assert_all_refused, each_byte_changed, inspect, send, with_body

TOKEN, KEY, APP, NOW = "QDG6eKtest", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7", 1760000000
SAFE = {"token": ["next", TOKEN], "encoding_aes_key": KEY, "app_id": APP, "mode": "encrypted"}


def xml(text):
    return f"<xml><ToUserName>gh_1</ToUserName><FromUserName>oL1</FromUserName><CreateTime>{NOW}</CreateTime><MsgType>text</MsgType><Content><![CDATA[{text}]]></Content><MsgId>6054768590064713728</MsgId></xml>"


def sealed(message, app=APP, key=KEY):
    """What wechatpy makes for one direction serves the other: both are one scheme."""
    made = xmltodict.parse(WeChatCrypto(TOKEN, key, app).encrypt_message(message, "nonce1", str(NOW)))["xml"]
    query = {"timestamp": NOW, "nonce": "nonce1", "encrypt_type": "aes", "msg_signature": made["MsgSignature"]}
    return {"secrets": SAFE, "now": NOW, "request": {"method": "POST", "path": "/hooks/demo/wechat", "query": urlencode(query), "headers": {"Content-Type": "text/xml"},
            "body": f"<xml><ToUserName>gh_1</ToUserName><Encrypt><![CDATA[{made['Encrypt']}]]></Encrypt></xml>"}}


@pytest.mark.parametrize("text", [*TEXTS, *("x" * length for length in range(32))])
def test_what_wechatpy_encrypts_is_accepted(text):
    [outcome] = inspect("wechat", sealed(xml(text)))
    assert (outcome["accept"], outcome["response_body"]) == (True, "success")
    assert [m["text"] for m in outcome["messages"]] == [text]


def test_what_wechatpy_encrypts_for_another_app_is_refused():
    assert_all_refused(inspect("wechat", sealed(xml("x"), app="wx0000000000000000")))


@pytest.mark.parametrize("mode", ["encrypted", "compatible"])
@pytest.mark.parametrize("text", TEXTS)
def test_what_we_encrypt_is_opened_by_wechatpy(tmp_path, mode, text):
    flags = []
    for name, value in {**SAFE, "token": TOKEN, "mode": mode}.items():
        (tmp_path / name).write_text(value)
        (tmp_path / name).chmod(0o600)
        flags += ["--secret-file", f"{name}={tmp_path / name}"]
    record, body = send("wechat", "--text", text, *flags)
    query = {name: values[0] for name, values in parse_qs(record["request"]["query"]).items()}
    signed = query["msg_signature"], query["timestamp"], query["nonce"]
    message = parse_message(WeChatCrypto(TOKEN, KEY, APP).decrypt_message(body.decode(), *signed))
    assert message.content == text
    with pytest.raises(InvalidAppIdException):
        WeChatCrypto(TOKEN, KEY, "wx0").decrypt_message(body.decode(), *signed)
    with pytest.raises(InvalidSignatureException):
        WeChatCrypto("another", KEY, APP).decrypt_message(body.decode(), *signed)
    [outcome] = inspect("wechat", record)
    assert [(m["text"], m["provider_id"]) for m in outcome["messages"]] == [(text, str(message.id))]


@pytest.mark.parametrize("text", TEXTS)
def test_what_we_compose_in_plain_mode_is_accepted_by_wechatpy(text):
    record, body = send("wechat", "--text", text)
    query = {name: values[0] for name, values in parse_qs(record["request"]["query"]).items()}
    check_signature(record["secrets"]["token"][0], query["signature"], query["timestamp"], query["nonce"])
    message = parse_message(body.decode())
    assert (message.content, message.source) == (text, inspect("wechat", record)[0]["messages"][0]["from"])


def test_the_plain_check_of_our_url_is_wechatpys():
    signature = "a05e2af5da4a306e791564494526a54212767b40"
    check_signature(TOKEN, signature, "1763999999", "nonce1")
    record = {"secrets": {"token": TOKEN}, "now": NOW, "request": {"method": "GET", "path": "/hooks/demo/wechat", "headers": {}, "query": f"signature={signature}&timestamp=1763999999&nonce=nonce1&echostr={quote('a+/=')}"}}
    changed = [{**record, "request": {**record["request"], "query": record["request"]["query"].replace(old, new)}} for old, new in (("1763999999", "1763999998"), ("nonce1", "nonce2"), (signature, signature[:-1]))]
    right, *others = inspect("wechat", record, *changed)
    assert (right["status"], right["response_body"]) == (200, "a+/=")
    assert [outcome["status"] for outcome in others] == [403, 403, 403]


def test_a_changed_byte_of_the_encrypted_part_is_refused():
    record = sealed(xml("hello"))
    body = record["request"].pop("body")
    begin, end = body.index("CDATA[") + 6, body.index("]]")
    changed = [body[:begin].encode() + other + body[end:].encode() for other in each_byte_changed(body[begin:end].encode(), 3)]
    assert_all_refused(inspect("wechat", *(with_body(record, other) for other in changed)))
    for old, new in ((str(NOW), str(NOW + 1)), ("nonce1", "nonce2")):
        query = record["request"]["query"].replace(old, new)
        assert_all_refused(inspect("wechat", with_body({**record, "request": {**record["request"], "query": query}}, body.encode())))
