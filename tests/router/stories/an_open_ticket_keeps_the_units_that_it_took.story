at 0s workspace
  group support
  agent ann online in support limit 2
  channel webchat
----
ann was offline, is online

at 1s arrive t1 "hello" on webchat
----
t1 goes to ann (0 of 2); waited 0s; 1 could take it

at 2s workspace
  group support
  agent ann online in support limit 2
  channel webchat units 2
at 2s agents
at 3s close t1
at 3s agents
----
ann online, 1 of 2 in 1 tickets, last assigned 1s
t1 left ann, closed
t1 closed
ann online, 0 of 2 in 0 tickets, last assigned 1s
