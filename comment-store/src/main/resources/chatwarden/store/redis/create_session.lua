-- Stores a session and makes its chat live, unless another session reads it. Where one has read it before, tells that
-- the chat goes on.
-- KEYS[3]: the session.
-- ARGV: the session's id, the source, length of the stream, event, the fields of the session.
-- Answers: 1, or 0 when another session reads the chat.
local session = KEYS[3]
local id, source, maxLength, proto = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local reader, before = unpack(redis.call('HMGET', meta, 'session', 'startMillis'))
if reader and reader ~= id then
  return 0
end
if redis.call('EXISTS', session) == 0 then
  local fields = {}
  for i = 5, #ARGV do
    fields[i - 4] = ARGV[i]
    if i % 2 == 1 and ARGV[i] == 'flagThreshold' then
      redis.call('HSET', meta, 'flagThreshold', ARGV[i + 1])
    end
  end
  redis.call('HSET', session, unpack(fields))
  redis.call('HSET', meta, 'session', id, 'lastSession', id, 'source', source, 'state', 'LIVE',
    'startMillis', string.format('%.0f', nowMillis), 'indexed', '1')
  redis.call('HDEL', meta, 'ending', 'endingState')
  if before and lastEvent then
    redis.call('XADD', events, nextEvent(), 'event', 'started', 'id', id, 'proto', proto)
  end
  closeEvents(maxLength)
end
return 1
