#!/usr/bin/env python3
"""Writes the requests under fixtures/ (`<case>.in.json`) and the seeds of the fuzz targets.

Each request is signed here, by code that shares nothing with the connectors. The outcomes (`<case>.out.json`) are written by
`./test --update-golden`. A new channel needs no code: write its two files by hand, or add a case here.
"""
import base64
import copy
import hashlib
import hmac
import json
import pathlib
import urllib.parse

HERE = pathlib.Path(__file__).parent
FIXTURES = HERE / "fixtures"
CORPUS = HERE.parent / "fuzz" / "connectors" / "corpus"
NOW = 1760000000


def write(kind, case, secrets, request, seed=True):
    folder = FIXTURES / kind
    folder.mkdir(parents=True, exist_ok=True)
    record = {"secrets": secrets, "now": NOW, "request": request}
    (folder / f"{case}.in.json").write_text(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
    if not seed:
        return
    body = request.get("body", "").encode() or base64.b64decode(request.get("body_base64", ""))
    headers = {name.lower(): value for name, value in request["headers"].items()}
    first_line = f"{request['method']} {request['query']} {headers.get('content-type', '')}\n".encode()
    (CORPUS / kind).mkdir(parents=True, exist_ok=True)
    (CORPUS / kind / case).write_bytes(first_line + body)


# --- WhatsApp ---------------------------------------------------------------------------------------------------------

APP_SECRET = "app-secret-1"
WHATSAPP = {"app_secret": APP_SECRET, "verify_token": "meatyhamhock"}
META = {"display_phone_number": "16505553333", "phone_number_id": "27681414235104944"}
KERRY = {"profile": {"name": "Kerry Fisher"}, "wa_id": "16315551234"}


def meta_json(value):
    """JSON as Meta writes it: ASCII with lower-case escapes, and `/` escaped."""
    return json.dumps(value, separators=(",", ":")).replace("/", "\\/")


def meta_signature(secret, body):
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def post_whatsapp(case, body, secrets=WHATSAPP, signature=None, signed_with=APP_SECRET, header="X-Hub-Signature-256", plain=True):
    raw = body if isinstance(body, bytes) else body.encode()
    headers = {"Content-Type": "application/json", header: signature or meta_signature(signed_with, raw)}
    if signature == "":
        del headers[header]
    request = {"method": "POST", "path": "/hooks/demo/whatsapp", "query": "", "headers": headers}
    if plain and not isinstance(body, bytes):
        request["body"] = body
    else:
        request["body_base64"] = base64.b64encode(raw).decode()
    write("whatsapp", case, secrets, request)


def webhook(*values, field="messages"):
    changes = [{"value": {"messaging_product": "whatsapp", "metadata": META, **value}, "field": field} for value in values]
    return {"object": "whatsapp_business_account", "entry": [{"id": "8856996819413533", "changes": changes}]}


def message(content_type, content, number=1, **more):
    return {"from": "16315551234", "id": f"wamid.HBgLMTYzMTU1NTEyMzQVAgASGBQz{number:04d}", "timestamp": "1603059201",
            "type": content_type, content_type: content, **more}


def one(content_type, content, **more):
    return meta_json(webhook({"contacts": [KERRY], "messages": [message(content_type, content, **more)]}))


def status(word, **more):
    return {"id": "wamid.HBgLMTYzMTU1NTEyMzQVAgARGBI0001", "status": word, "timestamp": "1603059203",
            "recipient_id": "16315551234", **more}


def handshake(case, query):
    write("whatsapp", case, WHATSAPP, {"method": "GET", "path": "/hooks/demo/whatsapp", "query": query, "headers": {}}, seed=False)


def whatsapp():
    hello = one("text", {"body": "Hello, is the 50/50 offer still on?"})
    post_whatsapp("a_text", hello)
    post_whatsapp("a_text_with_escapes_as_meta_signs_them", one("text", {"body": "äöå 你好 👍🏽 a/b \"quoted\"\nnew line"}))
    post_whatsapp("older_texts_escape_more", one("text", {"body": "a@b 100% <i>"}).replace("@", "\\u0040").replace("%", "\\u0025").replace("<", "\\u003C"))
    post_whatsapp("the_documented_vector_is_authentic_but_no_whatsapp", '{"object":"page","entry":[{"text":"\\u00e4\\u00f6\\u00e5 \\/"}]}',
                  signature="sha256=32be8f449f9f58452c983899b33cdb9c4a9cc75209fa7507b5f37021f8c2072d")
    post_whatsapp("a_changed_byte_is_refused", hello.replace("50/50", "50/51").replace("50\\/50", "50\\/51"), signature=meta_signature(APP_SECRET, hello.encode()))
    post_whatsapp("re_encoded_json_is_refused", json.dumps(json.loads(hello)), signature=meta_signature(APP_SECRET, hello.encode()))
    post_whatsapp("a_prefix_of_the_right_digest_is_refused", hello, signature=meta_signature(APP_SECRET, hello.encode())[:-1])
    post_whatsapp("a_longer_digest_is_refused", hello, signature=meta_signature(APP_SECRET, hello.encode()) + "0")
    post_whatsapp("an_upper_case_digest_is_refused", hello, signature=meta_signature(APP_SECRET, hello.encode()).upper().replace("SHA", "sha"))
    post_whatsapp("no_signature_is_refused", hello, signature="")
    post_whatsapp("the_old_sha1_header_alone_is_refused", hello, header="X-Hub-Signature",
                  signature="sha1=" + hmac.new(APP_SECRET.encode(), hello.encode(), hashlib.sha1).hexdigest())
    post_whatsapp("an_empty_secret_fits_nothing", hello, secrets={"app_secret": ""}, signed_with="")
    post_whatsapp("another_secret_is_refused", hello, signed_with="app-secret-2")
    post_whatsapp("the_second_live_secret_is_accepted", hello, secrets={**WHATSAPP, "app_secret": ["app-secret-2", APP_SECRET]})
    post_whatsapp("header_names_have_no_case", hello, header="x-hub-signature-256")
    write("whatsapp", "a_repeated_signature_header_is_refused", WHATSAPP,
          {"method": "POST", "path": "/hooks/demo/whatsapp", "query": "", "body": hello,
           "headers": {"X-Hub-Signature-256": [meta_signature(APP_SECRET, hello.encode())] * 2}}, seed=False)
    write("whatsapp", "a_method_that_meta_never_uses", WHATSAPP,
          {"method": "PUT", "path": "/hooks/demo/whatsapp", "query": "", "body": hello, "headers": {}}, seed=False)

    handshake("the_handshake_returns_the_challenge", "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=meatyhamhock")
    handshake("the_challenge_is_returned_exactly", "hub.mode=subscribe&hub.challenge=a%2Bb%20c%3C%26&hub.verify_token=meatyhamhock")
    handshake("a_wrong_verify_token_is_refused", "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=meatyhamhoc")
    handshake("another_mode_is_refused", "hub.mode=unsubscribe&hub.challenge=1158201444&hub.verify_token=meatyhamhock")
    handshake("underscores_are_no_dots", "hub_mode=subscribe&hub_challenge=1158201444&hub_verify_token=meatyhamhock")

    media = {"id": "2754859441498128", "mime_type": "image/jpeg", "sha256": "RkvbAxkpGzbXXmkGWRCUGqgYdvvy5LQ5p4hMLGVk7tM="}
    post_whatsapp("an_image_with_caption", one("image", {**media, "caption": "This is a caption"}))
    post_whatsapp("a_voice_message", one("audio", {**media, "mime_type": "audio/ogg; codecs=opus", "voice": True}))
    post_whatsapp("a_video", one("video", {**media, "mime_type": "video/mp4"}))
    post_whatsapp("a_document_with_filename", one("document", {**media, "mime_type": "application/pdf", "filename": "Rechnung Nr. 7.pdf", "caption": "please check"}))
    post_whatsapp("a_sticker", one("sticker", {**media, "mime_type": "image/webp", "animated": False}))
    post_whatsapp("a_location", one("location", {"latitude": 38.9806263, "longitude": -77.0365, "name": "Main Street Cafe", "address": "1 Main St", "url": "https://cafe.example"}))
    post_whatsapp("a_location_without_a_name", one("location", {"latitude": -33, "longitude": 151.2}))
    post_whatsapp("two_shared_contacts", one("contacts", [
        {"name": {"formatted_name": "Ada Lovelace", "first_name": "Ada"}, "phones": [{"phone": "+44 20 7946 0958", "wa_id": "442079460958", "type": "WORK"}]},
        {"name": {"formatted_name": "Kurt Gödel"}}]))
    post_whatsapp("a_reply_button", one("interactive", {"type": "button_reply", "button_reply": {"id": "unique-button-identifier-here", "title": "Yes please"}}))
    post_whatsapp("a_list_choice", one("interactive", {"type": "list_reply", "list_reply": {"id": "row-2", "title": "Refund", "description": "Money back"}}))
    post_whatsapp("a_form", one("interactive", {"type": "nfm_reply", "nfm_reply": {"name": "flow", "body": "Sent", "response_json": "{\"flow_token\": \"t\", \"day\": \"2026-01-05\"}"}}))
    post_whatsapp("an_unknown_interactive_type", one("interactive", {"type": "call_permission_reply", "call_permission_reply": {"response": "accept"}}))
    post_whatsapp("a_template_button", one("button", {"payload": "No-Button-Payload", "text": "No"}, context={"from": "16505553333", "id": "wamid.OUR1"}))
    post_whatsapp("a_reply_quotes", one("text", {"body": "this one"}, context={"from": "16505553333", "id": "wamid.OUR1"}))
    post_whatsapp("an_ad_click", one("text", {"body": "I saw your ad"}, referral={"source_type": "ad", "source_id": "1", "headline": "Sale"}))
    post_whatsapp("a_reaction", one("reaction", {"message_id": "wamid.OUR1", "emoji": "😀"}))
    post_whatsapp("a_removed_reaction", one("reaction", {"message_id": "wamid.OUR1"}))
    post_whatsapp("an_edit", one("edit", {"original_message_id": "wamid.OLD", "message": {"type": "text", "text": {"body": "the new text"}}}))
    post_whatsapp("an_edited_caption", one("edit", {"original_message_id": "wamid.OLD", "message": {"type": "image", "image": {**media, "caption": "new caption"}}}))
    post_whatsapp("an_edit_inside_an_edit_is_undecodable", one("edit", {"original_message_id": "wamid.OLD", "message": {"type": "edit", "edit": {}}}))
    post_whatsapp("a_deletion", one("revoke", {"original_message_id": "wamid.OLD"}))
    post_whatsapp("an_order", one("order", {"catalog_id": "194836987003835", "text": "two of these", "product_items": [{"product_retailer_id": "di9ozbzfi4", "quantity": "2", "item_price": "30", "currency": "USD"}]}))
    post_whatsapp("an_unsupported_message", meta_json(webhook({"contacts": [KERRY], "messages": [
        {"from": "16315551234", "id": "wamid.U", "timestamp": "1603059201", "type": "unsupported", "errors": [{"code": 131051, "title": "Message type unknown"}]}]})))
    post_whatsapp("an_unknown_type_is_shown_as_unsupported", one("hologram", {"depth": 3}))
    system = {"from": "16315551234", "id": "wamid.S", "timestamp": "1603059201", "type": "system"}
    post_whatsapp("a_changed_number", meta_json(webhook({"messages": [{**system, "system": {
        "body": "Kerry changed from 16315551234 to 16315550000", "wa_id": "16315550000", "type": "user_changed_number"}}]})))
    post_whatsapp("a_changed_user_id", meta_json(webhook({"messages": [{**system, "system": {
        "body": "new id", "user_id": "US.13491208655302741919", "type": "user_changed_user_id"}}]})))

    for word in ("sent", "delivered", "read", "played"):
        post_whatsapp(f"a_status_{word}", meta_json(webhook({"statuses": [status(word)]})))
    post_whatsapp("a_status_failed", meta_json(webhook({"statuses": [status("failed", errors=[{"code": 131047, "title": "Re-engagement message"}])]})))
    post_whatsapp("an_unknown_status_is_undecodable", meta_json(webhook({"statuses": [status("teleported"), status("read")]})))
    echo = {"from": "16505553333", "to": "16315551234", "id": "wamid.E", "timestamp": "1603059201"}
    post_whatsapp("an_echo_of_the_business_app", meta_json(webhook({"message_echoes": [{**echo, "type": "text", "text": {"body": "We are open"}}]}, field="smb_message_echoes")))
    post_whatsapp("our_own_edit_and_deletion", meta_json(webhook({"message_echoes": [
        {**echo, "id": "wamid.E2", "type": "edit", "edit": {"original_message_id": "wamid.E", "message": {"type": "text", "text": {"body": "We are closed"}}}},
        {**echo, "id": "wamid.E3", "type": "revoke", "revoke": {"original_message_id": "wamid.E"}}]}, field="smb_message_echoes")))

    hidden = {"profile": {"name": "Pat", "username": "pat.j"}, "user_id": "US.13491208655302741918"}
    text = {"id": "wamid.B", "timestamp": "1603059201", "type": "text", "text": {"body": "hi"}}
    post_whatsapp("a_user_who_hides_the_number", meta_json(webhook({"contacts": [hidden], "messages": [{**text, "from_user_id": "US.13491208655302741918"}]})))
    post_whatsapp("a_hidden_number_known_by_the_contact_alone", meta_json(webhook({"contacts": [hidden], "messages": [text]})))
    post_whatsapp("number_and_user_id_are_linked", meta_json(webhook({"contacts": [{**KERRY, "user_id": "US.77"}], "messages": [{**text, "from": "16315551234"}]})))
    post_whatsapp("nobody_wrote_it", meta_json(webhook({"messages": [text]})))
    post_whatsapp("a_message_in_a_group", meta_json(webhook({"contacts": [KERRY], "messages": [{**text, "from": "16315551234", "group_id": "Y2FwaV9ncm91cDo"}]})))
    post_whatsapp("each_author_gets_his_own_name", meta_json(webhook({"contacts": [KERRY, {"profile": {"name": "Bo"}, "wa_id": "4915112345678"}],
                  "messages": [{**text, "from": "4915112345678"}, {**text, "id": "wamid.C", "from": "16315551234"}]})))
    post_whatsapp("a_status_of_a_hidden_number", meta_json(webhook({"statuses": [{"id": "wamid.X", "status": "read", "timestamp": "1603059203", "recipient_user_id": "US.77"}]})))

    batch = webhook({"contacts": [KERRY], "messages": [message("text", {"body": "one"}, 1), message("hologram", {}, 2), message("text", {"body": 3}, 3), message("text", {"body": "four"}, 4)]},
                    {"statuses": [status("delivered")]})
    batch["entry"].append(copy.deepcopy(webhook({"contacts": [KERRY], "messages": [message("text", {"body": "five"}, 5)]})["entry"][0]))
    batch["entry"].append({"id": "1", "changes": [{"field": "account_update", "value": {"event": "VERIFIED_ACCOUNT"}}]})
    batch["entry"].append({"id": "2", "changes": "none"})
    post_whatsapp("a_batch_loses_only_its_bad_message", meta_json(batch))
    post_whatsapp("another_numbers_messages_are_undecodable", meta_json(webhook({"contacts": [KERRY], "messages": [message("text", {"body": "for another number"})]},
                  {"metadata": {"display_phone_number": "1 650-555-4444", "phone_number_id": "99"}, "contacts": [KERRY], "messages": [message("text", {"body": "for us"}, 2)]})),
                  secrets={**WHATSAPP, "phone_number_id": "99"})
    post_whatsapp("a_formatted_number_is_made_plain", meta_json(webhook({"metadata": {"display_phone_number": "+1 (650) 555-4444", "phone_number_id": "99"}, "contacts": [KERRY], "messages": [message("text", {"body": "hi"})]})))
    post_whatsapp("a_missing_number_id_is_told_with_its_path", meta_json({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "messages", "value": {"metadata": {}, "messages": [message("text", {"body": "hi"})]}}]}]}))
    post_whatsapp("a_missing_id_is_told_with_its_path", meta_json(webhook({"statuses": []}, {"messages": [{"from": "16315551234", "timestamp": "1", "type": "text", "text": {"body": "x"}}]})))
    post_whatsapp("a_repeated_key_is_told_with_its_path", hello.replace('"type":"text"', '"type":"text","type":"image"'))
    post_whatsapp("a_repeated_outermost_key_spoils_the_whole", hello[:-1] + ',"object":"page"}')
    post_whatsapp("a_time_that_is_none", hello.replace("1603059201", "16030592010000000000"))
    post_whatsapp("a_sender_that_is_no_number", hello.replace('"from":"16315551234"', '"from":"1631555x234"'))
    post_whatsapp("a_form_body_is_no_json", "hello=1")
    post_whatsapp("a_broken_tail", hello[:-2])
    post_whatsapp("an_empty_body", "")
    post_whatsapp("json_nested_too_deep", '{"object":' + "[" * 100 + "]" * 100 + "}")
    post_whatsapp("a_list_is_no_webhook", "[]")
    post_whatsapp("invalid_utf8_is_no_json", hello.encode().replace(b"Hello", b"H\xc3llo"))
    post_whatsapp("a_byte_order_mark_is_no_json", b"\xef\xbb\xbf" + hello.encode())


