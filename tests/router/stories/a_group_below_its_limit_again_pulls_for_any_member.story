# ann closes, but has no skill for what waits: bob has, and was free all the time.
at 0s workspace
  group support limit 1
  agent ann online in support
  agent bob online in support skills refund 1
  channel webchat
  rule refunds words "refund" needs refund 1
----
ann was offline, is online
bob was offline, is online

at 1s arrive t1 "hello" on webchat
at 2s arrive t2 "refund" on webchat
----
t1 goes to ann (0 of 3), before bob (0 of 3); waited 0s; 2 could take it
t2 matched refunds ("refund" at 0-6); needs refund 1; priority normal
t2 waits in support; 0 could take it, 1 NO_SKILL, 1 GROUP_LIMIT

at 3s close t1
----
t1 left ann, closed
t1 closed
t2 goes to bob (0 of 3); waited 1s; 1 could take it, 1 NO_SKILL
