-- Everything that the holder of a step does, checked against its fence.
-- KEYS[3]: the log of the step, KEYS[4]: the steps whose outputs may serve again.
-- ARGV: step, fence, what to do, its arguments.
-- Answers: 1; 2 when the run is cancelled; 0 when the step is lost.
local step, fence, action = ARGV[1], ARGV[2], ARGV[3]
if get(step, 'fence') ~= fence then
  return action == 'finish' and get(step, 'finishedUnder') == fence and 1 or 0
end
if action == 'renew' then
  set(step, 'until', millis(now + tonumber(ARGV[4])))
  return redis.call('HEXISTS', run, 'cancel') == 1 and 2 or 1
elseif action == 'log' then
  redis.call('SET', KEYS[3], ARGV[4])
  set(step, 'logSkipped', ARGV[5])
elseif action == 'finish' then
  -- The state, the StepResult, the pause before the next attempt in ms, the fingerprint and where the outputs are.
  local state, result, pause, fingerprint, place = ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8]
  if state == 'STEP_WAITING' then
    redis.call('HINCRBY', run, step .. ':failures', 1)
    set(step, 'notBefore', millis(now + tonumber(pause)))
  elseif state == 'STEP_CANCELLED' and redis.call('HEXISTS', run, 'cancel') == 0 then
    state = 'STEP_WAITING' -- It was resumed meanwhile.
  elseif fingerprint ~= '' then
    redis.call('HSET', KEYS[4], fingerprint, place)
  end
  set(step, 'state', state, 'result', result, 'until', '0', 'endMillis', millis(now), 'finishedUnder', fence)
  redis.call('HINCRBY', run, step .. ':fence', 1)
  settle()
elseif action == 'release' then
  revoke(step, 'STEP_WAITING')
  settle()
end
return 1
