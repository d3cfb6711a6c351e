#include "journey/entry.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "journey/run_end.h"
#include "journey/run_key.h"

namespace usher::journey {
namespace {

using customer::Decision;
using customer::DecisionKind;
using customer::EntryMark;
using customer::Run;
using customer::RunPhase;

// One customer's attempt to enter one journey.
class Entry {
 public:
  Entry(const Definition& definition, const Trigger& trigger, Work& work)
      : definition_(definition), trigger_(trigger), work_(work) {}

  // Gives why the customer does not enter, or "".
  std::string Enter() {
    std::string obstacle = FindObstacle();
    if (obstacle.empty()) {
      Start();
    } else if (obstacle != kNotMeant) {
      Refuse(obstacle);
    }
    return obstacle;
  }

 private:
  // The customer did not do what the journey is for; there is nothing to explain.
  static constexpr char kNotMeant[] = "the condition is not true";

  std::string FindObstacle() {
    const journey::Enter& enter = definition_.enter;
    if (enter.when) {
      const Expression::Truth truth =
          enter.when->Test(work_.ScopeOf(nullptr, &trigger_.properties, &definition_));
      if (!truth.error.empty()) return absl::StrCat("condition failed: ", truth.error);
      if (!truth.value) return kNotMeant;
    }
    if (work_.now() - trigger_.at > enter.max_age) return "event too old";
    if (enter.key) {
      auto key = KeyOf(*enter.key, work_.ScopeOf(nullptr, &trigger_.properties));
      if (!key.ok()) return absl::StrCat("no key: ", std::string(key.status().message()));
      key_ = *std::move(key);
    }
    for (const Run& run : work_.record().runs) {
      if (run.journey == definition_.name && run.key == key_ && run.phase == RunPhase::kAtStep) {
        return "already in it";
      }
    }
    return FindReentryObstacle();
  }

  std::string FindReentryObstacle() {
    const journey::Enter& enter = definition_.enter;
    key_hash_ = base::Hash64(key_);
    const EntryMark* mark = FindMark();
    if (mark != nullptr) {
      if (!enter.reenter) return "was in it before";
      if (work_.now() < mark->last_entered_at + enter.reenter_after ||
          work_.now() < mark->last_ended_at + enter.reenter_after_exit) {
        return "was in it too recently";
      }
      if (enter.reenter_at_most > 0 && mark->entries >= enter.reenter_at_most) {
        return "was in it often enough";
      }
    }
    const auto active =
        std::count_if(work_.record().runs.begin(), work_.record().runs.end(),
                      [](const Run& run) { return run.phase == RunPhase::kAtStep; });
    if (static_cast<std::size_t>(active) >= work_.limits().runs_max) return "in too many journeys";
    return "";
  }

  EntryMark* FindMark() {
    for (EntryMark& mark : work_.record().marks) {
      if (mark.journey == definition_.name && mark.key_hash == key_hash_) return &mark;
    }
    return nullptr;
  }

  void Refuse(const std::string& reason) {
    Decision decision;
    decision.kind = DecisionKind::kNotEntered;
    decision.journey = definition_.name;
    decision.key = key_;
    decision.detail = reason;
    work_.Count(definition_.name, absl::StrCat("not_entered:", reason.substr(0, reason.find(':'))));
    work_.Note(std::move(decision));
  }

  void Start() {
    EndWatching();
    MarkEntry();
    Run run;
    run.id = base::HashFields({work_.customer().key(), definition_.name, key_, TriggerId()});
    run.journey = definition_.name;
    run.version = definition_.version;
    run.key = key_;
    // Later events count for this run from the moment of the one that started it; waits count
    // from when it was taken in.
    run.entered_at = std::min(trigger_.at, work_.now());
    run.due = work_.now();
    run.event = KeptProperties();
    work_.Count(definition_.name, "entered");
    CountRunning(definition_, 1, work_);
    work_.Note(work_.About(DecisionKind::kEntered, run, definition_));
    work_.record().runs.push_back(std::move(run));
  }

