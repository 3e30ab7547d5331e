-- Records that the platform reported a comment deleted; before the comment, a mark that waits for it.
-- KEYS[3]: the comment's hash, KEYS[4]: the undecided flagged ones, KEYS[5]: leases of reviewers, KEYS[6]: who holds which,
--   KEYS[7]: the session.
-- ARGV: TTL of a hash in ms (0: none), length of the stream, id, time as text, event, fence of the session's lease, the
--   message's number.
-- Answers: whether this was news, whether the chat is indexed.
local hash = KEYS[3]
local ttl, maxLength, id, time, proto = tonumber(ARGV[1]), ARGV[2], ARGV[3], ARGV[4], ARGV[5]
register()
local news = redis.call('HSETNX', hash, 'deleteTime', time)
if news == 1 then
  if ttl > 0 and redis.call('HEXISTS', hash, 'text') == 0 then
    redis.call('PEXPIRE', hash, ttl)
  end
  redis.call('XADD', events, nextEvent(), 'event', 'deleted', 'id', id, 'proto', proto)
end
leaveQueue(KEYS[4], KEYS[5], KEYS[6], id)
note(KEYS[7], ARGV[6], 7, #ARGV)
closeEvents(maxLength)
return {news, isIndexed()}
