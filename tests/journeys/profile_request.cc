#include "tests/journeys/profile_request.h"

#include <string>

#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

#include "base/json.h"

namespace usher::journeys {

v1::UpsertRequest ToRequest(const base::CustomerId& who, const customer::ProfileChange& change) {
  v1::UpsertRequest request;
  (who.anonymous() ? request.mutable_anonymous_id() : request.mutable_customer_id())
      ->assign(who.name().data(), who.name().size());
  const std::string attributes = base::ToJson(base::Value(change.attributes));
  const auto read =
      google::protobuf::util::JsonStringToMessage(attributes, request.mutable_attributes());
  EXPECT_TRUE(read.ok()) << attributes;
  if (change.locale) request.set_locale(*change.locale);
  if (change.time_zone) request.set_time_zone(*change.time_zone);
  if (change.country) request.set_country(*change.country);
  for (const customer::Address& address : change.addresses) {
    auto* added = request.add_addresses();
    added->set_channel(static_cast<v1::Channel>(address.channel));
    added->set_address(address.address);
  }
  for (const customer::Consent& consent : change.consents) {
    auto* added = request.add_consents();
    added->set_channel(static_cast<v1::Channel>(consent.channel));
    added->set_category(consent.category);
    added->set_granted(consent.granted);
  }
  return request;
}

}  // namespace usher::journeys
