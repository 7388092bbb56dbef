import hashlib
import hmac
import json
import urllib.parse

from record import NOW, write

SECRETS = {"signature_secret": "sec"}
SMS = {"msisdn": "447700900111", "to": "447700900222", "messageId": "0A0000000123ABCD1", "text": "Hi & = 你好", "type": "unicode", "keyword": "HI",
       "api-key": "abcd1234", "message-timestamp": "2025-10-09 08:53:20", "timestamp": str(NOW), "nonce": "aaaaaaaa-bbbb"}


def signature(fields, secret="sec", method="md5hash"):
    text = "".join(f"&{name}=" + str(value).replace("&", "_").replace("=", "_") for name, value in sorted(fields.items()))
    if method == "md5hash":
        return hashlib.md5((text + secret).encode()).hexdigest()
    return hmac.new(secret.encode(), text.encode(), method).hexdigest()


def post(case, fields, sig=None, secrets=SECRETS, method="POST", json_body=False, body=None):
    fields = {**fields, "sig": signature(fields) if sig is None else sig}
    if sig == "":
        del fields["sig"]
    encoded = json.dumps(fields, ensure_ascii=False) if json_body else urllib.parse.urlencode(fields)
    write("vonage-sms", case, secrets, {"method": method, "path": "/hooks/demo/vonage", "query": encoded if method == "GET" else "",
          "headers": {} if method == "GET" else {"Content-Type": "application/json" if json_body else "application/x-www-form-urlencoded"}, "body": "" if method == "GET" else encoded if body is None else body})


def vonage_sms():
    vector = {"messageId": "M1", "msisdn": "447700900111", "text": "a&b=c", "timestamp": "1760000000", "to": "447700900222"}
    post("the_documented_md5_vector", vector, sig="9f076afb6c179fed17e74c59e9626af7")
    post("the_documented_sha256_vector", vector, sig="48af0ac5069e4363ca12eb6cb8118066e76dc76ade34d0966fe3d89b95273c1c", secrets={**SECRETS, "signature_method": "sha256"})
    for method in ("md5", "sha1", "sha256", "sha512"):
        post(f"signed_by_hmac_{method}", SMS, sig=signature(SMS, method=method), secrets={**SECRETS, "signature_method": method})
    post("the_request_does_not_choose_the_method", {**SMS, "signature_method": "md5hash"}, secrets={**SECRETS, "signature_method": "sha512"})
    post("an_unknown_method_accepts_nothing", SMS, sig="", secrets={**SECRETS, "signature_method": "crc32"})
    post("an_sms_by_form", SMS)
    post("an_sms_by_get", SMS, method="GET")
    post("an_sms_by_json", SMS, json_body=True)
    post("json_with_numbers", {**SMS, "concat": "true", "concat-ref": 7, "concat-total": 2, "concat-part": 1}, json_body=True)
    post("a_signature_in_capitals", SMS, sig=signature(SMS).upper())
    post("the_second_live_secret_is_accepted", SMS, secrets={"signature_secret": ["next", "sec"]})
    post("another_secret_is_refused", SMS, sig=signature(SMS, "other"))
    post("a_changed_byte_is_refused", {**SMS, "text": "Ho & = 你好"}, sig=signature(SMS))
    post("an_added_parameter_is_refused", {**SMS, "x": ""}, sig=signature(SMS))
    post("a_prefix_of_the_right_digest_is_refused", SMS, sig=signature(SMS)[:-1])
    post("no_signature_is_refused", SMS, sig="")
    post("no_time_is_refused", {name: value for name, value in SMS.items() if name != "timestamp"})
    post("a_repeat_after_23_hours_is_accepted", {**SMS, "timestamp": str(NOW - 23 * 3600)})
    post("a_delivery_of_yesterday_is_refused", {**SMS, "timestamp": str(NOW - 24 * 3600 - 1)})
    post("a_time_ahead_is_refused", {**SMS, "timestamp": str(NOW + 301)})
    write("vonage-sms", "a_look_at_the_url_is_answered", SECRETS, {"method": "GET", "path": "/hooks/demo/vonage", "query": "", "headers": {}, "body": ""})
    write("vonage-sms", "a_look_at_the_url_by_post_is_answered", SECRETS, {"method": "POST", "path": "/hooks/demo/vonage", "query": "", "headers": {}, "body": ""})
    post("a_part_of_a_long_message", {**SMS, "concat": "true", "concat-ref": "08B5", "concat-total": "3", "concat-part": "2"})
    post("binary_is_unsupported", {**SMS, "type": "binary", "data": "0123ff", "udh": "06050415811581", "text": ""})
    post("a_stop", {**SMS, "text": "STOP"})
    post("another_account_is_told", SMS, secrets={**SECRETS, "api_key": "other"})
    receipt = {"msisdn": "447700900111", "to": "Shop", "network-code": "12345", "messageId": "0A1", "price": "0.03", "status": "delivered", "scts": "2510090853", "err-code": "0", "api-key": "abcd1234", "message-timestamp": "2025-10-09 08:53:21", "timestamp": str(NOW)}
    for word in ("delivered", "accepted", "buffered", "unknown"):
        post(f"a_status_{word}", {**receipt, "status": word})
    post("a_receipt_of_our_reply", {**receipt, "client-ref": "r0-7-0"})
    post("a_status_rejected", {**receipt, "status": "rejected", "err-code": "9"})
    post("a_time_that_is_none_is_told", {**SMS, "message-timestamp": "yesterday"})
    post("no_message_id_is_told", {name: value for name, value in SMS.items() if name != "messageId"})
    post("a_broken_escape_is_refused", SMS, body="text=%E4%A")
    post("json_that_is_none_is_refused", SMS, body='{"sig"')
    post("json_with_a_list_is_refused", {**SMS, "list": ["a"]}, json_body=True)
