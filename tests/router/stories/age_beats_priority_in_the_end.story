# High is worth ten minutes of waiting here: what came ten minutes and a second later does not overtake.
at 0s workspace
  group support
  agent ann offline in support limit 1
  channel webchat
  rule late words "late" priority high
  head-start normal 0s
  head-start high 10m
----
ann was offline, is offline

at 0s arrive t1 "hello" on webchat
at 601s arrive t2 "late" on webchat
at 602s ann is online
----
t1 waits in support; 0 could take it, 1 STATUS
t2 matched late ("late" at 0-4); priority high
t2 waits in support; 0 could take it, 1 STATUS
ann was offline, is online
t1 goes to ann (0 of 1); waited 602s; 1 could take it
