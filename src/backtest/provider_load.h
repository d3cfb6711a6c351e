#pragma once

#include <cstdint>

#include "absl/time/time.h"
#include "absl/types/span.h"

namespace usher::backtest {

// What a provider would have been asked to do at its busiest.
struct ProviderLoad {
  std::int64_t messages = 0;
  absl::Time busiest_hour;  // when it began; a whole hour in UTC
  std::int64_t in_busiest_hour = 0;
  std::int64_t in_busiest_second = 0;
  // With a rate: what happens when messages beyond it queue up.
  std::int64_t delayed = 0;  // that wait for more than a second
  absl::Duration longest_delay;
  absl::Time longest_delay_at;  // of a message sent then
};

// `sent_ms` ascend. `rate` is in messages a second; 0: without limit.
ProviderLoad LoadOf(absl::Span<const std::int64_t> sent_ms, double rate);

}  // namespace usher::backtest
