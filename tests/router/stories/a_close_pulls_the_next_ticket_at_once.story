at 0s workspace
  group support
  agent ann online in support limit 1
  channel webchat
----
ann was offline, is online

at 1s arrive t1 "hello" on webchat
at 2s arrive t2 "hello" on webchat
----
t1 goes to ann (0 of 1); waited 0s; 1 could take it
t2 waits in support; 0 could take it, 1 AT_LIMIT

at 5s close t1
----
t1 left ann, closed
t1 closed
t2 goes to ann (0 of 1); waited 3s; 1 could take it
