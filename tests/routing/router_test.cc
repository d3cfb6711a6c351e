#include "routing/router.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "app/actor_config.h"

namespace usher::routing {
namespace {

using testing::ElementsAre;

// What journey actors were given, in the order in which they got it.
struct Seen {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::pair<std::string, std::thread::id>> inputs;

  void Add(const messages::Delivery& delivery) {
    const std::lock_guard lock(mutex);
    const auto& event = std::get<journey::EventInput>(delivery.input());
    inputs.emplace_back(event.id, std::this_thread::get_id());
    changed.notify_all();
  }
  std::vector<std::string> Await(std::size_t count) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return inputs.size() >= count; });
    std::vector<std::string> ids;
    for (const auto& [id, thread] : inputs) ids.push_back(id);
    return ids;
  }
};

messages::JourneyActor::behavior_type RunRecorder(messages::JourneyActor::pointer self,
                                                  Seen* seen) {
  return {
      [seen](const messages::Deliver& message) { seen->Add(*message.delivery); },
      [](const messages::LoadDone&) {},
      [](const messages::CommitDone&) {},
      [](const messages::CatalogRefreshed&) {},
      [](const messages::VisitorLeft&) {},
      [](const messages::VisitorForgot&) {},
      [](const messages::AnswerLater&) {},
      [](const messages::Reserved&) {},
      [](const messages::AreYouIdle&) {},
      [](const messages::Tick&) {},
      [self](const messages::Drain&) { self->quit(); },
  };
}

class RouterTest : public testing::Test {
 protected:
  RouterTest() {
    router_->Start([this](const base::CustomerId&) {
      ++spawned_;
      return messages::SpawnedJourney{system_.spawn<caf::lazy_init>(RunRecorder, &seen_), {}};
    });
  }
  RouterTest(const RouterTest&) = delete;
  RouterTest& operator=(const RouterTest&) = delete;
  ~RouterTest() override { router_->Stop(); }

  static messages::DeliveryPtr Event(const std::string& id, const std::string& customer) {
    journey::EventInput event;
    event.id = id;
    return std::make_shared<messages::Delivery>(base::CustomerId::Known(customer), event, nullptr,
                                                messages::Activity::Token());
  }

  Seen seen_;
  int spawned_ = 0;
  app::ActorConfig config_{2};
  caf::actor_system system_{config_};
  std::shared_ptr<Router> router_ = std::make_shared<Router>(&system_, RouterConfig());
};

TEST_F(RouterTest, RunsActorsOnTheCallingThreadBeforeItReturns) {
  router_->RouteAndRun({Event("a", "ada"), Event("b", "bob"), Event("c", "ada")});
  ASSERT_EQ(seen_.inputs.size(), 3U);
  for (const auto& [id, thread] : seen_.inputs) EXPECT_EQ(thread, std::this_thread::get_id()) << id;
  EXPECT_EQ(spawned_, 2);
}

TEST_F(RouterTest, RunsActorsElsewhereWhenOnlyTold) {
  router_->Route(Event("a", "ada"));
  EXPECT_THAT(seen_.Await(1), ElementsAre("a"));
  EXPECT_NE(seen_.inputs[0].second, std::this_thread::get_id());
}

TEST_F(RouterTest, KeepsTheOrderOfOneCustomer) {
  std::vector<std::string> expected;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = std::to_string(i);
    expected.push_back(id);
    if (i % 3 == 0) {
      router_->Route(Event(id, "ada"));
    } else {
      const messages::DeliveryPtr delivery = Event(id, "ada");
      router_->RouteAndRun({&delivery, 1});
    }
  }
  EXPECT_EQ(seen_.Await(1000), expected);
}

TEST_F(RouterTest, GoesOnOnTheSystemsThreadsWithMoreThanATurnTakes) {
  std::vector<messages::DeliveryPtr> deliveries;
  for (int i = 0; i < 250; ++i) deliveries.push_back(Event(std::to_string(i), "ada"));
  router_->RouteAndRun(deliveries);
  EXPECT_EQ(seen_.Await(250).back(), "249");
}

TEST_F(RouterTest, LetsGoOfWhatMakesActorsWhenStopped) {
  auto owner = std::make_shared<int>();
  const std::weak_ptr<int> watched = owner;
  const auto router = std::make_shared<Router>(&system_, RouterConfig());
  router->Start([this, owner = std::move(owner)](const base::CustomerId&) {
    return messages::SpawnedJourney{system_.spawn<caf::lazy_init>(RunRecorder, &seen_), {}};
  });
  router->Route(Event("a", "ada"));
  seen_.Await(1);
  router->Stop();
  EXPECT_TRUE(watched.expired());
  router->Route(Event("b", "ada"));
  EXPECT_THAT(seen_.Await(1), ElementsAre("a"));
}

}  // namespace
}  // namespace usher::routing
