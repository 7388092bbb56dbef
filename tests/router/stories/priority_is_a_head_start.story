# High is worth ten minutes of waiting here, so it overtakes what has waited up to ten minutes longer.
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
at 599s arrive t2 "late" on webchat
at 600s ann is online
----
t1 waits in support; 0 could take it, 1 STATUS
t2 matched late ("late" at 0-4); priority high
t2 waits in support; 0 could take it, 1 STATUS
ann was offline, is online
t2 goes to ann (0 of 1); waited 1s; 1 could take it

at 601s close t2
----
t2 left ann, closed
t2 closed
t1 goes to ann (0 of 1); waited 601s; 1 could take it
