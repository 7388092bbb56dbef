import base64
import hashlib
import hmac
import json

from record import NOW, write

SECRETS = {"signature_secrets": "sec"}


def part(value):
    return base64.urlsafe_b64encode(value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()).rstrip(b"=").decode()


def token(body, secret="sec", header=None, hashed=hashlib.sha256, **claims):
    every = {"iat": NOW, "jti": "j1", "iss": "Vonage", "payload_hash": hashlib.sha256(body.encode()).hexdigest(), "api_key": "k1", "application_id": "a1", **claims}
    text = part(header or {"alg": "HS256", "typ": "JWT"}) + "." + part({name: value for name, value in every.items() if value is not None})
    return text + "." + part(hmac.new(secret.encode(), text.encode(), hashed).digest())


def post(case, body, secrets=SECRETS, bearer=None, **claims):
    body = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    headers = {"Content-Type": "application/json"}
    if bearer != "":
        headers["Authorization"] = "Bearer " + (bearer or token(body, **claims))
    write("vonage-messages", case, secrets, {"method": "POST", "path": "/hooks/demo/vonage", "query": "", "headers": headers, "body": body})


def message(kind="text", channel="whatsapp", **more):
    return {"channel": channel, "message_uuid": "aaaaaaaa-bbbb-cccc-dddd-0123456789ab", "to": "447700900222", "from": "447700900111", "timestamp": "2025-10-09T08:53:20.250Z", "message_type": kind, **more}


def vonage_messages():
    text = message(text="Hi & 你好", profile={"name": "Ann"})
    body = json.dumps(text, ensure_ascii=False)
    head = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
    vector = head + "." + part({"iat": NOW, "iss": "Vonage", "payload_hash": "e7b995efa755c5ff3b84d2188b58cb4ae916a59470eb3761df8a814f11763500", "api_key": "k1"})
    post("the_documented_vector_is_authentic_but_no_event", '{"text":"hi"}', bearer=vector + ".dJJx-HldeBARhQmuMBmPFmLiNhpyZRYkkxDrPQ69PV0")
    post("a_text", text)
    post("the_second_live_secret_is_accepted", text, secrets={"signature_secrets": ["next", "sec"]})
    post("the_api_key_selects_the_secret", text, secrets={"signature_secrets": ["k0=other", "k1=sec"]})
    post("the_secret_of_another_key_is_refused", text, secrets={"signature_secrets": ["k0=sec", "k1=other"]})
    post("another_secret_is_refused", text, secret="other")
    post("a_changed_body_is_refused", body.replace("Hi", "Ho"), bearer=token(body))
    post("no_payload_hash_is_refused", text, payload_hash=None)
    post("another_issuer_is_refused", text, iss="Else")
    post("no_issue_time_is_refused", text, iat=None)
    post("a_token_of_yesterday_is_refused", text, iat=NOW - 24 * 3600 - 1)
    post("a_token_of_tomorrow_is_refused", text, iat=NOW + 301)
    post("alg_none_is_refused", text, bearer=part({"alg": "none"}) + "." + token(body).split(".")[1] + ".")
    post("hs512_is_refused_though_rightly_signed", text, header={"alg": "HS512"}, hashed=hashlib.sha512)
    post("an_algorithm_that_lies_is_refused", text, header={"alg": "HS512"})
    post("a_critical_extension_is_refused", text, header={"alg": "HS256", "crit": ["exp"]})
    post("a_changed_byte_of_the_claims_is_refused", text, bearer=token(body)[:60] + ("A" if token(body)[60] != "A" else "B") + token(body)[61:])
    post("a_prefix_of_the_signature_is_refused", text, bearer=token(body)[:-1])
    post("no_token_is_refused", text, bearer="")
    post("a_token_of_two_parts_is_refused", text, bearer="a.b")
    post("an_sms", message(channel="sms", text="hello", sms={"num_messages": "2"}))
    post("a_stop", message(channel="sms", text="stop"))
    for kind in ("image", "video", "audio", "file"):
        post(f"media_{kind}", message(kind, **{kind: {"url": f"https://api.vonage.example/{kind}", "name": f"a.{kind}", "caption": "look"}}))
    post("a_sticker", message("sticker", sticker={"url": "https://api.vonage.example/s.webp"}))
    post("a_location", message("location", location={"lat": 40.34772, "long": -74.18847, "name": "Vonage", "address": "23 Main St"}))
    post("contacts", message("contact", contact={"contacts": [{"name": {"formatted_name": "Bob"}, "phones": [{"phone": "+1 555"}]}]}))
    post("a_vcard", message("vcard", channel="mms", vcard={"url": "https://api.vonage.example/c.vcf"}))
    post("a_list_reply", message("reply", reply={"id": "row1", "title": "9am", "description": "Select 9am"}, context={"message_uuid": "m0", "message_from": "447700900222"}))
    post("a_button", message("button", button={"payload": "yes-1", "text": "Yes"}))
    post("a_reaction", message("reaction", reaction={"action": "react", "emoji": "👍"}, context={"message_uuid": "m0"}))
    post("an_order", message("order", order={"catalog_id": "c", "product_items": []}))
    post("a_facebook_user_has_an_id_and_no_number", message(channel="messenger", text="hi", **{"from": "10209111111111111"}))
    post("the_older_form_of_a_party", message(text="hi", **{"from": {"type": "whatsapp", "number": "447700900111"}}))
    post("what_vonage_adds_one_day_is_unsupported", message("hologram"))
    status = {"message_uuid": "m1", "to": "447700900111", "from": "447700900222", "timestamp": "2025-10-09T08:53:21Z", "channel": "sms"}
    for word in ("submitted", "delivered", "read", "typing"):
        post(f"a_status_{word}", {**status, "status": word})
    post("a_receipt_of_our_reply", {**status, "status": "delivered", "client_ref": "r0-7-0"})
    post("a_status_rejected", {**status, "status": "rejected", "error": {"type": "https://developer.vonage.com/api-errors/messages#1320", "title": "1320", "detail": "no"}})
    post("no_id_is_told", {name: value for name, value in text.items() if name != "message_uuid"})
    post("a_picture_without_an_address_is_told", message("image", image={}))
    post("a_body_that_is_no_json", "text=hi")