# --- Twilio -----------------------------------------------------------------------------------------------------------

BASE = "https://sw.example.org"
TWILIO = {"auth_tokens": "tok", "public_base_url": BASE}
FORM = "application/x-www-form-urlencoded"
SMS = {"ToCountry": "US", "ToState": "", "SmsMessageSid": "SM00000000000000000000000000000001", "NumMedia": "0", "ToCity": "",
       "FromZip": "20001", "SmsSid": "SM00000000000000000000000000000001", "FromState": "DC", "SmsStatus": "received",
       "FromCity": "WASHINGTON", "Body": "Hi & 你好", "FromCountry": "US", "To": "+12025550122", "ToZip": "", "NumSegments": "1",
       "MessageSid": "SM00000000000000000000000000000001", "AccountSid": "AC00000000000000000000000000000001",
       "From": "+12025550111", "ApiVersion": "2010-04-01"}


def twilio_signature(token, url, pairs=(), algorithm=hashlib.sha1):
    text = url + "".join(name + value for name, value in sorted(set(pairs)))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), algorithm).digest()).decode()


def post_twilio(case, fields, path="/hooks/demo/twilio", query="", secrets=TWILIO, signature=None, url=None, body=None, token="tok", algorithm=hashlib.sha1, headers=None):
    pairs = list(fields.items()) if isinstance(fields, dict) else fields
    url = url or BASE + path + (f"?{query}" if query else "")
    all_headers = {"Content-Type": FORM + "; charset=UTF-8", "X-Twilio-Signature": signature or twilio_signature(token, url, pairs, algorithm), **(headers or {})}
    write("twilio", case, secrets, {"method": "POST", "path": path, "query": query, "headers": all_headers,
                                    "body": urllib.parse.urlencode(pairs) if body is None else body})


