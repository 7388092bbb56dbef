at 0s workspace
  group support
  group spam
  channel webchat
  rule spam words "casino" to spam priority low stop
  rule refunds words "refund" to support priority high
----

at 1s arrive t1 "a casino refund" on webchat
----
t1 matched spam ("casino" at 2-8); to spam; priority low
t1 waits in spam; 0 could take it
