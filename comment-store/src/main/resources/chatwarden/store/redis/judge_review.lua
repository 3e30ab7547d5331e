-- Decides on a comment, or takes a decision back, appends it to the audit log and notifies the watchers.
-- KEYS[3]: the undecided comments by publish time, KEYS[4]: leases, KEYS[5]: who holds which, KEYS[6]: the comment,
--   KEYS[7]: the audit log, KEYS[8]: the chat's settings, KEYS[9]: the sketch of the hour of the decision, KEYS[10]: the hours
--   that have sketches, KEYS[11]: the sketch of the hour of the decision that is replaced.
-- ARGV: action (DECIDE|UNDO), what has to be (HELD: the holder holds the comment, or anything for an undoing; SEEN: its decision
--   is the one that was seen; GROUP: it was decided in the group), the decision that was seen (or empty), the group (or empty), the holder, the comment's id, a name of this call, publish time in µs,
--   time to live of the lease that an undoing gives in ms, decision, reviewer, caller, note, time-out in ms (or empty), event,
--   length of the stream, the hour of the decision, how long a sketch lives in ms (0: for ever), the item of the sketch, and that
--   of the replaced decision (empty: not counted).
-- Answers: DONE, GONE, NOT_HELD, CHANGED or UNDECIDED.
local queue, leases, holders, hash, log, settings = KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8]
local action, guard, seen, group, holder, id, call, micros, ttl, decision, reviewer, caller, note, timeOut, event, maxLength, hour, sketchTtl,
  item, replacedItem = unpack(ARGV)
local c = redis.call('HMGET', hash, 'text', 'judgedBy', 'review', 'authorId', 'label', 'offensiveProbability', 'model', 'reviewTimeOut',
  'reviewer', 'reviewCaller', 'reviewNote', 'deleteTime', 'banTime', 'tagging', 'reviewGroup')
if not c[1] then
  return 'GONE'
end
if c[2] == call then
  return 'DONE'
end
local now = string.format('%.0f', nowMillis)
local replaced = ''
-- Whether this caller made this very decision before, as when the answer to it was lost.
local function isRepeated()
  return c[3] == decision and c[8] == timeOut and c[9] == reviewer and (c[10] or '') == caller and c[11] == note
end
local function isAllowed()
  if guard == 'SEEN' then
    return (c[3] or '') == seen
  end
  return redis.call('HGET', holders, id) == holder and redis.call('ZSCORE', queue, id)
end
local function uncount(sketch, counted)
  if counted ~= '' and redis.call('EXISTS', sketch) == 1 then
    redis.call('HINCRBY', sketch, counted, -1)
  end
end

if action == 'DECIDE' then
  if isRepeated() then
    return 'DONE'
  end
  if not isAllowed() then
    return guard == 'SEEN' and 'CHANGED' or 'NOT_HELD'
  end
  replaced = c[3] or ''
  leaveQueue(queue, leases, holders, id)
  redis.call('HSET', hash, 'judgedBy', call, 'review', decision, 'reviewer', reviewer, 'reviewCaller', caller,
    'reviewNote', note, 'reviewMillis', now, 'reviewTimeOut', timeOut, 'reviewGroup', group)
  uncount(KEYS[11], replacedItem)
  sketchItems(item)
  closeSketch(KEYS[9], KEYS[10], hour, tonumber(sketchTtl))
else
  if not c[3] then
    return 'UNDECIDED'
  end
  if guard == 'GROUP' and c[15] ~= group then
    return 'CHANGED'
  end
  decision, timeOut = c[3], c[8]
  redis.call('HDEL', hash, 'review', 'reviewer', 'reviewCaller', 'reviewNote', 'reviewMillis', 'reviewTimeOut', 'reviewGroup')
  redis.call('HSET', hash, 'judgedBy', call)
  uncount(KEYS[9], item)
  -- Comments that are not flagged were never in the queue; those that the platform deleted, or a ban covers, do not return to it.
  if c[14] ~= 'NOT_NEEDED' and not c[12] and not c[13] then
    redis.call('ZADD', queue, micros, id)
    redis.call('ZADD', leases, string.format('%.0f', nowMillis + tonumber(ttl)), id)
    redis.call('HSET', holders, id, holder)
  end
end
redis.call('XADD', log, '*', 'action', action, 'comment', id, 'authorId', c[4] or '', 'decision', decision,
  'reviewer', reviewer, 'caller', caller, 'note', note, 'timeOut', timeOut, 'millis', now,
  'label', c[5] or '', 'offensiveProbability', c[6] or '', 'model', c[7] or '',
  'flagThreshold', flagThreshold(settings, meta), 'replaced', replaced, 'group', group)
redis.call('XADD', events, nextEvent(), 'event', 'decided', 'id', id, 'proto', event, 'millis', now)
closeEvents(maxLength)
return 'DONE'
