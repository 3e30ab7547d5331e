-- Takes a session that is LIVE and that nobody holds.
-- KEYS[1]: the session. ARGV: owner, a name of this claim, time to live in ms.
-- Answers: the fence; 0 when somebody holds it, -1 when it is over or unknown.
local session, owner, claim, ttl = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3])
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local s = redis.call('HMGET', session, 'state', 'claim', 'leaseUntil', 'fence')
if s[1] ~= 'LIVE' then
  return -1
end
if s[2] == claim then
  return tonumber(s[4])
end
if tonumber(s[3] or '0') > now then
  return 0
end
redis.call('HSET', session, 'owner', owner, 'claim', claim, 'leaseUntil', string.format('%.0f', now + ttl), 'rejections', '0')
return redis.call('HINCRBY', session, 'fence', 1)
