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
// Sorted set: customers by when they are due, in milliseconds.
std::string AgendaKey(int shard);
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
