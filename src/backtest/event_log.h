#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "backtest/event_line.h"
#include "backtest/padded_text.h"
#include "base/ids.h"
#include "customer/profile.h"
#include "journey/input.h"

namespace usher::backtest {

inline constexpr std::uint32_t kNobody = 0xFFFFFFFF;
// Instead of an event's name: the shop told something about the person.
inline constexpr std::uint32_t kToldOf = 0xFFFFFFFF;
// Instead of an event's name: it came later than it happened.
inline constexpr std::uint32_t kLate = 0xFFFFFFFE;

// What somebody did. Names and people are indices in the log's lists.
struct PastEvent {
  std::int64_t time_ms = 0;  // since 1970, UTC; when it came
  absl::string_view id;
  absl::string_view properties;  // a JSON object; empty for none
  std::uint32_t name = 0;
  std::uint32_t person = 0;
  std::uint32_t visitor = kNobody;  // who turned out to be that person
  std::uint32_t payload_hash = 0;   // of everything but the id; of the special ones, an index
};

// Instead of an event's name: something was done in the person's inbox.
inline constexpr std::uint32_t kInInbox = 0xFFFFFFFD;

// What is left to say of an event that came late.
struct LateEvent {
  std::int64_t happened_ms = 0;
  std::uint32_t name = 0;
  std::uint32_t payload_hash = 0;
};

// Events of the past, in the order in which they were given. Owns the texts they point to.
struct EventLog {
  std::vector<std::vector<PastEvent>> parts;
  std::vector<std::string> names;
  std::vector<base::CustomerId> people;
  std::vector<customer::ProfileChange> told;  // meanwhile; what kToldOf is about
  std::vector<LateEvent> late;                // what kLate is about
  std::vector<journey::InboxInput> inbox;     // what kInInbox is about
  std::uint64_t count = 0;
  std::uint64_t skipped = 0;  // faulty lines
  std::int64_t first_ms = 0;  // the earliest and the latest event; 0 if there is none
  std::int64_t last_ms = 0;
  std::vector<PaddedText> files;
  std::vector<std::unique_ptr<TextStore>> texts;
};

// How far a long operation has come, to be looked at from another thread.
struct Progress {
  std::atomic<std::uint64_t> done = 0;
  std::atomic<std::uint64_t> total = 0;
};

struct ReadOptions {
  int threads = 1;
  bool skip_faulty = false;  // count faulty lines instead of failing
};

// A text with the name it has in errors.
struct NamedText {
  std::string name;
  PaddedText text;
};

// Reads events written as JSON lines; empty lines are passed over. `progress` counts bytes. The
// result does not depend on the number of threads. INVALID_ARGUMENT lists the first faulty lines as
// file:line: message.
absl::StatusOr<EventLog> ReadEventLog(std::vector<NamedText> files, const ReadOptions& options,
                                      Progress* progress);

}  // namespace usher::backtest
