-- Records that the platform holds a comment back, or no longer does; before the comment, a mark that waits for it. Nothing is told
-- of a comment that was removed, or of an erased account.
-- KEYS[3]: the comment's hash, KEYS[4]: the tombstones, KEYS[5]: the session.
-- ARGV: TTL of a hash in ms (0: none), length of the stream, id, author id, time as text, state, event, fence of the session's
--   lease, the message's number.
-- Answers: whether this was news, whether the chat is indexed.
local hash = KEYS[3]
local ttl, maxLength, id, authorId, time, heldState, proto = tonumber(ARGV[1]), unpack(ARGV, 2, 7)
register()
local held, removed, text = unpack(redis.call('HMGET', hash, 'held', 'removed', 'text'))
local news = 0
if not removed and (not held or held == 'HELD' and heldState ~= 'HELD') and not tombstones(KEYS[4])(authorId, time) then
  news = 1
  local event = nextEvent()
  redis.call('HSET', hash, 'held', heldState)
  if heldState == 'HELD' then
    redis.call('HSET', hash, 'heldEvent', event)
  end
  if ttl > 0 and not text then
    redis.call('PEXPIRE', hash, ttl)
  end
  redis.call('XADD', events, event, 'event', 'held', 'id', id, 'proto', proto)
end
note(KEYS[5], ARGV[8], 9, #ARGV)
closeEvents(maxLength)
return {news, isIndexed()}
