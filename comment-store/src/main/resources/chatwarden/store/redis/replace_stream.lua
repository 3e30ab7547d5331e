-- Puts the copy of a stream in its place, unless entries were appended after the last one that was copied.
-- KEYS[1]: the stream, KEYS[2]: the copy; none where nothing of the stream stays.
-- ARGV: the id of the last entry that was looked at.
-- Answers: whether it was done.
if #redis.call('XRANGE', KEYS[1], '(' .. ARGV[1], '+', 'COUNT', 1) > 0 then
  return 0
end
if redis.call('EXISTS', KEYS[2]) == 0 then
  redis.call('DEL', KEYS[1])
else
  redis.call('RENAME', KEYS[2], KEYS[1])
  redis.call('PERSIST', KEYS[1])
end
return 1
