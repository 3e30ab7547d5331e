-- Adds an action, once for its id.
-- KEYS[3]: the action, KEYS[4]: all actions of the chat, KEYS[5]: those about its comment, KEYS[6]: the open ones,
--   KEYS[7]: the last action on its author.
-- ARGV: length of the stream, id, action, event, creation in µs, due in ms (empty: it is over), how many may be open, how long
--   actions that are over are kept in ms (0: for ever), whether the actions on its author are
--   kept in order (1 or 0).
-- Answers: 1 when it was added, 0 when its id is taken, -1 when too many are open.
local action, all, ofComment, open, last = KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
local maxLength, id, proto, event, micros, due, most, ttl, ordered = unpack(ARGV)
if redis.call('EXISTS', action) == 1 then
  return 0
end
if due ~= '' and redis.call('ZCARD', open) >= tonumber(most) then
  return -1
end
redis.call('HSET', action, 'proto', proto, 'revision', '1', 'open', due == '' and '0' or '1')
for _, index in ipairs({all, ofComment}) do
  redis.call('ZADD', index, micros, id)
  if tonumber(ttl) > 0 then
    redis.call('ZREMRANGEBYSCORE', index, '-inf', string.format('(%.0f', tonumber(micros) - tonumber(ttl) * 1000))
    redis.call('PEXPIRE', index, ttl)
  end
end
if due ~= '' then
  redis.call('ZADD', open, due, id)
  if ordered == '1' then
    local follows = redis.call('GET', last)
    if follows then
      redis.call('HSET', action, 'follows', follows)
    end
    redis.call('SET', last, id)
  end
elseif tonumber(ttl) > 0 then
  redis.call('PEXPIRE', action, ttl)
end
redis.call('XADD', events, nextEvent(), 'event', 'action', 'id', id, 'proto', event)
closeEvents(maxLength)
return 1
