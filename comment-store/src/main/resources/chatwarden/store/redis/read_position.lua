-- Reads what a stream is beside its entries.
-- KEYS[1]: the stream.
-- Answers: the id that it gave last, then of each group of consumers its name and the last id that it was given.
local function fields(list)
  local named = {}
  for i = 1, #list, 2 do
    named[list[i]] = list[i + 1]
  end
  return named
end

if redis.call('EXISTS', KEYS[1]) == 0 then
  return {}
end
local answer = {fields(redis.call('XINFO', 'STREAM', KEYS[1]))['last-generated-id']}
for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local named = fields(group)
  answer[#answer + 1] = named['name']
  answer[#answer + 1] = named['last-delivered-id']
end
return answer
