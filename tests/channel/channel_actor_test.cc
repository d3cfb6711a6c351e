// The actor that makes attempts, on a scheduler and a clock that only move when told to.

#include "channel/channel_actor.h"

#include <deque>
#include <vector>

#include "caf/scheduler/test_coordinator.hpp"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::channel {
namespace {

using journey::AttemptResult;
using journey::OutcomeInput;
using messages::AttemptReport;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;

// Keeps what it is given until the test answers.
class HeldProvider : public messages::ProviderPort {
 public:
  std::uint64_t instance() const override { return 7; }
  void Send(const journey::Message& message, std::function<void(AttemptReport)> done) override {
    started.push_back(message.send_id);
    callbacks.push_back(std::move(done));
  }
  bool Recall(std::uint64_t send_id) override {
    recalled.push_back(send_id);
    return true;
  }
  AttemptReport FindFate(std::uint64_t, std::uint64_t) override {
    return {AttemptResult::kUnknown, "cannot know"};
  }

  std::vector<std::uint64_t> started;
  std::vector<std::uint64_t> recalled;
  std::deque<std::function<void(AttemptReport)>> callbacks;
};

class Outcomes : public messages::RouterPort {
 public:
  void Route(messages::DeliveryPtr delivery) override {
    all.push_back(std::get<OutcomeInput>(delivery->input()));
  }
  void RouteAndRun(absl::Span<const messages::DeliveryPtr>) override {}
  void PutToSleep(const base::CustomerId&, std::uint64_t) override {}

  std::vector<OutcomeInput> all;
};

struct TestingConfig : caf::actor_system_config {
  TestingConfig() { set("scheduler.policy", caf::atom("testing")); }
};

class ChannelActorTest : public testing::Test {
 protected:
  ChannelActorTest() = default;
  ChannelActorTest(const ChannelActorTest&) = delete;
  ChannelActorTest& operator=(const ChannelActorTest&) = delete;
  ~ChannelActorTest() override {
    caf::anon_send_exit(actor_, caf::exit_reason::user_shutdown);
    scheduler().run();
    scheduler().trigger_timeouts();
    scheduler().run();
    actor_ = nullptr;
  }

  void Install(std::shared_ptr<messages::ProviderPort> provider, const ProviderTerms& terms) {
    view_->Set(std::make_shared<const messages::ProviderInUse>(
        messages::ProviderInUse{std::move(provider), terms}));
  }

  // Another one, as when the file of providers was changed.
  void Exchange(std::shared_ptr<messages::ProviderPort> provider, const ProviderTerms& terms) {
    Install(std::move(provider), terms);
    caf::anon_send(actor_, messages::Tick{});
    scheduler().run();
  }

  void Spawn(const ProviderTerms& terms) {
    Install(provider_, terms);
    ChannelActorConfig config;
    config.policy = std::make_shared<messages::PolicyView>();
    config.provider = view_;
    config.router = outcomes_;
    config.activity = std::make_shared<messages::Activity>();
    config.clock = std::make_shared<base::Clock>(absl::UnixEpoch(), 1);
    config.channel = customer::Channel::kEmail;
    actor_ = SpawnChannelActor(system_, config);
    scheduler().run();
  }

  caf::scheduler::test_coordinator& scheduler() {
    return dynamic_cast<caf::scheduler::test_coordinator&>(system_.scheduler());
  }

  // Hands over message number `id`, which has two seconds to start.
  void Dispatch(std::uint64_t id, absl::Duration age = absl::ZeroDuration()) {
    auto message = std::make_shared<journey::Message>();
    message->send_id = id;
    message->attempt = 1;
    message->channel = customer::Channel::kEmail;
    message->address = "ada@example.test";
    message->at = absl::UnixEpoch() + age;
    message->wanted_at = absl::UnixEpoch();
    caf::anon_send(actor_, messages::Dispatch{message, scheduler().clock().now() + seconds(2),
                                              std::make_shared<messages::Activity::Token>()});
    scheduler().run();
  }

