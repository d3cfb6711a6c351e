#include "tests/simulation/world.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "journey/catalog_documents.h"
#include "journey/compile.h"
#include "tests/simulation/journeys.h"
#include "tests/support/journey_fixture.h"

namespace usher::simulation {
namespace {

// Days pass in minutes of the schedulers' time.
constexpr double kSpeed = 1200;
constexpr absl::Duration kTroubled = absl::Seconds(120);
constexpr int kShards = 3;

channel::Cap RollingCap(std::string name, std::uint32_t max, absl::Duration per) {
  channel::Cap cap;
  cap.name = std::move(name);
  cap.max = max;
  cap.per = per;
  return cap;
}

channel::Policy StrictPolicy() {
  channel::Policy policy;
  policy.consent = channel::ConsentMode::kOptOut;
  policy.default_zone = absl::UTCTimeZone();
  policy.caps = {RollingCap("hourly", 2, absl::Hours(1)), RollingCap("daily", 5, absl::Hours(24)),
                 RollingCap("push", 2, absl::Hours(6)), RollingCap("news", 2, absl::Hours(12))};
  policy.caps[2].channels.Add(customer::Channel::kPush);
  policy.caps[3].category = "news";
  policy.minimum_gap = absl::Minutes(5);
  channel::QuietHours night;
  night.name = "night";
  night.from = 22 * 60;
  night.to = 7 * 60;
  night.channels.Add(customer::Channel::kSms);
  policy.quiet_hours = {night};
  return policy;
}

}  // namespace

World::World(std::uint64_t seed)
    : dice_(seed),
      network_(&dice_),
      policy_(StrictPolicy()),
      memory_(kShards),
      store_(&memory_,
             [this](support::StoreCall, const std::string&) {
               const int dice = faulty_ ? dice_.Roll(100) : 99;
               if (dice < 3) {
                 ++journal_.counts["refused calls"];
                 return support::StoreFault::kRefuse;
               }
               if (dice < 6) {
                 ++journal_.counts["lost replies"];
                 return support::StoreFault::kDropReply;
               }
               return support::StoreFault::kNone;
             }),
      clients_(&gateways_, &network_, &dice_, &journal_, [this] { return Now(); }) {
  const Surrounds surrounds{&store_,
                            &network_,
                            &dice_,
                            &journal_,
                            [this] { return Now(); },
                            kSpeed,
                            &faulty_,
                            std::make_shared<const channel::Policy>(policy_),
                            [this](Gateway* gateway, const base::CustomerId& customer) {
                              TroubleAtGrant(*gateway, customer);
                            }};
  for (int i = 0; i < 2; ++i) gateways_.push_back(std::make_unique<Gateway>(surrounds));
  for (const auto& gateway : gateways_) gateway->Start();
}

World::~World() {
  // What is on its way refers to actors.
  network_.Clear();
  gateways_.clear();
}

absl::Time World::Now() const {
  return support::At("2026-03-02 06:00:00") + network_.now() * kSpeed;
}

void World::Step(absl::Duration span) {
  network_.Advance(span);
  for (const auto& gateway : gateways_) gateway->CatchUp();
  int idle = 0;
  while (idle < 12) {
    const int who = dice_.Roll(static_cast<int>(gateways_.size()) + 1);
    const bool done =
        who == 0 ? network_.ArriveOne() : gateways_[static_cast<std::size_t>(who - 1)]->RunOne();
    idle = done ? 0 : idle + 1;
  }
}

void World::Apply(const char* yaml) {
  const v1::Journey journey = support::ParseJourney(yaml);
  Gateway& gateway = *gateways_[static_cast<std::size_t>(dice_.Roll(2))];
  if (!gateway.ready()) return;
  gateway.Change(
      {[journey, now = Now()](
           const journey::Documents& documents) -> absl::StatusOr<journey::DocumentChanges> {
         auto plan = journey::PlanApply(documents, journey.journey(), journey::VersionOf(journey),
                                        journey.SerializeAsString(), now);
         if (!plan.ok()) return plan.status();
         return plan->changes;
       },
       [](const auto&) {}});
}

void World::Trouble() {
  Gateway& gateway = *gateways_[static_cast<std::size_t>(dice_.Roll(2))];
  const int what = dice_.Roll(1000);
  if (!gateway.running()) {
    if (what < 40) gateway.Start();
  } else if (what < 4) {
    ++journal_.counts["crashes"];
    gateway.Crash();
  } else if (what < 8 && !gateway.stalled()) {
    ++journal_.counts["stalls"];
    gateway.Stall(network_.now() + dice_.UpTo(absl::Seconds(dice_.Percent(70) ? 5 : 25)));
  } else if (what < 10) {
    Apply(dice_.Percent(50) ? kNews : kNewNews);
  }
}

// A gateway stands still with a message in its hands that its customer does not want any more, or
// that another gateway takes for lost.
void World::TroubleAtGrant(Gateway& gateway, const base::CustomerId& customer) {
  if (!faulty_ || gateway.stalled() || !dice_.Percent(3)) return;
  ++journal_.counts["stalls at a grant"];
  network_.After(dice_.UpTo(absl::Milliseconds(30)), [this, &gateway, customer] {
    if (!gateway.running()) return;
    gateway.Stall(network_.now() + absl::Seconds(3) + dice_.UpTo(absl::Seconds(20)));
    if (dice_.Percent(70)) clients_.Withdraw(customer);
  });
}

void World::Live() {
  for (int i = 0; i < 20; ++i) Step(absl::Milliseconds(200));
  for (const char* yaml : {kCart, kNews, kBrief}) {
    Apply(yaml);
    for (int i = 0; i < 20; ++i) Step(absl::Milliseconds(200));
  }
  faulty_ = true;
  while (network_.now() < kTroubled) {
    Trouble();
    if (dice_.Percent(8)) clients_.DoSomething();
    Step(dice_.UpTo(absl::Milliseconds(40)));
  }
  // Nothing is heard of customers any more, so only a walk can tell them.
  const absl::Duration silent = network_.now() + absl::Seconds(20);
  while (network_.now() < silent) {
    Trouble();
    if (dice_.Percent(2)) Apply(kOnce);
    Step(dice_.UpTo(absl::Milliseconds(40)));
  }
  faulty_ = false;
  for (const auto& gateway : gateways_) {
    if (!gateway->running()) gateway->Start();
  }
  for (int i = 0; i < 20; ++i) Step(absl::Milliseconds(200));
  Apply(kOnce);
  const absl::Duration calm = network_.now() + absl::Seconds(60);
  while (network_.now() < calm) Step(absl::Milliseconds(40));
  const absl::Duration end = calm + absl::Seconds(300);
  while (network_.now() < end) Step(absl::Milliseconds(400));
}

}  // namespace usher::simulation
