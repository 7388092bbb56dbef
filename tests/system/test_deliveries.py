"""Deliveries that are more than their messages: files inside mails, messages that must be fetched, providers without ids."""

import hashlib
import json

import pytest
import yaml

from evidence import read_topics
from provider_server import ProviderServer
from providers import telegram, telegram_edit, vonage_part
from servers import ROOT, eventually

ACCOUNT, CUSTOMER = "wkxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "wmxxxxxxxxxxxxxxxxxxxxxxxxxx"


@pytest.fixture
def add_channel(switchroom, workspace, tmp_path):
    """add_channel(kind, settings): a channel of that kind and name, its secrets in files."""
    def add(kind, settings, server=None):
        for name, value in settings.items():
            switchroom.write_secret(f"{kind}_{name}", value)
        references = {name: value if name in ("corp_id", "api_base_url", "header_name", "basic_user") else f"file:{kind}_{name}"
                      for name, value in settings.items()}
        workspace["channels"].append({"id": kind, "kind": kind, "settings": references})
        document = tmp_path / "with_channel.yaml"
        document.write_text(yaml.safe_dump(workspace, allow_unicode=True))
        (server or switchroom).apply(document)
    return add


def messages(kafka, prefix):
    """Each event once: after a kill some come again."""
    told = {record.id: record.event["data"]["message"] for record in read_topics(kafka.brokers, prefix, ["messages"])}
    return list(told.values())


def test_files_inside_a_mail_are_kept_before_the_answer(make_switchroom, workspace, tmp_path, kafka, prefix):
    fixture = json.loads((ROOT / "tests/connectors/fixtures/postmark/attachments.in.json").read_text())
    server = make_switchroom("filing", blobs={"directory": str(tmp_path / "blobs")}).start()
    server.token = server.make_token()
    secrets = fixture["secrets"]
    for name, value in secrets.items():
        server.write_secret(f"postmark_{name}", value)
    workspace["channels"].append({"id": "mail", "kind": "postmark",
                                  "settings": {name: f"file:postmark_{name}" for name in secrets}})
    document = tmp_path / "mail.yaml"
    document.write_text(yaml.safe_dump(workspace, allow_unicode=True))
    server.apply(document)
    request = fixture["request"]
    status, _, answer = server.request("POST", "/hooks/demo/mail", request["body"].encode(), request["headers"])
    assert status == 200, answer
    server.wait_quiet()
    [message] = messages(kafka, prefix)
    assert message["media"], message
    for attachment in message["media"]:
        status, headers, content = server.request("GET", f"/v1/files/{attachment['sha256']}",
                                                  headers={"Authorization": f"Bearer {server.token}"})
        assert status == 200 and hashlib.sha256(content).hexdigest() == attachment["sha256"]
        assert headers["content-disposition"] == "attachment" and headers["x-content-type-options"] == "nosniff"


def test_a_mail_with_files_is_not_taken_where_none_can_be_kept(switchroom, workspace, tmp_path, kafka, prefix):
    fixture = json.loads((ROOT / "tests/connectors/fixtures/postmark/attachments.in.json").read_text())
    for name, value in fixture["secrets"].items():
        switchroom.write_secret(f"postmark_{name}", value)
    workspace["channels"].append({"id": "mail", "kind": "postmark",
                                  "settings": {name: f"file:postmark_{name}" for name in fixture["secrets"]}})
    document = tmp_path / "mail.yaml"
    document.write_text(yaml.safe_dump(workspace, allow_unicode=True))
    switchroom.apply(document)
    request = fixture["request"]
    status, headers, answer = switchroom.request("POST", "/hooks/demo/mail", request["body"].encode(), request["headers"])
    assert status == 503 and b"blobs.directory" in answer, answer


def test_the_same_words_twice_are_two_messages_where_a_provider_gives_no_ids(switchroom, add_channel, kafka, prefix):
    add_channel("kakao", {"header_name": "X-Secret", "header_value": "s3cret-value"})
    for _ in range(2):
        switchroom.run_command("send", "kakao", "--text", "네")
    switchroom.wait_quiet()
    assert [message["text"] for message in messages(kafka, prefix)] == ["네", "네"]


def wecom_page(numbers, cursor, more):
    return {"errcode": 0, "errmsg": "ok", "next_cursor": cursor, "has_more": int(more), "msg_list": [
        {"msgid": f"m{number}", "open_kfid": ACCOUNT, "external_userid": CUSTOMER, "send_time": 1760000000, "origin": 3,
         "msgtype": "text", "text": {"content": f"message {number}"}} for number in numbers]}


