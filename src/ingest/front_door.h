#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/grpcpp.h"

#include "base/clock.h"
#include "base/ids.h"
#include "customer/channel.h"
#include "customer/limits.h"
#include "ingest/admission.h"
#include "ingest/inbox_hub.h"
#include "ingest/open_streams.h"
#include "journey/input.h"
#include "messages/actors.h"
#include "messages/catalog_messages.h"
#include "messages/feedback_port.h"
#include "messages/router_port.h"
#include "messages/subscription_port.h"
#include "messages/views.h"

// The gRPC front door: validates, admits or refuses, hands over to the customer's journey actor,
// and answers after the commit. Reads are answered from the store.
namespace usher::ingest {

// Everything the services need.
struct FrontDoorConfig {
  std::shared_ptr<messages::StorePort> store;
  std::shared_ptr<base::Clock> clock;
  std::shared_ptr<const messages::CatalogView> catalog;
  std::shared_ptr<const messages::PolicyView> policy;
  std::string policy_file;  // where the policy is from; empty: it was applied
  customer::Limits limits;
  std::shared_ptr<messages::Activity> activity;
  std::shared_ptr<messages::RouterPort> router;
  std::set<customer::Channel> channels;  // with a provider
  messages::CatalogActor catalog_actor;
  messages::AgendaActor agenda;
  std::shared_ptr<Admission> admission;
  std::shared_ptr<InboxHub> inbox_hub;
  // Channels whose messages subscribers take.
  std::map<customer::Channel, std::shared_ptr<messages::SubscriptionPort>> subscriptions;
  // What a token in a mail names; null: mails have none. NOT_FOUND for what is no token of ours.
  std::function<absl::StatusOr<messages::Feedback>(const std::string& token)> read_token;
  std::shared_ptr<OpenStreams> open_streams = std::make_shared<OpenStreams>();
};

// When the caller stops waiting.
messages::Deadline DeadlineOf(const grpc::CallbackServerContext& context);

// Makes a delivery to the customer's journey actor that answers through `reply`, with
// DEADLINE_EXCEEDED and nothing done if the deadline passes before its turn.
messages::DeliveryPtr MakeDelivery(const FrontDoorConfig& config, base::CustomerId customer,
                                   journey::Input input, messages::Deadline deadline,
                                   messages::Delivery::Reply reply);
// And hands it over.
void HandOver(const FrontDoorConfig& config, base::CustomerId customer, journey::Input input,
              messages::Deadline deadline, messages::Delivery::Reply reply);

// The machine-readable reason of a refusal that came from the record or the store.
std::string ReasonOf(const absl::Status& status);

}  // namespace usher::ingest
