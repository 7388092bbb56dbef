import base64
import copy
import hashlib
import hmac
import json

from record import write

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
    post_whatsapp("a_receipt_of_our_reply", meta_json(webhook({"statuses": [status("delivered", biz_opaque_callback_data="r0-7-0")]})))
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
