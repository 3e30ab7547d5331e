-- Reads values at one stroke.
-- KEYS: the keys. ARGV: the most items of a value that is read whole.
-- Answers, for each key: its type, the ms in which it expires (0: never), its number of items, and its items: none of a
--   stream, or where there are more.
local sizes = {hash = 'HLEN', list = 'LLEN', set = 'SCARD', zset = 'ZCARD', stream = 'XLEN'}
local most = tonumber(ARGV[1])
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)

local function items(kind, key)
  if kind == 'hash' then
    return redis.call('HGETALL', key)
  elseif kind == 'set' then
    return redis.call('SMEMBERS', key)
  elseif kind == 'zset' then
    return redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
  end
  return {}
end

local answer = {}
for i, key in ipairs(KEYS) do
  local kind = redis.call('TYPE', key).ok
  local ttl = redis.call('PTTL', key)
  local size = sizes[kind] and redis.call(sizes[kind], key) or 1
  local found = {}
  if kind == 'string' then
    found = {redis.call('GET', key)}
  elseif kind == 'list' then
    found = redis.call('LRANGE', key, 0, -1)
  elseif size <= most then
    found = items(kind, key)
  end
  answer[i] = {kind, string.format('%.0f', ttl > 0 and now + ttl or 0), string.format('%.0f', size), found}
end
return answer
