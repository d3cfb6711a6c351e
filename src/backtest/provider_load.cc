#include "backtest/provider_load.h"

#include <algorithm>

namespace usher::backtest {
namespace {

// The fullest stretch of that length that begins at a multiple of it: its begin and its content.
struct Fullest {
  std::int64_t begin_ms = 0;
  std::int64_t count = 0;
};

Fullest FindFullest(absl::Span<const std::int64_t> sent_ms, std::int64_t length_ms) {
  Fullest fullest;
  std::int64_t count = 0;
  for (std::size_t i = 0; i < sent_ms.size(); ++i) {
    const std::int64_t begin = sent_ms[i] - sent_ms[i] % length_ms;
    count = i > 0 && sent_ms[i - 1] >= begin ? count + 1 : 1;
    if (count > fullest.count) fullest = {begin, count};
  }
  return fullest;
}

}  // namespace

ProviderLoad LoadOf(absl::Span<const std::int64_t> sent_ms, double rate) {
  ProviderLoad load;
  load.messages = static_cast<std::int64_t>(sent_ms.size());
  const Fullest hour = FindFullest(sent_ms, 3'600'000);
  load.busiest_hour = absl::FromUnixMillis(hour.begin_ms);
  load.in_busiest_hour = hour.count;
  load.in_busiest_second = FindFullest(sent_ms, 1000).count;
  if (rate <= 0) return load;
  double free_ms = 0;
  double longest_ms = 0;
  for (const std::int64_t sent : sent_ms) {
    const double start = std::max(free_ms, static_cast<double>(sent));
    free_ms = start + 1000 / rate;
    const double delay = start - static_cast<double>(sent);
    if (delay > 1000) ++load.delayed;
    if (delay <= longest_ms) continue;
    longest_ms = delay;
    load.longest_delay_at = absl::FromUnixMillis(sent);
  }
  load.longest_delay = absl::Milliseconds(static_cast<std::int64_t>(longest_ms));
  return load;
}

}  // namespace usher::backtest
