#include "journey/inspect_flow.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "journey/flow.h"

namespace usher::journey {
namespace {

std::string PathOf(StepIndex step) { return absl::StrCat("steps[", step, "]"); }

void InspectReach(const Definition& definition, std::vector<Problem>* problems) {
  const std::vector<StepIndex> reached = Reachable(definition, 0);
  for (StepIndex step = 0; step < definition.steps.size(); ++step) {
    if (std::binary_search(reached.begin(), reached.end(), step)) continue;
    problems->push_back(
        {PathOf(step), 0,
         absl::StrCat("step \"", definition.steps[step].id, "\" can never be reached"), true});
  }
}

// Finds a way round, depth first, along which no time passes. A go_to leads back a bounded number
// of times only.
class LoopFinder {
 public:
  explicit LoopFinder(const Definition& definition)
      : definition_(definition), seen_(definition.steps.size(), false) {}

  // The steps of each loop, the first of them first.
  std::vector<std::vector<StepIndex>> Find() {
    for (StepIndex step = 0; step < definition_.steps.size(); ++step) Visit(step);
    return std::move(loops_);
  }

 private:
  void Visit(StepIndex step) {
    if (step >= definition_.steps.size() || TakesTime(definition_.steps[step])) return;
    const auto on_way = std::find(way_.begin(), way_.end(), step);
    if (on_way != way_.end()) {
      std::vector<StepIndex> loop(on_way, way_.end());
      std::rotate(loop.begin(), std::min_element(loop.begin(), loop.end()), loop.end());
      loops_.push_back(std::move(loop));
      return;
    }
    if (seen_[step]) return;
    seen_[step] = true;
    way_.push_back(step);
    for (const StepIndex next : NextSteps(definition_, step, /*jumps=*/false)) Visit(next);
    way_.pop_back();
  }

  const Definition& definition_;
  std::vector<bool> seen_;
  std::vector<StepIndex> way_;
  std::vector<std::vector<StepIndex>> loops_;
};

void InspectLoops(const Definition& definition, std::vector<Problem>* problems) {
  for (const std::vector<StepIndex>& loop : LoopFinder(definition).Find()) {
    // Conditions may let the run out; nothing else does.
    const bool may_end = std::any_of(loop.begin(), loop.end(), [&](StepIndex step) {
      return std::holds_alternative<Branch>(definition.steps[step].kind);
    });
    const std::string way = absl::StrJoin(loop, ", ", [&](std::string* out, StepIndex step) {
      absl::StrAppend(out, "\"", definition.steps[step].id, "\"");
    });
    problems->push_back({PathOf(loop.front()), 0,
                         absl::StrCat("the steps ", way,
                                      may_end ? " may go round and round without waiting"
                                              : " go round and round without waiting",
                                      "; put a wait `for` some time among them, or go back by a ",
                                      "`go_to`, which ends after `at_most` times"),
                         may_end});
  }
}

void InspectWeights(const Definition& definition, std::vector<Problem>* problems) {
  for (StepIndex step = 0; step < definition.steps.size(); ++step) {
    const Split* split = std::get_if<Split>(&definition.steps[step].kind);
    if (split == nullptr || split->arms.size() < 2) continue;
    const std::uint64_t sum = split->total_weight;
    if (sum < 90 || sum > 110 || sum == 100) continue;
    problems->push_back(
        {PathOf(step) + ".split.arms", 0,
         absl::StrCat("the weights add up to ", sum, ", not to 100; each arm gets ",
                      "its share of the sum. Say `percent: true` if they are ", "percentages"),
         true});
  }
}

}  // namespace

void InspectFlow(const Definition& definition, std::vector<Problem>* problems) {
  InspectReach(definition, problems);
  InspectLoops(definition, problems);
  InspectWeights(definition, problems);
}

}  // namespace usher::journey
