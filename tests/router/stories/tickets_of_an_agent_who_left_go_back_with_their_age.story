at 0s workspace
  group support
  agent ann online in support limit 2
  agent bob offline in support limit 1
  channel webchat
----
ann was offline, is online
bob was offline, is offline

at 1s arrive t1 "hello" on webchat
at 2s arrive t2 "hello" on webchat
at 3s arrive t3 "hello" on webchat
at 4s bob is online
----
t1 goes to ann (0 of 2); waited 0s; 1 could take it, 1 STATUS
t2 goes to ann (1 of 2); waited 0s; 1 could take it, 1 STATUS
t3 waits in support; 0 could take it, 1 STATUS, 1 AT_LIMIT
bob was offline, is online
t3 goes to bob (0 of 1); waited 1s; 1 could take it, 1 AT_LIMIT

at 5s workspace
  group support
  agent bob online in support limit 2
  channel webchat
----
t1 left ann, agent_removed
t2 left ann, agent_removed
ann was online, is offline
t1 goes to bob (1 of 2); waited 4s; 1 could take it
t2 waits in support; 0 could take it, 1 AT_LIMIT

at 6s close t3
----
t3 left bob, closed
t3 closed
t2 goes to bob (1 of 2); waited 4s; 1 could take it
