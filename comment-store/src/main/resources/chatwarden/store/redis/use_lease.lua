-- Everything that the holder of a lease does, checked against its fence.
-- KEYS[1]: the session, KEYS[2]: the chat's meta.
-- ARGV: fence, what to do, its arguments.
-- Answers: 1, or 0 when the lease is lost.
local session, meta = KEYS[1], KEYS[2]
local fence, action = ARGV[1], ARGV[2]
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
if redis.call('HGET', session, 'fence') ~= fence then
  return action == 'finish' and redis.call('HGET', session, 'finishedUnder') == fence and 1 or 0
end
if action == 'renew' then
  redis.call('HSET', session, 'leaseUntil', string.format('%.0f', now + tonumber(ARGV[3])))
elseif action == 'checkpoint' then
  -- The place in the source, empty where it has none, and how many messages of this lease the broker has confirmed.
  if ARGV[3] ~= '' then
    redis.call('HSET', session, 'checkpoint', ARGV[3])
  end
  redis.call('HSET', session, 'published:' .. fence, ARGV[4])
elseif action == 'reject' then
  -- Numbered within the lease, so that one that is repeated counts once.
  if tonumber(ARGV[3]) > tonumber(redis.call('HGET', session, 'rejections')) then
    redis.call('HSET', session, 'rejections', ARGV[3], 'lastRejection', ARGV[4])
    redis.call('HINCRBY', session, 'rejectedCount', 1)
  end
elseif action == 'way' then
  -- The account that the chat is read with, and why there is none.
  redis.call('HSET', session, 'account', ARGV[3], 'accountProblem', ARGV[4])
elseif action == 'finish' then
  local id = redis.call('HGET', session, 'id')
  redis.call('HSET', session, 'state', ARGV[3], 'reason', ARGV[4], 'endMillis', string.format('%.0f', now),
    'finishedUnder', fence, 'leaseUntil', '0')
  redis.call('HINCRBY', session, 'fence', 1)
  if redis.call('HGET', meta, 'session') == id then
    redis.call('HDEL', meta, 'session')
  end
elseif action == 'release' then
  redis.call('HSET', session, 'leaseUntil', '0')
  redis.call('HINCRBY', session, 'fence', 1)
end
return 1
