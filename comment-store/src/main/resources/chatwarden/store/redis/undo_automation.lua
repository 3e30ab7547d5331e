-- Notes that an automatic action was taken back, once, and takes its strike away.
-- KEYS[1]: the action, KEYS[2]: the author's strikes, KEYS[3]: the audit log.
-- ARGV: comment, author, half-life of strikes in ms, reviewer, caller.
-- Answers: 1.
local action, strikes, log = unpack(KEYS)
local id, author, halfLife, reviewer, caller = unpack(ARGV)
if redis.call('EXISTS', action) == 0 or redis.call('HSETNX', action, 'undone', '1') == 0 then
  return 1
end
if author ~= '' and redis.call('EXISTS', strikes) == 1 then
  addStrike(strikes, -1, tonumber(halfLife))
end
local clock = redis.call('TIME')
local now = string.format('%.0f', tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000))
redis.call('XADD', log, '*', 'action', 'UNDO_AUTOMATION', 'comment', id, 'authorId', author, 'reviewer', reviewer, 'caller', caller,
  'millis', now)
return 1
