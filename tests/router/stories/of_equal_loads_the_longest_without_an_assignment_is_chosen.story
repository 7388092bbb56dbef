# Who never had one comes first.
at 0s workspace
  group support
  agent ann online in support limit 3
  agent bob online in support limit 3
  agent cid offline in support limit 3
  channel webchat
----
ann was offline, is online
bob was offline, is online
cid was offline, is offline

at 1s arrive t1 "hello" on webchat
at 2s arrive t2 "hello" on webchat
at 3s close t2
at 4s close t1
at 5s arrive t3 "ann had none since 1s, bob since 2s" on webchat
at 6s close t3
----
t1 goes to ann (0 of 3), before bob (0 of 3); waited 0s; 2 could take it, 1 STATUS
t2 goes to bob (0 of 3), before ann (1 of 3); waited 0s; 2 could take it, 1 STATUS
t2 left bob, closed
t2 closed
t1 left ann, closed
t1 closed
t3 goes to ann (0 of 3), before bob (0 of 3); waited 0s; 2 could take it, 1 STATUS
t3 left ann, closed
t3 closed

at 7s cid is online
at 7s arrive t4 "cid never had one" on webchat
----
cid was offline, is online
t4 goes to cid (0 of 3), before bob (0 of 3); waited 0s; 3 could take it
