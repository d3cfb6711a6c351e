#include "journey/best_time.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"

#include "base/hash.h"
#include "channel/best_hour.h"
#include "channel/country.h"
#include "channel/quiet_hours.h"
#include "channel/reachability.h"
#include "journey/reactions.h"
#include "journey/send_id.h"
#include "journey/send_outcome.h"

namespace usher::journey {
namespace {

// What is put off until right before it expires may come too late.
constexpr absl::Duration kSpare = absl::Minutes(5);

constexpr channel::HourReactions kNothingKnown = {};

// The part of an hour of the day in which a message may go.
struct Slot {
  int hour = 0;
  absl::Time from;
  absl::Time end;  // does not belong to it
};

// One message for which a time is looked for.
class Search {
 public:
  Search(const Send& step, const customer::PendingSend& send, Work& work)
      : step_(step),
        send_(send),
        work_(work),
        known_zone_(work.PolicyZone()),
        zone_(known_zone_.value_or(absl::UTCTimeZone())),
        channel_(FirstChannel()),
        country_(channel::CustomerCountry(work.policy(), work.record().profile)) {}

  // In the order of time; each hour of the day once.
  std::vector<Slot> Slots() const {
    std::vector<Slot> slots;
    const absl::Time last = send_.expire_at - kSpare;
    absl::CivilHour hour = absl::ToCivilHour(work_.now(), zone_);
    absl::Time begin = work_.now();
    for (int looked_at = 0; looked_at < channel::kHours && begin < last; ++looked_at, ++hour) {
      // Not after its begin where a change of the clock leaves the hour out.
      const absl::Time end = std::min(absl::FromCivil(hour + 1, zone_), last);
      const absl::Time from = OpenFrom(begin);
      if (from < end) slots.push_back({hour.hour(), from, end});
      begin = std::max(begin, end);
    }
    return slots;
  }

  // A moment of the slot that is this message's own; at once in the hour that it already is.
  absl::Time MomentIn(const Slot& slot) const {
    if (slot.from <= work_.now()) return work_.now();
    const auto span_ms = static_cast<std::uint64_t>(
        std::max<std::int64_t>(1, absl::ToInt64Milliseconds(slot.end - slot.from)));
    const auto offset = base::HashFields({"moment", SendIdText(send_.id)}) % span_ms;
    const absl::Time moment = slot.from + absl::Milliseconds(static_cast<std::int64_t>(offset));
    return OpenFrom(moment) == moment ? moment : slot.from;
  }

  absl::TimeZone zone() const { return zone_; }

 private:
  customer::Channel FirstChannel() const {
    const std::vector<customer::Channel>& channels = ChannelsOf(send_, step_);
    for (const customer::Channel channel : channels) {
      if (channel::Reach(work_.policy(), work_.record(), work_.now(), channel, step_.category) ==
          channel::Reachability::kReachable) {
        return channel;
      }
    }
    return channels.front();
  }

  absl::Time OpenFrom(absl::Time time) const {
    if (channel::ClassOf(work_.policy(), step_.category).ignores_quiet_hours) return time;
    return channel::QuietUntil(work_.policy().quiet_hours, channel_, time, known_zone_, country_);
  }

  const Send& step_;
  const customer::PendingSend& send_;
  Work& work_;
  const channel::Zone known_zone_;
  const absl::TimeZone zone_;
  const customer::Channel channel_;
  const std::string country_;
};

}  // namespace

void ChooseTime(const Send& step, customer::PendingSend& send, Work& work) {
  if (!step.best_hour) return;
  ChooseOrder(step, send, work);
  const Search search(step, send, work);
  const std::vector<Slot> slots = search.Slots();
  if (slots.size() < 2) return;
  std::vector<int> hours;
  for (const Slot& slot : slots) hours.push_back(slot.hour);
  const channel::HourChoice choice =
      channel::ChooseHour(hours, HourReactionsOf(work.record(), work.now(), search.zone()),
                          work.reactions() != nullptr ? work.reactions()->by_hour : kNothingKnown,
                          base::HashFields({"hour", SendIdText(send.id)}));
  const Slot& chosen = slots[choice.chosen];
  send.retry_at = search.MomentIn(chosen);
  // Providers reckon the age of a message from when it was wanted.
  send.created_at = send.retry_at;
  customer::Decision decision = DecisionAbout(send, customer::DecisionKind::kTimed, work);
  decision.until = send.retry_at;
  decision.detail = absl::StrFormat("hour %d %.4f of %d hours, the first %d %.4f", chosen.hour,
                                    choice.propensities[choice.chosen], slots.size(),
                                    slots.front().hour, choice.propensities.front());
  work.Note(std::move(decision));
}

}  // namespace usher::journey
