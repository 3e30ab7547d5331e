-- Forgets the bans that were recorded before the retention.
-- KEYS[1]: the chat's bans, KEYS[2]: the same by recording.
-- ARGV: now in µs, the first µs that is kept, how many to forget at most.
-- Answers: how many were forgotten.
local bans, recorded = KEYS[1], KEYS[2]
-- An earlier version stored bans without the time of their recording: these count from now.
if redis.call('HLEN', bans) > redis.call('ZCARD', recorded) then
  for _, field in ipairs(redis.call('HKEYS', bans)) do
    redis.call('ZADD', recorded, 'NX', ARGV[1], field)
  end
end
local old = redis.call('ZRANGEBYSCORE', recorded, '-inf', '(' .. ARGV[2], 'LIMIT', 0, ARGV[3])
if #old > 0 then
  redis.call('HDEL', bans, unpack(old))
  redis.call('ZREM', recorded, unpack(old))
end
return #old
