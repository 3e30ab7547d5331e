-- Records proposals of stage 3, each comment's first; nothing where the comment is not there or was removed. Watchers are told of
-- it while the chat is live.
-- KEYS[3] and on: the comments' hashes.
-- ARGV: length of the stream; then for each comment: id, the proposal, event.
-- Answers: how many were recorded.
local maxLength = ARGV[1]
local recorded = 0
for i = 3, #KEYS do
  local id, proposal, proto = unpack(ARGV, 3 * i - 7, 3 * i - 5)
  local text, known, deleteTime, banTime = unpack(redis.call('HMGET', KEYS[i], 'text', 'rewriting', 'deleteTime', 'banTime'))
  if text and not known then
    recorded = recorded + 1
    redis.call('HSET', KEYS[i], 'rewriting', proposal)
    if state == 'LIVE' and not deleteTime and not banTime then
      local event = nextEvent()
      redis.call('HSET', KEYS[i], 'rewrittenEvent', event)
      redis.call('XADD', events, event, 'event', 'rewritten', 'id', id, 'proto', proto)
    end
  end
end
closeEvents(maxLength)
return recorded
