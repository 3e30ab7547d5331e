-- Stores a session and makes its chat live, unless another session reads it.
-- KEYS[1]: the chat's meta, KEYS[2]: the session.
-- ARGV: the session's id, the source, the fields of the session.
-- Answers: 1, or 0 when another session reads the chat.
local meta, session = KEYS[1], KEYS[2]
local id, source = ARGV[1], ARGV[2]
local reader = redis.call('HGET', meta, 'session')
if reader and reader ~= id then
  return 0
end
if redis.call('EXISTS', session) == 0 then
  local clock = redis.call('TIME')
  local millis = string.format('%.0f', tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000))
  local fields = {}
  for i = 3, #ARGV do
    fields[i - 2] = ARGV[i]
    if i % 2 == 1 and ARGV[i] == 'flagThreshold' then
      redis.call('HSET', meta, 'flagThreshold', ARGV[i + 1])
    end
  end
  redis.call('HSET', session, unpack(fields))
  redis.call('HSET', meta, 'session', id, 'source', source, 'state', 'LIVE', 'startMillis', millis, 'indexed', '1')
  redis.call('HDEL', meta, 'ending', 'endingState')
end
return 1
