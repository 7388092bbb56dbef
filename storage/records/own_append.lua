#!lua flags=allow-oom
-- An input of the owner's own becomes inbox entry n + 1, or nothing is written. No bound holds it back.
-- KEYS head inbox own
-- ARGV frame, incarnation, latest time at which it may be written or '' (any), 'back' (its time may lie before that of
--      the entry before) or ''
-- -> {n, ms, server's ms} | {0, 'STALE' | 'AHEAD' (of the latest time) | 'STEADY' (nothing to set back), server's ms}
local head = redis.call('HMGET', KEYS[1], 'n', 'ms', 'b')
local incarnation = redis.call('HGET', KEYS[3], 'inc')
redis.call('XLEN', KEYS[2]) -- a key of a wrong type fails here, before anything is written
local time = redis.call('TIME')
local now, before = time[1] * 1000 + math.floor(time[2] / 1000), tonumber(head[2] or 0)
if incarnation ~= ARGV[2] then return {0, 'STALE', now} end
if ARGV[3] ~= '' and now > tonumber(ARGV[3]) then return {0, 'AHEAD', now} end
if ARGV[4] == 'back' and now >= before then return {0, 'STEADY', now} end
local n, ms = tonumber(head[1] or 0) + 1, now
if ARGV[4] ~= 'back' then ms = math.max(now, before) end
local id, at = string.format('%.0f', n), string.format('%.0f', ms)
local bytes = string.format('%.0f', tonumber(head[3] or 0) + #ARGV[1])
redis.call('XADD', KEYS[2], id .. '-0', 't', at, 'f', ARGV[1], 'b', bytes)
redis.call('HSET', KEYS[1], 'n', id, 'ms', at, 'b', bytes)
return {n, ms, now}
