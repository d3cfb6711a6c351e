#include "backtest/profile_lines.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "backtest/parallel.h"
#include "base/json.h"
#include "base/nearest.h"
#include "channel/zone.h"

namespace usher::backtest {
namespace {

using base::Value;
using customer::ProfileChange;

constexpr std::size_t kFaultsShownMax = 20;
constexpr std::size_t kAddressBytesMax = 512;
constexpr std::size_t kCustomerIdBytesMax = 256;
constexpr std::size_t kLocaleBytesMax = 35;
constexpr std::size_t kNameBytesMax = 64;
constexpr std::size_t kConsentsMax = 32;

absl::Status Fault(absl::string_view member, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(member, ": ", what));
}

absl::Status ReadText(absl::string_view name, const Value& value, std::string* out) {
  if (value.as_string() == nullptr) return Fault(name, "must be a JSON string");
  *out = *value.as_string();
  return absl::OkStatus();
}

absl::Status ReadChannel(absl::string_view member, const std::string& name,
                         customer::Channel* out) {
  const auto channel = customer::ChannelFromName(name);
  if (channel) {
    *out = *channel;
    return absl::OkStatus();
  }
  std::vector<std::string> names;
  for (const auto each : customer::kAllChannels) names.emplace_back(customer::ChannelName(each));
  const std::string nearest = base::Nearest(name, names);
  return Fault(member, absl::StrCat("\"", name, "\" is no channel",
                                    nearest.empty() ? "" : "; did you mean ", nearest));
}

absl::Status ReadAddresses(const Value& value, ProfileChange* change) {
  if (value.as_map() == nullptr) {
    return Fault("addresses", "must be a JSON object such as {\"push\":\"TOKEN\"}");
  }
  for (const auto& [name, member] : *value.as_map()) {
    customer::Address address;
    const std::string path = absl::StrCat("addresses.", name);
    if (auto status = ReadChannel(path, name, &address.channel); !status.ok()) return status;
    if (auto status = ReadText(path, member, &address.address); !status.ok()) return status;
    change->addresses.push_back(std::move(address));
  }
  return absl::OkStatus();
}

absl::Status ReadConsent(const std::string& path, const Value& value, ProfileChange* change) {
  if (value.as_map() == nullptr) return Fault(path, "must be a JSON object");
  customer::Consent consent;
  bool says_granted = false;
  for (const auto& [name, member] : *value.as_map()) {
    const std::string member_path = absl::StrCat(path, ".", name);
    absl::Status status;
    if (name == "channel") {
      std::string channel;
      status = ReadText(member_path, member, &channel);
      status.Update(status.ok() ? ReadChannel(member_path, channel, &consent.channel) : status);
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
    const auto status =
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

bool IsCountry(const std::string& text) {
  return text.size() == 2 && absl::ascii_isupper(static_cast<unsigned char>(text[0])) &&
         absl::ascii_isupper(static_cast<unsigned char>(text[1]));
}

bool IsZone(const std::string& name) {
  static channel::ZoneCache* const cache = new channel::ZoneCache;
  return cache->Find(name).has_value();
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
    const absl::Status status = name == "customer_id"    ? ReadText(name, member, &customer_id)
                                : name == "anonymous_id" ? ReadText(name, member, &anonymous_id)
                                                         : ReadMember(name, member, &line.change);
    if (!status.ok()) return status;
  }
  const std::string& id = customer_id.empty() ? anonymous_id : customer_id;
  if (id.empty()) return Fault("customer_id", "missing, and there is no anonymous_id either");
  if (id.size() > kCustomerIdBytesMax) {
    return Fault("customer_id", absl::StrCat("has ", id.size(), " bytes; at most 256"));
  }
  line.customer = customer_id.empty() ? base::CustomerId::Anonymous(anonymous_id)
                                      : base::CustomerId::Known(customer_id);
  if (auto status = CheckProfile(line.change); !status.ok()) return status;
  return line;
}

absl::Status CheckProfile(const ProfileChange& change) {
  if (change.locale && change.locale->size() > kLocaleBytesMax) {
    return Fault("locale", "must be a BCP 47 tag, such as de-AT");
  }
  if (change.time_zone && !change.time_zone->empty() && !IsZone(*change.time_zone)) {
    return Fault("time_zone", absl::StrCat("\"", change.time_zone->substr(0, kNameBytesMax),
                                           "\" is no time zone; write one like Europe/Vienna"));
  }
  if (change.country && !change.country->empty() && !IsCountry(*change.country)) {
    return Fault("country", "must be two capital letters of ISO 3166-1, such as AT");
  }
  for (const customer::Address& address : change.addresses) {
    if (address.address.size() > kAddressBytesMax) {
      return Fault(absl::StrCat("addresses.", customer::ChannelName(address.channel)),
                   absl::StrCat("has ", address.address.size(), " bytes; at most 512"));
    }
  }
  if (change.consents.size() > kConsentsMax) {
    return Fault("consents",
                 absl::StrCat("there are ", change.consents.size(), "; at most ", kConsentsMax));
  }
  for (const customer::Consent& consent : change.consents) {
    if (consent.category.size() > kNameBytesMax || consent.source.size() > kNameBytesMax) {
      return Fault("consents", "category and source have at most 64 bytes");
    }
  }
  // What does not fit into a record is refused as it is applied; asked now, it has a line.
  customer::Profile profile;
  return customer::ApplyChange(change, {}, absl::UnixEpoch(), &profile);
}

absl::Status ProfileBook::Read(const NamedText& file, const ReadOptions& options) {
  std::vector<absl::string_view> lines;
  for (absl::string_view rest = file.text.text(); !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    lines.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  std::vector<absl::StatusOr<ProfileLine>> read(lines.size(), absl::UnknownError("empty"));
  constexpr std::size_t kBlock = 256;
  Parallel(options.threads, (lines.size() + kBlock - 1) / kBlock,
           [&](std::size_t block, std::size_t) {
             for (std::size_t i = block * kBlock; i < std::min(lines.size(), (block + 1) * kBlock);
                  ++i) {
               if (!absl::StripAsciiWhitespace(lines[i]).empty())
                 read[i] = ReadProfileLine(lines[i]);
             }
           });
  std::string faults;
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (absl::StripAsciiWhitespace(lines[i]).empty()) continue;
    if (!read[i].ok()) {
      if (++count <= kFaultsShownMax) {
        absl::StrAppend(&faults, faults.empty() ? "" : "\n", file.name, ":", i + 1, ": ",
                        read[i].status().message());
      }
      continue;
    }
    const auto [place, added] = places_.try_emplace(read[i]->customer.key(), profiles_.size());
    if (added) {
      profiles_.push_back(std::move(read[i]->change));
    } else {
      profiles_[place->second] = std::move(read[i]->change);
    }
  }
  skipped_ += count;
  if (count == 0 || options.skip_faulty) return absl::OkStatus();
  if (count > kFaultsShownMax) {
    absl::StrAppend(&faults, "\nand ", count - kFaultsShownMax, " more faulty lines");
  }
  return absl::InvalidArgumentError(faults);
}

void ProfileBook::AssumeReachable(absl::Span<const customer::Channel> channels) {
  ProfileChange change;
  for (const customer::Channel channel : channels) {
    change.addresses.push_back({channel, "assumed"});
  }
  change.consents = {{customer::Channel::kNone, "", true, absl::UnixEpoch(), "assumed"}};
  assumed_.assign(1, std::move(change));
}

void ProfileBook::AddPeople(EventLog* log) const {
  std::vector<const std::string*> missing(profiles_.size(), nullptr);
  for (const auto& [key, place] : places_) missing[place] = &key;
  for (const base::CustomerId& person : log->people) {
    const auto place = places_.find(person.key());
    if (place != places_.end()) missing[place->second] = nullptr;
  }
  for (const std::string* key : missing) {
    if (key != nullptr) log->people.push_back(base::CustomerId::FromKey(*key));
  }
}

Profiles ProfileBook::For(const EventLog& log) const {
  Profiles profiles;
  profiles.reserve(log.people.size());
  for (const base::CustomerId& person : log.people) {
    const auto place = places_.find(person.key());
    if (place != places_.end()) {
      profiles.push_back(&profiles_[place->second]);
    } else {
      profiles.push_back(assumed_.empty() || person.anonymous() ? nullptr : &assumed_.front());
    }
  }
  return profiles;
}

}  // namespace usher::backtest
