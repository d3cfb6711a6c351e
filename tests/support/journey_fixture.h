#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "base/ids.h"
#include "base/value.h"
#include "channel/enquiry.h"
#include "channel/policy.h"
#include "channel/reaction_counts.h"
#include "customer/decision.h"
#include "customer/limits.h"
#include "customer/record.h"
#include "journey/catalog.h"
#include "journey/compile.h"
#include "journey/compose.h"
#include "journey/input.h"
#include "usher/v1/journey.pb.h"

namespace usher::support {

// Reads a journey; the test fails if the YAML is wrong.
v1::Journey ParseJourney(absl::string_view yaml);
// Compiles one; the test fails, naming the problems, if it does not compile.
std::shared_ptr<const journey::Definition> CompileJourney(absl::string_view yaml);
// The problems of one that may not compile.
std::vector<journey::Problem> ProblemsOf(absl::string_view yaml);
// A value written as JSON; the test fails if it is none.
base::Value Json(absl::string_view json);
// "2026-03-02 09:00:00" in UTC.
absl::Time At(absl::string_view time);

// A policy that holds nothing back but what has no consent.
channel::Policy OpenPolicy();

// One customer and the pure core alone: what the journey actor does with them, without actors.
// Messages granted go to `provider`, whose answers are the next inputs.
class JourneyWalk {
 public:
  // What becomes of an attempt; nothing if no answer comes.
  using Provider = std::function<std::optional<journey::AttemptResult>(const journey::Message&)>;

  // What a channel says of a message beside the policy, such as that its provider fails.
  using Judge = std::function<std::optional<channel::Verdict>(const channel::Enquiry&)>;

  // Begins on a Monday at nine with a customer who can be reached on push, SMS and email.
  explicit JourneyWalk(absl::string_view yaml = "");

  // Adds a journey, or a new version of one.
  void Apply(absl::string_view yaml);
  // Has runs on all older versions move to the current one.
  void Migrate(const std::string& journey);
  void SetStatus(const std::string& journey, journey::JourneyStatus status);

  // Applies the inputs in one transition, asks for grants, and makes the attempts.
  std::vector<journey::InputResult> Give(const std::vector<journey::Input>& inputs);
  journey::InputResult Give(const journey::Input& input) { return Give(std::vector{input})[0]; }
  // An event that happens now, with an id of its own.
  journey::InputResult Happen(const std::string& name, absl::string_view json = "{}");
  journey::EventInput Event(const std::string& name, absl::string_view json = "{}");

  // Whether a walk over all customers would wake this one.
  bool MissesDates() const;

  // Lets time pass; whoever is due on the way is woken at that very moment.
  void Pass(absl::Duration span);
  // The same without being woken, as while no gateway runs; then one wake-up.
  void Sleep(absl::Duration span);

  // The only run; the test fails if there is not exactly one.
  const customer::Run& run() const;
  // The id of the step the only run is at; "" behind the last.
  std::string step() const;
  // Names of what was decided, such as "entered branch:gold held": kind, and detail if any.
  std::string Said() const;
  // The latest decision of that kind; the test fails if there is none.
  customer::Decision Last(customer::DecisionKind kind) const;
  // "push" for every message handed to the provider on push, and so on, in order.
  std::string SentOn() const;
  std::int64_t Stat(const std::string& counter) const;

  base::CustomerId customer = base::CustomerId::Known("ada");
  absl::Time now = At("2026-03-02 09:00:00");
  customer::Record record;
  channel::Policy policy = OpenPolicy();
  const channel::KnownReactions* reactions = nullptr;  // of all customers; null: not known
  customer::Limits limits;
  Provider provider;
  Judge judge;                 // none: the policy alone
  absl::Duration retry_after;  // comes with every answer of it
  journey::AttemptResult fate = journey::AttemptResult::kUnknown;
  std::uint64_t provider_instance = 7;
  std::vector<journey::Message> messages;  // handed to the provider
  std::map<std::string, std::int64_t> stats;
  bool hands_over = false;  // somebody takes replies
  std::vector<std::uint64_t> handed_over;
  int commits = 0;

 private:
  std::vector<journey::Message> Transit(const std::vector<journey::Input>& inputs,
                                        std::vector<journey::InputResult>* results);

  std::map<std::string, journey::CatalogEntry> entries_;
  std::shared_ptr<const journey::Catalog> catalog_ = std::make_shared<journey::Catalog>();
  int events_ = 0;
};

}  // namespace usher::support
