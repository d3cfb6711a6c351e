#include "journey/inspect_schedule.h"

#include "absl/strings/str_cat.h"

namespace usher::journey {
namespace {

// West of every other zone, so that a local time comes last there.
constexpr int kWesternmostSeconds = -12 * 3600;

}  // namespace

void InspectSchedule(const Definition& definition, const Neighbourhood& neighbourhood,
                     std::vector<Problem>* problems) {
  const auto& schedule = definition.enter.schedule;
  if (!schedule || schedule->cron) return;
  const absl::TimeZone zone = schedule->zone.value_or(absl::FixedTimeZone(kWesternmostSeconds));
  const auto once = InstantOf({}, schedule->once, absl::UnixEpoch(), zone);
  if (!once || *once + schedule->spread > neighbourhood.now) return;
  problems->push_back(
      {"enter.schedule.once", 0,
       absl::StrCat("this is past everywhere; it is ",
                    absl::FormatTime("%Y-%m-%dT%H:%MZ", neighbourhood.now, absl::UTCTimeZone())),
       true});
}

}  // namespace usher::journey
