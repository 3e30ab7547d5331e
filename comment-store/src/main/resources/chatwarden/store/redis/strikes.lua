-- Adds to the strikes of an author, which go down to half within a half-life. They are forgotten once none is left, rounded.
local function addStrike(key, change, halfLife)
  local clock = redis.call('TIME')
  local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
  local stored = redis.call('HMGET', key, 'count', 'millis')
  local count, millis = tonumber(stored[1] or '0'), tonumber(stored[2] or '0')
  local left = count * 2 ^ (-math.max(0, now - millis) / halfLife)
  local changed = math.min(100, math.max(0, left + change))
  redis.call('HSET', key, 'count', string.format('%.6f', changed), 'millis', string.format('%.0f', math.max(now, millis)))
  redis.call('PEXPIRE', key, string.format('%.0f', halfLife * 8))
end