def test_messages_that_must_be_fetched_come_once_also_when_the_process_is_killed(switchroom, add_channel, kafka, prefix):
    held = [True]

    def answer(request):
        path, _, body = request
        if path.startswith("/cgi-bin/gettoken"):
            return 200, {"errcode": 0, "access_token": "T1", "expires_in": 7200}
        if "cursor" not in body:
            return 200, wecom_page((1, 2), "c1", True)
        if held[0]:
            return None
        return 200, wecom_page((3,), "c2", False)

    provider = ProviderServer(answer)
    try:
        add_channel("wecom", {"token": "hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo", "corp_id": "ww1436e0e65a779aee", "corp_secret": "cs",
                              "encoding_aes_key": "6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt", "api_base_url": provider.url})
        switchroom.run_command("send", "wecom", "--id", "pull-token-1")
        eventually("the second page is asked for", lambda: len(provider.requests) == 3)
        switchroom.kill()
        held[0] = False
        switchroom.start()
        eventually("all are there", lambda: len(messages(kafka, prefix)) == 3)
        assert [message["text"] for message in messages(kafka, prefix)] == ["message 1", "message 2", "message 3"]
        pages = [body for path, _, body in provider.requests if "sync_msg" in path]
        assert [page.get("cursor") for page in pages] == [None, "c1", "c1"], "goes on where it was"
        assert all(page["token"] == "pull-token-1" and page["open_kfid"] == ACCOUNT for page in pages)
    finally:
        provider.close()


def test_a_fetch_without_its_setting_is_a_dead_letter_that_says_so(switchroom, add_channel, kafka, prefix):
    add_channel("wecom", {"token": "hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo", "corp_id": "ww1436e0e65a779aee",
                          "encoding_aes_key": "6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt"})
    switchroom.run_command("send", "wecom")
    letters = eventually("it is told", lambda: read_topics(kafka.brokers, prefix, ["dead-letters"]))
    assert "corp_secret" in letters[0].event["data"]["reason"]


def post(server, delivery):
    status, _, answer = server.request("POST", delivery.path, delivery.body, delivery.headers)
    assert status == 200, answer


def part(number):
    return vonage_part("447700900111", f"V{number}", f"{number} ", number, 3, "08B5")


def test_parts_of_a_long_message_become_one_also_when_the_process_is_killed(switchroom, kafka, prefix):
    for number in (3, 1):
        post(switchroom, part(number))
        switchroom.wait_quiet()
        assert messages(kafka, prefix) == []
        switchroom.kill()
        switchroom.start()
    eventually("both are held back", lambda: switchroom.metric("switchroom_held_back") == 2)
    post(switchroom, part(2))
    post(switchroom, part(3))  # once more
    switchroom.wait_quiet()
    [message] = messages(kafka, prefix)
    assert message["text"] == "1 2 3 " and message["provider_id"] == "V1" and message["conversation"] == "+447700900111"
    [started] = [record.event["data"] for record in read_topics(kafka.brokers, prefix, ["assignments"])]
    assert started["opened"] and started["conversation"] == "+447700900111", "the ticket knows whose it is"


def test_of_an_incomplete_message_what_is_there_is_delivered_and_what_comes_later_by_itself(switchroom, workspace, tmp_path, kafka, prefix):
    [vonage] = [channel for channel in workspace["channels"] if channel["id"] == "vonage"]
    vonage["settings"]["parts_wait_s"] = "1"
    document = tmp_path / "impatient.yaml"
    document.write_text(yaml.safe_dump(workspace, allow_unicode=True))
    switchroom.apply(document)
    for number in (1, 3):
        post(switchroom, part(number))
    eventually("it is delivered", lambda: messages(kafka, prefix))
    assert [message["text"] for message in messages(kafka, prefix)] == ["1 […2/3…]3 "]
    assert switchroom.metric("switchroom_held_given_up_total") == 1
    post(switchroom, part(2))
    switchroom.wait_quiet()
    assert [message["text"] for message in messages(kafka, prefix)] == ["1 […2/3…]3 ", "2 "]


def test_an_edit_that_comes_before_its_message_waits_for_it_also_when_the_process_is_killed(switchroom, kafka, prefix):
    post(switchroom, telegram_edit(52436, 7, "I want a refund!", 500_000_001))
    switchroom.wait_quiet()
    switchroom.kill()
    switchroom.start()
    eventually("it is held back", lambda: switchroom.metric("switchroom_held_back") == 1)
    assert messages(kafka, prefix) == []
    post(switchroom, telegram(52436, 7, "I want a refnud"))
    switchroom.wait_quiet()
    assert [message["kind"] for message in messages(kafka, prefix)] == ["text", "edit"]
    [started] = [record.event["data"] for record in read_topics(kafka.brokers, prefix, ["assignments"])]
    [shown, _] = switchroom.api("GET", f"/v1/tickets/{started['ticket']}")[1]["messages"]
    assert shown["text"] == "I want a refund!"
    assert switchroom.metric("switchroom_held_back") == 0
