-- Changes whether decisions of a chat become actions, and appends that to the audit log.
-- KEYS[1]: the settings of acting, KEYS[2]: the audit log.
-- ARGV: a name of this call, mode, account, reviewer, caller.
-- Answers: 1.
local acting, log = KEYS[1], KEYS[2]
local call, mode, account, reviewer, caller = unpack(ARGV)
local before = redis.call('HMGET', acting, 'call', 'mode')
if before[1] == call then
  return 1
end
local clock = redis.call('TIME')
local now = string.format('%.0f', tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000))
local newest = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1]
local since = newest and newest[1] or '0-0'
-- Decisions of a time when nothing was acted on are not acted on later.
if not before[2] or before[2] == 'ACTING_OFF' then
  redis.call('HSET', acting, 'cursor', since)
end
redis.call('HSET', acting, 'call', call, 'mode', mode, 'account', account, 'before', before[2] or 'ACTING_OFF', 'since', since)
redis.call('XADD', log, '*', 'action', 'UPDATE_SETTINGS', 'reviewer', reviewer, 'caller', caller, 'changed', 'acting_mode',
  'millis', now)
return 1
