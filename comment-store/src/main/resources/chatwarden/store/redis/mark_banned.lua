-- Marks comments as covered by a ban; of several bans, the earliest counts.
-- KEYS: the hashes of the comments. ARGV: time of the ban as text.
local time = ARGV[1]
for _, hash in ipairs(KEYS) do
  local text, banTime = unpack(redis.call('HMGET', hash, 'text', 'banTime'))
  if text and (not banTime or time < banTime) then
    redis.call('HSET', hash, 'banTime', time)
  end
end
return 1
