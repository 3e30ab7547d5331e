-- Ends a chat whose session the store has lost.
-- KEYS[3]: the session. ARGV: its id, the EndedChat, how many events a chat keeps.
-- Answers: 1, or 0 when the session is there or does not read the chat.
if redis.call('HGET', meta, 'session') ~= ARGV[1] or redis.call('EXISTS', KEYS[3]) == 1 then
  return 0
end
redis.call('XADD', events, nextEvent(), 'event', 'ended', 'proto', ARGV[2])
redis.call('HDEL', meta, 'session', 'ending', 'endingState')
redis.call('HSET', meta, 'state', 'FAILED')
closeEvents(ARGV[3])
return 1
