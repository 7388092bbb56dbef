at 0s workspace
  group support
  agent ann away in support limit 2
  channel webchat
----
ann was offline, is away

at 1s arrive t1 "hello" on webchat
at 2s arrive t2 "hello" on webchat
at 3s arrive t3 "hello" on webchat
----
t1 waits in support; 0 could take it, 1 STATUS
t2 waits in support; 0 could take it, 1 STATUS
t3 waits in support; 0 could take it, 1 STATUS

at 4s ann is busy
----
ann was away, is busy

at 5s ann is online
----
ann was busy, is online
t1 goes to ann (0 of 2); waited 4s; 1 could take it
t2 goes to ann (1 of 2); waited 3s; 1 could take it
