#include "cli/customer_lines.h"

#include <string>

#include "cli/proto_value.h"
#include "customer/profile_line.h"

namespace usher::cli {

v1::UpsertRequest ToRequest(const base::CustomerId& who, const customer::ProfileChange& change) {
  v1::UpsertRequest request;
  (who.anonymous() ? request.mutable_anonymous_id() : request.mutable_customer_id())
      ->assign(who.name().data(), who.name().size());
  if (!change.attributes.empty()) {
    *request.mutable_attributes() = ToProto(base::Value(change.attributes)).struct_value();
  }
  if (change.locale) request.set_locale(*change.locale);
  if (change.time_zone) request.set_time_zone(*change.time_zone);
  if (change.country) request.set_country(*change.country);
  for (const customer::Address& address : change.addresses) {
    v1::Address* added = request.add_addresses();
    added->set_channel(static_cast<v1::Channel>(address.channel));
    added->set_address(address.address);
  }
  for (const customer::Consent& consent : change.consents) {
    v1::Consent* added = request.add_consents();
    added->set_channel(static_cast<v1::Channel>(consent.channel));
    added->set_category(consent.category);
    added->set_granted(consent.granted);
    added->set_source(consent.source);
  }
  return request;
}

absl::StatusOr<v1::UpsertRequest> ParseCustomerLine(absl::string_view json) {
  const auto line = customer::ReadProfileLine(json);
  if (!line.ok()) return line.status();
  return ToRequest(line->customer, line->change);
}

}  // namespace usher::cli
