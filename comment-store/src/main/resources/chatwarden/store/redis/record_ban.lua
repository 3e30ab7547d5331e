-- Records a ban; the comments that it covers are marked by mark_banned.
-- KEYS[3]: the chat's bans, KEYS[4]: the bans by recording, KEYS[5]: the tombstones, KEYS[6]: the session.
-- ARGV: length of the stream, author id (empty: everybody), time as text, event, fence of the session's lease, the
--   message's number.
-- Answers: whether this was news, whether the chat is indexed.
local bans, recorded, session = KEYS[3], KEYS[4], KEYS[6]
local maxLength, authorId, time, proto = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local field = authorId == '' and 'all' or 'by:' .. authorId
register()
local times = redis.call('HGET', bans, field) or ''
local news = 0
if not tombstones(KEYS[5])(authorId, time) and not string.find(' ' .. times .. ' ', ' ' .. time .. ' ', 1, true) then
  news = 1
  redis.call('HSET', bans, field, times == '' and time or times .. ' ' .. time)
  redis.call('ZADD', recorded, nowMicros, field)
  redis.call('XADD', events, nextEvent(), 'event', 'banned', 'id', authorId, 'proto', proto)
end
note(session, ARGV[5], 6, #ARGV)
closeEvents(maxLength)
return {news, isIndexed()}
