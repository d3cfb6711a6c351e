#include "ingest/journey_stats.h"

#include <algorithm>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

#include "journey/conversion.h"

namespace usher::ingest {
namespace {

using Step = v1::StatsResponse::Step;

std::uint64_t AtLeastZero(std::int64_t count) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, count));
}

// Finds or adds a step by its id.
Step* StepOf(absl::string_view id, v1::StatsResponse* out) {
  for (Step& step : *out->mutable_steps()) {
    if (step.id() == id) return &step;
  }
  Step* added = out->add_steps();
  added->set_id(std::string(id));
  return added;
}

// Finds or adds an arm by its name.
v1::StatsResponse::Arm* ArmOf(const std::string& name, Step* step) {
  for (auto& arm : *step->mutable_conversions()) {
    if (arm.name() == name) return &arm;
  }
  auto* added = step->add_conversions();
  added->set_name(name);
  return added;
}

// Finds or adds an hour by its number.
v1::StatsResponse::Hour* HourOf(absl::string_view number, v1::StatsResponse* out) {
  std::uint32_t hour = 0;
  if (!absl::SimpleAtoi(number, &hour)) hour = 0;
  for (auto& known : *out->mutable_hours()) {
    if (known.hour() == hour) return &known;
  }
  auto* added = out->add_hours();
  added->set_hour(hour);
  return added;
}

void SortHours(v1::StatsResponse* out) {
  std::sort(out->mutable_hours()->begin(), out->mutable_hours()->end(),
            [](const auto& a, const auto& b) { return a.hour() < b.hour(); });
}

void FillConversions(v1::StatsResponse* out) {
  for (Step& step : *out->mutable_steps()) {
    for (auto& arm : *step.mutable_conversions()) {
      const journey::Interval interval = journey::WilsonInterval(arm.goals(), arm.runs());
      if (arm.runs() > 0) {
        arm.set_conversion(static_cast<double>(arm.goals()) / static_cast<double>(arm.runs()));
      }
      arm.set_conversion_low(interval.low);
      arm.set_conversion_high(interval.high);
    }
  }
}

// Counters about a step are called <what>:<step> or <what>:<step>:<detail>.
void FillStep(absl::string_view what, absl::string_view step_id, absl::string_view detail,
              std::int64_t value, v1::StatsResponse* out) {
  const std::uint64_t count = AtLeastZero(value);
  Step* step = StepOf(step_id, out);
  const std::string key(detail);
  if (what == "reached") {
    step->set_reached(count);
  } else if (what == "waiting") {
    step->set_waiting(count);
  } else if (what == "outcome") {
    (*step->mutable_outcomes())[key] = count;
  } else if (what == "sent") {
    (*step->mutable_sent_by_channel())[key] = count;
  } else if (what == "held") {
    (*step->mutable_held())[key] = count;
  } else if (what == "arm") {
    (*step->mutable_arms())[key] = count;
    ArmOf(key, step)->set_runs(count);
  } else if (what == "arm_goals") {
    ArmOf(key, step)->set_goals(count);
  } else if (what == "arm_value") {
    ArmOf(key, step)->set_value(static_cast<double>(value) / 1e6);
  }
}

void SortVersions(v1::StatsResponse* out) {
  std::sort(out->mutable_versions()->begin(), out->mutable_versions()->end(),
            [](const auto& a, const auto& b) {
              return a.running() != b.running() ? a.running() > b.running()
                                                : a.version() < b.version();
            });
}

}  // namespace

void FillStats(const std::map<std::string, std::int64_t>& counters,
               const journey::Definition& definition, v1::StatsResponse* out) {
  for (const journey::Step& step : definition.steps) {
    Step* added = out->add_steps();
    added->set_id(step.id);
    added->set_kind(std::string(journey::StepKindName(step)));
  }
  std::uint64_t ended = 0;
  for (const auto& [name, value] : counters) {
    const std::vector<std::string> parts = absl::StrSplit(name, absl::MaxSplits(':', 2));
    const std::uint64_t count = AtLeastZero(value);
    const std::string rest = parts.size() > 1 ? name.substr(parts[0].size() + 1) : "";
    if (name == "entered") {
      out->set_entered(count);
    } else if (name == "goals") {
      out->set_goals(count);
    } else if (name == "goals_held_out") {
      out->set_goals_held_out(count);
    } else if (name == "value") {
      out->set_value(static_cast<double>(value) / 1e6);
    } else if (parts[0] == "ended") {
      (*out->mutable_ended())[rest] = count;
      ended += count;
    } else if (parts[0] == "reacted") {
      (*out->mutable_reactions_by_channel())[rest] = count;
    } else if (parts[0] == "hour_sent") {
      HourOf(rest, out)->set_sent(count);
    } else if (parts[0] == "hour_reacted") {
      HourOf(rest, out)->set_reacted(count);
    } else if (parts[0] == "not_entered") {
      (*out->mutable_not_entered())[rest] = count;
    } else if (parts[0] == "running") {
      if (count == 0) continue;
      auto* version = out->add_versions();
      version->set_version(rest);
      version->set_running(count);
    } else if (parts.size() > 1) {
      FillStep(parts[0], parts[1], parts.size() > 2 ? parts[2] : "", value, out);
    }
  }
  FillConversions(out);
  SortVersions(out);
  SortHours(out);
  out->set_active(out->entered() > ended ? out->entered() - ended : 0);
}

}  // namespace usher::ingest
