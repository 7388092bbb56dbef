import hashlib
import hmac
import json
import urllib.parse

from record import NOW, write

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
BOT, USER, CHANNEL, TEAM, APP = "U0BOT", "U2147483697", "D024BE91L", "T0001", "A0FFV41KK"
SECRETS = {"signing_secret": SECRET, "bot_user_id": BOT, "app_id": APP}
FORM = "application/x-www-form-urlencoded"


def signature(body, time, secret=SECRET):
    return "v0=" + hmac.new(secret.encode(), f"v0:{time}:".encode() + body.encode(), hashlib.sha256).hexdigest()


def post(case, value, secrets=SECRETS, claimed=None, time=NOW, kind="application/json", header="X-Slack-Signature"):
    body = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    headers = {"Content-Type": kind, "X-Slack-Request-Timestamp": str(time)}
    if claimed != "":
        headers[header] = claimed or signature(body, time)
    write("slack", case, secrets, {"method": "POST", "path": "/hooks/demo/slack", "query": "", "headers": headers, "body": body})


def callback(event, **more):
    return {"token": "deprecated", "team_id": TEAM, "api_app_id": APP, "event": event, "type": "event_callback", "event_id": "Ev01", "event_time": 1759999998,
            "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}], **more}


def message(**more):
    return {"type": "message", "channel": CHANNEL, "channel_type": "im", "user": USER, "text": "Hello", "ts": "1759999998.000200", **more}


def slack():
    text = callback(message(text="Hello &lt;b&gt; &amp;amp; &quot; 你好 👍 <@U777> <https://a.example|a>"))
    body = json.dumps(text, ensure_ascii=False, separators=(",", ":"))
    right = signature(body, NOW)
    post("a_text", text)
    # the documented vector has a time of its own, so `now` is moved there
    write("slack", "the_documented_vector", {"signing_secret": SECRET}, {"method": "POST", "path": "/hooks/demo/slack", "query": "", "headers": {
        "Content-Type": "application/json", "X-Slack-Request-Timestamp": "1763999999",
        "X-Slack-Signature": "v0=c0997a23739ad6810cfef1a5bdec676198ef32996e5ab7b48036fb1cdde02849"}, "body": '{"type":"event_callback","event_id":"Ev01"}'}, now=1764000100)
    post("the_check_of_our_url", {"token": "deprecated", "challenge": "3eZbrw1aB\"10", "type": "url_verification"})
    post("a_forged_check_of_our_url_is_refused", {"challenge": "x", "type": "url_verification"}, claimed="v0=" + "0" * 64)
    post("a_changed_byte_is_refused", body.replace("Hello", "Hellp"), claimed=right)
    post("another_time_is_refused", text, claimed=right, time=NOW + 1)
    post("a_prefix_of_the_right_digest_is_refused", text, claimed=right[:-1])
    post("another_version_is_refused", text, claimed=right.replace("v0=", "v1="))
    post("no_signature_is_refused", text, claimed="")
    post("another_secret_is_refused", text, claimed=signature(body, NOW, "another"))
    post("the_second_live_secret_is_accepted", text, secrets={**SECRETS, "signing_secret": ["next", SECRET]})
    for case, time in (("five_minutes_late_is_accepted", NOW - 300), ("later_is_refused", NOW - 301), ("from_the_future_is_refused", NOW + 301),
                       ("a_time_that_is_no_number_is_refused", "17abc"), ("a_time_with_a_sign_is_refused", "+1760000000"), ("no_time_is_refused", "")):
        post(case, text, time=time)

    def one(case, **more):
        post(case, callback(message(**more)))

    file = {"id": "F1", "name": "s.png", "mimetype": "image/png", "url_private": "https://files.slack.com/files-pri/T0001-F1/s.png", "size": 1}
    one("a_file", subtype="file_share", text="my screen", files=[file])
    one("two_files", subtype="file_share", text="", files=[{**file, "name": "b.pdf", "mimetype": "application/pdf"}, file])
    one("a_message_in_a_thread", thread_ts="1759999000.000100", text="still broken")
    one("a_broadcast_of_a_thread", subtype="thread_broadcast", thread_ts="1759999000.000100")
    one("our_own_mention_is_taken_out", channel="C1", text=f"<@{BOT}> help <@U777>")
    post("our_bot_is_known_by_the_authorization", callback(message(user=BOT)), secrets={"signing_secret": SECRET})
    post("a_mention_is_the_same_message", callback({**message(channel="C1", text=f"<@{BOT}> help <@U777>"), "type": "app_mention"}, event_id="Ev02"))
    one("our_bot_without_a_subtype_is_an_echo", user=BOT, bot_id="B1", app_id=APP)
    one("another_bot_is_an_echo", user="U99", bot_id="B2")
    one("an_old_bot_message_is_an_echo", subtype="bot_message", user=None, bot_id="B2", username="old")
    edited = {"type": "message", "user": USER, "text": "the new text", "ts": "1759999998.000200", "edited": {"user": USER, "ts": "1759999999.000000"}}
    change = {"type": "message", "subtype": "message_changed", "channel": CHANNEL, "ts": "1759999999.000100", "hidden": True}
    post("an_edit", callback({**change, "message": edited, "previous_message": message(text="the old text")}))
    unfurled = {key: value for key, value in edited.items() if key != "edited"}
    post("an_unfurled_link_is_no_edit", callback({**change, "message": {**unfurled, "attachments": [{"title": "A shop"}]}, "previous_message": message(text="the new text")}))
    post("an_edit_of_our_own_is_an_echo", callback({**change, "message": {**edited, "user": BOT, "bot_id": "B1"}, "previous_message": message(text="old")}))
    post("a_deletion", callback({"type": "message", "subtype": "message_deleted", "channel": CHANNEL, "ts": "1759999999.000300", "deleted_ts": "1759999998.000200", "previous_message": message()}))
    one("a_join_is_a_notice", subtype="channel_join", text="<@U1> has joined")
    one("an_unknown_subtype_is_unsupported", subtype="hologram", text="zzz")
    react = {"type": "reaction_added", "user": USER, "reaction": "thumbsup", "item": {"type": "message", "channel": CHANNEL, "ts": "1759999998.000200"}, "event_ts": "1759999999.000400"}
    post("a_reaction", callback(react))
    post("a_removed_reaction", callback({**react, "type": "reaction_removed"}))
    post("a_new_member_is_a_notice", callback({"type": "team_join", "user": {"id": "U5", "name": "bo"}}))
    post("a_rate_limit_is_told", {"token": "t", "type": "app_rate_limited", "team_id": TEAM, "minute_rate_limited": 1759999980, "api_app_id": APP})
    post("another_apps_event_is_undecodable", callback(message(), api_app_id="A1"))
    post("a_time_of_a_message_that_is_none", callback(message(ts="1759999998.0002")))
    post("a_message_without_a_user_is_told", callback(message(user=None)))
    post("a_body_that_is_no_json", "hello")
    post("an_empty_body", "")

    def form(case, **fields):
        post(case, urllib.parse.urlencode(fields), kind=FORM)

    person = {"team": {"id": TEAM}, "user": {"id": USER, "username": "ann", "name": "ann"}, "channel": {"id": CHANNEL}, "trigger_id": "13345224609.738474920.8088930838d88f008e0", "response_url": "https://hooks.slack.com/actions/secret"}
    shown = {"message": {"ts": "1759999998.000200", "text": "Which?"}}
    form("a_button", payload=json.dumps({"type": "block_actions", **person, **shown, "actions": [{"action_id": "refund", "block_id": "b", "type": "button", "text": {"type": "plain_text", "text": "Refund ✓"}, "value": "R1", "action_ts": "1759999999.100000"}]}))
    form("a_menu_and_a_date", payload=json.dumps({"type": "block_actions", **person, **shown, "actions": [
        {"action_id": "m", "type": "static_select", "selected_option": {"text": {"type": "plain_text", "text": "Red"}, "value": "r"}, "action_ts": "1759999999.100000"},
        {"action_id": "d", "type": "datepicker", "selected_date": "2026-12-25", "action_ts": "1759999999.200000"},
        {"action_id": "broken", "type": "button"}]}))
    form("a_dialog", payload=json.dumps({"type": "view_submission", **person, "view": {"id": "V1", "hash": "156.abc", "title": {"type": "plain_text", "text": "Ask us"}, "state": {"values": {"b": {"a": {"type": "plain_text_input", "value": "help"}}}}}}))
    form("a_shortcut_on_a_message", payload=json.dumps({"type": "message_action", **person, "callback_id": "make_ticket", "action_ts": "1759999999.100000", "message": {"ts": "1759999998.000200"}}))
    form("an_unknown_interaction_is_undecodable", payload=json.dumps({"type": "hologram", **person}))
    form("a_slash_command", token="x", team_id=TEAM, channel_id=CHANNEL, user_id=USER, user_name="ann", command="/ticket", text="it is broken & 你好", api_app_id=APP, response_url="https://hooks.slack.com/commands/secret", trigger_id="13345224609.738474920.8088")
    form("a_command_without_a_user_is_told", command="/ticket")
