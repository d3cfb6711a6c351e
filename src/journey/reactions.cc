#include "journey/reactions.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"

#include "base/hash.h"
#include "channel/best_channel.h"
#include "channel/reachability.h"
#include "journey/send_id.h"
#include "journey/send_outcome.h"

namespace usher::journey {
namespace {

constexpr std::array<absl::string_view, 5> kReactions = {
    "Message Opened", "Message Clicked", "Message Replied", "message.opened", "message.clicked"};
// Nearly all who react do so within it.
constexpr absl::Duration kPatience = absl::Hours(24);

constexpr channel::ChannelReactions kNothingKnown = {};

// Whether it is known what became of it: some react only after a while.
bool IsOver(const customer::Contact& contact, absl::Time now) {
  return contact.reacted || contact.at + kPatience <= now;
}

void CountHour(absl::string_view what, const customer::Contact& contact, Work& work) {
  if (!work.catalog().LearnsHours(contact.journey)) return;
  const absl::TimeZone zone = work.PolicyZone().value_or(absl::UTCTimeZone());
  work.Count(contact.journey, absl::StrCat(what, absl::ToCivilHour(contact.at, zone).hour()));
}

}  // namespace

void NoteReaction(const EventInput& event, Work& work) {
  if (std::find(kReactions.begin(), kReactions.end(), event.name) == kReactions.end()) return;
  const base::Value* named = event.properties.Get().Find("send_id");
  if (named == nullptr || named->as_string() == nullptr) return;
  for (customer::Contact& contact : work.record().contacts) {
    if (contact.reacted || SendIdText(contact.send_id) != *named->as_string()) continue;
    contact.reacted = true;
    if (contact.journey.empty()) return;
    work.Count(contact.journey, absl::StrCat("reacted:", customer::ChannelName(contact.channel)));
    CountHour("hour_reacted:", contact, work);
    return;
  }
}

channel::ChannelReactions ReactionsOf(const customer::Record& record, absl::Time now) {
  channel::ChannelReactions reactions;
  for (const customer::Contact& contact : record.contacts) {
    if (!IsOver(contact, now)) continue;
    channel::Reactions& of_channel = reactions[static_cast<std::size_t>(contact.channel)];
    of_channel.sent += 1;
    if (contact.reacted) of_channel.reacted += 1;
  }
  return reactions;
}

channel::HourReactions HourReactionsOf(const customer::Record& record, absl::Time now,
                                       absl::TimeZone zone) {
  channel::HourReactions reactions;
  for (const customer::Contact& contact : record.contacts) {
    if (!IsOver(contact, now)) continue;
    const int hour = absl::ToCivilHour(contact.at, zone).hour();
    channel::Reactions& in_hour = reactions[static_cast<std::size_t>(hour)];
    in_hour.sent += 1;
    if (contact.reacted) in_hour.reacted += 1;
  }
  return reactions;
}

void NoteSentHour(std::uint64_t send_id, Work& work) {
  const std::vector<customer::Contact>& contacts = work.record().contacts;
  const auto sent =
      std::find_if(contacts.rbegin(), contacts.rend(),
                   [&](const customer::Contact& contact) { return contact.send_id == send_id; });
  if (sent != contacts.rend()) CountHour("hour_sent:", *sent, work);
}

void ChooseOrder(const Send& step, customer::PendingSend& send, Work& work) {
  if (!step.best || !send.order.empty() || send.withdraws != 0) return;
  std::vector<customer::Channel> order = step.channels;
  const auto out_of_reach =
      std::stable_partition(order.begin(), order.end(), [&](customer::Channel channel) {
        return channel::Reach(work.policy(), work.record(), work.now(), channel, step.category) ==
               channel::Reachability::kReachable;
      });
  const auto reachable = static_cast<std::size_t>(out_of_reach - order.begin());
  if (reachable < 2) return;
  const channel::ChannelChoice choice = channel::ChooseChannel(
      {order.data(), reachable}, ReactionsOf(work.record(), work.now()),
      work.reactions() != nullptr ? work.reactions()->by_channel : kNothingKnown,
      base::HashFields({"best", SendIdText(send.id)}));
  std::vector<std::pair<double, customer::Channel>> ranked;
  customer::Decision decision = DecisionAbout(send, customer::DecisionKind::kChosen, work);
  for (std::size_t i = 0; i < reachable; ++i) {
    ranked.emplace_back(choice.propensities[i], order[i]);
    absl::StrAppend(&decision.detail, i == 0 ? "" : ", ", customer::ChannelName(order[i]),
                    absl::StrFormat(" %.4f", choice.propensities[i]));
  }
  std::swap(ranked[0], ranked[choice.chosen]);
  decision.channel = ranked[0].second;
  std::stable_sort(ranked.begin() + 1, ranked.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (std::size_t i = 0; i < reachable; ++i) order[i] = ranked[i].second;
  send.order = std::move(order);
  work.Note(std::move(decision));
}

}  // namespace usher::journey
