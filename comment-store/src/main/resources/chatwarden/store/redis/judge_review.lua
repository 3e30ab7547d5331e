-- Decides on a comment, or takes a decision back, and appends it to the audit log.
-- KEYS[1]: the undecided comments by publish time, KEYS[2]: leases, KEYS[3]: who holds which, KEYS[4]: the comment,
--   KEYS[5]: the audit log, KEYS[6]: the chat's meta, KEYS[7]: the chat's settings,
--   KEYS[8]: the sketch of the hour of the decision, KEYS[9]: the hours that have sketches.
-- ARGV: action (DECIDE|UNDO), the holder, the comment's id, a name of this call, publish time in µs,
--   time to live of the lease that an undoing gives in ms, decision, reviewer, caller, note, time-out in ms (or empty),
--   the hour of the decision, how long a sketch lives in ms (0: for ever), the item of the sketch.
-- Answers: DONE, GONE, NOT_HELD or UNDECIDED.
local queue, leases, holders, hash, log, meta, settings = unpack(KEYS)
local action, holder, id, call, micros, ttl, decision, reviewer, caller, note, timeOut, hour, sketchTtl, item = unpack(ARGV)
local c = redis.call('HMGET', hash, 'text', 'judgedBy', 'review', 'authorId', 'label', 'offensiveProbability', 'model', 'reviewTimeOut',
  'reviewer', 'reviewCaller', 'reviewNote', 'deleteTime', 'banTime')
if not c[1] then
  return 'GONE'
end
if c[2] == call then
  return 'DONE'
end
local clock = redis.call('TIME')
local nowMillis = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local now = string.format('%.0f', nowMillis)
-- Whether this caller made this very decision before, as when the answer to it was lost.
local function isRepeated()
  return c[3] == decision and c[8] == timeOut and c[9] == reviewer and (c[10] or '') == caller and c[11] == note
end

if action == 'DECIDE' then
  if isRepeated() then
    return 'DONE'
  end
  if redis.call('HGET', holders, id) ~= holder or not redis.call('ZSCORE', queue, id) then
    return 'NOT_HELD'
  end
  leaveQueue(queue, leases, holders, id)
  redis.call('HSET', hash, 'judgedBy', call, 'review', decision, 'reviewer', reviewer, 'reviewCaller', caller,
    'reviewNote', note, 'reviewMillis', now, 'reviewTimeOut', timeOut)
  sketchItems(item)
  closeSketch(KEYS[8], KEYS[9], hour, tonumber(sketchTtl))
else
  if not c[3] then
    return 'UNDECIDED'
  end
  decision, timeOut = c[3], c[8]
  redis.call('HDEL', hash, 'review', 'reviewer', 'reviewCaller', 'reviewNote', 'reviewMillis', 'reviewTimeOut')
  redis.call('HSET', hash, 'judgedBy', call)
  if redis.call('EXISTS', KEYS[8]) == 1 then
    redis.call('HINCRBY', KEYS[8], item, -1)
  end
  -- Of what the platform deleted, and of whom it banned, nothing comes back into the queue.
  if not c[12] and not c[13] then
    redis.call('ZADD', queue, micros, id)
    redis.call('ZADD', leases, string.format('%.0f', nowMillis + tonumber(ttl)), id)
    redis.call('HSET', holders, id, holder)
  end
end
redis.call('XADD', log, '*', 'action', action, 'comment', id, 'authorId', c[4] or '', 'decision', decision,
  'reviewer', reviewer, 'caller', caller, 'note', note, 'timeOut', timeOut, 'millis', now,
  'label', c[5] or '', 'offensiveProbability', c[6] or '', 'model', c[7] or '',
  'flagThreshold', flagThreshold(settings, meta))
return 'DONE'
