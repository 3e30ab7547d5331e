-- Records that a session is over, and tells it at once if all is tagged. An end of which earlier messages are missing is
-- not recorded. Where another session has begun meanwhile, the chat goes on and nothing is told.
-- KEYS[3]: the session's hash.
-- ARGV: length of the stream, time as text, state (ENDED|FAILED), event, the session's id (empty: not known), fence of the
--   session's lease, the message's number (none: the end waits for no message).
-- Answers: whether this was news, whether the chat is indexed, how many messages are missing.
local hash = KEYS[3]
local maxLength, time, state, proto, session, fence, number = unpack(ARGV)

-- The messages before the end that are neither recorded nor given up: those of its own lease with lower numbers, and of
-- each earlier lease those that it had published at its last checkpoint. The checkpoint of its own lease counts the end too.
local function missing()
  if not number then
    return 0
  end
  local fields = redis.call('HGETALL', hash)
  if #fields == 0 then
    return 0
  end
  local published, recorded = {[fence] = tonumber(number) - 1}, {}
  for i = 1, #fields, 2 do
    local field, lease = string.match(fields[i], '^(%a+):(%d+)$')
    if field == 'published' and tonumber(lease) < tonumber(fence) then
      published[lease] = tonumber(fields[i + 1])
    elseif field == 'recorded' then
      recorded[lease] = fields[i + 1]
    end
  end
  local count = 0
  for lease, through in pairs(published) do
    count = count + through
    for from, to in string.gmatch(recorded[lease] or '', '(%d+)-(%d+)') do
      count = count - math.max(0, math.min(tonumber(to), through) - tonumber(from) + 1)
    end
  end
  return count
end

register()
local m = redis.call('HMGET', meta, 'state', 'ending', 'ends', 'lastSession')
local known = false
local overtaken = session ~= '' and m[4] and m[4] ~= session
-- The last 16 ends, so that a repeated one is known although the chat is read again.
local ends = {time}
for other in string.gmatch(m[3] or '', '%S+') do
  known = known or other == time
  if #ends < 16 then
    ends[#ends + 1] = other
  end
end
local news = 0
if m[1] == 'LIVE' and not m[2] and not known and not overtaken then
  local left = missing()
  if left > 0 then
    return {0, isIndexed(), left}
  end
  news = 1
  redis.call('HSET', meta, 'ending', proto, 'endingState', state, 'ends', table.concat(ends, ' '))
  endIfDone()
end
note(hash, fence, 7, #ARGV)
closeEvents(maxLength)
return {news, isIndexed(), 0}
