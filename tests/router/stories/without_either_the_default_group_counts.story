at 0s workspace
  group support
  group sales
  agent ann online in support
  agent bob online in sales
  channel webchat
----
ann was offline, is online
bob was offline, is online

at 1s arrive t1 "hello" on webchat
----
t1 goes to ann (0 of 3); waited 0s; 1 could take it, 1 NOT_IN_GROUP
