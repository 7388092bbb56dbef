import base64
import hashlib
import hmac
import json
import urllib.parse

from record import NOW, write

BODY = {"id": "m1", "from": "+12025550111", "name": "Ann", "text": "Hi & 你好", "at": NOW * 1000 + 250}
MAP = {"id": "/id", "from": "/from", "name": "/name", "text": "/text", "time": {"value": "/at", "unit": "ms"}}
PLAIN = {"algorithm": "hmac-sha256", "signed": ["body"], "signature": {"header": "X-Signature"}}
PATH, BASE = "/hooks/demo/mapped", "https://sw.example.org"


def mac(text, key="sec", algorithm="sha256", encode="hex"):
    digest = hmac.new(key.encode(), text if isinstance(text, bytes) else text.encode(), algorithm).digest()
    return {"hex": digest.hex(), "base64": base64.b64encode(digest).decode(), "base64url": base64.urlsafe_b64encode(digest).rstrip(b"=").decode()}[encode]


def post(case, headers, body=BODY, scheme=PLAIN, keys="sec", mapped=MAP, query="", path=PATH, method="POST", content="application/json"):
    body = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    write("mapped", case, {"scheme": scheme, "keys": keys, "map": mapped, "public_base_url": BASE},
          {"method": method, "path": path, "query": query, "headers": {"Content-Type": content, **headers}, "body": body})


