-- Writes a comment, or the mark of one that is gone, and its places in the indexes. May be repeated.
-- KEYS[1]: its hash, KEYS[2]: index by time, KEYS[3]: the undecided flagged ones, KEYS[4]: index of its author, if it has one.
-- ARGV: the ms in which it expires (0: never), its id, publish time in µs (empty: a mark), whether it is undecided (0|1), the
--   fields.
-- Answers: by how many the comments that wait for stage 2 are more than before.
local hash = KEYS[1]
local expires, id, published, undecided = unpack(ARGV, 1, 4)
local waited = redis.call('HGET', hash, 'tagging') == 'PENDING' and 1 or 0
redis.call('DEL', hash)
redis.call('HSET', hash, unpack(ARGV, 5))
if expires ~= '0' then
  redis.call('PEXPIREAT', hash, expires)
end
if published == '' then
  redis.call('ZREM', KEYS[2], id)
else
  redis.call('ZADD', KEYS[2], published, id)
  if KEYS[4] then
    redis.call('ZADD', KEYS[4], published, id)
  end
end
if undecided == '1' then
  redis.call('ZADD', KEYS[3], published, id)
else
  redis.call('ZREM', KEYS[3], id)
end
return (redis.call('HGET', hash, 'tagging') == 'PENDING' and 1 or 0) - waited
