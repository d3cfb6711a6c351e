#include "load/ledger.h"

#include <algorithm>

namespace usher::load {

void Ledger::Note(absl::Span<const Reply> replies) {
  for (const Reply& reply : replies) {
    if (reply.code != 0) continue;
    if (reply.arrival.repeat) {
      ++duplicates_.repeats_acknowledged;
      if (reply.beyond_horizon) {
        ++duplicates_.repeats_beyond_horizon;
      } else if (!reply.duplicate) {
        ++duplicates_.repeats_taken_as_new;
      }
      continue;
    }
    const std::uint64_t number = reply.arrival.number;
    ++duplicates_.new_acknowledged;
    if (reply.duplicate) ++duplicates_.new_taken_as_duplicate;
    if (number / 64 >= acknowledged_.size()) {
      acknowledged_.resize(std::max<std::size_t>(number / 64 + 1, acknowledged_.size() * 2));
    }
    acknowledged_[number / 64] |= std::uint64_t{1} << number % 64;
    const std::uint64_t count = recent_count_.load(std::memory_order_relaxed);
    recent_[count % kRecent].store(number, std::memory_order_relaxed);
    recent_count_.store(count + 1, std::memory_order_release);
  }
}

std::optional<std::uint64_t> Ledger::Recent(Random& random) const {
  const std::uint64_t count = recent_count_.load(std::memory_order_acquire);
  if (count == 0) return std::nullopt;
  return recent_[random.Below(std::min<std::uint64_t>(count, kRecent))].load(
      std::memory_order_relaxed);
}

bool Ledger::Acknowledged(std::uint64_t number) const {
  return number / 64 < acknowledged_.size() && (acknowledged_[number / 64] >> number % 64 & 1) != 0;
}

}  // namespace usher::load
