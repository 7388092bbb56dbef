import base64
import hashlib
import hmac
import urllib.parse

from record import write

BASE = "https://sw.example.org"
SECRETS = {"auth_token": "tok", "public_base_url": BASE}
PATH = "/hooks/demo/plivo"
SMS = {"From": "12025550111", "To": "12025550122", "Type": "sms", "Text": "Hi & 你好", "MessageUUID": "5b40a428-bfc7-4daf-9d06-726c558bf3b8", "Units": "1", "TotalRate": "0.0", "MediaCount": "0"}


def digest(text, token="tok"):
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha256).digest()).decode()


def v3_text(form, path=PATH, query="", nonce="123", method="POST", base=BASE):
    pairs = sorted(urllib.parse.parse_qsl(query, keep_blank_values=True))
    joined = "&".join(f"{name}={value}" for name, value in pairs)
    if method == "GET":
        return base + path + (f"?{joined}" if pairs else "") + "." + nonce
    return base + path + "?" + joined + ("." if pairs else "") + "".join(name + value for name, value in sorted(form.items())) + "." + nonce


def post(case, form, version=3, signed=None, nonce="123", path=PATH, query="", secrets=SECRETS, token="tok", method="POST", body=None, headers=None):
    text = v3_text(form, path, query, nonce, method) if version == 3 else BASE + path + nonce
    own = {f"X-Plivo-Signature-V{version}": signed or digest(text, token), f"X-Plivo-Signature-V{version}-Nonce": nonce}
    encoded = urllib.parse.urlencode(form) if body is None else body
    write("plivo", case, secrets, {"method": method, "path": path, "query": query, "headers": {"Content-Type": "application/x-www-form-urlencoded", **own, **(headers or {})}, "body": encoded if method == "POST" else ""})


def plivo():
    short = {"Text": "hi", "From": "1"}
    right = digest(v3_text(SMS))
    post("the_documented_v2_vector_is_authentic_but_no_message", short, version=2, path="/hooks/pl", signed="Jc6ru37tsgm/nppx6yOZZ39NfhCez79iru4VLgp0qDc=")
    post("the_documented_v3_vector", short, path="/hooks/pl", signed="x8eaIliiQ502U6HckPY3H604fFX0mK49EoxV8syxPHw=")
    post("the_documented_v3_vector_with_a_query", short, path="/hooks/pl", query="b=2&a=1", signed="0QX4FuYz0/PY/z/KMRocWJr5M/QF3suqs2hNRLGfPYQ=")
    post("an_sms_by_v3", SMS)
    post("an_sms_by_v2", SMS, version=2)
    post("v2_covers_no_text", {**SMS, "Text": "anything"}, version=2, signed=digest(BASE + PATH + "123"))
    post("an_sms_by_get", {}, method="GET", query=urllib.parse.urlencode(SMS))
    post("a_changed_query_is_refused", {}, method="GET", query=urllib.parse.urlencode({**SMS, "Text": "no"}), signed=digest(v3_text({}, query=urllib.parse.urlencode(SMS), method="GET")))
    post("a_changed_byte_is_refused", {**SMS, "Text": "Hi & 妳好"}, signed=right)
    post("an_added_parameter_is_refused", {**SMS, "Extra": ""}, signed=right)
    post("a_changed_nonce_is_refused", SMS, signed=right, nonce="124")
    post("another_path_is_refused", SMS, signed=right, path="/hooks/other/plivo")
    post("a_prefix_of_the_right_digest_is_refused", SMS, signed=right[:-1])
    post("another_token_is_refused", SMS, token="to")
    post("the_second_live_token_is_accepted", SMS, secrets={**SECRETS, "auth_token": ["new", "tok"]})
    post("one_of_several_signatures_fits", SMS, signed=f"AAAA, {right}")
    post("the_main_accounts_signature_fits", SMS, signed="AAAA", headers={"X-Plivo-Signature-Ma-V3": right})
    post("v2_does_not_help_after_v3_failed", SMS, signed="AAAA", headers={"X-Plivo-Signature-V2": digest(BASE + PATH + "123"), "X-Plivo-Signature-V2-Nonce": "123"})
    write("plivo", "no_signature_is_refused", SECRETS, {"method": "POST", "path": PATH, "query": "", "headers": {"Content-Type": "application/x-www-form-urlencoded"}, "body": urllib.parse.urlencode(SMS)})
    post("the_port_stays_in_the_url", SMS, secrets={**SECRETS, "public_base_url": BASE + ":8443/"}, signed=digest(v3_text(SMS, base=BASE + ":8443")))
    post("an_mms", {**SMS, "Type": "mms", "Text": "look", "MediaCount": "2", "Media0": "https://media.plivo.example/a.JPG?x=1", "Media1": "https://media.plivo.example/a"})
    post("a_stop", {**SMS, "Text": "Stop"})
    post("an_empty_message_is_unsupported", {**SMS, "Text": ""})
    receipt = {"MessageUUID": "u9", "From": "12025550122", "To": "12025550111", "Status": "delivered", "ErrorCode": "000", "PartInfo": "1 of 1", "Units": "1"}
    for word in ("sent", "delivered", "read", "queued"):
        post(f"a_status_{word}", {**receipt, "Status": word})
    post("a_receipt_of_our_reply", receipt, query="reply=r0-7-0")
    post("a_status_undelivered", {**receipt, "Status": "undelivered", "ErrorCode": "450"})
    post("an_unknown_status_is_told", {**receipt, "Status": "teleported"})
    post("no_message_id_is_told", {"From": "1", "Text": "x"})
    post("a_broken_escape_is_refused", SMS, body="Text=%E4%A")
    post("json_that_is_no_form", {}, version=2, body='{"MessageUUID":"u"}')
