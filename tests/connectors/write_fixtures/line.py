import base64
import hashlib
import hmac
import json

from record import write

SECRET = "8c570fa6dd201bb328f1c1eac23a96d8"
SECRETS = {"channel_secret": SECRET}
BOT, USER, GROUP = "U" + "8e74" * 8, "U" + "4af4" * 8, "C" + "ca56" * 8


def signature(body, secret=SECRET):
    return base64.b64encode(hmac.new(secret.encode(), body.encode(), hashlib.sha256).digest()).decode()


def post(case, value, secrets=SECRETS, claimed=None, header="x-line-signature"):
    body = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "LineBotWebhook/2.0"}
    if claimed != "":
        headers[header] = claimed or signature(body)
    write("line", case, secrets, {"method": "POST", "path": "/hooks/demo/line", "query": "", "headers": headers, "body": body})


def event(kind, number=1, source={"type": "user", "userId": USER}, mode="active", **more):
    base = {"type": kind, "mode": mode, "timestamp": 1760000001500 + number, "webhookEventId": f"01H810YECXQQZ37VAXPF6H9E6{number}", "deliveryContext": {"isRedelivery": False}}
    return {**base, **({"source": source} if source else {}), **more}


def webhook(*events):
    return {"destination": BOT, "events": list(events)}


def line():
    def message(case, number=1, source={"type": "user", "userId": USER}, mode="active", **content):
        post(case, webhook(event("message", source=source, mode=mode, replyToken="nHuyWiB7yP5Zw52FIkcQobQuGDXCTA", message={"id": f"46878957789826253{number}", **content})))

    text = webhook(event("message", replyToken="nHuyWiB7yP5Zw52FIkcQobQuGDXCTA", message={"id": "468789577898262530", "type": "text", "quoteToken": "q3Plxr4AgKd", "text": "Hello ✓ 你好 👍"}))
    body = json.dumps(text, ensure_ascii=False, separators=(",", ":"))
    post("a_text", text)
    post("the_documented_vector_is_the_check_of_the_console", '{"destination":"U0","events":[]}', claimed="7bzucrfMAvMR2kIyf3o9W4tLB+uY7HzuzEraQd4pkbE=")
    post("a_changed_byte_is_refused", body.replace("Hello", "Hellp"), claimed=signature(body))
    post("a_prefix_of_the_right_digest_is_refused", text, claimed=signature(body)[:-1])
    post("a_digest_in_hex_is_refused", text, claimed=hmac.new(SECRET.encode(), body.encode(), hashlib.sha256).hexdigest())
    post("a_secret_decoded_from_hex_is_refused", text, claimed=base64.b64encode(hmac.new(bytes.fromhex(SECRET), body.encode(), hashlib.sha256).digest()).decode())
    post("no_signature_is_refused", text, claimed="")
    post("another_secret_is_refused", text, claimed=signature(body, "another"))
    post("the_second_live_secret_is_accepted", text, secrets={"channel_secret": ["next", SECRET]})
    post("header_names_have_no_case", text, header="X-Line-Signature")
    again = webhook({**text["events"][0], "deliveryContext": {"isRedelivery": True}})
    post("a_redelivery_has_other_bytes_and_the_same_id", again)

    message("an_image", type="image", contentProvider={"type": "line"})
    message("an_image_of_a_set", type="image", contentProvider={"type": "line"}, imageSet={"id": "E005D41A7288F41B65593ED38FF6E9834B046AB36A37921A56BC236F13A91855", "index": 1, "total": 2})
    message("an_image_that_lies_elsewhere", type="image", contentProvider={"type": "external", "originalContentUrl": "https://img.example.org/o.jpg", "previewImageUrl": "https://img.example.org/p.jpg"})
    message("a_video", type="video", duration=60000, contentProvider={"type": "line"})
    message("a_voice_message", type="audio", duration=6000, contentProvider={"type": "line"})
    message("a_file", type="file", fileName="Rechnung.pdf", fileSize=2138)
    message("a_location", type="location", title="my location", address="1-3 Kioicho", latitude=35.67966, longitude=139.73669)
    message("a_location_without_a_title", type="location", latitude=35.67966, longitude=139.73669)
    message("a_sticker", type="sticker", packageId="446", stickerId="1988", stickerResourceType="STATIC", keywords=["hi"])
    message("a_sticker_with_a_text", type="sticker", packageId="446", stickerId="1988", stickerResourceType="MESSAGE", text="Let's hang out")
    message("an_unknown_kind_is_unsupported", type="hologram")
    message("a_reply_quotes", type="text", text="this one", quotedMessageId="468789577898262500")
    message("a_message_in_a_group", source={"type": "group", "groupId": GROUP, "userId": USER}, type="text", text="all of us")
    message("a_message_in_a_room_without_a_user", source={"type": "room", "roomId": "R" + "ab" * 16}, type="text", text="who?")
    message("our_own_mention_is_taken_out", source={"type": "group", "groupId": GROUP, "userId": USER}, type="text", text="👍 @Bot help @Ann",
            mention={"mentionees": [{"index": 3, "length": 4, "type": "user", "userId": BOT, "isSelf": True}, {"index": 13, "length": 4, "type": "user", "userId": USER, "isSelf": False}]})
    message("a_mention_beyond_the_end_takes_what_is_there", type="text", text="hi @Bot", mention={"mentionees": [{"index": 3, "length": 400, "type": "user", "isSelf": True}, {"index": -9223372036854775808, "length": 9223372036854775807, "type": "user", "isSelf": True}]})
    message("standby_belongs_to_another_module", mode="standby", type="text", text="not for us")
    post("an_unsent_message", webhook(event("unsend", unsend={"messageId": "468789577898262530"})))
    post("a_postback", webhook(event("postback", replyToken="r", postback={"data": "storeId=12345"})))
    post("a_picked_time", webhook(event("postback", replyToken="r", postback={"data": "when", "params": {"datetime": "2026-12-25T01:00"}})))
    for kind in ("follow", "unfollow", "join", "memberJoined", "beacon", "videoPlayComplete", "something_new"):
        post(f"a_notice_of_{kind}", webhook(event(kind)))
    post("a_notice_without_a_source", webhook(event("activated", source=None)))
    post("a_message_without_a_source_is_told", webhook(event("message", source=None, message={"id": "1", "type": "text", "text": "x"})))
    post("a_batch_loses_only_its_bad_event", webhook(event("message", 1, message={"id": "1", "type": "text", "text": "one"}), event("message", 2, message={"id": "2", "type": "text", "text": 2}),
         event("message", 3, message={"id": "3", "type": "hologram"}), event("message", 4, message={"id": "4", "type": "text", "text": "four"})))
    post("a_body_that_is_no_json", "hello=1")
    post("an_empty_body", "")
