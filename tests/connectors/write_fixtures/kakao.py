import json

from record import write

SECRETS = {"header_name": "X-Skill-Secret", "header_value": "s3cret-value"}
USER = {"id": "138e4a8d8f8f", "type": "botUserKey", "properties": {"botUserKey": "138e4a8d8f8f", "bot_user_key": "138e4a8d8f8f", "plusfriendUserKey": "_QTvPZdo", "isFriend": True}}


def payload(utterance, extra=None, params=None, user=USER, **said):
    return {"bot": {"id": "5e0f180affa74800014bd33d", "name": "상담봇"}, "intent": {"id": "5f0e", "name": "폴백 블록", "extra": {"reason": {"code": 1, "message": "OK"}}},
            "action": {"id": "5f0f", "name": "say", "params": params or {}, "detailParams": {}, "clientExtra": extra or {}}, "contexts": [],
            "userRequest": {"block": {"id": "5f0e", "name": "폴백 블록"}, "user": user, "utterance": utterance, "params": {"surface": "Kakaotalk.plusfriend"}, "lang": "ko", "timezone": "Asia/Seoul", **said}}


def post(case, body, value="s3cret-value", name="X-Skill-Secret", secrets=SECRETS, method="POST"):
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if value is not None:
        headers[name] = value
    write("kakao", case, secrets, {"method": method, "path": "/hooks/demo/kakao", "query": "", "headers": headers,
                                   "body": body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)})


def kakao():
    text = payload("배송이 언제 오나요? & 👍\n")
    post("an_utterance", text)
    post("the_header_name_has_no_case", text, name="x-skill-secret")
    post("the_second_live_value_is_accepted", text, secrets={**SECRETS, "header_value": ["next", "s3cret-value"]})
    post("another_value_is_refused", text, value="s3cret-valuf")
    post("a_prefix_of_the_value_is_refused", text, value="s3cret-valu")
    post("an_empty_value_is_refused", text, value="")
    post("a_value_in_another_header_is_refused", text, name="X-Other")
    post("no_header_is_refused", text, value=None)
    post("the_header_twice_is_refused", text, value=["s3cret-value", "s3cret-value"])
    post("an_unset_value_fits_nothing", text, value="", secrets={"header_name": "X-Skill-Secret", "header_value": ""})
    post("a_get_is_not_allowed", text, method="GET")
    post("several_line_ends_are_trimmed_and_blanks_kept", payload("  a\nb \r\n\n"))
    post("a_button_with_extra", payload("주문 조회", extra={"order": "A-1", "step": 2}))
    pictures = json.dumps({"privacyAgreement": "Y", "imageQuantity": "2", "secureUrls": "List(https://k.example/1.jpg, https://k.example/2.jpg)", "expire": "2026-03-01T00:00:00+0900"})
    post("pictures_of_a_secure_image_block", payload("사진 전송", params={"secureimage": pictures}))
    post("a_secure_image_that_is_an_object", payload("사진 전송", params={"secureimage": json.loads(pictures)}))
    post("a_secure_image_that_is_none", payload("사진", params={"secureimage": "List("}))
    post("a_callback_url_changes_nothing", payload("잠깐만요", callbackUrl="https://bot-api.kakao.example/callback/abc"))
    post("an_emoticon_stays_a_bracketed_word", payload("(하트뿅)"))
    post("an_old_user_without_properties", payload("안녕", user={"id": "u1", "type": "botUserKey"}))
    post("a_user_without_an_id_is_told", payload("안녕", user={"type": "botUserKey"}))
    post("no_utterance_is_told", {"bot": {"id": "b"}, "userRequest": {"user": {"id": "u1"}}})
    post("a_body_that_is_no_json", "utterance=hi")
    post("a_body_that_is_a_list", "[]")
