# And with work, if some waits.
at 0s workspace
  group support
  agent ann offline in support
  channel webchat
----
ann was offline, is offline

at 1s arrive t1 "hello" on webchat
----
t1 waits in support; 0 could take it, 1 STATUS

at 2s workspace
  group support
  agent ann online in support
  agent bob online in support
  channel webchat
----
bob was offline, is online
t1 goes to bob (0 of 3); waited 1s; 1 could take it, 1 STATUS
