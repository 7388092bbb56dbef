# It only keeps new tickets away until enough are closed.
at 0s workspace
  group support
  agent ann online in support limit 3
  channel webchat
----
ann was offline, is online

at 1s arrive t1 "hello" on webchat
at 1s arrive t2 "hello" on webchat
----
t1 goes to ann (0 of 3); waited 0s; 1 could take it
t2 goes to ann (1 of 3); waited 0s; 1 could take it

at 2s workspace
  group support
  agent ann online in support limit 1
  channel webchat
at 2s agents
----
ann online, 2 of 1 in 2 tickets, last assigned 1s

at 3s arrive t3 "hello" on webchat
at 4s close t1
----
t3 waits in support; 0 could take it, 1 AT_LIMIT
t1 left ann, closed
t1 closed

at 5s close t2
----
t2 left ann, closed
t2 closed
t3 goes to ann (0 of 1); waited 2s; 1 could take it
