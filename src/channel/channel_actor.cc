#include "channel/channel_actor.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/log.h"
#include "channel/decide.h"

namespace usher::channel {
namespace {

using journey::AttemptResult;
using messages::ChannelActor;

ProviderState StateOf(const messages::AttemptReport& report) {
  if (report.provider_fault) return ProviderState::kFails;
  if (report.result == AttemptResult::kThrottled) return ProviderState::kThrottles;
  return ProviderState::kWorks;
}

struct ChannelState {
  static constexpr const char* name = "usher.channel";
  explicit ChannelState(ChannelActor::pointer self) : self(self) {}

  ChannelActor::behavior_type Behavior();

  // A provider that is left alone is as good as out of reach, so that the next channel is tried.
  messages::GrantAnswer OnAskGrant(const messages::AskGrant& ask) {
    Verdict verdict = Decide(*config.policy->Get(), ask.enquiry.View(), config.limits);
    const Moment now = self->clock().now();
    if (verdict.granted() && throughput->open() && throughput->NextStart(now) > now) {
      verdict.kind = customer::DecisionKind::kPaused;
      verdict.rule = "provider-failing";
      verdict.until = ask.enquiry.now + config.clock->FromReal(throughput->ComeBackAfter(now));
      verdict.release = verdict.until;
    }
    return {std::move(verdict), config.provider->instance()};
  }

  messages::AttemptReport OnAskFate(const messages::AskFate& ask) const {
    return Final(config.provider->FindFate(ask.send_id, ask.provider));
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
      ReportNotStarted(dispatch, "called off", absl::ZeroDuration());
      return {true};
    }
    return {config.provider->Recall(recall.send_id)};
  }

  void OnAttemptDone(const messages::AttemptDone& done) {
    const Moment now = self->clock().now();
    messages::AttemptReport report = done.report;
    if (throughput->Ended(StateOf(report), report.retry_after, now)) {
      base::Log(throughput->open() ? base::LogLevel::kWarn : base::LogLevel::kInfo,
                throughput->open() ? "provider_paused" : "provider_resumed",
                {{"channel", std::string(customer::ChannelName(config.channel))}});
    }
    if (report.result == AttemptResult::kThrottled) {
      report.retry_after = throughput->ComeBackAfter(now);
    }
    Report(*done.message, Final(std::move(report)));
    StartWaiting();
  }

  void OnTick() {
    tick_at = Moment::max();
    StartWaiting();
  }

  // Whoever waits is here, or where the provider can recall him, so that he can be called off.
  void StartWaiting() {
    while (!waiting.empty()) {
      const Moment now = self->clock().now();
      const Moment next = throughput->NextStart(now);
      const Moment start_by = waiting.front().start_by;
      if (next > now && start_by >= now && (next == Moment::max() || next <= start_by)) {
        // Too late is just after `start_by`.
        TickAt(std::min(next, start_by + std::chrono::milliseconds(1)));
        return;
      }
      const messages::Dispatch dispatch = std::move(waiting.front());
      waiting.pop_front();
      if (next <= now && start_by >= now) {
        Start(dispatch, now);
      } else {
        PutOff(dispatch, now);
      }
    }
  }

  void TickAt(Moment when) {
    if (tick_at <= when) return;
    tick_at = when;
    self->delayed_send(self, when - self->clock().now(), messages::Tick{});
  }

  // The time limit was checked at the last moment: after an opt-out is acknowledged, nothing that
  // was granted before may start any more.
  void Start(const messages::Dispatch& dispatch, Moment now) {
    const journey::Message& message = *dispatch.message;
    if (message.at - message.wanted_at > config.terms.lifetime) {
      Report(message, {AttemptResult::kRejected,
                       absl::StrCat("older than ", absl::FormatDuration(config.terms.lifetime),
                                    ", the provider's lifetime")});
      return;
    }
    throughput->Started(now);
    config.provider->SendBefore(
        message, dispatch.start_by,
        [channel = caf::actor_cast<ChannelActor>(self), dispatch](messages::AttemptReport report) {
          caf::anon_send(
              channel, messages::AttemptDone{dispatch.message, std::move(report), dispatch.token});
        });
  }

  void PutOff(const messages::Dispatch& dispatch, Moment now) {
    const bool idle = throughput->NextStart(now) <= now;
    ReportNotStarted(dispatch,
                     idle                 ? "too late to start"
                     : throughput->open() ? "the provider fails; it is left alone for now"
                                          : "the provider can take no more for now",
                     idle ? absl::ZeroDuration() : throughput->ComeBackAfter(now));
  }

  messages::AttemptReport Final(messages::AttemptReport report) const {
    if (report.result == AttemptResult::kUnknown && config.terms.repeat_unknown) {
      report.result = AttemptResult::kUnknownRepeatable;
    }
    return report;
  }

  void ReportNotStarted(const messages::Dispatch& dispatch, std::string why,
                        absl::Duration retry_after) {
    Report(*dispatch.message, {AttemptResult::kNotStarted, std::move(why), retry_after});
  }

  void Report(const journey::Message& message, const messages::AttemptReport& report) {
    auto delivery = std::make_shared<messages::Delivery>(
        message.customer,
        journey::OutcomeInput{message.send_id,
                              message.attempt,
                              report.result,
                              report.detail,
                              config.clock->FromReal(report.retry_after),
                              {message.channel, message.address}},
        nullptr, messages::Activity::Token(config.activity));
    config.router->Route(std::move(delivery));
  }

  ChannelActor::pointer self;
  ChannelActorConfig config;
  std::optional<Throughput> throughput;
  std::deque<messages::Dispatch> waiting;
  Moment tick_at = Moment::max();
};

ChannelActor::behavior_type ChannelState::Behavior() {
  return {
      [this](const messages::AskGrant& ask) { return OnAskGrant(ask); },
      [this](const messages::AskFate& ask) { return OnAskFate(ask); },
      [this](const messages::Dispatch& dispatch) { OnDispatch(dispatch); },
      [this](const messages::Recall& recall) { return OnRecall(recall); },
      [this](const messages::AttemptDone& done) { OnAttemptDone(done); },
      [this](const messages::Tick&) { OnTick(); },
  };
}

ChannelActor::behavior_type RunChannel(ChannelActor::stateful_pointer<ChannelState> self,
                                       ChannelActorConfig config) {
  self->state.throughput.emplace(config.terms.throughput, self->clock().now());
  self->state.config = std::move(config);
  return self->state.Behavior();
}

}  // namespace

messages::ChannelActor SpawnChannelActor(caf::actor_system& system, ChannelActorConfig config) {
  return system.spawn(RunChannel, std::move(config));
}

}  // namespace usher::channel