  // A new run takes over from one that only watches for its goal, so that no order counts twice.
  void EndWatching() {
    auto& runs = work_.record().runs;
    for (std::size_t i = runs.size(); i-- > 0;) {
      if (runs[i].journey == definition_.name && runs[i].key == key_) {
        EndRun(i, definition_, "entered again", /*watch=*/false, work_);
      }
    }
    // Watching runs have no bound of their own: the oldest gives way.
    while (runs.size() >= work_.limits().runs_max) {
      const auto oldest = std::find_if(runs.begin(), runs.end(), [](const Run& run) {
        return run.phase == RunPhase::kWatching;
      });
      if (oldest == runs.end()) break;
      runs.erase(oldest);
    }
  }

  // What has no id of its own gets one from the number of the entry. No event's id has a control
  // character in it.
  std::string TriggerId() {
    if (!trigger_.id.empty()) return trigger_.id;
    return absl::StrCat("\x1f", FindMark()->entries, "@", absl::ToUnixMillis(work_.now()));
  }

  void MarkEntry() {
    EntryMark* mark = FindMark();
    if (mark == nullptr) {
      auto& marks = work_.record().marks;
      if (marks.size() >= work_.limits().marks_max) {
        marks.erase(std::min_element(marks.begin(), marks.end(), [](const auto& a, const auto& b) {
          return a.last_entered_at < b.last_entered_at;
        }));
      }
      marks.push_back({definition_.name, key_hash_, {}, 0, absl::InfinitePast()});
      mark = &marks.back();
    }
    mark->last_entered_at = work_.now();
    ++mark->entries;
  }

  base::Value KeptProperties() const {
    if (definition_.keep_all_event_fields) return trigger_.properties;
    base::Value::Map kept;
    if (const auto* properties = trigger_.properties.as_map()) {
      for (const auto& [name, value] : *properties) {
        if (definition_.event_fields.count(name) > 0) kept.emplace_back(name, value);
      }
    }
    return base::Value(std::move(kept));
  }

  const Definition& definition_;
  const Trigger& trigger_;
  Work& work_;
  std::string key_;
  std::uint64_t key_hash_ = 0;
};

// Numbers are equal as numbers, whether whole or not.
bool IsSame(const base::Value& a, const base::Value& b) {
  const auto number = [](const base::Value& value) -> std::optional<double> {
    if (value.as_int() != nullptr) return static_cast<double>(*value.as_int());
    if (value.as_double() != nullptr) return *value.as_double();
    return std::nullopt;
  };
  const auto left = number(a);
  return left ? left == number(b) : a == b;
}

bool IsAmong(const base::Value& value, const std::vector<base::Value>& wanted) {
  return wanted.empty() || std::any_of(wanted.begin(), wanted.end(),
                                       [&](const base::Value& one) { return IsSame(one, value); });
}

}  // namespace

std::string EnterJourney(const Definition& definition, const Trigger& trigger, Work& work) {
  return Entry(definition, trigger, work).Enter();
}

std::uint32_t EnterJourneys(const EventInput& event, Work& work) {
  std::uint32_t entered = 0;
  for (const Definition* definition : work.catalog().StartedBy(event.name)) {
    const Trigger trigger{event.id, event.at, event.properties.Get()};
    if (EnterJourney(*definition, trigger, work).empty()) ++entered;
  }
  return entered;
}

void EnterByAttribute(const AttributeChange& change, Work& work) {
  base::Value properties;
  for (const Definition* definition : work.catalog().StartedByAttribute(change.name)) {
    const AttributeTrigger& wanted = *definition->enter.attribute;
    if (!IsAmong(change.from, wanted.from) || !IsAmong(change.to, wanted.to)) continue;
    if (properties.is_null()) {
      properties.Set("attribute", base::Value(change.name));
      if (!change.from.is_null()) properties.Set("from", change.from);
      if (!change.to.is_null()) properties.Set("to", change.to);
    }
    EnterJourney(*definition, {"", work.now(), properties}, work);
  }
}

}  // namespace usher::journey
