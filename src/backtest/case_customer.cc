#include "backtest/case_customer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "backtest/shared_addresses.h"

namespace usher::backtest {
namespace {

using customer::ProfileChange;
using google::protobuf::Value;

constexpr double kExactMax = 9007199254740992.0;  // 2^53

base::Value Convert(const Value& value) {
  switch (value.kind_case()) {
    case Value::kBoolValue:
      return base::Value(value.bool_value());
    case Value::kNumberValue: {
      const double number = value.number_value();
      const bool whole = std::abs(number) < kExactMax && std::trunc(number) == number;
      return whole ? base::Value(static_cast<std::int64_t>(number)) : base::Value(number);
    }
    case Value::kStringValue:
      return base::Value(value.string_value());
    case Value::kStructValue:
      return ToValue(value.struct_value());
    case Value::kListValue: {
      base::Value::List list;
      for (const Value& item : value.list_value().values()) list.push_back(Convert(item));
      return base::Value(std::move(list));
    }
    default:
      return base::Value();
  }
}

void SetTexts(const v1::TestCustomer& customer, ProfileChange* change) {
  change->attributes = *ToValue(customer.attributes()).as_map();
  if (!customer.locale().empty()) change->locale = customer.locale();
  if (!customer.time_zone().empty()) change->time_zone = customer.time_zone();
  if (!customer.country().empty()) change->country = customer.country();
}

void SetAddresses(const v1::TestCustomer& customer, ProfileChange* change) {
  for (const int channel : customer.reachable_on()) {
    const auto each = static_cast<customer::Channel>(channel);
    change->addresses.push_back({each, TestAddress(each)});
  }
  for (const auto& [name, address] : customer.addresses()) {
    if (const auto channel = customer::ChannelFromName(name)) {
      change->addresses.push_back({*channel, address});
    }
  }
  // The order of a map of protobuf's is another in every run.
  std::sort(change->addresses.begin(), change->addresses.end(),
            [](const auto& a, const auto& b) { return a.channel < b.channel; });
}

void SetConsents(const v1::TestCustomer& customer, ProfileChange* change) {
  for (const v1::TestConsent& consent : customer.consents()) {
    change->consents.push_back({static_cast<customer::Channel>(consent.channel()),
                                consent.category(), consent.granted(), absl::UnixEpoch(), "test"});
  }
}

}  // namespace

v1::TestCustomer Merge(const v1::TestCustomer& file, const v1::TestCustomer& test) {
  v1::TestCustomer merged = file;
  // Lists are replaced, not added to; what one list says, the others no longer do.
  if (test.reachable_on_size() > 0 || !test.addresses().empty() || test.unreachable()) {
    merged.clear_reachable_on();
    merged.clear_addresses();
    merged.clear_unreachable();
  }
  if (test.consents_size() > 0 || test.no_consent()) {
    merged.clear_consents();
    merged.clear_no_consent();
  }
  const google::protobuf::Struct attributes = merged.attributes();
  merged.MergeFrom(test);
  *merged.mutable_attributes() = attributes;
  for (const auto& [name, value] : test.attributes().fields()) {
    (*merged.mutable_attributes()->mutable_fields())[name] = value;
  }
  return merged;
}

ProfileChange ProfileOf(const v1::TestCustomer& customer) {
  ProfileChange profile = ChangeOf(customer);
  if (customer.unreachable()) {
    profile.addresses.clear();
  } else if (profile.addresses.empty()) {
    for (const customer::Channel channel : customer::kAllChannels) {
      profile.addresses.push_back({channel, TestAddress(channel)});
    }
  }
  if (profile.consents.empty() && !customer.no_consent()) {
    profile.consents.push_back({customer::Channel::kNone, "", true, absl::UnixEpoch(), "test"});
  }
  return profile;
}

ProfileChange ChangeOf(const v1::TestCustomer& customer) {
  ProfileChange change;
  SetTexts(customer, &change);
  if (customer.unreachable()) {
    for (const customer::Channel channel : customer::kAllChannels) {
      change.addresses.push_back({channel, ""});
    }
  }
  SetAddresses(customer, &change);
  SetConsents(customer, &change);
  return change;
}

base::Value ToValue(const google::protobuf::Struct& mapping) {
  base::Value::Map map;
  for (const auto& [name, value] : mapping.fields()) map.emplace_back(name, Convert(value));
  std::sort(map.begin(), map.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return base::Value(std::move(map));
}

}  // namespace usher::backtest
