import hashlib
import hmac
import json

from record import write

APP_SECRET = "app-secret-1"
PAGE, USER, TIME = "106540352242922", "24500184539589174", 1760000001500
SECRETS = {"app_secret": APP_SECRET, "verify_token": "meatyhamhock", "page_id": PAGE}


def meta_json(value):
    """As Meta writes it: everything outside ASCII and each slash escaped."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).replace("/", "\\/")


def meta_signature(body, secret=APP_SECRET):
    return "sha256=" + hmac.new(secret.encode(), body.encode(), hashlib.sha256).hexdigest()


def post(kind, case, value, secrets, signature=None, header="X-Hub-Signature-256", signed_with=APP_SECRET):
    body = value if isinstance(value, str) else meta_json(value)
    headers = {"Content-Type": "application/json", header: signature if signature is not None else meta_signature(body, signed_with)}
    write(kind, case, secrets, {"method": "POST", "path": f"/hooks/demo/{kind}", "query": "", "headers": headers, "body": body})


def event(sender=USER, recipient=PAGE, time=TIME, **what):
    return {"sender": {"id": sender}, "recipient": {"id": recipient}, "timestamp": time, **what}


def webhook(*events, obj="page", account=PAGE, under="messaging"):
    return {"object": obj, "entry": [{"id": account, "time": TIME, under: list(events)}]}


def signatures(kind, hello, secrets, write_case):
    """What holds for each product of Meta alike."""
    body = meta_json(hello)
    right = meta_signature(body)
    write_case("a_changed_byte_is_refused", body.replace("Hello", "Hellp"), signature=right)
    write_case("re_encoded_json_is_refused", json.dumps(json.loads(body)), signature=right)
    write_case("a_prefix_of_the_right_digest_is_refused", hello, signature=right[:-1])
    write_case("a_longer_digest_is_refused", hello, signature=right + "0")
    write_case("no_signature_is_refused", hello, signature="")
    write_case("another_secret_is_refused", hello, signed_with="app-secret-2")
    write_case("the_second_live_secret_is_accepted", hello, secrets={**secrets, "app_secret": ["app-secret-2", APP_SECRET]})
    write_case("the_old_sha1_header_alone_is_refused", hello, header="X-Hub-Signature",
               signature="sha1=" + hmac.new(APP_SECRET.encode(), body.encode(), hashlib.sha1).hexdigest())
    write_case("a_body_that_is_no_json", "hello=1")
    write_case("an_empty_body", "")
    for case, query in (("the_handshake_returns_the_challenge", "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=meatyhamhock"),
                        ("a_wrong_verify_token_is_refused", "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=meatyhamhoc")):
        write(kind, case, secrets, {"method": "GET", "path": f"/hooks/demo/{kind}", "query": query, "headers": {}})


def messenger():
    def case(name, value, secrets=SECRETS, **how):
        post("messenger", name, value, secrets, **how)

    def one(name, **what):
        case(name, webhook(event(**what)))

    def message(name, **content):
        one(name, message={"mid": "m_1", **content})

    hello = webhook(event(message={"mid": "m_1", "text": "Hello äöå / 你好 👍"}))
    case("a_text", hello)
    signatures("messenger", hello, SECRETS, case)
    case("the_documented_vector_is_authentic_but_incomplete", '{"object":"page","entry":[{"text":"\\u00e4\\u00f6\\u00e5 \\/"}]}',
         signature="sha256=32be8f449f9f58452c983899b33cdb9c4a9cc75209fa7507b5f37021f8c2072d")

    url = "https://cdn.example.org/f?x=1"
    message("an_image", attachments=[{"type": "image", "payload": {"url": url}}])
    message("two_images_with_a_text", text="look", attachments=[{"type": "image", "payload": {"url": url}}, {"type": "image", "payload": {"url": url + "2"}}])
    message("a_video", attachments=[{"type": "video", "payload": {"url": url}}])
    message("a_voice_message", attachments=[{"type": "audio", "payload": {"url": url}}])
    message("a_file", attachments=[{"type": "file", "payload": {"url": url}}])
    message("a_sticker", attachments=[{"type": "sticker", "payload": {"url": url, "sticker_id": 369239263222822}}])
    message("a_sticker_that_came_as_image", attachments=[{"type": "image", "payload": {"url": url, "sticker_id": 369239263222822}}])
    message("a_sticker_that_came_as_both_is_one", attachments=[{"type": "image", "payload": {"url": url, "sticker_id": 369239263222822}}, {"type": "sticker", "payload": {"url": url, "sticker_id": 369239263222822}}])
    message("a_location", attachments=[{"type": "location", "title": "Pat's place", "payload": {"coordinates": {"lat": 51.5, "long": -0.125}}}])
    message("a_link", text="https://shop.example/a", attachments=[{"type": "fallback", "title": "A shop", "payload": {"url": "https://shop.example/a"}}])
    message("a_shared_reel_without_a_text", attachments=[{"type": "reel", "payload": {"url": url, "title": "A reel"}}])
    message("an_unknown_attachment_is_unsupported", attachments=[{"type": "hologram", "payload": {}}])
    message("a_message_with_nothing_is_unsupported")
    message("a_quick_reply", text="Red", quick_reply={"payload": "COLOUR_RED"})
    message("a_reply_quotes", text="this one", reply_to={"mid": "m_0"})
    one("a_postback", postback={"mid": "m_2", "title": "Get started", "payload": "START"})
    one("a_postback_without_an_id", postback={"title": "Get started", "payload": "START"})
    case("an_echo_of_our_reply", webhook(event(sender=PAGE, recipient=USER, message={"mid": "m_4", "is_echo": True, "metadata": "r0-7-0", "text": "We are open"})))
    case("an_echo_has_the_page_as_sender", webhook(event(sender=PAGE, recipient=USER, message={"mid": "m_3", "is_echo": True, "app_id": 1517776481860111, "metadata": "sw", "text": "We are open"})))
    one("a_delivery_of_two_messages", delivery={"mids": ["m_4", "m_5"], "watermark": 1760000000900})
    one("a_delivery_up_to_a_time", delivery={"watermark": 1760000000900})
    one("a_reading_has_no_mid", read={"watermark": 1760000000950})
    one("a_receipt_without_any_bound_is_undecodable", read={})
    one("an_edit", message_edit={"mid": "m_1", "text": "the new text", "num_edit": 2})
    one("a_reaction", reaction={"mid": "m_0", "action": "react", "reaction": "love", "emoji": "❤️"})
    one("a_removed_reaction", reaction={"mid": "m_0", "action": "unreact", "reaction": "love", "emoji": "❤️"})
    for key in ("optin", "referral", "pass_thread_control", "take_thread_control", "account_linking"):
        one(f"a_notice_of_{key}", **{key: {"ref": "x"}})
    case("another_app_has_the_thread", webhook(event(message={"mid": "m_1", "text": "for the other app"}), event(postback={"title": "Yes"}, time=TIME + 1), under="standby"))
    case("a_batch_loses_only_its_bad_event", webhook(
        event(message={"mid": "m_1", "text": "one"}), event(hologram={}), event(message={"text": "no id"}), event(message={"mid": "m_4", "text": "four"}, time=TIME + 4)))
    case("another_pages_entry_is_undecodable", {"object": "page", "entry": webhook(event(message={"mid": "m_1", "text": "theirs"}), account="1")["entry"] + hello["entry"]})
    case("without_a_page_id_every_page_counts", webhook(event(message={"mid": "m_1", "text": "theirs"}), account="1"), secrets={"app_secret": APP_SECRET, "verify_token": "meatyhamhock"})
    case("another_object_is_undecodable", webhook(event(message={"mid": "m_1", "text": "x"}), obj="instagram"))
    case("a_sender_that_is_missing_is_told", webhook({"recipient": {}, "timestamp": TIME, "message": {"mid": "m_1", "text": "x"}}))
    case("a_time_that_is_none", webhook(event(time=10**18, message={"mid": "m_1", "text": "x"})))
    case("a_repeated_key_is_told", meta_json(hello).replace('"mid":"m_1"', '"mid":"m_1","mid":"m_2"'))
