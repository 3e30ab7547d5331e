-- Looks at the tombstones of a chat: a field for each erased account, the salted hash of its id, with the time of its erasure.
-- erased: the key of the tombstones.
local function tombstones(erased)
  local salt = redis.call('HGET', erased, 'salt')
  -- Whether an account was erased after it published something; the time as text that sorts.
  return function(authorId, published)
    if not salt or authorId == '' then
      return false
    end
    local time = redis.call('HGET', erased, redis.sha1hex(salt .. authorId))
    return time and published <= time
  end
end

