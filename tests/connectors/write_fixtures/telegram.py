import json

from record import write

TELEGRAM = {"secret_token": "S3cret_token-1", "bot_token": "4839574812:AAFD39kkdpWt3ywyRZergyOLMaJhac60qcK"}
ALICE = {"id": 5432109876, "is_bot": False, "first_name": "Alice", "last_name": "Liddell", "username": "alice", "language_code": "en-GB"}
CHAT = {"id": 5432109876, "first_name": "Alice", "last_name": "Liddell", "username": "alice", "type": "private"}
GROUP = {"id": -1001234567890, "title": "Support", "type": "supergroup"}


def post_telegram(case, update, secrets=TELEGRAM, secret="S3cret_token-1", header="X-Telegram-Bot-Api-Secret-Token"):
    headers = {"Content-Type": "application/json"}
    if secret is not None:
        headers[header] = secret
    body = update if isinstance(update, str) else json.dumps({"update_id": 900000001, **update}, ensure_ascii=False)
    write("telegram", case, secrets, {"method": "POST", "path": "/hooks/demo/telegram", "query": "", "headers": headers, "body": body})


def telegram_message(**content):
    return {"message_id": 42, "from": ALICE, "chat": CHAT, "date": 1760000001, **content}


def telegram():
    text = {"message": telegram_message(text="Hello ✓ 你好")}
    post_telegram("a_text", text)
    post_telegram("the_second_live_secret_is_accepted", text, secrets={**TELEGRAM, "secret_token": ["next", "S3cret_token-1"]})
    post_telegram("another_secret_is_refused", text, secret="S3cret_token-2")
    post_telegram("a_prefix_of_the_secret_is_refused", text, secret="S3cret_token-")
    post_telegram("a_longer_secret_is_refused", text, secret="S3cret_token-11")
    post_telegram("no_secret_is_refused", text, secret=None)
    post_telegram("an_empty_secret_fits_nothing", text, secrets={"secret_token": ""}, secret="")
    post_telegram("header_names_have_no_case", text, header="x-telegram-bot-api-secret-token")
    write("telegram", "get_is_not_allowed", TELEGRAM, {"method": "GET", "path": "/hooks/demo/telegram", "query": "", "headers": {}}, seed=False)
    post_telegram("the_bot_id_may_be_set", text, secrets={"secret_token": "S3cret_token-1", "bot_id": "77"})

    file = {"file_id": "AgACAgIAAxkBAAM", "file_unique_id": "AQADr", "file_size": 1000}
    post_telegram("the_largest_size_of_a_photo", {"message": telegram_message(caption="my screen", photo=[
        {**file, "file_id": "small", "width": 90, "height": 67}, {**file, "file_id": "large", "width": 1280, "height": 960}, {**file, "file_id": "middle", "width": 320, "height": 240}], media_group_id="13")})
    post_telegram("a_document", {"message": telegram_message(document={**file, "file_name": "bill.pdf", "mime_type": "application/pdf"})})
    post_telegram("an_animation_also_fills_document", {"message": telegram_message(document={**file, "mime_type": "video/mp4"}, animation={**file, "mime_type": "video/mp4", "width": 1, "height": 1, "duration": 1})})
    post_telegram("a_voice_message", {"message": telegram_message(voice={**file, "mime_type": "audio/ogg", "duration": 3})})
    post_telegram("a_video", {"message": telegram_message(video={**file, "mime_type": "video/mp4", "width": 1, "height": 1, "duration": 1})})
    post_telegram("a_video_note", {"message": telegram_message(video_note={**file, "length": 240, "duration": 1})})
    post_telegram("a_song", {"message": telegram_message(audio={**file, "mime_type": "audio/mpeg", "duration": 1})})
    post_telegram("a_sticker", {"message": telegram_message(sticker={**file, "emoji": "😀", "width": 512, "height": 512, "type": "regular", "is_animated": False, "is_video": False})})
    post_telegram("a_location", {"message": telegram_message(location={"latitude": 51.5, "longitude": -0.125})})
    post_telegram("a_venue_has_a_location_too", {"message": telegram_message(location={"latitude": 51.5, "longitude": -0.125}, venue={"location": {"latitude": 51.5, "longitude": -0.125}, "title": "Museum", "address": "1 Great St"})})
    post_telegram("a_contact", {"message": telegram_message(contact={"phone_number": "442079460958", "first_name": "Ada", "last_name": "Lovelace"})})
    post_telegram("a_poll_is_unsupported", {"message": telegram_message(poll={"id": "1", "question": "Tea?", "options": [], "total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": False, "members_only": False})})
    post_telegram("a_dice", {"message": telegram_message(dice={"emoji": "🎲", "value": 6})})
    post_telegram("a_forwarded_story", {"message": telegram_message(story={"chat": GROUP, "id": 7})})
    post_telegram("a_command", {"message": telegram_message(text="/start order-7", entities=[{"type": "bot_command", "offset": 0, "length": 6}])})
    post_telegram("a_command_later_in_the_text_is_text", {"message": telegram_message(text="try /start", entities=[{"type": "bot_command", "offset": 4, "length": 6}])})
    post_telegram("web_app_data", {"message": telegram_message(web_app_data={"data": "{\"size\":3}", "button_text": "Order"})})
    post_telegram("something_new_is_unsupported", {"message": telegram_message(hologram={"depth": 3})})
    post_telegram("a_reply_quotes", {"message": telegram_message(text="this one", reply_to_message={"message_id": 40, "chat": CHAT, "date": 1760000000, "text": "?"})})
    post_telegram("a_reply_to_another_chat", {"message": telegram_message(text="this one", external_reply={"origin": {"type": "channel", "chat": GROUP, "date": 1, "message_id": 5}, "chat": GROUP, "message_id": 5})})
    post_telegram("a_message_in_a_topic_of_a_group", {"message": telegram_message(text="hi all", chat={**GROUP, "is_forum": True}, message_thread_id=7, is_topic_message=True)})
    post_telegram("a_channel_post_has_no_person", {"channel_post": {"message_id": 3, "sender_chat": {"id": -1009, "title": "News", "type": "channel"}, "chat": {"id": -1009, "title": "News", "type": "channel"}, "date": 1760000001, "text": "news"}})
    post_telegram("new_members_are_a_notice", {"message": telegram_message(chat=GROUP, new_chat_members=[ALICE])})
    post_telegram("a_chat_that_migrates_tells_its_new_id", {"message": telegram_message(chat={"id": -44, "title": "Old", "type": "group"}, migrate_to_chat_id=-1001234567890)})
    post_telegram("a_pinned_message_is_a_notice", {"message": telegram_message(chat=GROUP, pinned_message={"message_id": 1, "chat": GROUP, "date": 1, "text": "rules"})})
    post_telegram("an_edit", {"edited_message": telegram_message(text="Hello again", edit_date=1760000099)})
    post_telegram("a_moved_live_location_is_an_edit", {"edited_message": telegram_message(location={"latitude": 1, "longitude": 2, "live_period": 900}, edit_date=1760000099)})
    post_telegram("an_edit_without_its_time", {"edited_message": telegram_message(text="Hello again")})
    post_telegram("a_callback_shows_the_label_of_its_button", {"callback_query": {"id": "4382bfdwdsb323b2d9", "from": ALICE, "chat_instance": "-1", "data": "refund:7", "message": {
        "message_id": 41, "from": {"id": 4839574812, "is_bot": True, "first_name": "Bot"}, "chat": CHAT, "date": 1760000000, "text": "What?", "reply_markup": {"inline_keyboard": [
            [{"text": "Order", "callback_data": "order:7"}], [{"text": "Refund", "callback_data": "refund:7"}]]}}}})
    post_telegram("a_callback_of_an_inaccessible_message", {"callback_query": {"id": "5", "from": ALICE, "chat_instance": "-1", "data": "x", "message": {"chat": CHAT, "message_id": 41, "date": 0}}})
    post_telegram("a_callback_without_message", {"callback_query": {"id": "6", "from": ALICE, "chat_instance": "-1", "inline_message_id": "i", "data": "x"}})
    post_telegram("a_reaction", {"message_reaction": {"chat": GROUP, "message_id": 9, "user": ALICE, "date": 1760000005, "old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "👍"}]}})
    post_telegram("a_removed_reaction", {"message_reaction": {"chat": GROUP, "message_id": 9, "user": ALICE, "date": 1760000005, "old_reaction": [{"type": "emoji", "emoji": "👍"}], "new_reaction": []}})
    post_telegram("a_reaction_of_an_anonymous_group", {"message_reaction": {"chat": GROUP, "message_id": 9, "actor_chat": GROUP, "date": 1760000005, "old_reaction": [], "new_reaction": [{"type": "custom_emoji", "custom_emoji_id": "5312"}]}})
    member = {"user": {"id": 4839574812, "is_bot": True, "first_name": "Bot"}}
    post_telegram("the_bot_was_blocked", {"my_chat_member": {"chat": CHAT, "from": ALICE, "date": 1760000007, "old_chat_member": {**member, "status": "member"}, "new_chat_member": {**member, "status": "kicked", "until_date": 0}}})
    business = telegram_message(text="from my phone", business_connection_id="bc1")
    post_telegram("a_business_message_of_the_customer", {"business_message": business})
    post_telegram("a_business_message_of_the_owner_is_an_echo", {"business_message": {**business, "from": {"id": 111, "is_bot": False, "first_name": "Owner"}}})
    post_telegram("an_edit_of_the_owner_is_an_echo", {"edited_business_message": {**business, "from": {"id": 111, "is_bot": False, "first_name": "Owner"}, "edit_date": 1760000099}})
    post_telegram("deletions_are_told_for_business_chats", {"deleted_business_messages": {"business_connection_id": "bc1", "chat": CHAT, "message_ids": [41, 42]}})
    post_telegram("a_deletion_without_an_id_does_not_lose_the_others", '{"update_id":1,"deleted_business_messages":{"business_connection_id":"bc1","chat":{"id":5,"type":"private"},"message_ids":[41,null,"x",{},43]}}')
    post_telegram("a_poll_state_is_nobodys_message", {"poll": {"id": "1", "question": "Tea?", "options": [], "total_voter_count": 1, "is_closed": False, "is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": False, "members_only": False}})
    post_telegram("an_unknown_kind_of_update", '{"update_id":1,"teleport":{}}')
    post_telegram("a_number_beyond_doubles_stays_exact", {"message": telegram_message(text="big", chat={**CHAT, "id": 9007199254740993})})
    post_telegram("a_fraction_is_no_id", '{"update_id":1,"message":{"message_id":1.5,"date":1,"chat":{"id":5,"type":"private"},"text":"x"}}')
    post_telegram("a_missing_chat_is_told_with_its_path", '{"update_id":1,"message":{"message_id":1,"date":1,"text":"x"}}')
    post_telegram("a_repeated_key_is_told_with_its_path", '{"update_id":1,"message":{"message_id":1,"message_id":2,"date":1,"chat":{"id":5,"type":"private"},"text":"x"}}')
    post_telegram("no_update_id", '{"message":{}}')
    post_telegram("an_empty_body", "")
    post_telegram("a_number_no_machine_can_hold", '{"update_id":1e999999}')
    post_telegram("a_lone_surrogate_is_no_text", '{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":5,"type":"private"},"text":"\\ud800"}}')
