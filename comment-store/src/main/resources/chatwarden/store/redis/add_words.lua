-- Adds the words of comments that have none in the index: they were recorded by an earlier version, or restored.
-- KEYS[1]: the words of the hour, KEYS[2]: index by time.
-- ARGV: how long the hour's key has to live in ms (0: for ever); then for each comment its id and the record of its words.
-- Answers: how many of them the chat still holds.
local added = 0
for i = 2, #ARGV, 2 do
  if redis.call('ZSCORE', KEYS[2], ARGV[i]) then
    noteWords(KEYS[1], ARGV[i + 1])
    added = added + 1
  end
end
closeWords(tonumber(ARGV[1]))
return added
