-- KEYS: mark of the message, identities, events   ARGV: identity, message id, timestamp, text
if not redis.call('SET', KEYS[1], 1, 'NX', 'EX', 86400) then return {'', ''} end

local customer = redis.call('HGET', KEYS[2], ARGV[1])
if not customer then
  customer = 'c' .. redis.call('INCR', 'last:customer')
  redis.call('HSET', KEYS[2], ARGV[1], customer)
end

local ticket = redis.call('GET', 'open:' .. customer)
if not ticket then
  ticket = 't' .. redis.call('INCR', 'last:ticket')
  redis.call('SET', 'open:' .. customer, ticket)
end

redis.call('XADD', 'history:' .. ticket, 'MAXLEN', '~', 1000, '*', 'id', ARGV[2], 'at', ARGV[3], 'text', ARGV[4])
redis.call('XADD', KEYS[3], 'MAXLEN', '~', 100000, '*', 'ticket', ticket, 'customer', customer, 'id', ARGV[2])
return {ticket, customer}
