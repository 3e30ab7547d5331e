-- Removes a comment and its text; what is left is a mark that keeps it from coming back.
-- KEYS[3]: index by time, KEYS[4]: its hash, KEYS[5]: index of its author,
--   KEYS[6]: the undecided flagged ones, KEYS[7]: leases of reviewers, KEYS[8]: who holds which,
--   KEYS[9]: the words of the hour in which it was published.
-- ARGV: TTL of the mark in ms (0: none), length of the stream, id, author id, time as text, event,
--   a number that names this call, the beginning of the record of its words.
-- Answers: whether it was there, or was removed by this very call already. The index by recording keeps it: the sweep
-- takes the mark away in its time.
local byTime, hash, byAuthor = KEYS[3], KEYS[4], KEYS[5]
local ttl, maxLength, id, authorId = tonumber(ARGV[1]), ARGV[2], ARGV[3], ARGV[4]
local time, proto, call, record = ARGV[5], ARGV[6], ARGV[7], ARGV[8]
local c = redis.call('HMGET', hash, 'text', 'removed', 'tagging', 'deleteTime', 'classifiedEvent', 'taggedEvent', 'rewrittenEvent', 'heldEvent')
if not c[1] then
  return c[2] == call and 1 or 0
end
for i = 5, 8 do
  if c[i] then
    redis.call('XDEL', events, c[i])
  end
end
redis.call('DEL', hash)
redis.call('HSET', hash, 'removed', call, 'tagging', c[3], 'deleteTime', c[4] or time)
if ttl > 0 then
  redis.call('PEXPIRE', hash, ttl)
end
redis.call('ZREM', byTime, id)
cutWords(KEYS[9], record)
leaveQueue(KEYS[6], KEYS[7], KEYS[8], id)
if authorId ~= '' then
  redis.call('ZREM', byAuthor, id)
end
if not c[4] then
  redis.call('XADD', events, nextEvent(), 'event', 'deleted', 'id', id, 'proto', proto)
end
closeEvents(maxLength)
return 1
