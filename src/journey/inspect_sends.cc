#include "journey/inspect_sends.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "journey/flow.h"

namespace usher::journey {
namespace {

// A rule that leaves room for one message of the journey in `window`.
struct Single {
  std::string name;
  absl::Duration window;
  channel::ChannelSet channels;
  std::string category;  // empty: all
};

std::vector<Single> SinglesOf(const channel::Policy& policy, const std::string& journey) {
  std::vector<Single> singles;
  for (const channel::Cap& cap : policy.caps) {
    if (cap.max != 1 || cap.window != channel::CapWindow::kRolling) continue;
    if (!cap.journey.empty() && cap.journey != journey) continue;
    singles.push_back({absl::StrCat("cap ", cap.name), cap.per, cap.channels, cap.category});
  }
  if (policy.minimum_gap > absl::ZeroDuration()) {
    singles.push_back({"minimum gap", policy.minimum_gap, {}, ""});
  }
  return singles;
}

bool Concerns(const Single& rule, const Send& send) {
  return (rule.category.empty() || rule.category == send.category) &&
         std::all_of(send.channels.begin(), send.channels.end(),
                     [&](customer::Channel channel) { return rule.channels.Has(channel); });
}

std::string Text(absl::Duration duration) {
  const std::int64_t days = duration / absl::Hours(24);
  return days > 1 && duration == absl::Hours(24) * days ? absl::StrCat(days, "d")
                                                        : absl::FormatDuration(duration);
}

class SendInspector {
 public:
  SendInspector(const Definition& definition, const Neighbourhood& neighbourhood,
                std::vector<Problem>* problems)
      : definition_(definition), neighbourhood_(neighbourhood), problems_(problems) {}

  void Inspect(StepIndex step, const Send& send) {
    if (neighbourhood_.channels != nullptr) InspectChannels(step, send);
    if (neighbourhood_.policy != nullptr) InspectRoom(step, send);
  }

 private:
  void InspectChannels(StepIndex step, const Send& send) {
    std::vector<customer::Channel> without;
    for (const customer::Channel channel : send.channels) {
      if (neighbourhood_.channels->count(channel) == 0) without.push_back(channel);
    }
    for (const customer::Channel channel : without) {
      const auto index = std::find(send.channels.begin(), send.channels.end(), channel);
      Add(absl::StrCat("steps[", step, "].send.channels[", index - send.channels.begin(), "]"),
          absl::StrCat("the gateway has no provider for ", customer::ChannelName(channel)),
          without.size() < send.channels.size());
    }
  }

  // Whether somebody who was sent an earlier message can be sent this one too.
  void InspectRoom(StepIndex step, const Send& send) {
    const channel::Policy& policy = *neighbourhood_.policy;
    if (channel::ClassOf(policy, send.category).ignores_caps) return;
    for (StepIndex before = 0; before < definition_.steps.size(); ++before) {
      const Send* earlier = std::get_if<Send>(&definition_.steps[before].kind);
      if (earlier == nullptr || channel::ClassOf(policy, earlier->category).uncounted) continue;
      const absl::Duration way = LongestWay(definition_, before + 1, step);
      for (const Single& rule : SinglesOf(policy, definition_.name)) {
        if (!Concerns(rule, send) || !Concerns(rule, *earlier)) continue;
        const absl::Duration last_chance = way + Patience(send);
        if (last_chance >= rule.window) continue;
        Add(absl::StrCat("steps[", step, "].send"),
            absl::StrCat("whoever was sent \"", definition_.steps[before].id,
                         "\" cannot be sent this: the policy's ", rule.name,
                         " lets one through in ", Text(rule.window), ", and this gives up at most ",
                         Text(last_chance), " later; wait or let it expire later"),
            true);
        return;
      }
    }
  }

  static absl::Duration Patience(const Send& send) {
    const bool holds =
        send.on_refusal == OnRefusal::kHold || send.on_refusal == OnRefusal::kNextThenHold;
    return holds ? send.expire : absl::ZeroDuration();
  }

  void Add(std::string path, std::string message, bool warning) {
    problems_->push_back({std::move(path), 0, std::move(message), warning});
  }

  const Definition& definition_;
  const Neighbourhood& neighbourhood_;
  std::vector<Problem>* const problems_;
};

}  // namespace

void InspectSends(const Definition& definition, const Neighbourhood& neighbourhood,
                  std::vector<Problem>* problems) {
  for (StepIndex step = 0; step < definition.steps.size(); ++step) {
    const Send* send = std::get_if<Send>(&definition.steps[step].kind);
    if (send != nullptr) SendInspector(definition, neighbourhood, problems).Inspect(step, *send);
  }
}

}  // namespace usher::journey
