#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"

#include "base/ids.h"
#include "provider/smpp_receipt.h"

namespace usher::provider {

// A message that a centre took.
struct SmppSent {
  std::uint64_t send_id = 0;
  base::CustomerId customer;
  std::string to = {};  // digits
};

// Which message a receipt is about: remembers the ids that message centres gave to the last so many
// messages of this gateway. Thread-safe.
class SmppReceipts {
 public:
  explicit SmppReceipts(std::size_t messages_max = 100'000) : messages_max_(messages_max) {}

  void Remember(const std::string& message_id, SmppSent sent);
  // The message; nothing when it is not, or no longer, remembered.
  std::optional<SmppSent> Find(const std::string& message_id) const;

 private:
  const std::size_t messages_max_;
  mutable std::mutex mutex_;
  absl::flat_hash_map<std::string, SmppSent> sent_;  // guarded by mutex_
  std::deque<std::string> oldest_first_;             // guarded by mutex_
};

}  // namespace usher::provider
