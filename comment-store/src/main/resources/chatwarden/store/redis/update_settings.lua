-- Puts settings in the place of others, and appends the change to the audit log.
-- KEYS[1]: the settings, KEYS[2]: the audit log, KEYS[3]: the chat's meta.
-- ARGV: the revision that is replaced ('' for none), a name of this call, reviewer, caller, the changed fields with commas
--   between, the settings as a message, the fields to read by themselves.
-- Answers: DONE or CHANGED.
local settings, log, meta = unpack(KEYS)
local before, call, reviewer, caller, changed, proto = unpack(ARGV)
local stored = redis.call('HMGET', settings, 'revision', 'call')
if stored[2] == call then
  return 'DONE'
end
if (stored[1] or '') ~= before then
  return 'CHANGED'
end
local clock = redis.call('TIME')
local now = string.format('%.0f', tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000))
local fields = {'revision', string.format('%.0f', tonumber(stored[1] or '0') + 1), 'call', call, 'reviewer', reviewer,
  'millis', now, 'proto', proto}
for i = 7, #ARGV do
  fields[#fields + 1] = ARGV[i]
end
redis.call('DEL', settings)
redis.call('HSET', settings, unpack(fields))
redis.call('XADD', log, '*', 'action', 'UPDATE_SETTINGS', 'reviewer', reviewer, 'caller', caller, 'changed', changed,
  'millis', now, 'flagThreshold', flagThreshold(settings, meta))
return 'DONE'
