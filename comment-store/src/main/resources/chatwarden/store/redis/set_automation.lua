-- Replaces the rules of a chat, and appends that to the audit log.
-- KEYS[1]: the rules, KEYS[2]: the place, KEYS[3]: the chat's meta, KEYS[4]: the audit log.
-- ARGV: the etag that the change is based on (empty: any), the new etag, mode, rules, reviewer, caller.
-- Answers: 1, or 0 when the rules were changed in between.
local rules, place, meta, log = unpack(KEYS)
local based, etag, mode, proto, reviewer, caller = unpack(ARGV)
local before = redis.call('HMGET', rules, 'etag', 'mode')
if before[1] == etag then
  return 1
end
if based ~= '' and based ~= (before[1] or '') then
  return 0
end
local clock = redis.call('TIME')
local now = string.format('%.0f', tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000))
local last = redis.call('HGET', meta, 'lastEvent') or '0-0'
-- Rules are not tried on comments of a time without rules, and act on none of a time when they did not act.
if (before[2] or 'AUTOMATION_OFF') == 'AUTOMATION_OFF' then
  redis.call('HSET', place, 'cursor', last)
end
if before[2] ~= mode then
  redis.call('HSET', rules, 'since', last)
end
redis.call('HSET', rules, 'etag', etag, 'mode', mode, 'proto', proto, 'reviewer', reviewer, 'millis', now)
redis.call('XADD', log, '*', 'action', 'UPDATE_SETTINGS', 'reviewer', reviewer, 'caller', caller, 'changed', 'automation',
  'millis', now)
return 1
