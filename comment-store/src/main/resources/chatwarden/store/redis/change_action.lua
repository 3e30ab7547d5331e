-- Puts an action in the place of itself, unless it changed since it was read.
-- KEYS[3]: the action, KEYS[4]: the open ones, KEYS[5]: the audit log, KEYS[6]: the action that has to be over before,
--   KEYS[7]: the last action on its author.
-- ARGV: length of the stream, id, revision that it is based on, a name of this call, action, event, due in ms (empty: it is
--   over), how long actions that are over are kept in ms (0: for ever), whether the other one has to be over (1 or 0), comment,
--   author, reviewer, caller.
-- Answers: 1 when it was changed, 0 when it was changed before, -1 when the other one is open.
local action, open, log, other, last = KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
local maxLength, id, revision, call, proto, event, due, ttl, waits, comment, author, reviewer, caller = unpack(ARGV)
local stored = redis.call('HMGET', action, 'revision', 'call')
if stored[2] == call then
  return 1
end
if stored[1] ~= revision then
  return 0
end
if waits == '1' and redis.call('HGET', other, 'open') == '1' then
  return -1
end
redis.call('HSET', action, 'proto', proto, 'revision', string.format('%.0f', tonumber(revision) + 1), 'call', call,
  'open', due == '' and '0' or '1')
if due ~= '' then
  redis.call('ZADD', open, due, id)
else
  redis.call('ZREM', open, id)
  if tonumber(ttl) > 0 then
    redis.call('PEXPIRE', action, ttl)
    -- It stays as long as the action: who lifts a ban needs the name that the platform gave it.
    if redis.call('GET', last) == id then
      redis.call('PEXPIRE', last, ttl)
    end
  end
  redis.call('XADD', log, '*', 'action', 'ACT', 'comment', comment, 'authorId', author, 'reviewer', reviewer, 'caller', caller,
    'millis', string.format('%.0f', nowMillis), 'act', proto)
end
redis.call('XADD', events, nextEvent(), 'event', 'action', 'id', id, 'proto', event)
closeEvents(maxLength)
return 1
