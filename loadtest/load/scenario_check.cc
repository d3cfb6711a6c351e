#include "load/scenario_check.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

#include "load/proto_duration.h"
#include "usher/v1/channel.pb.h"

namespace usher::load {
namespace {

namespace v1 = usher::loadtest::v1;

constexpr std::uint64_t kCustomersMax = 100'000'000;
constexpr std::uint64_t kTimersMax = 5'000'000;
constexpr double kRateMax = 10'000'000;
constexpr int kStepsMax = 100;
constexpr int kPhasesMax = 200;
constexpr std::size_t kTextMax = 128;
constexpr absl::Duration kPhaseMax = absl::Hours(24 * 31);

bool IsChannel(const std::string& name) {
  usher::v1::Channel channel = usher::v1::CHANNEL_UNSPECIFIED;
  return usher::v1::Channel_Parse(absl::StrCat("CHANNEL_", absl::AsciiStrToUpper(name)),
                                  &channel) &&
         channel != usher::v1::CHANNEL_UNSPECIFIED;
}

class Checker {
 public:
  explicit Checker(const v1::Scenario& scenario) : scenario_(scenario) {}

  std::vector<ScenarioFault> Check() {
    Count("batch", scenario_.batch(), 1, 1000);
    Length("batch_linger", scenario_.batch_linger(), absl::ZeroDuration(), absl::Minutes(1));
    Count("connections", scenario_.connections(), 1, 1000);
    Count("idle_connections", scenario_.idle_connections(), 0, 50'000);
    Count("in_flight_max", scenario_.in_flight_max(), 1, 1'000'000);
    Count("concurrency", scenario_.concurrency(), 0, 1'000'000);
    Length("timeout", scenario_.timeout(), absl::Milliseconds(1), absl::Hours(1));
    Count("payload_bytes", scenario_.payload_bytes(), 0, 256 * 1024);
    Share("duplicates", scenario_.duplicates());
    Length("warmup", scenario_.warmup(), absl::ZeroDuration(), kPhaseMax);
    CheckCustomers();
    CheckEvents();
    CheckSeeding();
    CheckPhases();
    if (scenario_.has_timers()) CheckTimers();
    if (scenario_.has_capacity()) Rate("capacity", scenario_.capacity(), 1);
    CheckCaps();
    return std::move(faults_);
  }

 private:
  void Add(std::string field, std::string message) {
    faults_.push_back({std::move(field), std::move(message)});
  }

  void Count(const std::string& field, std::uint64_t value, std::uint64_t min, std::uint64_t max) {
    if (value >= min && value <= max) return;
    Add(field, absl::StrCat(value, ": must be from ", min, " to ", max));
  }

  void Share(const std::string& field, double value) {
    if (value >= 0 && value <= 1) return;
    Add(field, absl::StrCat(value, ": must be a share from 0 to 1"));
  }

  void Rate(const std::string& field, double value, double min) {
    if (value >= min && value <= kRateMax) return;
    Add(field, absl::StrCat(value, ": must be from ", min, " to ", kRateMax, " events a second"));
  }

  void Length(const std::string& field, const google::protobuf::Duration& value, absl::Duration min,
              absl::Duration max) {
    const absl::Duration length = ToDuration(value);
    if (length >= min && length <= max) return;
    Add(field, absl::StrCat(absl::FormatDuration(length), ": must be from ",
                            absl::FormatDuration(min), " to ", absl::FormatDuration(max)));
  }

  void Text(const std::string& field, const std::string& value, absl::string_view example) {
    if (value.empty())
      return Add(field, absl::StrCat("missing: must be a name, such as ", example));
    if (value.size() <= kTextMax) return;
    Add(field, absl::StrCat(value.size(), " bytes: must be at most ", kTextMax));
  }

  void Channels(const std::string& field,
                const google::protobuf::RepeatedPtrField<std::string>& names) {
    for (int i = 0; i < names.size(); ++i) {
      if (IsChannel(names[i])) continue;
      Add(absl::StrCat(field, "[", i, "]"),
          absl::StrCat(names[i],
                       ": no such channel; must be push, sms, email, chat, whatsapp, "
                       "in_app or webhook"));
    }
  }

  void CheckCustomers() {
    const v1::Customers& customers = scenario_.customers();
    Count("customers.count", customers.count(), 1, kCustomersMax);
    if (customers.prefix().size() > kTextMax) {
      Add("customers.prefix",
          absl::StrCat(customers.prefix().size(), " bytes: must be at most ", kTextMax));
    }
    if (customers.has_zipf() && !(customers.zipf() > 0 && customers.zipf() <= 10)) {
      Add("customers.zipf",
          absl::StrCat(customers.zipf(), ": must be above 0 and at most 10, such as 1.1"));
    }
    Share("customers.hot_share", customers.hot_share());
  }

  void CheckEvents() {
    if (scenario_.events().empty()) {
      return Add("events", "missing: must list at least one, such as - name: Product Viewed");
    }
    double weight = 0;
    for (int i = 0; i < scenario_.events_size(); ++i) {
      const std::string field = absl::StrCat("events[", i, "]");
      Text(absl::StrCat(field, ".name"), scenario_.events(i).name(), "Product Viewed");
      const double own = scenario_.events(i).weight();
      if (!(own >= 0 && own <= 1e9)) {
        Add(absl::StrCat(field, ".weight"), absl::StrCat(own, ": must be from 0 to 1000000000"));
      }
      weight += own;
    }
    if (!(weight > 0)) Add("events", "weights add up to nothing: one must be above 0");
  }

  void CheckSeeding() {
    const v1::Seeding& seeding = scenario_.seeding();
    Channels("seeding.channels", seeding.channels());
    Share("seeding.share", seeding.share());
    if (seeding.share() > 0) {
      Text("seeding.event.name", seeding.event().name(), "Product Added");
    } else if (seeding.has_event()) {
      Add("seeding.share", "missing: must be above 0 where seeding has an event");
    }
  }

  void CheckTimers() {
    const v1::Timers& timers = scenario_.timers();
    Count("timers.count", timers.count(), 1, kTimersMax);
    Text("timers.journey", timers.journey(), "load-timers");
    Text("timers.event", timers.event(), "Timer Set");
    // Events may be dated ten minutes ahead at most, and setting the timers takes time too.
    const absl::Duration latest = absl::Minutes(8);
    Length("timers.due_after", timers.due_after(), absl::Seconds(1), latest);
    Length("timers.spread", timers.spread(), absl::ZeroDuration(),
           latest - ToDuration(timers.due_after()));
    Length("timers.patience", timers.patience(), absl::Seconds(1), absl::Hours(1));
  }

  void CheckPhases() {
    if (scenario_.phases().empty()) {
      return Add("phases",
                 "missing: must list at least one, such as - { duration: 10s, rate: 1000 }");
    }
    Count("phases", static_cast<std::uint64_t>(scenario_.phases_size()), 1, kPhasesMax);
    for (int i = 0; i < scenario_.phases_size(); ++i) {
      CheckPhase(absl::StrCat("phases[", i, "]"), scenario_.phases(i));
    }
  }

  void CheckPhase(const std::string& field, const v1::Phase& phase) {
    Length(absl::StrCat(field, ".duration"), phase.duration(), absl::Milliseconds(1), kPhaseMax);
    switch (phase.rate_shape_case()) {
      case v1::Phase::kRate:
        Rate(absl::StrCat(field, ".rate"), phase.rate(), 0);
        break;
      case v1::Phase::kRamp:
        Rate(absl::StrCat(field, ".ramp.from"), phase.ramp().from(), 0);
        Rate(absl::StrCat(field, ".ramp.to"), phase.ramp().to(), 0);
        break;
      case v1::Phase::kSteps:
        Rate(absl::StrCat(field, ".steps.from"), phase.steps().from(), 0);
        Rate(absl::StrCat(field, ".steps.to"), phase.steps().to(), 0);
        Count(absl::StrCat(field, ".steps.count"), phase.steps().count(), 2, kStepsMax);
        break;
      case v1::Phase::kOfCapacity:
        if (!(phase.of_capacity() > 0 && phase.of_capacity() <= 100)) {
          Add(absl::StrCat(field, ".of_capacity"),
              absl::StrCat(phase.of_capacity(), ": must be above 0 and at most 100, such as 0.5"));
        }
        break;
      case v1::Phase::RATE_SHAPE_NOT_SET:
        if (phase.has_burst() || scenario_.concurrency() > 0) break;
        Add(field, "rate missing: must have rate, ramp, steps, of_capacity or burst");
    }
    if (!phase.has_burst()) return;
    Count(absl::StrCat(field, ".burst.events"), phase.burst().events(), 1, 10'000'000);
    Length(absl::StrCat(field, ".burst.every"), phase.burst().every(), absl::Milliseconds(1),
           kPhaseMax);
  }

  void CheckCaps() {
    for (int i = 0; i < scenario_.verify().caps_size(); ++i) {
      const std::string field = absl::StrCat("verify.caps[", i, "]");
      const v1::Cap& cap = scenario_.verify().caps(i);
      Count(absl::StrCat(field, ".max"), cap.max(), 1, 1000);
      Length(absl::StrCat(field, ".per"), cap.per(), absl::Seconds(1), absl::Hours(24 * 31));
      Channels(absl::StrCat(field, ".channels"), cap.channels());
    }
  }

  const v1::Scenario& scenario_;
  std::vector<ScenarioFault> faults_;
};

}  // namespace

void FillDefaults(v1::Scenario* scenario) {
  if (scenario->scenario().empty()) scenario->set_scenario("unnamed");
  if (scenario->form() == v1::FORM_UNSPECIFIED) scenario->set_form(v1::FORM_UNARY);
  if (!scenario->has_batch()) scenario->set_batch(100);
  if (!scenario->has_batch_linger())
    *scenario->mutable_batch_linger() = FromDuration(absl::Milliseconds(50));
  if (!scenario->has_connections()) scenario->set_connections(4);
  if (!scenario->has_in_flight_max()) scenario->set_in_flight_max(20'000);
  if (!scenario->has_timeout()) *scenario->mutable_timeout() = FromDuration(absl::Seconds(10));
  if (!scenario->has_seed()) scenario->set_seed(1);
  if (scenario->properties_as() == v1::PROPERTIES_FORM_UNSPECIFIED) {
    scenario->set_properties_as(v1::PROPERTIES_FORM_JSON);
  }
  if (scenario->arrivals() == v1::ARRIVALS_UNSPECIFIED) {
    scenario->set_arrivals(v1::ARRIVALS_CONSTANT);
  }
  v1::Customers* customers = scenario->mutable_customers();
  if (!customers->has_count()) customers->set_count(100'000);
  if (!customers->has_prefix()) customers->set_prefix("load-");
  for (v1::EventKind& kind : *scenario->mutable_events()) {
    if (!kind.has_weight()) kind.set_weight(1);
  }
  for (int i = 0; i < scenario->phases_size(); ++i) {
    v1::Phase* phase = scenario->mutable_phases(i);
    if (phase->name().empty()) phase->set_name(absl::StrCat(i + 1));
    if (phase->arrivals() == v1::ARRIVALS_UNSPECIFIED) phase->set_arrivals(scenario->arrivals());
  }
  if (scenario->has_timers()) {
    v1::Timers* timers = scenario->mutable_timers();
    if (!timers->has_due_after()) *timers->mutable_due_after() = FromDuration(absl::Seconds(5));
    if (!timers->has_patience()) *timers->mutable_patience() = FromDuration(absl::Seconds(30));
  }
  v1::Verify* verify = scenario->mutable_verify();
  if (!verify->has_settle())
    *verify->mutable_settle() =
        FromDuration(scenario->journeys().empty() ? absl::ZeroDuration() : absl::Seconds(1));
}

std::vector<ScenarioFault> CheckScenario(const v1::Scenario& scenario) {
  return Checker(scenario).Check();
}

}  // namespace usher::load
