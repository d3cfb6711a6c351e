#include "app/gateway.h"

#include <chrono>
#include <future>
#include <random>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"

#include "agenda/agenda_actor.h"
#include "agenda/walk_actor.h"
#include "app/actor_config.h"
#include "app/late_feedback.h"
#include "app/policy_source.h"
#include "app/providers.h"
#include "app/reaction_totals.h"
#include "app/stored_clock.h"
#include "app/web_front.h"
#include "base/clock.h"
#include "base/log.h"
#include "channel/channel_actor.h"
#include "ingest/feedback_desk.h"
#include "ingest/server.h"
#include "journey/catalog_actor.h"
#include "journey/journey_actor.h"
#include "routing/router.h"
#include "store/embedded_redis.h"
#include "store/redis_store.h"

namespace usher::app {
namespace {

using base::LogLevel;

// The part of Redis' memory beyond which no new work is taken.
constexpr double kMemoryFull = 0.8;
constexpr auto kPoll = std::chrono::milliseconds(1);

std::uint64_t RandomIncarnation() {
  std::random_device random;
  return (static_cast<std::uint64_t>(random()) << 32) | random();
}

}  // namespace

// Members are in the order in which they start; they stop in the reverse order.
class Gateway::Parts {
 public:
  explicit Parts(const Options& options)
      : options_(options), activity_(std::make_shared<messages::Activity>()) {}
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;

  ~Parts() {
    if (server_ != nullptr) Stop().IgnoreError();
    StopActors();
  }

