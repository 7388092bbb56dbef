at 0s workspace
  group support
  agent ann offline in support limit 1
  channel webchat
----
ann was offline, is offline

at 1s arrive t2 "hello" on webchat
at 1s arrive t1 "hello" on webchat
at 2s ann is online
----
t2 waits in support; 0 could take it, 1 STATUS
t1 waits in support; 0 could take it, 1 STATUS
ann was offline, is online
t1 goes to ann (0 of 1); waited 1s; 1 could take it
