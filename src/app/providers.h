#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "app/options.h"
#include "customer/channel.h"
#include "messages/feedback_port.h"
#include "messages/inbound_port.h"
#include "messages/link_port.h"
#include "messages/provider_port.h"
#include "messages/provider_view.h"
#include "messages/reply_port.h"
#include "messages/subscription_port.h"
#include "provider/smpp_listener.h"
#include "provider/transfer_loop.h"

namespace usher::app {

// How a channel is configured.
struct Configured {
  std::string written;  // as in provider::ProviderSetting
  bool fixed = false;   // more than the channel depends on it
};

// The ways out of all channels, and what they share. Goes after the actors that use them.
struct Providers {
  std::shared_ptr<provider::TransferLoop> loop;  // null when nothing goes over HTTP
  std::shared_ptr<messages::ProviderPort> log;
  std::shared_ptr<messages::FeedbackPort> feedback;  // is told what providers hear
  std::map<customer::Channel, std::shared_ptr<messages::ProviderView>> channels;
  std::map<customer::Channel, Configured> configured;
  // Channels whose messages subscribers take.
  std::map<customer::Channel, std::shared_ptr<messages::SubscriptionPort>> subscriptions;
  std::string written_beside;  // what the file said beside the channels, in a form to compare
  bool inbox = false;          // messages on in_app go to the customer's inbox
  std::shared_ptr<messages::ReplyPort> replies;  // null when nobody takes replies
  // What a mail says of itself; null when mails say nothing.
  std::function<absl::StatusOr<messages::Feedback>(const std::string& token)> read_token;
  // Channels that customers may write back on, and whose messages leave the gateway.
  std::set<customer::Channel> two_way;
  // What comes back over HTTP.
  std::map<std::string, std::shared_ptr<messages::InboundPort>> hooks;  // by the channel's name
  std::shared_ptr<messages::LinkPort> links;
  // Those that hear what message centres deliver.
  std::map<customer::Channel, std::shared_ptr<provider::SmppListener>> listeners;
};

// Reads options.providers_file, if there is one, and the files that it names, and opens nothing.
// INVALID_ARGUMENT with a line for each fault, as provider::ReadProviders().
absl::Status CheckProviders(const Options& options);

// Opens what options.providers_file says, and the message log for the other channels. Errors name
// the file and the place in it. `gateway` is this incarnation; `feedback` is told what providers
// hear.
absl::StatusOr<Providers> OpenProviders(const Options& options, std::uint64_t gateway,
                                        std::shared_ptr<messages::FeedbackPort> feedback);

// Reads options.providers_file again, if there is one, and exchanges the providers of those
// channels of which it says something else than before. Gives the channels. On any fault nothing
// changes; to or from `inbox` and `subscribers`, and within the latter, no channel can change, nor
// can `replies` and `links`. Of what comes back on a channel (inbound, the keys of tokens) the old
// stays.
absl::StatusOr<std::vector<customer::Channel>> ReloadProviders(const Options& options,
                                                               std::uint64_t gateway,
                                                               Providers* providers);

}  // namespace usher::app
