at 0s workspace
  group support
  agent ann away in support
  channel webchat
----
ann was offline, is away

at 1s arrive t1 "hello" on webchat
at 2s groups
----
t1 waits in support; 0 could take it, 1 STATUS
support: 0 in use, 1 waiting since 1s
