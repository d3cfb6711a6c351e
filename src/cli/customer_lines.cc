#include "cli/customer_lines.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "base/json.h"
#include "base/nearest.h"
#include "cli/channel_name.h"
#include "cli/proto_value.h"

namespace usher::cli {
namespace {

using base::Value;

absl::Status Fault(absl::string_view member, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(member, ": ", what));
}

absl::Status SetText(absl::string_view name, const Value& value, std::string* target) {
  const std::string* text = value.as_string();
  if (text == nullptr) return Fault(name, "must be a JSON string");
  *target = *text;
  return absl::OkStatus();
}

absl::Status AddAddresses(const Value& value, v1::UpsertRequest* request) {
  if (value.as_map() == nullptr) {
    return Fault("addresses", "must be a JSON object such as {\"push\":\"TOKEN\"}");
  }
  for (const auto& [name, member] : *value.as_map()) {
    const auto channel = ParseChannel(name);
    if (!channel.ok()) return Fault("addresses", channel.status().message());
    auto* address = request->add_addresses();
    address->set_channel(*channel);
    const auto status =
        SetText(absl::StrCat("addresses.", name), member, address->mutable_address());
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status AddConsent(const std::string& path, const Value& value, v1::UpsertRequest* request) {
  if (value.as_map() == nullptr) return Fault(path, "must be a JSON object");
  v1::Consent* consent = request->add_consents();
  bool says_granted = false;
  for (const auto& [name, member] : *value.as_map()) {
    const std::string member_path = absl::StrCat(path, ".", name);
    absl::Status status;
    if (name == "channel") {
      std::string channel_name;
      status = SetText(member_path, member, &channel_name);
      if (!status.ok()) return status;
      const auto channel = ParseChannel(channel_name);
      if (!channel.ok()) return Fault(member_path, channel.status().message());
      consent->set_channel(*channel);
    } else if (name == "category") {
      status = SetText(member_path, member, consent->mutable_category());
    } else if (name == "source") {
      status = SetText(member_path, member, consent->mutable_source());
    } else if (name == "granted" && member.as_bool() != nullptr) {
      consent->set_granted(*member.as_bool());
      says_granted = true;
    } else if (name == "granted") {
      status = Fault(member_path, "must be true or false");
    } else {
      status = Fault(member_path, "not a member of a consent");
    }
    if (!status.ok()) return status;
  }
  // Silence must not pass for either.
  if (!says_granted) return Fault(absl::StrCat(path, ".granted"), "missing; true or false?");
  return absl::OkStatus();
}

absl::Status AddConsents(const Value& value, v1::UpsertRequest* request) {
  if (value.as_list() == nullptr) return Fault("consents", "must be a JSON list");
  for (std::size_t i = 0; i < value.as_list()->size(); ++i) {
    const auto status =
        AddConsent(absl::StrCat("consents[", i, "]"), (*value.as_list())[i], request);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status SetMember(const std::string& name, const Value& value, v1::UpsertRequest* request) {
  if (name == "customer_id") return SetText(name, value, request->mutable_customer_id());
  if (name == "anonymous_id") return SetText(name, value, request->mutable_anonymous_id());
  if (name == "locale") return SetText(name, value, request->mutable_locale());
  if (name == "time_zone") return SetText(name, value, request->mutable_time_zone());
  if (name == "country") return SetText(name, value, request->mutable_country());
  if (name == "addresses") return AddAddresses(value, request);
  if (name == "consents") return AddConsents(value, request);
  if (name == "attributes") {
    if (value.as_map() == nullptr) return Fault(name, "must be a JSON object");
    *request->mutable_attributes() = ToProto(value).struct_value();
    return absl::OkStatus();
  }
  static const std::vector<std::string> kMembers = {"customer_id", "anonymous_id", "locale",
                                                    "time_zone",   "country",      "addresses",
                                                    "consents",    "attributes"};
  const std::string nearest = base::Nearest(name, kMembers);
  return Fault(name, absl::StrCat("not a member of a profile",
                                  nearest.empty() ? "" : "; did you mean ", nearest));
}

}  // namespace

absl::StatusOr<v1::UpsertRequest> ParseCustomerLine(absl::string_view json) {
  const auto value = base::ParseJson(json);
  if (!value.ok()) return value.status();
  if (value->as_map() == nullptr) return absl::InvalidArgumentError("must be a JSON object");
  v1::UpsertRequest request;
  for (const auto& [name, member] : *value->as_map()) {
    if (member.is_null()) continue;
    if (const auto status = SetMember(name, member, &request); !status.ok()) return status;
  }
  if (request.customer_id().empty() && request.anonymous_id().empty()) {
    return Fault("customer_id", "missing, and there is no anonymous_id either");
  }
  return request;
}

}  // namespace usher::cli
