#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"

#include "channel/decide.h"
#include "channel/policy.h"

namespace usher::channel {

// The contact policy a second time, written from its description and not from its code: no closed
// forms, every instant judged on its own by looking at all messages. Slow, and exact at whole
// minutes only. Judges instants from `start` for `days` days; times and contacts before that are
// taken as they are. Calendar windows are told by the local date alone, so zones whose clocks go
// back over midnight are beyond it.
class SlowPolicy {
 public:
  SlowPolicy(const Policy& policy, const Question& question, absl::Time start, int days);

  // Whether one more message at `at` breaks no rule.
  bool Allows(absl::Time at) const;

 private:
  struct Sent {
    absl::Time at;
    std::string day;
    std::string week;
    std::string month;
    customer::Channel channel;
    std::string category;
    std::string journey;
  };

  Sent Describe(absl::Time at, customer::Channel channel, absl::string_view category,
                absl::string_view journey) const;
  bool BreaksCap(const Cap& cap, const Sent& message) const;
  bool IsQuiet(absl::Time at) const;
  void DrawQuietMinutes(int days);
  void DrawQuietMinutesOfUnknownZone(int days);

  const Policy& policy_;
  const Question& question_;
  const absl::Time start_;
  std::vector<Sent> sent_;           // those that count
  std::vector<bool> quiet_minutes_;  // from start_
};

}  // namespace usher::channel
