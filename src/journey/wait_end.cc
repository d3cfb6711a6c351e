#include "journey/wait_end.h"

#include <algorithm>

namespace usher::journey {
namespace {

// When the customer was last active in the sense of the wait.
absl::Time LastActive(const Wait& wait, const customer::Record& record) {
  if (wait.idle_since.empty()) return record.last_event_at;
  absl::Time last = absl::InfinitePast();
  for (const customer::EventHistory& history : record.histories) {
    const auto& names = wait.idle_since;
    if (history.times.empty() ||
        std::find(names.begin(), names.end(), history.name) == names.end()) {
      continue;
    }
    last = std::max(last, history.times.back());
  }
  return last;
}

}  // namespace

WaitEnd EndOf(const Wait& wait, absl::Time from, const customer::Run& run,
              const Definition& definition, Work& work) {
  WaitEnd end{from + wait.at_most};
  if (wait.date) {
    const auto date = wait.date->of.Evaluate(work.ScopeOf(&run));
    const auto instant = date.ok()
                             ? InstantOf(wait.date->rule, *date, from, work.ZoneFor(definition))
                             : std::nullopt;
    if (!instant) {
      end.no_date = true;
      return end;
    }
    end.past = *instant < from;
    end.at = *instant;
  }
  if (wait.local && !end.past) end.at = NextIn(*wait.local, end.at, work.ZoneFor(definition));
  return end;
}

bool IsForAMoment(const Wait& wait) {
  const bool recurs =
      (wait.local && !wait.local->to) || (!wait.local && wait.date && wait.date->rule.yearly);
  return recurs && wait.at_most == absl::ZeroDuration();
}

absl::Time HeldUntil(const Wait& wait, const Definition& definition, Work& work) {
  absl::Time held = work.now();
  if (wait.idle_at_least > absl::ZeroDuration()) {
    held = std::max(held, LastActive(wait, work.record()) + wait.idle_at_least);
  }
  if (wait.local && wait.local->to) held = NextIn(*wait.local, held, work.ZoneFor(definition));
  return held;
}

void RescheduleWaits(Work& work) {
  for (customer::Run& run : work.record().runs) {
    if (!run.waiting || run.wait_from == absl::UnixEpoch()) continue;
    const Definition* definition = work.catalog().FindVersion(run.journey, run.version);
    if (definition == nullptr || run.step >= definition->steps.size()) continue;
    const Wait* wait = std::get_if<Wait>(&definition->steps[run.step].kind);
    if (wait == nullptr) continue;
    const WaitEnd end = EndOf(*wait, run.wait_from, run, *definition, work);
    run.due = end.no_date ? work.now() : std::max(end.at, work.now());
  }
}

}  // namespace usher::journey
