-- Counts items into the sketch of an hour: a field to count up, or `field=number`, a value for the extremes `field<` and `field>`.
local tally, least, greatest = {}, {}, {}

local function sketchItems(items)
  for item in string.gmatch(items, '[^\n]+') do
    local field, value = string.match(item, '^([^=]+)=(.+)$')
    if not field then
      tally[item] = (tally[item] or 0) + 1
    else
      local number = tonumber(value)
      if not least[field] or number < tonumber(least[field]) then
        least[field] = value
      end
      if not greatest[field] or number > tonumber(greatest[field]) then
        greatest[field] = value
      end
    end
  end
end

local function extreme(sketch, field, value, isBeyond)
  local known = redis.call('HGET', sketch, field)
  if not known or isBeyond(tonumber(value), tonumber(known)) then
    redis.call('HSET', sketch, field, value)
  end
end

-- Writes what was counted; the hour's key lives as long as a comment, and its hour is found in the index.
local function closeSketch(sketch, index, hour, ttl)
  if not next(tally) then
    return
  end
  if redis.call('EXISTS', sketch) == 0 then
    redis.call('ZADD', index, hour, hour)
  end
  for field, count in pairs(tally) do
    redis.call('HINCRBY', sketch, field, count)
  end
  for field, value in pairs(least) do
    extreme(sketch, field .. '<', value, function(a, b) return a < b end)
  end
  for field, value in pairs(greatest) do
    extreme(sketch, field .. '>', value, function(a, b) return a > b end)
  end
  if ttl > 0 then
    redis.call('PEXPIRE', sketch, ttl)
  end
end
