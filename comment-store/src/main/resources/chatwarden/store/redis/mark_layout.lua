-- Marks the layout of the store, unless one as new is marked.
-- KEYS[1]: the marker of the store. ARGV: the layout.
-- Answers: the layout that is marked.
local stored = tonumber(redis.call('HGET', KEYS[1], 'layout') or '0')
if stored >= tonumber(ARGV[1]) then
  return stored
end
redis.call('HSET', KEYS[1], 'layout', ARGV[1])
return tonumber(ARGV[1])
