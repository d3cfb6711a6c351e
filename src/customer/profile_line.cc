#include "customer/profile_line.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "base/json.h"
#include "base/nearest.h"
#include "customer/addresses.h"

namespace usher::customer {
namespace {

using base::Value;

absl::Status Fault(absl::string_view member, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(member, ": ", what));
}

absl::Status ReadText(absl::string_view name, const Value& value, std::string* out) {
  if (value.as_string() == nullptr) return Fault(name, "must be a JSON string");
  *out = *value.as_string();
  return absl::OkStatus();
}

absl::Status ReadChannel(absl::string_view member, const std::string& name, Channel* out) {
  const auto channel = ChannelFromName(name);
  if (channel) {
    *out = *channel;
    return absl::OkStatus();
  }
  std::vector<std::string> names;
  names.reserve(kAllChannels.size());
  for (const Channel each : kAllChannels) names.emplace_back(ChannelName(each));
  const std::string nearest = base::Nearest(name, names);
  return Fault(member,
               absl::StrCat("\"", name, "\" is no channel; ",
                            nearest.empty() ? absl::StrCat("there are ", absl::StrJoin(names, ", "))
                                            : absl::StrCat("did you mean ", nearest)));
}

absl::Status ReadAddresses(const Value& value, ProfileChange* change) {
  if (value.as_map() == nullptr) {
    return Fault("addresses", "must be a JSON object such as {\"push\":\"TOKEN\"}");
  }
  for (const auto& [name, member] : *value.as_map()) {
    Address address;
    const std::string path = absl::StrCat("addresses.", name);
    if (auto status = ReadChannel(path, name, &address.channel); !status.ok()) return status;
    const std::size_t max = AddressesMax(address.channel);
    const Value::List one = {member};
    const Value::List& texts = member.as_list() != nullptr && max > 1 ? *member.as_list() : one;
    if (texts.size() > max) {
      return Fault(path, absl::StrCat("there are ", texts.size(), "; at most ", max, " are kept"));
    }
    for (const Value& text : texts) {
      if (auto status = ReadText(path, text, &address.address); !status.ok()) return status;
      change->addresses.push_back(address);
    }
  }
  return absl::OkStatus();
}

absl::Status ReadConsent(const std::string& path, const Value& value, ProfileChange* change) {
  if (value.as_map() == nullptr) return Fault(path, "must be a JSON object");
  Consent consent;
  bool says_granted = false;
  for (const auto& [name, member] : *value.as_map()) {
    const std::string member_path = absl::StrCat(path, ".", name);
    absl::Status status;
    if (name == "channel") {
      std::string channel;
      status = ReadText(member_path, member, &channel);
      // "all" is no particular one, as it stands by itself.
      if (status.ok() && channel != "all") {
        status = ReadChannel(member_path, channel, &consent.channel);
      }
    } else if (name == "category") {
      status = ReadText(member_path, member, &consent.category);
    } else if (name == "source") {
      status = ReadText(member_path, member, &consent.source);
    } else if (name == "granted" && member.as_bool() != nullptr) {
      consent.granted = *member.as_bool();
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
  change->consents.push_back(std::move(consent));
  return absl::OkStatus();
}

absl::Status ReadConsents(const Value& value, ProfileChange* change) {
  if (value.as_list() == nullptr) return Fault("consents", "must be a JSON list");
  for (std::size_t i = 0; i < value.as_list()->size(); ++i) {
    absl::Status status =
        ReadConsent(absl::StrCat("consents[", i, "]"), (*value.as_list())[i], change);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status ReadMember(const std::string& name, const Value& value, ProfileChange* change) {
  const auto optional_text = [&](std::optional<std::string>* out) {
    return ReadText(name, value, &out->emplace());
  };
  if (name == "locale") return optional_text(&change->locale);
  if (name == "time_zone") return optional_text(&change->time_zone);
  if (name == "country") return optional_text(&change->country);
  if (name == "addresses") return ReadAddresses(value, change);
  if (name == "consents") return ReadConsents(value, change);
  if (name == "attributes") {
    if (value.as_map() == nullptr) return Fault(name, "must be a JSON object");
    change->attributes = *value.as_map();
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

absl::StatusOr<ProfileLine> ReadProfileLine(absl::string_view json) {
  const auto value = base::ParseJson(json);
  if (!value.ok()) return value.status();
  if (value->as_map() == nullptr) return absl::InvalidArgumentError("must be a JSON object");
  ProfileLine line;
  std::string customer_id, anonymous_id;
  for (const auto& [name, member] : *value->as_map()) {
    if (member.is_null()) continue;
    absl::Status status = name == "customer_id"    ? ReadText(name, member, &customer_id)
                          : name == "anonymous_id" ? ReadText(name, member, &anonymous_id)
                                                   : ReadMember(name, member, &line.change);
    if (!status.ok()) return status;
  }
  if (customer_id.empty() && anonymous_id.empty()) {
    return Fault("customer_id", "missing, and there is no anonymous_id either");
  }
  line.customer = customer_id.empty() ? base::CustomerId::Anonymous(anonymous_id)
                                      : base::CustomerId::Known(customer_id);
  return line;
}

}  // namespace usher::customer
