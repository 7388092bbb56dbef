import base64
import hashlib
import hmac
import json

from record import write

SECRET = "x-consumer-secret-TEST-0123456789"
SECRETS = {"consumer_secret": SECRET, "for_user_id": "4337869213"}
OURS, THEIRS = "4337869213", "3001969357000000001"
USERS = {OURS: {"id": OURS, "created_timestamp": "1448312972328", "name": "Shop", "screen_name": "shop"}, THEIRS: {"id": THEIRS, "name": "Ann <3", "screen_name": "ann"}}


def signature(content, secret=SECRET):
    return "sha256=" + base64.b64encode(hmac.new(secret.encode(), content.encode(), hashlib.sha256).digest()).decode()


def post(case, body, secrets=SECRETS, signed=None):
    body = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    headers = {"Content-Type": "application/json"}
    if signed != "":
        headers["x-twitter-webhooks-signature"] = signed or signature(body)
    write("x", case, secrets, {"method": "POST", "path": "/hooks/demo/x", "query": "", "headers": headers, "body": body})


def challenge(case, query, secrets=SECRETS, signed=None):
    headers = {} if signed is None else {"x-twitter-webhooks-signature": signed}
    write("x", case, secrets, {"method": "GET", "path": "/hooks/demo/x", "query": query, "headers": headers, "body": ""})


def direct(text="hello", sender=THEIRS, recipient=OURS, identity="1099999999999999999", data=None, **more):
    return {"type": "message_create", "id": identity, "created_timestamp": "1760000001234",
            "message_create": {"target": {"recipient_id": recipient}, "sender_id": sender, "source_app_id": "13090192", "message_data": {"text": text, "entities": {"hashtags": [], "urls": []}, **(data or {})}}, **more}


def activity(*events, **more):
    return {"for_user_id": OURS, "direct_message_events": list(events), "users": USERS, "apps": {}, **more}


def new_activity(event_type, payload, uuid="-5678901234567890123"):
    return {"data": {"event_uuid": int(uuid), "filter": {"user_id": OURS}, "event_type": event_type, "tag": "dm", "payload": payload}}


def x():
    text = activity(direct("Hi &amp; &lt;你好&gt; &amp;lt; https://t.co/abc"))
    body = json.dumps(text, ensure_ascii=False)
    challenge("the_documented_challenge", "crc_token=challenge_string")
    challenge("a_signed_challenge", "crc_token=abc&nonce=n1", signed=signature("crc_token=abc&nonce=n1"))
    challenge("a_challenge_signed_by_the_second_live_secret_is_answered_with_it", "crc_token=abc", secrets={"consumer_secret": ["next", SECRET]}, signed=signature("crc_token=abc"))
    challenge("a_challenge_with_a_forged_signature_is_refused", "crc_token=abc", signed=signature("crc_token=abd"))
    challenge("a_challenge_that_could_be_a_body_is_refused", "crc_token=%7B%22for_user_id%22%3A%221%22%7D")
    challenge("a_get_without_a_token_is_refused", "")
    post("the_documented_vector_is_authentic_and_empty", '{"for_user_id":"4337869213"}', signed="sha256=5GcAAMxEdTtCYWkmn26+d4JSsPC6Yo7K/zGW3tEG85c=")
    post("a_text", text)
    post("the_second_live_secret_is_accepted", text, secrets={**SECRETS, "consumer_secret": ["next", SECRET]})
    post("another_secret_is_refused", text, signed=signature(body, "other"))
    post("a_changed_byte_is_refused", body.replace("Hi", "Ho"), signed=signature(body))
    post("a_prefix_of_the_right_digest_is_refused", text, signed=signature(body)[:-1])
    post("a_digest_without_its_mark_is_refused", text, signed=signature(body)[7:])
    post("no_signature_is_refused", text, signed="")
    post("another_account_is_told", {**text, "for_user_id": "1"})
    post("any_account_if_none_is_set", {**text, "for_user_id": "1"}, secrets={"consumer_secret": SECRET})
    post("an_echo", activity(direct("from our app", OURS, THEIRS)))
    picture = {"attachment": {"type": "media", "media": {"id": 1100000000000000001, "id_str": "1100000000000000001", "media_url_https": "https://ton.x.example/1.jpg", "type": "photo"}}}
    post("a_picture", activity(direct("see https://t.co/x", data=picture)))
    video = {"attachment": {"type": "media", "media": {"id_str": "2", "media_url_https": "https://ton.x.example/2.jpg", "type": "animated_gif"}}}
    post("a_moving_picture", activity(direct("", data=video)))
    post("a_quick_reply", activity(direct("Yes", data={"quick_reply_response": {"type": "options", "metadata": "yes-1"}})))
    post("an_attachment_of_another_type_is_unsupported", activity(direct("", data={"attachment": {"type": "hologram"}})))
    post("an_unknown_kind_of_event_is_unsupported", activity({**direct("?"), "type": "message_melt"}))
    post("a_batch_loses_only_its_bad_event", activity(direct("one", identity="1"), {"type": "message_create", "id": "2"}, direct("three", identity="3"), {**direct("four"), "created_timestamp": "x"}))
    post("typing", {"for_user_id": OURS, "direct_message_indicate_typing_events": [{"created_timestamp": "1760000001234", "sender_id": THEIRS, "target": {"recipient_id": OURS}}], "users": USERS})
    post("read_up_to", {"for_user_id": OURS, "direct_message_mark_read_events": [{"created_timestamp": "1760000001234", "sender_id": THEIRS, "target": {"recipient_id": OURS}, "last_read_event_id": "1099999999999999998"}], "users": USERS})
    post("a_revoked_app", {"user_event": {"revoke": {"date_time": "2026-05-24T09:48:12+00:00", "target": {"app_id": "13090192"}, "source": {"user_id": "63046977"}}}})
    post("a_tweet_is_not_ours", {"for_user_id": OURS, "tweet_create_events": [{"id": 1100000000000000003}]})
    named = {THEIRS: {"data": {"id": THEIRS, "name": "Ann", "username": "ann"}}}
    post("the_new_envelope", new_activity("dm.received", {"direct_message_events": [direct("new")], "users": named}))
    post("the_new_envelope_of_our_own", new_activity("dm.sent", {"direct_message_events": [direct("ours", OURS, THEIRS)], "users": named}))
    post("the_new_envelope_of_a_receipt", new_activity("dm.read", {"direct_message_mark_read_events": [{"created_timestamp": "1760000001234", "sender_id": THEIRS, "target": {"recipient_id": OURS}, "last_read_event_id": "7"}]}))
    post("an_encrypted_chat_is_unsupported", new_activity("chat.received", {"conversation_id": "c1", "sender_id": THEIRS, "encoded_event": "AAECAw=="}))
    post("our_own_encrypted_chat_tells_nothing", new_activity("chat.sent", {"conversation_id": "c1", "sender_id": OURS, "encoded_event": "AAECAw=="}))
    post("a_body_that_is_no_json", "{")
