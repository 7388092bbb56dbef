import base64
import hashlib
import hmac
import json

from record import NOW, write

KEY = bytes(range(32))
WHSEC = "whsec_" + base64.b64encode(KEY).decode()
WHPK = "whpk_A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg="
ED25519 = "v1a,mnkOKWn3QT/ozaY1idYiL/SzXlxN4YcrvP81kbjNu+y+mytb5DkbjsezA0OPdG8mK59SjK84WUQrTeVF4dD9DA=="
SECRETS = {"keys": WHSEC}
BODY = '{"text":"hi"}'


def v1(body, identity="msg_1", stamp=str(NOW), key=KEY):
    return "v1," + base64.b64encode(hmac.new(key, f"{identity}.{stamp}.{body}".encode(), hashlib.sha256).digest()).decode()


def post(case, body, secrets=SECRETS, signed=None, identity="msg_1", stamp=str(NOW), prefix="webhook-", without=()):
    body = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    headers = {"Content-Type": "application/json", prefix + "id": identity, prefix + "timestamp": stamp, prefix + "signature": signed or v1(body, identity, stamp)}
    write("standard-webhooks", case, secrets, {"method": "POST", "path": "/hooks/demo/standard", "query": "", "headers": {name: value for name, value in headers.items() if name not in without}, "body": body})


def event(**data):
    return {"type": "message.created", "timestamp": "2025-10-09T08:53:20.25Z", "data": {"id": "m1", "from": "user-1", "name": "Ann", "text": "Hi & 你好", **data}}


def standard_webhooks():
    text = event()
    body = json.dumps(text, ensure_ascii=False)
    post("the_documented_hmac_vector_is_authentic_but_no_message", BODY, signed="v1,4Z8/Yq5evy2cq1UVbv55ZetYXs518E/TRjVfosZTD+0=")
    post("the_documented_ed25519_vector_is_authentic_but_no_message", BODY, secrets={"keys": WHPK}, signed=ED25519)
    post("an_ed25519_signature_with_a_stray_bit_is_refused", BODY, secrets={"keys": WHPK}, signed=ED25519[:-3] + "B==")
    post("ed25519_over_another_body_is_refused", '{"text":"ho"}', secrets={"keys": WHPK}, signed=ED25519)
    post("a_text", text)
    post("the_second_live_key_is_accepted", text, secrets={"keys": ["whsec_" + base64.b64encode(b"next" * 8).decode(), WHSEC]})
    post("one_of_several_signatures_fits", text, signed=f"v1,AAAA v9,xyz nonsense {ED25519} {v1(body)}")
    post("keys_of_both_kinds", BODY, secrets={"keys": [WHSEC, WHPK]}, signed=ED25519)
    post("a_key_without_its_mark", text, secrets={"keys": base64.b64encode(KEY).decode()})
    post("another_key_is_refused", text, signed=v1(body, key=b"other"))
    post("a_key_of_the_other_kind_is_refused", text, signed="v1a," + v1(body)[3:])
    post("a_label_that_is_unknown_is_refused", text, signed="v2," + v1(body)[3:])
    post("a_changed_byte_is_refused", body.replace("Hi", "Ho"), signed=v1(body))
    post("a_changed_id_is_refused", text, identity="msg_2", signed=v1(body))
    post("a_changed_time_is_refused", text, stamp=str(NOW + 1), signed=v1(body))
    post("a_prefix_of_the_right_digest_is_refused", text, signed=v1(body)[:-1])
    post("a_delivery_of_five_minutes_ago_is_accepted", text, stamp=str(NOW - 300))
    post("a_delivery_of_more_than_five_minutes_ago_is_refused", text, stamp=str(NOW - 301))
    post("a_delivery_of_tomorrow_is_refused", text, stamp=str(NOW + 301))
    post("another_tolerance_counts", text, secrets={**SECRETS, "tolerance_s": "600"}, stamp=str(NOW - 599))
    post("a_time_that_is_no_number_is_refused", text, stamp="1760000000.5")
    post("no_signature_is_refused", text, without=("webhook-signature",))
    post("no_id_is_refused", text, without=("webhook-id",))
    post("no_time_is_refused", text, without=("webhook-timestamp",))
    post("a_private_key_verifies_nothing", text, secrets={"keys": "whsk_" + base64.b64encode(KEY).decode()})
    post("svix_by_its_prefix", text, secrets={**SECRETS, "header_prefix": "svix-"}, prefix="svix-")
    post("another_prefix_is_refused", text, prefix="svix-")
    post("without_an_id_in_the_data_the_deliverys_counts", event(id=None))
    post("no_sender_is_told", event(**{"from": None}))
    own = {"require": ["/type"], "cases": [{"when": [{"root": "/type", "is": "chat.line"}], "list": "/data/lines/*", "id": "/n", "from": {"root": "/data/who"}, "text": "/say", "time": {"value": {"root": "/at"}, "unit": "ms"}}]}
    post("an_own_map", {"type": "chat.line", "at": 1760000000123, "data": {"who": "bob", "lines": [{"n": 1, "say": "one"}, {"say": "lost"}, {"n": 3, "say": "three"}]}}, secrets={**SECRETS, "map": own})
    post("an_own_map_ignores_other_types", {"type": "chat.mood", "data": {}}, secrets={**SECRETS, "map": own})
    post("a_map_that_is_none_is_told", text, secrets={**SECRETS, "map": {"from": "/x"}})
    post("a_body_that_is_no_json", "hello")
