-- Records a ban; the comments that it covers are marked by mark_banned.
-- KEYS[3]: the chat's bans, KEYS[4]: the session.
-- ARGV: length of the stream, author id (empty: everybody), time as text, event, fence of the session's lease, the
--   message's number.
-- Answers: whether this was news, whether the chat is indexed.
local bans = KEYS[3]
local maxLength, authorId, time, proto = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local field = authorId == '' and 'all' or 'by:' .. authorId
register()
local times = redis.call('HGET', bans, field) or ''
local news = 0
if not string.find(' ' .. times .. ' ', ' ' .. time .. ' ', 1, true) then
  news = 1
  redis.call('HSET', bans, field, times == '' and time or times .. ' ' .. time)
  redis.call('XADD', events, nextEvent(), 'event', 'banned', 'id', authorId, 'proto', proto)
end
note(KEYS[4], ARGV[5], 6, #ARGV)
closeEvents(maxLength)
return {news, isIndexed()}
