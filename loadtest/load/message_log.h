#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace usher::load {

// A message as the gateway's message log has it.
struct SentMessage {
  std::string send_id;
  std::string customer;
  std::string channel;
  std::string category;
  std::string journey;
  absl::Time granted;
  absl::Time seen;  // when its line was in the file, to 2 ms; the infinite past if nobody watched
};

// What a gateway writes to its message log from now on. Used by one thread.
class MessageLog {
 public:
  // Skips what `path` holds already. The file need not exist yet.
  explicit MessageLog(std::string path);
  ~MessageLog();
  MessageLog(const MessageLog&) = delete;
  MessageLog& operator=(const MessageLog&) = delete;

  // Notes from now on when lines come, on a thread of its own.
  void Watch();
  // Reads what came since the last call. INVALID_ARGUMENT names a line that is no message.
  absl::Status Read();
  const std::vector<SentMessage>& messages() const { return messages_; }

 private:
  absl::Time SeenAt(std::uint64_t offset) const;

  const std::string path_;
  std::uint64_t read_to_ = 0;
  std::uint64_t lines_ = 0;
  std::vector<SentMessage> messages_;
  std::atomic<bool> over_ = false;
  std::thread watcher_;
  mutable std::mutex mutex_;
  // Size of the file and when it was that large; both ascending. Guarded by mutex_.
  std::vector<std::pair<std::uint64_t, absl::Time>> growth_;
};

// One line of the log. INVALID_ARGUMENT says what is missing.
absl::Status ParseMessage(const std::string& line, SentMessage* message);

}  // namespace usher::load
