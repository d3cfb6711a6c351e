#include "channel/channel_actor.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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
    RenewProvider();
    Verdict verdict = Decide(*config.policy->Get(), ask.enquiry.View(), config.limits);
    const Moment now = self->clock().now();
    if (verdict.granted() && throughput->open() && throughput->NextStart(now) > now) {
      verdict.kind = customer::DecisionKind::kPaused;
      verdict.rule = "provider-failing";
      verdict.until = ask.enquiry.now + config.clock->FromReal(throughput->ComeBackAfter(now));
      verdict.release = verdict.until;
    }
    return {std::move(verdict), provider->port->instance()};
  }

  messages::AttemptReport OnAskFate(const messages::AskFate& ask) {
    RenewProvider();
    return Final(provider->port->FindFate(ask.send_id, ask.provider), provider->terms);
  }

  void OnDispatch(const messages::Dispatch& dispatch) {
    RenewProvider();
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
    if (provider->port->Recall(recall.send_id)) return {true};
    return {std::any_of(retired.begin(), retired.end(), [&](const Retired& old) {
      return old.provider->port->Recall(recall.send_id);
    })};
  }

  void OnAttemptDone(const messages::AttemptDone& done) {
    RenewProvider();
    if (done.provider_version != provider_version) {
      EndAtRetired(done);
      StartWaiting();
      return;
    }
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
    Report(*done.message, Final(std::move(report), provider->terms));
    StartWaiting();
  }

  // Its new one is not to blame for it.
  void EndAtRetired(const messages::AttemptDone& done) {
    const auto old = std::find_if(retired.begin(), retired.end(), [&](const Retired& each) {
      return each.version == done.provider_version;
    });
    if (old == retired.end()) return;
    Report(*done.message, Final(done.report, old->provider->terms));
    if (--old->under_way == 0) retired.erase(old);
  }

  void OnTick() {
    RenewProvider();
    tick_at = Moment::max();
    StartWaiting();
  }

  // A provider must not be let go of on one of its own threads, so those whose attempts are under
  // way are kept here rather than with the attempts.
  void RenewProvider() {
    Retired old{provider_version, provider, throughput ? throughput->under_way() : 0};
    config.provider->Renew(&provider, &provider_version);
    if (provider_version == old.version) return;
    if (old.under_way > 0) retired.push_back(std::move(old));
    throughput.emplace(provider->terms.throughput, self->clock().now());
    tick_at = Moment::max();
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
    if (message.at - message.wanted_at > provider->terms.lifetime) {
      Report(message, {AttemptResult::kRejected,
                       absl::StrCat("older than ", absl::FormatDuration(provider->terms.lifetime),
                                    ", the provider's lifetime")});
      return;
    }
    throughput->Started(now);
    provider->port->SendBefore(
        message, dispatch.start_by,
        [channel = caf::actor_cast<ChannelActor>(self), dispatch,
         version = provider_version](messages::AttemptReport report) {
          caf::anon_send(channel, messages::AttemptDone{dispatch.message, std::move(report),
                                                        dispatch.token, version});
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

  static messages::AttemptReport Final(messages::AttemptReport report, const ProviderTerms& terms) {
    if (report.result == AttemptResult::kUnknown && terms.repeat_unknown) {
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
                              {message.channel, message.address},
                              report.dead_addresses},
        nullptr, messages::Activity::Token(config.activity));
    config.router->Route(std::move(delivery));
  }

  // One that was exchanged, until its last attempt is over.
  struct Retired {
    std::uint64_t version = 0;
    std::shared_ptr<const messages::ProviderInUse> provider;
    int under_way = 0;
  };

  ChannelActor::pointer self;
  ChannelActorConfig config;
  std::shared_ptr<const messages::ProviderInUse> provider;
  std::uint64_t provider_version = 0;
  std::vector<Retired> retired;
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
  self->state.config = std::move(config);
  self->state.RenewProvider();
  return self->state.Behavior();
}

}  // namespace

messages::ChannelActor SpawnChannelActor(caf::actor_system& system, ChannelActorConfig config) {
  return system.spawn(RunChannel, std::move(config));
}

}  // namespace usher::channel
