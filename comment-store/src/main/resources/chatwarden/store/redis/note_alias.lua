-- Notes where an alias points to, and appends the move to the log, unless that is known.
-- KEYS[1]: the aliases, KEYS[2]: the log.
-- ARGV: model, alias, version, registered version ('' where it was removed), caller, '1' where the move was observed, the
--   length of the log.
-- Answers: the id of the entry and its time in milliseconds, and the version before; three empty words where it is known.
local aliases, log = unpack(KEYS)
local model, alias, version, registered, caller, observed, length = unpack(ARGV)
local member = model .. '@' .. alias
local before = redis.call('HGET', aliases, member) or ''
if before == registered then
  return {'', '', ''}
end
local clock = redis.call('TIME')
local now = string.format('%.0f', tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000))
local id = redis.call('XADD', log, 'MAXLEN', '~', length, '*', 'model', model, 'alias', alias, 'version', version,
  'registered', registered, 'before', before, 'caller', caller, 'observed', observed, 'millis', now)
if registered == '' then
  redis.call('HDEL', aliases, member)
else
  redis.call('HSET', aliases, member, registered)
end
return {id, now, before}
