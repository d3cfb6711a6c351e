#pragma once

#include <deque>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "backtest/event_log.h"
#include "backtest/replay.h"
#include "customer/channel.h"
#include "customer/profile.h"

namespace usher::backtest {

// What a gateway would say against a profile; OK if nothing.
absl::Status CheckProfile(const customer::ProfileChange& change);

// What is known of people besides their events.
class ProfileBook {
 public:
  // Adds the profiles of a file of JSON lines as `usherctl customer import` takes them, with the
  // checks of a gateway; a later line about the same customer replaces the earlier.
  // INVALID_ARGUMENT lists the first faulty lines as file:line: message, unless they are to be
  // skipped.
  absl::Status Read(const NamedText& file, const ReadOptions& options);

  // From now on customers of whom nothing is known have an address on these channels and consented
  // to everything. Visitors stay unknown.
  void AssumeReachable(absl::Span<const customer::Channel> channels);

  // Adds customers of whom no event tells to the people of the log: journeys that the clock starts
  // concern them as well.
  void AddPeople(EventLog* log) const;

  // For everybody in the log, in its order. Points into this book.
  Profiles For(const EventLog& log) const;

  std::size_t size() const { return profiles_.size(); }
  std::uint64_t skipped() const { return skipped_; }

 private:
  absl::flat_hash_map<std::string, std::size_t> places_;  // by key
  std::deque<customer::ProfileChange> profiles_;
  std::deque<customer::ProfileChange> assumed_;  // at most one
  std::uint64_t skipped_ = 0;
};

}  // namespace usher::backtest
