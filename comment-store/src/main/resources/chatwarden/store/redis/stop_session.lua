-- Asks for a session to be stopped. KEYS[1]: the session. Answers: 1, or 0 when there is none.
local state = redis.call('HGET', KEYS[1], 'state')
if not state then
  return 0
end
if state == 'LIVE' then
  redis.call('HSET', KEYS[1], 'stopRequested', '1')
end
return 1
