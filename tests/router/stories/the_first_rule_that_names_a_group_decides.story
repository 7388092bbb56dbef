at 0s workspace
  group support
  group sales
  group billing
  agent ann online in support sales billing
  channel whatsapp group support
  rule angry words "angry" priority high
  rule buy words "buy" to sales
  rule refunds words "refund" to billing
----
ann was offline, is online

at 1s arrive t1 "angry: I want to buy, or a refund" on whatsapp
----
t1 matched angry ("angry" at 0-5) buy ("buy" at 17-20) refunds ("refund" at 27-33); to sales; priority high
t1 goes to ann (0 of 3); waited 0s; 1 could take it
