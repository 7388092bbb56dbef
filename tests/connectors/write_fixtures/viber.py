import hashlib
import hmac
import json

from record import write

TOKEN = "4453b6ac1s345678-e02c5f12174805f9-daec9cbb5448c51f"
SECRETS = {"auth_token": TOKEN}
ANN = {"id": "01234567890A=", "name": "Ann Ünique", "avatar": "https://avatar.example.org/a.jpg", "country": "DE", "language": "de", "api_version": 10}
STAMP = 4912661846655238145


def signature(body, token=TOKEN):
    return hmac.new(token.encode(), body.encode(), hashlib.sha256).hexdigest()


def post(case, value, secrets=SECRETS, claimed=None, header="X-Viber-Content-Signature"):
    body = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    headers = {"Content-Type": "application/json"}
    if claimed != "":
        headers[header] = claimed or signature(body)
    write("viber", case, secrets, {"method": "POST", "path": "/hooks/demo/viber", "query": "", "headers": headers, "body": body})


def event(name, **more):
    return {"event": name, "timestamp": 1760000001500, "message_token": STAMP, **more}


def viber():
    def message(case, **content):
        post(case, event("message", sender=ANN, message=content, silent=False))

    text = event("message", sender=ANN, message={"type": "text", "text": "Hello ✓ 你好", "tracking_data": "t"}, silent=False)
    body = json.dumps(text, ensure_ascii=False, separators=(",", ":"))
    post("a_text", text)
    post("the_documented_vector_checks_our_url", '{"event":"webhook","timestamp":1764000000000,"message_token":4912661846655238145}',
         claimed="ed37f5f567a2571c87775060da1e58171cdcc3ab374e163f8984a6109d4e283e")
    post("a_token_beyond_doubles_stays_exact", {**text, "message_token": STAMP + 1})
    post("a_token_that_came_as_text", {**text, "message_token": str(STAMP)})
    post("a_changed_byte_is_refused", body.replace("Hello", "Hellp"), claimed=signature(body))
    post("a_prefix_of_the_right_digest_is_refused", text, claimed=signature(body)[:-1])
    post("a_longer_digest_is_refused", text, claimed=signature(body) + "0")
    post("no_signature_is_refused", text, claimed="")
    post("another_token_is_refused", text, claimed=signature(body, "another"))
    post("the_second_live_token_is_accepted", text, secrets={"auth_token": ["next", TOKEN]})
    post("header_names_have_no_case", text, header="x-viber-content-signature")

    url = "https://dl-media.example.org/f?x=1"
    message("a_picture_with_a_caption", type="picture", text="my screen", media=url, thumbnail=url, file_name="s.jpg")
    message("a_video", type="video", media=url, size=10000, duration=10)
    message("a_file", type="file", media=url, file_name="bill.pdf", size=10000)
    message("a_sticker", type="sticker", media=url, sticker_id=40126)
    message("a_contact", type="contact", contact={"name": "Ada", "phone_number": "+442079460958"})
    message("a_location", type="location", location={"lat": 50.76891, "lon": 6.11499})
    message("a_link", type="url", media="https://shop.example/a")
    message("an_unknown_kind_is_unsupported", type="hologram")
    post("a_message_in_a_group", {**text, "chat_id": "Group=="})
    post("a_delivery", event("delivered", user_id=ANN["id"]))
    post("a_reading", event("seen", user_id=ANN["id"]))
    post("a_failure", event("failed", user_id=ANN["id"], desc="blocked"))
    post("a_subscription", event("subscribed", user=ANN))
    post("an_end_of_a_subscription", event("unsubscribed", user_id=ANN["id"]))
    post("a_conversation_that_starts", event("conversation_started", type="open", context="ad", user=ANN, subscribed=False))
    post("an_unknown_event_is_undecodable", event("hologram", user_id=ANN["id"]))
    post("a_message_without_a_sender_is_told", event("message", message={"type": "text", "text": "x"}))
    post("a_body_that_is_no_json", "hello=1")
    post("an_empty_body", "")
    write("viber", "a_get_is_not_allowed", SECRETS, {"method": "GET", "path": "/hooks/demo/viber", "query": "", "headers": {}}, seed=False)
