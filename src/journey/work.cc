#include "journey/work.h"

#include <utility>

#include "absl/strings/ascii.h"

#include "journey/customer_view.h"

namespace usher::journey {

using customer::Decision;
using customer::DecisionKind;

namespace {

// What one input may make happen in all.
constexpr int kHappeningsMax = 64;

// A message that waits long for its provider must not push everything else out of the record.
bool Repeats(const Decision& last, const Decision& next) {
  if (last.kind != next.kind || last.journey != next.journey || last.detail != next.detail) {
    return false;
  }
  return last.kind == DecisionKind::kNotEntered ||
         (last.kind == DecisionKind::kRetry && last.send_id == next.send_id &&
          last.channel == next.channel);
}

}  // namespace

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
  if (!decisions.empty() && Repeats(decisions.back(), decision)) {
    Decision& last = decisions.back();
    last.at = now_;
    last.until = decision.until;
    ++last.count;
    return;
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

Scope Work::ScopeOf(const customer::Run* run, const base::Value* event,
                    const Definition* definition) {
  Scope scope;
  scope.event = event != nullptr ? event : (run != nullptr ? &run->event : nullptr);
  scope.record = &record();
  scope.customer = &Customer();
  scope.run = run;
  scope.now = now_;
  // A zone of the customer's own is looked up only by expressions that ask for it.
  if (record().profile.time_zone.empty()) scope.zone = FallbackZone(definition);
  return scope;
}

bool Work::Holds(const std::optional<Expression>& condition, const customer::Run& run,
                 const Definition& definition, const base::Value* event) {
  if (!condition) return true;
  Expression::Truth truth = condition->Test(ScopeOf(&run, event, &definition));
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

absl::TimeZone Work::ZoneFor(const Definition& definition) const {
  const customer::Profile& profile = transition_.record.profile;
  if (!profile.time_zone.empty()) {
    const channel::Zone own = surroundings_.zones != nullptr
                                  ? surroundings_.zones->Find(profile.time_zone)
                                  : channel::LoadZone(profile.time_zone);
    if (own) return *own;
  }
  return FallbackZone(&definition);
}

channel::Zone Work::PolicyZone() const {
  channel::ZoneCache none_found_yet;
  return channel::CustomerZone(
      policy(), transition_.record.profile,
      surroundings_.zones != nullptr ? *surroundings_.zones : none_found_yet);
}

absl::TimeZone Work::FallbackZone(const Definition* definition) const {
  const std::string& country = transition_.record.profile.country;
  if (!country.empty()) {
    const auto& zones = policy().country_zones;
    const auto of_country = zones.find(absl::AsciiStrToUpper(country));
    if (of_country != zones.end()) return of_country->second;
  }
  if (definition != nullptr && definition->zone) return *definition->zone;
  return policy().default_zone.value_or(absl::UTCTimeZone());
}

bool Work::Happen(Happening happening) {
  if (transition_.happened >= kHappeningsMax) return false;
  ++transition_.happened;
  happenings_.push_back(std::move(happening));
  return true;
}

std::vector<Happening> Work::TakeHappenings() { return std::exchange(happenings_, {}); }

absl::string_view StepId(const Definition& definition, StepIndex step) {
  if (step >= definition.steps.size()) return "";
  return definition.steps[step].id;
}

}  // namespace usher::journey
