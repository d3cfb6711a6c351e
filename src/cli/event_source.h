#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace usher::cli {

// An event as a publisher has it.
struct PlainEvent {
  // Where it stood in its input, counted from 1, for errors.
  std::size_t line = 0;
  std::string id;
  std::string customer_id;
  std::string anonymous_id;
  std::string name;
  // Absent means: when the gateway takes it.
  std::optional<absl::Time> time;
  // One JSON object, byte for byte as it was given; empty for none.
  std::string properties_json;
};

// Where events to publish come from. Used by one thread.
class EventSource {
 public:
  virtual ~EventSource() = default;

  // The next event; nothing at the end. INVALID_ARGUMENT is about one unreadable event, says where
  // it stands, and the next call goes on behind it.
  virtual absl::StatusOr<std::optional<PlainEvent>> Next() = 0;

  // How far reading has come, and how far there is to go: 0 when that cannot be known.
  virtual std::uint64_t bytes_read() const = 0;
  virtual std::uint64_t bytes_total() const = 0;
};

}  // namespace usher::cli
