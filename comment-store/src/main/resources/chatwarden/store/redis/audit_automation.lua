-- Records the audit of an automatic action, once.
-- KEYS[1]: the action, KEYS[2]: the band, KEYS[3]: its sample, KEYS[4]: the audit log.
-- ARGV: comment, verdict, how many of the sample may be audited next, author, reviewer, caller.
-- Answers: 1 when it is audited, 0 when it is not one of those.
local action, band, sample, log = unpack(KEYS)
local id, verdict, most, author, reviewer, caller = unpack(ARGV)
if redis.call('HGET', action, 'verdict') then
  return 1
end
local number, rank = redis.call('ZSCORE', sample, id), redis.call('ZRANK', sample, id)
if not rank or rank >= tonumber(most) then
  return 0
end
redis.call('ZREM', sample, id)
redis.call('HSET', action, 'verdict', verdict)
redis.call('HINCRBY', band, 'audited', 1)
if verdict == 'FOUND_CLEAN' then
  redis.call('HINCRBY', band, 'clean', 1)
end
if tonumber(number) > tonumber(redis.call('HGET', band, 'last') or '0') then
  redis.call('HSET', band, 'last', number)
end
local clock = redis.call('TIME')
local now = string.format('%.0f', tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000))
redis.call('XADD', log, '*', 'action', 'AUDIT_AUTOMATION', 'comment', id, 'authorId', author, 'reviewer', reviewer, 'caller', caller,
  'note', verdict, 'millis', now)
return 1
