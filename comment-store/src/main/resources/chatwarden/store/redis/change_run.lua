-- Settles, cancels or resumes a run.
-- KEYS[3]: the newest run of each pipeline, KEYS[4]: the actions. ARGV: 'settle', 'cancel' or 'resume', caller, the length of the log.
-- Answers: 1; 0 when there is no such run, -1 when it is done, -2 when another run of the pipeline goes on.
local action, caller, length = unpack(ARGV)
local state = redis.call('HGET', run, 'state')
if not state then
  return 0
end
local id, pipeline = unpack(redis.call('HMGET', run, 'id', 'pipeline'))
local noted
if action == 'cancel' and state == 'RUN_RUNNING' and redis.call('HSETNX', run, 'cancel', '1') == 1 then
  noted = 'RUN_CANCEL_REQUESTED'
elseif action == 'resume' then
  if state == 'RUN_DONE' then
    return -1
  end
  local newest = redis.call('HGET', KEYS[3], pipeline)
  if newest ~= id and newest and redis.call('ZSCORE', open, newest) then
    return -2
  end
  if redis.call('HDEL', run, 'cancel') == 1 or state ~= 'RUN_RUNNING' then
    noted = 'RUN_RESUMED'
  end
  redis.call('HDEL', run, 'endMillis')
  redis.call('HSET', run, 'state', 'RUN_RUNNING')
  redis.call('ZADD', open, millis(now), id)
  redis.call('HSET', KEYS[3], pipeline, id)
  for _, step in ipairs(steps()) do
    local was = get(step, 'state')
    if was == 'STEP_FAILED' or was == 'STEP_CANCELLED' then
      set(step, 'state', 'STEP_WAITING', 'until', '0', 'failures', '0', 'lost', '0', 'notBefore', '0')
    end
  end
end
if noted then
  redis.call('XADD', KEYS[4], 'MAXLEN', '~', length, '*', 'pipeline', pipeline, 'run', id, 'kind', noted,
    'caller', caller, 'millis', millis(now))
end
settle()
return 1
