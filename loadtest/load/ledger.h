#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"

#include "load/arrival.h"
#include "load/random.h"

namespace usher::load {

// Which events were acknowledged: a bit for each, so that a run of a hundred million events fits
// into 12 MiB. One thread notes replies; another may draw repeats at the same time; what was noted
// is read when both are done.
class Ledger {
 public:
  // What the answers to repeated events, and to new ones, said.
  struct Duplicates {
    std::uint64_t repeats_acknowledged = 0;
    std::uint64_t repeats_taken_as_new = 0;    // wrong, unless the gateway says it forgot the id
    std::uint64_t repeats_beyond_horizon = 0;  // it said so
    std::uint64_t new_taken_as_duplicate = 0;  // wrong
    std::uint64_t new_acknowledged = 0;
  };

  void Note(absl::Span<const Reply> replies);
  // One of the last thousand acknowledged events; nothing before there is one.
  std::optional<std::uint64_t> Recent(Random& random) const;

  bool Acknowledged(std::uint64_t number) const;
  // No event from this number on was acknowledged.
  std::uint64_t end() const { return acknowledged_.size() * 64; }
  const Duplicates& duplicates() const { return duplicates_; }

 private:
  static constexpr std::size_t kRecent = 1024;

  std::vector<std::uint64_t> acknowledged_;
  Duplicates duplicates_;
  std::array<std::atomic<std::uint64_t>, kRecent> recent_ = {};
  std::atomic<std::uint64_t> recent_count_ = 0;
};

}  // namespace usher::load
