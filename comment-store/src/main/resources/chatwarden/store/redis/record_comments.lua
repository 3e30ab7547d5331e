-- Records a batch of comments, stage by stage, each stage of a comment once.
-- KEYS[3]: index by time, KEYS[4]: index by recording, KEYS[5]: bans, KEYS[6]: the undecided flagged ones,
--   KEYS[7]: the session, KEYS[8]: the sketch of the hour, KEYS[9]: the hours that have sketches, KEYS[10]: the tombstones; then for each comment
--   its hash, the index of its author and the words of the hour in which it was published.
-- ARGV: stage (classified|tagged), TTL of a hash in ms (0: none), length of the stream, number of comments, fence of the
--   session's lease, the hour, number of messages, the messages' numbers; then for each comment: id, author id, publish time in µs, publish time as text, flagged (0|1), classified event,
--   items of the sketch, record of its words, number of field words, 'text', the text, the other fields;
--   and in stage tagged: state (TAGGED|UNTAGGABLE), tagged event, items of the sketch, number of field words, the fields.
-- Nothing is recorded in a chat that is not indexed: it has no tombstones yet. Of erased accounts nothing is recorded.
-- Answers: comments recorded, comments tagged or given up, conflicting duplicates, whether the chat is indexed;
--   then, in stage classified, the places in the batch, from 1, of the comments that are still to be tagged,
--   negative where the comment stood there before.
local byTime, byRecording, bans, undecided = KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local stage, ttl, maxLength, count = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
if not indexed then
  return {0, 0, 0, 0}
end
local isErased = tombstones(KEYS[10])
local isTagged = stage == 'tagged'
local messages = tonumber(ARGV[7])
local at = 7 + messages
local flaggedNew, tagged, conflicts = 0, 0, 0
local recorded, pending, times, flaggedTimes = {}, {}, {}, {}
local anyBan = redis.call('EXISTS', bans) == 1

local function add(list, score, member)
  local length = #list
  list[length + 1] = score
  list[length + 2] = member
end

-- The earliest ban that covers a comment published then.
local function banOf(authorId, published)
  if not anyBan then
    return nil
  end
  local best
  local lists = redis.call('HMGET', bans, 'all', 'by:' .. authorId)
  for i = 1, 2 do
    for time in string.gmatch(lists[i] or '', '%S+') do
      if time >= published and (not best or time < best) then
        best = time
      end
    end
  end
  return best
end

local function append(event, name, id, proto, deleteTime, banTime)
  if not deleteTime and not banTime then
    redis.call('XADD', events, event, 'event', name, 'id', id, 'proto', proto)
  elseif not banTime then
    redis.call('XADD', events, event, 'event', name, 'id', id, 'proto', proto, 'deleteTime', deleteTime)
  elseif not deleteTime then
    redis.call('XADD', events, event, 'event', name, 'id', id, 'proto', proto, 'banTime', banTime)
  else
    redis.call('XADD', events, event, 'event', name, 'id', id, 'proto', proto, 'deleteTime', deleteTime, 'banTime', banTime)
  end
end

register()
for i = 1, count do
  local hash, byAuthor, wordsOfHour = unpack(KEYS, 8 + 3 * i, 10 + 3 * i)
  local id, authorId, micros, published, flagged, classifiedProto, items, record, fields = unpack(ARGV, at + 1, at + 9)
  local first, last = at + 10, at + 9 + tonumber(fields)
  at = last
  local text, removed, tagging, deleteTime, banTime =
    unpack(redis.call('HMGET', hash, 'text', 'removed', 'tagging', 'deleteTime', 'banTime'))
  local mine = removed or not text or text == ARGV[first + 1]
  if not mine then
    conflicts = conflicts + 1
  elseif not text and not removed and isErased(authorId, published) then
    mine = false
  elseif not text and not removed then
    tagging = flagged == '1' and 'PENDING' or 'NOT_NEEDED'
    banTime = banOf(authorId, published)
    local event = nextEvent()
    redis.call('HSET', hash, 'tagging', tagging, 'classifiedEvent', event, unpack(ARGV, first, last))
    if banTime then
      redis.call('HSET', hash, 'banTime', banTime)
    end
    if ttl > 0 then
      redis.call('PEXPIRE', hash, ttl)
    end
    add(times, micros, id)
    if authorId ~= '' then
      redis.call('ZADD', byAuthor, micros, id)
      if ttl > 0 then
        redis.call('PEXPIRE', byAuthor, ttl)
      end
    end
    if flagged == '1' then
      flaggedNew = flaggedNew + 1
      if not deleteTime and not banTime then
        add(flaggedTimes, micros, id)
      end
    end
    append(event, 'classified', id, classifiedProto, deleteTime, banTime)
    recorded[#recorded + 1] = id
    sketchItems(items)
    noteWords(wordsOfHour, record)
  end
  if not isTagged and mine and tagging == 'PENDING' then
    pending[#pending + 1] = (text or removed) and -i or i
  end
  if isTagged then
    local tagState, taggedProto, taggedItems, spanWords = unpack(ARGV, at + 1, at + 4)
    first, last = at + 5, at + 4 + tonumber(spanWords)
    at = last
    if mine and tagging == 'PENDING' then
      tagged = tagged + 1
      if removed or tagState ~= 'TAGGED' then
        redis.call('HSET', hash, 'tagging', tagState)
      else
        local event = nextEvent()
        redis.call('HSET', hash, 'tagging', tagState, 'taggedEvent', event, unpack(ARGV, first, last))
        append(event, 'tagged', id, taggedProto, deleteTime, banTime)
        sketchItems(taggedItems)
      end
    end
  end
end
if #recorded > 0 then
  redis.call('ZADD', byRecording, nowMicros, table.concat(recorded, '\n'))
  redis.call('ZADD', byTime, unpack(times))
  redis.call('HINCRBY', meta, 'commentCount', #recorded)
end
if #flaggedTimes > 0 then
  redis.call('ZADD', undecided, unpack(flaggedTimes))
end
if flaggedNew > 0 then
  redis.call('HINCRBY', meta, 'flaggedCount', flaggedNew)
end
if tagged > 0 then
  redis.call('HINCRBY', meta, 'taggedCount', tagged)
end
closeSketch(KEYS[8], KEYS[9], ARGV[6], ttl)
closeWords(ttl)
note(KEYS[7], ARGV[5], 8, 7 + messages)
if ending then
  endIfDone()
end
closeEvents(maxLength)
return {#recorded, tagged, conflicts, isIndexed(), unpack(pending)}
