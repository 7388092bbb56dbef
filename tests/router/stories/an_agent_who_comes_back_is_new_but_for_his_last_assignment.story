at 0s workspace
  group support
  agent ann online in support
  channel webchat
----
ann was offline, is online

at 1s arrive t1 "hello" on webchat
at 2s ann is away
----
t1 goes to ann (0 of 3); waited 0s; 1 could take it
ann was online, is away

at 3s workspace
  group support
  channel webchat
----
t1 left ann, agent_removed
ann was away, is offline
t1 waits in support; 0 could take it

at 4s workspace
  group support
  agent ann offline in support
  channel webchat
at 4s agents
----
ann was offline, is offline
ann offline, 0 of 3 in 0 tickets, last assigned 1s
