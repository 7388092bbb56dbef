at 0s workspace
  group support
  agent ann online in support limit 2
  channel webchat
----
ann was offline, is online

at 1s arrive t1 "hello" on webchat
at 1s arrive t2 "hello" on webchat
at 1s arrive t3 "hello" on webchat
----
t1 goes to ann (0 of 2); waited 0s; 1 could take it
t2 goes to ann (1 of 2); waited 0s; 1 could take it
t3 waits in support; 0 could take it, 1 AT_LIMIT
