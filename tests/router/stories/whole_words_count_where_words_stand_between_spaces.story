# UAX #29 says what a word is. Chinese has no spaces, so there the text matches anywhere.
at 0s workspace
  group support
  channel webchat
  rule vip words "vip" "退款" whole
----

at 1s arrive t1 "a VIP." on webchat
at 1s arrive t2 "vipers" on webchat
at 1s arrive t3 "我要退款吗" on webchat
at 1s arrive t4 "我是vip客户" on webchat
----
t1 matched vip ("vip" at 2-5); priority normal
t1 waits in support; 0 could take it
t2 waits in support; 0 could take it
t3 matched vip ("退款" at 6-12); priority normal
t3 waits in support; 0 could take it
t4 matched vip ("vip" at 6-9); priority normal
t4 waits in support; 0 could take it
