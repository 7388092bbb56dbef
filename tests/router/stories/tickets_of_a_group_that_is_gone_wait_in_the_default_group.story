# Those that are assigned stay where they are.
at 0s workspace
  group support
  group sales
  agent ann online in sales limit 1
  agent bob online in support limit 1
  channel shop group sales
----
ann was offline, is online
bob was offline, is online

at 1s arrive t1 "hello" on shop
at 2s arrive t2 "hello" on shop
at 3s arrive t3 "hello" on shop
----
t1 goes to ann (0 of 1); waited 0s; 1 could take it, 1 NOT_IN_GROUP
t2 waits in sales; 0 could take it, 1 NOT_IN_GROUP, 1 AT_LIMIT
t3 waits in sales; 0 could take it, 1 NOT_IN_GROUP, 1 AT_LIMIT

at 4s workspace
  group support
  agent ann online in support limit 1
  agent bob online in support limit 1
  channel shop
at 4s groups
----
t2 goes to bob (0 of 1); waited 2s; 1 could take it, 1 AT_LIMIT
t3 waits in support; 0 could take it, 2 AT_LIMIT
support: 1 in use, 1 waiting since 3s
