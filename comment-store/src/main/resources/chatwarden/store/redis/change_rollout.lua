-- Changes the rollout of a model and appends the change to the log, unless another change was made since it was decided.
-- KEYS[1]: the rollouts with their revision, KEYS[2]: the log.
-- ARGV: the revision that the change was decided on, the model, its rollout ('' where it ends), the change, the length of
--   the log.
-- Answers: 1 where the change was made, else 0.
local state, log = unpack(KEYS)
local revision, model, rollout, change, length = unpack(ARGV)
if (redis.call('HGET', state, '#revision') or '0') ~= revision then
  return 0
end
local clock = redis.call('TIME')
local now = string.format('%.0f', tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000))
redis.call('XADD', log, 'MAXLEN', '~', length, '*', 'change', change, 'millis', now)
redis.call('HINCRBY', state, '#revision', 1)
if rollout == '' then
  redis.call('HDEL', state, model)
else
  redis.call('HSET', state, model, rollout)
end
return 1
