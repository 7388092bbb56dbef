# Of all his groups; tickets that he may not take wait on, and are overtaken.
at 0s workspace
  group support
  group sales
  group press
  agent ann offline in support sales limit 1 skills chat 1
  channel webchat
  channel shop group sales
  channel news group press
  rule refunds words "refund" needs refund 1
----
ann was offline, is offline

at 1s arrive t1 "refund" on webchat
at 2s arrive t2 "hello" on news
at 3s arrive t3 "hello" on shop
at 4s arrive t4 "hello" on webchat
----
t1 matched refunds ("refund" at 0-6); needs refund 1; priority normal
t1 waits in support; 0 could take it, 1 NO_SKILL
t2 waits in press; 0 could take it, 1 NOT_IN_GROUP
t3 waits in sales; 0 could take it, 1 STATUS
t4 waits in support; 0 could take it, 1 STATUS

at 5s ann is online
----
ann was offline, is online
t3 goes to ann (0 of 1); waited 2s; 1 could take it
