-- Forgets a chat that is over, of which nothing is kept, and whose last event is older than the retention.
-- KEYS[3]: index by recording, KEYS[4]: index by time, KEYS[5]: bans, KEYS[6]: the undecided flagged comments,
--   KEYS[7]: leases of reviewers, KEYS[8]: who holds which, KEYS[9]: the audit log, KEYS[10]: the settings,
--   KEYS[11]: the hours that have sketches, KEYS[12]: whether decisions become actions, KEYS[13]: the bans by recording,
--   KEYS[14]: the tombstones, KEYS[15]: the notes on authors.
-- ARGV: the first millisecond that is kept.
local state = redis.call('HGET', meta, 'state')
local quiet = lastMillis < tonumber(ARGV[1])
local started = tonumber(redis.call('HGET', meta, 'startMillis') or '0')
if state == 'LIVE' or not quiet or started >= tonumber(ARGV[1]) or redis.call('ZCARD', KEYS[3]) > 0 then
  return 0
end
redis.call('DEL', meta, events, KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8], KEYS[9], KEYS[10], KEYS[11], KEYS[12], KEYS[13], KEYS[14], KEYS[15])
return 1
