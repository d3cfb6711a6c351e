#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "base/ids.h"
#include "base/value.h"
#include "customer/decision.h"
#include "customer/record.h"
#include "journey/advance.h"
#include "journey/definition.h"
#include "journey/expression.h"

namespace usher::journey {

// An attribute of the customer that got another value; null: none.
struct AttributeChange {
  std::string name;
  base::Value from;
  base::Value to;
};

// What a step or a profile made happen: it concerns journeys as an event does.
using Happening = std::variant<EventInput, AttributeChange>;

// A transition while it is worked on: what all parts of Advance() and of sending share.
class Work {
 public:
  Work(const Surroundings& surroundings, const base::CustomerId& customer, absl::Time now,
       Transition* transition);

  const Catalog& catalog() const { return surroundings_.catalog; }
  const channel::Policy& policy() const { return surroundings_.policy; }
  const customer::Limits& limits() const { return surroundings_.limits; }
  const base::CustomerId& customer() const { return customer_; }
  absl::Time now() const { return now_; }
  // How all customers react; null where that is not known.
  const channel::KnownReactions* reactions() const { return surroundings_.reactions; }
  customer::Record& record() { return transition_.record; }
  // Whether there is such a customer; nobody is left of one who was erased.
  bool created() const { return transition_.record.created_at != absl::UnixEpoch(); }

  // Moves a counter of a journey.
  void Count(absl::string_view journey, std::string counter, std::int64_t delta = 1);

  // Records a decision. One that only repeats the last about the same run and step is added to it.
  void Note(customer::Decision decision);
  // The beginnings of a decision about a run at its step.
  customer::Decision About(customer::DecisionKind kind, const customer::Run& run,
                           const Definition& definition) const;

  // What an expression sees; `event` null means the event that started the run. Valid until the
  // profile or the runs change.
  // `definition` gives local_time() the journey's zone where the customer's is not known.
  Scope ScopeOf(const customer::Run* run, const base::Value* event = nullptr,
                const Definition* definition = nullptr);
  // The truth of a condition; absent is true, an error is false and noted.
  bool Holds(const std::optional<Expression>& condition, const customer::Run& run,
             const Definition& definition, const base::Value* event = nullptr);
  // What templates and conditions see as `customer`.
  const base::Value& Customer();
  // To be called after the profile changed.
  void ProfileChanged() {
    customer_view_.reset();
    profile_changed_ = true;
  }
  bool profile_changed() const { return profile_changed_; }
  // Whether it changed since this was last asked.
  bool TakeProfileChanged() { return std::exchange(profile_changed_, false); }
  // The customer's zone: his own, his country's, the journey's, the policy's, or UTC.
  absl::TimeZone ZoneFor(const Definition& definition) const;
  // Where the customer is as far as the contact policy knows, whatever the journey.
  channel::Zone PolicyZone() const;

  // Notes that something happened; WalkRuns() applies it. False when it is too much at once, so
  // that journeys that set each other off come to an end.
  bool Happen(Happening happening);
  bool has_happenings() const { return !happenings_.empty(); }
  std::vector<Happening> TakeHappenings();

  // Whether replies are handed over to anybody, and what wants that done with one now.
  bool hands_over() const { return surroundings_.hands_over; }
  void HandOver(std::uint64_t reply_id) { transition_.replies.push_back(reply_id); }

  // To be called after the inbox changed.
  void InboxChanged() { transition_.inbox_changed = true; }

 private:
  const Surroundings& surroundings_;
  const base::CustomerId& customer_;
  const absl::Time now_;
  Transition& transition_;
  // For customers without a zone of their own.
  absl::TimeZone FallbackZone(const Definition* definition) const;

  std::optional<base::Value> customer_view_;
  bool profile_changed_ = false;
  std::vector<Happening> happenings_;
};

// The id of a step, or "" behind the last.
absl::string_view StepId(const Definition& definition, StepIndex step);

}  // namespace usher::journey
