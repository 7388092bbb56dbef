at 0s workspace
  group support
  channel webchat
  rule late words "late" priority urgent
  rule question words "?" priority low
----

at 1s arrive t1 "late?" on webchat
at 1s arrive t2 "why?" on webchat
----
t1 matched late ("late" at 0-4) question ("?" at 4-5); priority urgent
t1 waits in support; 0 could take it
t2 matched question ("?" at 3-4); priority low
t2 waits in support; 0 could take it
