-- Forgets a run that is over, and the outputs of it that might serve again.
-- KEYS[3]: all runs, KEYS[4]: the steps whose outputs may serve again, then the logs. ARGV: id, the fingerprints of its steps.
-- Answers: 1, or 0 when it goes on.
if redis.call('HGET', run, 'state') == 'RUN_RUNNING' then
  return 0
end
for i = 2, #ARGV do
  local place = redis.call('HGET', KEYS[4], ARGV[i])
  if place and string.sub(place, 1, #ARGV[1] + 1) == ARGV[1] .. '/' then
    redis.call('HDEL', KEYS[4], ARGV[i])
  end
end
redis.call('ZREM', KEYS[3], ARGV[1])
redis.call('DEL', run, unpack(KEYS, 5))
return 1
