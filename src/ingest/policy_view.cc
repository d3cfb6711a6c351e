#include "ingest/policy_view.h"

#include "absl/strings/string_view.h"

#include "channel/country.h"
#include "channel/standing.h"
#include "ingest/proto_time.h"
#include "journey/explain.h"

namespace usher::ingest {
namespace {

using ChannelState = v1::ExplainPolicyResponse::ChannelState;

absl::string_view WhatOf(channel::Reachability reach) {
  switch (reach) {
    case channel::Reachability::kNoAddress:
      return "no_address";
    case channel::Reachability::kNoConsent:
      return "no_consent";
    case channel::Reachability::kOptedOut:
      return "opted_out";
    case channel::Reachability::kUnengaged:
      return "not_engaged";
    case channel::Reachability::kReachable:
      break;
  }
  return "";
}

void AddObstacle(absl::string_view what, ChannelState* out) {
  out->add_obstacles()->set_what(std::string(what));
}

void FillStanding(const channel::Standing& standing, bool has_provider, absl::Time now,
                  ChannelState* out) {
  const bool reachable = has_provider && standing.reach == channel::Reachability::kReachable;
  if (!has_provider) AddObstacle("no_provider", out);
  if (standing.reach != channel::Reachability::kReachable) AddObstacle(WhatOf(standing.reach), out);
  for (const channel::Obstacle& obstacle : standing.obstacles) {
    auto* added = out->add_obstacles();
    added->set_what(std::string(journey::WhatOf(obstacle.kind)));
    added->set_rule(obstacle.rule);
    if (obstacle.until < absl::InfiniteFuture()) SetTime(obstacle.until, added->mutable_until());
  }
  out->set_allowed(reachable && standing.verdict.granted());
  if (reachable && !standing.verdict.granted() && standing.verdict.until < absl::InfiniteFuture()) {
    SetTime(standing.verdict.until, out->mutable_allowed_at());
  }
  for (const channel::Balance& balance : standing.balances) {
    auto* added = out->add_balances();
    added->set_cap(balance.cap);
    added->set_count(balance.count);
    added->set_limit(balance.limit);
    if (balance.open_at > now) SetTime(balance.open_at, added->mutable_open_at());
  }
}

}  // namespace

void FillStandings(const PolicyQuestion& question, const customer::Record& record,
                   const AddressLedgers& at_addresses, v1::ExplainPolicyResponse* out) {
  out->set_policy(question.policy.name);
  SetTime(question.now, out->mutable_time());
  if (question.zone.has_value()) out->set_time_zone(question.zone->name());
  out->set_category(question.category);
  const std::string country = channel::CustomerCountry(question.policy, record.profile);
  for (const customer::Channel channel : customer::kAllChannels) {
    channel::Question asked{channel,      question.category, record.contacts, question.zone,
                            question.now, question.journey,  country};
    channel::Standing standing =
        channel::StandingOf(question.policy, record, asked, question.limits);
    const auto at_address = at_addresses.find(channel);
    if (at_address != at_addresses.end()) {
      asked.contacts = at_address->second;
      channel::AddAddress(question.policy, asked, &standing);
    }
    ChannelState* state = out->add_channels();
    state->set_channel(static_cast<v1::Channel>(channel));
    FillStanding(standing, question.channels.contains(channel), question.now, state);
  }
}

}  // namespace usher::ingest
