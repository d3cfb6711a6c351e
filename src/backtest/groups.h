#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"

#include "backtest/event_log.h"
#include "backtest/shared_addresses.h"

namespace usher::backtest {

// People whose histories touch, because visitors turned out to be customers, or because they share
// an address whose messages are counted; mostly one person alone. Groups have nothing to do with
// one another, so each may be replayed on its own.
struct Group {
  absl::Span<const std::uint32_t> people;     // indices in the log
  absl::Span<const PastEvent* const> events;  // in the order of time, equally late ones as given
  absl::Span<const PastEvent* const> ahead;   // the same, and those of the groups that follow
};

// All groups of a log, which must outlive them.
class Groups {
 public:
  // `by_address`: who shares one.
  Groups(const EventLog& log, int threads, const std::vector<Tie>& by_address = {});

  std::size_t size() const { return event_begins_.size() - 1; }
  Group operator[](std::size_t index) const;
  // The group a person is in.
  std::size_t Of(std::uint32_t person) const { return group_of_[person]; }

 private:
  std::vector<std::uint32_t> group_of_;  // by person
  std::vector<std::uint32_t> people_;    // by group
  std::vector<std::size_t> people_begins_;
  std::vector<const PastEvent*> events_;  // by group
  std::vector<std::size_t> event_begins_;
};

}  // namespace usher::backtest
