# Each of them fails at his filter and at all that come later. Counts add up to the agents of the workspace.
at 0s workspace
  group support limit 0.5
  group sales
  agent ann offline in sales limit 0
  agent bob offline in support limit 0
  agent cid offline in support limit 0 skills refund 5
  agent dan online in support limit 0 skills refund 5
  agent eve online in support limit 1 skills refund 5
  channel webchat
  rule all needs refund 1
----
ann was offline, is offline
bob was offline, is offline
cid was offline, is offline
dan was offline, is online
eve was offline, is online

at 1s arrive t1 "hello" on webchat
----
t1 matched all; needs refund 1; priority normal
t1 waits in support; 0 could take it, 1 NOT_IN_GROUP, 1 NO_SKILL, 1 STATUS, 1 AT_LIMIT, 1 GROUP_LIMIT
