-- Forgets the facts of a chat whose other keys are gone, unless a session has begun to read it.
-- KEYS[1]: the chat's meta.
-- Answers: 1, or 0 when a session reads it.
if redis.call('HEXISTS', KEYS[1], 'session') == 1 then
  return 0
end
redis.call('DEL', KEYS[1])
return 1
