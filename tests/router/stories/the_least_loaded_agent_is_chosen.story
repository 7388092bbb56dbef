# Load is the share of one's own limit, in thousandths: 1 of 4 is less than 1 of 2.
at 0s workspace
  group support
  agent ann online in support limit 2
  agent bob online in support limit 4
  channel webchat
----
ann was offline, is online
bob was offline, is online

at 1s arrive t1 "hello" on webchat
at 2s arrive t2 "hello" on webchat
at 3s arrive t3 "hello" on webchat
----
t1 goes to ann (0 of 2), before bob (0 of 4); waited 0s; 2 could take it
t2 goes to bob (0 of 4), before ann (1 of 2); waited 0s; 2 could take it
t3 goes to bob (1 of 4), before ann (1 of 2); waited 0s; 2 could take it