  absl::Status Start() {
    for (const auto step :
         {&Parts::OpenPolicy, &Parts::OpenStore, &Parts::OpenProviders, &Parts::StartClock,
          &Parts::StartActors, &Parts::LoadCatalog, &Parts::StartServer, &Parts::StartWeb}) {
      absl::Status status = (this->*step)();
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  const std::string& address() const { return server_->address(); }
  std::string http_address() const { return web_ == nullptr ? "" : web_->address(); }

  absl::Status OpenPolicy() { return policy_source_->ReadFile(); }

  absl::StatusOr<std::string> ReloadProviders() {
    const auto changed = app::ReloadProviders(options_, incarnation_, &providers_);
    if (!changed.ok()) return changed.status();
    return absl::StrJoin(*changed, ", ", [](std::string* out, customer::Channel channel) {
      absl::StrAppend(out, customer::ChannelName(channel));
    });
  }

  void Tick() {
    const bool available = store_->available();
    if (available != serving_) {
      serving_ = available;
      base::Log(available ? LogLevel::kInfo : LogLevel::kWarn,
                available ? "store_available" : "store_unavailable");
    }
    server_->health().SetServing(available && !stopping_);
    admission_->SetStoreFull(store_->MemoryUsed() > kMemoryFull);
    clock_keeper_->Tick(store_->ClockOffset());
    reaction_totals_->Tick();
  }

  absl::Status Stop() {
    stopping_ = true;
    server_->health().SetServing(false);
    // What it takes has to be admitted.
    if (web_ != nullptr) web_->Shutdown(options_.drain_timeout / 4);
    for (const auto& [channel, listener] : providers_.listeners) listener->Finish();
    admission_->Close();
    const auto deadline =
        std::chrono::steady_clock::now() + absl::ToChronoMilliseconds(options_.drain_timeout);
    server_->Shutdown(options_.drain_timeout);
    caf::anon_send_exit(agenda_, caf::exit_reason::user_shutdown);
    caf::anon_send_exit(walk_, caf::exit_reason::user_shutdown);
    while (activity_->count() > 0 && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::sleep_for(kPoll);
    }
    const std::int64_t left = activity_->count();
    clock_keeper_->Save();
    web_.reset();
    server_.reset();
    heard_->Close();
    feedback_.reset();
    StopActors();
    clock_keeper_.reset();
    inbox_hub_.reset();
    reaction_totals_.reset();
    // Its last owner may be a callback on its own thread, which must not stop it.
    store_->Stop();
    store_.reset();
    redis_.reset();
    if (left > 0) {
      return absl::DeadlineExceededError(absl::StrCat(
          left, " inputs were still under way; what was acknowledged is kept, and goes on later"));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status OpenStore() {
    store::RedisConfig config = options_.redis;
    if (options_.embedded) {
      store::EmbeddedRedisConfig embedded;
      embedded.data_dir = options_.data_dir;
      auto redis = store::EmbeddedRedis::Start(embedded, [](absl::string_view what) {
        base::Log(LogLevel::kWarn, "embedded_redis", {{"what", std::string(what)}});
      });
      if (!redis.ok()) return redis.status();
      redis_ = *std::move(redis);
      config.url = redis_->url();
    }
    auto store = store::RedisStore::Open(config);
    if (!store.ok()) return store.status();
    store_ = *std::move(store);
    return absl::OkStatus();
  }

  absl::Status OpenProviders() {
    auto providers = app::OpenProviders(options_, incarnation_, heard_);
    if (!providers.ok()) return providers.status();
    providers_ = *std::move(providers);
    return absl::OkStatus();
  }

  absl::Status StartClock() {
    auto clock = StoredClock::Start(store_, options_.clock_speed, options_.clock_start);
    if (!clock.ok()) return clock.status();
    clock_keeper_ = *std::move(clock);
    return absl::OkStatus();
  }

  absl::Status StartActors() {
    actor_config_ = std::make_unique<ActorConfig>(options_.threads);
    system_ = std::make_unique<caf::actor_system>(*actor_config_);
    catalog_actor_ = journey::SpawnCatalogActor(
        *system_, {store_, catalog_,
                   [](const std::string& journey) {
                     base::Log(LogLevel::kError, "journey_unreadable", {{"journey", journey}});
                   },
                   [source = policy_source_](const journey::Documents& documents) {
                     source->TakeStored(documents);
                   }});
    auto config = std::make_shared<journey::JourneyActorConfig>();
    config->store = store_;
    config->clock = clock_keeper_->clock();
    config->catalog = catalog_;
    config->policy = policy_;
    reaction_totals_ = std::make_unique<ReactionTotals>(store_, catalog_);
    config->reactions = reaction_totals_->view();
    config->due_board = std::make_shared<messages::DueBoard>(store_->shards());
    config->activity = activity_;
    config->refresh_catalog = [actor = catalog_actor_](std::function<void()> done) {
      caf::anon_send(actor, messages::RefreshCatalog{
                                [done = std::move(done)](const absl::Status&) { done(); }});
    };
    config->zones = zones_;
    config->limits = options_.limits;
    config->attempts = options_.attempts;
    config->gateway = incarnation_;
    config->inbox = providers_.inbox;
    config->replies = providers_.replies;
    config->two_way = providers_.two_way;
    inbox_hub_ = std::make_shared<ingest::InboxHub>(store_);
    config->inbox_observer = inbox_hub_;

    // Journey actors route to other customers, so the router comes before they can be spawned.
    router_ = std::make_shared<routing::Router>(
        system_.get(), routing::RouterConfig{.idle_after = options_.idle_after});
    config->router = router_;
    for (const auto& [channel, provider] : providers_.channels) {
      channels_[channel] =
          channel::SpawnChannelActor(*system_, {policy_, provider, router_, activity_,
                                                clock_keeper_->clock(), options_.limits, channel});
      provider->OnSet([actor = channels_[channel]] { caf::anon_send(actor, messages::Tick{}); });
    }
    for (const auto& [channel, subscribers] : providers_.subscriptions) {
      subscribers->OnReturn([router = router_, activity = activity_,
                             open = channel](const std::vector<base::CustomerId>& waiting) {
        for (const base::CustomerId& customer : waiting) {
          router->Route(std::make_shared<messages::Delivery>(
              customer, journey::WakeInput{open}, nullptr, messages::Activity::Token(activity)));
        }
      });
    }
    config->channels = channels_;
    due_board_ = config->due_board;
    router_->Start([system = system_.get(), config](const base::CustomerId& customer) {
      return journey::SpawnJourneyActor(*system, customer, config);
    });
    return absl::OkStatus();
  }

  absl::Status LoadCatalog() {
    std::promise<absl::Status> loaded;
    caf::anon_send(catalog_actor_, messages::RefreshCatalog{[&loaded](const absl::Status& status) {
                     loaded.set_value(status);
                   }});
    absl::Status status = loaded.get_future().get();
    if (!status.ok()) return status;
    if (policy_->Get()->name.empty()) {
      base::Log(LogLevel::kWarn, "no_policy", {{"meaning", "nothing but consent limits messages"}});
    }
    // The agenda wakes customers, so it comes after the journeys they are in.
    agenda_ = agenda::SpawnAgenda(*system_,
                                  {store_, clock_keeper_->clock(), due_board_, activity_, router_,
                                   absl::Milliseconds(2), absl::Seconds(1), options_.claim_lease});
    agenda::WalkConfig walk{store_,      clock_keeper_->clock(), catalog_,  policy_,
                            zones_,      options_.limits,        activity_, router_,
                            incarnation_};
    walk.lease = options_.claim_lease;
    walk_ = agenda::SpawnWalk(*system_, std::move(walk));
    return absl::OkStatus();
  }

  absl::Status StartServer() {
    admission_ = std::make_shared<ingest::Admission>(options_.in_flight_max);
    auto front_door = std::make_shared<ingest::FrontDoorConfig>();
    front_door->store = store_;
    front_door->clock = clock_keeper_->clock();
    front_door->catalog = catalog_;
    front_door->policy = policy_;
    front_door->policy_file = options_.policy_file;
    front_door->limits = options_.limits;
    front_door->activity = activity_;
    front_door->router = router_;
    for (const auto& [channel, actor] : channels_) front_door->channels.insert(channel);
    front_door->catalog_actor = catalog_actor_;
    front_door->agenda = agenda_;
    front_door->admission = admission_;
    front_door->inbox_hub = inbox_hub_;
    front_door->subscriptions = providers_.subscriptions;
    front_door->read_token = providers_.read_token;
    feedback_ = std::make_shared<ingest::FeedbackDesk>(front_door);
    heard_->Open(feedback_);
    auto server = ingest::Server::Start(options_.server, std::move(front_door));
    if (!server.ok()) return server.status();
    server_ = *std::move(server);
    server_->health().SetServing(store_->available());
    serving_ = store_->available();
    return absl::OkStatus();
  }

  absl::Status StartWeb() {
    if (options_.http_listen.empty()) return absl::OkStatus();
    auto web = WebFront::Start(options_.http_listen, providers_, feedback_,
                               [store = store_] { return store->available(); });
    if (!web.ok()) return web.status();
    web_ = *std::move(web);
    return absl::OkStatus();
  }

  void StopActors() {
    if (system_ == nullptr) return;
    if (agenda_) caf::anon_send_exit(agenda_, caf::exit_reason::user_shutdown);
    if (walk_) caf::anon_send_exit(walk_, caf::exit_reason::user_shutdown);
    for (const auto& [channel, subscribers] : providers_.subscriptions) {
      subscribers->OnReturn(nullptr);
    }
    router_->Stop();
    for (const auto& [channel, actor] : channels_) {
      providers_.channels[channel]->OnSet(nullptr);
      caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
    }
    caf::anon_send_exit(catalog_actor_, caf::exit_reason::user_shutdown);
    channels_.clear();
    catalog_actor_ = nullptr;
    agenda_ = nullptr;
    walk_ = nullptr;
    system_.reset();
  }

  const Options options_;
  const std::uint64_t incarnation_ = RandomIncarnation();
  const std::shared_ptr<messages::Activity> activity_;
  const std::shared_ptr<channel::ZoneCache> zones_ = std::make_shared<channel::ZoneCache>();
  const std::shared_ptr<messages::PolicyView> policy_ = std::make_shared<messages::PolicyView>();
  const std::shared_ptr<PolicySource> policy_source_ =
      std::make_shared<PolicySource>(options_.policy_file, policy_);
  const std::shared_ptr<messages::CatalogView> catalog_ = std::make_shared<messages::CatalogView>();
  std::unique_ptr<store::EmbeddedRedis> redis_;
  std::shared_ptr<store::RedisStore> store_;
  Providers providers_;
  std::unique_ptr<StoredClock> clock_keeper_;
  std::unique_ptr<ReactionTotals> reaction_totals_;
  std::unique_ptr<ActorConfig> actor_config_;
  std::unique_ptr<caf::actor_system> system_;
  messages::CatalogActor catalog_actor_;
  std::shared_ptr<routing::Router> router_;
  std::map<customer::Channel, messages::ChannelActor> channels_;
  std::shared_ptr<messages::DueBoard> due_board_;
  std::shared_ptr<ingest::InboxHub> inbox_hub_;
  messages::AgendaActor agenda_;
  messages::WalkActor walk_;
  std::shared_ptr<ingest::Admission> admission_;
  const std::shared_ptr<LateFeedback> heard_ = std::make_shared<LateFeedback>();
  std::shared_ptr<ingest::FeedbackDesk> feedback_;
  std::unique_ptr<ingest::Server> server_;
  std::unique_ptr<WebFront> web_;
  bool serving_ = false;
  bool stopping_ = false;
};

Gateway::Gateway(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Gateway::~Gateway() = default;

absl::StatusOr<std::unique_ptr<Gateway>> Gateway::Start(const Options& options) {
  auto parts = std::make_unique<Parts>(options);
  absl::Status status = parts->Start();
  if (!status.ok()) return status;
  return std::unique_ptr<Gateway>(new Gateway(std::move(parts)));
}

const std::string& Gateway::address() const { return parts_->address(); }
std::string Gateway::http_address() const { return parts_->http_address(); }
absl::Status Gateway::ReloadPolicy() { return parts_->OpenPolicy(); }
absl::StatusOr<std::string> Gateway::ReloadProviders() { return parts_->ReloadProviders(); }
void Gateway::Tick() { parts_->Tick(); }
absl::Status Gateway::Stop() { return parts_->Stop(); }

}  // namespace usher::app
