import base64
import hashlib
import hmac
import json

from record import NOW, write

SECRETS = {"visitor_secrets": "dmlzaXRvcnM-secret", "allowed_origins": "https://shop.example", "identity_secrets": "sec"}
VISITOR = "v:3f9c2a7be0514d8896a1c4d2e7f05b63"
PATH = "/hooks/demo/webchat"
ID = "7c9e6679-7425-40de-944b-e07fc1f90ae7"


def part(bytes):
    return base64.urlsafe_b64encode(bytes).rstrip(b"=").decode()


def token(address=VISITOR, channel="demo/webchat", issued=NOW, secret=SECRETS["visitor_secrets"]):
    text = f"{issued}.{part(address.encode())}"
    signed = f"webchat visitor\n{channel}\n{text}".encode()
    return text + "." + part(hmac.new(secret.encode(), signed, hashlib.sha256).digest())


def post_webchat(case, frame, secrets=SECRETS, authorization=None, path=PATH, method="POST"):
    body = frame if isinstance(frame, str) else json.dumps(frame, ensure_ascii=False)
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token()}" if authorization is None else authorization}
    if not authorization and authorization is not None:
        del headers["Authorization"]
    write("webchat", case, secrets, {"method": method, "path": path, "query": "", "headers": headers, "body": body})


def webchat():
    text = {"type": "message", "id": ID, "text": "Where is my parcel? 包裹在哪裡"}
    post_webchat("a_message", text)
    post_webchat("a_message_of_the_contact_form", {**text, "name": "Ann", "email": "ann@example.org", "page": "https://shop.example/cart?x=1", "language": "zh-Hant-TW"})
    post_webchat("a_message_of_a_known_user", text, authorization=f"Bearer {token('u:cust-1')}")
    post_webchat("a_users_id_counts_byte_by_byte", text, authorization=f"Bearer {token('u:Straße 7/ä')}")
    post_webchat("a_time_of_its_own", {**text, "at": 1760000000123})
    post_webchat("an_answer_was_delivered", {"type": "delivered", "id": "r0-7-0"})
    post_webchat("an_answer_was_read", {"type": "read", "id": "r0-7-0"})
    post_webchat("somebody_types", {"type": "typing", "id": "5"})

    post_webchat("no_token", text, authorization="")
    post_webchat("another_scheme", text, authorization=f"Basic {token()}")
    post_webchat("a_token_of_another_secret", text, authorization=f"Bearer {token(secret='another')}")
    post_webchat("the_second_live_secret_is_accepted", text, secrets={**SECRETS, "visitor_secrets": ["next", SECRETS["visitor_secrets"]]})
    post_webchat("a_token_of_another_channel", text, authorization=f"Bearer {token(channel='demo/other')}")
    post_webchat("another_channel_with_the_same_secret", text, path="/hooks/demo/other")
    right = token()
    post_webchat("a_prefix_of_the_signature", text, authorization=f"Bearer {right[:-1]}")
    post_webchat("a_longer_signature", text, authorization=f"Bearer {right}A")
    issued, address, digest = right.split(".")
    post_webchat("a_changed_address", text, authorization=f"Bearer {issued}.{part(b'u:cust-1')}.{digest}")
    post_webchat("a_changed_time", text, authorization=f"Bearer {int(issued) + 1}.{address}.{digest}")
    post_webchat("a_signature_alone", text, authorization=f"Bearer {digest}")
    post_webchat("a_token_of_180_days_ago", text, authorization=f"Bearer {token(issued=NOW - 180 * 86400)}")
    post_webchat("a_token_of_181_days_ago", text, authorization=f"Bearer {token(issued=NOW - 181 * 86400)}")
    post_webchat("a_token_of_tomorrow", text, authorization=f"Bearer {token(issued=NOW + 86400)}")
    enforced = {**SECRETS, "enforce_identity": "true"}
    post_webchat("an_anonymous_visitor_where_identity_is_enforced", text, secrets=enforced)
    post_webchat("a_known_user_where_identity_is_enforced", text, secrets=enforced, authorization=f"Bearer {token('u:cust-1')}")
    post_webchat("an_empty_secret_fits_nothing", text, secrets={**SECRETS, "visitor_secrets": ""}, authorization=f"Bearer {token(secret='')}")
    post_webchat("get_is_not_allowed", text, method="GET")

    post_webchat("no_id", {"type": "message", "text": "Hello"})
    post_webchat("an_id_that_could_be_anything", {**text, "id": "a b\n"})
    post_webchat("an_id_of_65_characters", {**text, "id": "x" * 65})
    post_webchat("blanks_are_no_words", {**text, "text": " \n\t"})
    post_webchat("no_words", {"type": "message", "id": ID})
    post_webchat("words_that_are_a_number", {**text, "text": 7})
    post_webchat("a_long_name", {**text, "name": "n" * 501})
    post_webchat("an_unknown_type", {**text, "type": "hologram"})
    post_webchat("a_list", [text])
    post_webchat("no_json", "Hello")
    post_webchat("an_empty_body", "")
