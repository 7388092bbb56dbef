from aws_ses import envelope, envelope_cases, post

SMS = {"originationNumber": "+14255550182", "destinationNumber": "+12125550101", "messageKeyword": "KEYWORD_1", "messageBody": "a kettle leaks 你好",
       "inboundMessageId": "cae173d2-66b9-564c-8309-21f858e9fb84", "previousPublishedMessageId": "wJalrXUtnFEMI"}


def aws_sns_sms():
    envelope_cases("aws-sns-sms", SMS)
    post("aws-sns-sms", "an_sms", envelope(SMS))
    post("aws-sns-sms", "an_sms_that_answers_nothing", envelope({**SMS, "previousPublishedMessageId": None}))
    post("aws-sns-sms", "stop", envelope({**SMS, "messageBody": " Arret "}))
    post("aws-sns-sms", "start", envelope({**SMS, "messageBody": "START"}))
    post("aws-sns-sms", "please_stop_calling_is_a_message", envelope({**SMS, "messageBody": "please stop calling"}))
    post("aws-sns-sms", "a_short_code_as_our_end", envelope({**SMS, "destinationNumber": "12345"}))
    post("aws-sns-sms", "a_number_that_is_none", envelope({**SMS, "originationNumber": "unknown"}))
    post("aws-sns-sms", "no_id", envelope({**SMS, "inboundMessageId": None}))
