-- Forgets who changed the settings of a chat last, once that is as old as the audit log may be.
-- KEYS[1]: the settings.
-- ARGV: the first ms that is kept.
-- Answers: whether there was a name to forget.
local changed = redis.call('HGET', KEYS[1], 'millis')
if changed and tonumber(changed) < tonumber(ARGV[1]) then
  return redis.call('HDEL', KEYS[1], 'reviewer')
end
return 0
