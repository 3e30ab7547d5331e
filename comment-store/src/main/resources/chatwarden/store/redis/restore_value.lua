-- Writes items of a value; the first of them replace what is there. May be repeated.
-- KEYS[1]: the key.
-- ARGV: type, whether these are the first items (0|1), the ms in which the value expires (0: never); then the items: fields and
--   values, members, members and scores, of a stream each entry's id, number of words and words, of a position the id that
--   was given last and each group's name and last id.
local key, kind, first, expires = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
if first == '1' then
  redis.call('DEL', key)
end
if kind == 'string' then
  redis.call('SET', key, ARGV[4])
elseif kind == 'stream' then
  local at = 4
  while at < #ARGV do
    local id, words = ARGV[at], tonumber(ARGV[at + 1])
    if #redis.call('XRANGE', key, id, id) == 0 then
      redis.call('XADD', key, id, unpack(ARGV, at + 2, at + 1 + words))
    end
    at = at + 2 + words
  end
elseif kind == 'position' then
  for i = 5, #ARGV, 2 do
    redis.pcall('XGROUP', 'CREATE', key, ARGV[i], ARGV[i + 1], 'MKSTREAM')
  end
  if redis.call('EXISTS', key) == 1 then
    redis.call('XSETID', key, ARGV[4])
  end
else
  for i = 4, #ARGV, (kind == 'hash' or kind == 'zset') and 2 or 1 do
    if kind == 'hash' then
      redis.call('HSET', key, ARGV[i], ARGV[i + 1])
    elseif kind == 'zset' then
      redis.call('ZADD', key, ARGV[i + 1], ARGV[i])
    elseif kind == 'set' then
      redis.call('SADD', key, ARGV[i])
    else
      redis.call('RPUSH', key, ARGV[i])
    end
  end
end
if expires ~= '0' then
  redis.call('PEXPIREAT', key, expires)
end
return 1
