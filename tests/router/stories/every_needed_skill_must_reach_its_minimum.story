at 0s workspace
  group support
  agent ann online in support skills refund 2
  agent bob online in support skills refund 3
  agent cid online in support
  channel webchat
  rule refunds words "refund" needs refund 3
----
ann was offline, is online
bob was offline, is online
cid was offline, is online

at 1s arrive t1 "refund" on webchat
----
t1 matched refunds ("refund" at 0-6); needs refund 3; priority normal
t1 goes to bob (0 of 3); waited 0s; 1 could take it, 2 NO_SKILL
