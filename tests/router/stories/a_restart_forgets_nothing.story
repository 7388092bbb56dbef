at 0s workspace
  group support
  agent ann online in support limit 1
  agent bob online in support limit 1
  channel webchat
----
ann was offline, is online
bob was offline, is online

at 1s arrive t1 "hello" on webchat
at 2s arrive t2 "hello" on webchat
at 3s arrive t3 "hello" on webchat
at 4s arrive t4 "hello" on webchat
----
t1 goes to ann (0 of 1), before bob (0 of 1); waited 0s; 2 could take it
t2 goes to bob (0 of 1); waited 0s; 1 could take it, 1 AT_LIMIT
t3 waits in support; 0 could take it, 2 AT_LIMIT
t4 waits in support; 0 could take it, 2 AT_LIMIT

at 5s restart
at 5s agents
at 5s groups
----
ann online, 1 of 1 in 1 tickets, last assigned 1s
bob online, 1 of 1 in 1 tickets, last assigned 2s
support: 2 in use, 2 waiting since 3s

at 6s close t1
at 7s close t3
at 8s close t2
----
t1 left ann, closed
t1 closed
t3 goes to ann (0 of 1); waited 3s; 1 could take it, 1 AT_LIMIT
t3 left ann, closed
t3 closed
t4 goes to ann (0 of 1); waited 3s; 1 could take it, 1 AT_LIMIT
t2 left bob, closed
t2 closed
