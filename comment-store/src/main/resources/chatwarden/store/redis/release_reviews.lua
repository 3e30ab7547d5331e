-- Ends the leases of one holder, or forgets comments that are gone.
-- KEYS[1]: the undecided comments, KEYS[2]: leases, KEYS[3]: who holds which.
-- ARGV: the holder, whether the comments are gone (0|1), the ids.
-- Answers: how many leases ended.
local queue, leases, holders = KEYS[1], KEYS[2], KEYS[3]
local ended = 0
for i = 3, #ARGV do
  local id = ARGV[i]
  if redis.call('HGET', holders, id) == ARGV[1] then
    redis.call('HDEL', holders, id)
    ended = ended + redis.call('ZREM', leases, id)
    if ARGV[2] == '1' then
      redis.call('ZREM', queue, id)
    end
  end
end
return ended
