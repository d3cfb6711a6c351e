#include "journey/work.h"

#include <utility>

#include "journey/customer_view.h"

namespace usher::journey {

using customer::Decision;
using customer::DecisionKind;

Work::Work(const Surroundings& surroundings, const base::CustomerId& customer, absl::Time now,
           Transition* transition)
    : surroundings_(surroundings), customer_(customer), now_(now), transition_(*transition) {}

void Work::Count(absl::string_view journey, std::string counter, std::int64_t delta) {
  for (customer::StatDelta& stat : transition_.stats) {
    if (stat.journey == journey && stat.counter == counter) {
      stat.delta += delta;
      return;
    }
  }
  transition_.stats.push_back({std::string(journey), std::move(counter), delta});
}

void Work::Note(Decision decision) {
  decision.at = now_;
  std::vector<Decision>& decisions = record().decisions;
  if (decision.kind == DecisionKind::kNotEntered && !decisions.empty()) {
    Decision& last = decisions.back();
    if (last.kind == decision.kind && last.journey == decision.journey &&
        last.detail == decision.detail) {
      last.at = now_;
      ++last.count;
      return;
    }
  }
  decisions.push_back(std::move(decision));
  if (decisions.size() > limits().decisions_max) {
    decisions.erase(decisions.begin());
    record().decisions_truncated = true;
  }
}

Decision Work::About(DecisionKind kind, const customer::Run& run,
                     const Definition& definition) const {
  Decision decision;
  decision.kind = kind;
  decision.journey = run.journey;
  decision.key = run.key;
  if (run.phase == customer::RunPhase::kAtStep) {
    decision.step = std::string(StepId(definition, run.step));
  }
  return decision;
}

Scope Work::ScopeOf(const customer::Run* run, const base::Value* event) {
  Scope scope;
  scope.event = event != nullptr ? event : (run != nullptr ? &run->event : nullptr);
  scope.record = &record();
  scope.customer = &Customer();
  scope.run = run;
  scope.now = now_;
  return scope;
}

bool Work::Holds(const std::optional<Expression>& condition, const customer::Run& run,
                 const Definition& definition, const base::Value* event) {
  if (!condition) return true;
  Expression::Truth truth = condition->Test(ScopeOf(&run, event));
  if (!truth.error.empty()) {
    Decision decision = About(DecisionKind::kConditionError, run, definition);
    decision.detail = std::move(truth.error);
    Note(std::move(decision));
  }
  return truth.value;
}

const base::Value& Work::Customer() {
  if (!customer_view_) customer_view_ = CustomerView(customer_, record().profile);
  return *customer_view_;
}

absl::string_view StepId(const Definition& definition, StepIndex step) {
  if (step >= definition.steps.size()) return "";
  return definition.steps[step].id;
}

}  // namespace usher::journey
