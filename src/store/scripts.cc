#include "store/scripts.h"

namespace usher::store {
namespace {

// Commits a batch of distinct customers.
//   KEYS: meta, n records, a agendas, stats hashes
//   ARGV: id, n, a, c,
//         for each customer: expected tag, new value, due (ms) or "", name in the agenda,
//         for each agenda: the number of its last customer (customers are in the agendas' order),
//         for each of c counters: the number of its stats hash, its name,
//         for each move of a counter: customer, counter, delta
//   gives for each customer 1 (applied), 2 (duplicate), or the current value (conflict)
// A tag or value of no record is "". Redis refuses the first write when its memory is full, so all
// or nothing is written; a counter that cannot be moved does not undo the rest.
constexpr char kCommit[] = R"lua(
local n, agendas, counters = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
if redis.call('HGET', KEYS[1], 'id') ~= ARGV[1] then
  return redis.error_reply('REPLACED this is not the store it was')
end
local values = redis.call('MGET', unpack(KEYS, 2, n + 1))
local outcomes, set, gone = {}, {}, {}
for i = 1, n do
  local value = values[i] or ''
  local tag = string.sub(value, 1, 16)
  local wanted = ARGV[4 * i + 2]
  if tag == string.sub(wanted, 1, 16) then
    outcomes[i] = 2
  elseif tag ~= ARGV[4 * i + 1] then
    outcomes[i] = value
  else
    outcomes[i] = 1
    if wanted == '' then
      gone[#gone + 1] = KEYS[i + 1]
    else
      set[#set + 1] = KEYS[i + 1]
      set[#set + 1] = wanted
    end
  end
end
if #set > 0 then redis.call('MSET', unpack(set)) end
if #gone > 0 then redis.call('DEL', unpack(gone)) end

local first = 1
local agenda_at = 4 * n + 4
for a = 1, agendas do
  local last = tonumber(ARGV[agenda_at + a])
  local due, idle = {}, {}
  for i = first, last do
    if outcomes[i] == 1 then
      local score, name = ARGV[4 * i + 3], ARGV[4 * i + 4]
      if score == '' then
        idle[#idle + 1] = name
      else
        due[#due + 1] = score
        due[#due + 1] = name
      end
    end
  end
  if #due > 0 then redis.call('ZADD', KEYS[n + 1 + a], unpack(due)) end
  if #idle > 0 then redis.call('ZREM', KEYS[n + 1 + a], unpack(idle)) end
  first = last + 1
end

if counters > 0 then
  local sums = {}
  local counter_at = agenda_at + agendas
  for i = counter_at + 2 * counters + 1, #ARGV, 3 do
    if outcomes[tonumber(ARGV[i])] == 1 then
      local counter = tonumber(ARGV[i + 1])
      sums[counter] = (sums[counter] or 0) + tonumber(ARGV[i + 2])
    end
  end
  for counter, sum in pairs(sums) do
    local hash = KEYS[n + 1 + agendas + tonumber(ARGV[counter_at + 2 * counter - 1])]
    redis.pcall('HINCRBY', hash, ARGV[counter_at + 2 * counter], string.format('%.0f', sum))
  end
end
return outcomes
)lua";

// Claims who is due.
//   KEYS: meta, agenda
//   ARGV: id, now (ms), lease until (ms), limit
//   gives {names}, the earliest score after that or ""
constexpr char kClaim[] = R"lua(
local due = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[2], 'LIMIT', 0, ARGV[4])
if #due > 0 then
  if redis.call('HGET', KEYS[1], 'id') ~= ARGV[1] then
    return redis.error_reply('REPLACED this is not the store it was')
  end
  local leases = {}
  for i = 1, #due do
    leases[2 * i - 1] = ARGV[3]
    leases[2 * i] = due[i]
  end
  redis.call('ZADD', KEYS[2], unpack(leases))
end
local earliest = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')
return {due, earliest[2] or ''}
)lua";

// Reads documents with the revision they belong to.
//   KEYS: meta, revision, documents
//   ARGV: id
//   gives revision, {name, text, ...}
constexpr char kReadDocuments[] = R"lua(
if redis.call('HGET', KEYS[1], 'id') ~= ARGV[1] then
  return redis.error_reply('REPLACED this is not the store it was')
end
return {redis.call('GET', KEYS[2]) or '0', redis.call('HGETALL', KEYS[3])}
)lua";

// Changes documents.
//   KEYS: meta, revision, documents
//   ARGV: id, expected revision, number s of documents to set, s times name and text,
//         names of documents to delete
//   gives 1 and the new revision, or 0 and the current one
constexpr char kWriteDocuments[] = R"lua(
if redis.call('HGET', KEYS[1], 'id') ~= ARGV[1] then
  return redis.error_reply('REPLACED this is not the store it was')
end
local revision = redis.call('GET', KEYS[2]) or '0'
if revision ~= ARGV[2] then return {0, tonumber(revision)} end
local sets = tonumber(ARGV[3])
local raised = redis.call('INCR', KEYS[2])
for i = 4, 2 * sets + 3, 2 do redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1]) end
for i = 2 * sets + 4, #ARGV do redis.call('HDEL', KEYS[3], ARGV[i]) end
return {1, raised}
)lua";

}  // namespace

const char kProvisionScript[] = R"lua(
local meta = redis.call('HMGET', KEYS[1], 'schema', 'shards', 'id')
if meta[3] then return meta end
if redis.call('DBSIZE') > 0 then return 'FOREIGN' end
if ARGV[5] ~= '1' then return 'EMPTY' end
redis.call('HSET', KEYS[1], 'schema', ARGV[1], 'shards', ARGV[2], 'id', ARGV[3],
           'created_ms', ARGV[4])
return {ARGV[1], ARGV[2], ARGV[3]}
)lua";

const char* ScriptText(Script script) {
  switch (script) {
    case Script::kCommit:
      return kCommit;
    case Script::kClaim:
      return kClaim;
    case Script::kReadDocuments:
      return kReadDocuments;
    case Script::kWriteDocuments:
      return kWriteDocuments;
  }
  return "";
}

}  // namespace usher::store
