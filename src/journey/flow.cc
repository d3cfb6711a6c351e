#include "journey/flow.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "journey/wait_end.h"

namespace usher::journey {
namespace {

// A week, and what clocks that change may add.
constexpr absl::Duration kLocalMax = absl::Hours(24 * 8);

// Adds where one kind of step leads to.
class NextOf {
 public:
  NextOf(StepIndex step, bool jumps) : next_(step + 1), jumps_(jumps) {}

  void operator()(const Wait& wait) {
    Add(wait.timed_out);
    for (const Until& until : wait.until) Add(until.then);
    if (wait.date) {
      Add(wait.date->past);
      Add(wait.date->missing);
    }
  }
  void operator()(const Branch& branch) {
    for (const auto& [condition, then] : branch.cases) Add(then);
    Add(branch.otherwise);
  }
  void operator()(const Split& split) {
    for (const Arm& arm : split.arms) Add(arm.then);
  }
  void operator()(const Send& send) {
    Add(next_);
    Add(send.otherwise);
  }
  void operator()(const GoTo& go_to) {
    if (jumps_) Add(go_to.step);
    Add(next_);
  }
  void operator()(const End&) {}
  void operator()(const Set&) { Add(next_); }
  void operator()(const Emit&) { Add(next_); }
  void operator()(const Audience&) { Add(next_); }
  void operator()(const RecordConsent&) { Add(next_); }

  std::vector<StepIndex> steps;

 private:
  void Add(StepIndex step) {
    if (std::find(steps.begin(), steps.end(), step) == steps.end()) steps.push_back(step);
  }

  const StepIndex next_;
  const bool jumps_;
};

// Looks for the longest way, depth first; each step's answer is kept.
class LongestWayFinder {
 public:
  LongestWayFinder(const Definition& definition, StepIndex to)
      : definition_(definition), to_(to), known_(definition.steps.size()) {}

  // Nothing when `to` cannot be reached from `step`; infinite when a way goes round.
  std::optional<absl::Duration> From(StepIndex step) {
    if (step == to_) return absl::ZeroDuration();
    if (step >= definition_.steps.size()) return std::nullopt;
    Answer& answer = known_[step];
    if (answer.under_way) {
      goes_round_ = true;
      return std::nullopt;
    }
    if (answer.done) return answer.longest;
    answer.under_way = true;
    std::optional<absl::Duration> longest;
    for (const StepIndex next : NextSteps(definition_, step)) {
      const auto rest = From(next);
      if (rest && (!longest || *rest > *longest)) longest = rest;
    }
    if (longest) *longest += LongestAt(definition_.steps[step]);
    answer = {false, true, longest};
    return longest;
  }
  bool goes_round() const { return goes_round_; }

 private:
  struct Answer {
    bool under_way = false;
    bool done = false;
    std::optional<absl::Duration> longest;
  };

  const Definition& definition_;
  const StepIndex to_;
  std::vector<Answer> known_;
  bool goes_round_ = false;
};

}  // namespace

std::vector<StepIndex> NextSteps(const Definition& definition, StepIndex step, bool jumps) {
  NextOf next(step, jumps);
  std::visit(next, definition.steps[step].kind);
  return std::move(next.steps);
}

std::vector<StepIndex> Reachable(const Definition& definition, StepIndex from) {
  std::vector<bool> reached(definition.steps.size() + 1, false);
  std::vector<StepIndex> open = {from};
  while (!open.empty()) {
    const StepIndex step = open.back();
    open.pop_back();
    if (reached[step]) continue;
    reached[step] = true;
    if (step >= definition.steps.size()) continue;
    for (const StepIndex next : NextSteps(definition, step)) open.push_back(next);
  }
  std::vector<StepIndex> steps;
  for (StepIndex step = 0; step < definition.steps.size(); ++step) {
    if (reached[step]) steps.push_back(step);
  }
  return steps;
}

bool TakesTime(const Step& step) {
  const Wait* wait = std::get_if<Wait>(&step.kind);
  return wait != nullptr && (wait->at_most > absl::ZeroDuration() || IsForAMoment(*wait));
}

absl::Duration LongestAt(const Step& step) {
  if (const Send* send = std::get_if<Send>(&step.kind)) return send->expire;
  const Wait* wait = std::get_if<Wait>(&step.kind);
  if (wait == nullptr) return absl::ZeroDuration();
  if (wait->date || wait->idle_at_least > absl::ZeroDuration()) return absl::InfiniteDuration();
  return wait->at_most + (wait->local ? kLocalMax : absl::ZeroDuration());
}

absl::Duration LongestWay(const Definition& definition, StepIndex from, StepIndex to) {
  LongestWayFinder finder(definition, to);
  const std::optional<absl::Duration> longest = finder.From(from);
  return longest && !finder.goes_round() ? *longest : absl::InfiniteDuration();
}

}  // namespace usher::journey
