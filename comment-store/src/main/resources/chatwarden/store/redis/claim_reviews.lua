-- Gives a reviewer comments to decide on that nobody else holds.
-- KEYS[1]: the undecided comments by publish time, KEYS[2]: leases by their end in ms, KEYS[3]: who holds which.
-- ARGV: the holder, time to live in ms, how many to hold, and, for the most severe first, how many of the oldest to
-- compare and the beginning of the keys of comments.
-- Answers: the end of the leases in ms, how many are undecided, the ids.
local queue, leases, holders = KEYS[1], KEYS[2], KEYS[3]
local holder, ttl, count = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
-- What ran out is free again; the holder keeps their name on it until somebody else takes it.
local ends = string.format('%.0f', now + ttl)
local found = {}
local function take(id)
  redis.call('ZADD', leases, ends, id)
  redis.call('HSET', holders, id, holder)
  found[#found + 1] = id
end

-- First what is held already, so that a repeated claim is the same one.
for _, id in ipairs(redis.call('ZRANGE', leases, 0, -1)) do
  if #found < count and redis.call('HGET', holders, id) == holder and redis.call('ZSCORE', queue, id) then
    take(id)
  end
end
local function free(id)
  local held = redis.call('ZSCORE', leases, id)
  return not held or (tonumber(held) <= now and redis.call('HGET', holders, id) ~= holder)
end
if ARGV[4] then
  local compared = {}
  for age, id in ipairs(redis.call('ZRANGE', queue, 0, tonumber(ARGV[4]) - 1)) do
    local facts = redis.call('HMGET', ARGV[5] .. id, 'label', 'offensiveProbability')
    compared[age] = {id = id, age = age, hate = facts[1] == 'HATE', probability = tonumber(facts[2] or '') or 0}
  end
  table.sort(compared, function(a, b)
    if a.hate ~= b.hate then
      return a.hate
    end
    if a.probability ~= b.probability then
      return a.probability > b.probability
    end
    return a.age < b.age
  end)
  for _, each in ipairs(compared) do
    if #found < count and free(each.id) then
      take(each.id)
    end
  end
end
local at = 0
while #found < count do
  local slice = redis.call('ZRANGE', queue, at, at + 99)
  if #slice == 0 then
    break
  end
  for _, id in ipairs(slice) do
    if #found < count and free(id) then
      take(id)
    end
  end
  at = at + #slice
end
local answer = {ends, string.format('%.0f', redis.call('ZCARD', queue))}
for _, id in ipairs(found) do
  answer[#answer + 1] = id
end
return answer
