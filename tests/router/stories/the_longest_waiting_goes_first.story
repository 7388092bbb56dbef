at 0s workspace
  group support
  agent ann offline in support limit 1
  channel webchat
----
ann was offline, is offline

at 1s arrive t2 "first" on webchat
at 2s arrive t1 "second" on webchat
----
t2 waits in support; 0 could take it, 1 STATUS
t1 waits in support; 0 could take it, 1 STATUS

at 3s ann is online
----
ann was offline, is online
t2 goes to ann (0 of 1); waited 2s; 1 could take it
