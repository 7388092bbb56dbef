import json

from nacl.signing import SigningKey

from record import NOW, write

SEED = "fcaffa2b4a3131adb445bedf0dc84f628f4f31546f9aaf41268db20ea7129c1f"
KEY = "10a6c60ea95dbc85c658118f73f04f4e29b423ed043aabffe9d40224214352bd"
OTHER = SigningKey(bytes(range(32)))
SECRETS = {"public_key": KEY, "application_id": "775799577604522054"}
USER = {"id": "53908232506183680", "username": "ann", "global_name": "Ann Ünique", "discriminator": "0"}


def sign(body, time, key=SigningKey(bytes.fromhex(SEED))):
    return key.sign(str(time).encode() + body.encode()).signature.hex()


def post(case, value, secrets=SECRETS, claimed=None, time=NOW, now=NOW):
    body = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    headers = {"Content-Type": "application/json", "X-Signature-Timestamp": str(time)}
    if claimed != "":
        headers["X-Signature-Ed25519"] = claimed or sign(body, time)
    write("discord", case, secrets, {"method": "POST", "path": "/hooks/demo/discord", "query": "", "headers": headers, "body": body}, now=now)


def interaction(kind, data=None, **more):
    base = {"id": "1425708442214400017", "application_id": "775799577604522054", "type": kind, "token": "aW50ZXJhY3Rpb24", "version": 1, "channel_id": "645027906669510667",
            "guild_id": "290926798626357999", "locale": "de", "member": {"user": USER, "nick": "Annie", "roles": []}}
    return {**base, **({"data": data} if data is not None else {}), **more}


def discord():
    say = interaction(2, {"id": "1", "name": "ask", "type": 1, "options": [{"name": "text", "type": 3, "value": "Hello ✓ 你好"}]})
    body = json.dumps(say, ensure_ascii=False, separators=(",", ":"))
    post("a_command", say)
    post("the_documented_vector_is_a_ping", '{"type":1}', time=1763999999, now=1764000100,
         claimed="8c13bff92c0f22eedf22b9f7e5535930cd989d22836bb0d5733e86867f1438d49fa8273e13246780e5a2a10dc799525891eec7c7416fb29c91b03cb335893205")
    post("a_ping", interaction(1))
    post("a_ping_of_webhook_events_is_answered_empty", {"version": 1, "application_id": "775799577604522054", "type": 0})
    post("a_webhook_event_carries_no_message", {"version": 1, "application_id": "775799577604522054", "type": 1, "event": {"type": "APPLICATION_AUTHORIZED", "timestamp": "2026-10-18T14:42:53", "data": {"user": USER}}})
    post("a_changed_byte_is_refused", body.replace("Hello", "Hellp"), claimed=sign(body, NOW))
    post("another_time_is_refused", say, claimed=sign(body, NOW), time=NOW + 1)
    post("a_prefix_of_the_right_signature_is_refused", say, claimed=sign(body, NOW)[:-2])
    post("half_a_byte_less_is_refused", say, claimed=sign(body, NOW)[:-1])
    post("letters_that_are_no_hex_are_refused", say, claimed="g" * 128)
    post("no_signature_is_refused", say, claimed="")
    post("another_key_is_refused", say, claimed=sign(body, NOW, OTHER))
    post("the_second_live_key_is_accepted", say, secrets={"public_key": [OTHER.verify_key.encode().hex(), KEY]})
    post("a_key_that_is_none_fits_nothing", say, secrets={"public_key": "10a6"})
    post("later_than_five_minutes_is_refused", say, time=NOW - 301)
    post("from_the_future_is_refused", say, time=NOW + 301)
    post("a_time_that_is_no_number_is_refused", say, time="soon")

    post("a_subcommand_with_a_file", interaction(2, {"id": "1", "name": "ticket", "type": 1, "options": [{"name": "new", "type": 2, "options": [{"name": "bug", "type": 1, "options": [
        {"name": "count", "type": 4, "value": 3}, {"name": "urgent", "type": 5, "value": True}, {"name": "screen", "type": 11, "value": "900"}]}]}],
        "resolved": {"attachments": {"900": {"id": "900", "filename": "s.png", "content_type": "image/png", "url": "https://cdn.discordapp.com/ephemeral/s.png"}}}}))
    post("a_command_on_a_message", interaction(2, {"id": "1", "name": "Report", "type": 3, "target_id": "1425708442214400001", "resolved": {"messages": {"1425708442214400001": {"content": "x"}}}}))
    shown = {"message": {"id": "1425708442214400009", "components": [{"type": 1, "components": [{"type": 2, "custom_id": "refund", "label": "Refund"}]},
                                                                     {"type": 1, "components": [{"type": 3, "custom_id": "colour", "options": [{"label": "Red", "value": "r"}, {"label": "Blue", "value": "b"}]}]}]}}
    post("a_button", interaction(3, {"custom_id": "refund", "component_type": 2}, **shown))
    post("a_menu_with_two_choices", interaction(3, {"custom_id": "colour", "component_type": 3, "values": ["b", "r"]}, **shown))
    post("a_menu_of_users", interaction(3, {"custom_id": "who", "component_type": 5, "values": ["53908232506183680"]}, **shown))
    post("an_old_dialog", interaction(5, {"custom_id": "ask", "components": [{"type": 1, "components": [{"type": 4, "custom_id": "a", "value": "first"}]}, {"type": 1, "components": [{"type": 4, "custom_id": "b", "value": "second"}]}]}))
    post("a_new_dialog", interaction(5, {"custom_id": "ask", "components": [{"type": 18, "component": {"type": 4, "custom_id": "a", "value": "first"}}, {"type": 18, "component": {"type": 3, "custom_id": "b", "values": ["r", "b"]}}]}))
    post("an_autocompletion_is_no_message", interaction(4, {"id": "1", "name": "ask", "type": 1, "options": [{"name": "text", "type": 3, "value": "He", "focused": True}]}))
    direct = {key: value for key, value in say.items() if key not in ("member", "guild_id")}
    post("a_direct_message_has_a_user", {**direct, "user": USER})
    post("a_user_without_a_display_name", {**direct, "user": {"id": "1", "username": "bo"}})
    post("an_unknown_type_is_unsupported", interaction(9, {}))
    post("another_applications_interaction_is_undecodable", {**say, "application_id": "1"})
    post("an_id_that_is_none", {**say, "id": "x"})
    post("nobody_did_it", {key: value for key, value in say.items() if key != "member"})
    post("a_file_that_is_missing_is_told", interaction(2, {"id": "1", "name": "ask", "type": 1, "options": [{"name": "screen", "type": 11, "value": "901"}]}))
    post("a_body_that_is_no_json", "hello")
    post("an_empty_body", "")
