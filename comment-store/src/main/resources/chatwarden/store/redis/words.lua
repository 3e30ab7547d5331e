-- The words of the comments of an hour: a hash of chunks of records, `<minute>:<number>`, and `n`, the number of records.
-- A record: two bytes for the second within the hour, four for the comment's id, one for the number of words (255: they are not
-- listed), three for each word.
local CHUNK = 32768
local wordsOf = {}

local function minuteOf(record)
  local high, low = string.byte(record, 1, 2)
  return math.floor((high * 256 + low) / 60)
end

-- Notes the record of a comment, which closeWords writes.
local function noteWords(key, record)
  if record == '' then
    return
  end
  local minute = minuteOf(record)
  local minutes = wordsOf[key] or {}
  local records = minutes[minute] or {}
  records[#records + 1] = record
  minutes[minute] = records
  wordsOf[key] = minutes
end

-- Appends records to the first chunk of their minute that is not full.
local function appendWords(key, minute, records)
  local number = 0
  local length = redis.call('HSTRLEN', key, minute .. ':0')
  while length >= CHUNK do
    number = number + 1
    length = redis.call('HSTRLEN', key, minute .. ':' .. number)
  end
  local field = minute .. ':' .. number
  local before = length > 0 and redis.call('HGET', key, field) or ''
  redis.call('HSET', key, field, before .. table.concat(records))
end

-- Writes what was noted; an hour's key lives as long as the comment that lives longest.
local function closeWords(ttl)
  for key, minutes in pairs(wordsOf) do
    local count = 0
    for minute, records in pairs(minutes) do
      appendWords(key, minute, records)
      count = count + #records
    end
    redis.call('HINCRBY', key, 'n', count)
    if ttl > 0 and redis.call('PTTL', key) < ttl then
      redis.call('PEXPIRE', key, ttl)
    end
  end
end

-- Removes the record that begins with these bytes.
local function cutWords(key, header)
  local minute, number = minuteOf(header), 0
  local chunk = redis.call('HGET', key, minute .. ':0')
  while chunk do
    local at = string.find(chunk, header, 1, true) and 1 or #chunk + 1
    while at <= #chunk do
      local count = string.byte(chunk, at + #header)
      local after = at + #header + 1 + (count == 255 and 0 or 3 * count)
      if string.sub(chunk, at, at + #header - 1) == header then
        redis.call('HSET', key, minute .. ':' .. number, string.sub(chunk, 1, at - 1) .. string.sub(chunk, after))
        redis.call('HINCRBY', key, 'n', -1)
        return
      end
      at = after
    end
    number = number + 1
    chunk = redis.call('HGET', key, minute .. ':' .. number)
  end
end

