#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "cli/event_source.h"

namespace usher::cli {

// Reads one event from one line:
//   {"id":"e1","customer_id":"c1","name":"Product Added","time":"2024-05-01T10:00:00Z",
//    "properties":{"price":9.5}}
// "anonymous_id" may stand for or beside "customer_id"; "time" is RFC 3339; null is as good as
// absent; any other member is an error. INVALID_ARGUMENT starts with the member at fault.
absl::StatusOr<PlainEvent> ParseEventLine(absl::string_view json);

// Events as JSON lines. Empty lines are skipped; errors start with "line N: ".
class EventLines : public EventSource {
 public:
  // `in` must outlive this. `bytes_total` is 0 when unknown.
  EventLines(std::istream* in, std::uint64_t bytes_total) : in_(in), bytes_total_(bytes_total) {}

  absl::StatusOr<std::optional<PlainEvent>> Next() override;
  std::uint64_t bytes_read() const override { return bytes_read_; }
  std::uint64_t bytes_total() const override { return bytes_total_; }

 private:
  std::istream* const in_;
  const std::uint64_t bytes_total_;
  std::uint64_t bytes_read_ = 0;
  std::size_t line_ = 0;
};

}  // namespace usher::cli
