# Of words that begin together the first in the document.
at 0s workspace
  group support
  channel webchat
  rule money words "money" "refund" "refunds" "back"
----

at 1s arrive t1 "back to refunds of money" on webchat
at 1s arrive t2 "refunds of money" on webchat
----
t1 matched money ("back" at 0-4); priority normal
t1 waits in support; 0 could take it
t2 matched money ("refund" at 0-6); priority normal
t2 waits in support; 0 could take it
