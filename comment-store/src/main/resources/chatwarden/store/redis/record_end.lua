-- Records that the chat's source is over, and tells it at once if all is tagged.
-- ARGV: length of the stream, time as text, state (ENDED|FAILED), event.
-- Answers: whether this was news, whether the chat is indexed.
local maxLength, time, state, proto = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
register()
local m = redis.call('HMGET', meta, 'state', 'ending', 'ends')
local known = false
-- The last 16 ends, so that a repeated one is known although the chat is read again.
local ends = {time}
for other in string.gmatch(m[3] or '', '%S+') do
  known = known or other == time
  if #ends < 16 then
    ends[#ends + 1] = other
  end
end
local news = 0
if m[1] == 'LIVE' and not m[2] and not known then
  news = 1
  redis.call('HSET', meta, 'ending', proto, 'endingState', state, 'ends', table.concat(ends, ' '))
  endIfDone()
end
closeEvents(maxLength)
return {news, isIndexed()}
