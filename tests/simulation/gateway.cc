#include "tests/simulation/gateway.h"

#include <algorithm>
#include <utility>

#include "channel/channel_actor.h"
#include "journey/catalog_actor.h"
#include "journey/journey_actor.h"

namespace usher::simulation {
namespace {

constexpr absl::Duration kTick = absl::Milliseconds(100);
constexpr absl::Duration kSkewMax = absl::Milliseconds(100);

}  // namespace

Gateway::Gateway(Surrounds surrounds)
    : surrounds_(std::move(surrounds)), system_(std::make_unique<caf::actor_system>(config_)) {}

Gateway::~Gateway() {
  if (running()) Crash();
  // Timers keep actors alive, though these have ended.
  scheduler().trigger_timeouts();
  scheduler().run();
  system_->await_actors_before_shutdown(false);
}

caf::scheduler::test_coordinator& Gateway::scheduler() const {
  return dynamic_cast<caf::scheduler::test_coordinator&>(system_->scheduler());
}

bool Gateway::stalled() const { return surrounds_.network->now() < stalled_until_; }

void Gateway::CatchUp() {
  if (stalled()) return;
  const absl::Duration span = surrounds_.network->now() - clock_at_;
  clock_at_ = surrounds_.network->now();
  scheduler().advance_time(absl::ToChronoNanoseconds(span));
}

bool Gateway::RunOne() {
  auto& jobs = scheduler().jobs;
  if (stalled() || jobs.empty()) return false;
  std::swap(jobs.front(),
            jobs[static_cast<std::size_t>(surrounds_.dice->Roll(static_cast<int>(jobs.size())))]);
  scheduler().run_once();
  return true;
}

void Gateway::Start() {
  life_ = std::make_shared<bool>(true);
  incarnation_ = static_cast<std::uint64_t>(surrounds_.dice->Roll(1 << 30)) + 2;
  activity_ = std::make_shared<messages::Activity>();
  catalog_ = std::make_shared<messages::CatalogView>();
  journeys_ = std::make_shared<std::vector<caf::weak_actor_ptr>>();
  SpawnActors();
}

void Gateway::SpawnActors() {
  const auto store = std::make_shared<SlowStore>(
      surrounds_.store, surrounds_.network, surrounds_.dice, surrounds_.journal, life_,
      [this](const base::CustomerId& customer) { surrounds_.on_grant(this, customer); });
  const absl::Duration skew = surrounds_.dice->UpTo(2 * kSkewMax) - kSkewMax;
  const auto clock =
      std::make_shared<base::Clock>(surrounds_.now() + skew, surrounds_.speed,
                                    [network = surrounds_.network] { return network->now(); });
  const auto policy = std::make_shared<messages::PolicyView>();
  policy->Set(surrounds_.policy);
  const UnreliableProvider::World world{surrounds_.network, surrounds_.dice, surrounds_.journal,
                                        surrounds_.now, surrounds_.faulty};
  const auto remembering =
      std::make_shared<UnreliableProvider>(world, life_, /*remembers=*/true, incarnation_);
  const auto forgetful =
      std::make_shared<UnreliableProvider>(world, life_, /*remembers=*/false, incarnation_);
  graveyard_.insert(graveyard_.end(), {store, remembering, forgetful});

  catalog_actor_ = journey::SpawnCatalogActor(
      *system_, {store, catalog_, [this](const std::string& name) {
                   surrounds_.journal->violations.push_back("unreadable journey " + name);
                 }});
  auto config = std::make_shared<journey::JourneyActorConfig>();
  config->store = store;
  config->clock = clock;
  config->catalog = catalog_;
  config->policy = policy;
  config->due_board = std::make_shared<messages::DueBoard>(store->shards());
  config->activity = activity_;
  config->refresh_catalog = [actor = catalog_actor_](std::function<void()> done) {
    caf::anon_send(
        actor, messages::RefreshCatalog{[done = std::move(done)](const absl::Status&) { done(); }});
  };
  config->zones = std::make_shared<channel::ZoneCache>();
  config->gateway = incarnation_;
  router_ = std::make_shared<routing::Router>(
      system_.get(), routing::RouterConfig{.idle_after = absl::Seconds(2), .awake_max = 16});
  config->router = router_;
  for (const customer::Channel channel : customer::kAllChannels) {
    channel::ChannelActorConfig of_channel;
    of_channel.policy = policy;
    messages::ProviderInUse provider{channel == customer::Channel::kSms ? forgetful : remembering,
                                     {}};
    provider.terms.throughput.concurrency = 2;
    const auto view = std::make_shared<messages::ProviderView>();
    view->Set(std::make_shared<const messages::ProviderInUse>(std::move(provider)));
    of_channel.provider = view;
    of_channel.router = router_;
    of_channel.activity = activity_;
    of_channel.clock = clock;
    of_channel.channel = channel;
    channels_[channel] = channel::SpawnChannelActor(*system_, of_channel);
  }
  config->channels = channels_;
  router_->Start(
      [system = system_.get(), config, journeys = journeys_](const base::CustomerId& customer) {
        auto spawned = journey::SpawnJourneyActor(*system, customer, config);
        journeys->push_back(caf::actor_cast<caf::weak_actor_ptr>(spawned.actor));
        return spawned;
      });
  agenda::AgendaConfig agenda{store, clock, config->due_board, activity_, router_};
  agenda.tick = kTick;
  agenda.claim_max = 3;
  agenda.awake_max = 10;
  agenda::WalkConfig walk{store,          clock,     catalog_, policy,      config->zones,
                          config->limits, activity_, router_,  incarnation_};
  walk.page = 3;
  walk.awake_max = 2;
  LoadCatalog(agenda, walk);
}

void Gateway::LoadCatalog(agenda::AgendaConfig agenda, agenda::WalkConfig walk) {
  caf::anon_send(
      catalog_actor_,
      messages::RefreshCatalog{[this, agenda, walk, life = life_](const absl::Status& status) {
        if (!*life) return;
        if (status.ok()) {
          agenda_ = agenda::SpawnAgenda(*system_, agenda);
          walk_ = agenda::SpawnWalk(*system_, walk);
        } else {
          LoadCatalog(agenda, walk);
        }
      }});
}

void Gateway::Crash() {
  *life_ = false;
  const auto kill = [](const auto& actor) { caf::anon_send_exit(actor, caf::exit_reason::kill); };
  if (agenda_) kill(agenda_);
  if (walk_) kill(walk_);
  kill(catalog_actor_);
  router_->Stop();
  for (const auto& [channel, actor] : channels_) kill(actor);
  for (const auto& weak : *journeys_) {
    if (auto actor = caf::actor_cast<caf::actor>(weak)) kill(actor);
  }
  agenda_ = nullptr;
  walk_ = nullptr;
  catalog_actor_ = nullptr;
  channels_.clear();
  stalled_until_ = absl::ZeroDuration();
  scheduler().run();
}

void Gateway::Deliver(const base::CustomerId& customer, journey::Input input,
                      messages::Delivery::Reply reply) {
  auto delivery = std::make_shared<messages::Delivery>(
      customer, std::move(input),
      [life = life_, reply = std::move(reply)](const journey::InputResult& result) mutable {
        if (*life) reply(result);
      },
      messages::Activity::Token(activity_));
  router_->Route(std::move(delivery));
}

void Gateway::Change(messages::ChangeCatalog change) {
  caf::anon_send(catalog_actor_, std::move(change));
}

}  // namespace usher::simulation