def json_twilio(case, body, hashed=None, signature=None):
    digest = hashlib.sha256((body if hashed is None else hashed).encode()).hexdigest()
    query = f"bodySHA256={digest}"
    url = f"{BASE}/hooks/demo/twilio?{query}"
    write("twilio", case, TWILIO, {"method": "POST", "path": "/hooks/demo/twilio", "query": query, "body": body,
                                   "headers": {"Content-Type": "application/json", "X-Twilio-Signature": signature or twilio_signature("tok", url)}})


def twilio():
    post_twilio("an_sms", SMS)
    vector = {"Body": "Hi & 你好", "From": "+12025550111", "FromCity": "", "MessageSid": "SM00000000000000000000000000000009", "To": "+12025550122"}
    post_twilio("the_documented_sha1_vector", vector, path="/hooks/tw", query="ch=7&z=a%20b", signature="Sq6W7Sw7mLRsqh1HjwDfIJcus3c=")
    keys = {**TWILIO, "shared_keys": ["other=x", "mine=tok"]}
    settings = "X-Twilio-Webhooks-Signature-Settings"
    post_twilio("the_documented_sha256_vector", vector, path="/hooks/tw", query="ch=7&z=a%20b", secrets=keys, signature="9pa2U8blRlrTBCWde5Tc3hrLIgw0j02Dih6QyDfrCjM=",
                headers={settings: "key=mine,algorithm=HMAC_SHA256"})
    post_twilio("an_unknown_shared_key_is_refused", SMS, secrets=keys, algorithm=hashlib.sha256, headers={settings: "key=unknown,algorithm=HMAC_SHA256"})
    post_twilio("an_unknown_algorithm_is_refused", SMS, secrets=keys, algorithm=hashlib.sha512, headers={settings: "key=mine,algorithm=HMAC_SHA512"})
    post_twilio("the_auth_token_does_not_replace_a_shared_key", SMS, secrets={**TWILIO, "shared_keys": "mine=other"}, headers={settings: "key=mine,algorithm=HMAC_SHA256"})
    write("twilio", "the_documented_json_vector_is_authentic_but_no_event", TWILIO, {
        "method": "POST", "path": "/hooks/tw", "query": "bodySHA256=015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862", "body": '{"a":1}',
        "headers": {"Content-Type": "application/json", "X-Twilio-Signature": "7la5dnRKMS7K6Zug7C3z2Zycl/4="}})
    signature = twilio_signature("tok", BASE + "/hooks/demo/twilio", list(SMS.items()))
    post_twilio("a_changed_byte_is_refused", {**SMS, "Body": "Hi & 你妤"}, signature=signature)
    post_twilio("an_added_parameter_is_refused", {**SMS, "Extra": ""}, signature=signature)
    post_twilio("a_prefix_of_the_right_digest_is_refused", SMS, signature=signature[:-1])
    post_twilio("a_longer_digest_is_refused", SMS, signature=signature + "=")
    post_twilio("another_path_is_refused", SMS, path="/hooks/other/twilio", signature=signature)
    post_twilio("another_token_is_refused", SMS, token="to")
    post_twilio("the_second_live_token_is_accepted", SMS, secrets={**TWILIO, "auth_tokens": ["new", "tok"]})
    write("twilio", "no_signature_is_refused", TWILIO, {"method": "POST", "path": "/hooks/demo/twilio", "query": "", "headers": {"Content-Type": FORM}, "body": urllib.parse.urlencode(SMS)})
    post_twilio("the_host_header_decides_nothing", SMS, url="https://evil.example/hooks/demo/twilio", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    post_twilio("signed_with_the_port_though_typed_in_without", SMS, url=BASE + ":443/hooks/demo/twilio")
    post_twilio("signed_without_the_port_though_typed_in_with", SMS, secrets={**TWILIO, "public_base_url": BASE + ":443"})
    post_twilio("a_custom_port", SMS, secrets={**TWILIO, "public_base_url": "http://sw.example.org:8080"}, url="http://sw.example.org:8080/hooks/demo/twilio")
    post_twilio("plain_http_has_port_80", SMS, secrets={**TWILIO, "public_base_url": "http://sw.example.org"}, url="http://sw.example.org:80/hooks/demo/twilio")
    post_twilio("user_info_stays_in_the_signed_url", SMS, secrets={**TWILIO, "public_base_url": "https://u:p@sw.example.org/"}, url="https://u:p@sw.example.org/hooks/demo/twilio")
    repeated = list(SMS.items()) + [("Tag", "b"), ("Tag", "a"), ("Tag", "b")]
    post_twilio("a_repeated_parameter_counts_once_a_value", repeated)
    url = BASE + "/hooks/demo/twilio?" + urllib.parse.urlencode(SMS)
    write("twilio", "an_sms_by_get", TWILIO, {"method": "GET", "path": "/hooks/demo/twilio", "query": urllib.parse.urlencode(SMS), "headers": {"X-Twilio-Signature": twilio_signature("tok", url)}})
    write("twilio", "a_changed_query_is_refused", TWILIO, {"method": "GET", "path": "/hooks/demo/twilio", "query": urllib.parse.urlencode({**SMS, "Body": "x"}), "headers": {"X-Twilio-Signature": twilio_signature("tok", url)}})
    write("twilio", "json_without_its_hash_is_refused", TWILIO, {"method": "POST", "path": "/hooks/demo/twilio", "query": "", "body": "[]", "headers": {
        "Content-Type": "application/json", "X-Twilio-Signature": twilio_signature("tok", BASE + "/hooks/demo/twilio")}})

    post_twilio("an_mms_with_two_pictures", {**SMS, "Body": "look", "NumMedia": "2", "MediaContentType0": "image/jpeg", "MediaUrl0": "https://api.twilio.example/ME1",
                                             "MediaContentType1": "application/pdf", "MediaUrl1": "https://api.twilio.example/ME2"})
    post_twilio("a_contact_card", {**SMS, "Body": "", "NumMedia": "1", "MediaContentType0": "text/x-vcard", "MediaUrl0": "https://api.twilio.example/ME3"})
    chat = {"MessageSid": "SM00000000000000000000000000000002", "AccountSid": "AC1", "From": "whatsapp:+12025550111", "To": "whatsapp:+12025550122", "ProfileName": "Ann", "WaId": "12025550111", "NumMedia": "0", "SmsStatus": "received"}
    post_twilio("a_whatsapp_message", {**chat, "Body": "hola", "MessageType": "text"})
    post_twilio("a_whatsapp_button", {**chat, "Body": "Yes", "ButtonText": "Yes", "ButtonPayload": "yes-1", "MessageType": "button"})
    post_twilio("a_whatsapp_location", {**chat, "Body": "", "Latitude": "37.787890", "Longitude": "-122.391664", "Address": "375 Beale St", "Label": "Twilio", "MessageType": "location"})
    post_twilio("a_location_that_is_none", {**chat, "Body": "", "Latitude": "nan", "Longitude": "-122.391664"})
    post_twilio("a_whatsapp_sticker", {**chat, "Body": "", "NumMedia": "1", "MediaContentType0": "image/webp", "MediaUrl0": "https://api.twilio.example/ME4", "MessageType": "sticker"})
    post_twilio("a_whatsapp_reply_quotes", {**chat, "Body": "that one", "OriginalRepliedMessageSid": "SM00000000000000000000000000000003", "OriginalRepliedMessageSender": "whatsapp:+12025550122", "MessageType": "text"})
    for word in ("STOP", " Unsubscribe\r\n", "optout"):
        post_twilio(f"opt_out_by_the_word_{word.strip().lower()}", {**SMS, "Body": word})
    post_twilio("opt_in_by_the_word_start", {**SMS, "Body": "start"})
    post_twilio("please_stop_calling_is_an_ordinary_message", {**SMS, "Body": "please stop calling"})
    post_twilio("help_is_a_question", {**SMS, "Body": "HELP", "OptOutType": "HELP"})
    post_twilio("advanced_opt_out_in_any_language", {**SMS, "Body": "ARRÊT", "OptOutType": "STOP"})
    post_twilio("advanced_opt_in", {**SMS, "Body": "OUI", "OptOutType": "START"})
    receipt = {"SmsSid": "SM9", "SmsStatus": "delivered", "MessageStatus": "delivered", "To": "+12025550111", "MessageSid": "SM9", "AccountSid": "AC1", "From": "+12025550122", "ApiVersion": "2010-04-01"}
    for word in ("sent", "delivered", "read"):
        post_twilio(f"a_status_{word}", {**receipt, "MessageStatus": word, "SmsStatus": word})
    post_twilio("a_status_undelivered", {**receipt, "MessageStatus": "undelivered", "SmsStatus": "undelivered", "ErrorCode": "30003"})
    post_twilio("a_status_queued_tells_nothing", {**receipt, "MessageStatus": "queued", "SmsStatus": "queued"})
    post_twilio("an_unknown_status_is_undecodable", {**receipt, "MessageStatus": "teleported"})
    post_twilio("no_message_id_is_told", {name: value for name, value in SMS.items() if not name.endswith("Sid")})
    post_twilio("no_sender_is_told", {**SMS, "From": ""})
    post_twilio("a_media_count_that_is_none", {**SMS, "NumMedia": "many"})
    post_twilio("a_broken_escape_is_refused", SMS, body="Body=%E4%BD%A")
    post_twilio("more_fields_than_anyone_sends_are_refused", [(f"F{i}", "") for i in range(1001)])
    write("twilio", "invalid_utf8_is_replaced", TWILIO, {"method": "POST", "path": "/hooks/demo/twilio", "query": "",
          "headers": {"Content-Type": FORM, "X-Twilio-Signature": base64.b64encode(hmac.new(b"tok", (BASE + "/hooks/demo/twilio").encode() + b"Bodya\xc3(From+12025550111MessageSidSM1To+12025550122", hashlib.sha1).digest()).decode()},
          "body": "MessageSid=SM1&From=%2B12025550111&To=%2B12025550122&Body=a%C3%28"})

    event = {"specversion": "1.0", "type": "com.twilio.messaging.inbound-message.received", "source": "/2010-04-01/Accounts/AC1/Messages/SM5.json", "id": "EZ1", "datacontenttype": "application/json",
             "time": "2026-03-01T12:30:05.250Z", "data": {"numMedia": 0, "timestamp": "2026-03-01T12:30:05.250Z", "accountSid": "AC1", "to": "+12025550122", "numSegments": 1, "messageSid": "SM5", "eventName": "com.twilio.messaging.inbound-message.received", "body": "by stream", "from": "+12025550111"}}
    told = {**event, "type": "com.twilio.messaging.message.undelivered", "data": {"messageSid": "SM6", "to": "+12025550111", "from": "+12025550122", "errorCode": 30003}}
    queued = {**event, "type": "com.twilio.messaging.message.queued", "data": {}}
    voice = {**event, "type": "com.twilio.voice.insights.call-event.gateway", "data": {}}
    no_id = {**event, "data": {"from": "+12025550111", "to": "+12025550122"}}
    json_twilio("an_event_stream_loses_only_its_bad_event", json.dumps([event, told, queued, voice, no_id, {**event, "time": "yesterday"}]))
    json_twilio("an_event_stream_with_another_hash_is_refused", json.dumps([event]), hashed="[]")
    json_twilio("json_that_is_none", "[")


# --- Telegram ---------------------------------------------------------------------------------------------------------

TELEGRAM = {"secret_token": "S3cret_token-1", "bot_token": "4839574812:AAFD39kkdpWt3ywyRZergyOLMaJhac60qcK"}
ALICE = {"id": 5432109876, "is_bot": False, "first_name": "Alice", "last_name": "Liddell", "username": "alice", "language_code": "en-GB"}
CHAT = {"id": 5432109876, "first_name": "Alice", "last_name": "Liddell", "username": "alice", "type": "private"}
GROUP = {"id": -1001234567890, "title": "Support", "type": "supergroup"}


def post_telegram(case, update, secrets=TELEGRAM, secret="S3cret_token-1", header="X-Telegram-Bot-Api-Secret-Token"):
    headers = {"Content-Type": "application/json"}
    if secret is not None:
        headers[header] = secret
    body = update if isinstance(update, str) else json.dumps({"update_id": 900000001, **update}, ensure_ascii=False)
    write("telegram", case, secrets, {"method": "POST", "path": "/hooks/demo/telegram", "query": "", "headers": headers, "body": body})


def telegram_message(**content):
    return {"message_id": 42, "from": ALICE, "chat": CHAT, "date": 1760000001, **content}


def telegram():
    text = {"message": telegram_message(text="Hello ✓ 你好")}
    post_telegram("a_text", text)
    post_telegram("the_second_live_secret_is_accepted", text, secrets={**TELEGRAM, "secret_token": ["next", "S3cret_token-1"]})
    post_telegram("another_secret_is_refused", text, secret="S3cret_token-2")
    post_telegram("a_prefix_of_the_secret_is_refused", text, secret="S3cret_token-")
    post_telegram("a_longer_secret_is_refused", text, secret="S3cret_token-11")
    post_telegram("no_secret_is_refused", text, secret=None)
    post_telegram("an_empty_secret_fits_nothing", text, secrets={"secret_token": ""}, secret="")
    post_telegram("header_names_have_no_case", text, header="x-telegram-bot-api-secret-token")
    write("telegram", "get_is_not_allowed", TELEGRAM, {"method": "GET", "path": "/hooks/demo/telegram", "query": "", "headers": {}}, seed=False)
    post_telegram("the_bot_id_may_be_set", text, secrets={"secret_token": "S3cret_token-1", "bot_id": "77"})

    file = {"file_id": "AgACAgIAAxkBAAM", "file_unique_id": "AQADr", "file_size": 1000}
    post_telegram("the_largest_size_of_a_photo", {"message": telegram_message(caption="my screen", photo=[
        {**file, "file_id": "small", "width": 90, "height": 67}, {**file, "file_id": "large", "width": 1280, "height": 960}, {**file, "file_id": "middle", "width": 320, "height": 240}], media_group_id="13")})
    post_telegram("a_document", {"message": telegram_message(document={**file, "file_name": "bill.pdf", "mime_type": "application/pdf"})})
    post_telegram("an_animation_also_fills_document", {"message": telegram_message(document={**file, "mime_type": "video/mp4"}, animation={**file, "mime_type": "video/mp4", "width": 1, "height": 1, "duration": 1})})
    post_telegram("a_voice_message", {"message": telegram_message(voice={**file, "mime_type": "audio/ogg", "duration": 3})})
    post_telegram("a_video", {"message": telegram_message(video={**file, "mime_type": "video/mp4", "width": 1, "height": 1, "duration": 1})})
    post_telegram("a_video_note", {"message": telegram_message(video_note={**file, "length": 240, "duration": 1})})
    post_telegram("a_song", {"message": telegram_message(audio={**file, "mime_type": "audio/mpeg", "duration": 1})})
    post_telegram("a_sticker", {"message": telegram_message(sticker={**file, "emoji": "😀", "width": 512, "height": 512, "type": "regular", "is_animated": False, "is_video": False})})
    post_telegram("a_location", {"message": telegram_message(location={"latitude": 51.5, "longitude": -0.125})})
    post_telegram("a_venue_has_a_location_too", {"message": telegram_message(location={"latitude": 51.5, "longitude": -0.125}, venue={"location": {"latitude": 51.5, "longitude": -0.125}, "title": "Museum", "address": "1 Great St"})})
    post_telegram("a_contact", {"message": telegram_message(contact={"phone_number": "442079460958", "first_name": "Ada", "last_name": "Lovelace"})})
    post_telegram("a_poll_is_unsupported", {"message": telegram_message(poll={"id": "1", "question": "Tea?", "options": [], "total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": False, "members_only": False})})
    post_telegram("a_dice", {"message": telegram_message(dice={"emoji": "🎲", "value": 6})})
    post_telegram("a_forwarded_story", {"message": telegram_message(story={"chat": GROUP, "id": 7})})
    post_telegram("a_command", {"message": telegram_message(text="/start order-7", entities=[{"type": "bot_command", "offset": 0, "length": 6}])})
    post_telegram("a_command_later_in_the_text_is_text", {"message": telegram_message(text="try /start", entities=[{"type": "bot_command", "offset": 4, "length": 6}])})
    post_telegram("web_app_data", {"message": telegram_message(web_app_data={"data": "{\"size\":3}", "button_text": "Order"})})
    post_telegram("something_new_is_unsupported", {"message": telegram_message(hologram={"depth": 3})})
    post_telegram("a_reply_quotes", {"message": telegram_message(text="this one", reply_to_message={"message_id": 40, "chat": CHAT, "date": 1760000000, "text": "?"})})
    post_telegram("a_reply_to_another_chat", {"message": telegram_message(text="this one", external_reply={"origin": {"type": "channel", "chat": GROUP, "date": 1, "message_id": 5}, "chat": GROUP, "message_id": 5})})
    post_telegram("a_message_in_a_topic_of_a_group", {"message": telegram_message(text="hi all", chat={**GROUP, "is_forum": True}, message_thread_id=7, is_topic_message=True)})
    post_telegram("a_channel_post_has_no_person", {"channel_post": {"message_id": 3, "sender_chat": {"id": -1009, "title": "News", "type": "channel"}, "chat": {"id": -1009, "title": "News", "type": "channel"}, "date": 1760000001, "text": "news"}})
    post_telegram("new_members_are_a_notice", {"message": telegram_message(chat=GROUP, new_chat_members=[ALICE])})
    post_telegram("a_chat_that_migrates_tells_its_new_id", {"message": telegram_message(chat={"id": -44, "title": "Old", "type": "group"}, migrate_to_chat_id=-1001234567890)})
    post_telegram("a_pinned_message_is_a_notice", {"message": telegram_message(chat=GROUP, pinned_message={"message_id": 1, "chat": GROUP, "date": 1, "text": "rules"})})
    post_telegram("an_edit", {"edited_message": telegram_message(text="Hello again", edit_date=1760000099)})
    post_telegram("a_moved_live_location_is_an_edit", {"edited_message": telegram_message(location={"latitude": 1, "longitude": 2, "live_period": 900}, edit_date=1760000099)})
    post_telegram("an_edit_without_its_time", {"edited_message": telegram_message(text="Hello again")})
    post_telegram("a_callback_shows_the_label_of_its_button", {"callback_query": {"id": "4382bfdwdsb323b2d9", "from": ALICE, "chat_instance": "-1", "data": "refund:7", "message": {
        "message_id": 41, "from": {"id": 4839574812, "is_bot": True, "first_name": "Bot"}, "chat": CHAT, "date": 1760000000, "text": "What?", "reply_markup": {"inline_keyboard": [
            [{"text": "Order", "callback_data": "order:7"}], [{"text": "Refund", "callback_data": "refund:7"}]]}}}})
    post_telegram("a_callback_of_an_inaccessible_message", {"callback_query": {"id": "5", "from": ALICE, "chat_instance": "-1", "data": "x", "message": {"chat": CHAT, "message_id": 41, "date": 0}}})
    post_telegram("a_callback_without_message", {"callback_query": {"id": "6", "from": ALICE, "chat_instance": "-1", "inline_message_id": "i", "data": "x"}})
    post_telegram("a_reaction", {"message_reaction": {"chat": GROUP, "message_id": 9, "user": ALICE, "date": 1760000005, "old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "👍"}]}})
    post_telegram("a_removed_reaction", {"message_reaction": {"chat": GROUP, "message_id": 9, "user": ALICE, "date": 1760000005, "old_reaction": [{"type": "emoji", "emoji": "👍"}], "new_reaction": []}})
    post_telegram("a_reaction_of_an_anonymous_group", {"message_reaction": {"chat": GROUP, "message_id": 9, "actor_chat": GROUP, "date": 1760000005, "old_reaction": [], "new_reaction": [{"type": "custom_emoji", "custom_emoji_id": "5312"}]}})
    member = {"user": {"id": 4839574812, "is_bot": True, "first_name": "Bot"}}
    post_telegram("the_bot_was_blocked", {"my_chat_member": {"chat": CHAT, "from": ALICE, "date": 1760000007, "old_chat_member": {**member, "status": "member"}, "new_chat_member": {**member, "status": "kicked", "until_date": 0}}})
    business = telegram_message(text="from my phone", business_connection_id="bc1")
    post_telegram("a_business_message_of_the_customer", {"business_message": business})
    post_telegram("a_business_message_of_the_owner_is_an_echo", {"business_message": {**business, "from": {"id": 111, "is_bot": False, "first_name": "Owner"}}})
    post_telegram("an_edit_of_the_owner_is_an_echo", {"edited_business_message": {**business, "from": {"id": 111, "is_bot": False, "first_name": "Owner"}, "edit_date": 1760000099}})
    post_telegram("deletions_are_told_for_business_chats", {"deleted_business_messages": {"business_connection_id": "bc1", "chat": CHAT, "message_ids": [41, 42]}})
    post_telegram("a_deletion_without_an_id_does_not_lose_the_others", '{"update_id":1,"deleted_business_messages":{"business_connection_id":"bc1","chat":{"id":5,"type":"private"},"message_ids":[41,null,"x",{},43]}}')
    post_telegram("a_poll_state_is_nobodys_message", {"poll": {"id": "1", "question": "Tea?", "options": [], "total_voter_count": 1, "is_closed": False, "is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": False, "members_only": False}})
    post_telegram("an_unknown_kind_of_update", '{"update_id":1,"teleport":{}}')
    post_telegram("a_number_beyond_doubles_stays_exact", {"message": telegram_message(text="big", chat={**CHAT, "id": 9007199254740993})})
    post_telegram("a_fraction_is_no_id", '{"update_id":1,"message":{"message_id":1.5,"date":1,"chat":{"id":5,"type":"private"},"text":"x"}}')
    post_telegram("a_missing_chat_is_told_with_its_path", '{"update_id":1,"message":{"message_id":1,"date":1,"text":"x"}}')
    post_telegram("a_repeated_key_is_told_with_its_path", '{"update_id":1,"message":{"message_id":1,"message_id":2,"date":1,"chat":{"id":5,"type":"private"},"text":"x"}}')
    post_telegram("no_update_id", '{"message":{}}')
    post_telegram("an_empty_body", "")
    post_telegram("a_number_no_machine_can_hold", '{"update_id":1e999999}')
    post_telegram("a_lone_surrogate_is_no_text", '{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":5,"type":"private"},"text":"\\ud800"}}')


def parser_seeds():
    """Inputs of parsers_fuzz.cpp: a letter for the parser, then its text."""
    seeds = {"form": "fBody=Hi+%26+%E4%BD%A0&From=%2B49&a&=", "text": 't"\\/\n \u4f60 \U0001f44d', "json": 'j[{"a":"1"},{"a":1},{"a":null},[[1.5,true]]]',
             "base64": "b/wA=", "phone": "p+1 (650) 555-4444", "time": "i2026-03-01T12:30:05.25+02:30"}
    for kind, case in (("whatsapp", "a_text"), ("twilio", "an_sms"), ("telegram", "a_text")):
        seeds[f"record_{kind}"] = "r" + (FIXTURES / kind / f"{case}.in.json").read_text()
    (CORPUS / "parsers").mkdir(parents=True, exist_ok=True)
    for name, seed in seeds.items():
        (CORPUS / "parsers" / name).write_text(seed)


if __name__ == "__main__":
    whatsapp()
    twilio()
    telegram()
    parser_seeds()
