at 0s workspace
  group support limit 2
  group sales
  agent ann online in support sales
  agent bob online in support
  channel webchat
  channel shop group sales
----
ann was offline, is online
bob was offline, is online

at 1s arrive t1 "hello" on webchat
at 1s arrive t2 "hello" on webchat
at 1s arrive t3 "hello" on webchat
----
t1 goes to ann (0 of 3), before bob (0 of 3); waited 0s; 2 could take it
t2 goes to bob (0 of 3), before ann (1 of 3); waited 0s; 2 could take it
t3 waits in support; 0 could take it, 2 GROUP_LIMIT

at 2s arrive t4 "another group has its own limit" on shop
at 2s groups
----
t4 goes to ann (1 of 3); waited 0s; 1 could take it, 1 NOT_IN_GROUP
support: 2 in use, 1 waiting since 1s
sales: 1 in use, 0 waiting
