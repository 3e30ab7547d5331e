-- Replaces the pipelines. KEYS[1]: the pipelines. ARGV: name, Pipeline, name, Pipeline.
-- Answers: 1.
redis.call('DEL', KEYS[1])
if #ARGV > 0 then
  redis.call('HSET', KEYS[1], unpack(ARGV))
end
return 1
