# By the number that an agent got when he was first in the workspace, wherever his line stands now.
at 0s workspace
  group support
  agent zoe online in support
  channel webchat
----
zoe was offline, is online

at 1s workspace
  group support
  agent ann online in support
  agent zoe online in support
  channel webchat
----
ann was offline, is online

at 2s arrive t1 "hello" on webchat
----
t1 goes to zoe (0 of 3), before ann (0 of 3); waited 0s; 2 could take it
