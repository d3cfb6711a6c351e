#include "customer/record.h"

#include <algorithm>

namespace usher::customer {

namespace {

// A merge is done at once; this is when it is looked after again if that failed.
constexpr absl::Duration kMergeRetry = absl::Seconds(5);

}  // namespace

absl::Time EarliestDue(const Record& record) {
  absl::Time earliest = absl::InfiniteFuture();
  if (!record.merged_into.empty()) return earliest;
  for (const Run& run : record.runs) earliest = std::min(earliest, run.due);
  for (const DateWatch& date : record.dates) earliest = std::min(earliest, date.due);
  for (const InboxMessage& message : record.inbox) earliest = std::min(earliest, message.expire_at);
  for (const PendingSend& send : record.sends) {
    earliest =
        std::min(earliest, send.phase == SendPhase::kWanted ? send.retry_at : send.lease_until);
  }
  for (const Reply& reply : record.replies) {
    earliest = std::min(earliest, reply.retry_at);
  }
  if (!record.pending_merges.empty()) earliest = std::min(earliest, record.last_at + kMergeRetry);
  return earliest;
}

}  // namespace usher::customer
