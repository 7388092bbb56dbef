# The higher minimum of one skill counts.
at 0s workspace
  group support
  agent ann online in support skills refund 3 french 5
  agent bob online in support skills refund 5 french 5
  channel webchat
  rule refunds words "refund" needs refund 2
  rule large words "1000" needs refund 4
  rule french words "bonjour" needs french 1
----
ann was offline, is online
bob was offline, is online

at 1s arrive t1 "bonjour, a refund of 1000 please" on webchat
----
t1 matched refunds ("refund" at 11-17) large ("1000" at 21-25) french ("bonjour" at 0-7); needs french 1; needs refund 4; priority normal
t1 goes to bob (0 of 3); waited 0s; 1 could take it, 1 NO_SKILL
