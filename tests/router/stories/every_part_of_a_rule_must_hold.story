# A rule without conditions always holds.
at 0s workspace
  group support
  group shop
  channel site kind webchat
  channel app kind webchat
  channel line
  rule all priority high
  rule chats kinds webchat needs chat 1
  rule buying words "buy" on app line kinds webchat to shop
----

at 1s arrive t1 "I want to buy" on site
at 1s arrive t2 "I want to buy" on app
at 1s arrive t3 "I want to buy" on line
----
t1 matched all chats; needs chat 1; priority high
t1 waits in support; 0 could take it
t2 matched all chats buying ("buy" at 10-13); needs chat 1; to shop; priority high
t2 waits in shop; 0 could take it
t3 matched all; priority high
t3 waits in support; 0 could take it
