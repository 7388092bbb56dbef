import hashlib
import hmac
import json

from record import NOW, write

SECRETS = {"secrets": "sec"}


def digest(body, stamp=NOW, secret="sec"):
    return hmac.new(secret.encode(), f"{stamp}.{body}".encode(), hashlib.sha256).hexdigest()


def post(case, body, secrets=SECRETS, header=None, stamp=NOW):
    body = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if header != "":
        headers["Stripe-Signature"] = header or f"t={stamp},v1={digest(body, stamp)},v0={'0' * 64}"
    write("stripe", case, secrets, {"method": "POST", "path": "/hooks/demo/stripe", "query": "", "headers": headers, "body": body})


def event(kind="charge.dispute.created", **thing):
    return {"id": "evt_1", "object": "event", "api_version": "2026-01-01", "created": NOW - 5, "type": kind, "livemode": False, "data": {"object": {"id": "du_1", "object": "dispute", "charge": "ch_1", "reason": "fraudulent", **thing}}}


def stripe():
    dispute = event()
    body = json.dumps(dispute)
    post("the_documented_vector_is_authentic_but_no_event", '{"text":"hi"}', header=f"t={NOW},v1=0c48ba676dbe1b4aec40be773131ef6565a072758c9571cbf7b78beeb695ec3f")
    post("a_dispute", dispute)
    post("a_dispute_of_a_customer", event(customer="cus_9", description="Order 7"))
    post("a_payment_is_a_notice", event("payment_intent.succeeded", id="pi_1", customer="cus_9"))
    post("the_second_live_secret_is_accepted", dispute, secrets={"secrets": ["next", "sec"]})
    post("one_of_two_signatures_fits", dispute, header=f"t={NOW},v1={'0' * 64},v1={digest(body)}")
    post("another_secret_is_refused", dispute, header=f"t={NOW},v1={digest(body, secret='other')}")
    post("a_changed_byte_is_refused", body.replace("du_1", "du_2"), header=f"t={NOW},v1={digest(body)}")
    post("a_changed_time_is_refused", dispute, header=f"t={NOW + 1},v1={digest(body)}")
    post("two_times_are_refused", dispute, header=f"t={NOW - 9999},t={NOW},v1={digest(body)}")
    post("v0_does_not_help", dispute, header=f"t={NOW},v0={digest(body)}")
    post("no_time_is_refused", dispute, header=f"v1={digest(body)}")
    post("a_prefix_of_the_right_digest_is_refused", dispute, header=f"t={NOW},v1={digest(body)[:-1]}")
    post("no_signature_is_refused", dispute, header="")
    post("a_delivery_of_five_minutes_ago_is_accepted", dispute, stamp=NOW - 300)
    post("a_delivery_of_more_than_five_minutes_ago_is_refused", dispute, stamp=NOW - 301)
    post("another_tolerance_counts", dispute, secrets={**SECRETS, "tolerance_s": "10"}, stamp=NOW - 11)
    post("a_time_that_is_no_number_is_refused", dispute, stamp="soon")
    post("an_own_map", dispute, secrets={**SECRETS, "map": {"id": "/id", "from": "/data/object/charge", "text": {"join": [{"literal": "Dispute: "}, "/data/object/reason"]}}})
    post("a_time_of_the_event_that_is_none_is_told", {**dispute, "created": "yesterday"})
    post("a_body_that_is_no_json", "{")
