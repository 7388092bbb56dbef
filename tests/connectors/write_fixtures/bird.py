import base64
import hashlib
import hmac
import json
import urllib.parse

from record import NOW, write
from vonage_messages import part

BASE, PATH = "https://sw.example.org", "/hooks/demo/bird"
V2 = {"scheme": "v2", "signing_key": "sec", "public_base_url": BASE}
JWT, LEGACY = {**V2, "scheme": "jwt"}, {**V2, "scheme": "legacy"}
WHSEC = "whsec_" + base64.b64encode(bytes(range(32))).decode()
STANDARD = {**V2, "scheme": "standard", "signing_key": WHSEC}


def digest(middle, body, stamp=str(NOW), key="sec"):
    text = f"{stamp}\n{middle}\n".encode() + hashlib.sha256(body.encode()).digest()
    return base64.b64encode(hmac.new(key.encode(), text, hashlib.sha256).digest()).decode()


def token(body, url=BASE + PATH, key="sec", alg="HS256", **claims):
    every = {"iss": "MessageBird", "nbf": NOW, "exp": NOW + 60, "jti": "j1", "url_hash": hashlib.sha256(url.encode()).hexdigest(), **({"payload_hash": hashlib.sha256(body.encode()).hexdigest()} if body else {}), **claims}
    text = part({"alg": alg, "typ": "JWT"}) + "." + part({name: value for name, value in every.items() if value is not None})
    return text + "." + part(hmac.new(key.encode(), text.encode(), alg.replace("HS", "sha")).digest())


def post(case, body, secrets=V2, signed=None, stamp=str(NOW), headers=None, query="", method="POST", path=PATH, content="application/json"):
    body = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    middle = "&".join(sorted(query.split("&"))) if secrets is LEGACY else BASE + path + (f"?{query}" if query else "")
    own = headers if headers is not None else {"MessageBird-Signature": signed or digest(middle, body, stamp), "MessageBird-Request-Timestamp": stamp}
    write("bird", case, secrets, {"method": method, "path": path, "query": query, "headers": {"Content-Type": content, **own}, "body": body})


def event(kind="text", content=None, **more):
    content = {"text": "Hi & 你好"} if content is None else content
    return {"service": "channels", "event": "sms.inbound", "payload": {"id": "aa7e2a4d", "channelId": "ch1", "sender": {"contact": {"id": "c1", "identifierKey": "phonenumber", "identifierValue": "+31612345678", "annotations": {"name": "Ann"}}},
            "receiver": {"connectors": [{"id": "x1", "identifierValue": "+31970000000"}]}, "body": {"type": kind, kind: content}, "status": "delivered", "direction": "incoming", "createdAt": "2025-10-09T08:53:20.25Z", **more}}


