#pragma once

#include <string>

#include "absl/strings/string_view.h"

#include "base/ids.h"
#include "base/shard.h"

// Names of keys in Redis. What is in braces is a Redis Cluster hash tag: keys that change together
// have the same one.
namespace usher::store {

using base::ShardOf;

// The customer's record.
std::string RecordKey(int shard, const base::CustomerId& customer);
// Ids of the customer's events that are kept apart from the record. The commit script makes the
// same name of the record's.
std::string SeenKey(int shard, const base::CustomerId& customer);
// Who is due when, in milliseconds. A customer stands in one of a shard's buckets, chosen by name,
// and the agenda itself holds the buckets' numbers, each with a time not after the earliest in it.
// Redis keeps sorted sets of up to 128 members in a fifth of the memory of larger ones.
inline constexpr int kAgendaBuckets = 1024;
// Sorted set: the shard's buckets.
std::string AgendaKey(int shard);
// In [0, kAgendaBuckets).
int AgendaBucketOf(const base::CustomerId& customer);
// Sorted set: customers. The claim script makes the same name of the agenda's.
std::string AgendaBucketKey(int shard, int bucket);
// Hash: counters of a journey. A journey has one in each shard; its numbers are their sums.
std::string StatsKey(int shard, absl::string_view journey);

// Hash: what kind of store this is.
inline constexpr char kMetaKey[] = "{usher}:meta";
// Hash: documents by name; and the number of times they changed.
inline constexpr char kDocumentsKey[] = "{usher}:documents";
inline constexpr char kRevisionKey[] = "{usher}:revision";
// Hash: marks by name.
inline constexpr char kMarksKey[] = "{usher}:marks";

}  // namespace usher::store
