-- Drops the events that are older than the retention.
-- ARGV: the first millisecond that is kept.
local dropped = redis.call('XTRIM', events, 'MINID', ARGV[1])
if dropped > 0 then
  local first = redis.call('XRANGE', events, '-', '+', 'COUNT', 1)[1]
  local through = lastSequence
  if first then
    through = tonumber(string.match(first[1], '-(%d+)$')) - 1
  end
  redis.call('HSET', meta, 'droppedThrough', string.format('%.0f', through))
end
return dropped
