at 0s workspace
  group support
  agent ann offline in support
  channel webchat
----
ann was offline, is offline

at 1s arrive t1 "hello" on webchat
at 2s close t1
----
t1 waits in support; 0 could take it, 1 STATUS
t1 closed

at 3s ann is online
at 4s groups
----
ann was offline, is online
support: 0 in use, 0 waiting
