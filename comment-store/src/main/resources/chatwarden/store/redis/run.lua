-- What all scripts of a run of a pipeline share.
-- KEYS[1]: the run, KEYS[2]: the runs that go on.
local run, open = KEYS[1], KEYS[2]
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)

local function millis(value)
  return string.format('%.0f', value)
end

local function get(step, field)
  return redis.call('HGET', run, step .. ':' .. field)
end

local function set(step, ...)
  local words = {}
  local given = {...}
  for i = 1, #given, 2 do
    words[#words + 1] = step .. ':' .. given[i]
    words[#words + 1] = given[i + 1]
  end
  redis.call('HSET', run, unpack(words))
end

local function steps()
  local names = {}
  for name in string.gmatch(redis.call('HGET', run, 'steps') or '', '[^ ]+') do
    names[#names + 1] = name
  end
  return names
end

-- Takes a step out of the hands of its holder.
local function revoke(step, state)
  set(step, 'state', state, 'until', '0')
  redis.call('HINCRBY', run, step .. ':fence', 1)
end

-- Ends the run where no step of it can begin any more and none runs. A step whose holder is gone does not run.
local function settle()
  if redis.call('HGET', run, 'state') ~= 'RUN_RUNNING' then
    return
  end
  local cancelled = redis.call('HEXISTS', run, 'cancel') == 1
  local failed, running, left = false, false, false
  local names = steps()
  for _, step in ipairs(names) do
    failed = failed or get(step, 'state') == 'STEP_FAILED'
  end
  for _, step in ipairs(names) do
    local state = get(step, 'state')
    if state == 'STEP_RUNNING' and (cancelled or failed) and tonumber(get(step, 'until')) <= now then
      state = 'STEP_WAITING'
      revoke(step, state)
    end
    if state == 'STEP_WAITING' and cancelled then
      state = 'STEP_CANCELLED'
      set(step, 'state', state)
    end
    running = running or state == 'STEP_RUNNING'
    left = left or state == 'STEP_WAITING' or state == 'STEP_CANCELLED'
  end
  local state = failed and 'RUN_FAILED' or cancelled and left and 'RUN_CANCELLED' or not left and 'RUN_DONE'
  if not running and state then
    redis.call('HSET', run, 'state', state, 'endMillis', millis(now))
    redis.call('ZREM', open, redis.call('HGET', run, 'id'))
  end
end
