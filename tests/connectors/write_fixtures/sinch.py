import base64
import hashlib
import hmac
import json

from record import NOW, write

SECRETS = {"webhook_secret": "sec"}


def signature(body, nonce="n1", stamp=str(NOW), secret="sec"):
    return base64.b64encode(hmac.new(secret.encode(), f"{body}.{nonce}.{stamp}".encode(), hashlib.sha256).digest()).decode()


def post(case, body, secrets=SECRETS, signed=None, nonce="n1", stamp=str(NOW), algorithm="HmacSHA256", without=()):
    body = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    mark = "x-sinch-webhook-signature"
    headers = {"Content-Type": "application/json", mark: signed or signature(body, nonce, stamp), mark + "-nonce": nonce, mark + "-timestamp": stamp, mark + "-algorithm": algorithm}
    write("sinch", case, secrets, {"method": "POST", "path": "/hooks/demo/sinch", "query": "", "headers": {name: value for name, value in headers.items() if name not in without}, "body": body})


def message(kind="mo_text", body="Hi & 你好", **more):
    return {"type": kind, "id": "01FC66621XXXXX119Z8PMV1QPQ", "from": "16051234567", "to": "13185551234", "body": body, "operator_id": "35000", "received_at": "2025-10-09T08:53:20.1234567Z", **more}


def sinch():
    text = message()
    body = json.dumps(text, ensure_ascii=False)
    post("the_documented_vector_is_authentic_but_no_event", '{"text":"hi"}', signed="f+NvX2WwgxyuMbS5i0zU9Z5odOVbg2b1s1iNkaXZxWI=")
    post("a_text", text)
    post("the_second_live_secret_is_accepted", text, secrets={"webhook_secret": ["next", "sec"]})
    post("another_secret_is_refused", text, signed=signature(body, secret="other"))
    post("a_changed_byte_is_refused", body.replace("你", "妳"), signed=signature(body))
    post("a_changed_nonce_is_refused", text, signed=signature(body), nonce="n2")
    post("a_changed_time_is_refused", text, signed=signature(body), stamp=str(NOW + 1))
    post("a_prefix_of_the_right_digest_is_refused", text, signed=signature(body)[:-1])
    post("another_algorithm_is_refused", text, algorithm="none")
    post("an_algorithm_left_out_is_ours", text, without=("x-sinch-webhook-signature-algorithm",))
    post("no_signature_is_refused", text, without=("x-sinch-webhook-signature",))
    post("no_nonce_is_refused", text, without=("x-sinch-webhook-signature-nonce",))
    post("a_repeat_after_22_hours_is_accepted", text, stamp=str(NOW - 22 * 3600))
    post("a_delivery_of_yesterday_is_refused", text, stamp=str(NOW - 24 * 3600 - 1))
    post("a_delivery_of_tomorrow_is_refused", text, stamp=str(NOW + 301))
    post("a_time_that_is_no_number_is_refused", text, stamp="now")
    post("a_time_without_a_zone_is_utc", message(received_at="2025-10-09T08:53:20.5"))
    post("a_stop", message(body=" stop "))
    post("a_sentence_with_stop", message(body="please stop calling"))
    post("a_short_code", {**text, "to": "12345"})
    post("binary_is_unsupported", message("mo_binary", "AQIDBA==", udh="06050423F423F4"))
    media = {"subject": "trip", "message": "look", "media": [{"url": "https://m.sinch.example/1.jpg", "content_type": "image/jpeg", "status": "Uploaded", "code": 0}, {"content_type": "video/mp4", "status": "Failed", "code": 301}]}
    post("a_picture_of_which_a_second_failed", message("mo_media", media))
    post("media_that_all_failed_are_unsupported", message("mo_media", {"media": [{"content_type": "video/mp4", "status": "Failed", "code": 301}]}))
    post("what_sinch_adds_one_day_is_unsupported", message("mo_hologram", {"x": 1}))
    receipt = {"type": "recipient_delivery_report_sms", "batch_id": "01FC66621XXXXX119Z8PMV1QPQ", "recipient": "16051234567", "code": 0, "status": "Delivered", "at": "2025-10-09T08:54:00.0Z", "operator_status_at": "2025-10-09T08:54:00Z"}
    post("a_receipt_of_one", receipt)
    post("a_receipt_of_our_reply", {**receipt, "client_reference": "r0-7-0"})
    post("a_receipt_with_another_reference", {**receipt, "client_reference": "order 42"})
    post("a_failed_receipt", {**receipt, "code": 402, "status": "Failed"})
    post("a_receipt_that_settles_nothing", {**receipt, "code": 400, "status": "Queued"})
    post("a_report_with_recipients", {"type": "delivery_report_sms", "batch_id": "b1", "total_message_count": 3, "statuses": [{"code": 0, "count": 2, "recipients": ["16051234567", "16051234568"], "status": "Delivered"}, {"code": 401, "count": 1, "recipients": ["16051234569"], "status": "Dispatched"}]})
    post("a_report_without_recipients", {"type": "delivery_report_mms", "batch_id": "b1", "statuses": [{"code": 0, "count": 1, "status": "Delivered"}]})
    post("a_report_loses_only_its_bad_part", {"type": "delivery_report_sms", "batch_id": "b1", "statuses": [{"code": 0}, {"code": 0, "recipients": ["16051234567"], "status": "Delivered"}]})
    post("an_event_that_is_not_ours", {"type": "inbound_call"})
    post("no_id_is_told", {key: value for key, value in text.items() if key != "id"})
    post("a_body_that_is_no_json", "<x/>")
