at 0s workspace
  group support
  group sales
  agent ann online in sales
  agent bob online in support sales
  agent cid online
  channel webchat
----
ann was offline, is online
bob was offline, is online
cid was offline, is online

at 1s arrive t1 "hello" on webchat
----
t1 goes to bob (0 of 3); waited 0s; 1 could take it, 2 NOT_IN_GROUP
