at 0s workspace
  group support
  group night receives busy away
  agent ann busy in support night
  agent bob offline in support night
  channel webchat
  channel phone group night
----
ann was offline, is busy
bob was offline, is offline

at 1s arrive t1 "hello" on webchat
----
t1 waits in support; 0 could take it, 2 STATUS

at 2s arrive t2 "hello" on phone
----
t2 goes to ann (0 of 3); waited 0s; 1 could take it, 1 STATUS

at 3s bob is online
----
bob was offline, is online
t1 goes to bob (0 of 3); waited 2s; 1 could take it, 1 STATUS
