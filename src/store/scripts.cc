#include "store/scripts.h"

#include "absl/strings/str_cat.h"

namespace usher::store {
namespace {

// What a script begins with that may write while the memory of Redis is full.
constexpr char kEvenIfFull[] = "#!lua flags=allow-oom";

// Commits a batch of distinct customers.
//   KEYS: meta, n records, w archives of event ids, m agenda buckets, a agendas, stats hashes
//   ARGV: id, n, w, m, a, c,
//         for each customer: expected tag, new value,
//         for each of w changes of an archive: customer, offset, bytes from there on ("" to
//         delete), for each of m moves on the agenda: customer, due (ms) or "", name in the bucket,
//         number of the bucket, for each of a agendas: the number of its last move (moves are in
//         the agendas' order), for each of c counters: the number of its stats hash, its name, for
//         each move of a counter: customer, counter, delta
//   gives n when all were applied; else for each customer 1 (applied), 2 (duplicate), or the
//   current value and its archive (conflict)
// A tag or value of no record is "". Redis refuses the first write when its memory is full, so all
// or nothing is written; a counter that cannot be moved does not undo the rest.
constexpr char kCommit[] = R"lua(
local n, archives, moves = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local agendas, counters = tonumber(ARGV[5]), tonumber(ARGV[6])
if redis.call('HGET', KEYS[1], 'id') ~= ARGV[1] then
  return redis.error_reply('REPLACED this is not the store it was')
end
local call = redis.call
local outcomes, applied, set, gone = {}, 0, {}, {}
for i = 1, n do
  local tag = call('GETRANGE', KEYS[i + 1], '0', '15')
  local wanted = ARGV[2 * i + 6]
  if tag ~= ARGV[2 * i + 5] then
    if tag == string.sub(wanted, 1, 16) then
      outcomes[i] = 2
    else
      local archive = string.gsub(KEYS[i + 1], '}:', '}:e', 1)
      outcomes[i] = {call('GET', KEYS[i + 1]) or '', call('GET', archive) or ''}
    end
  else
    outcomes[i] = 1
    applied = applied + 1
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

local at = 2 * n + 6
for a = 1, archives do
  if outcomes[tonumber(ARGV[at + 1])] == 1 then
    local key, offset, bytes = KEYS[n + 1 + a], ARGV[at + 2], ARGV[at + 3]
    if bytes == '' then
      call('DEL', key)
    elseif offset == '0' then
      call('SET', key, bytes)
    else
      call('SETRANGE', key, offset, bytes)
    end
  end
  at = at + 3
end

local first_bucket = n + 1 + archives
local first = 1
for a = 1, agendas do
  local last = tonumber(ARGV[at + 4 * moves + a])
  local earlier = {}
  for m = first, last do
    local move = at + 4 * m - 3
    if outcomes[tonumber(ARGV[move])] == 1 then
      local due, name = ARGV[move + 1], ARGV[move + 2]
      if due == '' then
        redis.call('ZREM', KEYS[first_bucket + m], name)
      else
        redis.call('ZADD', KEYS[first_bucket + m], due, name)
        earlier[#earlier + 1] = due
        earlier[#earlier + 1] = ARGV[move + 3]
      end
    end
  end
  if #earlier > 0 then
    redis.call('ZADD', KEYS[first_bucket + moves + a], 'LT', unpack(earlier))
  end
  first = last + 1
end

if counters > 0 then
  local sums = {}
  local counter_at = at + 4 * moves + agendas
  for i = counter_at + 2 * counters + 1, #ARGV, 3 do
    if outcomes[tonumber(ARGV[i])] == 1 then
      local counter = tonumber(ARGV[i + 1])
      sums[counter] = (sums[counter] or 0) + tonumber(ARGV[i + 2])
    end
  end
  for counter, sum in pairs(sums) do
    local number = tonumber(ARGV[counter_at + 2 * counter - 1])
    local hash = KEYS[first_bucket + moves + agendas + number]
    redis.pcall('HINCRBY', hash, ARGV[counter_at + 2 * counter], string.format('%.0f', sum))
  end
end
if applied == n then return n end
return outcomes
)lua";

// Claims who is due. It only moves scores, so it may run when the memory is full.
//   KEYS: meta, agenda
//   ARGV: id, now (ms), lease until (ms), limit
//   gives {names}, the earliest score after that or ""
// The agenda's scores are never later than the earliest of their bucket; here they become it again.
constexpr char kClaim[] = R"lua(
local buckets = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[2])
if #buckets > 0 and redis.call('HGET', KEYS[1], 'id') ~= ARGV[1] then
  return redis.error_reply('REPLACED this is not the store it was')
end
local due, limit = {}, tonumber(ARGV[4])
for _, number in ipairs(buckets) do
  if #due >= limit then break end
  local bucket = KEYS[2] .. ':' .. number
  local found = redis.call('ZRANGEBYSCORE', bucket, '-inf', ARGV[2], 'LIMIT', 0, limit - #due)
  if #found > 0 then
    local leases = {}
    for i = 1, #found do
      leases[2 * i - 1] = ARGV[3]
      leases[2 * i] = found[i]
      due[#due + 1] = found[i]
    end
    redis.call('ZADD', bucket, unpack(leases))
  end
  local first = redis.call('ZRANGE', bucket, 0, 0, 'WITHSCORES')
  if first[2] then
    redis.call('ZADD', KEYS[2], first[2], number)
  else
    redis.call('ZREM', KEYS[2], number)
  end
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

// Reads what records' values begin with.
//   KEYS: meta, records
//   ARGV: id
//   gives for each the 16 bytes of its tag, or ""
constexpr char kReadTags[] = R"lua(
if redis.call('HGET', KEYS[1], 'id') ~= ARGV[1] then
  return redis.error_reply('REPLACED this is not the store it was')
end
local tags = {}
for i = 2, #KEYS do tags[i - 1] = redis.call('GETRANGE', KEYS[i], 0, 15) end
return tags
)lua";

// Changes a mark.
//   KEYS: meta, marks
//   ARGV: id, name, expected value or "", new value
//   gives 1, or 0 when it was another
constexpr char kReplaceMark[] = R"lua(
if redis.call('HGET', KEYS[1], 'id') ~= ARGV[1] then
  return redis.error_reply('REPLACED this is not the store it was')
end
if (redis.call('HGET', KEYS[2], ARGV[2]) or '') ~= ARGV[3] then return 0 end
redis.call('HSET', KEYS[2], ARGV[2], ARGV[4])
return 1
)lua";

// Finds keys of records, which end in a customer's or a visitor's.
//   KEYS: meta
//   ARGV: id, cursor, count
//   gives the next cursor, {keys}
constexpr char kReadCustomers[] = R"lua(
if redis.call('HGET', KEYS[1], 'id') ~= ARGV[1] then
  return redis.error_reply('REPLACED this is not the store it was')
end
return redis.call('SCAN', ARGV[2], 'MATCH', '{s*}:[ac]:*', 'COUNT', ARGV[3], 'TYPE', 'string')
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

std::string ScriptText(Script script) {
  switch (script) {
    case Script::kCommit:
      return kCommit;
    case Script::kCommitUrgent:
      return absl::StrCat(kEvenIfFull, kCommit);
    case Script::kClaim:
      return absl::StrCat(kEvenIfFull, kClaim);
    case Script::kReadDocuments:
      return kReadDocuments;
    case Script::kWriteDocuments:
      return kWriteDocuments;
    case Script::kReplaceMark:
      return kReplaceMark;
    case Script::kReadCustomers:
      return kReadCustomers;
    case Script::kReadTags:
      return absl::StrCat(kEvenIfFull, kReadTags);
  }
  return "";
}

}  // namespace usher::store
