#!lua flags=allow-oom
-- What a batch of inputs changed, written at once by the shard's one owner, or not at all.
-- KEYS own inbox out head, then those that the operations name
-- ARGV incarnation, expected position, new position, decisions or '', trim below or '', then operations:
--      command, index of its key, count of its arguments, arguments
-- -> 'OK' | {'STALE', incarnation} | {'GAP', position}
local own = redis.call('HMGET', KEYS[1], 'inc', 'pos')
if own[1] ~= ARGV[1] then return {'STALE', own[1] or ''} end
if own[2] ~= ARGV[2] then return {'GAP', own[2] or ''} end
local argc = #ARGV
-- A key of a wrong type fails here, before anything is written.
redis.call('XLEN', KEYS[2])
redis.call('XLEN', KEYS[3])
redis.call('HLEN', KEYS[4])
local probe = {HSET = 'HLEN', HDEL = 'HLEN', RPUSH = 'LLEN', SADD = 'SCARD', SREM = 'SCARD', EXPIRE = 'EXISTS'}
local i = 6
while i <= argc do
  redis.call(probe[ARGV[i]], KEYS[tonumber(ARGV[i + 1])])
  i = i + 3 + tonumber(ARGV[i + 2])
end
if ARGV[4] ~= '' then
  redis.call('XADD', KEYS[3], ARGV[3] .. '-0', 'i', ARGV[1], 'd', ARGV[4])
  redis.call('HINCRBY', KEYS[4], 'b', #ARGV[4])
end
local time = redis.call('TIME')
redis.call('HSET', KEYS[1], 'pos', ARGV[3], 'seen', time[1], 'at', '')
i = 6
while i <= argc do
  local last = i + 2 + tonumber(ARGV[i + 2])
  redis.call(ARGV[i], KEYS[tonumber(ARGV[i + 1])], unpack(ARGV, i + 3, last))
  i = last + 1
end
if ARGV[5] ~= '' then
  redis.call('XTRIM', KEYS[2], 'MINID', ARGV[5])
  redis.call('XTRIM', KEYS[3], 'MINID', ARGV[5])
end
return 'OK'
