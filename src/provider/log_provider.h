#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"

#include "messages/provider_port.h"

namespace usher::provider {

// Writes each message as one JSON line to a file, for all channels: for development, for
// demonstrations, and wherever another program takes messages from a file. A message whose id the
// file holds already is not written again. Several gateways may share one file.
//
// Fields: send_id, attempt, customer_id or anonymous_id, channel, address, category, content (an
// object), journey, step, key, time (RFC 3339, when it was granted).
class LogProvider : public messages::ProviderPort {
 public:
  // Opens or creates `path` and reads the ids in its last 64 MiB; "-" is standard output, which
  // remembers nothing of earlier
  // gateways. An unfinished last line, left by a crash, is cut off.
  static absl::StatusOr<std::unique_ptr<LogProvider>> Open(const std::string& path);
  LogProvider(const LogProvider&) = delete;
  LogProvider& operator=(const LogProvider&) = delete;
  ~LogProvider() override;

  std::uint64_t instance() const override { return instance_; }
  void Send(const journey::Message& message,
            std::function<void(messages::AttemptReport)> done) override;
  messages::AttemptReport FindFate(std::uint64_t send_id, std::uint64_t instance) override;

 private:
  LogProvider(int descriptor, std::uint64_t instance)
      : descriptor_(descriptor), instance_(instance) {}
  // Reads the ids of whole lines written since it was last called, by anybody.
  bool CatchUp();
  bool CutUnfinishedLine();
  // Forgets the oldest beyond a million.
  void Remember(std::uint64_t send_id);

  const int descriptor_;
  const std::uint64_t instance_;
  std::mutex mutex_;
  absl::flat_hash_set<std::uint64_t> written_;
  std::deque<std::uint64_t> order_;  // of written_, the oldest first
  std::int64_t read_to_ = 0;         // a line begins here
};

}  // namespace usher::provider
