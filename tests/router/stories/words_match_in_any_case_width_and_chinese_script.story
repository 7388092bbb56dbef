# Places are bytes of the original text.
at 0s workspace
  group support
  channel webchat
  rule refunds words "refund" "退款" "Straße"
----

at 1s arrive t1 "REFUND" on webchat
at 1s arrive t2 "ｒｅｆｕｎｄ" on webchat
at 1s arrive t3 "我要申請退款" on webchat
at 1s arrive t4 "in der STRASSE" on webchat
at 1s arrive t5 "something else" on webchat
----
t1 matched refunds ("refund" at 0-6); priority normal
t1 waits in support; 0 could take it
t2 matched refunds ("refund" at 0-18); priority normal
t2 waits in support; 0 could take it
t3 matched refunds ("退款" at 12-18); priority normal
t3 waits in support; 0 could take it
t4 matched refunds ("Straße" at 7-14); priority normal
t4 waits in support; 0 could take it
t5 waits in support; 0 could take it
