# First that it ended, then that it is closed, then what could be pulled.
at 0s workspace
  group support
  agent ann online in support limit 1
  channel webchat
----
ann was offline, is online

at 1s arrive t1 "hello" on webchat
at 2s close t1
at 3s agents
----
t1 goes to ann (0 of 1); waited 0s; 1 could take it
t1 left ann, closed
t1 closed
ann online, 0 of 1 in 0 tickets, last assigned 1s
