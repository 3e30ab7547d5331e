-- Begins a run, unless another run of the pipeline goes on.
-- KEYS[3]: all runs, KEYS[4]: the newest run of each pipeline, KEYS[5]: the actions, KEYS[6]: the last firing of each pipeline.
-- ARGV: id, pipeline, the names of the steps, the PipelineRun, caller, the length of the log, the ms of the firing or ''.
-- Answers: 1; 2 when there is the run already, 0 when another run goes on, -1 when the firing was made.
local id, pipeline, names, proto, caller, length, due = unpack(ARGV)
local function note(action, of)
  redis.call('XADD', KEYS[5], 'MAXLEN', '~', length, '*', 'pipeline', pipeline, 'run', of, 'kind', action,
    'caller', caller, 'millis', millis(now))
end
if due ~= '' then
  if tonumber(redis.call('HGET', KEYS[6], pipeline) or '0') >= tonumber(due) then
    return -1
  end
  redis.call('HSET', KEYS[6], pipeline, due)
end
if redis.call('EXISTS', run) == 1 then
  return 2
end
local newest = redis.call('HGET', KEYS[4], pipeline)
if newest and redis.call('ZSCORE', open, newest) then
  if due ~= '' then
    note('FIRING_LEFT_OUT', newest)
  end
  return 0
end
redis.call('HSET', run, 'id', id, 'pipeline', pipeline, 'steps', names, 'proto', proto, 'state', 'RUN_RUNNING',
  'createMillis', millis(now))
for _, step in ipairs(steps()) do
  set(step, 'state', 'STEP_WAITING', 'until', '0', 'fence', '0')
end
redis.call('ZADD', open, millis(now), id)
redis.call('ZADD', KEYS[3], millis(now), id)
redis.call('HSET', KEYS[4], pipeline, id)
note('RUN_BEGUN', id)
return 1
