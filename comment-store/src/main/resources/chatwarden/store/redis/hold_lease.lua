-- Takes a lease that is free or held by the same holder, or gives it back.
-- KEYS[1]: the lease.
-- ARGV: the holder, its length in ms (0 gives it back).
-- Answers: 1, or 0 when another one holds it.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then
  return 0
end
if ARGV[2] == '0' then
  redis.call('DEL', KEYS[1])
else
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
return 1
