import base64
import hashlib
import struct
import urllib.parse

from Crypto.Cipher import AES

from record import NOW, write

TOKEN, NONCE = "QDG6eKtest", "nonce1"
KEY, APP = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7"
OPENID, ACCOUNT = "oLVPpjqs9BhvzwPj5A-vTYAX3GLc", "gh_b1eb3f8bd6c6"
PLAIN = {"token": TOKEN}
SAFE = {"token": TOKEN, "encoding_aes_key": KEY, "app_id": APP, "mode": "encrypted"}
COMPATIBLE = {**SAFE, "mode": "compatible"}


def sha1(*texts):
    return hashlib.sha1("".join(sorted(texts)).encode()).hexdigest()


def seal(message, key=KEY, app=APP, random=b"0123456789abcdef"):
    """Tencent's scheme: random, length, message and id, padded to 32-byte blocks."""
    raw = base64.b64decode(key + "=")
    plain = random + struct.pack(">I", len(message.encode())) + message.encode() + app.encode()
    padding = 32 - len(plain) % 32
    return base64.b64encode(AES.new(raw, AES.MODE_CBC, raw[:16]).encrypt(plain + bytes([padding]) * padding)).decode()


def query_of(signatures, time=NOW, **more):
    return urllib.parse.urlencode({**signatures, "timestamp": time, "nonce": NONCE, **more})


def post(case, body, secrets=PLAIN, signature=None, now=NOW, time=NOW, kind="wechat", **more):
    query = query_of({"signature": signature or sha1(TOKEN, str(time), NONCE)}, time, openid=OPENID, **more)
    write(kind, case, secrets, {"method": "POST", "path": f"/hooks/demo/{kind}", "query": query, "headers": {"Content-Type": "text/xml"}, "body": body}, now=now)


def xml(kind="text", ident="<MsgId>6054768590064713728</MsgId>", **fields):
    inner = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in fields.items())
    return f"<xml><ToUserName><![CDATA[{ACCOUNT}]]></ToUserName><FromUserName><![CDATA[{OPENID}]]></FromUserName><CreateTime>1759999998</CreateTime><MsgType><![CDATA[{kind}]]></MsgType>{inner}{ident}</xml>"


def sealed(case, message, secrets=SAFE, before="", encrypted=None, signature=None, **how):
    encrypted = encrypted or seal(message)
    body = f"<xml><ToUserName><![CDATA[{ACCOUNT}]]></ToUserName>{before}<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    post(case, body, secrets, encrypt_type="aes", msg_signature=signature or sha1(TOKEN, str(how.get("time", NOW)), NONCE, encrypted), **how)


def handshakes():
    def get(case, signature, secrets=PLAIN):
        write("wechat", case, secrets, {"method": "GET", "path": "/hooks/demo/wechat", "query": query_of({"signature": signature}, echostr="5838479218127813673"), "headers": {}})

    right = sha1(TOKEN, str(NOW), NONCE)
    get("the_handshake_returns_the_echo", right)
    get("the_handshake_is_the_same_in_encrypted_mode", right, SAFE)
    get("a_forged_handshake_is_refused", sha1("another", str(NOW), NONCE))
    get("a_prefix_of_the_handshakes_signature_is_refused", right[:-1])


def events():
    def event(case, name, **fields):
        post(case, xml("event", "", Event=name, **fields))

    event("a_subscription_by_a_code", "subscribe", EventKey="qrscene_123123", Ticket="t")
    event("an_end_of_a_subscription", "unsubscribe")
    event("a_click_in_the_menu", "CLICK", EventKey="V1001_TODAY")
    event("a_view_is_a_notice", "VIEW", EventKey="https://shop.example")
    event("a_position_is_a_notice", "LOCATION", Latitude="23.137466", Longitude="113.352425")
    event("a_template_that_arrived", "TEMPLATESENDJOBFINISH", MsgID="200163836", Status="success")
    event("a_template_that_was_blocked", "TEMPLATESENDJOBFINISH", MsgID="200163836", Status="failed:user block")
    event("a_code_that_was_scanned_from_the_menu", "scancode_push", EventKey="6", ScanCodeInfo="x")


