-- Makes a delivery of a webhook a dead letter, and goes on after it.
-- KEYS[1]: the webhook, KEYS[2]: its dead letters.
-- ARGV: the length of the dead letters, the dead letter, the field of the place, the next place.
-- Answers: how many dead letters there were in a row; 0 where the webhook was deleted.
local hook, dead = unpack(KEYS)
local length, letter, field, place = unpack(ARGV)
if redis.call('EXISTS', hook) == 0 then
  return 0
end
redis.call('XADD', dead, 'MAXLEN', '~', length, '*', 'letter', letter)
redis.call('HSET', hook, field, place)
return redis.call('HINCRBY', hook, 'failures', 1)
