-- Puts a value in the place of another in a field of a hash; nothing where the hash has another value meanwhile, or is gone.
-- KEYS[1]: the hash.
-- ARGV: the field, the value that is replaced, the value.
-- Answers: whether it was done.
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
