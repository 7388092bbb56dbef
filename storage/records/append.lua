#!lua
-- The durable step before 2xx: one frame becomes inbox entry n + 1, or nothing is written.
-- KEYS head inbox own   ARGV frame, most entries not folded, most entries not published
-- -> {n, ms} | {0, 'backlog' | 'unpublished'}
local head = redis.call('HMGET', KEYS[1], 'n', 'ms', 'b')
local own = redis.call('HMGET', KEYS[3], 'pos', 'pub')
redis.call('XLEN', KEYS[2]) -- a key of a wrong type fails here, before anything is written
local n = tonumber(head[1] or 0) + 1
if n - tonumber(own[1] or 0) > tonumber(ARGV[2]) then return {0, 'backlog'} end
if n - tonumber(own[2] or 0) > tonumber(ARGV[3]) then return {0, 'unpublished'} end
local time = redis.call('TIME')
local ms = math.max(time[1] * 1000 + math.floor(time[2] / 1000), tonumber(head[2] or 0))
local id, at = string.format('%.0f', n), string.format('%.0f', ms)
local bytes = string.format('%.0f', tonumber(head[3] or 0) + #ARGV[1])
redis.call('XADD', KEYS[2], id .. '-0', 't', at, 'f', ARGV[1], 'b', bytes)
redis.call('HSET', KEYS[1], 'n', id, 'ms', at, 'b', bytes)
return {n, ms}
