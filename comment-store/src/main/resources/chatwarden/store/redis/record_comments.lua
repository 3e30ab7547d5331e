-- Records a batch of comments, stage by stage, each stage of a comment once.
-- KEYS[3]: index by time, KEYS[4]: index by recording, KEYS[5]: bans, KEYS[6]: the undecided flagged ones;
--   then for each comment its hash and the index of its author.
-- ARGV: stage (classified|tagged), TTL of a hash in ms (0: none), length of the stream, number of comments;
--   then for each comment: id, author id, publish time in µs, publish time as text, flagged (0|1), classified event,
--   number of field words, 'text', the text, the other fields;
--   and in stage tagged: state (TAGGED|UNTAGGABLE), tagged event, number of field words, the fields.
-- Answers: comments recorded, comments tagged or given up, conflicting duplicates, whether the chat is indexed;
--   then, in stage classified, the places in the batch, from 1, of the comments that are still to be tagged,
--   negative where the comment stood there before.
local byTime, byRecording, bans, undecided = KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local stage, ttl, maxLength, count = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
local at = 4
local recorded, flaggedNew, tagged, conflicts = 0, 0, 0, 0
local pending = {}
local anyBan = redis.call('EXISTS', bans) == 1

local function take()
  at = at + 1
  return ARGV[at]
end

local function takeFields()
  local fields = {}
  for i = 1, tonumber(take()) do
    fields[i] = take()
  end
  return fields
end

local function add(list, name, value)
  list[#list + 1] = name
  list[#list + 1] = value
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

local function append(event, id, proto, deleteTime, banTime)
  local entry = {'XADD', events, event.id, 'event', event.name, 'id', id, 'proto', proto}
  if deleteTime then
    add(entry, 'deleteTime', deleteTime)
  end
  if banTime then
    add(entry, 'banTime', banTime)
  end
  redis.call(unpack(entry))
end

register()
for i = 1, count do
  local hash, byAuthor = KEYS[5 + 2 * i], KEYS[6 + 2 * i]
  local id, authorId, micros, published, flagged = take(), take(), take(), take(), take()
  local classifiedProto, fields = take(), takeFields()
  local stored = redis.call('HMGET', hash, 'text', 'removed', 'tagging', 'deleteTime', 'banTime')
  local text, removed, tagging, deleteTime, banTime = unpack(stored)
  local mine = removed or not text or text == fields[2]
  if not mine then
    conflicts = conflicts + 1
  elseif not text and not removed then
    tagging = flagged == '1' and 'PENDING' or 'NOT_NEEDED'
    banTime = banOf(authorId, published)
    local event = {id = nextEvent(), name = 'classified'}
    add(fields, 'tagging', tagging)
    add(fields, 'classifiedEvent', event.id)
    if banTime then
      add(fields, 'banTime', banTime)
    end
    redis.call('HSET', hash, unpack(fields))
    if ttl > 0 then
      redis.call('PEXPIRE', hash, ttl)
    end
    redis.call('ZADD', byTime, micros, id)
    redis.call('ZADD', byRecording, nowMicros, id)
    if authorId ~= '' then
      redis.call('ZADD', byAuthor, micros, id)
    end
    if flagged == '1' then
      redis.call('ZADD', undecided, micros, id)
    end
    append(event, id, classifiedProto, deleteTime, banTime)
    recorded = recorded + 1
    flaggedNew = flaggedNew + tonumber(flagged)
  end
  if stage == 'classified' and mine and tagging == 'PENDING' then
    pending[#pending + 1] = (text or removed) and -i or i
  end
  if stage == 'tagged' then
    local state, taggedProto, spanFields = take(), take(), takeFields()
    if mine and tagging == 'PENDING' then
      tagged = tagged + 1
      if removed or state ~= 'TAGGED' then
        redis.call('HSET', hash, 'tagging', state)
      else
        local event = {id = nextEvent(), name = 'tagged'}
        add(spanFields, 'tagging', state)
        add(spanFields, 'taggedEvent', event.id)
        redis.call('HSET', hash, unpack(spanFields))
        append(event, id, taggedProto, deleteTime, banTime)
      end
    end
  end
end
if recorded > 0 then
  redis.call('HINCRBY', meta, 'commentCount', recorded)
end
if flaggedNew > 0 then
  redis.call('HINCRBY', meta, 'flaggedCount', flaggedNew)
end
if tagged > 0 then
  redis.call('HINCRBY', meta, 'taggedCount', tagged)
end
endIfDone()
closeEvents(maxLength)
return {recorded, tagged, conflicts, redis.call('HEXISTS', meta, 'indexed'), unpack(pending)}
