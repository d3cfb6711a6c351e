#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

#include "cli/event_commands.h"
#include "cli/event_source.h"
#include "cli/exit_code.h"
#include "cli/session.h"
#include "shop/event.h"

namespace usher::cli {

// Events that are in memory already. Each is given away as it is read; `line` counts them.
class HeldEvents : public EventSource {
 public:
  explicit HeldEvents(std::vector<shop::Event> events) : events_(std::move(events)) {}

  absl::StatusOr<std::optional<PlainEvent>> Next() override;
  // Counted in events, not in bytes.
  std::uint64_t bytes_read() const override { return next_; }
  std::uint64_t bytes_total() const override { return events_.size(); }

 private:
  std::vector<shop::Event> events_;
  std::size_t next_ = 0;
};

enum class LogFormat { kOnlineRetail, kCsv };

struct EventImportOptions {
  LogFormat format = LogFormat::kOnlineRetail;
  // How to read the columns; only for kCsv, which needs it.
  std::string mapping;
  // .csv or .csv.xz. Events of several are put into one order of time.
  std::vector<std::string> files;
  // Only say what is in the files.
  bool dry_run = false;
  // Write the events there as JSON lines instead of publishing them; "-" is standard output.
  std::string write;
  EventPublishOptions publish;
};

// Publishes the events of logs of other systems. A file that cannot be read stops all.
ExitCode ImportEvents(const Session& session, const EventImportOptions& options);

}  // namespace usher::cli
