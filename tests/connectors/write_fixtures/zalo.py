import hashlib
import json

from record import write

APP, KEY = "360846524940903967", "zalo-oa-secret-key-test"
SECRETS = {"app_id": APP, "oa_secret_key": KEY}
STAMP = "1763999998500"
USER, OA = "2512523625412515", "388613280878808645"


def mac(body, stamp=STAMP, key=KEY, app=APP):
    return "mac=" + hashlib.sha256(app.encode() + body.encode() + stamp.encode() + key.encode()).hexdigest()


def post(case, event, secrets=SECRETS, signature=None, header_time=STAMP, **headers):
    body = event if isinstance(event, str) else json.dumps(event, ensure_ascii=False)
    all_headers = {"Content-Type": "application/json", "X-ZEvent-Signature": signature or mac(body), **headers}
    if header_time:
        all_headers["X-ZEvent-Timestamp"] = header_time
    write("zalo", case, secrets, {"method": "POST", "path": "/hooks/demo/zalo", "query": "", "headers": all_headers, "body": body})


def event(name, message=None, sender=USER, recipient=OA, **more):
    base = {"app_id": APP, "user_id_by_app": "5301297450276301", "event_name": name, "timestamp": STAMP, "sender": {"id": sender}, "recipient": {"id": recipient}}
    return {**base, **({"message": message} if message is not None else {}), **more}


def attached(kind, payload, **message):
    return {"msg_id": "96d3cdf3af150460909", "attachments": [{"type": kind, "payload": payload}], **message}


def zalo():
    text = event("user_send_text", {"msg_id": "96d3cdf3af150460909", "text": "Xin chào & 你好 👍"})
    body = json.dumps(text, ensure_ascii=False)
    post("the_documented_vector_is_authentic_but_says_nothing", '{"app_id":"360846524940903967","event_name":"user_send_text","timestamp":"1763999998500"}',
         signature="mac=331b31dc5bac93f850eb3ab7ee46691354692ff0d70efad7dbc813297dad8b34", header_time=None)
    post("a_text", text)
    post("a_text_without_the_time_header", text, header_time=None)
    post("a_hash_without_its_mark_is_accepted", text, signature=mac(body)[4:])
    post("the_header_time_counts_where_it_comes", text, header_time="1763999999999", signature=mac(body, "1763999999999"))
    post("the_second_live_key_is_accepted", text, secrets={**SECRETS, "oa_secret_key": ["next", KEY]})
    post("another_key_is_refused", text, signature=mac(body, key="other"))
    post("a_changed_byte_is_refused", body.replace("Xin", "Xim"), signature=mac(body))
    post("a_changed_time_is_refused", text, header_time="1763999998501", signature=mac(body))
    post("a_prefix_of_the_right_hash_is_refused", text, signature=mac(body)[:-1])
    post("bytes_moved_from_the_body_to_the_time_are_refused", body[:-1], header_time="}" + STAMP, signature=mac(body))
    write("zalo", "no_signature_is_refused", SECRETS, {"method": "POST", "path": "/hooks/demo/zalo", "query": "", "headers": {"X-ZEvent-Timestamp": STAMP}, "body": body})
    post("another_app_is_told", {**text, "app_id": "1"})
    post("a_quoted_reply", event("user_send_text", {"msg_id": "m2", "text": "that one", "quote_msg_id": "m1"}))
    post("a_picture_with_a_caption", event("user_send_image", attached("image", {"url": "https://f.zalo.example/a.jpg", "thumbnail": "https://f.zalo.example/a_t.jpg"}, text="look")))
    post("two_pictures", event("user_send_image", {"msg_id": "m3", "attachments": [{"type": "image", "payload": {"url": "https://f.zalo.example/1"}}, {"type": "image", "payload": {"url": "https://f.zalo.example/2"}}]}))
    post("a_gif", event("user_send_gif", attached("gif", {"url": "https://f.zalo.example/a.gif"})))
    post("a_video", event("user_send_video", attached("video", {"url": "https://f.zalo.example/a.mp4", "description": ""})))
    post("a_voice_message", event("user_send_audio", attached("audio", {"url": "https://f.zalo.example/a.amr"})))
    post("a_sticker", event("user_send_sticker", attached("sticker", {"id": "bfe458bf64fa8da4d4eb", "url": "https://f.zalo.example/s"})))
    post("a_file", event("user_send_file", attached("file", {"url": "https://f.zalo.example/f", "name": "hoá đơn.pdf", "size": "37433", "type": "pdf"})))
    post("a_link", event("user_send_link", attached("link", {"url": "https://example.org/", "title": "Example", "description": "a page"})))
    post("a_location", event("user_send_location", attached("location", {"coordinates": {"latitude": "10.7764745", "longitude": "106.7019105"}})))
    post("a_location_that_is_none", event("user_send_location", attached("location", {"coordinates": {"latitude": "910", "longitude": "106.7"}})))
    post("a_business_card", event("user_send_business_card", attached("link", {"title": "Lan", "url": "https://zalo.example/card", "description": '{"phone":"84912345678","caption":"Lan"}'})))
    post("what_zalo_adds_one_day_is_unsupported", event("user_send_hologram", {"msg_id": "m4"}))
    post("an_anonymous_visitor", event("anonymous_send_text", {"msg_id": "m5", "text": "hi", "conversation_id": "c-77"}, sender="777"))
    post("a_click", event("user_click_chatnow"))
    post("a_form", event("user_submit_info", info={"name": "Lan", "phone": "84912345678", "address": "1 Lê Lợi"}))
    post("a_reaction", event("user_reacted_message", {"msg_id": "m1", "react_icon": "/-heart"}))
    post("an_echo", event("oa_send_text", {"msg_id": "m6", "text": "from our phone"}, sender=OA, recipient=USER))
    post("a_delivery_receipt", event("user_received_message", {"msg_id": "m6", "delivery_time": STAMP}, sender=OA, recipient=USER))
    post("a_read_receipt_of_two", event("user_seen_message", {"msg_ids": ["m6", "m7"]}, sender=OA, recipient=USER))
    post("a_follower", {"app_id": APP, "event_name": "follow", "timestamp": STAMP, "follower": {"id": USER}, "oa_id": OA, "source": "oa_profile"})
    post("a_lost_follower", {"app_id": APP, "event_name": "unfollow", "timestamp": STAMP, "follower": {"id": USER}, "oa_id": OA})
    post("an_event_that_concerns_nobody", event("add_user_to_tag"))
    post("a_text_without_an_id_is_told", event("user_send_text", {"text": "hi"}))
    post("a_time_that_is_none_is_told", {**text, "timestamp": "soon"})
    post("a_body_that_is_no_json", "not json")
