#include "channel/channel_actor.h"

#include <deque>
#include <utility>

#include "channel/decide.h"

namespace usher::channel {
namespace {

using messages::ChannelActor;

struct ChannelState {
  static constexpr const char* name = "usher.channel";
  explicit ChannelState(ChannelActor::pointer self) : self(self) {}

  ChannelActor::behavior_type Behavior();

  messages::GrantAnswer OnAskGrant(const messages::AskGrant& ask) const {
    const Question question{ask.channel, ask.category, ask.contacts,
                            ask.zone,    ask.now,      ask.journey};
    return {Decide(*config.policy->Get(), question, config.limits), config.provider->instance()};
  }

  messages::AttemptReport OnAskFate(const messages::AskFate& ask) const {
    return config.provider->FindFate(ask.send_id, ask.provider);
  }

  void OnDispatch(const messages::Dispatch& dispatch) {
    waiting.push_back(dispatch);
    StartWaiting();
  }

  messages::RecallAnswer OnRecall(const messages::Recall& recall) {
    for (auto it = waiting.begin(); it != waiting.end(); ++it) {
      if (it->message->send_id != recall.send_id) continue;
      const messages::Dispatch dispatch = *it;
      waiting.erase(it);
      ReportNotStarted(dispatch, "called off");
      return {true};
    }
    return {false};
  }

  void OnAttemptDone(const messages::AttemptDone& done) {
    --under_way;
    Report(*done.message, done.report);
    StartWaiting();
  }

  void StartWaiting() {
    while (!waiting.empty() && under_way < config.concurrency_max) {
      const messages::Dispatch dispatch = std::move(waiting.front());
      waiting.pop_front();
      Start(dispatch);
    }
  }

  // The time limit is checked at the last moment: after an opt-out is acknowledged, nothing that
  // was granted before may start any more.
  void Start(const messages::Dispatch& dispatch) {
    if (self->clock().now() > dispatch.start_by) {
      ReportNotStarted(dispatch, "too late to start");
      return;
    }
    ++under_way;
    config.provider->Send(*dispatch.message, [channel = caf::actor_cast<ChannelActor>(self),
                                              dispatch](messages::AttemptReport report) {
      caf::anon_send(channel,
                     messages::AttemptDone{dispatch.message, std::move(report), dispatch.token});
    });
  }

  void ReportNotStarted(const messages::Dispatch& dispatch, std::string why) {
    Report(*dispatch.message, {journey::AttemptResult::kNotStarted, std::move(why)});
  }

  void Report(const journey::Message& message, const messages::AttemptReport& report) {
    auto delivery = std::make_shared<messages::Delivery>(
        message.customer,
        journey::OutcomeInput{message.send_id, message.attempt, report.result, report.detail},
        nullptr, messages::Activity::Token(config.activity));
    config.router->Route(std::move(delivery));
  }

  ChannelActor::pointer self;
  ChannelActorConfig config;
  std::deque<messages::Dispatch> waiting;
  int under_way = 0;
};

ChannelActor::behavior_type ChannelState::Behavior() {
  return {
      [this](const messages::AskGrant& ask) { return OnAskGrant(ask); },
      [this](const messages::AskFate& ask) { return OnAskFate(ask); },
      [this](const messages::Dispatch& dispatch) { OnDispatch(dispatch); },
      [this](const messages::Recall& recall) { return OnRecall(recall); },
      [this](const messages::AttemptDone& done) { OnAttemptDone(done); },
  };
}

ChannelActor::behavior_type RunChannel(ChannelActor::stateful_pointer<ChannelState> self,
                                       ChannelActorConfig config) {
  self->state.config = std::move(config);
  return self->state.Behavior();
}

}  // namespace

messages::ChannelActor SpawnChannelActor(caf::actor_system& system, ChannelActorConfig config) {
  return system.spawn(RunChannel, std::move(config));
}

}  // namespace usher::channel
