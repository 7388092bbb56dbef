"""What providers send, made and signed here without any code of Switchroom: WhatsApp, Twilio, Telegram and Vonage."""

import base64
import hashlib
import hmac
import json
import time
import urllib.parse
from dataclasses import dataclass, field

APP_SECRET = "test-app-secret"
VERIFY_TOKEN = "test-verify-token"
AUTH_TOKEN = "test-auth-token"
SECRET_TOKEN = "test_secret-token"
SIGNATURE_SECRET = "test-signature-secret"
PUBLIC_BASE_URL = "https://sw.example.org"

SECRETS = {
    "whatsapp_app_secret": APP_SECRET,
    "whatsapp_verify_token": VERIFY_TOKEN,
    "twilio_auth_token": AUTH_TOKEN,
    "telegram_secret_token": SECRET_TOKEN,
    "vonage_signature_secret": SIGNATURE_SECRET,
}


@dataclass
class Delivery:
    """A webhook request, and what it is about: the message's id in Switchroom's words, and who wrote it."""

    path: str
    headers: dict[str, str]
    body: bytes
    provider_id: str
    customer: str
    accepted: bool = False
    statuses: list[int] = field(default_factory=list)

    def wire(self, host: str = "127.0.0.1") -> bytes:
        lines = [f"POST {self.path} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(self.body)}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + self.body


def _meta_json(document: object) -> bytes:
    """JSON as Meta writes it: non-ASCII and slashes escaped."""
    return json.dumps(document, separators=(",", ":")).replace("/", "\\/").encode()


def whatsapp(number: str, provider_id: str, text: str, name: str = "Ann Example", at: int = 1763999999,
             secret: str = APP_SECRET, path: str = "/hooks/demo/whatsapp") -> Delivery:
    """A text message from `number` (E.164 with +)."""
    digits = number.removeprefix("+")
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550783881", "phone_number_id": "106540352242922"},
        "contacts": [{"profile": {"name": name}, "wa_id": digits}],
        "messages": [{"from": digits, "id": provider_id, "timestamp": str(at), "type": "text", "text": {"body": text}}],
    }
    entry = {"id": "102290129340398", "changes": [{"value": value, "field": "messages"}]}
    return whatsapp_raw({"object": "whatsapp_business_account", "entry": [entry]}, provider_id, f"whatsapp:{number}", secret, path)


def whatsapp_status(number: str, of: str, state: str, at: int = 1763999999, **more) -> Delivery:
    """A receipt for the message `of` that went to `number`: sent, delivered, read or failed."""
    digits = number.removeprefix("+")
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550783881", "phone_number_id": "106540352242922"},
        "statuses": [{"id": of, "status": state, "timestamp": str(at), "recipient_id": digits, **more}],
    }
    entry = {"id": "102290129340398", "changes": [{"value": value, "field": "messages"}]}
    return whatsapp_raw({"object": "whatsapp_business_account", "entry": [entry]})


def whatsapp_raw(document: object, provider_id: str = "", customer: str = "", secret: str = APP_SECRET,
                 path: str = "/hooks/demo/whatsapp") -> Delivery:
    body = _meta_json(document) if not isinstance(document, bytes) else document
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={digest}", "User-Agent": "facebookexternalua"}
    return Delivery(path, headers, body, provider_id, customer)


def twilio(number: str, provider_id: str, text: str, token: str = AUTH_TOKEN, path: str = "/hooks/demo/sms") -> Delivery:
    """An SMS from `number`; `provider_id` is its MessageSid."""
    fields = {
        "ToCountry": "GB", "SmsMessageSid": provider_id, "NumMedia": "0", "FromCity": "", "SmsSid": provider_id,
        "SmsStatus": "received", "Body": text, "To": "+12025550122", "NumSegments": "1", "MessageSid": provider_id,
        "AccountSid": "AC00000000000000000000000000000001", "From": number, "ApiVersion": "2010-04-01",
    }
    signed = PUBLIC_BASE_URL + path + "".join(name + fields[name] for name in sorted(fields))
    signature = base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8", "X-Twilio-Signature": signature}
    return Delivery(path, headers, urllib.parse.urlencode(fields).encode(), provider_id, f"twilio:{number}")


def telegram(user: int, message: int, text: str, name: str = "Ann", token: str = SECRET_TOKEN,
             path: str = "/hooks/demo/telegram") -> Delivery:
    """A private message; Telegram's own id is chat and message together."""
    update = {
        "update_id": 900000000 + message,
        "message": {
            "message_id": message, "date": 1763999999, "text": text,
            "from": {"id": user, "is_bot": False, "first_name": name, "language_code": "en"},
            "chat": {"id": user, "first_name": name, "type": "private"},
        },
    }
    headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": token}
    return Delivery(path, headers, json.dumps(update).encode(), f"{user}:{message}", f"telegram:{user}")


def telegram_edit(user: int, message: int, text: str, update: int) -> Delivery:
    """What a private message says from now on. The edit's own id is its update's."""
    made = telegram(user, message, text)
    document = json.loads(made.body)
    document["update_id"] = update
    document["edited_message"] = document.pop("message") | {"edit_date": 1764000009}
    return Delivery(made.path, made.headers, json.dumps(document).encode(), f"update:{update}", made.customer)


def vonage_part(number: str, provider_id: str, text: str, part: int, total: int, ref: str,
                path: str = "/hooks/demo/vonage") -> Delivery:
    """A part of a long SMS from `number` (digits), as Vonage delivers each by itself."""
    now = str(int(time.time()))
    fields = {"msisdn": number, "to": "12025550122", "messageId": provider_id, "text": text, "type": "text", "timestamp": now,
              "nonce": provider_id, "message-timestamp": "2025-11-24 15:59:59", "concat": "true", "concat-ref": ref,
              "concat-total": str(total), "concat-part": str(part)}
    signed = "".join(f"&{name}={fields[name].replace('&', '_').replace('=', '_')}" for name in sorted(fields))
    sig = hmac.new(SIGNATURE_SECRET.encode(), signed.encode(), hashlib.sha256).hexdigest()
    body = urllib.parse.urlencode(fields | {"sig": sig}).encode()
    return Delivery(path, {"Content-Type": "application/x-www-form-urlencoded"}, body, provider_id, f"vonage-sms:+{number}")
