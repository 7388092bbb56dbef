import hashlib
import hmac
import json
import urllib.parse

from record import write

SECRETS = {"secrets": "sec"}
ISSUE = {"html_url": "https://github.example/o/r/issues/7", "number": 7, "title": "It breaks", "body": "When I start it", "created_at": "2025-10-09T08:53:20Z"}


def signature(body, secret="sec"):
    return "sha256=" + hmac.new(secret.encode(), body.encode(), hashlib.sha256).hexdigest()


def post(case, event, body, secrets=SECRETS, signed=None, form=False, **headers):
    body = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    body = urllib.parse.urlencode({"payload": body}) if form else body
    own = {"Content-Type": "application/x-www-form-urlencoded" if form else "application/json", "X-GitHub-Event": event, "X-GitHub-Delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958", "X-Hub-Signature-256": signed or signature(body), **headers}
    write("github", case, secrets, {"method": "POST", "path": "/hooks/demo/github", "query": "", "headers": {name: value for name, value in own.items() if value}, "body": body})


def payload(action, **more):
    return {"action": action, "issue": ISSUE, "repository": {"id": 1, "full_name": "o/r"}, "sender": {"login": "octocat", "id": 583231}, **more}


def github():
    comment = payload("created", comment={"id": 5, "body": "Same here & 你好", "created_at": "2025-10-09T08:54:00Z"})
    body = json.dumps(comment, ensure_ascii=False)
    post("the_documented_vector_is_authentic_and_a_notice_of_nobody", "push", '{"text":"hi"}', signed="sha256=35e7a5b270b7c39b024d2fb3c6403f42414f4aee0ad99bda9322531c3ae56ccc")
    post("a_comment", "issue_comment", comment)
    post("a_comment_as_a_form", "issue_comment", comment, form=True)
    post("a_new_issue", "issues", payload("opened"))
    post("a_new_issue_without_a_text", "issues", payload("opened", issue={**ISSUE, "body": None}))
    post("a_closed_issue_is_a_notice", "issues", payload("closed"))
    post("a_deleted_comment_is_a_notice", "issue_comment", payload("deleted", comment={"id": 5, "body": "x"}))
    post("a_ping", "ping", {"zen": "Keep it logically awesome.", "hook_id": 1, "repository": {"full_name": "o/r"}, "sender": {"login": "octocat"}})
    post("a_push_is_a_notice", "push", {"ref": "refs/heads/main", "repository": {"full_name": "o/r"}, "sender": {"login": "octocat"}})
    post("the_second_live_secret_is_accepted", "issue_comment", comment, secrets={"secrets": ["next", "sec"]})
    post("another_secret_is_refused", "issue_comment", comment, signed=signature(body, "other"))
    post("a_changed_byte_is_refused", "issue_comment", body.replace("Same", "Sane"), signed=signature(body))
    post("a_prefix_of_the_right_digest_is_refused", "issue_comment", comment, signed=signature(body)[:-1])
    post("a_digest_in_capitals_is_refused", "issue_comment", comment, signed="sha256=" + signature(body)[7:].upper())
    post("the_sha1_header_does_not_help", "issue_comment", comment, signed="sha256=00", **{"X-Hub-Signature": "sha1=" + hmac.new(b"sec", body.encode(), hashlib.sha1).hexdigest()})
    write("github", "no_signature_is_refused", SECRETS, {"method": "POST", "path": "/hooks/demo/github", "query": "", "headers": {"X-GitHub-Event": "ping"}, "body": "{}"})
    post("no_delivery_id_is_told", "issue_comment", comment, **{"X-GitHub-Delivery": None})
    own = {"id": {"header": "X-GitHub-Delivery"}, "from": "/pusher/name", "text": "/head_commit/message", "payload": {"json": "/head_commit/added"}}
    post("an_own_map", "push", {"pusher": {"name": "ann"}, "head_commit": {"message": "Fix it", "added": ["a.txt"]}}, secrets={**SECRETS, "map": own})
    post("a_body_that_is_no_json", "issue_comment", "payload")
