#!lua flags=allow-oom
-- Makes the caller the shard's owner: from now on every commit of the owner before finds another incarnation.
-- KEYS own head inbox out   ARGV new incarnation, owner, idle seconds or '' (at once)
-- -> {'TAKEN', n of the newest entry, its ms, field, value, …} | {'HELD', owner}
local own = redis.call('HMGET', KEYS[1], 'seen', 'owner')
local head = redis.call('HMGET', KEYS[2], 'n', 'ms')
redis.call('XLEN', KEYS[3])
redis.call('XLEN', KEYS[4])
local now = tonumber(redis.call('TIME')[1])
if ARGV[3] ~= '' and own[1] and now - tonumber(own[1]) < tonumber(ARGV[3]) then return {'HELD', own[2] or ''} end
redis.call('HSET', KEYS[1], 'inc', ARGV[1], 'owner', ARGV[2], 'seen', now)
redis.call('HSETNX', KEYS[1], 'pos', '0')
redis.call('HSETNX', KEYS[1], 'pub', '0')
redis.call('HINCRBY', KEYS[1], 'epoch', 1)
redis.call('HINCRBY', KEYS[1], 'try', 1)
local reply = {'TAKEN', head[1] or '0', head[2] or '0'}
reply[#reply + 1] = 'seen_before'
reply[#reply + 1] = own[1] or '0'
for _, value in ipairs(redis.call('HGETALL', KEYS[1])) do reply[#reply + 1] = value end
return reply
