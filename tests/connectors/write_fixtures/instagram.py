from messenger import APP_SECRET, TIME, event, meta_json, meta_signature, post, signatures, webhook

ACCOUNT, USER = "17841400008460056", "1254459154682919"
SECRETS = {"app_secret": APP_SECRET, "verify_token": "meatyhamhock", "account_id": ACCOUNT}


def instagram():
    def case(name, value, secrets=SECRETS, **how):
        post("instagram", name, value, secrets, **how)

    def ig(*events, **how):
        return webhook(*events, **{"obj": "instagram", "account": ACCOUNT, **how})

    def one(name, sender=USER, recipient=ACCOUNT, **what):
        case(name, ig(event(sender, recipient, **what)))

    def message(name, **content):
        one(name, message={"mid": "aWdfZA", **content})

    hello = ig(event(USER, ACCOUNT, message={"mid": "aWdfZA", "text": "Hello äöå / 你好 👍"}))
    case("a_text", hello)
    case("the_documented_array_around_it", [hello])
    signatures("instagram", hello, SECRETS, case)
    case("the_instagram_apps_secret_beside_the_apps", hello, secrets={**SECRETS, "app_secret": [APP_SECRET, "instagram-secret"]}, signature=meta_signature(meta_json(hello), "instagram-secret"))

    url = "https://lookaside.example.org/ig_messaging_cdn/?asset_id=1"
    message("an_image", attachments=[{"type": "image", "payload": {"url": url}}])
    message("a_voice_message", attachments=[{"type": "audio", "payload": {"url": url}}])
    message("a_mention_in_a_story_is_only_linked", attachments=[{"type": "story_mention", "payload": {"url": url}}])
    message("a_shared_post", attachments=[{"type": "share", "payload": {"url": url}}])
    message("a_shared_reel", attachments=[{"type": "ig_reel", "payload": {"reel_video_id": "1", "title": "A reel", "url": url}}])
    message("a_reply_quotes", text="this one", reply_to={"mid": "aWdfZB"})
    message("an_answer_to_our_story", text="nice!", reply_to={"story": {"id": "17866", "url": url}})
    message("a_quick_reply", text="Red", quick_reply={"payload": "COLOUR_RED"})
    message("a_deletion", is_deleted=True)
    message("an_unsupported_message", is_unsupported=True)
    one("an_echo_of_our_reply", ACCOUNT, USER, message={"mid": "aWdfZD", "is_echo": True, "metadata": "r0-7-0", "text": "We are open"})
    one("an_echo", ACCOUNT, USER, message={"mid": "aWdfZC", "is_echo": True, "text": "We are open"})
    one("a_reading_names_its_message", read={"mid": "aWdfZC"})
    one("a_reaction", reaction={"mid": "aWdfZC", "action": "react", "reaction": "love", "emoji": "❤️"})
    one("a_removed_reaction_has_neither_name_nor_emoji", reaction={"mid": "aWdfZC", "action": "unreact"})
    one("a_postback", postback={"mid": "aWdfZD", "title": "Talk to human", "payload": "HUMAN"})
    one("an_edit", message_edit={"mid": "aWdfZA", "text": "the new text", "num_edit": 1})
    one("a_referral_is_a_notice", referral={"ref": "ad", "source": "SHORTLINKS"})
    case("comments_are_no_messages", {"object": "instagram", "entry": [{"id": ACCOUNT, "time": 1760000001, "changes": [{"field": "comments", "value": {"id": "1", "text": "wow"}}]}]})
    case("a_batch_loses_only_its_bad_event", ig(event(USER, ACCOUNT, message={"mid": "a", "text": "one"}), event(USER, ACCOUNT, message={"mid": "b", "text": 2}), event(USER, ACCOUNT, TIME + 2, message={"mid": "c", "text": "three"})))
    case("another_accounts_entry_is_undecodable", ig(event(USER, "1", message={"mid": "a", "text": "x"}), account="1"))
    case("another_object_is_undecodable", ig(event(message={"mid": "a", "text": "x"}), obj="page"))
