-- Records the automatic action on a comment, once, and that rules were tried up to its event.
-- KEYS[1]: the rules, KEYS[2]: the place, KEYS[3]: the action, KEYS[4]: all of the chat, KEYS[5]: those that are not in the
--   outbox, KEYS[6]: the author's strikes, KEYS[7]: the count of the minute, KEYS[8]: the band, KEYS[9]: its sample,
--   KEYS[10]: all bands, KEYS[11]: the audit log, KEYS[12]: the comment.
-- ARGV: place before, place after, etag of the rules, comment, µs, how long it is kept in ms (0: for ever), whether it acts (1 or
--   0), the action, the same where the cap is reached, the cap, half-life of strikes in ms (0: no strike), whether it is drawn
--   (1 or 0), the band's name, the model, author, caller, note, the note where the cap is reached, label, probability.
-- Answers: 1 when it was recorded, 0 when the place or the rules changed in between, 2 when the comment has one, or is gone.
local rules, place, action, all, pending, strikes, minute, band, sample, bands, log, comment = unpack(KEYS)
local before, after, etag, id, micros, ttl, acts, proto, capped, cap, halfLife, drawn, name, model, author, caller, note,
  cappedNote, label, probability = unpack(ARGV)
if redis.call('HGET', place, 'cursor') ~= before or redis.call('HGET', rules, 'etag') ~= etag then
  return 0
end
redis.call('HSET', place, 'cursor', after)
-- A comment that was erased in between leaves nothing here.
if redis.call('EXISTS', action) == 1 or redis.call('HEXISTS', comment, 'text') == 0 then
  return 2
end
if acts == '1' then
  if tonumber(redis.call('GET', minute) or '0') >= tonumber(cap) then
    acts, proto, note, halfLife = '0', capped, cappedNote, '0'
  else
    redis.call('INCR', minute)
    redis.call('PEXPIRE', minute, '120000')
    redis.call('ZADD', pending, micros, id)
  end
end
if halfLife ~= '0' and author ~= '' then
  addStrike(strikes, 1, tonumber(halfLife))
end
redis.call('HSET', action, 'proto', proto)
redis.call('ZADD', all, micros, id)
if drawn == '1' then
  local number = redis.call('HINCRBY', band, 'drawn', 1)
  redis.call('HSET', band, 'model', model)
  redis.call('ZADD', sample, number, id)
  redis.call('SADD', bands, name)
end
if tonumber(ttl) > 0 then
  redis.call('PEXPIRE', action, ttl)
  redis.call('ZREMRANGEBYSCORE', all, '-inf', string.format('(%.0f', tonumber(micros) - tonumber(ttl) * 1000))
  redis.call('PEXPIRE', all, ttl)
  redis.call('PEXPIRE', band, ttl)
  redis.call('PEXPIRE', sample, ttl)
end
local clock = redis.call('TIME')
local now = string.format('%.0f', tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000))
redis.call('XADD', log, '*', 'action', 'AUTOMATE', 'comment', id, 'authorId', author, 'reviewer', 'automation', 'caller', caller,
  'note', note, 'millis', now, 'label', label, 'offensiveProbability', probability, 'model', model)
return 1
