-- The beginning of every script that writes to a chat: its events and its end.
-- KEYS[1]: the chat's meta, KEYS[2]: its events.
local meta, events = KEYS[1], KEYS[2]

local clock = redis.call('TIME')
local nowMillis = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local nowMicros = string.format('%.0f', tonumber(clock[1]) * 1000000 + tonumber(clock[2]))

local lastMillis, lastSequence, appended = 0, 0, 0
local lastEvent, state, ending, indexed = unpack(redis.call('HMGET', meta, 'lastEvent', 'state', 'ending', 'indexed'))
if lastEvent then
  local millis, sequence = string.match(lastEvent, '^(%d+)-(%d+)$')
  lastMillis, lastSequence = tonumber(millis), tonumber(sequence)
end

-- Ids grow although the clock may step back; their second number counts the events of the chat.
local function nextEvent()
  lastMillis = math.max(lastMillis, nowMillis)
  lastSequence = lastSequence + 1
  appended = appended + 1
  lastEvent = string.format('%.0f-%.0f', lastMillis, lastSequence)
  return lastEvent
end

local function register()
  if not state then
    redis.call('HSET', meta, 'state', 'LIVE')
  end
end

-- Whether the chat is found by its name in the list of chats, as a number for the answer.
local function isIndexed()
  return indexed and 1 or 0
end

-- Adds a number to ranges such as `1-500 502-502`, which are in order and have gaps between them.
local function withNumber(ranges, number)
  local words, low, high, placed = {}, number, number, false
  for from, to in string.gmatch(ranges, '(%d+)-(%d+)') do
    from, to = tonumber(from), tonumber(to)
    if to + 1 < low then
      words[#words + 1] = string.format('%.0f-%.0f', from, to)
    elseif from <= high + 1 then
      low, high = math.min(low, from), math.max(high, to)
    else
      if not placed then
        words[#words + 1] = string.format('%.0f-%.0f', low, high)
        placed = true
      end
      words[#words + 1] = string.format('%.0f-%.0f', from, to)
    end
  end
  if not placed then
    words[#words + 1] = string.format('%.0f-%.0f', low, high)
  end
  return table.concat(words, ' ')
end

-- Notes in the session's hash that messages of it are recorded or given up: their numbers are ARGV[first] to ARGV[last].
local function note(session, fence, first, last)
  if first > last or redis.call('EXISTS', session) == 0 then
    return
  end
  local field = 'recorded:' .. fence
  local ranges = redis.call('HGET', session, field) or ''
  for i = first, last do
    ranges = withNumber(ranges, tonumber(ARGV[i]))
  end
  redis.call('HSET', session, field, ranges)
end

-- Tells the end that waits in the meta, if every flagged comment is tagged or given up.
local function endIfDone()
  local m = redis.call('HMGET', meta, 'ending', 'endingState', 'flaggedCount', 'taggedCount')
  if m[1] and tonumber(m[3] or '0') == tonumber(m[4] or '0') then
    redis.call('XADD', events, nextEvent(), 'event', 'ended', 'proto', m[1])
    redis.call('HDEL', meta, 'ending', 'endingState')
    redis.call('HSET', meta, 'state', m[2])
  end
end

-- Remembers what is the last event, and drops the oldest now and then.
local function closeEvents(maxLength)
  if appended == 0 then
    return
  end
  redis.call('HSET', meta, 'lastEvent', lastEvent)
  local due = math.floor(lastSequence / 64) > math.floor((lastSequence - appended) / 64)
  if due and redis.call('XTRIM', events, 'MAXLEN', '~', maxLength) > 0 then
    local first = redis.call('XRANGE', events, '-', '+', 'COUNT', 1)[1]
    local sequence = tonumber(string.match(first[1], '-(%d+)$'))
    redis.call('HSET', meta, 'droppedThrough', string.format('%.0f', sequence - 1))
  end
end