def wechat():
    hello = xml(Content="Hello &amp; [微笑] 你好 👍")
    post("a_text", hello)
    post("the_documented_plain_vector", "<xml></xml>", signature="a05e2af5da4a306e791564494526a54212767b40", time=1763999999, now=1764000100)
    write("wechat", "the_documented_encrypted_vector", SAFE, {"method": "POST", "path": "/hooks/demo/wechat", "headers": {"Content-Type": "text/xml"},
          "query": query_of({"msg_signature": "524aa278e18743aa3c583fd377150a26797782a3"}, 1763999999, encrypt_type="aes"),
          "body": "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[sKqRbbiSUnDhFHOvPjtUMay4asIA5fy2Srx+eW29XFFWsQpNdm7k0jESKLoyvoLvlbW18LYya/InTcWN2uV1JFcAfvLeuM6AbigWGe3o++K1TLevxEBqnB/XQZfgPblp]]></Encrypt></xml>"}, now=1764000100)
    post("a_changed_time_is_refused", hello, signature=sha1(TOKEN, str(NOW + 1), NONCE))
    post("a_prefix_of_the_signature_is_refused", hello, signature=sha1(TOKEN, str(NOW), NONCE)[:-1])
    post("another_token_is_refused", hello, signature=sha1("another", str(NOW), NONCE))
    post("the_second_live_token_is_accepted", hello, {"token": ["next", TOKEN]})
    post("an_empty_token_fits_nothing", hello, {"token": ""}, signature=sha1("", str(NOW), NONCE))
    write("wechat", "no_signature_is_refused", PLAIN, {"method": "POST", "path": "/hooks/demo/wechat", "query": "", "headers": {}, "body": hello})
    handshakes()

    sealed("an_encrypted_text", hello)
    for extra in range(1, 33):
        if extra in (1, 16, 17, 31, 32):  # how long the padding is
            size = (32 - (16 + 4 + len(APP) + extra) % 32) % 32 + 32 * 12
            text = xml(Content="x")
            sealed(f"a_padding_of_{extra}_bytes", xml(Content="x" * (size - len(text) + 1)))
    sealed("in_compatible_mode_only_the_encrypted_part_counts", hello, COMPATIBLE, before=f"<FromUserName>forged</FromUserName><MsgType>text</MsgType><Content>forged</Content><MsgId>1</MsgId>")
    post("a_plain_body_in_encrypted_mode_is_refused", hello, SAFE)
    post("a_plain_body_in_compatible_mode_is_refused", hello, COMPATIBLE)
    sealed("an_encrypted_body_in_plain_mode_is_undecodable", hello, PLAIN)
    sealed("a_message_for_another_app_is_refused", hello, encrypted=seal(hello, app="wx0000000000000000"))
    sealed("another_key_is_refused", hello, encrypted=seal(hello, key="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"))
    sealed("the_second_live_key_opens", hello, {**SAFE, "encoding_aes_key": ["abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", KEY]})
    sealed("a_changed_byte_is_refused", hello, encrypted=seal(hello)[:40] + "A" + seal(hello)[41:], signature=sha1(TOKEN, str(NOW), NONCE, seal(hello)))
    sealed("an_encrypted_part_that_is_no_base64_is_refused", hello, encrypted="!" * 64)
    sealed("an_encrypted_part_of_no_whole_blocks_is_refused", hello, encrypted="AAAA")
    sealed("an_encrypted_body_that_is_no_xml_inside", "hello")
    sealed("a_key_that_is_none_opens_nothing", hello, {**SAFE, "encoding_aes_key": "short"})

    post("an_image", xml("image", PicUrl="http://mmbiz.qpic.cn/a", MediaId="m1"))
    post("a_voice_message_with_its_words", xml("voice", MediaId="m1", Format="amr", Recognition="退款"))
    post("a_video", xml("video", MediaId="m1", ThumbMediaId="t1"))
    post("a_short_video", xml("shortvideo", MediaId="m1", ThumbMediaId="t1"))
    post("a_location_has_its_latitude_in_x", xml("location", Location_X="23.134521", Location_Y="113.358803", Scale="20", Label="广州"))
    post("a_location_that_is_none", xml("location", Location_X="north", Location_Y="113.358803"))
    post("a_link", xml("link", Title="A shop", Description="d", Url="https://shop.example"))
    post("an_answer_to_a_menu", xml(Content="满意", bizmsgmenuid="101"))
    post("an_unknown_kind_is_unsupported", xml("hologram"))
    post("a_number_beyond_doubles_stays_exact", xml(ident="<MsgId>9223372036854775807</MsgId>", Content="x"))
    post("fields_without_cdata", f"<xml><ToUserName>{ACCOUNT}</ToUserName><FromUserName>{OPENID}</FromUserName><CreateTime>1759999998</CreateTime><MsgType>text</MsgType><Content> a &lt; b &amp; c </Content><MsgId>7</MsgId></xml>")
    events()

    post("a_doctype_is_refused", '<!DOCTYPE xml [<!ENTITY a "ha">]><xml><Content>&a;</Content></xml>')
    post("an_external_entity_is_refused", '<!DOCTYPE xml SYSTEM "file:///etc/passwd"><xml><MsgType>text</MsgType></xml>')
    post("an_undeclared_entity_is_no_xml", "<xml><MsgType>&file;</MsgType></xml>")
    post("xml_nested_too_deep", "<a>" * 100 + "</a>" * 100)
    post("more_elements_than_anyone_sends", "<xml>" + "<a>1</a>" * 2000 + "</xml>")
    post("no_message_id_is_told", xml(ident="", Content="x"))
    post("no_sender_is_told", "<xml><MsgType>text</MsgType></xml>")
    post("a_time_that_is_none", xml(Content="x").replace("1759999998", "now"))
    post("a_body_that_is_json", "{}")
    post("an_empty_body", "")