def mapped():
    body = json.dumps(BODY, ensure_ascii=False)
    right = mac(body)
    post("a_text", {"X-Signature": right})
    post("the_second_live_key_is_accepted", {"X-Signature": right}, keys=["next", "sec"])
    post("another_key_is_refused", {"X-Signature": mac(body, "other")})
    post("a_changed_byte_is_refused", {"X-Signature": right}, body=body.replace("Hi", "Ho"))
    post("a_prefix_of_the_right_digest_is_refused", {"X-Signature": right[:-1]})
    post("capitals_are_refused_unless_the_scheme_allows_them", {"X-Signature": right.upper()})
    post("capitals_are_accepted_if_the_scheme_allows_them", {"X-Signature": right.upper()}, scheme={**PLAIN, "signature": {"header": "X-Signature", "encoding": "hex-any-case"}})
    post("no_signature_is_refused", {})
    post("an_empty_key_fits_nothing", {"X-Signature": mac(body, "")}, keys="")
    for algorithm in ("md5", "sha1", "sha384", "sha512"):
        post(f"hmac_{algorithm}", {"X-Signature": mac(body, algorithm=algorithm)}, scheme={**PLAIN, "algorithm": f"hmac-{algorithm}"})
    post("the_request_chooses_no_algorithm", {"X-Signature": mac(body, algorithm="sha1"), "X-Algorithm": "hmac-sha1"})
    post("a_key_in_hex", {"X-Signature": mac(body)}, keys=b"sec".hex(), scheme={**PLAIN, "key": {"encoding": "hex"}})
    odd = {"algorithm": "hmac-sha256", "key": {"encoding": "base64", "prefix": "key_"}, "signed": ["method", {"literal": "\n"}, "path", {"literal": "\n"}, "timestamp", {"literal": "\n"}, {"body_digest": "sha256"}],
           "signature": {"header": "X-Odd", "prefix": "odd:", "encoding": "base64url"}, "timestamp": {"header": "X-Time", "unit": "ms", "past": 60, "future": 5}}
    key = "key_" + base64.b64encode(b"sec").decode()

    def odd_headers(stamp):
        return {"X-Time": str(stamp), "X-Odd": "odd:" + mac(f"POST\n{PATH}\n{stamp}\n{hashlib.sha256(body.encode()).hexdigest()}", encode="base64url")}
    post("an_odd_scheme", odd_headers(NOW * 1000), scheme=odd, keys=key)
    post("an_odd_scheme_by_another_path_is_refused", odd_headers(NOW * 1000), scheme=odd, keys=key, path="/hooks/other/mapped")
    post("an_odd_scheme_of_yesterday_is_refused", odd_headers((NOW - 61) * 1000), scheme=odd, keys=key)
    post("an_odd_scheme_of_tomorrow_is_refused", odd_headers((NOW + 6) * 1000), scheme=odd, keys=key)
    post("a_key_of_another_kind_fits_nothing", odd_headers(NOW * 1000), scheme=odd, keys=base64.b64encode(b"sec").decode())
    token = {"algorithm": "token", "signature": {"header": "Authorization", "prefix": "Bearer "}}
    post("a_token", {"Authorization": "Bearer sec"}, scheme=token)
    post("another_token_is_refused", {"Authorization": "Bearer se"}, scheme=token)
    basic = {"algorithm": "basic", "signature": {"header": "Authorization", "prefix": "Basic "}}
    post("basic_authentication", {"Authorization": "Basic " + base64.b64encode(b"user:pass").decode()}, scheme=basic, keys="user:pass")
    post("another_password_is_refused", {"Authorization": "Basic " + base64.b64encode(b"user:past").decode()}, scheme=basic, keys="user:pass")
    url = {"algorithm": "hmac-sha1", "both_ports": True, "signed": ["url", {"parameters": {"from": "form"}}], "signature": {"header": "X-Twilio-Signature", "encoding": "base64"}}
    form = {"MessageSid": "SM1", "From": "+12025550111", "To": "+12025550122", "Body": "Hi & 你好", "Media0": "https://m.example/1.png"}
    names = {"body": "form", "id": "MessageSid", "from": "From", "to": "To", "text": "Body", "media": {"list": "Media{n}"}}
    signed = "".join(name + value for name, value in sorted(form.items()))
    for port in ("", ":443"):
        post(f"twilio_by_configuration_{'with' if port else 'without'}_a_port", {"X-Twilio-Signature": mac(BASE + port + PATH + "?a=1" + signed, algorithm="sha1", encode="base64")}, body=urllib.parse.urlencode(form), scheme=url, mapped=names, query="a=1", content="application/x-www-form-urlencoded")
    post("twilio_by_configuration_with_another_query_is_refused", {"X-Twilio-Signature": mac(BASE + PATH + "?a=1" + signed, algorithm="sha1", encode="base64")}, body=urllib.parse.urlencode(form), scheme=url, mapped=names, query="a=2", content="application/x-www-form-urlencoded")
    slack = {"algorithm": "hmac-sha256", "signed": [{"literal": "v0:"}, "timestamp", {"literal": ":"}, "body"], "signature": {"header": "X-Slack-Signature", "prefix": "v0="}, "timestamp": {"header": "X-Slack-Request-Timestamp"}}
    post("the_documented_slack_vector_is_authentic", {"X-Slack-Signature": "v0=0096052534286d9576f84053edb7d57a57d0f16bf91ad82a4dc1f59b302a4de1", "X-Slack-Request-Timestamp": str(NOW)}, body='{"text":"hi"}', scheme=slack)
    line = {"algorithm": "hmac-sha256", "signed": ["body"], "signature": {"header": "x-line-signature", "encoding": "base64"}}
    post("the_documented_line_vector_is_authentic", {"x-line-signature": "NeelsnC3w5sCTS+zxkA/QkFPSu4K2ZvakyJTHDrlbMw="}, body='{"text":"hi"}', scheme=line)
    bird = {"algorithm": "hmac-sha256", "signed": ["timestamp", {"literal": "\n"}, "url", {"literal": "\n"}, {"body_digest": "sha256", "encoding": "raw"}], "signature": {"header": "MessageBird-Signature", "encoding": "base64"}, "timestamp": {"header": "MessageBird-Request-Timestamp"}}
    post("the_documented_bird_vector_is_authentic", {"MessageBird-Signature": "trXRF2KOpV2uKC2tOPWj883zIW8Fv9j0Yo675J5Y3rM=", "MessageBird-Request-Timestamp": str(NOW)}, body='{"text":"hi"}', scheme=bird, path="/hooks/bird")
    standard = {"algorithms": [{"label": "v1", "algorithm": "hmac-sha256", "key": {"encoding": "base64", "prefix": "whsec_"}}, {"label": "v1a", "algorithm": "ed25519", "key": {"encoding": "base64", "prefix": "whpk_"}}],
                "signed": [{"header": "webhook-id"}, {"literal": "."}, "timestamp", {"literal": "."}, "body"], "signature": {"header": "webhook-signature", "format": "list", "label_separator": ",", "encoding": "base64"}, "timestamp": {"header": "webhook-timestamp"}}
    keys = ["whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "whpk_A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg="]
    both = "v1,4Z8/Yq5evy2cq1UVbv55ZetYXs518E/TRjVfosZTD+0=", "v1a,mnkOKWn3QT/ozaY1idYiL/SzXlxN4YcrvP81kbjNu+y+mytb5DkbjsezA0OPdG8mK59SjK84WUQrTeVF4dD9DA=="
    for name, value in zip(("hmac", "ed25519"), both):
        post(f"the_documented_standard_{name}_vector_is_authentic", {"webhook-id": "msg_1", "webhook-timestamp": str(NOW), "webhook-signature": "v9,x nonsense " + value}, body='{"text":"hi"}', scheme=standard, keys=keys)
    post("a_label_with_the_signature_of_another_kind_is_refused", {"webhook-id": "msg_1", "webhook-timestamp": str(NOW), "webhook-signature": "v1a," + both[0][3:]}, body='{"text":"hi"}', scheme=standard, keys=keys)
    condition = {**PLAIN, "conditions": [{"header": "X-Algorithm", "equals": "a"}, {"header": "X-Test", "absent": True}]}
    post("conditions_that_hold", {"X-Signature": right, "X-Algorithm": "a"}, scheme=condition)
    post("a_condition_that_does_not_hold_is_refused", {"X-Signature": right, "X-Algorithm": "b"}, scheme=condition)
    post("a_header_that_must_be_absent_is_refused", {"X-Signature": right, "X-Algorithm": "a", "X-Test": "1"}, scheme=condition)
    shake = {**PLAIN, "handshake": {"method": "GET", "query": {"hub.mode": "subscribe", "hub.verify_token": "t"}, "echo": "hub.challenge"}}
    post("a_handshake_echoes", {}, body="", scheme=shake, method="GET", query="hub.mode=subscribe&hub.verify_token=t&hub.challenge=42")
    post("a_handshake_with_another_token_is_refused", {}, body="", scheme=shake, method="GET", query="hub.mode=subscribe&hub.verify_token=u&hub.challenge=42")
    post("a_scheme_that_is_none_accepts_nothing", {"X-Signature": right}, scheme={"algorithm": "rot13"})
    post("a_map_that_is_none_is_told", {"X-Signature": right}, mapped={"id": {"planet": "x"}})
    rich = {"messages": [{"a~b": {"c/d": "m1"}, "who": {"phone": "1 (202)"}, "pos": {"lat": 1.5, "lng": "2.5"}, "pics": [{"u": "https://m.example/1", "t": "image/png", "n": "a.png"}, {}]},
                         {"a~b": {"c/d": "m2"}, "who": {"phone": "12025550111"}, "said": "stop"}, {"a~b": {}}, {"a~b": {"c/d": "m4"}, "who": {"phone": "12025550111"}, "kind": "mood"},
                         {"a~b": {"c/d": "m5"}, "who": {"phone": "12025550111"}, "pos": {"lat": 91, "lng": 0}}, {"a~b": {"c/d": "m6"}, "who": {"phone": "12025550111"}, "at": "never"}], "shop": "s1"}
    rules = {"list": "/messages/*", "id": "/a~0b/c~1d", "from": {"at": "/who/phone", "phone": True}, "account": {"root": "/shop"}, "text": "/said", "opt_out": True, "latitude": "/pos/lat", "longitude": "/pos/lng",
             "media": {"list": "/pics", "url": "/u", "type": "/t", "name": "/n"}, "kind": {"at": "/kind", "words": {"mood": "ignore"}, "otherwise": "content"}, "time": {"value": "/at", "unit": "iso"}}
    text = json.dumps(rich)
    post("a_batch_of_all_sorts", {"X-Signature": mac(text)}, body=text, mapped=rules)
    receipts = {"cases": [{"id": {"join": ["/id", {"literal": ":"}, "/state"]}, "ref": "/id", "status": {"at": "/state", "words": {"ok": "delivered", "bad": "failed"}}, "error": "/code"}]}
    for state in ("ok", "bad", "thinking"):
        text = json.dumps({"id": "m1", "state": state, "code": 7})
        post(f"a_receipt_{state}", {"X-Signature": mac(text)}, body=text, mapped=receipts)
    post("a_body_that_is_no_json", {"X-Signature": mac("no json")}, body="no json")
    post("a_form_that_is_none", {"X-Signature": mac("a=%")}, body="a=%", mapped=names)
    paths = {"body": "xml", "cases": [{"list": "Messages/Message", "id": "@id", "from": {"at": "Sender/Number", "phone": True}, "to": {"root": "Account"}, "text": "Text", "time": {"value": "Sent", "unit": "iso"}}]}
    one = '<Message id="m{}"><Sender><Number>{}</Number></Sender><Text>{}</Text><Sent>2026-01-31T08:15:30Z</Sent></Message>'
    xml = "<Delivery><Account>shop</Account><Messages>" + one.format(1, "12025550111", "<![CDATA[a<b]]> &amp; 你好") + one.format(2, "", "lost") + one.format(3, "12025550112", "") + "</Messages></Delivery>"
    post("xml_with_several_messages_loses_only_the_bad_one", {"X-Signature": mac(xml)}, body=xml, mapped=paths, content="application/xml")
    flat = {"body": "xml", "require": ["MsgId"], "id": "MsgId", "from": "FromUserName", "to": "ToUserName", "text": "Content", "time": {"value": "CreateTime"}, "kind": {"at": "MsgType", "words": {"text": "content", "event": "ignore"}, "otherwise": "unsupported"}}
    plain = "<xml><ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName><CreateTime>1764000000</CreateTime><MsgType>text</MsgType><Content>hi</Content><MsgId>7</MsgId></xml>"
    post("xml_of_one_message", {"X-Signature": mac(plain)}, body=plain, mapped=flat, content="text/xml")
    for name, text in (("xml_with_a_doctype_is_refused", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><MsgId>&e;</MsgId></xml>'), ("xml_without_what_is_required", "<xml><MsgType>text</MsgType></xml>"), ("xml_that_is_cut_off", plain[:-9])):
        post(name, {"X-Signature": mac(text)}, body=text, mapped=flat, content="text/xml")
    says = {**PLAIN, "success": {"status": 202, "body": '{"ok":true}'}, "refusal": {"status": 403, "body": "no"}, "handshake": {"method": "GET", "status": 201, "body": "<ok/>"}}
    post("an_answer_of_its_own", {"X-Signature": right}, scheme=says)
    post("a_refusal_of_its_own", {"X-Signature": mac("other")}, scheme=says)
    post("a_handshake_with_a_status_of_its_own", {}, body="", scheme=says, method="GET")
    post("an_answer_that_echoes", {"X-Signature": right}, scheme={**PLAIN, "success": {"echo": "token"}}, query="token=%3Cb%3E42")
    post("an_answer_of_another_hundred_is_told", {"X-Signature": right}, scheme={**PLAIN, "success": {"status": 404}})
