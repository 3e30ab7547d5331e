-- Marks comments as covered by a ban; of several bans, the earliest counts. They leave the queue of reviews.
-- KEYS[1]: the undecided flagged ones, KEYS[2]: leases of reviewers, KEYS[3]: who holds which; then the hashes of the comments.
-- ARGV: time of the ban as text, then the ids.
local time = ARGV[1]
for i = 4, #KEYS do
  local hash, id = KEYS[i], ARGV[i - 2]
  local text, banTime = unpack(redis.call('HMGET', hash, 'text', 'banTime'))
  if text and (not banTime or time < banTime) then
    redis.call('HSET', hash, 'banTime', time)
  end
  leaveQueue(KEYS[1], KEYS[2], KEYS[3], id)
end
return 1