def bird():
    text = event()
    body = json.dumps(text, ensure_ascii=False)
    right = digest(BASE + PATH, body)
    post("the_documented_v2_vector_is_authentic_but_no_event", '{"text":"hi"}', path="/hooks/bird", signed="trXRF2KOpV2uKC2tOPWj883zIW8Fv9j0Yo675J5Y3rM=")
    post("a_text", text)
    post("the_query_is_signed", text, query="a=1&b=%20")
    post("a_changed_query_is_refused", text, query="a=1", signed=right)
    post("the_second_live_key_is_accepted", text, secrets={**V2, "signing_key": ["next", "sec"]})
    post("another_key_is_refused", text, signed=digest(BASE + PATH, body, key="other"))
    post("a_changed_byte_is_refused", body.replace("Hi", "Ho"), signed=right)
    post("a_changed_time_is_refused", text, signed=right, stamp=str(NOW + 1))
    post("another_path_is_refused", text, signed=right, path="/hooks/other/bird")
    post("a_prefix_of_the_right_digest_is_refused", text, signed=right[:-1])
    post("a_repeat_after_8_hours_is_accepted", text, stamp=str(NOW - 8 * 3600))
    post("a_delivery_of_yesterday_is_refused", text, stamp=str(NOW - 24 * 3600 - 1))
    post("no_signature_is_refused", text, headers={})
    post("another_generation_is_not_tried", text, secrets=JWT)
    post("an_unknown_scheme_accepts_nothing", text, secrets={**V2, "scheme": "v9"})
    for alg in ("HS256", "HS384", "HS512"):
        post(f"a_token_by_{alg.lower()}", text, secrets=JWT, headers={"MessageBird-Signature-JWT": token(body, alg=alg)})
    for name, claims in (("another_issuer", {"iss": "x"}), ("a_token_that_has_ended", {"exp": NOW - 6}), ("a_token_to_come", {"nbf": NOW + 6}), ("a_token_without_an_id", {"jti": None}),
                         ("a_token_for_another_url", {"url_hash": "00"}), ("a_token_for_another_body", {"payload_hash": "00"}), ("a_token_without_the_bodys_hash", {"payload_hash": None})):
        post(f"{name}_is_refused", text, secrets=JWT, headers={"MessageBird-Signature-JWT": token(body, **claims)})
    post("a_token_with_the_hash_of_no_body_is_refused", "", secrets=JWT, headers={"MessageBird-Signature-JWT": token("", payload_hash=hashlib.sha256(b"").hexdigest())})
    unsigned = part({"alg": "none"}) + "." + token(body).split(".")[1] + "."
    post("alg_none_is_refused", text, secrets=JWT, headers={"MessageBird-Signature-JWT": unsigned})
    post("the_documented_legacy_vector_is_authentic_but_no_message", "", secrets=LEGACY, query="id=1&body=hi", signed="oXpspDW1vIpEHel615X6O/bQnv8ZfPJKKNsybHa/siM=", method="GET")
    sms = urllib.parse.urlencode({"id": "s1", "recipient": "31970000000", "originator": "31612345678", "body": "a b", "createdDatetime": "2025-10-09T08:53:20+00:00"})
    plus = "&".join(sorted(sms.split("&")))
    post("a_legacy_sms_signed_with_a_plus", "", secrets=LEGACY, query=sms, method="GET", signed=digest(plus, ""))
    post("a_legacy_sms_signed_with_percent_20", "", secrets=LEGACY, query=sms, method="GET", signed=digest(plus.replace("+", "%20"), ""))
    post("a_legacy_sms_of_ten_minutes_ago_is_refused", "", secrets=LEGACY, query=sms, method="GET", stamp=str(NOW - 600))
    post("a_legacy_form", sms, secrets=LEGACY, signed=digest("", sms), content="application/x-www-form-urlencoded")
    post("a_legacy_receipt", "", secrets=LEGACY, method="GET", query=urllib.parse.urlencode({"id": "s1", "recipient": "31612345678", "originator": "Shop", "status": "delivery_failed", "statusErrorCode": "5", "statusDatetime": "2025-10-09T08:53:20Z"}))
    post("a_legacy_receipt_that_settles_nothing", "", secrets=LEGACY, method="GET", query="id=s1&recipient=31612345678&status=scheduled")
    signed = "v1," + base64.b64encode(hmac.new(bytes(range(32)), f"msg_1.{NOW}.{body}".encode(), hashlib.sha256).digest()).decode()
    standard = {"webhook-id": "msg_1", "webhook-timestamp": str(NOW), "webhook-signature": signed}
    post("the_newest_platform", text, secrets=STANDARD, headers=standard)
    post("the_newest_platform_with_another_id_is_refused", text, secrets=STANDARD, headers={**standard, "webhook-id": "msg_2"})
    post("a_picture", event("image", {"text": "look", "images": [{"mediaUrl": "https://media.bird.example/1", "altText": "a"}]}))
    post("a_file", event("file", {"files": [{"mediaUrl": "https://media.bird.example/2", "contentType": "audio/ogg", "filename": "v.ogg"}]}))
    post("a_location", event("location", {"coordinates": {"latitude": 52.37, "longitude": 4.9}, "location": {"label": "Bird", "address": "Keizersgracht"}}))
    post("what_bird_adds_one_day_is_unsupported", event("hologram", {"text": "?"}))
    post("a_receipt", event(direction="outgoing", status="delivered", receiver={"contacts": [{"identifierValue": "+31612345678"}]}))
    post("a_receipt_of_our_reply", event(direction="outgoing", status="delivered", reference="r0-7-0", receiver={"contacts": [{"identifierValue": "+31612345678"}]}))
    post("a_failed_receipt", event(direction="outgoing", status="delivery_failed", reason="absent subscriber", receiver={"contacts": [{"identifierValue": "+31612345678"}]}))
    talk = {"type": "message.created", "message": {"id": "m1", "conversationId": "v1", "channelId": "ch1", "platform": "whatsapp", "from": "+31612345678", "to": "+31970000000", "type": "text", "content": {"text": "hi"}, "direction": "received", "status": "received", "createdDatetime": "2025-10-09T08:53:20Z"}}
    post("a_conversation", talk)
    post("a_conversations_picture", {**talk, "message": {**talk["message"], "type": "image", "content": {"image": {"url": "https://m.example/1", "caption": "look"}}}})
    post("a_conversations_receipt", {"type": "message.updated", "message": {**talk["message"], "direction": "sent", "status": "read", "from": "+31970000000", "to": "+31612345678"}})
    post("a_conversations_update_of_a_received_one_tells_nothing", {**talk, "type": "message.updated"})
    post("no_sender_is_told", event(sender={}))
    post("a_body_that_is_no_json", "[")
