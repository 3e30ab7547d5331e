-- Takes a step that waits, or whose holder is gone. The caller has seen that all that it needs is done.
-- KEYS[3]: the log of the step.
-- ARGV: step, worker, a name of this claim, time to live in ms, how many holders may go, the StepResult where one more is gone.
-- Answers: the fence, the number of the attempt and how many attempts failed; zeros when it cannot be taken.
local step, worker, claim, ttl, mostLost, lostResult = unpack(ARGV)
if redis.call('HGET', run, 'state') ~= 'RUN_RUNNING' or redis.call('HEXISTS', run, 'cancel') == 1 then
  return {0, 0, 0}
end
for _, other in ipairs(steps()) do
  if get(other, 'state') == 'STEP_FAILED' then
    return {0, 0, 0}
  end
end
local state, failures = get(step, 'state'), tonumber(get(step, 'failures') or '0')
if state == 'STEP_RUNNING' then
  if get(step, 'claim') == claim then
    return {tonumber(get(step, 'fence')), tonumber(get(step, 'attempt')), failures}
  end
  if tonumber(get(step, 'until')) > now then
    return {0, 0, 0}
  end
  if redis.call('HINCRBY', run, step .. ':lost', 1) > tonumber(mostLost) then
    revoke(step, 'STEP_FAILED')
    set(step, 'endMillis', millis(now), 'result', lostResult)
    settle()
    return {0, 0, 0}
  end
elseif state ~= 'STEP_WAITING' or tonumber(get(step, 'notBefore') or '0') > now then
  return {0, 0, 0}
end
set(step, 'state', 'STEP_RUNNING', 'worker', worker, 'claim', claim, 'until', millis(now + tonumber(ttl)),
  'startMillis', millis(now))
redis.call('HDEL', run, step .. ':endMillis', step .. ':result')
redis.call('DEL', KEYS[3])
return {redis.call('HINCRBY', run, step .. ':fence', 1), redis.call('HINCRBY', run, step .. ':attempt', 1), failures}
