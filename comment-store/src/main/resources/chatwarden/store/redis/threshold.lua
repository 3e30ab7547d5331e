-- The flag threshold in force, or '' where there is none.
-- settings: the key of the chat's settings, meta: that of what is known of the chat.
local function flagThreshold(settings, meta)
  local s = redis.call('HMGET', settings, 'flagThreshold', 'strictThreshold')
  local usual = s[1] or redis.call('HGET', meta, 'flagThreshold')
  if s[2] and (not usual or tonumber(s[2]) < tonumber(usual)) then
    return s[2]
  end
  return usual or ''
end
