-- Records that a session is over, and tells it at once if all is tagged. Where another session has begun meanwhile, the
-- chat goes on and nothing is told.
-- ARGV: length of the stream, time as text, state (ENDED|FAILED), event, the session's id (empty: not known).
-- Answers: whether this was news, whether the chat is indexed.
local maxLength, time, state, proto, session = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
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
  news = 1
  redis.call('HSET', meta, 'ending', proto, 'endingState', state, 'ends', table.concat(ends, ' '))
  endIfDone()
end
closeEvents(maxLength)
return {news, isIndexed()}
