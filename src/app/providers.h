#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "absl/status/statusor.h"

#include "app/options.h"
#include "channel/provider_terms.h"
#include "customer/channel.h"
#include "messages/feedback_port.h"
#include "messages/inbound_port.h"
#include "messages/link_port.h"
#include "messages/provider_port.h"
#include "messages/reply_port.h"
#include "messages/subscription_port.h"
#include "provider/transfer_loop.h"

namespace usher::app {

// The way out of one channel.
struct ChannelProvider {
  std::shared_ptr<messages::ProviderPort> port;
  channel::ProviderTerms terms;
};

// The ways out of all channels, and what they share. Goes after the actors that use them.
struct Providers {
  std::shared_ptr<provider::TransferLoop> loop;  // null when nothing goes over HTTP
  std::map<customer::Channel, ChannelProvider> channels;
  // Channels whose messages subscribers take.
  std::map<customer::Channel, std::shared_ptr<messages::SubscriptionPort>> subscriptions;
  bool inbox = false;                            // messages on in_app go to the customer's inbox
  std::shared_ptr<messages::ReplyPort> replies;  // null when nobody takes replies
  // What a mail says of itself; null when mails say nothing.
  std::function<absl::StatusOr<messages::Feedback>(const std::string& token)> read_token;
  // Channels that customers may write back on, and whose messages leave the gateway.
  std::set<customer::Channel> two_way;
  // What comes back over HTTP.
  std::map<std::string, std::shared_ptr<messages::InboundPort>> hooks;  // by the channel's name
  std::shared_ptr<messages::LinkPort> links;
};

// Opens what options.providers_file says, and the message log for the other channels. Errors name
// the file and the place in it. `gateway` is this incarnation; `feedback` is told what providers
// hear.
absl::StatusOr<Providers> OpenProviders(const Options& options, std::uint64_t gateway,
                                        std::shared_ptr<messages::FeedbackPort> feedback);

}  // namespace usher::app
