#include "cli/timing.h"

#include "absl/time/clock.h"

#include "base/clock.h"

namespace usher::cli {
namespace {

class Real : public Timing {
 public:
  absl::Time Now() override { return clock_.Now(); }
  void Sleep(absl::Duration duration) override { absl::SleepFor(duration); }

 private:
  base::Clock clock_{absl::Now(), 1};
};

}  // namespace

Timing& RealTiming() {
  static Real real;
  return real;
}

}  // namespace usher::cli
