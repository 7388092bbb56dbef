"""Deliveries that are more than their messages: files inside mails, messages that must be fetched, providers without ids."""

import hashlib
import json

import pytest
import yaml

from evidence import read_topics
from provider_server import ProviderServer
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