  // Whether a message may go, as far as the channel knows.
  Verdict Ask() {
    Enquiry enquiry;
    enquiry.channel = customer::Channel::kEmail;
    enquiry.now = absl::UnixEpoch();
    caf::scoped_actor asker{system_};
    auto asked = asker->request(actor_, caf::infinite, messages::AskGrant{enquiry});
    scheduler().run();
    Verdict verdict;
    asked.receive([&](const messages::GrantAnswer& answer) { verdict = answer.verdict; },
                  [](const caf::error&) { ADD_FAILURE() << "no answer"; });
    return verdict;
  }

  void Answer(AttemptReport report) {
    const auto done = provider_->callbacks.front();
    provider_->callbacks.pop_front();
    done(std::move(report));
    scheduler().run();
  }

  void Pass(milliseconds span) {
    scheduler().advance_time(span);
    scheduler().run();
  }

  TestingConfig config_;
  caf::actor_system system_{config_};
  std::shared_ptr<HeldProvider> provider_ = std::make_shared<HeldProvider>();
  std::shared_ptr<messages::ProviderView> view_ = std::make_shared<messages::ProviderView>();
  std::shared_ptr<Outcomes> outcomes_ = std::make_shared<Outcomes>();
  messages::ChannelActor actor_;
};

TEST_F(ChannelActorTest, ReportsWhatBecameOfAnAttemptAndWhereItWent) {
  Spawn({});
  Dispatch(1);
  Answer({AttemptResult::kDeadAddress, "550 5.1.1 no such user"});
  ASSERT_EQ(outcomes_->all.size(), 1u);
  EXPECT_EQ(outcomes_->all[0].result, AttemptResult::kDeadAddress);
  EXPECT_EQ(outcomes_->all[0].detail, "550 5.1.1 no such user");
  EXPECT_EQ(outcomes_->all[0].address,
            (customer::Address{customer::Channel::kEmail, "ada@example.test"}));
}

TEST_F(ChannelActorTest, WhoExceedsTheConcurrencyWaitsHisTurn) {
  Spawn({.throughput = {.concurrency = 2}});
  for (const std::uint64_t id : {1, 2, 3}) Dispatch(id);
  EXPECT_THAT(provider_->started, ElementsAre(1, 2));
  Answer({AttemptResult::kSent, ""});
  EXPECT_THAT(provider_->started, ElementsAre(1, 2, 3));
}

TEST_F(ChannelActorTest, WhoCannotStartInTimeIsToldWhenToComeBack) {
  Spawn({.throughput = {.concurrency = 1}});
  Dispatch(1);
  Dispatch(2);
  Pass(milliseconds(2000));
  EXPECT_TRUE(outcomes_->all.empty());
  Pass(milliseconds(1));
  ASSERT_EQ(outcomes_->all.size(), 1u);
  EXPECT_EQ(outcomes_->all[0].send_id, 2u);
  EXPECT_EQ(outcomes_->all[0].result, AttemptResult::kNotStarted);
  EXPECT_GE(outcomes_->all[0].retry_after, absl::Seconds(1));
  Answer({AttemptResult::kSent, ""});
  EXPECT_THAT(provider_->started, ElementsAre(1));
}

TEST_F(ChannelActorTest, KeepsToTheRateAndTurnsAwayAtOnceWhoIsTooFarBehind) {
  Spawn({.throughput = {.pace = {.per_second = 1, .ramp_up = {}}}});
  for (std::uint64_t id = 1; id <= 10; ++id) Dispatch(id);
  EXPECT_THAT(provider_->started, ElementsAre(1));
  Pass(milliseconds(1000));
  Pass(milliseconds(1000));
  Pass(milliseconds(1));
  EXPECT_THAT(provider_->started, ElementsAre(1, 2, 3));
  ASSERT_EQ(outcomes_->all.size(), 7u);
  EXPECT_EQ(outcomes_->all[6].retry_after - outcomes_->all[5].retry_after, absl::Seconds(1));
}

TEST_F(ChannelActorTest, ACallOffReachesWhoWaitsForTheProvider) {
  Spawn({.throughput = {.concurrency = 1}});
  Dispatch(1);
  Dispatch(2);
  caf::anon_send(actor_, messages::Recall{2});
  scheduler().run();
  Answer({AttemptResult::kSent, ""});
  EXPECT_THAT(provider_->started, ElementsAre(1));
  EXPECT_EQ(outcomes_->all[0].detail, "called off");
}

TEST_F(ChannelActorTest, ACallOffReachesWhatTheProviderKeepsWaiting) {
  Spawn({});
  Dispatch(1);
  caf::anon_send(actor_, messages::Recall{1});
  scheduler().run();
  EXPECT_THAT(provider_->recalled, ElementsAre(1));
}

TEST_F(ChannelActorTest, LeavesAThrottlingProviderAlone) {
  Spawn({});
  Dispatch(1);
  Answer({AttemptResult::kThrottled, "429", absl::Seconds(30)});
  EXPECT_EQ(outcomes_->all[0].result, AttemptResult::kThrottled);
  EXPECT_GE(outcomes_->all[0].retry_after, absl::Seconds(30));
  Dispatch(2);
  EXPECT_EQ(outcomes_->all[1].result, AttemptResult::kNotStarted);
  EXPECT_GT(outcomes_->all[1].retry_after, outcomes_->all[0].retry_after);
  Pass(seconds(30));
  Dispatch(3);
  EXPECT_THAT(provider_->started, ElementsAre(1, 3));
}

TEST_F(ChannelActorTest, GrantsNothingWhileTheProviderIsLeftAlone) {
  Spawn({.throughput = {.breaker = {.failures = 2}}});
  EXPECT_TRUE(Ask().granted());
  for (const std::uint64_t id : {1, 2}) {
    Dispatch(id);
    Answer({AttemptResult::kTemporary, "cannot connect", {}, /*provider_fault=*/true});
  }
  const Verdict paused = Ask();
  EXPECT_EQ(paused.kind, customer::DecisionKind::kPaused);
  EXPECT_EQ(paused.rule, "provider-failing");
  EXPECT_EQ(paused.until, absl::UnixEpoch() + absl::Seconds(10));
  EXPECT_GT(Ask().until, paused.until) << "they are not to come back all at once";
  Pass(seconds(10));
  EXPECT_TRUE(Ask().granted()) << "as a probe";
}

TEST_F(ChannelActorTest, LeavesAFailingProviderAloneUntilAProbeSucceeds) {
  Spawn({.throughput = {.breaker = {.failures = 2}}});
  for (const std::uint64_t id : {1, 2}) {
    Dispatch(id);
    Answer({AttemptResult::kTemporary, "cannot connect", {}, /*provider_fault=*/true});
  }
  Dispatch(3);
  EXPECT_THAT(provider_->started, ElementsAre(1, 2));
  EXPECT_THAT(outcomes_->all[2].detail, HasSubstr("left alone"));
  Pass(seconds(10));
  Dispatch(4);
  Dispatch(5);
  EXPECT_THAT(provider_->started, ElementsAre(1, 2, 4));
  Answer({AttemptResult::kSent, ""});
  EXPECT_THAT(provider_->started, ElementsAre(1, 2, 4, 5));
}

TEST_F(ChannelActorTest, AMessageThatCannotBeSentIsNotTheProvidersFault) {
  Spawn({.throughput = {.breaker = {.failures = 1}}});
  Dispatch(1);
  Answer({AttemptResult::kTemporary, "mailbox full"});
  Dispatch(2);
  EXPECT_THAT(provider_->started, ElementsAre(1, 2));
}

TEST_F(ChannelActorTest, RepeatsWhatIsUnknownOnlyWhereItIsToldTo) {
  Spawn({});
  Dispatch(1);
  Answer({AttemptResult::kUnknown, "no answer"});
  EXPECT_EQ(outcomes_->all[0].result, AttemptResult::kUnknown);
}

TEST_F(ChannelActorTest, RepeatsWhatIsUnknownWhereItIsToldTo) {
  Spawn({.repeat_unknown = true});
  Dispatch(1);
  Answer({AttemptResult::kUnknown, "no answer"});
  EXPECT_EQ(outcomes_->all[0].result, AttemptResult::kUnknownRepeatable);
  caf::scoped_actor self{system_};
  auto asked = self->request(actor_, caf::infinite, messages::AskFate{1, 7});
  scheduler().run();
  asked.receive(
      [](const AttemptReport& report) {
        EXPECT_EQ(report.result, AttemptResult::kUnknownRepeatable);
      },
      [](const caf::error&) { FAIL(); });
}

TEST_F(ChannelActorTest, DoesNotHandOverWhatIsOlderThanItsLifetime) {
  Spawn({.lifetime = absl::Hours(1)});
  Dispatch(1, absl::Hours(1));
  Dispatch(2, absl::Hours(1) + absl::Milliseconds(1));
  EXPECT_THAT(provider_->started, ElementsAre(1));
  EXPECT_EQ(outcomes_->all[0].result, AttemptResult::kRejected);
  EXPECT_EQ(outcomes_->all[0].detail, "older than 1h, the provider's lifetime");
}

TEST_F(ChannelActorTest, WhenTheProviderIsExchangedWhatIsUnderWayEndsAtTheOldOne) {
  ProviderTerms terms;
  terms.throughput.concurrency = 1;
  Spawn(terms);
  Dispatch(1);
  Dispatch(2);
  EXPECT_THAT(provider_->started, ElementsAre(1));
  const auto next = std::make_shared<HeldProvider>();
  Exchange(next, terms);
  EXPECT_THAT(next->started, ElementsAre(2)) << "the new one has room of its own";
  Dispatch(3);
  EXPECT_THAT(provider_->started, ElementsAre(1));

  Answer({AttemptResult::kSent, ""});
  ASSERT_EQ(outcomes_->all.size(), 1u);
  EXPECT_EQ(outcomes_->all[0].send_id, 1u);
  EXPECT_THAT(next->started, ElementsAre(2)) << "the end of an old one makes no room";
  next->callbacks[0]({AttemptResult::kSent, ""});
  scheduler().run();
  EXPECT_THAT(next->started, ElementsAre(2, 3));
}

TEST_F(ChannelActorTest, AnOldProviderIsLetGoOfAfterItsLastAttempt) {
  Spawn({});
  Dispatch(1);
  Dispatch(2);
  std::weak_ptr<HeldProvider> old = provider_;
  const auto callbacks = std::exchange(provider_->callbacks, {});
  provider_.reset();
  Exchange(std::make_shared<HeldProvider>(), {});
  callbacks[1]({AttemptResult::kSent, ""});
  scheduler().run();
  EXPECT_FALSE(old.expired());
  callbacks[0]({AttemptResult::kSent, ""});
  scheduler().run();
  EXPECT_TRUE(old.expired());
  EXPECT_EQ(outcomes_->all.size(), 2u);
}

TEST_F(ChannelActorTest, ANewProviderIsNotToBlameForTheOldOne) {
  ProviderTerms terms;
  terms.throughput.breaker.failures = 2;
  Spawn(terms);
  for (const std::uint64_t id : {1, 2, 3}) Dispatch(id);
  const AttemptReport fails{AttemptResult::kTemporary, "no connection", absl::ZeroDuration(), true};
  Answer(fails);
  Answer(fails);
  EXPECT_EQ(Ask().kind, customer::DecisionKind::kPaused);
  Exchange(std::make_shared<HeldProvider>(), terms);
  EXPECT_TRUE(Ask().granted());
  Answer(fails);
  EXPECT_TRUE(Ask().granted());
}

}  // namespace
}  // namespace usher::channel
