#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include <hiredis/hiredis.h>

#include "messages/store_port.h"

// What the smaller commands and scripts answer. INTERNAL for an answer none of them gives.
namespace usher::store {

absl::StatusOr<messages::Claim> ReadClaim(const redisReply& reply);
absl::StatusOr<messages::Documents> ReadDocuments(const redisReply& reply);
// The new revision, or ABORTED.
absl::StatusOr<std::int64_t> ReadWrittenRevision(const redisReply& reply, std::int64_t expected);
// A number that is 0 when its key does not exist.
absl::StatusOr<std::int64_t> ReadNumber(const redisReply& reply);
// A text that is empty when it does not exist.
absl::StatusOr<std::string> ReadText(const redisReply& reply);
// The tags of so many records.
absl::StatusOr<std::vector<messages::ChainTag>> ReadTags(const redisReply& reply,
                                                         std::size_t count);
// Whether the mark was replaced.
absl::StatusOr<bool> ReadReplaced(const redisReply& reply);

// Where a scan of all keys stands. Its cursor has a meaning in one run of Redis alone, which hashes
// keys in a way of its own.
struct ScanPosition {
  std::string run_id;
  std::string cursor = "0";
};
// The beginning, unless `position` is of this run.
ScanPosition ReadScanPosition(absl::string_view position, absl::string_view run_id);
// What the script found from there.
absl::StatusOr<messages::CustomerPage> ReadCustomerPage(const redisReply& reply,
                                                        const ScanPosition& from);
// Adds a hash of counters to `sums`.
absl::Status AddCounters(const redisReply& reply, std::map<std::string, std::int64_t>* sums);

}  // namespace usher::store
