import base64
import hashlib
import hmac
import json
import urllib.parse

from record import write

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
    post_twilio("a_receipt_of_our_reply", {**receipt, "MessageStatus": "delivered", "SmsStatus": "delivered"}, query="reply=r0-7-0")
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
