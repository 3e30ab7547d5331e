-- Takes a comment out of the queue of reviews, whoever holds it.
-- undecided, leases, holders: the keys of the queue.
local function leaveQueue(undecided, leases, holders, id)
  redis.call('ZREM', undecided, id)
  redis.call('ZREM', leases, id)
  redis.call('HDEL', holders, id)
end

