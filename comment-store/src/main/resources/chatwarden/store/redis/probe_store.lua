-- Writes something, to learn whether writes are stored, and answers with the generation of the store.
-- KEYS[1]: the marker of the store. ARGV: the generation of a store that has none yet, the time in ms.
redis.call('HSETNX', KEYS[1], 'generation', ARGV[1])
redis.call('HSET', KEYS[1], 'probeMillis', ARGV[2])
return redis.call('HGET', KEYS[1], 'generation')
