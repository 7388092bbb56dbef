import base64
import hashlib
import hmac
import json

from record import write

TOKEN = "PxJNvwO67BBvvDHs2T8dKOKNJ7tQ1zqvHKuxQdfUiZ8="
SECRETS = {"security_token": TOKEN}
AT = "<at>Switchroom</at>"


def signature(body, token=TOKEN):
    return "HMAC " + base64.b64encode(hmac.new(base64.b64decode(token), body.encode(), hashlib.sha256).digest()).decode()


def activity(text=AT + " hi", **more):
    return {"type": "message", "id": "1760000000555", "timestamp": "2025-10-09T08:53:20.5551234Z", "localTimestamp": "2025-10-09T10:53:20.555+02:00", "serviceUrl": "https://smba.example/emea/", "channelId": "msteams",
            "from": {"id": "29:1XJKJMvc5GBtc2JwZq0oj8tHZmzrQgFmB39ATiQWA85gQtHieVkKilBZ9XHoq9j7Zaqt7CZ-NJWi7me2kHTL3Bw", "name": "Tim Jenkins", "aadObjectId": "b1f8-11"},
            "conversation": {"isGroup": True, "id": "19:253b1f341670408fb6fe51050b6e5ceb@thread.tacv2;messageid=1759999999000", "conversationType": "channel", "tenantId": "t"},
            "channelData": {"teamsTeamId": "19:712c61d0ef384e5fa681ba90ca943398@thread.tacv2", "teamsChannelId": "19:253b1f341670408fb6fe51050b6e5ceb@thread.tacv2"},
            "textFormat": "plain", "locale": "en-US", "text": text, "attachments": [{"contentType": "text/html", "content": f"<div>{text}</div>"}],
            "entities": [{"type": "clientInfo", "locale": "en-US"}, {"type": "mention", "mentioned": {"id": "28:c9e8c047-2a34-40a1-b28a-b162d5f5327c", "name": "Switchroom"}, "text": AT}], **more}


def post(case, body, secrets=SECRETS, signed=None, name="Authorization"):
    body = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if signed != "":
        headers[name] = signed or signature(body)
    write("teams", case, secrets, {"method": "POST", "path": "/hooks/demo/teams", "query": "", "headers": headers, "body": body})


def teams():
    text = activity(AT + "&nbsp;Grüße &amp; &lt;b&gt; 你好 &#128077;\n")
    body = json.dumps(text, ensure_ascii=False)
    post("the_documented_vector_is_authentic_but_no_message", '{"type":"message","text":"<at>Switchroom</at> hi"}', signed="HMAC 1gud8iHQTuG+sPMax6cP+HcmDQlCUUvuG84oyF2qDgo=")
    post("a_text", text)
    post("the_header_name_has_no_case", text, name="authorization")
    post("the_second_live_token_is_accepted", text, secrets={"security_token": [base64.b64encode(b"next").decode(), TOKEN]})
    post("another_token_is_refused", text, signed=signature(body, base64.b64encode(b"other").decode()))
    post("the_token_as_text_is_no_key", text, signed="HMAC " + base64.b64encode(hmac.new(TOKEN.encode(), body.encode(), hashlib.sha256).digest()).decode())
    post("a_token_that_is_no_base64_fits_nothing", text, secrets={"security_token": "not base64!"}, signed="HMAC " + base64.b64encode(hmac.new(b"", body.encode(), hashlib.sha256).digest()).decode())
    post("a_changed_byte_is_refused", body.replace("你", "妳"), signed=signature(body))
    post("a_prefix_of_the_right_digest_is_refused", text, signed=signature(body)[:-1])
    post("another_scheme_is_refused", text, signed=signature(body).replace("HMAC", "Bearer"))
    post("no_signature_is_refused", text, signed="")
    post("our_mention_is_removed_wherever_it_stands_and_others_stay", activity("can <at>Bob &amp; Co</at> and <at>Switchroom</at> help? <at>Switchroom</at>"))
    post("without_entities_the_first_mention_is_ours", activity("<at>Desk</at> hi <at>Bob</at>", entities=[]))
    post("the_recipient_tells_our_name", activity("<at>Bob</at> ask <at>Desk</at>", recipient={"id": "28:x", "name": "Desk"}))
    post("an_escaped_mention_is_text", activity(AT + " &lt;at&gt;x&lt;/at&gt; <at>open"))
    post("a_mention_alone_is_unsupported", activity(AT + " \n"))
    picture = {"contentType": "image/*", "contentUrl": "https://smba.example/v3/attachments/1/views/original"}
    post("a_picture", activity(AT + " look", attachments=[picture, {"contentType": "text/html", "content": "<div>look</div>"}]))
    post("a_file", activity(AT, attachments=[{"contentType": "application/pdf", "contentUrl": "https://s.example/r.pdf", "name": "r.pdf"}]))
    post("a_conversation_without_a_thread", activity(conversation={"id": "19:abc@thread.tacv2"}))
    post("a_reply", activity(replyToId="1759999999000"))
    post("another_type_is_unsupported", activity(type="messageReaction"))
    post("no_time_is_no_harm", {key: value for key, value in activity().items() if key != "timestamp"})
    post("a_time_that_is_none_is_told", activity(timestamp="yesterday"))
    post("no_sender_is_told", {key: value for key, value in activity().items() if key != "from"})
    post("a_body_that_is_no_json", "<xml/>")
