at 0s workspace
  group support
  agent ann online in support
----
ann was offline, is online

at 1s ann is online
----
