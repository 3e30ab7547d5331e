-- Puts notes on an author in the place of others; nothing where the hash has others meanwhile.
-- KEYS[1]: the notes of the chat, KEYS[2]: the comments of the author.
-- ARGV: the author's id, the notes that are replaced (empty: none), the notes (empty: none), whether the chat has to have a
--   comment of the author (0|1).
-- Answers: whether it was done; -1 without a comment.
local author, before, after = ARGV[1], ARGV[2], ARGV[3]
if ARGV[4] == '1' and redis.call('EXISTS', KEYS[2]) == 0 then
  return -1
end
if (redis.call('HGET', KEYS[1], author) or '') ~= before then
  return 0
end
if after == '' then
  redis.call('HDEL', KEYS[1], author)
else
  redis.call('HSET', KEYS[1], author, after)
end
return 1
