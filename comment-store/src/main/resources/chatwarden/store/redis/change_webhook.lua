-- Makes, changes or deletes a webhook, and notes who did.
-- KEYS[1]: the webhook, KEYS[2]: the ids, KEYS[3]: the dead letters, KEYS[4]: the log.
-- ARGV: what (create|update|delete), the id, the most webhooks, the change for the log ('' notes nothing), the caller, the
--   length of the log; then fields and values to set.
-- Answers: 1; 0 where there is none of this id; -1 where there is one already; -2 where there are too many.
local hook, ids, dead, log = unpack(KEYS)
local what, id, most, change, caller, length = unpack(ARGV, 1, 6)
local exists = redis.call('EXISTS', hook) == 1
if what == 'create' then
  if exists then
    return -1
  end
  if redis.call('SCARD', ids) >= tonumber(most) then
    return -2
  end
  redis.call('SADD', ids, id)
elseif not exists then
  return 0
end
if what == 'delete' then
  redis.call('DEL', hook, dead)
  redis.call('SREM', ids, id)
else
  redis.call('HSET', hook, unpack(ARGV, 7))
end
if change ~= '' then
  local clock = redis.call('TIME')
  local now = string.format('%.0f', tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000))
  redis.call('XADD', log, 'MAXLEN', '~', length, '*', 'change', change, 'caller', caller, 'millis', now)
end
return 1
