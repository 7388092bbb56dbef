# One unit if the workspace says nothing. The last half unit is room for an e-mail, not for a chat.
at 0s workspace
  group support
  agent ann online in support limit 2
  channel webchat
  channel mail kind email units 0.5
----
ann was offline, is online

at 1s arrive t1 "hello" on webchat
at 1s arrive t2 "hello" on mail
at 1s arrive t3 "hello" on webchat
at 1s arrive t4 "hello" on mail
at 2s agents
----
t1 goes to ann (0 of 2); waited 0s; 1 could take it
t2 goes to ann (1 of 2); waited 0s; 1 could take it
t3 waits in support; 0 could take it, 1 AT_LIMIT
t4 goes to ann (1.5 of 2); waited 0s; 1 could take it
ann online, 2 of 2 in 3 tickets, last assigned 1s
