# Whoever stays keeps his status and his tickets; what can be pulled now is pulled, and the explanation names the configuration.
at 0s workspace
  group support
  agent ann online in support limit 1
  channel webchat
----
ann was offline, is online

at 1s arrive t1 "hello" on webchat
at 2s arrive t2 "hello" on webchat
at 3s arrive t3 "hello" on webchat
at 4s ann is busy
----
t1 goes to ann (0 of 1); waited 0s; 1 could take it
t2 waits in support; 0 could take it, 1 AT_LIMIT
t3 waits in support; 0 could take it, 1 AT_LIMIT
ann was online, is busy

at 5s workspace
  group support receives online busy
  agent ann online in support limit 2
  channel webchat
at 5s agents
----
t2 goes to ann (1 of 2); waited 3s; 1 could take it
ann busy, 2 of 2 in 2 tickets, last assigned 5s
