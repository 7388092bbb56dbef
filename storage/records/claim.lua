#!lua flags=allow-oom
-- The owner says that it is about to do an errand which must not be done twice.
-- KEYS own claims   ARGV incarnation, errand
-- -> 'OK' | 'STALE' (another owner) | 'CLAIMED' (somebody was about to do it before: whether he did is unknown)
if redis.call('HGET', KEYS[1], 'inc') ~= ARGV[1] then return 'STALE' end
if redis.call('HSETNX', KEYS[2], ARGV[2], ARGV[1]) == 0 then return 'CLAIMED' end
return 'OK'
