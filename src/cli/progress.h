#pragma once

#include <cstdint>
#include <mutex>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "grpcpp/support/status.h"

#include "cli/console.h"
#include "cli/timing.h"

namespace usher::cli {

// How a long command says on stderr how far it has come: one line that is redrawn on a terminal,
// else a line every few seconds. Thread-safe.
class Progress {
 public:
  // `what` is the plural of what is counted, such as "events". Ends with Finish().
  Progress(std::string what, const Console& console, Timing* timing);

  // Of the input, `read` of `total` bytes are taken in; 0 when the total is unknown.
  void OnRead(std::uint64_t read, std::uint64_t total);
  // So many more are done, of which `failed` without success.
  void OnDone(std::uint64_t done, std::uint64_t failed);
  // Prints a line beside the progress. After the first 50 errors only their number is kept.
  void Error(absl::string_view line);
  // Says that a call failed and is tried again.
  void Trouble(const grpc::Status& status);
  // Removes the redrawn line, and says how many errors were not shown.
  void Finish();

 private:
  void MaybeDraw();
  void Clear();
  std::string Line() const;

  const std::string what_;
  const Console console_;
  Timing* const timing_;
  const absl::Time start_;
  std::mutex mutex_;
  absl::Time drawn_at_;
  bool on_screen_ = false;
  std::uint64_t bytes_read_ = 0;
  std::uint64_t bytes_total_ = 0;
  std::uint64_t done_ = 0;
  std::uint64_t failed_ = 0;
  std::uint64_t errors_ = 0;
};

}  // namespace usher::cli
